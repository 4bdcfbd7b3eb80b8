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
        name: Name = Column::new("姓名", Form::Person).required().also(&["人员姓名", "成员姓名", "名字", "人员", "干部姓名", "工作人员姓名", "工作人员"]),
        /// 专班; 综合协调组 is known.
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "所在专班", "产业专班", "产业招商专班", "专班组", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组"]),
        /// 角色
        role: Role = Column::new("角色", Form::Choice(Role::WORDS)).required().also(&["专班职务", "专班角色", "担任角色", "组内职务", "身份", "专班内职务", "组内分工", "专班分工", "人员类别", "组内角色", "专班岗位"]),
        /// 单位
        unit: Arc<str> = Column::new("单位", Form::Text).also(&["工作单位", "原单位", "所在单位", "派出单位", "原工作单位", "所属单位", "抽调单位", "派驻单位", "原单位名称", "工作单位名称"]),
        /// 职务
        post: Arc<str> = Column::new("职务", Form::Text).also(&["行政职务", "职务职称", "原职务", "现任职务", "原单位职务", "单位职务", "职务职级", "单位及职务"]),
        /// 级别
        level: Arc<str> = Column::new("级别", Form::Text).also(&["职级", "行政级别", "职级级别", "职务级别", "干部级别"]),
        /// 到岗日期
        from: NaiveDate = Column::new("到岗日期", Form::Date).also(&["到岗时间", "入组日期", "到任日期", "抽调日期", "到专班日期", "进组日期", "入驻日期", "进驻日期", "报到日期", "报到时间", "抽调时间", "任职日期", "任职时间", "进组时间", "入组时间", "到组日期"]),
        /// 离岗日期: the last day on post.
        to: NaiveDate = Column::new("离岗日期", Form::Date).blank(&["至今", "在岗", "在职", "在任", "在组", "现在", "目前", "今", "现任", "未离岗"]).also(&["离岗时间", "离组日期", "退出日期", "离任日期", "离组时间", "退出时间", "离开日期", "离任时间", "调离日期", "调离时间", "免职日期"]),
        /// 身份证号: never shown whole.
        id_number: Name = Column::new("身份证号", Form::IdNumber).also(&["身份证号码", "公民身份号码", "身份证", "公民身份证号", "居民身份证号", "身份号码", "身份证件号码", "身份证编号"]),
        /// 联系电话
        phone: Name = Column::new("联系电话", Form::LongNumber).also(&["电话", "手机号", "手机", "手机号码", "联系方式", "电话号码", "联系手机", "手机电话", "移动电话"]),
    }
}

record!(Member, date: |_| None, title: |row| row.name.written().to_string());
