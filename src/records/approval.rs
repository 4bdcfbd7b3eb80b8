//! 审批单: approvals before the fact (考核办法 四, 五).

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
    /// What was approved.
    ApprovalKind {
        Reception = "接待" ["公务接待", "客商接待", "接待审批", "商务接待", "招待", "公务招待", "业务招待", "客商招待"],
        Gift = "赠礼" ["礼品", "赠送礼品", "赠品", "礼品审批", "赠礼审批"],
        CarHire = "租车" ["车辆租赁", "租用车辆", "租车审批"],
        Activity = "活动" ["招商活动", "专题活动", "活动审批"],
        Visit = "出访" ["外出", "外出考察", "出差", "外出审批", "出差审批"],
    }
}

table! {
    /// One approval.
    Approval: Kind::Approval;
    key: &["审批单号"];
    dated_by: "申请日期";
    columns {
        /// 审批单号
        number: Name = Column::new("审批单号", Form::LongNumber).required().also(&["审批编号", "审批单编号", "审批号", "单号", "审批表编号", "审批文号", "审批单", "审批流水号", "审批表号", "接待审批单号", "审批单号码"]),
        /// 事项类型
        approval_kind: ApprovalKind = Column::new("事项类型", Form::Choice(ApprovalKind::WORDS)).required().also(&["审批事项", "审批类型", "事项", "申请事项", "事项类别", "审批类别", "审批事项类型", "审批项目", "事项名称", "审批类", "申请类型", "审批事项类别", "审批内容类型", "审批种类", "申报事项"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).context().also(&["所属专班", "专班名称", "招商专班", "申请专班", "申请部门", "组别", "产业专班", "产业招商专班", "专班组", "所在专班", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组", "申请单位", "申报专班", "申报单位"]),
        /// 申请日期
        applied: NaiveDate = Column::new("申请日期", Form::Date).required().also(&["申请时间", "提交日期", "送审日期", "申报日期", "申请审批日期", "申报时间", "填报申请日期", "送审时间", "申请日", "提出日期", "提交时间", "填报日期", "填表日期", "提报日期", "申请审批时间"]),
        /// 批准日期
        approved: NaiveDate = Column::new("批准日期", Form::Date).also(&["审批日期", "批准时间", "审批时间", "批复日期", "批准（审批）日期", "审批通过日期", "批复时间", "同意日期", "签批日期", "签批时间"]),
        /// 批准人
        approver: Name = Column::new("批准人", Form::Person).also(&["审批人", "批准领导", "签批人", "审批领导", "审批人员", "批准领导姓名", "审批领导姓名", "签批领导", "批准人员", "审批人签字"]),
        /// 批准金额
        amount: Money = Column::new("批准金额", Form::Money(DefaultUnit::Yuan)).also(&["审批金额", "核准金额", "批准额度", "预计金额", "批准经费", "批准费用", "核定金额", "批复金额", "审批额度", "批准额"]),
        /// 事由
        purpose: Arc<str> = Column::new("事由", Form::Text).also(&["申请事由", "审批事由", "事项内容", "申请内容", "申请理由", "事由说明", "审批内容", "具体事项", "事项说明", "用途"]),
        /// 活动编号
        activity: Name = Column::new("活动编号", Form::LongNumber).also(&["批复编号", "活动代码", "对应活动编号", "招商活动编号"]),
    }
}

record!(Approval, date: |row| row.applied.get(), title: |row| row.number.written().to_string());
