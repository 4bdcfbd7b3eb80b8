//! 到位资金: money received under contracts (考核办法 九(4)).

use std::sync::Arc;

use chrono::NaiveDate;

use crate::values::currency::Currency;

use super::Kind;
use super::cell::Money;
use super::cell::Name;
use super::cell::Owner;
use super::column::Column;
use super::column::DefaultUnit;
use super::column::Form;
use super::row::record;
use super::row::table;

table! {
    /// One receipt.
    Receipt: Kind::Receipt;
    alternatives: &[&[&["合同编号"], &["项目名称"]]];
    dated_by: "到账日期";
    money: "金额";
    columns {
        /// 合同编号
        contract: Name = Column::new("合同编号", Form::LongNumber).alternative().also(&["合同号", "协议编号", "对应合同编号", "对应合同", "合同(协议)编号", "协议号", "对应合同号", "所属合同编号", "合同编码", "签约合同编号"]),
        /// 项目名称
        project: Name = Column::new("项目名称", Form::Company).alternative().also(&["项目", "项目全称", "对应项目", "所属项目", "到位项目", "签约项目名称", "签约项目", "项目名"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "责任专班", "组别", "引进专班", "产业专班", "产业招商专班", "专班组", "所在专班", "牵头专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组", "招引专班", "引荐专班"]),
        /// 到账日期
        received: NaiveDate = Column::new("到账日期", Form::Date).required().also(&["到账时间", "到位日期", "到位时间", "到资日期", "进账日期", "入账日期", "资金到位日期", "资金到位时间", "到资时间", "资金到账日期", "资金到账时间", "进账时间", "入账时间", "收款日期", "收款时间", "到位年月日", "汇入日期", "实际到位日期", "到款日期", "到款时间", "汇款日期", "汇款时间", "到账日", "资金到位日", "资金进账日期"]),
        /// 金额
        amount: Money = Column::new("金额", Form::Money(DefaultUnit::Wan)).required().also(&["到位金额", "到账金额", "到位资金", "到资金额", "进账金额", "实际到位资金", "资金金额", "当年到位资金", "实际到位金额", "到位资金额", "到账资金", "到位额", "到账额", "资金到位金额", "资金到账金额", "到位金额合计", "到资额", "实际到账金额", "到账资金额", "实到资金", "实际到资", "收款金额", "本次到位资金", "本次到位金额", "实际到位内资", "当年到位资金情况", "现阶段到资情况", "本次到位", "本次到账", "本次到账金额", "本次到账资金", "本次到资", "本次到资金额", "本次到位额", "本笔金额", "本笔到位", "本笔到账", "本笔到位金额", "本笔到账金额", "本笔到位资金", "本次金额", "到款金额", "汇款金额", "实际到位", "到位内资", "本期到位资金"]),
        /// 凭证类型: kept as written, since a kind that is not accepted is F002.
        voucher_kind: Arc<str> = Column::new("凭证类型", Form::Text).required().also(&["凭证种类", "凭证名称", "到位凭证类型", "凭证类别", "凭据类型", "票据类型", "到账凭证类型", "凭证形式", "证明材料类型", "凭证性质", "资金凭证类型", "有效凭证类型", "凭据种类", "佐证材料", "佐证材料类型", "佐证类型", "证明材料名称", "到位凭证", "到资证明"]),
        /// 凭证号
        voucher: Name = Column::new("凭证号", Form::LongNumber).required().also(&["凭证编号", "凭证号码", "进账单号", "回单号", "回单编号", "票据号", "流水号", "银行回单号", "凭据号", "银行流水号", "银行回单编号", "进账单编号", "资金凭证号", "凭证单号", "票据号码", "流水单号", "票号", "发票号", "到位凭证号", "银行凭证号", "凭证编码", "凭证（发票）号", "凭证/发票号", "进账单（发票）号", "凭证号（流水号）", "银行流水", "交易流水号", "佐证材料编号"]),
        /// 币种
        currency: Currency = Column::new("币种", Form::Currency).also(&["货币", "币别", "货币种类", "币种类型"]),
        /// 付款方
        payer: Name = Column::new("付款方", Form::Company).also(&["付款单位", "付款人", "汇款人", "付款户名", "汇款单位", "出资方", "付款账户名称", "汇款方", "付款企业", "付款方名称", "付款单位名称", "资金来源单位", "出资单位"]),
        /// 收款方
        payee: Name = Column::new("收款方", Form::Company).also(&["收款单位", "收款人", "收款户名", "收款账户名称", "收款企业", "收款方名称", "收款单位名称", "到账企业", "资金到位企业"]),
    }
}

record!(Receipt, date: |row| row.received.get(), title: |row| row.voucher.written().to_string());
