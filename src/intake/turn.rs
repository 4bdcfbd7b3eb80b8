//! Words beside the name of a column that turn what it says: 开工日期（计划） is no day on which anything started, 外出时间（起） no run of
//! days, 是否外出（否打√） answers the other way round.

use crate::records::Kind;
use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::Table;
use crate::values::text;

/// Words of what is meant to come: in a title's brackets, or in a parent over it.
const TO_COME: [&str; 15] = [
    "计划",
    "预计",
    "预期",
    "预估",
    "估算",
    "目标",
    "意向",
    "预算",
    "规划",
    "拟",
    "年任务",
    "年度任务",
    "目标任务",
    "任务数",
    "任务额",
];

/// Words of what is expected or only asked for, in brackets.
const EXPECTED: [&str; 3] = ["任务", "应到", "申请"];

/// Words of what is taken off or is still open, in brackets.
const NOT_DONE: [&str; 14] = [
    "核减",
    "调减",
    "扣减",
    "退回",
    "退款",
    "剩余",
    "余额",
    "结余",
    "缺口",
    "差额",
    "未到",
    "未付",
    "未支付",
    "未报销",
];

/// Those of what is left, and the column that is itself of it.
const LEFT: [&str; 3] = ["剩余", "余额", "结余"];
const LEFT_OVER: &str = "上年结转";

/// The columns of what happened or was reached, which a word of what is meant to come, or is expected, turns. Any other says the same with
/// and without it: a budget is a plan (年度预算 over 预算金额), and a day of entry is a day (合作意向 over 更新日期).
const REACHED: [(Kind, &[&str]); 4] = [
    (Kind::Project, &["签约日期", "注册日期", "开工日期", "投产日期"]),
    (Kind::Contract, &["签订日期", "注册日期", "合同金额"]),
    (Kind::Receipt, &["到账日期", "金额"]),
    (Kind::Expense, &["金额", "伙食补助", "交通补助", "住宿费", "城市间交通费"]),
];

/// Words with which a parent says what was reached: 完成年度目标情况. In a note the first may still be to come: 预计完成.
const DONE: [&str; 2] = ["完成", "实际"];

/// Words of an amount that is asked for or stands on a paper, where another column holds what was paid.
const ASKED_FOR: [&str; 5] = ["申请", "申报", "应报", "票据", "发票"];

/// Words with which a note keeps its title as it is: 含预算内, 按计划填写, 预计数除外.
const HARMLESS: [&str; 15] = [
    "含",
    "除",
    "按",
    "填",
    "写",
    "非",
    "预算内",
    "预算外",
    "计划内",
    "计划外",
    "规划内",
    "无",
    "不",
    "如",
    "空",
];

/// What a parent ends with that adds nothing to what it says: 预计时间节点, 计划完成情况.
const ENDINGS: [&str; 12] = [
    "时间", "日期", "节点", "情况", "信息", "安排", "金额", "资金", "任务", "数", "额", "值",
];

/// Longest note that turns a title, and longest that says what to fill in, in characters.
const LONGEST: usize = 10;
const LONGEST_INSTRUCTION: usize = 20;

/// Words of the ends of a time, in brackets: each with that of the names of columns.
const ENDS: [(&str, &str); 14] = [
    ("起", "起"),
    ("自", "起"),
    ("始", "起"),
    ("从", "起"),
    ("开始", "起"),
    ("起始", "起"),
    ("起日", "起"),
    ("止", "止"),
    ("至", "止"),
    ("到", "止"),
    ("终", "止"),
    ("结束", "止"),
    ("截止", "止"),
    ("止日", "止"),
];

/// How a title says something else than the name that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Something else, by this word.
    Other(&'static str),
    /// One of several things, by this word: 计划/实际.
    OneOf(&'static str),
    /// A mark means no: 否打√.
    No,
    /// One end of a time: 起, 止.
    End(&'static str),
}

impl Turn {
    /// How a note in the brackets of a title, folded, turns it.
    pub(super) fn of_note(note: &str) -> Option<Turn> {
        if let Some((_, end)) = ENDS.iter().find(|(word, _)| *word == note) {
            return Some(Turn::End(end));
        }
        if marks_no(note) {
            return Some(Turn::No);
        }
        let length = note.chars().count();
        let words = || TO_COME.iter().chain(&EXPECTED).chain(&NOT_DONE);
        // What is to be filled in there: 未开工填预计时间.
        let said_to_fill = note
            .match_indices(['填', '写'])
            .map(|(at, verb)| note.get(at + verb.len()..).unwrap_or_default());
        let mut filled_in = said_to_fill.filter_map(|rest| TO_COME.iter().find(|word| rest.starts_with(**word)));
        if length <= LONGEST_INSTRUCTION
            && let Some(word) = filled_in.next()
        {
            return Some(Turn::OneOf(word));
        }
        if length > LONGEST || HARMLESS.iter().any(|word| note.contains(word)) {
            return None;
        }
        // 核减后 is what remains as the amount.
        let is_after = NOT_DONE
            .iter()
            .any(|word| note.split(word).skip(1).any(|rest| rest.starts_with('后')));
        if is_after {
            return None;
        }
        let word = words().find(|word| note.contains(**word))?;
        let others = note.split(['/', '、', '或', ',', ';', '|']).filter(|part| {
            let is_unit = crate::values::unit::Unit::parse(part).is_some();
            !part.is_empty() && !is_unit && !words().any(|word| part.contains(word))
        });
        Some(if others.count() > 0 { Turn::OneOf(word) } else { Turn::Other(word) })
    }

    /// How a parent turns the titles below it: 计划, 预计时间节点, 全年目标（万元）. 拟建项目 says what stands there, and not when.
    pub(super) fn of_parent(parent: &str) -> Option<Turn> {
        let folded = text::fold(parent);
        let mut said = folded.split('(').next().unwrap_or_default();
        if said.chars().count() > LONGEST || HARMLESS.iter().chain(&DONE).any(|word| said.contains(word)) {
            return None;
        }
        loop {
            if let Some(word) = TO_COME.iter().find(|word| said.ends_with(**word)) {
                return Some(Turn::Other(word));
            }
            said = ENDINGS.iter().find_map(|ending| said.strip_suffix(ending))?;
        }
    }

    /// Whether a title that turns so stands for a column of the table no more. A column that is itself of what the word says (总投资, also
    /// called 计划总投资) stays.
    pub(super) fn takes_away(self, column: &Column, table: &Table) -> bool {
        let of_itself = |word: &str| column.names().any(|name| name.contains(word));
        match self {
            Turn::Other(word) | Turn::OneOf(word) if NOT_DONE.contains(&word) => {
                let is_left = column.name == LEFT_OVER && LEFT.contains(&word);
                matches!(column.form, Form::Date | Form::Days | Form::Money(_) | Form::Number) && !is_left && !of_itself(word)
            }
            Turn::Other(word) | Turn::OneOf(word) => {
                let is_reached = |(kind, names): &(Kind, &[&str])| *kind == table.kind && names.contains(&column.name);
                REACHED.iter().any(is_reached) && !of_itself(word)
            }
            Turn::No => column.form == Form::YesNo,
            // A table without columns for both ends has its day in the first of the two.
            Turn::End(_) => column.form == Form::Days && table.alternatives.iter().copied().flatten().any(|names| names.len() > 1),
        }
    }

    /// The word that says it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Turn::Other(word) | Turn::OneOf(word) | Turn::End(word) => word,
            Turn::No => "否",
        }
    }
}

/// Whether a title of money says what is asked for or stands on a paper.
pub(super) fn is_asked_for(title: &str) -> bool {
    ASKED_FOR.iter().any(|word| title.contains(word))
}

/// Whether a mark in the column means no: 否打√, 未外出打勾.
fn marks_no(note: &str) -> bool {
    let negative = ["否", "未", "没", "不", "无"].iter().any(|word| note.starts_with(word));
    let marked = ['√', '✓', '✔', '勾', '对'].iter().any(|mark| note.contains(*mark));
    negative && marked && !note.contains(['×', '✗', '✘', '叉'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_turn_a_title_are_known() {
        for (note, expected) in [
            ("计划", Some(Turn::Other("计划"))),
            ("全年目标", Some(Turn::Other("目标"))),
            ("万元,预计", Some(Turn::Other("预计"))),
            ("计划/实际", Some(Turn::OneOf("计划"))),
            ("未开工填预计时间", Some(Turn::OneOf("预计"))),
            ("否打√", Some(Turn::No)),
            ("自", Some(Turn::End("起"))),
            ("是打√,否打×", None),
            ("实际", None),
            ("含预算内", None),
            ("按计划填写", None),
            ("单位:万元,预计数除外", None),
            ("非计划", None),
            ("核减后", None),
            ("元,扣减后", None),
            ("核减", Some(Turn::Other("核减"))),
            ("预算内", None),
            ("万元", None),
            ("", None),
        ] {
            assert_eq!(Turn::of_note(note), expected, "{note}");
        }
        for (parent, expected) in [
            ("计划", Some(Turn::Other("计划"))),
            ("预计时间节点", Some(Turn::Other("预计"))),
            ("全年目标（万元）", Some(Turn::Other("目标"))),
            ("年度目标任务", Some(Turn::Other("目标任务"))),
            ("拟建项目情况", None),
            ("时间节点", None),
            ("项目完成情况", None),
            ("完成年度目标情况", None),
            ("实际完成目标", None),
        ] {
            assert_eq!(Turn::of_parent(parent), expected, "{parent}");
        }
    }
}
