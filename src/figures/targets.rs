//! The yearly targets (方案 二(三), 三; 考核办法 八): how far each squad is, against the share of the year that has passed; and the
//! verdict (考核办法 十).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Judgement;
use crate::finding::Severity;
use crate::records::RowId;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::settings::VerdictSettings;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Figure;
use super::FigureValue;
use super::Verdict;
use super::view::quotient;

/// A target and the figure that it is about.
struct Target {
    code: &'static str,
    name: &'static str,
    /// The policy's key of the goal.
    goal: &'static str,
    /// The key of the figure.
    figure: &'static str,
    money: bool,
}

const fn target(code: &'static str, name: &'static str, goal: &'static str, figure: &'static str, money: bool) -> Target {
    Target {
        code,
        name,
        goal,
        figure,
        money,
    }
}

/// In the order of their codes. T001's figure is that of the settings' basis.
const TARGETS: [Target; 6] = [
    target("T001", "签约资金", "target_signed", RECOGNISED, true),
    target("T002", "到位资金", "target_received", "received", true),
    target("T003", "开工项目", "target_starts", "starts", false),
    target("T004", "产业类开工项目", "target_starts_industrial", "starts_industrial", false),
    target("T005", "在谈项目", "target_in_talks", "in_talks", false),
    target("T006", "专题招商活动", "target_events", "events", false),
];

const SIGNED: &str = "T001";
const RECOGNISED: &str = "signed_recognised";
const FORMAL: &str = "signed_formal";

/// The targets that decide the verdict: those of 考核办法 八. T006 is one of 方案 二(三).
const DECIDING: [&str; 5] = ["T001", "T002", "T003", "T004", "T005"];

/// The rules on the monthly duties, which decide too when the settings say so.
pub const DUTIES: [&str; 3] = ["L001", "L002", "L009"];

/// How much of the year has passed, by days.
#[derive(Clone, Copy)]
struct Pace {
    passed: Decimal,
    days: Decimal,
}

impl Pace {
    fn of(year: i32, as_of: NaiveDate) -> Pace {
        let Window { from, to } = Period::Year { year }.window();
        let days = |to: NaiveDate| Decimal::from(Window { from, to }.length());
        Pace {
            passed: days(as_of.min(to)),
            days: days(to),
        }
    }

    /// Whether what was reached is less than the goal's share of the year (spec 2.5), compared without rounding; things are counted
    /// whole. `None` when the numbers are too large to compare.
    fn is_behind(self, reached: Decimal, goal: Decimal, money: bool) -> Option<bool> {
        let due = goal.checked_mul(self.passed)?;
        let due = if money {
            due
        } else {
            due.checked_sub(due.checked_rem(self.days)?)?
        };
        Some(reached.checked_mul(self.days)? < due)
    }
}

/// The squad's targets in force on the as-of day, by its figures of the year to date.
pub(super) fn standings(
    squad: SquadId,
    ytd: &[Figure],
    policy: &Policy,
    verdict: VerdictSettings,
    year: i32,
    as_of: NaiveDate,
) -> Vec<TargetStanding> {
    let pace = Pace::of(year, as_of);
    let basis = |target: &Target| match (target.code, verdict.signed_formal) {
        (SIGNED, true) => (FORMAL, Some(RECOGNISED)),
        (SIGNED, false) => (RECOGNISED, Some(FORMAL)),
        _ => (target.figure, None),
    };
    TARGETS
        .iter()
        .filter_map(|target| {
            let goal = policy.number(target.goal, as_of)?;
            let (figure, other) = basis(target);
            let figure = ytd.iter().find(|known| known.key == figure);
            let reached = figure.and_then(value);
            let met = reached.map(|reached| reached >= goal);
            let behind = match (reached, met) {
                (_, Some(true)) => Some(false),
                (Some(reached), _) => pace.is_behind(reached, goal, target.money),
                _ => None,
            };
            Some(TargetStanding {
                squad,
                target: target.code,
                name: target.name,
                money: target.money,
                goal,
                reached,
                other_basis: other.and_then(|other| ytd.iter().find(|known| known.key == other)).and_then(value),
                share: reached.and_then(|reached| quotient(reached, goal, 4)),
                pace: quotient(pace.passed, pace.days, 4).unwrap_or_default(),
                behind,
                met,
                rows: figure.map(rows).unwrap_or_default(),
            })
        })
        .collect()
}

fn value(figure: &Figure) -> Option<Decimal> {
    match figure.value {
        FigureValue::Money(sum) => Some(sum),
        FigureValue::Count(count) => Some(count.into()),
        _ => None,
    }
}

/// The rows that add something.
fn rows(figure: &Figure) -> Vec<RowId> {
    let adding = figure.parts.iter().filter(|part| !part.adds.is_zero());
    adding.map(|part| part.row).collect()
}

/// 完成 or 未完成 at the year's end: by the targets that decide, and by the monthly duties when the settings say so. `None` before,
/// and when it cannot be told.
pub(super) fn verdict(
    squad: SquadId,
    targets: &[TargetStanding],
    settings: VerdictSettings,
    period: Period,
    as_of: NaiveDate,
    judgement: &Judgement,
) -> Option<Verdict> {
    // The last week of a year may count days of the next one, which decide nothing for this one.
    if as_of != (Period::Year { year: period.year() }).window().to {
        return None;
    }
    let met = |code: &&str| targets.iter().find(|target| target.target == *code).and_then(|target| target.met);
    let targets: Option<Vec<bool>> = DECIDING.iter().map(met).collect();
    let duties = if settings.duties_decide {
        duties_done(squad, period, judgement)
    } else {
        Some(true)
    };
    // A target that cannot be told leaves the verdict open, also when another is missed (spec 3.1).
    let all_met = targets?.into_iter().all(|met| met);
    match duties {
        Some(false) => Some(Verdict::Missed),
        _ if !all_met => Some(Verdict::Missed),
        Some(true) => Some(Verdict::Reached),
        None => None,
    }
}

/// Whether the squad kept its monthly duties all year; only a yearly run judges all months.
fn duties_done(squad: SquadId, period: Period, judgement: &Judgement) -> Option<bool> {
    let mut broken = judgement
        .findings
        .iter()
        .filter(|finding| DUTIES.contains(&finding.rule.code) && finding.squad == Some(squad));
    if broken.any(|finding| finding.severity == Severity::Error) {
        return Some(false);
    }
    let mut unjudged = judgement.unjudged.iter().filter(|unjudged| DUTIES.contains(&unjudged.rule));
    let is_judged = matches!(period, Period::Year { .. }) && !unjudged.any(|unjudged| unjudged.squad.is_none_or(|other| other == squad));
    is_judged.then_some(true)
}

/// Whether the year has ended on the day: its last week may end in the next one.
pub(super) fn is_year_end(year: i32, day: NaiveDate) -> bool {
    day >= Period::Year { year }.window().to
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::card;
    use super::super::tests::finding;
    use super::super::tests::judged;
    use super::super::tests::scene;
    use super::*;
    use crate::finding::Finding;
    use crate::finding::RuleCard;
    use crate::finding::Unjudged;
    use crate::finding::When;
    use crate::testing::Scene;

    static DUTY: RuleCard = card("L009");
    static OTHER: RuleCard = card("L004");

    fn pace(passed: u32, days: u32) -> Pace {
        Pace {
            passed: passed.into(),
            days: days.into(),
        }
    }

    #[test]
    fn money_is_behind_below_its_share_and_things_below_the_whole_ones_of_it() {
        let yuan = |text: &str| text.parse::<Decimal>().expect("a number");
        for (passed, reached, goal, money, expected) in [
            (73, "200", "1000", true, false),
            (73, "199.99", "1000", true, true),
            (122, "334.24", "1000", true, true),
            (122, "334.25", "1000", true, false),
            // ⌊20 × 73 ÷ 365⌋ = 4; a day earlier 3.
            (73, "3", "20", false, true),
            (73, "4", "20", false, false),
            (72, "3", "20", false, false),
            (72, "2", "20", false, true),
            (182, "0", "2", false, false),
            (183, "0", "2", false, true),
            (364, "0", "1", false, false),
            (365, "0", "1", false, true),
        ] {
            let behind = pace(passed, 365).is_behind(yuan(reached), yuan(goal), money);
            assert_eq!(behind, Some(expected), "{passed} {reached} {goal}");
        }
        assert_eq!(pace(200, 365).is_behind(Decimal::MAX, Decimal::ONE, true), None);
    }

    #[test]
    fn pace_is_the_share_of_the_year_by_days() {
        for (year, day, passed, days) in [
            (2021, "2021-01-01", 1, 365),
            (2021, "2021-09-30", 273, 365),
            (2020, "2020-12-31", 366, 366),
            (2020, "2021-01-03", 366, 366),
        ] {
            let Pace {
                passed: of_year,
                days: in_year,
            } = Pace::of(year, day.parse().expect("a day"));
            assert_eq!((of_year, in_year), (passed.into(), days.into()), "{day}");
        }
    }

    const CONTRACTS: &str =
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（亿元） | 注册企业名称 | 注册日期 | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表
        HT1 | 古城 | 甲公司 | 正式合同 | 2021-03-01 | 10 | 甲运城公司 | 2021-04-01 | 是 | 是 | 是 | 是 | 是
        HT2 | 温泉 | 乙公司 | 正式合同 | 2021-03-01 | 5 | | | | | | |";

    const RECEIPTS: &str = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nHT1 | 2021-05-01 | 10000 | 银行进账单 | 001";

    /// Two starts, one of industry, and so many projects in talks.
    fn ledger(talks: usize) -> String {
        let head = "项目名称 | 阶段 | 产业类 | 开工日期\n古城 | 开工 | 是 | 2021-06-01\n温泉 | 开工 | 否 | 2021-07-01";
        let talks = (0..talks).map(|number| format!("\n在谈{number}号 | 在谈 | |"));
        std::iter::once(head.to_owned()).chain(talks).collect()
    }

    fn year(period: &str, talks: usize) -> Scene {
        scene(
            period,
            &[
                ("文旅/合同.xlsx", "签约合同", CONTRACTS),
                ("文旅/到位.xlsx", "到位资金", RECEIPTS),
                ("文旅/台账.xlsx", "项目台账", &ledger(talks)),
            ],
        )
    }

    fn verdict_of(scene: Scene, judgement: &Judgement) -> Option<Verdict> {
        judged(scene, judgement).squads[3].verdict
    }

    #[test]
    fn the_year_to_date_of_the_last_week_goes_to_its_last_day() {
        // 27 December 2021 to 2 January 2022.
        let contracts = format!("{CONTRACTS}\nHT3 | 画廊 | 丙公司 | 正式合同 | 2022-01-01 | 3 | | | | | | |");
        let sheets = [
            ("文旅/合同.xlsx", "签约合同", &*contracts),
            ("文旅/名册.xlsx", "名册", "姓名 | 角色 | 到岗日期\n王伟 | 组长 | 2021-01-01"),
            ("文旅/台账.xlsx", "项目台账", "项目名称 | 阶段\n温泉 | 在谈"),
        ];
        let scene = scene("2021-W52", &sheets);
        let judgement = scene.judge_all();
        let figures = judged(scene, &judgement);
        assert_said(
            &figures,
            "文化旅游.signed_formal.ytd 1800000000\n文化旅游.signed_formal.period 300000000",
        );
        // What the rules say of the year to date is counted in it.
        let windows = judgement.findings.iter().filter(|finding| finding.rule.code.starts_with('T'));
        let windows: Vec<When> = windows.map(|finding| finding.when).collect();
        assert!(!windows.is_empty());
        assert!(
            windows.iter().all(|when| *when == When::Window(figures.total_ytd.window)),
            "{windows:?}"
        );
        assert!(is_year_end(2021, "2022-01-02".parse().expect("a day")));
    }

    #[test]
    fn targets_stand_by_the_year_to_date() {
        let figures = judged(year("2021-09", 14), &Judgement::default());
        let told: Vec<String> = figures.squads[3]
            .targets
            .iter()
            .map(|target| {
                let text = |number: Option<Decimal>| number.map_or("-".to_owned(), |number| number.normalize().to_string());
                let answer = |answer: Option<bool>| answer.map_or("-", |answer| if answer { "y" } else { "n" });
                format!(
                    "{} {} {} {} {} {} met:{} behind:{} rows:{}",
                    target.target,
                    target.name,
                    text(target.reached),
                    text(Some(target.goal)),
                    text(target.other_basis),
                    text(target.share),
                    answer(target.met),
                    answer(target.behind),
                    target.rows.len()
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "T001 签约资金 1000000000 1000000000 1500000000 1 met:y behind:n rows:1",
                "T002 到位资金 100000000 100000000 - 1 met:y behind:n rows:1",
                "T003 开工项目 2 2 - 1 met:y behind:n rows:2",
                "T004 产业类开工项目 1 1 - 1 met:y behind:n rows:1",
                "T005 在谈项目 14 20 - 0.7 met:n behind:n rows:14",
                "T006 专题招商活动 - 1 - - met:- behind:- rows:0",
            ]
        );
        // 273 of 365 days.
        assert_eq!(figures.squads[3].targets[0].pace.to_string(), "0.7479");
        assert_eq!(figures.squads[3].verdict, None);
        assert_eq!(figures.squads[0].targets[2].reached, None);
    }

    #[test]
    fn the_basis_of_the_settings_decides_what_is_signed() {
        let mut scene = year("2021-09", 14);
        scene.settings.verdict.signed_formal = true;
        let figures = judged(scene, &Judgement::default());
        let signed = &figures.squads[3].targets[0];
        assert_eq!(signed.reached, Some(Decimal::from(1_500_000_000_u32)));
        assert_eq!(signed.other_basis, Some(Decimal::from(1_000_000_000_u32)));
        assert_eq!(signed.share, Some(Decimal::new(15, 1)));
    }

    #[test]
    fn the_verdict_is_of_the_years_last_day_and_of_five_targets() {
        let none = Judgement::default();
        assert_eq!(verdict_of(year("2021", 20), &none), Some(Verdict::Reached));
        assert_eq!(verdict_of(year("2021-12", 20), &none), Some(Verdict::Reached));
        assert_eq!(verdict_of(year("2021", 19), &none), Some(Verdict::Missed));
        assert_eq!(verdict_of(year("2021", 20).as_of("2021-12-30"), &none), None);
        // A target that cannot be told leaves the verdict open, also when another is missed.
        let without_receipts = |talks| {
            let ledger = ledger(talks);
            scene(
                "2021",
                &[("文旅/合同.xlsx", "签约合同", CONTRACTS), ("文旅/台账.xlsx", "项目台账", &ledger)],
            )
        };
        assert_eq!(verdict_of(without_receipts(20), &none), None);
        assert_eq!(verdict_of(without_receipts(19), &none), None);
    }

    #[test]
    fn duties_decide_only_when_the_settings_say_so() {
        let told = |rule, squad, severity| Judgement {
            findings: vec![Finding {
                squad: Some(SquadId(squad)),
                severity,
                ..finding(rule)
            }],
            ..Judgement::default()
        };
        let broken = told(&DUTY, 3, Severity::Error);
        assert_eq!(verdict_of(year("2021", 20), &broken), Some(Verdict::Reached));
        let with_duties = |period| {
            let mut scene = year(period, 20);
            scene.settings.verdict.duties_decide = true;
            scene
        };
        let missed = Some(Verdict::Missed);
        assert_eq!(verdict_of(with_duties("2021"), &broken), missed);
        assert_eq!(verdict_of(with_duties("2021-12"), &broken), missed);
        for kept in [
            told(&DUTY, 2, Severity::Error),
            told(&DUTY, 3, Severity::Note),
            told(&OTHER, 3, Severity::Error),
            Judgement::default(),
        ] {
            assert_eq!(verdict_of(with_duties("2021"), &kept), Some(Verdict::Reached));
            // A month's run has not judged the other months.
            assert_eq!(verdict_of(with_duties("2021-12"), &kept), None);
        }
        let unjudged = Judgement {
            unjudged: vec![Unjudged {
                rule: "L001",
                squad: Some(SquadId(3)),
                reason: String::new(),
            }],
            ..Judgement::default()
        };
        assert_eq!(verdict_of(with_duties("2021"), &unjudged), None);
    }
}
