//! The rules (spec 2): each is a card and one function, in a file of its own; the catalogue is a plain list.

pub mod approvals;
pub mod cadence;
pub mod data;
pub mod expenses;
pub mod funds;
pub mod history;
mod known;
pub mod logs;
mod missing;
pub mod organisation;
mod post;
pub mod recognition;
mod spans;
pub mod targets;
pub mod words;

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use rust_decimal::Decimal;

use crate::finding::Coverage;
use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::Judgement;
use crate::finding::Measured;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::Subject;
use crate::finding::Unjudged;
use crate::finding::When;
use crate::history::Changed;
use crate::history::Ground;
use crate::history::Reply;
use crate::place::Place;
use crate::problem::Problem;
use crate::records::Records;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::row::RowAt;
use crate::regulation::City;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::regulation::articles;
use crate::settings::RuleSetting;
use crate::settings::Settings;
use crate::standing::Standings;
use crate::values::period::Period;
use crate::values::period::Window;

pub use self::missing::Missing;

/// A rule: its card and its check.
pub struct Rule {
    /// What people may know of it.
    pub card: &'static RuleCard,
    /// Judges the case.
    pub check: fn(&Case<'_>, &mut Docket<'_>),
}

/// Every rule, in report order.
pub const CATALOGUE: &[Rule] = &[
    // D · 数据
    data::unreadable_file::RULE,
    data::unknown_table::RULE,
    data::missing_column::RULE,
    data::empty_required_cell::RULE,
    data::unreadable_date::RULE,
    data::missing_year::RULE,
    data::implausible_date::RULE,
    data::unreadable_amount::RULE,
    data::missing_unit::RULE,
    data::non_positive_amount::RULE,
    data::error_cell::RULE,
    data::uncalculated_formula::RULE,
    data::wrong_total::RULE,
    data::duplicate_file::RULE,
    data::duplicate_row::RULE,
    data::conflicting_rows::RULE,
    data::unknown_squad::RULE,
    data::person_not_on_roster::RULE,
    data::unknown_columns::RULE,
    data::wrong_credit_code::RULE,
    data::wrong_id_number::RULE,
    data::contradictory_dates::RULE,
    data::unknown_value::RULE,
    data::hidden_content::RULE,
    // R · 机构名册
    organisation::wrong_head_count::RULE,
    organisation::wrong_deputy::RULE,
    organisation::wrong_dedicated_count::RULE,
    organisation::person_in_several_squads::RULE,
    organisation::missing_squad::RULE,
    // L · 工作日志
    logs::too_few_days_out::RULE,
    logs::no_led_trip::RULE,
    logs::contradictory_whereabouts::RULE,
    logs::missing_log::RULE,
    logs::incomplete_monthly_report::RULE,
    logs::days_out_at_risk::RULE,
    logs::days_out_off_work::RULE,
    logs::log_off_post::RULE,
    logs::squad_too_few_days_out::RULE,
    // T · 目标任务
    targets::signed_short::RULE,
    targets::received_short::RULE,
    targets::starts_short::RULE,
    targets::industrial_starts_short::RULE,
    targets::talks_short::RULE,
    targets::events_short::RULE,
    // P · 项目认定
    recognition::not_formal::RULE,
    recognition::not_registered::RULE,
    recognition::materials_missing::RULE,
    recognition::claimed_by_two_squads::RULE,
    recognition::likely_same_project::RULE,
    recognition::ledger_differs::RULE,
    recognition::stage_contradicts_dates::RULE,
    recognition::talks_stalled::RULE,
    recognition::not_in_ledger::RULE,
    // F · 到位资金
    funds::without_contract::RULE,
    funds::wrong_voucher_kind::RULE,
    funds::voucher_used_twice::RULE,
    funds::before_signing::RULE,
    funds::beyond_contract::RULE,
    funds::other_payer::RULE,
    funds::no_rate::RULE,
    funds::other_squad::RULE,
    // E · 经费支出
    expenses::out_of_scope::RULE,
    expenses::claimed_twice::RULE,
    expenses::meals_over::RULE,
    expenses::transport_over::RULE,
    expenses::transport_while_hiring::RULE,
    expenses::hire_papers_missing::RULE,
    expenses::reception_not_approved::RULE,
    expenses::gift_not_approved::RULE,
    expenses::over_grant::RULE,
    expenses::item_not_granted::RULE,
    expenses::days_not_logged::RULE,
    expenses::over_budget::RULE,
    expenses::budget_running_out::RULE,
    expenses::borne_by_county::RULE,
    expenses::parts_differ::RULE,
    expenses::too_many_companions::RULE,
    expenses::lodging_over::RULE,
    expenses::allowance_twice::RULE,
    expenses::days_differ::RULE,
    // A · 审批程序
    approvals::step_missing::RULE,
    approvals::steps_out_of_order::RULE,
    approvals::not_signed::RULE,
    approvals::over_fixed_sum::RULE,
    approvals::effect_not_verified::RULE,
    approvals::not_in_application::RULE,
    approvals::paid_before_approval::RULE,
    // C · 调度汇报
    cadence::missing_dispatch::RULE,
    cadence::missing_report::RULE,
    cadence::missing_mayor_meeting::RULE,
    // H · 已报数据
    history::closed_figures_changed::RULE,
    history::lapsed_reply::RULE,
];

/// Every article of the three documents with the rules that cite it, in the documents' order.
pub fn coverage() -> Vec<Coverage> {
    let citing = |id: &str| {
        let cards = CATALOGUE.iter().map(|rule| rule.card);
        cards.filter(|card| card.articles.contains(&id)).collect()
    };
    articles::all()
        .iter()
        .map(|article| Coverage {
            article,
            rules: citing(&article.id),
        })
        .collect()
}

/// All that a rule may look at.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// Rows and look-ups up to the as-of day.
    pub records: &'a Records,
    /// What could not be read.
    pub problems: &'a [Problem],
    /// Dated parameters and the calendar.
    pub policy: &'a Policy,
    /// Targets and budget.
    pub standings: &'a Standings,
    /// Closed figures that come out otherwise now.
    pub changed: &'a [Changed],
    /// What people replied to findings.
    pub replies: &'a [Reply],
    /// Where findings of earlier runs stood.
    pub ground: &'a Ground<'a>,
    /// The period asked for.
    pub period: Period,
    /// The last day of the run.
    pub as_of: NaiveDate,
}

impl Case<'_> {
    /// The city.
    pub fn city(&self) -> &City {
        &self.records.city
    }

    /// The period's days, ending with the as-of day.
    pub fn window(&self) -> Window {
        let window = self.period.window();
        Window {
            from: window.from,
            to: window.to.min(self.as_of),
        }
    }

    /// 1 January of the period's year to the as-of day.
    pub fn year_to_date(&self) -> Window {
        Window {
            from: Period::Year { year: self.period.year() }.window().from,
            to: self.as_of,
        }
    }

    /// Whether a row of that day is judged: from 1 January to the as-of day and in force; rows without a day always are (spec 2.1).
    pub fn judges(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| self.year_to_date().contains(day) && day >= self.policy.in_force_from())
    }

    /// Whether the squad handed in a table of the kind.
    pub fn handed_in(&self, kind: crate::records::Kind, squad: SquadId) -> bool {
        self.records.handed_in(kind, squad)
    }
}

/// What a check says of one thing that is wrong, before it becomes a finding.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The squad concerned.
    pub squad: Option<SquadId>,
    /// Where.
    pub place: Option<Place>,
    /// Title of the column as written.
    pub title: Option<String>,
    /// Canonical name of the column, which the id hangs on: another title for it changes nothing.
    pub column: Option<&'static str>,
    /// Value as written.
    pub value: Option<String>,
    /// What is wrong, with the figures, in Chinese.
    pub message: String,
    /// What to do, when it is more than the card's remedy.
    pub remedy: Option<String>,
    /// What it is about.
    pub subject: Subject,
    /// When.
    pub when: When,
    /// Another severity than the card's, where spec 2 gives two.
    pub severity: Option<Severity>,
    /// The sum that should not be paid.
    pub cut: Option<Decimal>,
    /// The other places concerned.
    pub related: Vec<Place>,
    /// The row's content digest, which makes the id together with rule, subject and column; 0 for findings about no row.
    pub digest: u64,
}

impl Broken {
    /// About a row as a whole.
    pub fn row(at: &RowAt, when: When, message: String) -> Broken {
        Broken {
            place: Some(at.place()),
            digest: at.digest,
            ..Broken::period(when, message)
        }
    }

    /// About one cell of a row.
    pub fn cell<T>(records: &Records, at: &RowAt, cell: &Cell<T>, when: When, message: String) -> Broken {
        let found = records.tables.found(at.table);
        let header = found.and_then(|found| found.titles.iter().find(|(column, _, _)| Some(*column) == cell.column()));
        Broken {
            place: Some(cell.place(at)),
            title: header.map(|(_, title, _)| title.to_string()),
            column: header.and_then(|(_, _, name)| *name),
            value: cell.column().map(|_| cell.written().to_string()),
            digest: at.digest,
            ..Broken::period(when, message)
        }
    }

    /// About a period, not a row.
    pub fn period(when: When, message: String) -> Broken {
        Broken {
            squad: None,
            place: None,
            title: None,
            column: None,
            value: None,
            message,
            remedy: None,
            subject: Subject::new(),
            when,
            severity: None,
            cut: None,
            related: Vec::new(),
            digest: 0,
        }
    }

    /// With the squad, also in the subject.
    pub fn of(mut self, city: &City, squad: SquadId) -> Broken {
        self.squad = Some(squad);
        self.subject.insert("squad", city.squad(squad).name.to_string());
        self
    }

    /// With one more key of the subject.
    pub fn about(mut self, key: &'static str, value: impl Into<String>) -> Broken {
        self.subject.insert(key, value.into());
        self
    }

    /// With the sum cut, in yuan.
    pub fn cutting(mut self, sum: Decimal) -> Broken {
        self.cut = Some(sum);
        self
    }

    /// With another severity than the card's.
    pub fn as_severity(mut self, severity: Severity) -> Broken {
        self.severity = Some(severity);
        self
    }

    /// With another place concerned.
    pub fn with(mut self, place: Place) -> Broken {
        self.related.push(place);
        self
    }

    /// With a remedy of its own.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Broken {
        self.remedy = Some(remedy.into());
        self
    }
}

/// Where a rule puts its verdicts: broken, kept, cannot tell.
pub struct Docket<'a> {
    card: &'static RuleCard,
    severity: Option<Severity>,
    kept: usize,
    judgement: &'a mut Judgement,
}

impl<'a> Docket<'a> {
    /// The docket of one rule; `severity` replaces every severity of the rule when the settings say so.
    pub fn new(card: &'static RuleCard, severity: Option<Severity>, judgement: &'a mut Judgement) -> Docket<'a> {
        Docket {
            card,
            severity,
            kept: 0,
            judgement,
        }
    }

    /// The rule is broken.
    pub fn broken(&mut self, broken: Broken) {
        let severity = self.severity.or(broken.severity).unwrap_or(self.card.severity);
        self.judgement.findings.push(Finding {
            id: identity(self.card.code, &broken),
            rule: self.card,
            severity,
            squad: broken.squad,
            place: broken.place,
            title: broken.title,
            value: broken.value,
            message: broken.message,
            remedy: broken.remedy.unwrap_or_else(|| self.card.remedy.to_owned()),
            subject: broken.subject,
            when: broken.when,
            cut: broken.cut,
            related: broken.related,
        });
    }

    /// All that was found so far: for the rules that run after others, what those found.
    pub fn found(&self) -> &[Finding] {
        &self.judgement.findings
    }

    /// All that was said so far, for the rules that run after others.
    pub fn said(&self) -> &Judgement {
        self.judgement
    }

    /// The rule was judged and kept.
    pub fn kept(&mut self) {
        self.kept += 1;
    }

    /// How often it was judged and kept.
    pub fn kept_count(&self) -> usize {
        self.kept
    }

    /// A duty of a squad, or of one of its members, was measured in a month or half-month.
    pub fn measured(&mut self, squad: SquadId, person: Option<&Name>, window: Window, found: Decimal, required: Decimal) {
        self.judgement.measured.push(Measured {
            rule: self.card.code,
            squad,
            person: person.map(|name| Arc::clone(&name.key)),
            window,
            found,
            required,
        });
    }

    /// It could not be judged, and why (Chinese, without a final stop).
    pub fn cannot_tell(&mut self, squad: Option<SquadId>, reason: impl Into<String>) {
        let unjudged = Unjudged {
            rule: self.card.code,
            squad,
            reason: reason.into(),
        };
        if !self.judgement.unjudged.contains(&unjudged) {
            self.judgement.unjudged.push(unjudged);
        }
    }
}

/// The id's letters: no I, L, O, U, so that it can be read out on the telephone.
const ID_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An id that hangs on rule, subject, content and the column's canonical name, never on a position.
fn identity(code: &str, broken: &Broken) -> String {
    use sha2::Digest;
    use sha2::Sha256;
    let mut hash = Sha256::new();
    hash.update(code);
    for (key, value) in &broken.subject {
        hash.update([0]);
        hash.update(key);
        hash.update([1]);
        hash.update(value);
    }
    hash.update([2]);
    hash.update(broken.digest.to_le_bytes());
    hash.update(broken.column.unwrap_or(""));
    let digest = hash.finalize();
    let letters: String = digest
        .iter()
        .take(8)
        .map(|byte| char::from(ID_ALPHABET[usize::from(byte % 32)]))
        .collect();
    format!("{code}-{letters}")
}

/// The rules that look at what others found, in the order in which they run after them.
const LOOKING_AT_FINDINGS: [&Rule; 2] = [&expenses::over_grant::RULE, &history::lapsed_reply::RULE];

/// Judges the case by every rule, as the settings have them: each by itself on the workers, but those that look at what others found.
pub fn judge(case: &Case<'_>, settings: &Settings) -> Judgement {
    let codes = LOOKING_AT_FINDINGS.map(|rule| rule.card.code);
    let by_itself: Vec<&Rule> = CATALOGUE.iter().filter(|rule| !codes.contains(&rule.card.code)).collect();
    let judged = |rule: &&Rule| {
        let mut judgement = Judgement::default();
        judge_by(rule, case, settings, &mut judgement);
        judgement
    };
    let judgements: Vec<Judgement> = by_itself.par_iter().with_max_len(1).map(judged).collect();
    let mut judgement = Judgement::default();
    judgements.into_iter().for_each(|one| judgement.add(one));
    for rule in LOOKING_AT_FINDINGS {
        // Replies name the ids as people saw them.
        number_equal_ids(&mut judgement.findings);
        judge_by(rule, case, settings, &mut judgement);
        in_catalogue_order(&mut judgement);
    }
    number_equal_ids(&mut judgement.findings);
    judgement
}

/// What the rules cut of the claims, and nothing else: with what the settings made of these rules.
pub fn judge_cuts(case: &Case<'_>, settings: &Settings) -> Judgement {
    let mut judgement = Judgement::default();
    let later = LOOKING_AT_FINDINGS.map(|rule| rule.card.code);
    let first = CATALOGUE.iter().filter(|rule| !later.contains(&rule.card.code));
    for rule in first.chain(LOOKING_AT_FINDINGS) {
        if rule.card.effect == Effect::Cut {
            judge_by(rule, case, settings, &mut judgement);
        }
    }
    judgement
}

/// Puts what a rule that ran later said where the rule stands in the catalogue.
fn in_catalogue_order(judgement: &mut Judgement) {
    let position = |code: &str| CATALOGUE.iter().position(|rule| rule.card.code == code);
    judgement.findings.sort_by_cached_key(|finding| position(finding.rule.code));
    judgement.unjudged.sort_by_cached_key(|unjudged| position(unjudged.rule));
    judgement.measured.sort_by_cached_key(|measured| position(measured.rule));
    let code = |changed: &String| changed.split(' ').next().unwrap_or_default().to_owned();
    judgement.changed.sort_by_cached_key(|changed| position(&code(changed)));
}

/// Judges the case by one rule, as the settings have it.
fn judge_by(rule: &Rule, case: &Case<'_>, settings: &Settings, judgement: &mut Judgement) {
    let change = settings
        .rules
        .get(rule.card.code)
        .filter(|change| change.until.is_none_or(|until| case.as_of <= until));
    if let Some(change) = change {
        judgement.changed.push(changed(rule.card, change));
        if change.severity.is_none() {
            judgement.off.push(rule.card.code);
            return;
        }
    }
    let severity = change.and_then(|change| change.severity);
    (rule.check)(case, &mut Docket::new(rule.card, severity, judgement));
}

/// `L003 同日去向矛盾：提示，试行至2021年12月31日（口径待定）`: what the settings made of a rule, and why.
fn changed(card: &RuleCard, change: &RuleSetting) -> String {
    let to = change.severity.map_or("停用", Severity::name);
    let until = match (change.severity, change.until) {
        (Some(Severity::Note | Severity::Warning), Some(until)) => format!("，试行至{}", words::day(until)),
        (Some(Severity::Error) | None, Some(until)) => format!("至{}", words::day(until)),
        (_, None) => String::new(),
    };
    let reason = change.reason.trim().trim_end_matches('。');
    format!("{} {}：{to}{until}（{reason}）", card.code, card.name)
}

/// Findings that only their place tells apart get `-2`, `-3` … in their order.
fn number_equal_ids(findings: &mut [Finding]) {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for finding in findings {
        let count = seen.entry(finding.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            finding.id = format!("{}-{count}", finding.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::testing::Scene;

    fn setting(severity: Option<Severity>, until: Option<&str>) -> RuleSetting {
        RuleSetting {
            severity,
            reason: "口径待定。".to_owned(),
            until: until.map(|day| day.parse().expect("a day")),
            line: 1,
        }
    }

    /// Severities of P001's findings in September 2021, and what the report says of the change.
    fn judged(change: RuleSetting) -> (Vec<Severity>, Vec<String>) {
        let mut scene = Scene::new("2021-09").sheet(
            "文化旅游/合同.xlsx",
            "合同",
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
             HT-1 | 古城 | 乙公司 | 框架协议 | 2021-09-01 | 3000",
        );
        scene.settings.rules = BTreeMap::from([("P001".to_owned(), change)]);
        scene.report(|outcome| {
            let findings = outcome.judgement.findings.iter().filter(|finding| finding.rule.code == "P001");
            (
                findings.map(|finding| finding.severity).collect(),
                outcome.judgement.changed.clone(),
            )
        })
    }

    #[test]
    fn a_changed_rule_says_so_with_the_reason_and_the_end_of_its_trial() {
        for (change, severities, told) in [
            (
                setting(Some(Severity::Warning), Some("2021-09-30")),
                &[Severity::Warning][..],
                &["P001 非正式合同：提醒，试行至2021年9月30日（口径待定）"][..],
            ),
            (
                setting(Some(Severity::Error), None),
                &[Severity::Error],
                &["P001 非正式合同：错误（口径待定）"],
            ),
            (setting(None, None), &[], &["P001 非正式合同：停用（口径待定）"]),
            (
                setting(None, Some("2021-12-31")),
                &[],
                &["P001 非正式合同：停用至2021年12月31日（口径待定）"],
            ),
            // The trial is over: the card holds again.
            (setting(Some(Severity::Warning), Some("2021-09-29")), &[Severity::Note], &[]),
        ] {
            let (found, changed) = judged(change);
            assert_eq!(found, severities, "{told:?}");
            assert_eq!(changed, told);
        }
    }
}
