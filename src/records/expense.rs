//! 经费支出: what was spent, voucher by voucher (经费办法, 考核办法 四–七).

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::values::currency::Currency;
use crate::values::period::Window;

use super::Kind;
use super::cell::Cell;
use super::cell::Money;
use super::cell::Name;
use super::cell::Owner;
use super::cell::Party;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::column::Span;
use super::row::choice;
use super::row::record;
use super::row::table;

choice! {
    /// Which level bears the cost (经费办法 三(四)).
    Bearer {
        City = "市级" ["市本级", "市", "市级承担"],
        County = "县级" ["县", "区级", "县区", "县（市、区）", "县级承担", "开发区", "县区承担", "县市区", "各县", "各县区", "各县市区", "相关县", "相关县市区", "有关县", "有关县市区", "所在县"],
    }
}

table! {
    /// One expense line.
    Expense: Kind::Expense;
    alternatives: &[&[&["专班"], &["申报单位"]]];
    dated_by: "日期";
    money: "金额";
    spans: &[
        Span { days: "出差起止日期", from: "出发日期", to: "返回日期" },
        Span { days: "租车起止日期", from: "租车起", to: "租车止" },
    ];
    columns {
        /// 凭证号
        voucher: Name = Column::new("凭证号", Form::LongNumber).required().also(&["发票号", "票据号", "发票号码", "凭证编号", "票据号码", "单据号", "发票编号", "报销单号", "凭证号码", "票号", "发票号（凭证号）", "凭证单号", "记账凭证号", "票据编号", "单据编号", "单据号码", "发票代码号", "凭证（发票）号", "发票（票据）号", "票据号（发票号）", "凭证字号", "原始凭证号", "报销凭证号", "凭证编码", "凭证（票据）编号", "票据（发票）号码", "发票（凭证）号码", "报销单编号", "记账凭证编号"]),
        /// 日期
        date: NaiveDate = Column::new("日期", Form::Date).required().also(&["支出日期", "费用日期", "发生日期", "开支日期", "报销日期", "支出时间", "票据日期", "发票日期", "记账日期", "发生时间", "报销时间", "费用发生日期", "业务日期", "记账时间", "开票日期", "支付日期", "费用时间", "费用发生时间", "时间", "报账日期", "列支日期", "报支日期", "业务发生日期", "付款日期", "付款时间", "入账日期"]),
        /// 支出项目: kept as written; the policy knows the lawful items and their synonyms.
        item: Arc<str> = Column::new("支出项目", Form::Text).required().also(&["费用项目", "开支项目", "支出科目", "费用类别", "支出类别", "费用名称", "支出类型", "费用类型", "经费项目", "开支内容", "支出类", "费用科目", "开支科目", "项目类别", "开支范围", "支出用途类别", "经费类别", "开支类别", "费用种类", "支出分类", "费用明细项目", "列支项目", "报销项目", "列支科目", "支出项", "经费支出项目", "开支类型"]),
        /// 金额: may be negative (红冲).
        amount: Money = Column::new("金额", Form::Money(DefaultUnit::Yuan)).required().also(&["实际报销金额", "实报金额", "核报金额", "实际支出", "实付金额", "实际支付金额", "支出金额", "报销金额", "费用金额", "票据金额", "开支金额", "合计金额", "支出额", "发票金额", "申报金额", "支出金额合计", "报销额", "支付金额", "总金额", "应报金额", "金额合计", "报账金额", "申请金额", "申请报销金额", "小写金额", "金额（小写）", "费用合计", "付款金额", "报支金额", "列支金额", "核销金额", "发生额", "实际发生额", "实支金额", "报账额", "付款额", "支出数", "开支额", "合计"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).context().also(&["所属专班", "专班名称", "招商专班", "报销专班", "组别", "使用专班", "产业专班", "产业招商专班", "专班组", "所在专班", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组", "费用所属专班"]),
        /// 申报单位
        applicant: Owner = Column::new("申报单位", Form::Unit).also(&["报销单位", "使用单位", "申请单位", "支出单位", "经费使用单位", "经费申报单位", "报账单位", "费用承担部门", "报销部门", "申报专班", "申报部门", "申请部门", "所属部门", "报账部门", "用款单位", "用款部门", "列支单位"]),
        /// 事由
        purpose: Arc<str> = Column::new("事由", Form::Text).also(&["支出事由", "摘要", "用途", "支出内容", "费用说明", "支出说明", "出差事由", "报销事由", "报销内容", "用途说明", "费用事由", "摘要说明", "费用摘要", "支出事项", "开支事由", "费用内容", "具体事由", "内容摘要"]),
        /// 经办人
        handler: Arc<str> = Column::new("经办人", Form::Text).also(&["报销人", "经手人", "领款人", "经手人签字", "报账人", "经办人签字", "报销经办人", "申请人"]),
        /// 活动编号
        activity: Name = Column::new("活动编号", Form::LongNumber).also(&["批复编号", "活动代码", "活动批复编号", "对应活动编号", "招商活动编号", "所属活动编号"]),
        /// 审批单号
        approval: Name = Column::new("审批单号", Form::LongNumber).also(&["审批编号", "审批单编号", "审批单", "审批号", "事前审批单号", "审批文号", "审批表编号", "对应审批单号", "公务审批单号"]),
        /// 申请编号
        application: Name = Column::new("申请编号", Form::LongNumber).also(&["申请单号", "申请报告编号", "经费申请编号", "申报编号", "对应申请编号", "申请号", "报告编号"]),
        /// 承担单位: 市级 or 县级.
        bearer: Bearer = Column::new("承担单位", Form::Choice(Bearer::WORDS)).also(&["承担主体", "经费承担", "负担单位", "承担级别", "负担级次", "费用承担单位", "经费承担单位", "承担层级", "费用承担", "费用承担级别", "经费承担级别"]),
        /// 出差人员
        travellers: Party = Column::new("出差人员", Form::Party).also(&["出差人", "出差人姓名", "差旅人员", "同行人员", "外出人员", "出差人员姓名", "差旅人", "出差人员名单", "外出人员姓名"]),
        /// 人数
        persons: Decimal = Column::new("人数", Form::Number).also(&["出差人数", "外出人数", "出差人员数", "同行人数", "出行人数"]),
        /// 出差地点
        place: Arc<str> = Column::new("出差地点", Form::Text).also(&["地点", "出差地", "目的地", "出差目的地", "到达地点", "出差城市", "出差城市（地点）", "目的城市", "出差到达地", "前往地点", "外出地点"]),
        /// 出发日期
        leaves: NaiveDate = Column::new("出发日期", Form::Date).also(&["出差时间起", "出差日期起", "出差开始日期", "出发时间", "出差起", "起始日期", "去程日期", "离开日期", "出差开始时间", "出差起始日期", "起程日期", "启程日期", "离运日期", "出差出发日期", "出差起日", "外出日期起", "外出时间起", "起止日期起", "起止时间起", "往返日期（去）", "往返时间（去）", "离运时间", "外出开始日期", "外出开始时间"]),
        /// 返回日期
        returns: NaiveDate = Column::new("返回日期", Form::Date).also(&["出差时间止", "出差日期止", "出差结束日期", "返程日期", "返回时间", "出差止", "返程时间", "出差结束时间", "出差截止日期", "返运日期", "归程日期", "回程日期", "出差返回日期", "出差止日", "外出日期止", "外出时间止", "起止日期止", "起止时间止", "往返日期（回）", "往返时间（回）", "返运时间", "外出结束日期", "外出结束时间", "外出返回日期", "外出返回时间", "结束日期", "截止日期"]),
        /// 天数
        days: Decimal = Column::new("天数", Form::Number).also(&["出差天数", "补助天数", "出差日数", "出差天数合计", "在外天数", "出差自然天数"]),
        /// 伙食补助
        meals: Money = Column::new("伙食补助", Form::Money(DefaultUnit::Yuan)).also(&["伙食补助费", "生活补助", "伙食费", "餐费补助", "补助伙食", "伙食补贴", "伙食补助金额", "伙食补助（元）", "出差伙食补助", "餐补", "伙食补助合计", "伙食补助标准金额"]),
        /// 交通补助
        transport: Money = Column::new("交通补助", Form::Money(DefaultUnit::Yuan)).also(&["市内交通费", "市内交通补助", "交通补贴", "公杂费", "补助交通", "市内交通", "交通补助费", "交通补助金额", "市内交通补贴", "出差交通补助", "交通补助（元）", "市内交通费补助", "公杂费补助", "市內交通費"]),
        /// 住宿费
        lodging: Money = Column::new("住宿费", Form::Money(DefaultUnit::Yuan)).also(&["住宿", "住宿费用", "住宿金额", "住宿费（元）", "宿费", "住宿费金额", "住宿费合计", "酒店住宿费"]),
        /// 城市间交通费
        fares: Money = Column::new("城市间交通费", Form::Money(DefaultUnit::Yuan)).also(&["城际交通费", "交通费", "车船机票费", "往返交通费", "城市间交通", "车船费", "机票费", "车船机费", "往返交通", "往返路费", "车船机票", "城际交通", "城市间交通费用", "长途交通费", "往返车费", "車船機費", "飞机火车票", "火车票费", "机票", "车票费"]),
        /// 租车起
        hire_from: NaiveDate = Column::new("租车起", Form::Date).also(&["租车开始日期", "租车起始日期", "租车日期起", "租车时间起", "租车开始", "租车起日", "租赁开始日期", "租车起始时间", "租赁起始日期", "用车开始日期", "用车日期起", "用车时间起", "用车开始时间", "租车开始时间", "租赁开始时间"]),
        /// 租车止
        hire_to: NaiveDate = Column::new("租车止", Form::Date).also(&["租车结束日期", "租车截止日期", "租车日期止", "租车时间止", "租车结束", "租车止日", "租赁结束日期", "租车截止时间", "租赁截止日期", "用车结束日期", "用车日期止", "用车时间止", "还车日期", "还车时间", "还车日", "归还日期", "归还时间", "用车结束时间", "租车结束时间", "租赁结束时间"]),
        /// 租车合同号
        hire_contract: Name = Column::new("租车合同号", Form::LongNumber).also(&["租赁合同号", "租车合同编号", "租车合同", "车辆租赁合同号", "车辆租赁合同编号", "租车协议号", "租赁合同编号", "租车合同书编号"]),
        /// 供应商
        supplier: Arc<str> = Column::new("供应商", Form::Text).also(&["租赁公司", "供货单位", "租车公司", "收款单位", "供应单位", "供应商名称", "供货商", "车辆租赁公司", "服务商", "出租方", "租赁单位"]),
        /// 来访人数
        guests: Decimal = Column::new("来访人数", Form::Number).also(&["客商人数", "接待人数", "来宾人数", "接待对象人数", "客人人数", "来客人数", "接待对象数", "客商来访人数", "来访客商人数", "来宾数", "接待客商人数", "客人数", "来访客人数", "接待人数来访"]),
        /// 陪同人数
        companions: Decimal = Column::new("陪同人数", Form::Number).also(&["陪餐人数", "陪同人员数", "陪同人员人数", "陪客人数", "陪同人员数量", "陪餐人员数", "我方陪同人数", "我方人数", "工作陪同人数", "接待人数陪同"]),
        /// 品名
        goods: Arc<str> = Column::new("品名", Form::Text).also(&["礼品名称", "物品名称", "赠品名称", "商品名称", "物品", "礼品", "礼品品名", "赠品", "样品名称", "物品名", "礼品（物品）名称"]),
        /// 数量
        quantity: Decimal = Column::new("数量", Form::Number).also(&["件数", "礼品数量", "数量（件）", "采购数量", "礼品件数", "数目"]),
        /// 单价
        unit_price: Money = Column::new("单价", Form::Money(DefaultUnit::Yuan)).also(&["礼品单价", "单价（元）", "采购单价", "物品单价"]),
        /// 采购单位
        buyer: Owner = Column::new("采购单位", Form::Unit).also(&["采购部门", "购买单位", "采购人", "采购方", "采购主体", "购置单位"]),
        /// 原凭证号: the voucher that a negative row takes back.
        original: Name = Column::new("原凭证号", Form::LongNumber).also(&["原发票号", "原票据号", "冲销凭证号", "红冲凭证号", "被冲销凭证号", "原凭证编号"]),
        /// 出差起止日期: both days of the trip in one cell.
        trip_days: Window = Column::new("出差起止日期", Form::Days).also(&["出差时间", "出差日期", "起止日期", "起止时间", "出差起止时间", "出差起止", "出差期间", "往返日期", "往返时间", "出差往返日期", "外出时间", "外出日期", "外出起止日期", "出差起讫日期", "起讫日期", "起讫时间"]),
        /// 租车起止日期: both days of the car hire in one cell.
        hire_days: Window = Column::new("租车起止日期", Form::Days).also(&["租车时间", "租车日期", "租车期间", "租车起止时间", "租车起止", "租赁期间", "租赁期限", "租期", "用车时间", "用车日期", "用车期间", "租赁日期", "租赁时间"]),
        /// 币种
        currency: Currency = Column::new("币种", Form::Currency).also(&["货币", "币别", "货币种类", "币种类型"]),
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

record!(Expense, date: |row| row.date.get(), title: |row| row.voucher.written().to_string());

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    #[test]
    fn a_day_and_an_end_are_the_days_of_a_trip_and_of_a_car_hire() {
        let see = |from: &str, to: &str| {
            let text =
                format!("凭证号 | 日期 | 支出项目 | 金额（元） | {from} | {to}\nP1 | 2021-06-09 | 差旅费 | 100 | 2021-06-01 | 2021-06-04");
            let records = Scene::new("2021-06").sheet("文化旅游/支出.xlsx", "支出", &text).records();
            let row = &records.tables.expenses[0];
            [row.trip(), row.hire()].map(|days| days.map_or(0, |days| days.length()))
        };
        for (from, to) in [
            ("出差日期", "返回日期"),
            ("出差日期", "结束日期"),
            ("出差时间（起）", "出差时间（止）"),
            ("起止时间（起）", "起止时间（止）"),
            ("往返日期（去）", "往返日期（回）"),
        ] {
            assert_eq!(see(from, to), [4, 0], "{from} {to}");
        }
        for (from, to) in [
            ("租车日期", "还车日期"),
            ("租赁日期", "归还日期"),
            ("用车时间", "还车时间"),
            ("租车时间（起）", "租车时间（止）"),
        ] {
            assert_eq!(see(from, to), [0, 4], "{from} {to}");
        }
    }
}
