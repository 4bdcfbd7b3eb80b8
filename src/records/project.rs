//! 项目台账: the project ledger, from first contact to production.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::values::text;
use crate::values::yes_no;

use super::Kind;
use super::cell::Cell;
use super::cell::Money;
use super::cell::Name;
use super::cell::Owner;
use super::cell::State;
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

/// Words in a class of projects that is none of industry, wherever they stand in it.
const NOT_INDUSTRIAL: &[&str] = &[
    "非产业",
    "不属于",
    "基础设施",
    "基建",
    "公共服务",
    "公共设施",
    "公益",
    "民生",
    "社会事业",
    "房地产",
    "住宅",
    "棚改",
    "棚户区",
    "市政",
];

/// Cells that tell no class.
const UNTOLD: &[&str] = &["其他", "其它", "待定", "未定", "不详", "不明", "未知", "未填"];

table! {
    /// One row of the project ledger.
    Project: Kind::Project;
    columns {
        /// 项目名称
        name: Name = Column::new("项目名称", Form::Company).required().also(&["项目", "项目全称", "招商项目名称", "纳统项目名称", "谋划项目名称", "项目名", "拟建项目名称", "在谈项目名称", "签约项目名称", "项目简称", "洽谈项目名称", "引进项目名称", "合作项目名称", "拟引进项目", "项目名称（全称）"]),
        /// 专班
        squad: Owner = Column::new("专班", Form::Squad { offices: false }).context().also(&["所属专班", "专班名称", "招商专班", "责任专班", "组别", "牵头专班", "引进专班", "产业专班", "产业招商专班", "专班组", "所在专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组", "跟进专班", "包联专班", "招引专班", "引荐专班", "对接专班", "负责专班"]),
        /// 阶段
        stage: Stage = Column::new("阶段", Form::Choice(Stage::WORDS)).required().also(&["项目阶段", "当前阶段", "项目状态", "进展阶段", "所处阶段", "推进阶段", "进展状态", "项目进展阶段", "目前阶段", "状态", "项目所处阶段", "推进状态", "目前状态", "项目现状", "项目进展状态", "所处状态", "洽谈阶段", "签约状态"]),
        /// 项目编号
        number: Name = Column::new("项目编号", Form::LongNumber).also(&["项目编码", "项目代码", "市级项目编码", "区级项目编码", "在谈项目编码", "项目序号", "台账编号", "项目号"]),
        /// 投资方
        investor: Name = Column::new("投资方", Form::Company).also(&["投资主体", "投资方名称", "投资企业", "投资商", "投资单位", "外来投资方名称", "投资方企业名称", "投资方（企业）", "投资人", "签约主体", "洽谈主体", "投资主体名称", "意向投资方", "投资公司", "投资企业名称", "客商名称"]),
        /// 投资方类型
        investor_kind: InvestorKind = Column::new("投资方类型", Form::Choice(InvestorKind::WORDS)).also(&["企业类型", "投资方性质", "投资企业类型", "投资主体类型", "投资方类别", "企业性质", "投资方企业类型", "投资主体性质", "投资商类型"]),
        /// 产业类: 是/否, or a class of industry.
        industrial: Arc<str> = Column::new("产业类", Form::Text).also(&["是否产业类", "产业类别", "项目类别", "产业类项目", "产业类型", "是否产业类项目", "所属产业", "所属产业链", "是否产业项目", "产业项目", "是否为产业类", "项目产业类别", "所属产业类别", "产业类（是/否）", "产业链"]),
        /// 总投资
        investment: Money = Column::new("总投资", Form::Money(DefaultUnit::Wan)).also(&["投资总额", "总投资额", "计划总投资", "投资额", "项目总投资", "计划投资总额", "投资金额", "计划投资", "拟引进投资", "拟投资额", "投资规模", "计划总投资额", "拟总投资", "预计总投资", "估算总投资", "总投资金额", "意向投资额", "预计投资额", "纳统计划总投资额"]),
        /// 统一社会信用代码
        credit_code: Name = Column::new("统一社会信用代码", Form::CreditCode).also(&["信用代码", "社会信用代码", "统一信用代码", "投资主体证照号码", "企业信用代码", "统一信用代码证号", "企业统一社会信用代码", "社会统一信用代码", "投资方统一社会信用代码", "投资方信用代码"]),
        /// 首次对接日期
        first_contact: NaiveDate = Column::new("首次对接日期", Form::Date).also(&["首次对接时间", "首次接洽日期", "首次洽谈日期", "对接日期", "初次对接日期", "首次对接", "初次对接时间", "首次洽谈时间", "首次接触日期", "首次接触时间", "对接时间", "初次接洽日期", "首次接洽时间", "开始对接日期"]),
        /// 最近进展日期
        last_progress: NaiveDate = Column::new("最近进展日期", Form::Date).also(&["最近进展时间", "最新进展日期", "进展更新日期", "最近更新日期", "最近对接日期", "最近一次进展日期", "最新进展时间", "进展日期", "进展时间", "最近跟进日期", "最后更新日期", "更新日期", "更新时间", "最近更新时间", "最近跟进时间", "最近一次对接时间", "最近一次对接日期", "最近联系时间", "最近洽谈时间", "最近一次洽谈时间", "最近洽谈日期"]),
        /// 签约日期
        signed: NaiveDate = Column::new("签约日期", Form::Date).also(&["签约时间", "合同签约时间", "合同签订日期", "签订日期", "签约年月日", "签订时间", "正式签约日期"]),
        /// 注册日期
        registered: NaiveDate = Column::new("注册日期", Form::Date).also(&["注册时间", "企业注册日期", "落户日期", "注册落户日期", "工商注册日期", "注册落户时间", "落户时间", "工商注册时间", "公司注册日期", "公司注册时间"]),
        /// 开工日期
        started: NaiveDate = Column::new("开工日期", Form::Date).also(&["开工时间", "开工建设日期", "实际开工日期", "开工/业时间", "开工建设时间", "实际开工时间", "动工日期", "动工时间", "开工/开业时间"]),
        /// 投产日期
        producing: NaiveDate = Column::new("投产日期", Form::Date).also(&["投产时间", "竣工投产日期", "投产运营日期", "竣工投产时间", "建成投产日期", "投产达效日期", "竣工日期", "建成投产时间"]),
        /// 终止日期
        ended: NaiveDate = Column::new("终止日期", Form::Date).also(&["终止时间", "中止日期", "中止时间", "终止合作日期", "退出日期"]),
        /// 落地县区
        county: Arc<str> = Column::new("落地县区", Form::Text).also(&["落地县(市、区)", "落地县市区", "落地地点", "建设地点", "落地县（市、区）", "项目建设地址", "落户地", "落地区域", "拟落地县区", "落户地点", "拟落户地", "落地县市", "落地县", "落户县区", "项目落地", "建设地址", "项目地点", "项目建设地点", "选址", "项目选址", "落户县（市、区）", "所在县区", "县（市、区）", "县区", "落地区县"]),
        /// 进展情况
        progress: Arc<str> = Column::new("进展情况", Form::Text).also(&["项目进展", "进展", "目前进展", "项目进展情况", "最新进展", "工作进展", "进度、备注", "当前进展", "项目推进情况", "推进情况", "项目最新进展", "目前进展情况", "工作进展情况", "最新进展情况", "当前进展情况", "进展描述"]),
        /// 存在问题
        problems: Arc<str> = Column::new("存在问题", Form::Text).also(&["问题", "存在的问题", "困难问题", "存在困难和问题", "需协调问题", "存在问题及困难", "困难和问题", "存在的困难", "问题及困难", "存在困难", "需解决的问题", "主要问题"]),
        /// 责任人
        keeper: Arc<str> = Column::new("责任人", Form::Text).also(&["负责人", "联系人", "包联责任人", "项目负责人", "跟进人", "专班责任人", "对接责任人", "专班联系人", "项目责任人", "跟踪责任人", "跟进责任人", "对接人", "项目联系人", "包联领导"]),
    }
}

impl Project {
    /// Whether the row says that the project is one of industry; `None` when it does not tell. 产业类 holds yes or no, or the class:
    /// every class is one of industry but those that name infrastructure, housing, public services and the like.
    pub fn is_industrial(&self) -> Option<bool> {
        let written = self.industrial.value()?;
        if let Ok(answer) = yes_no::parse(written) {
            return answer;
        }
        let class = text::fold(written);
        if class.is_empty() || UNTOLD.contains(&class.as_str()) {
            return None;
        }
        Some(!NOT_INDUSTRIAL.iter().any(|word| class.contains(word)))
    }

    /// Whether the rows of one project leave open on which day it started: none has a day that can be read, and one that has it begun, or
    /// ended since, has a day that cannot.
    pub fn is_start_untold<'a>(mut rows: impl Iterator<Item = &'a Project> + Clone) -> bool {
        let may_have_started = |row: &Project| matches!(row.stage.get(), Some(Stage::Started | Stage::Producing | Stage::Ended));
        let is_told = rows.clone().any(|row| row.started.get().is_some());
        !is_told && rows.any(|row| row.started.state() == State::Unreadable && may_have_started(row))
    }

    /// Whether 产业类 holds a word that tells no class (待定, 其他).
    pub fn is_class_unknown(&self) -> bool {
        self.industrial.value().is_some_and(|written| yes_no::parse(written).is_err()) && self.is_industrial().is_none()
    }
}

record!(Project, date: |_| None, title: |row| row.name.written().to_string());

/// How far the talks about a project are on a day (spec 3.1 `in_talks`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talks {
    /// The first contact lies later.
    NotYet,
    /// Under way.
    Under,
    /// A day that cannot be read decides whether they are over.
    Untold,
    /// Signed, ended, or at a stage after the talks.
    Over,
}

impl Talks {
    /// By one row of a ledger.
    pub fn of(project: &Project, day: NaiveDate) -> Talks {
        let stage = project.stage.get();
        let later = |date: Option<NaiveDate>| date.is_some_and(|date| date > day);
        let unread = |date: &Cell<NaiveDate>| date.state() == State::Unreadable;
        let ended = stage == Some(Stage::Ended) && !later(project.ended.get());
        let signed = project.signed.get();
        // What cannot be read decides nothing where the stage, or a later step, says that it is not signed or long since.
        let went_on = [&project.registered, &project.started, &project.producing];
        let went_on = went_on.iter().any(|date| date.get().is_some_and(|date| date <= day));
        let signing_untold = unread(&project.signed) && stage != Some(Stage::Talks) && !went_on;
        let talks = match signed {
            None => stage == Some(Stage::Talks) || signing_untold,
            Some(_) => later(signed),
        };
        let ending_untold = ended && unread(&project.ended);
        if ended && !ending_untold || !talks {
            Talks::Over
        } else if ending_untold || signing_untold {
            Talks::Untold
        } else if later(project.first_contact.get()) {
            Talks::NotYet
        } else {
            Talks::Under
        }
    }

    /// By all rows of one project, as in a ledger of a sheet for each month: one that has it past the talks knows more than the others.
    pub fn of_rows<'a>(rows: impl Iterator<Item = &'a Project>, day: NaiveDate) -> Talks {
        let mut known = Talks::NotYet;
        for row in rows {
            match Talks::of(row, day) {
                Talks::Over => return Talks::Over,
                Talks::Untold => known = Talks::Untold,
                Talks::Under if known == Talks::NotYet => known = Talks::Under,
                Talks::Under | Talks::NotYet => {}
            }
        }
        known
    }
}
