//! `received`: money that came in under formal contracts (考核办法 九(4)).

use crate::records::Kind;
use crate::records::ties::ReceiptStanding;

use super::Figure;
use super::view::View;
use super::view::money;
use super::view::part;
use super::view::rows;

/// The figure. A receipt counts for the squad of its contract, whoever lists it (F009).
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let tables = &view.records.tables;
    let standings = &view.records.ties.receipts;
    let counted = rows(Kind::Receipt, &tables.receipts)
        .zip(standings)
        .filter_map(|((row, receipt), standing)| match standing {
            ReceiptStanding::Counted { squad, yuan, .. } if view.is_of(Some(*squad)) && view.holds(receipt.received.get()) => {
                Some(part(row, *yuan))
            }
            _ => None,
        });
    // Without a table of contracts no receipt can be tied to one: that is not a sum of 0.
    let reported = view.reported(Kind::Receipt) && view.reported(Kind::Contract);
    vec![money("received", reported, counted.collect())]
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::figures;
    use super::super::tests::measured;
    use super::super::tests::scene;
    use crate::regulation::city::Rate;
    use crate::values::currency::Currency;

    const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）
        WL-01 | 古城项目 | 甲公司 | 正式合同 | 2021-03-01 | 1000
        WL-02 | 温泉项目 | 乙公司 | 正式合同 | 2021-03-01 | 1000
        WL-03 | 温泉项目 | 丙公司 | 正式合同 | 2021-03-01 | 1000
        WL-04 | 民宿项目 | 丁公司 | 框架协议 | 2021-03-01 | 1000
        WL-05 | 古城项目 | 甲公司 | 正式合同 | 2021-05-01 | 1000";

    /// What the squad received in September by the rows, in yuan.
    fn received(rows: &str) -> String {
        let receipts = format!("合同编号 | 项目名称 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号 | 币种\n{rows}");
        let sheets = [
            ("文旅/合同.xlsx", "签约合同", CONTRACTS),
            ("文旅/到位.xlsx", "到位资金", &*receipts),
        ];
        super::super::tests::say(&figures("2021-09", &sheets), "文化旅游.received.period")
    }

    #[test]
    fn a_receipt_counts_by_its_contract_or_by_the_single_project_of_its_name() {
        for (row, expected) in [
            ("WL-01 | | 2021-09-01 | 1.5 | 银行进账单 | 001", "15000"),
            ("ｗｌ－01 | | 2021-09-30 | 1 | 发票 | 001", "10000"),
            ("WL-01 | 温泉项目 | 2021-09-30 | 1 | 发票 | 001", "10000"),
            ("WL-01 | | 2021-08-31 | 1 | 银行进账单 | 001", "0"),
            ("WL-01 | | 2021-10-01 | 1 | 银行进账单 | 001", "0"),
            ("WL-99 | 古城项目 | 2021-09-01 | 1 | 银行进账单 | 001", "0"),
            ("WL-04 | | 2021-09-01 | 1 | 银行进账单 | 001", "0"),
            // Two contracts of one project are no doubt; two projects of one name are, and a framework is no contract.
            (" | 古城 项目 | 2021-09-01 | 1 | 银行进账单 | 001", "10000"),
            (" | 温泉项目 | 2021-09-01 | 1 | 银行进账单 | 001", "0"),
            (" | 民宿项目 | 2021-09-01 | 1 | 银行进账单 | 001", "0"),
        ] {
            assert_eq!(received(row), expected, "{row}");
        }
    }

    #[test]
    fn only_accepted_vouchers_count() {
        for (kind, expected) in [
            ("银行进账单", "10000"),
            ("银行回单", "10000"),
            ("土地购置合同", "10000"),
            ("设备采购合同", "10000"),
            ("增值税专用发票", "10000"),
            ("收据", "0"),
            ("承诺书", "0"),
        ] {
            assert_eq!(received(&format!("WL-01 | | 2021-09-01 | 1 | {kind} | 001")), expected, "{kind}");
        }
    }

    #[test]
    fn a_voucher_counts_once_at_its_earliest_receipt_that_counts() {
        for (rows, expected) in [
            (
                "WL-01 | | 2021-09-02 | 1 | 发票 | 0070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "100000",
            ),
            (
                "WL-01 | | 2021-09-01 | 1 | 发票 | 0070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "10000",
            ),
            // What was counted in another month, or another year, is used up.
            (
                "WL-01 | | 2021-08-01 | 1 | 发票 | 0070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "0",
            ),
            (
                "WL-01 | | 2020-08-01 | 1 | 发票 | 0070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "0",
            ),
            // A receipt that does not count uses nothing up; leading zeros are part of the number.
            (
                "WL-01 | | 2021-08-01 | 1 | 收据 | 0070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "100000",
            ),
            (
                "WL-99 | | 2021-08-01 | 1 | 发票 | 0070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "100000",
            ),
            (
                "WL-01 | | 2021-08-01 | 1 | 发票 | 0070 | 美元\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "100000",
            ),
            (
                "WL-01 | | 2021-09-01 | 1 | 发票 | 070\nWL-02 | | 2021-09-01 | 10 | 发票 | 0070",
                "110000",
            ),
        ] {
            assert_eq!(received(rows), expected, "{rows}");
        }
    }

    #[test]
    fn a_receipt_counts_for_the_squad_of_the_contract_or_of_the_first_claim() {
        let manufacture = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）
            ZZ-01 | 古城项目 | 甲公司 | 正式合同 | 2021-04-01 | 1000";
        let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号
            ZZ-01 | 2021-09-01 | 1 | 发票 | 001
            WL-02 | 2021-09-01 | 10 | 发票 | 002";
        let sheets = [
            ("文旅/合同.xlsx", "签约合同", CONTRACTS),
            ("先进制造/合同.xlsx", "签约合同", manufacture),
            ("先进制造/到位.xlsx", "到位资金", receipts),
        ];
        assert_said(
            &figures("2021-09", &sheets),
            "先进制造.received.period 0
             文化旅游.received.period 110000
             高效农业.received.period 未报
             total.received.period 110000",
        );
    }

    #[test]
    fn foreign_money_goes_by_the_rate_of_the_day_of_arrival() {
        let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号 | 币种
            WL-01 | 2021-09-01 | 100 | 发票 | 001 | 美元
            WL-01 | 2021-08-31 | 100 | 发票 | 002 | 美元";
        let mut scene = scene(
            "2021-09",
            &[("文旅/合同.xlsx", "签约合同", CONTRACTS), ("文旅/到位.xlsx", "到位资金", receipts)],
        );
        scene.settings.city.rates = vec![Rate {
            currency: Currency::Usd,
            from: "2021-09-01".parse().expect("a day"),
            yuan: "6.4601".parse().expect("a rate"),
        }];
        assert_said(&measured(scene), "文化旅游.received.period 6460100\n文化旅游.received.ytd 6460100");
    }
}
