//! 年度预算: the year's budget and what was carried over (考核办法 七).

use std::sync::Arc;

use rust_decimal::Decimal;

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
        amount: Money = Column::new("预算金额", Form::Money(DefaultUnit::Wan)).required().also(&["预算", "预算数", "年度预算", "预算额", "安排金额", "年初预算", "预算总额", "年度预算金额", "预算安排", "预算安排金额", "批复预算", "预算资金", "年初预算数", "预算额度"]),
        /// 科目, or a squad; blank or 合计 is the whole.
        heading: Arc<str> = Column::new("科目", Form::Text).also(&["专班", "预算科目", "项目", "支出项目", "预算项目", "分项", "支出科目", "预算科目名称", "所属专班", "专班名称", "招商专班", "用途", "预算用途", "支出类别", "预算分项", "费用项目"]),
        /// 上年结转
        carried: Money = Column::new("上年结转", Form::Money(DefaultUnit::Wan)).also(&["结转", "上年结余", "上年结转资金", "结转金额", "上年结转结余", "上年度结转", "结转上年", "上年结转金额", "上年结转数", "结转数", "上年结余资金", "上年结转和结余"]),
    }
}

impl Budget {
    /// The year as a number.
    pub fn year_number(&self) -> Option<i32> {
        use rust_decimal::prelude::ToPrimitive;
        self.year.get().and_then(|year| year.to_i32())
    }
}

record!(Budget, date: |_| None, title: |row| format!("{} {}", row.year.written(), row.heading.written()));
