//! 人才信息库: people worth keeping in touch with (方案 二(五)).

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
    /// One person of the talent library.
    Talent: Kind::Talent;
    dated_by: "更新日期";
    needs_further: true;
    columns {
        /// 姓名
        name: Name = Column::new("姓名", Form::Person).required().also(&["人才姓名", "专家姓名", "人才", "专家", "人员姓名", "名字", "高层次人才姓名"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "产业专班", "产业招商专班", "专班组", "所在专班", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组"]),
        /// 单位
        unit: Arc<str> = Column::new("单位", Form::Text).also(&["工作单位", "所在单位", "现工作单位", "现单位", "所属单位", "任职单位", "工作单位名称", "所在单位及职务"]),
        /// 专业领域
        field: Arc<str> = Column::new("专业领域", Form::Text).also(&["专业", "研究领域", "研究方向", "专业特长", "研究专长", "专长", "擅长领域", "技术领域", "专业方向", "从事专业", "专业（研究方向）"]),
        /// 职称
        title_rank: Arc<str> = Column::new("职称", Form::Text).also(&["专业技术职称", "技术职称", "职称职务", "职称/职务", "职称等级", "专业技术职务"]),
        /// 籍贯
        origin: Arc<str> = Column::new("籍贯", Form::Text).also(&["原籍", "户籍地", "出生地", "祖籍", "户籍"]),
        /// 联系电话
        phone: Name = Column::new("联系电话", Form::LongNumber).also(&["电话", "联系方式", "手机", "手机号", "手机号码", "电话号码", "联系人电话"]),
        /// 更新日期
        updated: NaiveDate = Column::new("更新日期", Form::Date).also(&["更新时间", "入库日期", "登记日期", "录入日期", "信息更新日期", "入库时间", "登记时间", "录入时间", "收集日期"]),
    }
}

record!(Talent, date: |row| row.updated.get(), title: |row| row.name.written().to_string());
