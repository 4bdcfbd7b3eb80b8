//! 投资信息库: firms that may invest (方案 二(一)).

use std::sync::Arc;

use chrono::NaiveDate;

use super::Kind;
use super::cell::Name;
use super::cell::Owner;
use super::column::Column;
use super::column::Form;
use super::row::record;
use super::row::table;

table! {
    /// One firm of the investment library.
    Investor: Kind::Investor;
    dated_by: "更新日期";
    needs_further: true;
    columns {
        /// 企业名称
        name: Name = Column::new("企业名称", Form::Company).required().also(&["企业", "公司名称", "单位名称", "目标企业", "企业全称", "企业（机构）名称", "目标企业名称", "机构名称"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "产业专班", "产业招商专班", "专班组", "所在专班", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组"]),
        /// 企业类型
        firm_kind: Arc<str> = Column::new("企业类型", Form::Text).also(&["企业性质", "企业类别", "企业类别（性质）"]),
        /// 行业
        industry: Arc<str> = Column::new("行业", Form::Text).also(&["所属行业", "行业类别", "产业领域", "所属产业", "产业类别", "产业方向", "行业领域", "从事行业"]),
        /// 重点投资领域
        field: Arc<str> = Column::new("重点投资领域", Form::Text).also(&["投资领域", "投资方向", "重点投资方向", "意向投资领域", "主要投资领域", "投资重点领域", "投资重点", "拟投资领域"]),
        /// 投资计划
        plan: Arc<str> = Column::new("投资计划", Form::Text).also(&["年度投资计划", "投资意向", "区域投资计划", "投资计划情况", "近期投资计划", "投资动态", "投资规划", "拟投资计划"]),
        /// 联系人
        contact: Arc<str> = Column::new("联系人", Form::Text).also(&["企业联系人", "对接人", "联系人姓名", "企业联系人姓名", "联络人", "主要联系人"]),
        /// 联系电话
        phone: Name = Column::new("联系电话", Form::LongNumber).also(&["电话", "联系方式", "手机", "手机号", "联系人电话", "手机号码", "电话号码", "联系人联系方式"]),
        /// 更新日期
        updated: NaiveDate = Column::new("更新日期", Form::Date).also(&["更新时间", "入库日期", "登记日期", "录入日期", "收集日期", "信息更新日期", "信息收集日期", "入库时间", "登记时间", "录入时间", "收集时间"]),
    }
}

record!(Investor, date: |row| row.updated.get(), title: |row| row.name.written().to_string());
