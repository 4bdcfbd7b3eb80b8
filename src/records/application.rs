//! 经费申请: claims for money, and the steps that they go through (经费办法 七).

use chrono::NaiveDate;

use crate::values::currency::Currency;

use super::Kind;
use super::cell::Cell;
use super::cell::Money;
use super::cell::Name;
use super::cell::Owner;
use super::cell::State;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::row::record;
use super::row::table;

table! {
    /// One application.
    Application: Kind::Application;
    key: &["申请编号"];
    dated_by: "申报日期";
    money: "申请金额";
    columns {
        /// 申请编号
        number: Name = Column::new("申请编号", Form::LongNumber).required().also(&["申请单号", "申请报告编号", "申报编号", "经费申请编号", "申请号", "经费申请单号", "报告编号", "申请书编号", "申请序号"]),
        /// 申报单位
        applicant: Owner = Column::new("申报单位", Form::Unit).required().also(&["申请单位", "申报专班", "申请专班", "申报部门", "招商单位", "申报主体", "申报（申请）单位", "报送单位", "申报单位名称", "申请部门", "专班", "所属专班", "用款单位", "申报招商单位", "呈报单位", "申报单位（专班）"]),
        /// 申请金额
        amount: Money = Column::new("申请金额", Form::Money(DefaultUnit::Yuan)).required().also(&["申报金额", "申请经费", "申请额", "申请资金", "申请经费金额", "申报经费", "申请报销金额", "申报资金", "申请数", "申请总额", "申请总金额", "申请拨付金额", "申请经费总额", "申请数额", "申请额度", "拟报销金额", "经费申请金额", "报销申请金额", "申请金额合计"]),
        /// 申报日期
        filed: NaiveDate = Column::new("申报日期", Form::Date).required().also(&["申报时间", "申请日期", "申请时间", "提交日期", "报送日期", "报送时间", "申请提交日期", "申报提交日期", "上报日期", "上报时间", "呈报日期", "提出时间", "申请报告日期", "申请报告时间"]),
        /// 审核日期 (市招投中心)
        reviewed: NaiveDate = Column::new("审核日期", Form::Date).also(&["审核时间", "招投中心审核日期", "中心审核日期", "市招投中心审核日期", "审核汇总日期", "招投中心审核时间", "市招投中心审核时间", "审核汇总时间", "中心审核时间", "市招投中心审核", "招投中心审核", "审核汇总", "中心审核", "招投中心审核（日期）", "市招投中心审核（日期）", "市招投中心审核汇总日期", "招投中心审核汇总时间"]),
        /// 初审日期 (市财政局)
        examined: NaiveDate = Column::new("初审日期", Form::Date).also(&["初审时间", "财政初审日期", "市财政局初审日期", "财政局初审日期", "财政局初审时间", "财政初审时间", "市财政初审日期", "财政审核日期", "市财政局初审时间", "市财政局初审", "财政局初审", "财政初审", "财政局初审（日期）", "财政审核时间", "财政局审核日期", "初审意见日期"]),
        /// 审批日期 (市政府)
        approved: NaiveDate = Column::new("审批日期", Form::Date).also(&["审批时间", "政府审批日期", "市政府审批日期", "批准日期", "市政府批准日期", "市政府审批时间", "市政府批准时间", "政府审批时间", "批准时间", "市政府批复日期", "市政府审批", "政府审批", "政府批准日期", "政府批复日期", "政府批准时间", "政府批复时间", "市政府审签日期", "市长签批日期", "市政府审批（日期）"]),
        /// 报销日期
        reimbursed: NaiveDate = Column::new("报销日期", Form::Date).also(&["报销时间", "集中报销日期", "支付日期", "报账日期", "支付时间", "拨付日期", "拨付时间", "集中报销时间", "报销", "集中报销", "报销（日期）", "报账时间", "付款日期", "付款时间", "拨款日期", "拨款时间", "资金拨付日期", "资金拨付时间", "办理报销日期", "兑付日期", "支付时间（报销）"]),
        /// 核定金额
        fixed: Money = Column::new("核定金额", Form::Money(DefaultUnit::Yuan)).also(&["核准金额", "批准金额", "核定额", "审定金额", "核定经费", "核定数", "审核金额", "审批金额", "核定资金", "审定额", "核准额"]),
        /// 负责人签字
        signed: bool = Column::new("负责人签字", Form::YesNo).also(&["主要负责人签字", "领导签字", "签字", "负责人是否签字", "是否负责人签字", "负责人签名", "主要负责人签名", "主要负责人是否签字", "负责人签字盖章"]),
        /// 实效核实
        verified: bool = Column::new("实效核实", Form::YesNo).also(&["实效认定", "实效是否核实", "招商实效核实", "实效核实认定", "实效核实情况", "招商实效认定", "实效是否认定", "是否实效核实", "实效核实（是/否）"]),
        /// 币种
        currency: Currency = Column::new("币种", Form::Currency).also(&["货币", "币别", "货币种类", "币种类型"]),
    }
}

impl Application {
    /// The five steps with their names, in the order of 经费办法 七.
    pub fn steps(&self) -> [(&'static str, &Cell<NaiveDate>); 5] {
        [
            ("申报", &self.filed),
            ("审核", &self.reviewed),
            ("初审", &self.examined),
            ("审批", &self.approved),
            ("报销", &self.reimbursed),
        ]
    }

    /// Whether it is approved by the day, with no sign of its having been reimbursed; `None` when the table does not ask for the day of
    /// the one or of the other. A date that cannot be read approves nothing, and may be the day of payment.
    pub fn is_open(&self, by: NaiveDate) -> Option<bool> {
        let approved = match self.approved.state() {
            State::Value(day) => Some(*day <= by),
            State::Empty | State::Unreadable => Some(false),
            State::NoColumn => None,
        };
        let unpaid = match self.reimbursed.state() {
            State::Value(day) => Some(*day > by),
            State::Unreadable => Some(false),
            State::Empty => Some(true),
            State::NoColumn => None,
        };
        match (approved, unpaid) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            (None, _) | (_, None) => None,
        }
    }

    /// The column for want of which it cannot be told whether it is open.
    pub fn unasked_step(&self) -> &'static str {
        if self.approved.state() == State::NoColumn {
            "审批日期"
        } else {
            "报销日期"
        }
    }
}

record!(Application, date: |row| row.filed.get(), title: |row| row.number.written().to_string());
