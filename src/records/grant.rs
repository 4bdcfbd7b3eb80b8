//! 活动批复: what the city government approved for an activity, item by item (经费办法 三(三)).

use std::sync::Arc;

use chrono::NaiveDate;

use crate::values::currency::Currency;

use super::Kind;
use super::cell::Money;
use super::cell::Name;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::row::record;
use super::row::table;

table! {
    /// One item of an activity's grant.
    Grant: Kind::Grant;
    key: &["活动编号", "支出项目"];
    dated_by: "批准日期";
    money: "批准金额";
    columns {
        /// 活动编号
        activity: Name = Column::new("活动编号", Form::LongNumber).required().also(&["批复编号", "活动代码", "活动批复编号", "批复文号", "活动序号", "活动号", "批准文号", "批文号", "活动批号", "活动编码"]),
        /// 活动名称
        name: Name = Column::new("活动名称", Form::Company).required().also(&["活动", "活动主题", "批复活动名称", "招商活动名称", "活动项目名称", "专题活动名称", "活动全称", "批复活动"]),
        /// 支出项目
        item: Arc<str> = Column::new("支出项目", Form::Text).required().also(&["费用项目", "开支项目", "批复项目", "支出科目", "费用类别", "经费项目", "支出科目名称", "费用科目", "批准项目", "批准支出项目", "开支范围", "支出明细", "费用明细", "费用名称", "支出类别", "费用名称", "预算项目", "列支项目", "经费科目", "明细项目", "支出明细项目", "开支明细", "批准支出科目"]),
        /// 批准金额
        amount: Money = Column::new("批准金额", Form::Money(DefaultUnit::Yuan)).required().also(&["批复金额", "核准金额", "批准额度", "批复额", "审批金额", "批复经费", "核定金额", "批准经费", "批复资金", "批复金额合计", "批准额", "批复额度", "批复数", "批准数", "批复总额", "核批金额", "核准经费", "批复预算"]),
        /// 主办单位
        host: Arc<str> = Column::new("主办单位", Form::Text).also(&["承办单位", "申请单位", "组织单位", "承办专班", "主办专班", "活动主办单位", "举办单位", "活动承办单位", "申报单位"]),
        /// 批准日期
        approved: NaiveDate = Column::new("批准日期", Form::Date).also(&["批复日期", "批准时间", "批复时间", "市政府批准日期", "批复年月日", "批准文件日期", "市政府批复日期"]),
        /// 币种
        currency: Currency = Column::new("币种", Form::Currency).also(&["货币", "币别", "货币种类", "币种类型"]),
    }
}

record!(Grant, date: |row| row.approved.get(), title: |row| format!("{} {}", row.activity.written(), row.item.written()));
