//! R004: one person on two squads at the same time.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::log::Log;
use crate::records::roster::Member;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::post;
use crate::rules::words;
use crate::values::period::Window;

use super::days_judged;
use super::squads_with_roster;

/// R004 一人多专班
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "R004",
    name: "一人多专班",
    severity: Severity::Warning,
    articles: &["方案 一(二)"],
    checks: "报告期内是否有人同时在两个专班；牵头单位相同的两个专班，其组长除外。\
             日志中的人是否在本专班名册上；只在另一专班名册上的，这些天不计入本专班的外出天数。",
    why: "一人在两个专班，外出天数会被两处使用，专职也无从谈起。",
    remedy: "核对是否同名的两人；确为一人的，按实际改正到岗、离岗日期。",
    parameters: &[],
    effect: Effect::None,
};

/// A person on post: in which squad and in which role.
type Post = (SquadId, Role);

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    squads_with_roster(case, docket);
    let mut told = false;
    let mut open = Vec::new();
    for ((name, _), rows) in rows_by_person(case) {
        let surely = |day: &NaiveDate| clash(case, &posts(&rows, *day, |on_post| on_post == Some(true)));
        let perhaps = |day: NaiveDate| clash(case, &posts(&rows, day, |on_post| on_post != Some(false)));
        let days: Vec<NaiveDate> = days_judged(case).filter(surely).collect();
        if !days.is_empty() {
            docket.broken(broken(case, &rows, &days));
            told = true;
        } else if days_judged(case).any(perhaps) {
            open.push(name);
        }
    }
    for broken in strays(case) {
        docket.broken(broken);
        told = true;
    }
    if !open.is_empty() {
        let reason = format!("名册中{}的到岗、离岗日期无法识别或相互矛盾，无法核查", words::names(&open));
        docket.cannot_tell(None, reason);
    } else if !told {
        docket.kept();
    }
}

/// Somebody's rows in the log of a squad that he is not of.
struct Stray<'a> {
    name: &'a Name,
    rows: Vec<&'a Log>,
    /// The days judged among those of the rows.
    days: BTreeSet<NaiveDate>,
}

/// Those who stand in the log of a squad whose roster does not name them, while another squad's does: one finding for each squad and
/// person, at the first of the rows.
fn strays(case: &Case<'_>) -> Vec<Broken> {
    let records = case.records;
    let mut strays: BTreeMap<(SquadId, &str), Stray<'_>> = BTreeMap::new();
    let judged = case.window();
    for log in &records.tables.logs {
        let (Some(squad), Some(window)) = (log.squad.value().and_then(Owner::squad), log.window()) else {
            continue;
        };
        if window.length() > Window::LONGEST_ROW || !window.overlaps(&judged) {
            continue;
        }
        for name in log.people.value().into_iter().flatten() {
            if !records.presence.is_of_another_squad(squad, &name.key) {
                continue;
            }
            let days = window
                .days()
                .filter(|day| judged.contains(*day) && *day >= case.policy.in_force_from());
            let days: Vec<NaiveDate> = days.collect();
            if !days.is_empty() {
                let stray = strays.entry((squad, &name.key)).or_insert_with(|| Stray {
                    name,
                    rows: Vec::new(),
                    days: BTreeSet::new(),
                });
                stray.rows.push(log);
                stray.days.extend(days);
            }
        }
    }
    let tell = |((squad, key), stray): ((SquadId, &str), Stray<'_>)| {
        let Stray { name, rows, days } = stray;
        let first = rows.first()?;
        let own = case.city().squad_ids().filter(|own| records.presence.is_member(*own, key));
        let own: Vec<String> = own.map(|own| format!("{}专班", case.city().squad(own).name)).collect();
        let squad_name = &case.city().squad(squad).name;
        let message = format!(
            "{name} {}的日志写在{squad_name}专班的日志中，名册上是{}的人，不在{squad_name}专班名册上；这些天不计入{squad_name}专班的外出天数，也不在{}的日志中",
            words::days_list(&days.into_iter().collect::<Vec<_>>()),
            own.join("、"),
            own.join("、"),
        );
        let remedy = "日志的专班填错的，改正后重报；确已调入的，在名册中补填并写明到岗日期。";
        let broken = Broken::cell(records, &first.at, &first.people, When::Window(judged), message);
        let broken = Broken {
            related: rows.iter().skip(1).map(|row| row.people.place(&row.at)).collect(),
            ..broken
        };
        Some(broken.of(case.city(), squad).about("person", name.shown.to_string()).remedy(remedy))
    };
    strays.into_iter().filter_map(tell).collect()
}

/// The rows of each person, by name and identity number: two numbers are two people, a row without one may be any of that name.
fn rows_by_person<'a>(case: &Case<'a>) -> BTreeMap<(&'a str, &'a str), Vec<&'a Member>> {
    let mut by_person: BTreeMap<(&str, &str), Vec<&Member>> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let of_squads = || case.records.tables.roster.iter().filter(|row| squad_of(row).is_some());
    for row in of_squads() {
        if let (Some(name), Some(number)) = (row.name.value(), row.id_number.value()) {
            numbers.entry(&name.key).or_default().insert(&number.key);
        }
    }
    for row in of_squads() {
        let Some(name) = row.name.value() else { continue };
        match (row.id_number.value(), numbers.get(&*name.key)) {
            (Some(number), _) => by_person.entry((&name.key, &number.key)).or_default().push(row),
            (None, Some(numbers)) if numbers.len() == 1 => {
                let number = numbers.first().copied().unwrap_or_default();
                by_person.entry((&name.key, number)).or_default().push(row);
            }
            (None, _) => by_person.entry((&name.key, "")).or_default().push(row),
        }
    }
    by_person
}

fn posts(rows: &[&Member], day: NaiveDate, counts: fn(Option<bool>) -> bool) -> BTreeSet<Post> {
    let on_post = rows.iter().filter(|row| counts(post::on_post(row, day)));
    on_post.filter_map(|row| Some((squad_of(row)?, row.role.get()?))).collect()
}

/// Whether two of the posts are in two squads, and not both the head's of squads that one unit leads.
fn clash(case: &Case<'_>, posts: &BTreeSet<Post>) -> bool {
    let lead_unit = |squad: &SquadId| &case.city().squad(*squad).lead_unit;
    posts.iter().any(|(squad, role)| {
        posts.iter().any(|(other, other_role)| {
            let heads = *role == Role::Head && *other_role == Role::Head;
            squad < other && !(heads && lead_unit(squad) == lead_unit(other))
        })
    })
}

fn broken(case: &Case<'_>, rows: &[&Member], days: &[NaiveDate]) -> Broken {
    let mut squads = BTreeMap::new();
    for row in rows {
        if let (Some(squad), Some(role)) = (squad_of(row), row.role.get()) {
            squads.entry(squad).or_insert(role);
        }
    }
    let each = squads
        .iter()
        .map(|(squad, role)| format!("{}专班{}", case.city().squad(*squad).name, role.name()));
    let list: Vec<String> = each.collect();
    let name = rows.first().map(|row| row.name.written().to_string()).unwrap_or_default();
    let message = format!("{name}{}同时为{}", words::days_list(days), list.join("、"));
    let mut places: Vec<_> = rows.iter().map(|row| row.at.place()).collect();
    places.sort();
    Broken {
        place: places.first().cloned(),
        related: places.into_iter().skip(1).collect(),
        ..Broken::period(When::Window(case.window()), message).about("person", name)
    }
}

fn squad_of(row: &Member) -> Option<SquadId> {
    row.squad.value().and_then(Owner::squad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judge(agriculture: &str, tourism: &str) -> Verdicts {
        let roster = |rows: &str| format!("姓名 | 角色 | 到岗日期 | 离岗日期 | 身份证号\n{rows}");
        Scene::new("2021-09")
            .sheet("先进制造/名册.xlsx", "名册", &roster("周八 | 组长"))
            .sheet("新型材料/名册.xlsx", "名册", &roster("周八 | 组长"))
            .sheet("高效农业/名册.xlsx", "名册", &roster(agriculture))
            .sheet("文化旅游/名册.xlsx", "名册", &roster(tourism))
            .judge(&RULE)
    }

    #[test]
    fn one_person_on_two_squads_is_told_with_the_days() {
        let verdicts = judge("王伟 | 专职成员 | | 2021-09-10", "王伟 | 专职成员 | 2021-09-10 |");
        assert_eq!(
            verdicts.findings[0].message,
            "王伟2021年9月10日同时为高效农业专班专职成员、文化旅游专班专职成员"
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
        assert_eq!(verdicts.findings.len(), 1, "the head of two squads of one unit is no finding");
    }

    #[test]
    fn one_who_changed_over_and_two_of_one_name_are_quiet() {
        for (agriculture, tourism) in [
            ("王伟 | 专职成员 | | 2021-09-09", "王伟 | 专职成员 | 2021-09-10 |"),
            (
                "王伟 | 专职成员 | | | 14080219900307123X",
                "王伟 | 专职成员 | | | 140802198503071238",
            ),
            ("王伟 | 专职成员", "王伟明 | 专职成员"),
        ] {
            let verdicts = judge(agriculture, tourism);
            assert!(verdicts.findings.is_empty(), "{agriculture}");
            assert_eq!(verdicts.kept, 1);
        }
    }

    #[test]
    fn one_in_the_log_of_a_squad_whose_roster_does_not_name_him_is_told_at_the_rows() {
        let roster = |name: &str| format!("姓名 | 角色\n{name} | 专职成员");
        let log = "日期 | 姓名 | 工作内容\n2021-08-31 | 王伟 | 拜访\n2021-09-01 | 李娜、王伟 | 拜访\n2021-09-02至2021-09-03 | 王 伟 | 拜访";
        let scene = || {
            Scene::new("2021-09")
                .sheet("文化旅游/名册.xlsx", "名册", &roster("李娜"))
                .sheet("文化旅游/日志.xlsx", "日志", log)
        };
        let verdicts = scene().sheet("高效农业/名册.xlsx", "名册", &roster("王伟")).judge(&RULE);
        assert_eq!(
            verdicts.told(),
            [
                "B3 王伟 2021年9月1日至3日的日志写在文化旅游专班的日志中，名册上是高效农业专班的人，不在文化旅游专班名册上；\
                 这些天不计入文化旅游专班的外出天数，也不在高效农业专班的日志中"
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
        // Whom no roster names is D018's.
        assert!(scene().judge(&RULE).findings.is_empty());
    }

    #[test]
    fn the_head_of_squads_of_two_units_is_told() {
        assert_eq!(judge("王伟 | 组长", "王伟 | 组长").findings.len(), 1);
    }

    #[test]
    fn an_unreadable_date_leaves_it_open() {
        let verdicts = judge("王伟 | 专职成员 | | 九月", "王伟 | 专职成员");
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            verdicts.unjudged[0].reason,
            "名册中王伟的到岗、离岗日期无法识别或相互矛盾，无法核查"
        );
    }

    #[test]
    fn a_squad_without_a_roster_cannot_be_told() {
        let verdicts = Scene::new("2021-09").judge(&RULE);
        assert_eq!(verdicts.unjudged.len(), 4);
    }
}
