//! What staff wrote into a findings list that came back to the inbox (spec 4.4).

use chrono::NaiveDate;

use crate::place::Place;

/// One filled-in line of a findings list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The line.
    pub place: Place,
    /// What the list is about, as its title says: `2021年9月`; empty when it has no title.
    pub period: String,
    /// The finding's id.
    pub id: String,
    /// 原值, as the list has it.
    pub value: String,
    /// 问题, as the list has it.
    pub message: String,
    /// 核减金额（元）, as the list has it.
    pub cut: String,
    /// 处理情况.
    pub answer: Answer,
    /// 说明.
    pub note: String,
}

/// 处理情况.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 已整改: the finding must be gone.
    Mended,
    /// 情况属实.
    Confirmed,
    /// 说明, and whatever else was written.
    Explained,
    /// 豁免.
    Exempted(Exemption),
}

/// An exemption; what is missing makes it void.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exemption {
    /// Who approved it.
    pub approver: Option<String>,
    /// On what grounds.
    pub grounds: Option<String>,
    /// The last day that it holds.
    pub until: Option<NaiveDate>,
}

impl Answer {
    /// The words that a list offers.
    pub const WORDS: [&'static str; 4] = ["已整改", "情况属实", "说明", "豁免"];

    /// The Chinese word.
    pub fn name(&self) -> &'static str {
        match self {
            Answer::Mended => "已整改",
            Answer::Confirmed => "情况属实",
            Answer::Explained => "说明",
            Answer::Exempted(_) => "豁免",
        }
    }
}

impl Exemption {
    /// How staff write an exemption into 说明.
    pub const FORM: &'static str = "批准人：…；理由：…；有效期至：2021-12-31";

    /// What it lacks, in Chinese; empty when it is complete.
    pub fn missing(&self) -> Vec<&'static str> {
        let parts = [
            ("批准人", self.approver.is_none()),
            ("理由", self.grounds.is_none()),
            ("有效期", self.until.is_none()),
        ];
        parts.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect()
    }

    /// Whether it is complete and holds on that day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.missing().is_empty() && self.until.is_some_and(|until| day <= until)
    }
}
