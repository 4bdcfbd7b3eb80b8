//! D022: dates of one row that cannot follow each other.

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::place::Place;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::row::Record;
use crate::records::row::RowAt;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::of_owner;

/// D022 日期先后矛盾
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D022",
    name: "日期先后矛盾",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "同一行的日期先后是否讲得通，如首次对接不晚于签约，签约、注册不晚于开工，开工不晚于投产，各项不晚于终止，申请不晚于批准，出发不晚于返回。",
    why: "先后颠倒，说明至少有一个日期写错，时间段和时限都会算错。",
    remedy: "对照原件改正有误的日期。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let tables = &case.records.tables;
    for row in &tables.roster {
        let pairs = [("到岗日期", &row.from, "离岗日期", &row.to)];
        judge(case, docket, row, row.squad.value(), ("person", row.title()), &pairs);
    }
    for row in &tables.logs {
        let pairs = [("开始日期", &row.from, "结束日期", &row.to)];
        let people: Vec<&str> = row.people.value().into_iter().flatten().map(|name| &*name.shown).collect();
        judge(case, docket, row, row.squad.value(), ("person", words::names(&people)), &pairs);
    }
    for row in &tables.projects {
        // Each day with every later one of the chain, since those between may be blank. An enterprise may have been registered before
        // anybody spoke to it, and before or after it signs.
        let pairs = [
            ("首次对接日期", &row.first_contact, "最近进展日期", &row.last_progress),
            ("首次对接日期", &row.first_contact, "签约日期", &row.signed),
            ("首次对接日期", &row.first_contact, "开工日期", &row.started),
            ("首次对接日期", &row.first_contact, "投产日期", &row.producing),
            ("首次对接日期", &row.first_contact, "终止日期", &row.ended),
            ("签约日期", &row.signed, "开工日期", &row.started),
            ("签约日期", &row.signed, "投产日期", &row.producing),
            ("签约日期", &row.signed, "终止日期", &row.ended),
            ("注册日期", &row.registered, "开工日期", &row.started),
            ("注册日期", &row.registered, "投产日期", &row.producing),
            ("注册日期", &row.registered, "终止日期", &row.ended),
            ("开工日期", &row.started, "投产日期", &row.producing),
            ("开工日期", &row.started, "终止日期", &row.ended),
            ("投产日期", &row.producing, "终止日期", &row.ended),
        ];
        judge(case, docket, row, row.squad.value(), ("project", row.title()), &pairs);
    }
    for row in &tables.approvals {
        let pairs = [("申请日期", &row.applied, "批准日期", &row.approved)];
        judge(case, docket, row, row.squad.value(), ("approval", row.title()), &pairs);
    }
    for row in &tables.expenses {
        let pairs = [
            ("出发日期", &row.leaves, "返回日期", &row.returns),
            ("租车起", &row.hire_from, "租车止", &row.hire_to),
        ];
        judge(case, docket, row, row.owner(), ("voucher", row.title()), &pairs);
    }
}

/// Two columns with their cells: the first must not be later than the second.
type Pair<'a> = (&'static str, &'a Cell<NaiveDate>, &'static str, &'a Cell<NaiveDate>);

/// One finding a row, at the first date that comes too early, with every pair that contradicts itself.
fn judge<R: Record>(
    case: &Case<'_>,
    docket: &mut Docket<'_>,
    row: &R,
    owner: Option<&Owner>,
    subject: (&'static str, String),
    pairs: &[Pair<'_>],
) {
    let (key, name) = subject;
    let date = row.date();
    if !case.judges(date) || pairs.iter().all(|pair| dates(pair).is_none()) {
        return;
    }
    let wrong: Vec<(&Pair<'_>, NaiveDate, NaiveDate)> = pairs
        .iter()
        .filter_map(|pair| {
            dates(pair)
                .filter(|(early, late)| early > late)
                .map(|(early, late)| (pair, early, late))
        })
        .collect();
    let Some(((_, _, _, cell), _, _)) = wrong.first() else {
        docket.kept();
        return;
    };
    let each = wrong.iter().map(|((early, _, late, _), early_day, late_day)| {
        format!("“{early}”{}晚于“{late}”{}", words::day(*early_day), words::day(*late_day))
    });
    let list: Vec<String> = each.collect();
    let message = format!("{name}的{}", list.join("；"));
    let when = date.map_or(When::Undated, When::Day);
    let mut broken = Broken::cell(case.records, row.at(), cell, when, message);
    broken.related = other_places(row.at(), cell, &wrong);
    docket.broken(of_owner(case, broken, owner).about(key, name));
}

fn dates((_, early, _, late): &Pair<'_>) -> Option<(NaiveDate, NaiveDate)> {
    early.get().zip(late.get())
}

/// The places of the other dates concerned, each once, in the order of the columns.
fn other_places(at: &RowAt, told: &Cell<NaiveDate>, wrong: &[(&Pair<'_>, NaiveDate, NaiveDate)]) -> Vec<Place> {
    let cells = wrong.iter().flat_map(|((_, early, _, late), _, _)| [*early, *late]);
    let mut places: Vec<_> = cells
        .filter(|cell| cell.column() != told.column())
        .map(|cell| cell.place(at))
        .collect();
    places.sort();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn project(dates: &str) -> Verdicts {
        let text = format!("项目名称 | 阶段 | 首次对接日期 | 签约日期 | 注册日期 | 开工日期\n文旅小镇 | 开工 | {dates}");
        Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", &text).judge(&RULE)
    }

    #[test]
    fn a_first_contact_after_signing_is_told_at_the_signing() {
        let verdicts = project("2021-05-02 | 2021-05-01 | | ");
        assert_eq!(
            verdicts.told(),
            ["D2 文旅小镇的“首次对接日期”2021年5月2日晚于“签约日期”2021年5月1日"]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }

    #[test]
    fn several_contradictions_of_a_row_are_one_finding() {
        let verdicts = project("2021-05-01 | 2021-06-01 | 2021-07-02 | 2021-05-20");
        assert_eq!(
            verdicts.told(),
            ["F2 文旅小镇的“签约日期”2021年6月1日晚于“开工日期”2021年5月20日；\
              “注册日期”2021年7月2日晚于“开工日期”2021年5月20日"]
        );
    }

    #[test]
    fn each_date_is_compared_with_every_later_one_of_the_chain() {
        let told = |dates: &str| {
            let head = "项目名称 | 阶段 | 首次对接日期 | 签约日期 | 注册日期 | 开工日期 | 投产日期 | 终止日期";
            let text = format!("{head}\n文旅小镇 | 开工 | {dates}");
            Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", &text).judge(&RULE).told()
        };
        for (dates, expected) in [
            (
                "2021-05-02 | | | 2021-05-01 | |",
                "F2 文旅小镇的“首次对接日期”2021年5月2日晚于“开工日期”2021年5月1日",
            ),
            (
                " | 2021-05-02 | | | 2021-05-01 |",
                "G2 文旅小镇的“签约日期”2021年5月2日晚于“投产日期”2021年5月1日",
            ),
            (
                " | | 2021-05-02 | | 2021-05-01 |",
                "G2 文旅小镇的“注册日期”2021年5月2日晚于“投产日期”2021年5月1日",
            ),
            (
                " | 2021-05-02 | | | | 2021-05-01",
                "H2 文旅小镇的“签约日期”2021年5月2日晚于“终止日期”2021年5月1日",
            ),
        ] {
            let [found] = &told(dates)[..] else {
                panic!("{dates} {:?}", told(dates))
            };
            assert_eq!(found.split_once(' ').unwrap().1, expected.split_once(' ').unwrap().1);
        }
        // An enterprise may have been here before anybody spoke to it, and be registered before or after it signs.
        assert_eq!(
            told("2021-05-02 | 2021-05-03 | 2020-05-01 | 2021-06-01 | 2021-07-01 | 2021-08-01"),
            [""; 0]
        );
    }

    #[test]
    fn an_approval_before_its_application_is_told() {
        let judged = |approved: &str| {
            let text = format!("审批单号 | 事项类型 | 申请日期 | 批准日期\nS1 | 接待 | 2021-09-02 | {approved}");
            Scene::new("2021-09").sheet("文化旅游/审批.xlsx", "审批单", &text).judge(&RULE)
        };
        assert_eq!(
            judged("2021-09-01").told(),
            ["D2 S1的“申请日期”2021年9月2日晚于“批准日期”2021年9月1日"]
        );
        assert_eq!(judged("2021-09-02").kept, 1);
    }

    #[test]
    fn dates_in_order_and_on_one_day_are_quiet() {
        for dates in [
            "2021-05-01 | 2021-05-01 | 2021-05-01 | 2021-05-01",
            "2021-05-01 | 2021-06-01 | 2021-05-20 | 2021-07-01",
        ] {
            let verdicts = project(dates);
            assert!(verdicts.findings.is_empty(), "{dates}");
            assert_eq!(verdicts.kept, 1);
        }
    }

    #[test]
    fn a_row_with_one_date_alone_is_not_judged() {
        let verdicts = project("2021-05-01 | | | ");
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 0));
    }

    #[test]
    fn a_trip_that_ends_before_it_begins_is_told() {
        let judge = |returns: &str| {
            let text =
                format!("凭证号 | 日期 | 支出项目 | 金额 | 出发日期 | 返回日期\nP1 | 2021-09-20 | 差旅费 | 800 | 2021-09-10 | {returns}");
            Scene::new("2021-09").sheet("文化旅游/支出.xlsx", "支出", &text).judge(&RULE)
        };
        assert_eq!(judge("2021-09-09").findings[0].subject["voucher"], "P1");
        assert_eq!(judge("2021-09-10").kept, 1);
    }
}
