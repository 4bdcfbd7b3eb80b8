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
        name: Name = Column::new("项目名称", Form::Company).required().also(&["项目", "储备项目名称", "储备项目", "谋划项目名称", "项目名", "拟建项目名称", "谋划项目", "包装项目名称"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "产业专班", "产业招商专班", "专班组", "所在专班", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组"]),
        /// 产业环节
        link: ChainLink = Column::new("产业环节", Form::Choice(ChainLink::WORDS)).also(&["产业链环节", "链条环节", "环节", "产业链环节类型", "补链类型", "链条类型", "产业链类型", "建链延链补链强链", "环节类型", "产业链位置"]),
        /// 总投资
        investment: Money = Column::new("总投资", Form::Money(DefaultUnit::Wan)).also(&["投资总额", "总投资额", "估算总投资", "计划总投资", "拟投资额", "计划总投资额", "预计总投资", "投资规模", "估算投资", "拟总投资", "投资估算", "投资额", "项目总投资"]),
        /// 拟招商方式
        way: Arc<str> = Column::new("拟招商方式", Form::Text).also(&["招商方式", "拟合作方式", "合作方式", "招商形式", "拟采取招商方式", "招商模式", "合作模式", "拟合作模式", "招商途径"]),
        /// 更新日期
        updated: NaiveDate = Column::new("更新日期", Form::Date).also(&["更新时间", "入库日期", "登记日期", "录入日期", "信息更新日期", "入库时间", "登记时间", "录入时间", "谋划日期"]),
    }
}

record!(Reserve, date: |row| row.updated.get(), title: |row| row.name.written().to_string());
