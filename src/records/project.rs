//! 项目台账: the project ledger, from first contact to production.

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
    /// How far a project is.
    Stage {
        Talks = "在谈" ["洽谈", "洽谈中", "在谈中", "对接", "对接中", "在谈项目", "跟踪", "意向"],
        Signed = "签约" ["已签约", "签约项目", "合同签订"],
        Registered = "注册" ["已注册", "注册落户", "落户", "已落户"],
        Started = "开工" ["已开工", "开工建设", "在建", "建设中", "开工项目"],
        Producing = "投产" ["已投产", "投产达效", "竣工投产", "投产运营", "建成投产", "运营"],
        Ended = "终止" ["已终止", "中止", "取消", "放弃", "停止", "淘汰"],
    }
}

choice! {
    /// What kind of investor it is.
    InvestorKind {
        World500 = "世界500强" ["世界五百强"],
        China500 = "中国500强" ["中国五百强", "国内500强"],
        Central = "央企" ["中央企业"],
        State = "国企" ["国有企业", "地方国企", "省属国企"],
        Foreign = "外企" ["外资", "外资企业", "外商"],
        Private = "民企" ["民营企业", "知名民企", "知名民营企业", "民营", "中国民营500强", "民营500强"],
        Unicorn = "独角兽" ["独角兽企业"],
        Leader = "行业龙头" ["龙头企业", "行业龙头企业", "龙头", "领军企业", "行业领军企业"],
    }
}

table! {
    /// One row of the project ledger.
    Project: Kind::Project;
    columns {
        /// 项目名称
        name: Name = Column::new("项目名称", Form::Company).required().also(&["项目", "项目全称", "招商项目名称", "纳统项目名称", "谋划项目名称"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "责任专班", "组别", "牵头专班", "引进专班"]),
        /// 阶段
        stage: Stage = Column::new("阶段", Form::Choice(Stage::WORDS)).required().also(&["项目阶段", "当前阶段", "项目状态", "进展阶段", "所处阶段", "推进阶段"]),
        /// 项目编号
        number: Name = Column::new("项目编号", Form::LongNumber).also(&["项目编码", "项目代码", "市级项目编码", "区级项目编码", "在谈项目编码"]),
        /// 投资方
        investor: Name = Column::new("投资方", Form::Company).also(&["投资主体", "投资方名称", "投资企业", "投资商", "投资单位", "外来投资方名称", "投资方企业名称"]),
        /// 投资方类型
        investor_kind: InvestorKind = Column::new("投资方类型", Form::Choice(InvestorKind::WORDS)).also(&["企业类型", "投资方性质", "投资企业类型", "投资主体类型"]),
        /// 产业类: 是/否, or a class of industry.
        industrial: Arc<str> = Column::new("产业类", Form::Text).also(&["是否产业类", "产业类别", "项目类别", "产业类项目", "产业类型", "是否产业类项目", "所属产业", "所属产业链"]),
        /// 总投资
        investment: Money = Column::new("总投资", Form::Money(DefaultUnit::Wan)).also(&["投资总额", "总投资额", "计划总投资", "投资额", "项目总投资", "计划投资总额", "投资金额", "计划投资", "拟引进投资", "拟投资额"]),
        /// 统一社会信用代码
        credit_code: Name = Column::new("统一社会信用代码", Form::CreditCode).also(&["信用代码", "社会信用代码", "统一信用代码", "投资主体证照号码", "企业信用代码"]),
        /// 首次对接日期
        first_contact: NaiveDate = Column::new("首次对接日期", Form::Date).also(&["首次对接时间", "首次接洽日期", "首次洽谈日期", "对接日期", "初次对接日期", "首次对接"]),
        /// 最近进展日期
        last_progress: NaiveDate = Column::new("最近进展日期", Form::Date).also(&["最近进展时间", "最新进展日期", "进展更新日期", "最近更新日期", "最近对接日期"]),
        /// 签约日期
        signed: NaiveDate = Column::new("签约日期", Form::Date).also(&["签约时间", "合同签约时间", "合同签订日期"]),
        /// 注册日期
        registered: NaiveDate = Column::new("注册日期", Form::Date).also(&["注册时间", "企业注册日期", "落户日期", "注册落户日期", "工商注册日期"]),
        /// 开工日期
        started: NaiveDate = Column::new("开工日期", Form::Date).also(&["开工时间", "开工建设日期", "实际开工日期", "开工/业时间"]),
        /// 投产日期
        producing: NaiveDate = Column::new("投产日期", Form::Date).also(&["投产时间", "竣工投产日期", "投产运营日期"]),
        /// 终止日期
        ended: NaiveDate = Column::new("终止日期", Form::Date).also(&["终止时间", "中止日期"]),
        /// 落地县区
        county: Arc<str> = Column::new("落地县区", Form::Text).also(&["落地县(市、区)", "落地县市区", "落地地点", "建设地点", "落地县（市、区）", "项目建设地址", "落户地", "落地区域", "拟落地县区"]),
        /// 进展情况
        progress: Arc<str> = Column::new("进展情况", Form::Text).also(&["项目进展", "进展", "目前进展", "项目进展情况", "最新进展", "工作进展", "进度、备注", "当前进展"]),
        /// 存在问题
        problems: Arc<str> = Column::new("存在问题", Form::Text).also(&["问题", "存在的问题", "困难问题", "存在困难和问题", "需协调问题"]),
        /// 责任人
        keeper: Arc<str> = Column::new("责任人", Form::Text).also(&["负责人", "联系人", "包联责任人", "项目负责人", "跟进人", "专班责任人", "对接责任人"]),
    }
}

record!(Project, date: |_| None, title: |row| row.name.written.to_string());
