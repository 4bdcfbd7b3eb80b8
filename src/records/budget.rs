//! 年度预算: the year's budget and what was carried over (考核办法 七).

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::values::currency::Currency;
use crate::values::numbering::without_number;
use crate::values::text;

use super::Kind;
use super::cell::Money;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::row::record;
use super::row::table;

table! {
    /// One line of the budget: the whole (blank or 合计 as heading), or a part of it.
    Budget: Kind::Budget;
    money: "预算金额";
    columns {
        /// 年度
        year: Decimal = Column::new("年度", Form::Year).required().also(&["预算年度", "年份", "年", "年度（年）", "财政年度", "所属年度", "预算年份"]),
        /// 预算金额
        amount: Money = Column::new("预算金额", Form::Money(DefaultUnit::Wan)).required().also(&["预算", "预算数", "年度预算", "预算额", "安排金额", "年初预算", "预算总额", "年度预算金额", "预算安排", "预算安排金额", "批复预算", "预算资金", "年初预算数", "预算额度", "年度预算数", "财政预算", "预算安排数", "本年预算", "本年预算数", "当年预算", "核定预算", "下达预算", "批准预算", "年度经费预算", "专项经费预算", "预算批复数"]),
        /// 科目, or a squad; blank or 合计 is the whole.
        heading: Arc<str> = Column::new("科目", Form::Text).also(&["专班", "预算科目", "项目", "支出项目", "预算项目", "分项", "支出科目", "预算科目名称", "所属专班", "专班名称", "招商专班", "用途", "预算用途", "支出类别", "预算分项", "费用项目"]),
        /// 上年结转
        carried: Money = Column::new("上年结转", Form::Money(DefaultUnit::Wan)).also(&["结转", "上年结余", "上年结转资金", "结转金额", "上年结转结余", "上年度结转", "结转上年", "上年结转金额", "上年结转数", "结转数", "上年结余资金", "上年结转和结余", "结余结转", "上年结余经费", "结转结余", "年初结转", "上年结余结转", "上年结余（结转）", "上年结转（结余）", "上年末结余", "结转上年资金", "以前年度结转", "上年滚存结余"]),
        /// 币种
        currency: Currency = Column::new("币种", Form::Currency).also(&["货币", "币别", "货币种类", "币种类型"]),
    }
}

impl Budget {
    /// The year as a number.
    pub fn year_number(&self) -> Option<i32> {
        use rust_decimal::prelude::ToPrimitive;
        self.year.get().and_then(|year| year.to_i32())
    }

    /// Whether the row is an addition to the whole: one without a heading whose remark says so, which reading then wrote as its heading.
    /// A heading of the table's own (科目) that says so is a line of the budget as any other.
    pub fn is_addition(&self) -> bool {
        self.heading.column().is_none() && self.heading.value().is_some_and(|heading| says_addition(heading))
    }
}

/// Headings that mean the whole, as a blank one does.
const WHOLE: [&str; 2] = ["合计", "总计"];

/// Whether a heading is the whole's.
pub fn is_whole(heading: &str) -> bool {
    text::is_blank(heading) || WHOLE.contains(&without_number(heading).as_str())
}

/// Words for a sum that comes on top of another.
const ADDED: [&str; 3] = ["追加", "调增", "增拨"];

/// What makes of them a sum that holds the addition already, or none: 追加后预算, 含追加50万元, 不追加. A sum after 调整 or 调减 is none
/// that can be added either.
const NOT_ADDED: [&str; 8] = ["后", "含", "包括", "其中", "未", "不", "无", "已"];

/// Longest remark that is looked at, in bytes: a mark of the row, and no report.
const LONGEST_MARK: usize = 90;

/// Whether a remark says that the sum beside it comes on top of the year's budget.
pub fn says_addition(remark: &str) -> bool {
    let folded = text::fold(remark);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    remark.len() <= LONGEST_MARK && has(&ADDED) && !has(&NOT_ADDED)
}

record!(Budget, date: |_| None, title: |row| format!("{} {}", row.year.written(), row.heading.written()));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_on_top_is_told_from_what_holds_it_already() {
        for remark in ["追加预算", "追 加", "6月追加50万元", "调增", "（追加）"] {
            assert!(says_addition(remark), "{remark}");
        }
        for remark in [
            "",
            "年初预算",
            "追加后预算",
            "含追加50万元",
            "其中追加50万元",
            "已追加",
            "不再追加",
            "调整预算",
            "调减",
        ] {
            assert!(!says_addition(remark), "{remark}");
        }
    }
}
