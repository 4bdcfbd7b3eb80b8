//! 一览: one page to look at on a phone or to send on: what 一览.html.j2 is filled with. Its figures and its findings are those of
//! the report; nothing of it needs the network or a script.

use std::collections::BTreeSet;
use std::fmt::Write;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::account::FileStatus;
use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::finding::Finding;
use crate::finding::When;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::books;
use crate::report::look::colour;
use crate::report::sheet::shown_with_codes;
use crate::report::svg;
use crate::report::write::Error;
use crate::standing::TargetStanding;
use crate::values::id_number::mask_in_text;
use crate::values::period::Period;

use super::common::Common;
use super::findings::Findings;
use super::fund::Fund;
use super::squad_name;
use super::targets;
use super::targets::Progress;
use super::targets::SquadTargets;
use super::targets::State;
use super::words;

const TEMPLATE: &str = "一览.html.j2";

/// Findings on the page; all of them stand in 问题清单.
const MOST_FINDINGS: usize = 1000;

/// Bars of shares above this are drawn no longer; their text tells.
const LONGEST_SHARE: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// The page.
pub fn file(outcome: &Outcome<'_>) -> Result<OutputFile, Error> {
    let page = outcome.templates.page(TEMPLATE, Page::new(outcome))?;
    Ok(OutputFile::new("一览.html".to_owned(), page.into_bytes()))
}

/// All that the template may say.
#[derive(Debug, Serialize)]
struct Page {
    #[serde(flatten)]
    common: Common,
    page_title: String,
    progress: Progress,
    targets: Vec<SquadTargets>,
    findings: Findings,
    fund: Fund,
    charts: Vec<Chart>,
    list: Vec<Listed>,
    /// Findings beyond those listed.
    more: usize,
    /// What the list can be narrowed to.
    squads: Vec<String>,
    severities: Vec<&'static str>,
    rules: Vec<String>,
    sources: Vec<Source>,
}

/// A chart, drawn.
#[derive(Debug, Serialize)]
struct Chart {
    title: String,
    /// SVG elements, safe to show as they are.
    drawings: Vec<String>,
    note: Option<String>,
    /// The same as a table, where the drawing has no room for all numbers: its head, then rows.
    table: Option<Table>,
}

#[derive(Debug, Serialize)]
struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// One finding.
#[derive(Debug, Serialize)]
struct Listed {
    severity: &'static str,
    /// The JSON word, for its look.
    level: &'static str,
    rule: String,
    squad: String,
    when: Option<String>,
    message: String,
    remedy: String,
    place: Option<String>,
    link: Option<String>,
}

/// One file of the inbox.
#[derive(Debug, Serialize)]
struct Source {
    path: String,
    link: Option<String>,
    state: String,
}

impl Page {
    fn new(outcome: &Outcome<'_>) -> Page {
        let squads = &outcome.figures.squads;
        let findings = &outcome.judgement.findings;
        let mut rules: Vec<String> = Vec::new();
        let (mut codes, mut owners) = (BTreeSet::new(), BTreeSet::new());
        for finding in findings {
            owners.insert(finding.squad);
            if codes.insert(finding.rule.code) {
                rules.push(rule_name(finding));
            }
        }
        let charts = [progress(outcome), trend(outcome), funnel(outcome), days_out(outcome), fund(outcome)];
        let severities: BTreeSet<_> = findings.iter().map(|finding| finding.severity).collect();
        Page {
            common: Common::new(outcome),
            page_title: format!("{}招商专班工作一览", outcome.period.title()),
            progress: Progress::new(outcome),
            targets: squads.iter().map(|squad| SquadTargets::new(outcome, squad)).collect(),
            findings: Findings::new(outcome),
            fund: Fund::new(outcome),
            charts: charts.into_iter().flatten().collect(),
            list: findings
                .iter()
                .take(MOST_FINDINGS)
                .map(|finding| listed(outcome, finding))
                .collect(),
            more: findings.len().saturating_sub(MOST_FINDINGS),
            squads: owners.into_iter().map(|squad| owner(outcome, squad)).collect(),
            severities: severities.into_iter().rev().map(|severity| severity.name()).collect(),
            rules,
            sources: sources(outcome),
        }
    }
}

// ── Findings and files ──

fn rule_name(finding: &Finding) -> String {
    format!("{} {}", finding.rule.code, finding.rule.name)
}

fn owner(outcome: &Outcome<'_>, squad: Option<crate::regulation::SquadId>) -> String {
    squad.map_or_else(|| "全市".to_owned(), |squad| squad_name(outcome, squad))
}

fn listed(outcome: &Outcome<'_>, finding: &Finding) -> Listed {
    let place = finding.place.as_ref();
    Listed {
        severity: finding.severity.name(),
        level: finding.severity.key(),
        rule: rule_name(finding),
        squad: owner(outcome, finding.squad),
        when: match finding.when {
            When::Day(day) => Some(words::day(day)),
            When::Window(window) => Some(books::cells::window_name(window)),
            When::Undated => None,
        },
        message: books::findings::message(finding),
        remedy: shown_with_codes(&finding.remedy, &books::findings::codes(finding)),
        place: place.map(|place| mask_in_text(&place.to_string())),
        link: place.and_then(|place| link(outcome, &place.source.file)),
    }
}

fn sources(outcome: &Outcome<'_>) -> Vec<Source> {
    let files = outcome.account.files.iter();
    let sources = files.map(|file| {
        let rows: u64 = file.tables.iter().map(|table| table.rows.found).sum();
        let reason = file.reason.as_deref().map(|reason| format!("：{}", mask_in_text(reason)));
        let state = match file.status {
            FileStatus::Read => format!("已读取{rows}行"),
            FileStatus::Skipped => "已跳过".to_owned(),
            FileStatus::Failed => "无法读取".to_owned(),
        };
        Source {
            path: mask_in_text(&file.path),
            link: link(outcome, &file.path),
            state: state + &reason.unwrap_or_default(),
        }
    });
    sources.collect()
}

/// The way to a file of the inbox as an address; `None` where the report does not know it, or where it would show a number that may
/// not be shown.
fn link(outcome: &Outcome<'_>, file: &str) -> Option<String> {
    let inbox = outcome.inbox_from_report?.trim_end_matches('/');
    if mask_in_text(file) != file {
        return None;
    }
    let mut address = String::new();
    for byte in format!("{inbox}/{file}").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    Some(address)
}

// ── Charts ──

/// A number for a drawing.
fn scale(part: Decimal, whole: Decimal) -> Option<f64> {
    if whole.is_zero() {
        return Some(0.0);
    }
    part.checked_div(whole)?.to_f64().map(|share| share.clamp(0.0, 1.0))
}

fn colour_of(state: State) -> u32 {
    match state {
        State::Met => colour::GREEN,
        State::OnPace => colour::BLUE,
        State::Behind => colour::ORANGE,
        State::Missed | State::Unknown => colour::RED,
    }
}

/// How far each squad is with each target.
fn progress(outcome: &Outcome<'_>) -> Option<Chart> {
    let squads = &outcome.figures.squads;
    let first = squads.iter().max_by_key(|squad| squad.targets.len())?;
    let all = || squads.iter().flat_map(|squad| &squad.targets);
    let pace = all().next()?.pace;
    let most = all().filter_map(|target| target.share).max().unwrap_or_default();
    let full = most.clamp(Decimal::ONE, LONGEST_SHARE);
    let bar = |target: &TargetStanding| {
        let state = State::of(target);
        svg::Bar {
            label: squad_name(outcome, target.squad),
            share: target.share.and_then(|share| scale(share, full)),
            text: match targets::share(target) {
                Some(share) => format!("{share} {}", state.name()),
                None => words::NOT_REPORTED.to_owned(),
            },
            colour: colour_of(state),
        }
    };
    let groups: Vec<svg::Group> = (first.targets.iter().enumerate())
        .map(|(position, target)| svg::Group {
            title: format!(
                "{}（目标{}{}）",
                target.name,
                targets::quantity(target, target.goal),
                targets::unit(target)
            ),
            bars: squads.iter().filter_map(|squad| squad.targets.get(position)).map(bar).collect(),
        })
        .collect();
    let mark = svg::Mark {
        share: scale(pace, full)?,
        text: format!("序时进度{}", words::percent(pace)),
        colour: colour::RED,
    };
    let title = "年度目标完成率".to_owned();
    Some(Chart {
        drawings: vec![svg::bars(&title, &groups, Some(&mark))],
        note: (most > LONGEST_SHARE).then(|| "超过150%的不再加长，以数字为准。".to_owned()),
        title,
        table: None,
    })
}

/// What was signed and received month by month.
fn trend(outcome: &Outcome<'_>) -> Option<Chart> {
    let months = &outcome.figures.months;
    if months.is_empty() {
        return None;
    }
    let name = |period: &Period| match period {
        Period::Month { month, .. } => format!("{month}月"),
        other => other.title(),
    };
    let drawing = |title: &str, key: &str, colour: u32| {
        let most = months.iter().filter_map(|(_, figures)| figures.money(key)).max();
        let columns: Vec<svg::Column> = months
            .iter()
            .map(|(period, figures)| svg::Column {
                label: name(period),
                share: figures.money(key).and_then(|sum| scale(sum, most?)),
            })
            .collect();
        let highest = match most {
            Some(most) => format!("{title}（万元），最高{}", words::wan(most)),
            None => format!("{title}{}", words::NOT_REPORTED),
        };
        svg::columns(&format!("每月{title}"), &columns, &highest, colour)
    };
    let rows = months.iter().map(|(period, figures)| {
        vec![
            name(period),
            words::cell(figures.get("signed_formal")),
            words::cell(figures.get("received")),
        ]
    });
    Some(Chart {
        title: "每月签约和到位资金".to_owned(),
        drawings: vec![
            drawing("签约资金", "signed_formal", colour::BLUE),
            drawing("到位资金", "received", colour::ORANGE),
        ],
        note: None,
        table: Some(Table {
            head: vec!["月份", "签约资金（万元）", "到位资金（万元）"],
            rows: rows.collect(),
        }),
    })
}

/// 在谈 → 签约 → 注册 → 开工
fn funnel(outcome: &Outcome<'_>) -> Option<Chart> {
    let figures = &outcome.figures.total_ytd;
    let signed = figures.get("contracts_formal");
    let registered = figures.count("contracts_formal").map(|_| books::monthly::registered_count(outcome));
    let count = |key| figures.count(key);
    let steps = [
        ("在谈", count("in_talks"), figures.get("in_talks")),
        ("签约", count("contracts_formal"), signed),
        ("注册", registered, signed),
        ("开工", count("starts"), figures.get("starts")),
    ];
    let most = Decimal::from(steps.iter().filter_map(|(_, count, _)| *count).max()?);
    let steps = steps.map(|(label, count, figure)| svg::Bar {
        label: label.to_owned(),
        share: count.and_then(|count| scale(Decimal::from(count), most)),
        text: count.map_or_else(|| words::told(figure, "个").text, |count| format!("{count}个")),
        colour: colour::BLUE,
    });
    let title = "项目推进（本年累计）".to_owned();
    Some(Chart {
        drawings: vec![svg::funnel(&title, &steps)],
        title,
        note: None,
        table: None,
    })
}

/// Working days out of the 专职成员, with the days that a month asks for.
fn days_out(outcome: &Outcome<'_>) -> Option<Chart> {
    let window = outcome.window();
    let required = match outcome.period {
        Period::Month { .. } => outcome.policy.number("workdays_out", window.to),
        _ => None,
    };
    let squads = &outcome.figures.squads;
    let members = |squad: &crate::figures::SquadFigures| -> Vec<(String, Option<u64>)> {
        let members = squad.period.members.as_deref().unwrap_or_default();
        super::dedicated(members)
            .into_iter()
            .map(|member| (words::person(&member.name.shown), member.workdays_out))
            .collect()
    };
    let most = squads.iter().flat_map(members).filter_map(|(_, days)| days).max();
    let most = most.map(Decimal::from).into_iter().chain(required).max()?.max(Decimal::ONE);
    let bar = |(label, days): (String, Option<u64>)| svg::Bar {
        label,
        share: days.and_then(|days| scale(Decimal::from(days), most)),
        text: days.map_or_else(|| words::NOT_REPORTED.to_owned(), |days| format!("{days}个")),
        colour: match (days, required) {
            (Some(days), Some(required)) if Decimal::from(days) < required => colour::ORANGE,
            _ => colour::GREEN,
        },
    };
    let groups: Vec<svg::Group> = squads
        .iter()
        .map(|squad| {
            let name = squad_name(outcome, squad.squad);
            let bars: Vec<svg::Bar> = members(squad).into_iter().map(bar).collect();
            let missing = if squad.period.members.is_none() {
                "名册未报"
            } else {
                "无专职成员"
            };
            let title = if bars.is_empty() { format!("{name}（{missing}）") } else { name };
            svg::Group { title, bars }
        })
        .collect();
    let mark = required.and_then(|required| {
        Some(svg::Mark {
            share: scale(required, most)?,
            text: format!("规定{required}个"),
            colour: colour::RED,
        })
    });
    let title = format!("{}专职成员外出工作日", words::period_words(outcome.period).this);
    Some(Chart {
        drawings: vec![svg::bars(&title, &groups, mark.as_ref())],
        title,
        note: None,
        table: None,
    })
}

/// What the fund was spent on.
fn fund(outcome: &Outcome<'_>) -> Option<Chart> {
    let items = sums(outcome.figures.fund("by_item"))?;
    let most = items.iter().map(|(_, sum)| *sum).max()?;
    let bars = items.iter().map(|(name, sum)| svg::Bar {
        label: mask_in_text(name),
        share: scale(*sum, most),
        text: words::wan(*sum),
        colour: colour::TEAL,
    });
    let group = svg::Group {
        title: String::new(),
        bars: bars.collect(),
    };
    let title = "本年经费支出构成（万元）".to_owned();
    Some(Chart {
        drawings: vec![svg::bars(&title, &[group], None)],
        title,
        note: None,
        table: None,
    })
}

fn sums(figure: Option<&Figure>) -> Option<&[(String, Decimal)]> {
    match &figure?.value {
        FigureValue::Sums(sums) => Some(sums),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;
    use crate::testing::Scene;

    fn page(outcome: &Outcome<'_>) -> String {
        let file = file(outcome).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(file.path, "一览.html");
        String::from_utf8(file.bytes).unwrap()
    }

    /// The elements of a page in their order, without what stands in the style and the script.
    fn tags(page: &str) -> Vec<&str> {
        let body = page.split("<body>").nth(1).unwrap().split("<script>").next().unwrap();
        let tags = body.split('<').skip(1).filter_map(|rest| rest.split(['>', ' ']).next());
        tags.collect()
    }

    #[test]
    fn it_stands_alone_and_is_laid_out_for_readers() {
        let text = page(&Sample::new().outcome());
        for part in [
            "<html lang=\"zh-CN\">",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
            "name=\"viewport\"",
            "<th scope=\"col\">",
            "<th scope=\"row\"",
            "@media print",
        ] {
            assert!(text.contains(part), "{part}");
        }
        for outside in ["http:", "https:", "src=\"", "@import", "url("] {
            assert!(!text.contains(outside), "{outside}");
        }
        let mut last = 0;
        for heading in tags(&text).into_iter().filter(|tag| tag.len() == 2 && tag.starts_with('h')) {
            let rank: usize = heading[1..].parse().unwrap_or(last);
            assert!(rank <= last + 1, "{heading} after h{last}");
            last = rank;
        }
        assert_eq!(text.matches("<h1>").count(), 1);
        // Everything opened is closed, so that the list reads the same in every browser.
        let mut open: Vec<&str> = Vec::new();
        let void = ["br", "meta", "rect", "line"];
        for tag in tags(&text)
            .into_iter()
            .filter(|tag| !void.contains(tag) && *tag != "/body" && *tag != "/html")
        {
            match tag.strip_prefix('/') {
                Some(end) => assert_eq!(open.pop(), Some(end)),
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn it_shows_the_figures_and_what_was_not_reported() {
        let text = page(&Sample::new().outcome());
        for part in [
            "12000.00万元",
            "43.21% 落后",
            "128.00% 已完成",
            "<td>未报</td>",
            "未报</text>",
            "文化旅游专班未报签约合同",
        ] {
            assert!(text.contains(part), "{part}");
        }
        let from = text.find("文化旅游专班</th>").unwrap();
        let table = &text[from..from + text[from..].find("</tbody>").unwrap()];
        assert_eq!(table.matches("<td>未报</td><td>未报</td>").count(), 6, "{table}");
    }

    #[test]
    fn findings_are_masked_and_lead_to_their_source() {
        let mut sample = Sample::new();
        sample.account.files[0].path = "张三13812345678/a.xlsx".to_owned();
        let outcome = sample.outcome();
        let text = page(&Outcome {
            inbox_from_report: Some("../../收件"),
            made: None,
            ..outcome
        });
        assert!(!text.contains("13812345678"), "a number is shown whole");
        let encoded = "%E6%94%B6%E4%BB%B6&#x2f;%E5%85%88%E8%BF%9B%E5%88%B6%E9%80%A0&#x2f;%E7%AD%BE%E7%BA%A6.xlsx";
        assert!(text.contains(&format!("href=\"..&#x2f;..&#x2f;{encoded}\"")), "{text}");
        assert!(text.contains("data-squad=\"先进制造\" data-severity=\"提醒\" data-rule=\"P002 合同没有落户\""));
    }

    #[test]
    fn every_period_and_an_empty_workspace_have_a_page() {
        for period in ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
            let scene = Scene::new(period);
            let text = scene.report(page);
            assert_eq!(text, scene.report(page));
            assert!(text.contains("未报"), "{text}");
        }
    }
}
