//! 工作日志: who was where on which days, and what came of it.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::values::period::Window;

use super::Kind;
use super::cell::Name;
use super::cell::Owner;
use super::column::Column;
use super::column::Form;
use super::row::record;
use super::row::table;

/// Words of 是否外出 for who was out, and for who was not.
const OUT: &[&str] = &[
    "外出",
    "已外出",
    "是外出",
    "外出招商",
    "在外",
    "在外招商",
    "市外",
    "在市外",
    "外地",
    "在外地",
    "省外",
    "国外",
    "境外",
    "出差",
    "已出差",
];
const IN: &[&str] = &[
    "未外出",
    "没外出",
    "没有外出",
    "不外出",
    "未在外",
    "不在外",
    "未出差",
    "没出差",
    "没有出差",
    "在岗",
    "在单位",
    "在机关",
    "机关",
    "单位",
    "坐班",
    "办公室",
    "在办公室",
    "市内",
    "在市内",
    "本市",
    "本地",
    "在家",
    "居家",
    // Who is on leave is not out for the squad.
    "休假",
    "请假",
    "病假",
    "事假",
    "年假",
    "调休",
    "轮休",
    "公休",
    "休息",
];

table! {
    /// One row of a work log; it counts for each person that it names.
    Log: Kind::Log;
    alternatives: &[&[&["日期"], &["开始日期", "结束日期"]]];
    dated_by: "日期";
    said_above: "姓名";
    columns {
        /// 日期: a day, or a range of days.
        days: Window = Column::new("日期", Form::Days).alternative().also(&["工作日期", "时间", "工作时间", "年月日", "外出日期", "外出时间", "日志日期", "填写日期", "活动日期", "日期时间", "工作日", "记录日期"]),
        /// 开始日期
        from: NaiveDate = Column::new("开始日期", Form::Date).alternative().also(&["开始时间", "起始日期", "起始时间", "外出开始日期", "日期起", "时间起", "起", "外出开始时间", "出发日期", "出发时间", "起始", "开始", "自", "外出日期起", "外出时间起", "外出起始日期", "外出起始时间", "起始日", "开始日", "离运日期", "离运时间"]),
        /// 结束日期
        to: NaiveDate = Column::new("结束日期", Form::Date).alternative().also(&["结束时间", "截止日期", "终止日期", "外出结束日期", "日期止", "时间止", "止", "外出结束时间", "返回日期", "返回时间", "截止时间", "终止时间", "终止", "结束", "至", "外出日期止", "外出时间止", "外出截止日期", "外出截止时间", "外出返回日期", "外出返回时间", "截止日", "终止日", "结束日", "返运日期", "返运时间", "返程日期", "返程时间"]),
        /// 姓名: one or several people.
        people: Vec<Name> = Column::new("姓名", Form::People).required().also(&["人员", "工作人员", "专班成员", "外出人员", "日志人", "记录人", "人员姓名", "成员姓名", "招商人员", "参加人员", "人员名单", "外出人", "参与人员", "外出人员姓名", "工作人员姓名", "招商人员姓名", "出差人员", "外出招商人员", "考察人员"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "所在专班", "产业专班", "产业招商专班", "专班组", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组"]),
        /// 工作内容
        content: Arc<str> = Column::new("工作内容", Form::Text).required().also(&["工作情况", "主要工作", "工作开展情况", "当日工作", "工作事项", "工作内容及成效", "日志内容", "招商工作情况", "今日工作", "主要工作内容", "具体工作", "工作纪实", "工作记录", "工作日志", "工作任务", "主要工作情况", "外出工作内容", "工作内容及进展", "招商活动内容", "工作开展"]),
        /// 地点
        place: Arc<str> = Column::new("地点", Form::Text).also(&["工作地点", "外出地点", "目的地", "前往地点", "所在地", "去向", "外出目的地", "工作地", "外出地", "出差地点", "地点（城市）", "前往地", "到访地", "活动地点", "出访地点", "所在地点"]),
        /// 是否外出
        out: bool = Column::new("是否外出", Form::YesNo).answers(OUT, IN).also(&["外出", "是否在外", "外出与否", "是否市外", "是否外出招商", "外出情况", "是否出差", "是否外出（是/否）", "在外", "是否在外招商"]),
        /// 工作类型
        work_kind: Arc<str> = Column::new("工作类型", Form::Text).also(&["类型", "工作类别", "日志类型", "工作方式", "工作性质", "事项类型", "工作分类"]),
        /// 对接单位
        firms: Vec<Name> = Column::new("对接单位", Form::Companies).also(&["对接企业", "拜访企业", "拜访企业名称", "拜访单位", "走访企业", "对接客商", "接洽单位", "拜访客商", "对接企业名称", "拜访对象", "对接对象", "接洽企业", "洽谈企业", "对接企业（单位）", "走访单位", "拜访企业（单位）", "客商单位", "洽谈单位"]),
        /// 项目名称
        project: Name = Column::new("项目名称", Form::Company).also(&["涉及项目", "对接项目", "相关项目", "洽谈项目", "项目", "项目全称", "跟进项目"]),
        /// 带队领导
        leader: Vec<Name> = Column::new("带队领导", Form::People).also(&["带队人", "带队负责人", "带队", "领队", "带队领导姓名", "带队领导及职务", "领导带队", "带队组长", "牵头领导"]),
        /// 项目信息
        project_news: Arc<str> = Column::new("项目信息", Form::Text).also(&["有价值项目信息", "获取项目信息", "项目线索", "获取的有价值项目信息", "项目信息情况", "有价值的项目信息", "收集项目信息", "重要项目信息", "招商信息", "有效信息", "信息收集"]),
        /// 进展情况
        progress: Arc<str> = Column::new("进展情况", Form::Text).also(&["项目进展", "进展", "工作进展", "重大进展", "项目进展情况", "重点项目进展", "推进情况", "项目推进情况", "进展及成效"]),
        /// 存在问题
        problems: Arc<str> = Column::new("存在问题", Form::Text).also(&["问题", "困难问题", "存在的问题", "存在困难", "存在问题及困难", "困难和问题", "困难和存在问题", "遇到的问题", "存在问题和困难", "问题及建议", "困难及问题", "存在困难和问题", "存在的主要问题", "问题和困难", "问题困难"]),
        /// 需协调事项
        requests: Arc<str> = Column::new("需协调事项", Form::Text).also(&["需要协助推进的工作", "需协调解决事项", "需协调解决的问题", "需要协调事项", "需协助事项", "需协调问题", "需协调解决的事项", "需要协调解决的问题", "协调事项", "需协调的问题", "需市级协调事项", "请求协调事项", "需协调解决问题"]),
        /// 下一步打算
        next: Arc<str> = Column::new("下一步打算", Form::Text).also(&["下步打算", "下一步工作打算", "下一步计划", "下步工作", "下一步工作", "工作打算", "下月打算", "下步计划", "明日计划", "下一步安排", "下步安排", "下步工作打算", "下一步措施", "后续安排", "后续打算", "工作计划", "下步工作计划", "下一步工作计划", "下一步", "下步举措", "下一步举措", "下一步工作措施", "下一步推进措施", "下步工作安排"]),
        /// 随行人员: the members of the squad among them count as 姓名 does (`intake::companions`).
        companions: Vec<Name> = Column::new("随行人员", Form::People).also(&["同行人员", "同行干部", "随行干部", "随同人员", "陪同人员", "同行人", "随行人"]),
    }
}

/// What the day is called on which a row is filled in: beside the days that it is about it is none of them.
pub const FILLED_IN: [&str; 3] = ["填写日期", "记录日期", "日志日期"];

impl Log {
    /// The days that the row is about, both ends counted; `None` when they could not be read. A beginning and an end say it before 日期,
    /// which may be the day of filling in; a day with an end behind it (外出日期, 返回日期) is where the days begin.
    pub fn window(&self) -> Option<Window> {
        let (days, to) = (self.days.get(), self.to.get());
        let begins = self.from.get().or(days.map(|days| days.from));
        match (begins, to) {
            (Some(from), Some(to)) => (from <= to).then_some(Window { from, to }),
            _ => days,
        }
    }
}

record!(Log, date: |row| row.window().map(|window| window.from), title: |row| {
    let people: Vec<&str> = row.people.value().into_iter().flatten().map(|name| &*name.shown).collect();
    let day = if row.days.written().is_empty() { row.from.written() } else { row.days.written() };
    format!("{} {}", people.join("、"), day)
});
