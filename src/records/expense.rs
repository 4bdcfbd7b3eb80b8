//! 经费支出: what was spent, voucher by voucher (经费办法, 考核办法 四–七).

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::values::period::Window;

use super::Kind;
use super::cell::Cell;
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
    /// Which level bears the cost (经费办法 三(四)).
    Bearer {
        City = "市级" ["市本级", "市", "市级承担"],
        County = "县级" ["县", "区级", "县区", "县（市、区）", "县级承担", "开发区", "县区承担"],
    }
}

table! {
    /// One expense line.
    Expense: Kind::Expense;
    alternatives: &[&[&["专班"], &["申报单位"]]];
    dated_by: "日期";
    money: "金额";
    columns {
        /// 凭证号
        voucher: Name = Column::new("凭证号", Form::LongNumber).required().also(&["发票号", "票据号", "发票号码", "凭证编号", "票据号码", "单据号", "发票编号", "报销单号", "凭证号码", "票号"]),
        /// 日期
        date: NaiveDate = Column::new("日期", Form::Date).required().also(&["支出日期", "费用日期", "发生日期", "开支日期", "报销日期", "支出时间", "票据日期", "发票日期", "记账日期"]),
        /// 支出项目: kept as written; the policy knows the lawful items and their synonyms.
        item: Arc<str> = Column::new("支出项目", Form::Text).required().also(&["费用项目", "开支项目", "支出科目", "费用类别", "支出类别", "费用名称", "支出类型", "费用类型", "经费项目", "开支内容"]),
        /// 金额: may be negative (红冲).
        amount: Money = Column::new("金额", Form::Money(DefaultUnit::Yuan)).required().also(&["支出金额", "报销金额", "费用金额", "票据金额", "开支金额", "合计金额", "支出额", "发票金额", "申报金额"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).context().also(&["所属专班", "专班名称", "招商专班", "报销专班", "组别", "使用专班"]),
        /// 申报单位
        applicant: Owner = Column::new("申报单位", Form::Unit).also(&["报销单位", "使用单位", "申请单位", "支出单位", "经费使用单位"]),
        /// 事由
        purpose: Arc<str> = Column::new("事由", Form::Text).also(&["支出事由", "摘要", "用途", "支出内容", "费用说明", "支出说明", "出差事由", "报销事由"]),
        /// 经办人
        handler: Arc<str> = Column::new("经办人", Form::Text).also(&["报销人", "经手人", "领款人"]),
        /// 活动编号
        activity: Name = Column::new("活动编号", Form::LongNumber).also(&["批复编号", "活动代码", "活动批复编号"]),
        /// 审批单号
        approval: Name = Column::new("审批单号", Form::LongNumber).also(&["审批编号", "审批单编号", "审批单", "审批号"]),
        /// 申请编号
        application: Name = Column::new("申请编号", Form::LongNumber).also(&["申请单号", "申请报告编号", "经费申请编号", "申报编号"]),
        /// 承担单位: 市级 or 县级.
        bearer: Bearer = Column::new("承担单位", Form::Choice(Bearer::WORDS)).also(&["承担主体", "经费承担", "负担单位", "承担级别", "负担级次"]),
        /// 出差人员
        travellers: Vec<Name> = Column::new("出差人员", Form::People).also(&["出差人", "出差人姓名", "差旅人员", "同行人员", "外出人员"]),
        /// 人数
        persons: Decimal = Column::new("人数", Form::Number).also(&["出差人数", "外出人数"]),
        /// 出差地点
        place: Arc<str> = Column::new("出差地点", Form::Text).also(&["地点", "出差地", "目的地", "出差目的地", "到达地点", "出差城市"]),
        /// 出发日期
        leaves: NaiveDate = Column::new("出发日期", Form::Date).also(&["出差时间起", "出差日期起", "出差开始日期", "出发时间", "出差起", "起始日期", "去程日期", "离开日期"]),
        /// 返回日期
        returns: NaiveDate = Column::new("返回日期", Form::Date).also(&["出差时间止", "出差日期止", "出差结束日期", "返程日期", "返回时间", "出差止", "返程时间"]),
        /// 天数
        days: Decimal = Column::new("天数", Form::Number).also(&["出差天数", "补助天数", "出差日数"]),
        /// 伙食补助
        meals: Money = Column::new("伙食补助", Form::Money(DefaultUnit::Yuan)).also(&["伙食补助费", "生活补助", "伙食费", "餐费补助", "补助伙食", "伙食补贴", "伙食补助金额"]),
        /// 交通补助
        transport: Money = Column::new("交通补助", Form::Money(DefaultUnit::Yuan)).also(&["市内交通费", "市内交通补助", "交通补贴", "公杂费", "补助交通", "市内交通", "交通补助费", "交通补助金额"]),
        /// 住宿费
        lodging: Money = Column::new("住宿费", Form::Money(DefaultUnit::Yuan)).also(&["住宿", "住宿费用", "住宿金额"]),
        /// 城市间交通费
        fares: Money = Column::new("城市间交通费", Form::Money(DefaultUnit::Yuan)).also(&["城际交通费", "交通费", "车船机票费", "往返交通费", "城市间交通", "车船费", "机票费", "车船机费"]),
        /// 租车起
        hire_from: NaiveDate = Column::new("租车起", Form::Date).also(&["租车开始日期", "租车起始日期", "租车日期起", "租车时间起", "租车开始"]),
        /// 租车止
        hire_to: NaiveDate = Column::new("租车止", Form::Date).also(&["租车结束日期", "租车截止日期", "租车日期止", "租车时间止", "租车结束"]),
        /// 租车合同号
        hire_contract: Name = Column::new("租车合同号", Form::LongNumber).also(&["租赁合同号", "租车合同编号", "租车合同", "车辆租赁合同号"]),
        /// 供应商
        supplier: Arc<str> = Column::new("供应商", Form::Text).also(&["租赁公司", "供货单位", "租车公司", "收款单位", "供应单位"]),
        /// 来访人数
        guests: Decimal = Column::new("来访人数", Form::Number).also(&["客商人数", "接待人数", "来宾人数", "接待对象人数"]),
        /// 陪同人数
        companions: Decimal = Column::new("陪同人数", Form::Number).also(&["陪餐人数", "陪同人员数"]),
        /// 品名
        goods: Arc<str> = Column::new("品名", Form::Text).also(&["礼品名称", "物品名称", "赠品名称", "商品名称", "物品"]),
        /// 数量
        quantity: Decimal = Column::new("数量", Form::Number).also(&["件数", "礼品数量"]),
        /// 单价
        unit_price: Money = Column::new("单价", Form::Money(DefaultUnit::Yuan)).also(&["礼品单价"]),
        /// 采购单位
        buyer: Owner = Column::new("采购单位", Form::Unit).also(&["采购部门", "购买单位", "采购人"]),
        /// 原凭证号: the voucher that a negative row takes back.
        original: Name = Column::new("原凭证号", Form::LongNumber).also(&["原发票号", "原票据号", "冲销凭证号", "红冲凭证号", "被冲销凭证号", "原凭证编号"]),
    }
}

impl Expense {
    /// Whose expense it is: the squad column (or context), else 申报单位.
    pub fn owner(&self) -> Option<&Owner> {
        self.squad_cell().value()
    }

    /// The cell that says whose expense it is.
    pub fn squad_cell(&self) -> &Cell<Owner> {
        if self.squad.value().is_some() {
            &self.squad
        } else {
            &self.applicant
        }
    }

    /// The trip's days, both ends counted; `None` when they are missing, unreadable or backwards.
    pub fn trip(&self) -> Option<Window> {
        match (self.leaves.get(), self.returns.get()) {
            (Some(from), Some(to)) if from <= to => Some(Window { from, to }),
            _ => None,
        }
    }

    /// The days of the car hire that the row itself names.
    pub fn hire(&self) -> Option<Window> {
        match (self.hire_from.get(), self.hire_to.get()) {
            (Some(from), Some(to)) if from <= to => Some(Window { from, to }),
            _ => None,
        }
    }
}

record!(Expense, date: |row| row.date.get(), title: |row| row.voucher.written.to_string());
