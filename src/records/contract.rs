//! 签约合同: signed contracts with their five materials (考核办法 九).

use chrono::NaiveDate;

use crate::values::currency::Currency;
use crate::values::text::fold;

use super::Kind;
use super::cell::Cell;
use super::cell::Money;
use super::cell::Name;
use super::cell::OfValue;
use super::cell::Owner;
use super::cell::State;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::row::choice;
use super::row::record;
use super::row::table;

choice! {
    /// What was signed.
    ContractKind {
        Formal = "正式合同" ["正式", "合同", "正式协议", "正式投资合同", "投资合同", "项目合同", "正式签约", "投资协议"],
        Framework = "框架协议" ["框架", "战略框架协议", "框架合作协议", "战略合作协议", "战略合作框架协议", "合作框架协议", "框架合同", "框架性协议", "框架性合作协议", "框架协议书", "投资框架协议", "投资合作框架协议", "战略合同", "战略协议", "战略框架合作协议", "战略合作框架", "战略合作"],
        Intent = "意向协议" ["意向", "意向书", "合作意向", "投资意向书", "意向性协议", "意向合同", "备忘录", "合作意向书", "合作意向协议", "投资意向", "投资意向协议", "意向性合同", "意向协议书", "意向合作协议", "合作备忘录"],
    }
}

table! {
    /// One signed contract.
    Contract: Kind::Contract;
    key: &["合同编号"];
    dated_by: "签订日期";
    money: "合同金额";
    columns {
        /// 合同编号
        number: Name = Column::new("合同编号", Form::LongNumber).required().also(&["合同号", "协议编号", "合同(协议)编号", "合同序号", "签约编号", "合同文号", "协议号", "合同编码", "合同（协议）号", "签约合同编号", "协议书编号", "协议书号", "合同书编号", "协议（合同）编号", "正式合同编号", "签约序号"]),
        /// 项目名称
        project: Name = Column::new("项目名称", Form::Company).required().also(&["项目", "签约项目", "签约项目名称", "项目全称", "合同名称", "合同项目名称", "项目名", "签约项目（名称）"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "责任专班", "引进专班", "组别", "签约专班", "产业专班", "产业招商专班", "专班组", "所在专班", "牵头专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组", "招引专班", "引荐专班"]),
        /// 投资方
        investor: Name = Column::new("投资方", Form::Company).required().also(&["投资主体", "投资方名称", "投资企业", "签约企业", "签约主体", "乙方", "外来投资方名称", "投资商", "签约方", "投资单位", "投资人", "投资主体名称", "投资方（乙方）", "签约方名称", "外来投资方", "投资公司", "投资企业名称", "合同乙方", "签约企业名称", "客商名称", "乙方名称", "合作方", "客商", "签约客商", "投资方全称", "投资方（企业名称）", "签约方（乙方）", "乙方（投资方）", "投资企业（乙方）"]),
        /// 合同类型
        contract_kind: ContractKind = Column::new("合同类型", Form::Choice(ContractKind::WORDS)).required().also(&["协议类型", "合同性质", "合同类别", "签约类型", "合同(协议)类型", "合同种类", "协议性质", "协议类别", "合同（协议）性质", "合同形式", "签约性质", "签约形式", "合同/协议类型", "协议/合同类型", "合同（协议）类别", "签约类别", "协议种类", "签约合同类型"]),
        /// 签订日期
        signed: NaiveDate = Column::new("签订日期", Form::Date).required().also(&["签约日期", "签订时间", "签约时间", "合同签订日期", "合同签约时间", "合同日期", "签署日期", "合同签订时间", "签署时间", "合同签署日期", "协议签订日期", "协议签订时间", "签约年月日", "合同签约日期", "签定日期", "签定时间", "合同签定日期", "签约日", "签订日", "正式签约日期", "正式签约时间", "合同（协议）签订日期"]),
        /// 合同金额
        amount: Money = Column::new("合同金额", Form::Money(DefaultUnit::Wan)).required().also(&["签约金额", "合同资金", "签约资金", "合同额", "协议金额", "合同投资额", "合同总额", "合同总金额", "签约额", "合同总投资", "合同投资金额", "合同引资额", "签约总金额", "签约投资额", "协议投资额", "协议资金", "签约总额", "签约合同额", "合同投资总额", "协议总投资", "签约总投资", "金额", "签约合同金额", "正式合同金额", "合同签约金额", "合同（协议）金额", "引资额", "合同引资", "协议引资额", "合同总投资额", "协议总投资额", "协议投资总额", "合同约定投资额"]),
        /// 币种
        currency: Currency = Column::new("币种", Form::Currency).also(&["货币", "币别", "货币种类", "币种类型"]),
        /// 项目编号
        project_number: Name = Column::new("项目编号", Form::LongNumber).also(&["项目编码", "项目代码", "项目号"]),
        /// 注册企业名称
        company: Name = Column::new("注册企业名称", Form::Company).also(&["注册企业", "注册公司", "注册公司名称", "落户企业", "落地企业", "项目公司", "落户企业名称", "项目公司名称", "在运注册企业", "注册名称", "新注册企业", "注册企业全称", "落地公司", "注册公司全称", "新注册企业名称", "落地企业名称", "企业注册名称", "公司名称", "新公司名称", "在运城注册公司名称", "在运城注册企业名称", "运城注册公司", "新成立公司名称", "新设企业名称", "工商注册名称"]),
        /// 统一社会信用代码
        credit_code: Name = Column::new("统一社会信用代码", Form::CreditCode).also(&["信用代码", "社会信用代码", "统一信用代码", "企业信用代码", "企业统一社会信用代码", "社会统一信用代码", "注册企业信用代码", "注册企业统一社会信用代码"]),
        /// 注册日期
        registered: NaiveDate = Column::new("注册日期", Form::Date).also(&["注册时间", "企业注册日期", "落户日期", "营业执照日期", "工商注册日期", "注册落户日期", "落户时间", "注册落户时间", "公司注册日期", "公司注册时间", "营业执照注册日期", "工商注册时间", "企业注册时间", "成立日期", "成立时间", "公司成立日期", "工商登记日期", "注册登记日期", "登记注册时间", "营业执照取得日期"]),
        /// 合同文本
        has_contract: bool = Column::new("合同文本", Form::YesNo).also(&["合同文本复印件", "正式合同文本", "合同复印件", "认定材料合同文本", "合同", "合同（协议）文本", "协议文本", "投资合同文本"]),
        /// 注册证照
        has_licence: bool = Column::new("注册证照", Form::YesNo).also(&["营业执照", "证照", "注册证照复印件", "企业证照", "认定材料注册证照", "企业注册证照", "注册证照（营业执照）", "营业执照复印件", "企业营业执照", "注册的有关证照", "注册有关证照", "有关证照", "营业执照（复印件）"]),
        /// 投资方身份证明
        has_identity: bool = Column::new("投资方身份证明", Form::YesNo).also(&["身份证明", "投资方个人身份证明", "投资人身份证明", "身份证复印件", "身份证明复印件", "投资方证明", "投资人身份证复印件", "投资方身份证明材料", "投资方身份证", "投资方资信证明", "投资方主体证明", "个人身份证明", "投资人身份证", "法人身份证", "法人身份证复印件", "法定代表人身份证明"]),
        /// 资金凭证
        has_funds: bool = Column::new("资金凭证", Form::YesNo).also(&["到位凭证", "进账凭证", "银行进账凭证", "资金到位凭证", "到资凭证", "有效凭证", "资金到位证明", "到位资金凭证", "资金到位凭据", "到位资金证明", "到位资金有效凭证", "认定材料资金"]),
        /// 项目登记表
        has_form: bool = Column::new("项目登记表", Form::YesNo).also(&["登记表", "专班项目登记表", "项目登记", "产业招商专班项目登记表", "招商专班项目登记表", "项目登记表（盖章）", "《登记表》", "专班登记表", "项目登记表（签章）", "登记表（盖章）"]),
    }
}

/// What is written of a day or a paper that is not there yet. Anything else that is not understood (2021年, 详见附件) may be one.
const NOT_YET: [&str; 38] = [
    "无",
    "没有",
    "暂无",
    "尚无",
    "未有",
    "未注册",
    "未登记",
    "未办",
    "未办理",
    "未办结",
    "未完成",
    "未取得",
    "未提供",
    "未提交",
    "未落户",
    "未落地",
    "未成立",
    "未定",
    "待定",
    "待补",
    "待补充",
    "待补报",
    "待办",
    "待办理",
    "待注册",
    "待登记",
    "待提供",
    "待提交",
    "办理中",
    "注册中",
    "登记中",
    "补办中",
    "申请中",
    "正在办理",
    "正在注册",
    "正在登记",
    "正在补办",
    "正在申请",
];

/// What may stand before them.
const STILL: [&str; 5] = ["尚", "暂", "仍", "还", "目前"];

/// Whether a cell says that something is not there yet.
fn is_not_yet(written: &str) -> bool {
    let text = fold(written);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = STILL.iter().find_map(|still| text.strip_prefix(still));
    NOT_YET.contains(&text) || bare.is_some_and(|bare| NOT_YET.contains(&bare))
}

impl Contract {
    /// The five materials with their names, in the order of 考核办法 九.
    pub fn materials(&self) -> [(&'static str, &Cell<bool>); 5] {
        [
            ("合同文本", &self.has_contract),
            ("注册证照", &self.has_licence),
            ("投资方身份证明", &self.has_identity),
            ("资金凭证", &self.has_funds),
            ("项目登记表", &self.has_form),
        ]
    }

    /// Whether the contract is recognised by a day (考核办法 九): the enterprise registered by then, and all five materials there, a blank
    /// being a no, as 办理中 is. `None` when nothing says no, and what is asked has no column or cannot be read.
    pub fn is_recognised(&self, by: NaiveDate) -> Option<bool> {
        fn fact<T: OfValue>(cell: &Cell<T>, holds: impl FnOnce(&T) -> bool) -> Option<bool> {
            match cell.state() {
                State::Value(value) => Some(holds(value)),
                State::Empty => Some(false),
                State::Unreadable if is_not_yet(cell.written()) => Some(false),
                State::Unreadable | State::NoColumn => None,
            }
        }
        let materials = self.materials().map(|(_, cell)| fact(cell, |is_there| *is_there));
        let registered = [fact(&self.company, |_| true), fact(&self.registered, |day| *day <= by)];
        let facts: Vec<Option<bool>> = registered.into_iter().chain(materials).collect();
        if facts.contains(&Some(false)) {
            return Some(false);
        }
        (!facts.contains(&None)).then_some(true)
    }
}

record!(Contract, date: |row| row.signed.get(), title: |row| row.number.written().to_string());
