//! 活动记录: special events, dispatches, reports, meetings, visits.

use std::sync::Arc;

use crate::values::period::Window;

use super::Kind;
use super::cell::Name;
use super::cell::Owner;
use super::column::Column;
use super::column::Form;
use super::project::InvestorKind;
use super::row::choice;
use super::row::record;
use super::row::table;

choice! {
    /// What took place.
    ActivityKind {
        Event = "专题招商活动" ["专题招商", "专题活动", "招商推介会", "专题推介", "招商推介活动", "推介会", "专题招商推介", "招商活动"],
        Dispatch = "半月调度" ["半月调度会", "调度会", "半月通报", "调度", "半月调度会议"],
        Report = "月度汇报" ["月度书面汇报", "书面汇报", "月报", "月汇报", "月度工作汇报"],
        MayorMeeting = "市长办公会" ["市长办公会议", "市长专题会议", "季度市长办公会"],
        Training = "业务培训" ["培训", "业务学习", "培训会"],
        FirmVisit = "企业来访" ["客商来访", "来运考察", "企业来运考察", "客商考察", "来访"],
        Trip = "外出考察" ["外出招商", "带队考察", "外出对接", "带队外出", "赴外考察", "外出拜访"],
    }
}

table! {
    /// One activity; meetings of all squads have no squad.
    Activity: Kind::Activity;
    dated_by: "日期";
    columns {
        /// 日期: a day, or the days of a trip.
        days: Window = Column::new("日期", Form::Days).required().also(&["活动日期", "时间", "活动时间", "会议日期", "举办日期", "起止日期", "会议时间", "举办时间", "开展日期", "开展时间", "活动起止日期", "召开日期", "召开时间", "会议召开日期", "来访日期", "来访时间", "考察日期", "考察时间", "调度时间", "汇报时间", "会议/活动时间", "活动（会议）时间", "召开会议时间", "起止时间"]),
        /// 活动类型
        activity_kind: ActivityKind = Column::new("活动类型", Form::Choice(ActivityKind::WORDS)).required().also(&["类型", "活动类别", "类别", "事项类型", "会议类型", "活动种类", "活动形式", "活动性质", "事项类别", "会议类别", "活动（会议）类型", "会议（活动）类型", "类型（会议/活动）", "活动（会议）类别", "会议活动类型"]),
        /// 活动名称
        name: Name = Column::new("活动名称", Form::Company).required().also(&["名称", "活动主题", "活动内容", "会议名称", "主题", "活动", "活动（会议）名称", "事项名称", "内容", "活动主要内容", "会议主题", "会议议题", "活动事项", "会议（活动）名称", "会议（活动）主题", "活动标题", "汇报主题"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).also(&["所属专班", "专班名称", "招商专班", "组织专班", "组别", "参与专班", "承办专班", "产业专班", "产业招商专班", "专班组", "所在专班", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组", "负责专班", "主办专班"]),
        /// 带队领导
        leader: Vec<Name> = Column::new("带队领导", Form::People).also(&["带队人", "带队负责人", "带队", "主持人", "带队领导姓名", "领队", "参会领导", "出席领导", "带队领导及职务", "牵头领导", "主持领导"]),
        /// 参加人员
        people: Vec<Name> = Column::new("参加人员", Form::People).also(&["参会人员", "参与人员", "出席人员", "随行人员", "人员", "与会人员", "参加人", "参会人", "陪同人员", "参加单位及人员", "出席人", "参加人员名单"]),
        /// 客商单位
        firm: Name = Column::new("客商单位", Form::Company).also(&["客商", "来访企业", "来访单位", "对接企业", "企业名称", "考察企业", "对接单位", "来访客商", "客商企业", "客商名称", "来访企业名称", "对接企业名称", "考察单位", "企业", "来访客商单位", "拜访企业"]),
        /// 投资方类型
        investor_kind: InvestorKind = Column::new("投资方类型", Form::Choice(InvestorKind::WORDS)).also(&["企业类型", "客商类型", "企业性质", "来访企业类型", "客商企业类型", "投资商类型", "来访客商类型", "客商单位类型", "投资方性质", "客商性质", "客商类别", "来访企业类别", "来访企业性质"]),
        /// 成果
        result: Arc<str> = Column::new("成果", Form::Text).also(&["活动成果", "取得成果", "成效", "活动成效", "会议结果", "成果情况", "活动成果情况", "会议成果", "取得成效", "成果成效", "主要成果", "达成成果", "活动效果", "结果"]),
    }
}

record!(Activity, date: |row| row.days.get().map(|days| days.from), title: |row| row.name.written().to_string());
