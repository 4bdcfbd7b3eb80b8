//! E017 住宿费超标

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::State;
use crate::regulation::lodging;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::difference;
use crate::rules::known::known;
use crate::rules::known::known_or_blank;
use crate::rules::known::product;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::words::number;
use crate::rules::words::yuan;

use super::LONGEST_TRIP;
use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E017",
    name: "住宿费超标",
    severity: Severity::Warning,
    articles: &["国家规定", "考核办法 六", "经费办法 五"],
    checks: "住宿费是否超过出差地点的国家限额（逐夜，旺季按旺季，其他人员一档）乘以人数；住宿夜数为出差天数减一；只填天数的，限额不分淡旺季时按天数核算。没有限额的地点标准待核，不作判断。",
    why: "住宿费在限额内凭据报销，超出部分由个人承担。",
    remedy: "超出部分不予报销；地点、日期或人数填错的，改正后重报。",
    parameters: &["items_travel"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        let claims = !matches!(line.row.lodging.state(), State::Empty | State::NoColumn);
        if claims || line.is(case, "items_travel") {
            settle(docket, line.squad, judge(case, &line));
        }
    }
}

fn judge(case: &Case<'_>, line: &Line<'_>) -> Verdict {
    let Some(claimed) = line.claimed(case, "住宿费", &line.row.lodging)? else {
        return Ok(None);
    };
    let Some(place) = known(Kind::Expense, "出差地点", &line.row.place)? else {
        return Err("未填出差地点".to_owned());
    };
    let persons = line.persons()?;
    let nights = nights(line, place)?;
    let bound = product(&[sum(nights.iter().copied())?, persons])?;
    if claimed <= bound {
        return Ok(None);
    }
    let excess = difference(claimed, bound)?;
    let message = format!(
        "住宿费 {}，{place} {} 按 {}人 应不超过 {}，超 {}",
        yuan(claimed),
        caps(&nights),
        number(persons),
        yuan(bound),
        yuan(excess)
    );
    Ok(Some(line.broken(case, &line.row.lodging, message).cutting(excess)))
}

/// The caps of the nights. Without the trip's dates 天数 says how many there are, which is enough where the cap is the same all year.
fn nights(line: &Line<'_>, place: &str) -> Result<Vec<Decimal>, String> {
    const NO_CAP: &str = "部分出差地点没有住宿费限额，标准待核";
    let days = known_or_blank(Kind::Expense, "天数", &line.row.days)?;
    let trip = match (line.trip(), days) {
        (Ok(trip), _) => trip,
        (Err(reason), None) => return Err(reason),
        (Err(_), Some(_)) => {
            let days = line.days()?;
            if !days.is_integer() || days > LONGEST_TRIP.into() {
                return Err("天数不是整数或过大，住宿夜数无法确定".to_owned());
            }
            let cap = lodging::cap_all_year(place, line.day).ok_or(NO_CAP)?;
            let cap = cap.ok_or_else(|| format!("{place}的住宿费限额分淡旺季，未填出差起止日期，无法核对"))?;
            let nights = days.to_usize().and_then(|days| days.checked_sub(1)).unwrap_or_default();
            return Ok(vec![cap; nights]);
        }
    };
    let nights = trip.days().filter(|day| *day < trip.to);
    lodging::caps(place, nights).ok_or_else(|| NO_CAP.to_owned())
}

/// `3夜每夜 350元`, or with a season's change `2夜每夜 350元、1夜每夜 420元`.
fn caps(nights: &[Decimal]) -> String {
    if nights.is_empty() {
        return "当天往返没有住宿".to_owned();
    }
    let runs = nights.chunk_by(|a, b| a == b);
    let runs: Vec<String> = runs
        .filter_map(|run| Some(format!("{}夜每夜 {}元", run.len(), number(*run.first()?))))
        .collect();
    runs.join("、")
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(cells: &str) -> Verdicts {
        let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出差地点 | 出发日期 | 返回日期 | 住宿费（元）";
        judge(&RULE, &format!("{header}\n001 | 2021-09-10 | 差旅费 | 9000 | {cells}"), &[])
    }

    #[test]
    fn above_the_caps_of_the_nights_the_excess_is_cut() {
        for (cells, told, cut) in [
            (
                "王伟、李娜 | 北京市朝阳区 | 2021-09-01 | 2021-09-04 | 3100",
                "I2 住宿费 3,100.00元，北京市朝阳区 3夜每夜 500元 按 2人 应不超过 3,000.00元，超 100.00元",
                100,
            ),
            (
                "王伟 | 大连 | 2021-06-29 | 2021-07-02 | 1200",
                "I2 住宿费 1,200.00元，大连 2夜每夜 350元、1夜每夜 420元 按 1人 应不超过 1,120.00元，超 80.00元",
                80,
            ),
            (
                "王伟 | 北京 | 2021-09-01 | 2021-09-01 | 300",
                "I2 住宿费 300.00元，北京 当天往返没有住宿 按 1人 应不超过 0.00元，超 300.00元",
                300,
            ),
        ] {
            let verdicts = judged(cells);
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(cut)));
        }
    }

    #[test]
    fn exactly_the_caps_or_no_lodging_is_quiet() {
        for cells in [
            "王伟、李娜 | 北京 | 2021-09-01 | 2021-09-04 | 3000",
            "王伟 | 北京 | 2021-09-01 | 2021-09-04 |",
        ] {
            let verdicts = judged(cells);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{cells}");
        }
    }

    #[test]
    fn a_place_without_a_cap_or_a_trip_without_days_cannot_be_told() {
        for (cells, reason) in [
            (
                "王伟 | 陕西宁强县 | 2021-09-01 | 2021-09-04 | 9000",
                "部分出差地点没有住宿费限额，标准待核",
            ),
            ("王伟 | | 2021-09-01 | 2021-09-04 | 9000", "未填出差地点"),
            ("王伟 | 北京 | | 2021-09-04 | 9000", "出差起止日期缺失或有误"),
        ] {
            let verdicts = judged(cells);
            assert!(verdicts.findings.is_empty());
            assert_eq!(reasons(&verdicts), [reason]);
        }
    }

    #[test]
    fn days_without_dates_give_the_nights_where_the_cap_is_one_all_year() {
        let judged = |cells: &str| {
            let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出差地点 | 天数 | 住宿费（元）";
            judge(&RULE, &format!("{header}\n001 | 2021-09-10 | 差旅费 | 9000 | {cells}"), &[])
        };
        assert_eq!(
            judged("王伟 | 北京 | 3 | 1100").told(),
            ["H2 住宿费 1,100.00元，北京 2夜每夜 500元 按 1人 应不超过 1,000.00元，超 100.00元"]
        );
        assert_eq!(judged("王伟 | 北京 | 3 | 1000").kept, 1);
        for (cells, reason) in [
            ("王伟 | 大连 | 3 | 5000", "大连的住宿费限额分淡旺季，未填出差起止日期，无法核对"),
            ("王伟 | 北京 | 2.5 | 5000", "天数不是整数或过大，住宿夜数无法确定"),
            ("王伟 | 北京 | | 5000", "出差起止日期缺失或有误"),
        ] {
            let verdicts = judged(cells);
            assert!(verdicts.findings.is_empty(), "{cells}");
            assert_eq!(reasons(&verdicts), [reason]);
        }
    }

    #[test]
    fn a_day_trip_to_a_place_without_a_cap_cannot_be_told() {
        let verdicts = judged("王伟 | 陕西宁强县 | 2021-09-01 | 2021-09-01 | 300");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["部分出差地点没有住宿费限额，标准待核"]);
    }
}
