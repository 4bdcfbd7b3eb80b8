//! 问题清单: the findings for the clerks who mend them: what to do first, by rule, and all of them one by one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::history::Reply;
use crate::history::ReplyKind;
use crate::place::Place;
use crate::records::row::RowAt;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Style;
use crate::report::sheet::Area;
use crate::report::sheet::Book;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Value;
use crate::report::sheet::a1;
use crate::report::sheet::shown_with_codes;

use super::cells;
use super::fit;
use super::listing::Column;
use super::listing::HEAD_ROW;
use super::listing::Listing;
use super::listing::foot;
use super::listing::heading;
use super::listing::opens_source;
use super::places;

/// The names of the sheets.
mod name {
    pub(super) const FIRST: &str = "先办";
    pub(super) const RULES: &str = "按规则";
    pub(super) const ALL: &str = "全部问题";
    pub(super) const UNJUDGED: &str = "未能核查";
    pub(super) const REPLIES: &str = "答复与豁免";
}

/// Groups of findings shown on the first sheet: one screen.
const FIRST_GROUPS: usize = 12;

/// Sheets named in one cell; all places stand in the data of the report.
const RELATED_SHEETS: usize = 4;

/// The severities, gravest first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The words of a reply.
const REPLIES: [&str; 5] = ["已整改", "情况属实", "说明", "豁免", "确定归属"];

/// The book.
pub fn book(outcome: &Outcome<'_>) -> Book {
    let city = &outcome.settings.city;
    Book {
        title: format!("{}招商专班{}数据问题清单", city.name, outcome.period.title()),
        author: city.office.clone(),
        sheets: vec![
            first(outcome),
            by_rule(outcome),
            list(outcome, name::ALL, true),
            unjudged(outcome),
            replies(outcome),
        ],
    }
}

/// The list that goes back to a squad: its findings, and the files of which there is no marked copy.
pub fn of_squad(outcome: &Outcome<'_>, squad: &str, findings: Vec<&Finding>, without_copy: &[(String, String)]) -> Book {
    let city = &outcome.settings.city;
    let mut list = list_of(outcome, name::ALL, true, findings);
    if !without_copy.is_empty() {
        let notes: Vec<String> = without_copy
            .iter()
            .map(|(path, why)| format!("{path} 没有标记的副本：{why}。"))
            .collect();
        let below = list.cells.keys().map(|(row, _)| *row).max().unwrap_or(0) + 1;
        foot(&mut list, outcome, below, 8, &notes);
    }
    Book {
        title: format!("{squad}{}数据问题清单", outcome.period.title()),
        author: city.office.clone(),
        sheets: vec![list],
    }
}

/// The findings of rows, by place.
pub(in crate::report) struct RowFindings<'a> {
    by_row: BTreeMap<(&'a str, u32, u32), Vec<&'a Finding>>,
}

impl<'a> RowFindings<'a> {
    /// Of an outcome.
    pub(in crate::report) fn of(outcome: &Outcome<'a>) -> RowFindings<'a> {
        let mut by_row: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
        for finding in &outcome.judgement.findings {
            if let Some(place) = &finding.place {
                let key = (&*place.source.file, place.source.order, place.row);
                by_row.entry(key).or_default().push(finding);
            }
        }
        RowFindings { by_row }
    }

    fn at<'s>(&'s self, place: &'s Place) -> &'s [&'s Finding] {
        let key = (&*place.source.file, place.source.order, place.row);
        self.by_row.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a rule says of a place: of that very cell before the row.
    pub(super) fn reason(&self, rule: &str, place: &Place) -> Option<String> {
        let of_rule = || self.at(place).iter().filter(|finding| finding.rule.code == rule);
        let of_cell = of_rule().find(|finding| finding.place.as_ref() == Some(place));
        of_cell.or_else(|| of_rule().next()).map(|finding| message(finding))
    }

    /// The first of the rules that says something of the row, with its sentence; else the first rule with the given words.
    pub(in crate::report) fn first_of(&self, rules: &[&'static str], place: &Place, otherwise: &str) -> (&'static str, String) {
        let said = rules.iter().find_map(|rule| self.reason(rule, place).map(|reason| (*rule, reason)));
        said.unwrap_or_else(|| (rules.first().copied().unwrap_or_default(), otherwise.to_owned()))
    }

    /// The rules that cut a sum of the row.
    pub(in crate::report) fn cuts(&self, at: &RowAt) -> String {
        let place = at.place();
        let cutting = self
            .at(&place)
            .iter()
            .filter(|finding| finding.cut.is_some_and(|cut| !cut.is_zero()));
        let mut rules: Vec<String> = cutting
            .map(|finding| format!("{} {}", finding.rule.code, finding.rule.name))
            .collect();
        rules.dedup();
        rules.join("；")
    }
}

/// The sentence of a finding as it may be shown.
pub(in crate::report) fn message(finding: &Finding) -> String {
    shown_with_codes(&finding.message, &codes(finding))
}

/// The codes of a finding's subject: they stay whole though they may look like identity numbers.
pub(in crate::report) fn codes(finding: &Finding) -> Vec<&str> {
    const CODES: [&str; 5] = ["voucher", "contract", "approval", "application", "activity"];
    CODES
        .iter()
        .filter_map(|key| finding.subject.get(key).map(String::as_str))
        .collect()
}

/// All findings in their order, with columns for a reply when asked for.
pub(super) fn list(outcome: &Outcome<'_>, sheet: &'static str, replies: bool) -> Sheet {
    list_of(outcome, sheet, replies, outcome.judgement.findings.iter().collect())
}

/// The same of some findings.
pub(super) fn list_of(outcome: &Outcome<'_>, sheet: &'static str, replies: bool, findings: Vec<&Finding>) -> Sheet {
    let cuts: Vec<Decimal> = findings.iter().filter_map(|finding| finding.cut).collect();
    let cut = Column::new("核减金额（元）", 10.0, 16.0);
    let cut = if cuts.is_empty() {
        cut
    } else {
        cut.total_yuan(cells::sum(cuts.into_iter()))
    };
    let mut columns = vec![
        Column::new("编号", 15.5, 20.0),
        Column::new("级别", 7.0, 8.0),
        Column::new("规则", 12.0, 18.0),
        Column::new("专班", 9.0, 12.0),
        Column::new("时间", 11.5, 18.0),
        Column::new("问题", 28.0, 44.0),
        Column::new("建议", 20.0, 34.0),
        Column::new("依据", 11.0, 14.0),
        cut,
    ];
    if replies {
        columns.extend([
            Column::new("文件", 14.0, 22.0),
            Column::new("工作表", 9.0, 14.0),
            Column::new("单元格", 8.0, 10.0),
            Column::new("原值", 9.0, 16.0),
            Column::new("关联位置", 12.0, 26.0),
            Column::new("状态", 9.0, 14.0),
            Column::new("已有答复", 9.0, 24.0).optional(),
            Column::new("处理情况", 10.0, 10.0).choices(&REPLIES),
            Column::new("说明", 18.0, 18.0),
        ]);
    } else {
        columns.push(Column::source(34.0));
    }
    let rows = findings.iter().map(|finding| {
        let mut row = line(outcome, finding);
        if replies {
            row.extend(parts_of_place(outcome, finding));
            row.push(cells::word(&outcome.cycle.state(&finding.id)));
            row.push(cells::masked(outcome.reply(finding).map(reply_words).unwrap_or_default()));
            row.extend([cells::blank(), cells::blank()]);
        } else {
            let place = finding.place.as_ref();
            row.push(place.map_or_else(|| cells::faint(cells::NO_VALUE), |place| cells::place(outcome, place)));
        }
        row
    });
    let rows = rows.collect();
    let mut notes = vec![format!("共{}。", counts(&findings))];
    if replies {
        if findings.iter().any(|finding| linked(outcome, finding)) {
            notes.push(opens_source("单元格"));
        }
        notes.extend(outcome.since_last().map(|since| format!("{since}。")));
        notes.push("在“处理情况”中选填，在“说明”中写明情况，将本表放回收件文件夹即作为答复；请勿改动编号和原值。豁免须在说明中写明“批准人：…；理由：…；有效期至：…”；跨专班重复申报（P004）选“确定归属”的，须在说明中写明“归属：…专班；批准人：…”。".to_owned());
    }
    Listing {
        name: sheet,
        title: format!("{}数据问题清单", outcome.period.title()),
        unit: "",
        columns,
        rows,
        empty: cells::nothing(outcome.period),
        notes,
        keep: 1,
    }
    .sheet(outcome)
}

fn linked(outcome: &Outcome<'_>, finding: &Finding) -> bool {
    let place = finding.place.as_ref();
    place.is_some_and(|place| cells::source_link(outcome, place).is_some())
}

/// 豁免：批准人：…
fn reply_words(reply: &Reply) -> String {
    if reply.words.is_empty() {
        reply.answer().to_owned()
    } else {
        format!("{}：{}", reply.answer(), reply.words)
    }
}

/// The rule that tells of replies which do not hold.
const LAPSED: &str = "H002";

/// Every reply that came in, and whether it holds.
fn replies(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("问题编号", 15.5, 20.0),
        Column::new("处理情况", 10.0, 12.0),
        Column::new("说明", 24.0, 50.0),
        Column::new("原值", 9.0, 20.0),
        Column::new("现在", 12.0, 20.0),
        Column::new("问题", 24.0, 50.0),
        Column::source(34.0),
    ];
    let findings = &outcome.judgement.findings;
    let by_id: BTreeMap<&str, &Finding> = findings.iter().rev().map(|finding| (&*finding.id, finding)).collect();
    let lapsed = findings.iter().filter(|finding| finding.rule.code == LAPSED);
    let lapsed: BTreeSet<&Place> = lapsed.filter_map(|finding| finding.place.as_ref()).collect();
    let rows = (1..).zip(outcome.replies).map(|(number, reply)| {
        let finding = by_id.get(&*reply.finding).copied();
        let changed = match finding {
            Some(_) => None,
            None => reply.changed_in(findings, outcome.replies),
        };
        let is_told = lapsed.contains(&reply.place);
        let is_doubtful = finding.is_none() && changed.is_none() && outcome.is_in_doubt(reply);
        let now = match finding {
            None if is_doubtful && is_told => "无法核实，见 H002",
            None if is_doubtful => "无法核实",
            _ if is_told => "失效，见 H002",
            Some(finding) if outcome.holds(reply, finding) => "有效",
            // A contract of an earlier year is not judged again, and its project counts as it was ruled.
            None if outcome.records.rulings.contains_key(&reply.finding) => "有效",
            None if !reply.is_judged_in(outcome.period, outcome.as_of) => "属其他期间",
            None if changed.is_none() && reply.kind == ReplyKind::Mended => "已整改",
            None if changed.is_none() && reply.names_a_finding() => "问题已不存在",
            None | Some(_) => "失效",
        };
        vec![
            cells::number(number),
            cells::code(&reply.finding),
            cells::word(reply.answer()),
            cells::masked(reply.words.clone()),
            cells::masked_code(reply.value.clone().unwrap_or_default()),
            cells::word(now),
            cells::masked(finding.or(changed).map(message).unwrap_or_default()),
            cells::place(outcome, &reply.place),
        ]
    });
    Listing {
        name: name::REPLIES,
        title: format!("{}答复与豁免", outcome.period.title()),
        unit: "",
        columns,
        rows: rows.collect(),
        empty: cells::nothing(outcome.period),
        notes: Vec::new(),
        keep: 2,
    }
    .sheet(outcome)
}

/// 12条：错误3条、提醒7条、提示2条
fn counts(findings: &[&Finding]) -> String {
    let parts = SEVERITIES.map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        format!("{}{count}条", severity.name())
    });
    format!("{}条，其中{}", findings.len(), parts.join("、"))
}

fn line(outcome: &Outcome<'_>, finding: &Finding) -> Vec<Cell> {
    vec![
        cells::code(&finding.id),
        cells::severity(finding.severity),
        cells::text(&format!("{} {}", finding.rule.code, finding.rule.name)),
        finding
            .squad
            .map_or_else(|| cells::faint(cells::NO_VALUE), |squad| cells::squad(outcome, squad)),
        cells::when(finding.when),
        cells::masked(message(finding)),
        cells::masked(shown_with_codes(&finding.remedy, &codes(finding))),
        cells::text(&finding.rule.sources()),
        finding.cut.map_or_else(cells::blank, cells::yuan),
    ]
}

/// 文件, 工作表, 单元格, 原值, 关联位置
fn parts_of_place(outcome: &Outcome<'_>, finding: &Finding) -> [Cell; 5] {
    let place = finding.place.as_ref();
    let link = place.and_then(|place| cells::source_link(outcome, place));
    let cell = match place {
        Some(place) if place.row == 0 => "整表".to_owned(),
        Some(place) => place.a1().unwrap_or_else(|| format!("第{}行", place.row)),
        None => cells::NO_VALUE.to_owned(),
    };
    let value = shown_with_codes(finding.value.as_deref().unwrap_or_default(), &codes(finding));
    [
        cells::text(place.map_or(cells::NO_VALUE, |place| &*place.source.file)),
        cells::word(place.map_or(cells::NO_VALUE, |place| &*place.source.sheet)),
        cells::word(&cell).linked(link),
        cells::masked_code(value),
        cells::text(&places::grouped(finding.related.iter(), RELATED_SHEETS)),
    ]
}

/// Findings of one rule and severity.
struct Group<'a> {
    severity: Severity,
    findings: Vec<&'a Finding>,
}

/// What is still to be done, by severity, then in the order of the rules.
fn groups<'a>(outcome: &Outcome<'a>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    let findings = outcome.judgement.findings.iter();
    for finding in findings.filter(|finding| !outcome.is_settled(finding)) {
        let at = *known.entry((finding.rule.code, finding.severity)).or_insert_with(|| {
            groups.push(Group {
                severity: finding.severity,
                findings: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.findings.push(finding);
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.severity));
    groups
}

impl Group<'_> {
    /// The squads concerned, each with its count when there are several: `先进制造2、文化旅游1`.
    fn squads(&self, outcome: &Outcome<'_>) -> String {
        let mut counts: BTreeMap<Option<SquadId>, usize> = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.squad).or_default() += 1;
        }
        let name = |squad: Option<SquadId>| squad.map_or_else(|| "全市".to_owned(), |squad| cells::squad_name(outcome, squad));
        match counts.len() {
            1 => counts.keys().map(|squad| name(*squad)).collect(),
            _ => {
                let parts: Vec<String> = counts.iter().map(|(squad, count)| format!("{}{count}", name(*squad))).collect();
                parts.join("、")
            }
        }
    }

    /// Where: the cells; for findings about people and periods, who.
    fn places(&self) -> String {
        let places = places::grouped(self.findings.iter().filter_map(|finding| finding.place.as_ref()), 3);
        if !places.is_empty() {
            return places;
        }
        let people: BTreeSet<&str> = self
            .findings
            .iter()
            .filter_map(|finding| finding.subject.get("person").map(String::as_str))
            .collect();
        people.into_iter().collect::<Vec<_>>().join("、")
    }
}

/// The first sheet: counts by severity and squad, then what to do first.
fn first(outcome: &Outcome<'_>) -> Sheet {
    let mut sheet = Sheet::new(name::FIRST);
    let widths = [6.0, 8.0, 20.0, 20.0, 8.0, 42.0, 36.0, 38.0];
    for (column, width) in (0u16..).zip(widths) {
        sheet.widths.insert(column, width);
    }
    let last = widths.len() as u16 - 1;
    let title = format!("{}数据问题先办事项", outcome.period.title());
    heading(&mut sheet, outcome, &title, "", last);
    let next = count_table(&mut sheet, outcome, HEAD_ROW);
    let groups = groups(outcome);
    let grave = groups.iter().filter(|group| group.severity != Severity::Note).count();
    let next = first_table(&mut sheet, outcome, &groups, next + 1, last);
    let mut notes = Vec::new();
    if let Some(more) = grave.checked_sub(FIRST_GROUPS).filter(|more| *more > 0) {
        notes.push(format!("另有{more}类错误或提醒，见“按规则”和“全部问题”。"));
    }
    let settled: usize = SEVERITIES.into_iter().map(|severity| outcome.settled(severity)).sum();
    if settled > 0 {
        notes.push(format!("已豁免或已确定归属的{settled}条计入条数，不列入先办，见“答复与豁免”。"));
    }
    if !outcome.judgement.unjudged.is_empty() {
        notes.push(format!("另有{}项本次未能核查，见“未能核查”。", outcome.judgement.unjudged.len()));
    }
    if sheet.cells.iter().any(|((_, column), cell)| *column == 0 && cell.link.is_some()) {
        notes.push(opens_source("序号"));
    }
    foot(&mut sheet, outcome, next, last, &notes);
    sheet.one_page = true;
    sheet
}

/// Squads across, severities down, with live totals.
fn count_table(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32) -> u32 {
    let findings = &outcome.judgement.findings;
    let mut squads: Vec<Option<SquadId>> = outcome.figures.squads.iter().map(|squad| Some(squad.squad)).collect();
    squads.push(None);
    // The columns are those of the table below; a squad takes one from the third on, the last ones are shared.
    let header = Style::of(Role::Header);
    let head = |text: &str| Cell::new(Value::Text(text.to_owned()), header);
    sheet.put_over(Area::row(row, 0, 1), head("专班"));
    for (column, severity) in (2..).zip(SEVERITIES) {
        sheet.put(row, column, head(severity.name()));
    }
    sheet.put(row, 5, head("合计"));
    sheet.heights.insert(row, fit::LINE + 7.0);
    let first = row + 1;
    let mut next = first;
    for squad in squads {
        let of_squad = || findings.iter().filter(|finding| finding.squad == squad);
        let name = squad.map_or_else(|| "全市及未分专班".to_owned(), |squad| cells::squad_name(outcome, squad));
        sheet.put_over(Area::row(next, 0, 1), cells::word(&name));
        for (column, severity) in (2..).zip(SEVERITIES) {
            let count = of_squad().filter(|finding| finding.severity == severity).count();
            let mut cell = cells::count(count as u64);
            cell.style = cell.style.align(Align::Centre);
            if count > 0 {
                cell.style = cell.style.tint(cells::severity(severity).style.tint);
            }
            sheet.put(next, column, cell);
        }
        let formula = format!("=SUM({})", Area::row(next, 2, 4).a1());
        sheet.put(next, 5, total(formula, of_squad().count()));
        let over: f64 = (0..=1).filter_map(|column| sheet.widths.get(&column)).sum();
        sheet.heights.insert(next, fit::lines(&name, over) as f64 * fit::LINE + fit::ROOM);
        next += 1;
    }
    let label = Cell::new(Value::Text("合计".to_owned()), Style::of(Role::Total));
    sheet.put_over(Area::row(next, 0, 1), label);
    for (column, severity) in (2..).zip(SEVERITIES) {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        let formula = format!("=SUM({})", Area::column(column, first, next - 1).a1());
        sheet.put(next, column, total(formula, count));
    }
    let formula = format!("=SUM({})", Area::row(next, 2, 4).a1());
    sheet.put(next, 5, total(formula, findings.len()).linked(cells::to_sheet(name::ALL)));
    sheet.heights.insert(next, fit::LINE + fit::ROOM);
    next + 1
}

fn total(formula: String, count: usize) -> Cell {
    let style = cells::count_style().align(Align::Centre).role(Role::Total);
    let result = Decimal::from(count);
    Cell::new(Value::Formula { formula, result }, style)
}

fn first_table(sheet: &mut Sheet, outcome: &Outcome<'_>, groups: &[Group<'_>], row: u32, last: u16) -> u32 {
    for (column, title) in (0..).zip(["序号", "级别", "规则", "专班", "条数", "问题", "位置或人员", "怎么办"]) {
        sheet.put(row, column, Cell::new(Value::Text(title.to_owned()), Style::of(Role::Header)));
    }
    sheet.heights.insert(row, fit::LINE + 7.0);
    let mut next = row + 1;
    let grave = groups.iter().filter(|group| group.severity != Severity::Note);
    for (number, group) in (1..).zip(grave.take(FIRST_GROUPS)) {
        let Some(one) = group.findings.first() else { continue };
        let text = match group.findings.len() {
            1 => message(one),
            more => format!("{}（等{more}条）", message(one).trim_end_matches('。')),
        };
        let mut count = cells::count(group.findings.len() as u64);
        count.style = count.style.align(Align::Centre);
        // Several places are text: a click could lead to one of them only.
        let only = one.place.as_ref().filter(|_| group.findings.len() == 1);
        let link = only.and_then(|place| cells::source_link(outcome, place));
        let cells = [
            cells::word(&number.to_string()).linked(link),
            cells::severity(group.severity),
            cells::text(&format!("{} {}", one.rule.code, one.rule.name)),
            cells::word(&group.squads(outcome)),
            count,
            cells::masked(text),
            cells::text(&group.places()),
            cells::masked(shown_with_codes(&one.remedy, &codes(one))),
        ];
        fit::height(sheet, next, &cells);
        for (column, cell) in (0..).zip(cells) {
            sheet.put(next, column, cell);
        }
        next += 1;
    }
    if next == row + 1 {
        let text = format!("{}没有需要先办的错误和提醒", cells::this(outcome.period));
        sheet.put_over(Area::row(next, 0, last), cells::faint(&text));
        next += 1;
    }
    next
}

/// The rules with findings, each with its counts by severity.
fn by_rule(outcome: &Outcome<'_>) -> Sheet {
    let mut rules: Vec<(&Finding, [u64; 3])> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = [0; 3];
    for finding in &outcome.judgement.findings {
        let at = *known.entry(finding.rule.code).or_insert_with(|| {
            rules.push((finding, [0; 3]));
            rules.len() - 1
        });
        let kind = SEVERITIES.iter().position(|severity| *severity == finding.severity);
        for counts in rules.get_mut(at).map(|(_, counts)| counts).into_iter().chain([&mut all]) {
            if let Some(count) = kind.and_then(|kind| counts.get_mut(kind)) {
                *count += 1;
            }
        }
    }
    let [errors, warnings, notes] = all;
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("规则", 8.0, 9.0),
        Column::new("名称", 14.0, 22.0),
        Column::new("错误", 8.0, 9.0).total_count(Some(errors)),
        Column::new("提醒", 8.0, 9.0).total_count(Some(warnings)),
        Column::new("提示", 8.0, 9.0).total_count(Some(notes)),
        Column::new("合计", 8.0, 9.0).total_count(Some(errors + warnings + notes)),
        Column::new("依据", 12.0, 22.0),
        Column::new("核查内容", 24.0, 44.0),
        Column::new("对数据的影响", 14.0, 18.0),
        Column::new("处理办法", 24.0, 44.0),
    ];
    let rows = (0u32..).zip(&rules).map(|(position, (finding, counts))| {
        let rule = finding.rule;
        let row = HEAD_ROW + 1 + position;
        let mut cells = vec![
            cells::number(u64::from(position) + 1),
            cells::word(rule.code),
            cells::text(rule.name),
        ];
        cells.extend(counts.map(cells::count));
        let style = cells::count_style();
        let formula = format!("=SUM({}:{})", a1(row, 3), a1(row, 5));
        let result = Decimal::from(counts.iter().sum::<u64>());
        cells.push(Cell::new(Value::Formula { formula, result }, style));
        cells.extend([
            cells::text(&rule.sources()),
            cells::text(rule.checks),
            cells::text(rule.effect.name()),
            cells::text(rule.remedy),
        ]);
        cells
    });
    let rows = rows.collect();
    Listing {
        name: name::RULES,
        title: format!("{}数据问题按规则统计", outcome.period.title()),
        unit: "单位：条",
        columns,
        rows,
        empty: cells::nothing(outcome.period),
        notes: vec![format!("共{}。", counts(&outcome.judgement.findings.iter().collect::<Vec<_>>()))],
        keep: 3,
    }
    .sheet(outcome)
}

/// What could not be judged this time, and the rules that the settings changed.
pub(super) fn unjudged(outcome: &Outcome<'_>) -> Sheet {
    let judgement = outcome.judgement;
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("类别", 12.0, 14.0),
        Column::new("规则", 9.0, 12.0),
        Column::new("专班", 12.0, 16.0),
        Column::new("情况", 40.0, 90.0),
    ];
    let unjudged = judgement.unjudged.iter().map(|one| {
        let squad = one
            .squad
            .map_or_else(|| "全市".to_owned(), |squad| cells::squad_name(outcome, squad));
        [
            cells::word("未能核查"),
            cells::word(one.rule),
            cells::word(&squad),
            cells::text(&one.reason),
        ]
    });
    let changed = judgement.changed.iter().map(|sentence| {
        let none = || cells::faint(cells::NO_VALUE);
        [cells::word("规则调整"), none(), none(), cells::text(sentence)]
    });
    let rows = (1..).zip(unjudged.chain(changed)).map(|(number, cells)| {
        let mut row = vec![cells::number(number)];
        row.extend(cells);
        row
    });
    let rows = rows.collect();
    Listing {
        name: name::UNJUDGED,
        title: format!("{}未能核查的事项和规则调整", outcome.period.title()),
        unit: "",
        columns,
        rows,
        empty: cells::nothing(outcome.period),
        notes: vec!["“未能核查”指缺少所需的表或列，不等于没有问题。".to_owned()],
        keep: 0,
    }
    .sheet(outcome)
}
