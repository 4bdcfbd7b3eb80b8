//! What a rule is, what it finds, and what it could not judge (spec 2.1).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::regulation::SquadId;
use crate::regulation::articles::Article;
use crate::values::period::Window;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 提示
    Note,
    /// 提醒: a person must look.
    Warning,
    /// 错误: must be put right.
    Error,
}

impl Severity {
    /// The Chinese word.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "提示",
            Severity::Warning => "提醒",
            Severity::Error => "错误",
        }
    }

    /// The JSON word.
    pub fn key(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a finding does to the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// The file could not be read.
    FileFailed,
    /// The file was skipped, its twin was read.
    FileSkipped,
    /// The row is in no figure.
    SetAside,
    /// The row counts once.
    CountedOnce,
    /// A sound row that does not count toward that target.
    NotCounted,
    /// The sum that should not be paid.
    Cut,
}

impl Effect {
    /// In Chinese, for cards and lists.
    pub fn name(self) -> &'static str {
        match self {
            Effect::None => "不影响数据",
            Effect::FileFailed => "该文件未读取",
            Effect::FileSkipped => "该文件跳过",
            Effect::SetAside => "该行不计入任何数据",
            Effect::CountedOnce => "只计一次",
            Effect::NotCounted => "不计入相应指标",
            Effect::Cut => "核减相应金额",
        }
    }
}

/// Everything that people may know of a rule: one declaration beside its check.
#[derive(Debug)]
pub struct RuleCard {
    /// Stable code: `L001`.
    pub code: &'static str,
    /// Chinese name.
    pub name: &'static str,
    /// Usual severity.
    pub severity: Severity,
    /// Citations (`考核办法 六`); consistency checks cite `数据一致性`, national rules `国家规定`.
    pub articles: &'static [&'static str],
    /// What it checks, in Chinese.
    pub checks: &'static str,
    /// Why it matters, in Chinese.
    pub why: &'static str,
    /// How to put it right, in Chinese.
    pub remedy: &'static str,
    /// Keys of the policy that it uses.
    pub parameters: &'static [&'static str],
    /// What it does to figures.
    pub effect: Effect,
}

impl RuleCard {
    /// The citations for people; parts of one article share its name: `考核办法 九(1)(2)、数据一致性`.
    pub fn sources(&self) -> String {
        let mut text = String::new();
        let mut article_before = None;
        for citation in self.articles {
            let (article, part) = match citation.find('(') {
                Some(at) => citation.split_at(at),
                None => (*citation, ""),
            };
            if !part.is_empty() && article_before == Some(article) {
                text.push_str(part);
            } else {
                if !text.is_empty() {
                    text.push('、');
                }
                text.push_str(citation);
            }
            article_before = (!part.is_empty()).then_some(article);
        }
        text
    }
}

/// An article of the regulation and the rules that stand on it.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The article, with who checks it and why.
    pub article: &'static Article,
    /// The rules that cite it, in report order.
    pub rules: Vec<&'static RuleCard>,
}

/// What the finding is about, by the keys of spec 5 (person, squad, date, month, half, quarter, target, contract, voucher, project,
/// activity, approval, application, item, table, column).
pub type Subject = BTreeMap<&'static str, String>;

/// The day or days that a finding concerns; decides in which window's counts it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A row of that day.
    Day(NaiveDate),
    /// A month, a year to date …
    Window(Window),
    /// A file, a sheet, a row without a date.
    Undated,
}

/// One thing that is wrong, or that a person must look at.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Stays the same when rows move, files are renamed or columns reordered: `L001-7K3F9Q2M`.
    pub id: String,
    /// The rule.
    pub rule: &'static RuleCard,
    /// Its severity, after the settings.
    pub severity: Severity,
    /// The squad concerned, if one is.
    pub squad: Option<SquadId>,
    /// Where: a cell, a row, a sheet; `None` for findings about a period.
    pub place: Option<Place>,
    /// The column's title as written, when the place is a cell.
    pub title: Option<String>,
    /// The value as written, when the place is a cell.
    pub value: Option<String>,
    /// What is wrong, with the figures, in Chinese.
    pub message: String,
    /// What to do, in Chinese.
    pub remedy: String,
    /// What it is about.
    pub subject: Subject,
    /// When.
    pub when: When,
    /// The sum that should not be paid, in yuan.
    pub cut: Option<Decimal>,
    /// The other places concerned.
    pub related: Vec<Place>,
}

/// What a rule could not judge this time, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unjudged {
    /// The rule's code.
    pub rule: &'static str,
    /// The squad, if it is one squad's.
    pub squad: Option<SquadId>,
    /// Why, in Chinese: 无名册 …
    pub reason: String,
}

/// A duty of so many days or times in a month or half-month, as its rule measured it, kept or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The rule's code.
    pub rule: &'static str,
    /// The squad.
    pub squad: SquadId,
    /// The folded name of the person, when it is one person's duty.
    pub person: Option<Arc<str>>,
    /// The month or half-month.
    pub window: Window,
    /// How many days or times there were.
    pub found: Decimal,
    /// How many there must be at least.
    pub required: Decimal,
}

impl Measured {
    /// Whether the duty was kept.
    pub fn is_kept(&self) -> bool {
        self.found >= self.required
    }
}

/// The result of all rules.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// All findings, in report order: rule order of the catalogue, then place, then subject.
    pub findings: Vec<Finding>,
    /// What could not be judged, once each.
    pub unjudged: Vec<Unjudged>,
    /// The duties measured; one that is not here was not judged.
    pub measured: Vec<Measured>,
    /// Rules that the settings switched off or changed, as Chinese sentences with the reason.
    pub changed: Vec<String>,
    /// The codes of those that the settings switched off.
    pub off: Vec<&'static str>,
}

impl Judgement {
    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Adds what the next rules of the catalogue said.
    pub fn add(&mut self, next: Judgement) {
        self.findings.extend(next.findings);
        self.unjudged.extend(next.unjudged);
        self.measured.extend(next.measured);
        self.changed.extend(next.changed);
        self.off.extend(next.off);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_article_share_its_name() {
        let card = |articles| RuleCard {
            code: "X001",
            name: "",
            severity: Severity::Note,
            articles,
            checks: "",
            why: "",
            remedy: "",
            parameters: &[],
            effect: Effect::None,
        };
        for (articles, told) in [
            (&["考核办法 九"][..], "考核办法 九"),
            (&["方案 三", "考核办法 八"], "方案 三、考核办法 八"),
            (&["考核办法 九", "考核办法 九(4)"], "考核办法 九、考核办法 九(4)"),
            (&["考核办法 九(1)", "考核办法 九(2)", "数据一致性"], "考核办法 九(1)(2)、数据一致性"),
            (&["经费办法 七(三)", "经费办法 三(一)"], "经费办法 七(三)、经费办法 三(一)"),
        ] {
            assert_eq!(card(articles).sources(), told);
        }
    }
}
