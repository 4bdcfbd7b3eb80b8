//! E015 明细与金额不符

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Money;
use crate::records::cell::State;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::difference;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::words;
use crate::rules::words::number;
use crate::rules::words::yuan;
use crate::values::id_number::mask_in_text;
use crate::values::person::Counted;
use crate::values::person::Size;

use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E015",
    name: "明细与金额不符",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "差旅支出的伙食补助、交通补助、住宿费、城市间交通费相加，是否等于金额；所列出差人员是否与人数一致，不一致的补助和住宿费限额按较多的人数核算。",
    why: "明细加不出总额、人员与人数不一致，说明有一处填错或有未列明的费用、人员。",
    remedy: "核对票据，改正明细或金额；核对出差人员，补全或改正人数。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        let written = |(_, cell): &(&str, &Cell<Money>)| !matches!(cell.state(), State::Empty | State::NoColumn);
        if parts(&line).iter().any(written) {
            settle(docket, line.squad, judge(case, &line));
        }
        if let Some(broken) = persons(case, &line) {
            docket.broken(broken);
        }
    }
}

fn parts<'a>(line: &Line<'a>) -> [(&'static str, &'a Cell<Money>); 4] {
    let row = line.row;
    [
        ("伙食补助", &row.meals),
        ("交通补助", &row.transport),
        ("住宿费", &row.lodging),
        ("城市间交通费", &row.fares),
    ]
}

fn judge(case: &Case<'_>, line: &Line<'_>) -> Verdict {
    let mut named = Vec::new();
    let mut sums = Vec::new();
    let mut lacking = None;
    for (name, cell) in parts(line) {
        match known(Kind::Expense, name, cell) {
            Ok(Some(money)) => {
                let yuan_of_part = money.in_yuan(case.city(), line.day).ok_or("外币支出没有汇率")?;
                named.push(format!("{name} {}", yuan(yuan_of_part)));
                sums.push(yuan_of_part);
            }
            Ok(None) => {}
            Err(reason) if cell.state() == State::NoColumn => lacking = lacking.or(Some(reason)),
            Err(reason) => return Err(reason),
        }
    }
    let total = sum(sums)?;
    if total == line.sum {
        return Ok(None);
    }
    // A part without a column may be what is left, but not what is too much.
    if let Some(reason) = lacking.filter(|_| total < line.sum) {
        return Err(reason);
    }
    let off = difference(total, line.sum)?;
    let message = format!(
        "{} 合计 {}，金额 {}，{} {}",
        named.join("、"),
        yuan(total),
        yuan(line.sum),
        if off > Decimal::ZERO { "明细多" } else { "明细少" },
        yuan(off.abs())
    );
    Ok(Some(line.broken(case, &line.row.amount, message)))
}

/// The travellers named against 人数: a number of more people may be of some whom nobody named, so a person must look. Where not all are
/// named and nothing says how many they are, the number may be any that is not below the names.
fn persons(case: &Case<'_>, line: &Line<'_>) -> Option<Broken> {
    let (row, party) = (line.row, line.party());
    let written = row.persons.get().filter(|written| *written > Decimal::ZERO)?;
    let counted = match party.counted() {
        Counted::All(counted) if counted.is_zero() || counted == written => return None,
        Counted::AtLeast(counted) if counted <= written => return None,
        Counted::All(counted) | Counted::AtLeast(counted) => counted,
    };
    let shown: Vec<String> = match party.size {
        Size::Named => party.named.iter().map(|name| mask_in_text(name)).collect(),
        Size::InAll(_) | Size::Unknown => vec![mask_in_text(row.travellers.written())],
    };
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let message = format!(
        "出差人员列出 {} 人（{}），人数填 {}，两处不一致；补助和住宿费限额按较多的 {} 人核算",
        number(counted),
        words::names(&shown),
        number(written),
        number(written.max(counted))
    );
    let broken = line.broken(case, &row.persons, message).about("column", "人数");
    Some(broken.as_severity(Severity::Warning).with(row.travellers.place(&row.at)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(cells: &str) -> Verdicts {
        let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 伙食补助（元） | 交通补助（元） | 住宿费（元） | 城市间交通费（元）";
        judge(&RULE, &format!("{header}\n001 | 2021-09-03 | 差旅费 | {cells}"), &[])
    }

    #[test]
    fn parts_that_do_not_add_up_are_told() {
        assert_eq!(
            judged("1500 | 400 | 320 | 600 | 200.5").told(),
            [
                "D2 伙食补助 400.00元、交通补助 320.00元、住宿费 600.00元、城市间交通费 200.50元 合计 1,520.50元，金额 1,500.00元，明细多 20.50元"
            ]
        );
        assert!(judged("1500 | 400 | | |").told()[0].ends_with("明细少 1,100.00元"));
    }

    #[test]
    fn parts_that_add_up_and_rows_without_parts_are_quiet() {
        assert_eq!(judged("1520.5 | 400 | 320 | 600 | 200.50").kept, 1);
        assert_eq!(judged("1500 | | | |").kept, 0);
    }

    #[test]
    fn travellers_that_are_not_as_many_as_written_are_told() {
        let judged = |cells: &str| {
            let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 人数";
            judge(&RULE, &format!("{header}\n001 | 2021-09-03 | 差旅费 | 900 | {cells}"), &[])
        };
        for (cells, told) in [
            (
                "王伟、李娜 | 3",
                "F2 出差人员列出 2 人（王伟、李娜），人数填 3，两处不一致；补助和住宿费限额按较多的 3 人核算",
            ),
            (
                "王伟、李娜 | 1",
                "F2 出差人员列出 2 人（王伟、李娜），人数填 1，两处不一致；补助和住宿费限额按较多的 2 人核算",
            ),
        ] {
            let verdicts = judged(cells);
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].severity, Severity::Warning);
        }
        for cells in ["王伟、李娜 | 2", "王伟等 | 3", "王伟 |", " | 3"] {
            assert!(judged(cells).findings.is_empty(), "{cells}");
        }
    }

    #[test]
    fn an_unreadable_part_or_one_without_a_column_cannot_be_told() {
        assert_eq!(reasons(&judged("1500 | 约400 | 320 | 600 | 200")), ["经费支出的“伙食补助”无法识别"]);
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 伙食补助（元） | 交通补助（元） | 住宿费（元）\n001 | 2021-09-03 | 差旅费 | 1500 | 400 | 320 | 600";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["经费支出没有“城市间交通费”列"]);
    }

    #[test]
    fn a_number_behind_a_name_is_held_against_the_number_written() {
        let judged = |cells: &str| {
            let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 人数";
            judge(&RULE, &format!("{header}\n001 | 2021-09-03 | 差旅费 | 900 | {cells}"), &[]).told()
        };
        assert_eq!(
            judged("张三等3人 | 2"),
            ["F2 出差人员列出 3 人（张三等3人），人数填 2，两处不一致；补助和住宿费限额按较多的 3 人核算"]
        );
        for cells in ["张三等3人 | 3", "张三等人 | 5", "全体人员 | 5"] {
            assert!(judged(cells).is_empty(), "{cells}");
        }
        // A number below the names cannot be.
        assert_eq!(judged("张三、李四等人 | 1").len(), 1);
    }
}
