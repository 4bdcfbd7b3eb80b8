//! 项目储备库: projects that the city could offer (方案 二(二)).

use std::sync::Arc;

use chrono::NaiveDate;

use super::Kind;
use super::cell::Money;
use super::cell::Name;
use super::cell::Owner;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::row::choice;
use super::row::record;
use super::row::table;

choice! {
    /// What the project does for the industry chain.
    ChainLink {
        Build = "建链",
        Extend = "延链",
        Mend = "补链",
        Strengthen = "强链",
    }
}

table! {
    /// One project of the reserve library.
    Reserve: Kind::Reserve;
    dated_by: "更新日期";
    needs_further: true;
    columns {
        /// 项目名称
        name: Name = Column::new("项目名称", Form::Company).required().also(&["项目", "储备项目名称", "储备项目", "谋划项目名称"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "组别"]),
        /// 产业环节
        link: ChainLink = Column::new("产业环节", Form::Choice(ChainLink::WORDS)).also(&["产业链环节", "链条环节", "环节"]),
        /// 总投资
        investment: Money = Column::new("总投资", Form::Money(DefaultUnit::Wan)).also(&["投资总额", "总投资额", "估算总投资", "计划总投资", "拟投资额"]),
        /// 拟招商方式
        way: Arc<str> = Column::new("拟招商方式", Form::Text).also(&["招商方式", "拟合作方式", "合作方式"]),
        /// 更新日期
        updated: NaiveDate = Column::new("更新日期", Form::Date).also(&["更新时间", "入库日期", "登记日期", "录入日期"]),
    }
}

record!(Reserve, date: |row| row.updated.get(), title: |row| row.name.written.to_string());
