//! An outcome put together by hand, for the tests of what shows it.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::account::Account;
use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::account::TableAccount;
use crate::account::Tally;
use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::Figures;
use crate::figures::MemberFigures;
use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::Judgement;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::Subject;
use crate::finding::When;
use crate::place::Place;
use crate::place::Source;
use crate::problem::Problem;
use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::Tables;
use crate::records::cell::Name;
use crate::records::roster::Role;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::settings::Settings;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Outcome;
use super::briefs::template::Templates;

/// All parts of an outcome, which tests may change before they look at it.
pub(super) struct Sample {
    pub(super) period: Period,
    pub(super) records: Records,
    pub(super) problems: Vec<Problem>,
    pub(super) judgement: Judgement,
    pub(super) figures: Figures,
    pub(super) account: Account,
    policy: Policy,
    settings: Settings,
    templates: Templates,
    before: crate::history::Before,
    cycle: crate::history::LifeCycle,
}

/// A rule of the tests' own.
pub(super) static CARD: RuleCard = RuleCard {
    code: "P002",
    name: "合同没有落户",
    severity: Severity::Warning,
    articles: &["考核办法 九"],
    checks: "",
    why: "",
    remedy: "补办证照",
    parameters: &[],
    effect: Effect::None,
};

pub(super) fn money(text: &str) -> FigureValue {
    FigureValue::Money(text.parse().unwrap())
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The keys of spec 3.1, in its order, without `members`.
const WINDOW_KEYS: [(&str, &str); 27] = [
    ("signed_formal", "120000000"),
    ("signed_recognised", "80000000.5"),
    ("contracts_formal", "3"),
    ("contracts_recognised", "2"),
    ("received", "36500000"),
    ("starts", "1"),
    ("starts_industrial", "1"),
    ("in_talks", "12"),
    ("events", "1"),
    ("firm_visits", "4"),
    ("firm_visits_leading", "1"),
    ("leader_trips", "1"),
    ("squad_days_out", "18"),
    ("investors", "5"),
    ("reserve", "2"),
    ("talents", "0"),
    ("investors_all", "41"),
    ("reserve_all", "12"),
    ("talents_all", "9"),
    ("dispatches", "2"),
    ("reports", "1"),
    ("spent", "36420.50"),
    ("spent_by_item", "差旅费=30000;接待费=6420.50"),
    ("proposed", "36000.50"),
    ("cuts", "420"),
    ("cost_per_yi_signed", "30350.42"),
    ("findings", "error=3 warning=1 note=0"),
];

const MONEY_KEYS: [&str; 7] = [
    "signed_formal",
    "signed_recognised",
    "received",
    "spent",
    "proposed",
    "cuts",
    "cost_per_yi_signed",
];

fn figure(key: &'static str, value: &str) -> Figure {
    let value = if MONEY_KEYS.contains(&key) {
        money(value)
    } else if value.contains(';') {
        let sums = value.split(';').filter_map(|sum| sum.split_once('='));
        FigureValue::Sums(sums.map(|(name, sum)| (name.to_owned(), decimal(sum))).collect())
    } else if value.contains('=') {
        let counts = value.split(' ').filter_map(|count| count.split_once('='));
        FigureValue::Counts(counts.map(|(name, count)| (name.to_owned(), count.parse().unwrap())).collect())
    } else {
        FigureValue::Count(value.parse().unwrap())
    };
    Figure {
        key,
        value,
        parts: Vec::new(),
    }
}

fn window_figures(window: Window, reported: bool) -> WindowFigures {
    let figures = WINDOW_KEYS.iter().map(|(key, value)| {
        let mut figure = figure(key, value);
        if !reported && *key != "findings" {
            figure.value = FigureValue::NotReported;
        }
        figure
    });
    let members = [
        ("王伟", Role::Head, 5),
        ("李娜", Role::Dedicated, 12),
        ("张强", Role::Dedicated, 17),
    ];
    let members = members.iter().enumerate().map(|(index, (name, role, days))| MemberFigures {
        row: RowId {
            kind: Kind::Roster,
            index: index as u32,
        },
        name: Name {
            shown: Arc::from(*name),
            key: Arc::from(*name),
        },
        role: *role,
        workdays_out: Some(*days),
        days_out: Some(days + 2),
        log_days: Some(20),
        workdays: 22,
        firms_met: Some(3),
    });
    WindowFigures {
        window,
        figures: figures.collect(),
        members: reported.then(|| members.collect()),
    }
}

fn targets(squad: SquadId, reported: bool) -> Vec<TargetStanding> {
    let target = |target, name, money, goal, reached, share, met: bool| TargetStanding {
        squad,
        target,
        name,
        money,
        goal: decimal(goal),
        reached: reported.then(|| decimal(reached)),
        other_basis: (reported && target == "T001").then(|| decimal("520000000")),
        share: reported.then(|| decimal(share)),
        pace: decimal("0.7479"),
        behind: reported.then(|| !met && decimal(share) < decimal("0.7479")),
        met: reported.then_some(met),
        rows: Vec::new(),
    };
    vec![
        target("T001", "签约资金", true, "1000000000", "432100000", "0.4321", false),
        target("T002", "到位资金", true, "100000000", "128000000", "1.2800", true),
        target("T003", "开工项目", false, "2", "1", "0.5000", false),
        target("T004", "产业类开工项目", false, "1", "1", "1.0000", true),
        target("T005", "在谈项目", false, "20", "16", "0.8000", false),
        target("T006", "专题招商活动", false, "1", "0", "0.0000", false),
    ]
}

impl Sample {
    /// September 2021: the first squad reported everything, the last nothing.
    pub(super) fn new() -> Sample {
        let period = Period::Month { year: 2021, month: 9 };
        let settings = Settings::default();
        let policy = Policy::built_in();
        let window = period.window();
        let records = Records::new(Tables::default(), Arc::new(settings.city.clone()), &policy, window.to);
        let ytd = Window {
            from: "2021-01-01".parse().unwrap(),
            to: window.to,
        };
        let squads = (0..4).map(|squad| {
            let squad = SquadId(squad);
            let reported = squad.0 < 3;
            SquadFigures {
                squad,
                period: window_figures(window, reported),
                ytd: window_figures(ytd, reported),
                previous: window_figures(period.previous().window(), reported),
                targets: targets(squad, reported),
                carried: figure("carried", "0"),
                verdict: None,
            }
        });
        let fund = [
            ("budget", money("3000000")),
            ("carry_over", money("0")),
            ("spent", money("1845000.5")),
            ("proposed", money("1840000.5")),
            ("committed", money("120000")),
            ("balance", money("1154999.5")),
            ("used_share", FigureValue::Share(decimal("0.6150"))),
            ("by_item", FigureValue::Sums(vec![("差旅费".to_owned(), decimal("1845000.5"))])),
            ("by_squad", FigureValue::Sums(vec![("先进制造".to_owned(), decimal("1845000.5"))])),
            ("by_track", FigureValue::Sums(vec![("squads".to_owned(), decimal("1845000.5"))])),
            ("carry_to_next", FigureValue::None),
        ];
        let fund = fund.into_iter().map(|(key, value)| Figure {
            key,
            value,
            parts: Vec::new(),
        });
        Sample {
            period,
            records,
            problems: Vec::new(),
            judgement: judgement(),
            figures: Figures {
                period,
                squads: squads.collect(),
                total_period: window_figures(window, true),
                total_ytd: window_figures(ytd, true),
                total_previous: window_figures(period.previous().window(), true),
                months: Vec::new(),
                fund: fund.collect(),
            },
            account: account(),
            policy,
            settings,
            templates: Templates::default(),
            before: crate::history::Before::default(),
            cycle: crate::history::LifeCycle::default(),
        }
    }

    /// What the reports see.
    pub(super) fn outcome(&self) -> Outcome<'_> {
        Outcome {
            period: self.period,
            as_of: self.records.as_of,
            today: "2021-10-08".parse().unwrap(),
            records: &self.records,
            problems: &self.problems,
            judgement: &self.judgement,
            figures: &self.figures,
            coverage: &[],
            before: &self.before,
            cycle: &self.cycle,
            replies: &[],
            account: &self.account,
            policy: &self.policy,
            settings: &self.settings,
            templates: &self.templates,
            inbox_from_report: None,
            made: None,
        }
    }
}

fn judgement() -> Judgement {
    let source = Arc::new(Source {
        file: Arc::from("先进制造/签约.xlsx"),
        sheet: Arc::from("合同"),
        order: 0,
    });
    let mut subject = Subject::new();
    subject.insert("contract", "HT-2021-003".to_owned());
    let finding = Finding {
        id: "P002-7K3F9Q2M".to_owned(),
        rule: &CARD,
        severity: Severity::Warning,
        squad: Some(SquadId(0)),
        place: Some(Place::cell(&source, 17, 3)),
        title: Some("注册日期".to_owned()),
        value: Some("联系人13812345678".to_owned()),
        message: "合同 HT-2021-003 没有注册日期".to_owned(),
        remedy: "补办证照".to_owned(),
        subject,
        when: When::Day("2021-09-03".parse().unwrap()),
        cut: None,
        related: vec![Place::row(&source, 4)],
    };
    let mut general = finding.clone();
    general.id = "P002-00000000".to_owned();
    general.severity = Severity::Error;
    general.place = None;
    general.title = None;
    general.value = None;
    general.cut = Some(decimal("420.5"));
    Judgement {
        findings: vec![finding, general],
        unjudged: Vec::new(),
        measured: Vec::new(),
        ..Judgement::default()
    }
}

fn account() -> Account {
    let tally = |found, used, duplicate, set_aside| Tally {
        found: decimal(found),
        used: decimal(used),
        duplicate: decimal(duplicate),
        set_aside: decimal(set_aside),
    };
    let table = |kind, money| TableAccount {
        sheet: "9月".to_owned(),
        kind,
        header_row: 3,
        rows: Tally {
            found: 120,
            used: 118,
            duplicate: 1,
            set_aside: 1,
        },
        money,
    };
    let file = |path: &str, status, reason: Option<&str>, tables| FileAccount {
        path: path.to_owned(),
        sha256: "ab".repeat(32),
        bytes: 4096,
        status,
        reason: reason.map(str::to_owned),
        tables,
    };
    let tables = vec![
        table(Kind::Log, None),
        table(Kind::Contract, Some(tally("300.125", "200.125", "50", "50"))),
    ];
    Account {
        files: vec![
            file("先进制造/签约.xlsx", FileStatus::Read, None, tables),
            file("文化旅游/加密.xlsx", FileStatus::Failed, Some("文件有密码"), Vec::new()),
        ],
    }
}
