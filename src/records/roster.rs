//! 名册: who is on which squad, in which role, from when to when.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Kind;
use super::cell::Name;
use super::cell::Owner;
use super::column::Column;
use super::column::Form;
use super::row::choice;
use super::row::record;
use super::row::table;

choice! {
    /// A member's role (方案 一(二)).
    Role {
        Head = "组长" ["专班组长", "主要负责人"],
        Deputy = "副组长" ["专班副组长", "常务副组长"],
        Dedicated = "专职成员" ["成员", "专职人员", "组员", "专职", "专班成员", "专职干部"],
    }
}

table! {
    /// One row of the roster.
    Member: Kind::Roster;
    columns {
        /// 姓名
        name: Name = Column::new("姓名", Form::Person).required().also(&["人员姓名", "成员姓名", "名字"]),
        /// 专班; 综合协调组 is known.
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "所在专班", "产业专班"]),
        /// 角色
        role: Role = Column::new("角色", Form::Choice(Role::WORDS)).required().also(&["专班职务", "专班角色", "担任角色", "组内职务", "身份", "专班内职务", "组内分工"]),
        /// 单位
        unit: Arc<str> = Column::new("单位", Form::Text).also(&["工作单位", "原单位", "所在单位", "派出单位", "原工作单位"]),
        /// 职务
        post: Arc<str> = Column::new("职务", Form::Text).also(&["行政职务", "职务职称", "原职务"]),
        /// 级别
        level: Arc<str> = Column::new("级别", Form::Text).also(&["职级", "行政级别"]),
        /// 到岗日期
        from: NaiveDate = Column::new("到岗日期", Form::Date).also(&["到岗时间", "入组日期", "到任日期", "抽调日期", "到专班日期", "进组日期"]),
        /// 离岗日期: the last day on post.
        to: NaiveDate = Column::new("离岗日期", Form::Date).also(&["离岗时间", "离组日期", "退出日期", "离任日期"]),
        /// 身份证号: never shown whole.
        id_number: Name = Column::new("身份证号", Form::IdNumber).also(&["身份证号码", "公民身份号码", "身份证"]),
        /// 联系电话
        phone: Name = Column::new("联系电话", Form::LongNumber).also(&["电话", "手机号", "手机", "手机号码", "联系方式"]),
    }
}

record!(Member, date: |_| None, title: |row| row.name.written.to_string());
