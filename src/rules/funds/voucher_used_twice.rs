//! F003 凭证重复

use std::collections::BTreeMap;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::ties::ReceiptStanding;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::day;
use crate::rules::words::money;

use super::Received;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F003",
    name: "凭证重复",
    severity: Severity::Error,
    articles: &["考核办法 九(4)", "数据一致性"],
    checks: "同一凭证号是否用于两笔到位资金，跨专班、跨年度一并比对；其中一笔因其他问题未计入的，也列出。",
    why: "一张凭证只能证明一笔资金，重复使用会虚增到位资金。",
    remedy: "核对凭证，删除重复的一笔；凭证号录错的，改正后重报。",
    parameters: &[],
    effect: Effect::CountedOnce,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let mut by_day: Vec<Received<'_>> = super::receipts(case).collect();
    by_day.sort_by_key(|receipt| receipt.day);
    let mut earliest: BTreeMap<String, Received<'_>> = BTreeMap::new();
    for receipt in by_day {
        for number in receipt.row.voucher.vouchers() {
            earliest.entry(number).or_insert(receipt);
        }
    }
    for receipt in super::judged(case, docket) {
        let ReceiptStanding::VoucherUsed { first } = receipt.standing else {
            let earlier = receipt
                .row
                .voucher
                .vouchers()
                .into_iter()
                .filter_map(|number| earliest.get(&number));
            match earlier.into_iter().find(|earlier| !std::ptr::eq(earlier.row, receipt.row)) {
                Some(earlier) => docket.broken(uncounted(case, &receipt, earlier)),
                None => docket.kept(),
            }
            continue;
        };
        let first = case.records.tables.receipts.get(*first as usize);
        let before = first.and_then(|first| first.received.get());
        let before = before.map_or_else(String::new, |before| format!("{}到账的", day(before)));
        let sum = first.map_or_else(String::new, |first| {
            format!("（{}）", first.amount.get().map_or_else(String::new, money))
        });
        let message = format!(
            "凭证号 {}{} 已用于{before}一笔到位资金{sum}，本笔（{}）不再计入",
            receipt.row.voucher.written(),
            first.map_or_else(String::new, |first| shared(&receipt.row.voucher, &first.voucher)),
            receipt.row.amount.get().map_or_else(String::new, money)
        );
        let broken = receipt.broken(case, &receipt.row.voucher, message);
        docket.broken(match first {
            Some(first) => broken.with(first.at.place()),
            None => broken,
        });
    }
}

/// A receipt whose number an earlier one has, where one of the two does not count for another reason.
fn uncounted(case: &Case<'_>, receipt: &Received<'_>, earlier: &Received<'_>) -> Broken {
    let sum = |receipt: &Received<'_>| receipt.row.amount.get().map_or_else(String::new, money);
    let so = match receipt.standing {
        ReceiptStanding::Counted { .. } => format!("那一笔因其他问题未计入，本笔（{}）照常计入", sum(receipt)),
        _ => format!("本笔（{}）因其他问题未计入", sum(receipt)),
    };
    let message = format!(
        "凭证号 {}{} 与{}到账的一笔到位资金（{}）相同，{so}",
        receipt.row.voucher.written(),
        shared(&receipt.row.voucher, &earlier.row.voucher),
        day(earlier.day),
        sum(earlier)
    );
    receipt.broken(case, &receipt.row.voucher, message).with(earlier.row.at.place())
}

/// Which of a cell's numbers another has too, when it holds several and not all are there.
fn shared(voucher: &Cell<Name>, first: &Cell<Name>) -> String {
    let (own, first) = (voucher.vouchers(), first.vouchers());
    let shared: Vec<&str> = own.iter().filter(|number| first.contains(number)).map(String::as_str).collect();
    if shared.len() == own.len() {
        return String::new();
    }
    format!(" 中的 {}", shared.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
        HT-1 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2020-09-01 | 5000";

    fn judged(first: &str, second: &str) -> Verdicts {
        let header = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号";
        let receipts = format!("{header}\n{first}\n{second}");
        Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", CONTRACTS)
            .sheet("文化旅游/到位.xlsx", "到位", &receipts)
            .judge(&RULE)
    }

    #[test]
    fn the_later_receipt_is_told_wherever_it_stands_also_across_years() {
        let verdicts = judged(
            "HT-1 | 2021-04-01 | 100 | 银行进账单 | 00123",
            "HT-1 | 2020-12-01 | 200 | 银行进账单 | 00123",
        );
        assert_eq!(
            verdicts.told(),
            ["E2 凭证号 00123 已用于2020年12月1日到账的一笔到位资金（200万元），本笔（100万元）不再计入"]
        );
        assert_eq!(verdicts.findings[0].related[0].row, 3);
    }

    #[test]
    fn each_number_of_a_cell_is_looked_for() {
        let verdicts = judged(
            "HT-1 | 2021-03-01 | 200 | 银行进账单 | 00123、00124",
            "HT-1 | 2021-04-01 | 100 | 银行进账单 | 00124",
        );
        assert_eq!(
            verdicts.told(),
            ["E3 凭证号 00124 已用于2021年3月1日到账的一笔到位资金（200万元），本笔（100万元）不再计入"]
        );
        let verdicts = judged(
            "HT-1 | 2021-03-01 | 100 | 银行进账单 | 00124",
            "HT-1 | 2021-04-01 | 200 | 银行进账单 | 00123、00124",
        );
        assert_eq!(
            verdicts.told(),
            ["E3 凭证号 00123、00124 中的 00124 已用于2021年3月1日到账的一笔到位资金（100万元），本笔（200万元）不再计入"]
        );
    }

    #[test]
    fn a_number_is_told_also_where_one_of_the_two_does_not_count() {
        // The first is no voucher that is accepted: the second counts.
        let verdicts = judged(
            "HT-1 | 2021-03-01 | 200 | 收据 | 00123",
            "HT-1 | 2021-04-01 | 100 | 银行进账单 | 00123",
        );
        assert_eq!(
            verdicts.told(),
            ["E3 凭证号 00123 与2021年3月1日到账的一笔到位资金（200万元）相同，那一笔因其他问题未计入，本笔（100万元）照常计入"]
        );
        assert_eq!(verdicts.findings[0].related[0].row, 2);
        let verdicts = judged(
            "HT-1 | 2021-03-01 | 200 | 银行进账单 | 00123",
            "HT-7 | 2021-04-01 | 100 | 银行进账单 | 00123",
        );
        assert_eq!(
            verdicts.told(),
            ["E3 凭证号 00123 与2021年3月1日到账的一笔到位资金（200万元）相同，本笔（100万元）因其他问题未计入"]
        );
    }

    #[test]
    fn another_number_is_quiet() {
        // Leading zeros are part of the number.
        let verdicts = judged(
            "HT-1 | 2021-04-01 | 100 | 银行进账单 | 00123",
            "HT-1 | 2021-04-02 | 200 | 银行进账单 | 123",
        );
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 2));
    }

    #[test]
    fn marks_around_a_number_and_runs_of_numbers_are_read() {
        for voucher in ["No.90000003", "90000003号", "发票90000003", "90000002-90000004"] {
            let verdicts = judged(
                "HT-1 | 2021-04-01 | 100 | 银行进账单 | 90000003",
                &format!("HT-1 | 2021-05-01 | 200 | 发票 | {voucher}"),
            );
            assert_eq!(verdicts.findings.len(), 1, "{voucher}");
        }
    }
}
