//! How a table and its columns are declared: the one place from which reading, forms, the column guide and the docs are made.

use super::Kind;

/// Whether a row can do without the column (spec 1.3: ★, ☆).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// ★
    Required,
    /// ☆: required, but title lines, sheet, file or folder names may supply it.
    Context,
    /// One of the table's `alternatives`.
    Alternative,
    /// May be missing or empty.
    Optional,
    /// Known, kept as context, carries no figure (序号, 备注 …).
    Idle,
}

/// What is written in the column, and so which parser reads it and which type it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Free text → `Arc<str>`.
    Text,
    /// Voucher, contract, approval numbers → `Name` with the folded number as key.
    LongNumber,
    /// One person → `Name`.
    Person,
    /// Several people → `Vec<Name>`.
    People,
    /// Several people, not all of whom need be named → `Party`.
    Party,
    /// Several companies → `Vec<Name>`.
    Companies,
    /// A company or a project → `Name`.
    Company,
    /// One day → `NaiveDate`.
    Date,
    /// One day or a range of days → `Window`.
    Days,
    /// Money, in this unit when nothing says another → `Money`.
    Money(DefaultUnit),
    /// A number of things, people or days → `Decimal`.
    Number,
    /// A year such as 2021 or 2021年 → `Decimal`.
    Year,
    /// Yes or no → `bool`.
    YesNo,
    /// A squad, and the bodies that the table also takes → `Owner`.
    Squad {
        /// 综合协调组 and the office are known here (roster, expense, approval, activity).
        offices: bool,
    },
    /// Any unit: a squad, the office, or another unit → `Owner`.
    Unit,
    /// A known word → the choice's type.
    Choice(&'static [ChoiceWord]),
    /// A currency → `Currency`.
    Currency,
    /// Unified social credit code → `Name` with the folded code as key.
    CreditCode,
    /// Citizen identity number → `Name`; never shown whole.
    IdNumber,
}

/// The unit of a money column that names none (then D009).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultUnit {
    /// 元
    Yuan,
    /// 万元
    Wan,
}

/// One known value of a choice column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceWord {
    /// Canonical Chinese word.
    pub name: &'static str,
    /// Other words for the same.
    pub synonyms: &'static [&'static str],
}

/// What the first cell of a blank form's example row says; such a row is never data.
pub const EXAMPLE: &str = "示例（删除本行）";

/// One column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Canonical Chinese name.
    pub name: &'static str,
    /// Other names seen in practice; compared after normalising.
    pub synonyms: &'static [&'static str],
    /// Whether a row can do without it.
    pub need: Need,
    /// What is written in it.
    pub form: Form,
    /// Words that leave it empty, besides those that do so everywhere (`-`, 无): 至今 for the end of a time.
    pub blanks: &'static [&'static str],
    /// Words that mean yes in it, besides those that do so everywhere: 外出 in 是否外出.
    pub yes: &'static [&'static str],
    /// Words that mean no in it: 在岗 in 是否外出.
    pub no: &'static [&'static str],
}

impl Column {
    /// An optional column; `required`, `context` and the like say otherwise.
    pub const fn new(name: &'static str, form: Form) -> Column {
        Column {
            name,
            synonyms: &[],
            need: Need::Optional,
            form,
            blanks: &[],
            yes: &[],
            no: &[],
        }
    }

    /// ★
    pub const fn required(self) -> Column {
        Column {
            need: Need::Required,
            ..self
        }
    }

    /// ☆
    pub const fn context(self) -> Column {
        Column {
            need: Need::Context,
            ..self
        }
    }

    /// One of the table's alternatives.
    pub const fn alternative(self) -> Column {
        Column {
            need: Need::Alternative,
            ..self
        }
    }

    /// Known, without a figure.
    pub const fn idle(self) -> Column {
        Column { need: Need::Idle, ..self }
    }

    /// With words that leave it empty, folded.
    pub const fn blank(self, blanks: &'static [&'static str]) -> Column {
        Column { blanks, ..self }
    }

    /// The canonical name, then the synonyms in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.synonyms.iter().copied())
    }

    /// With words of its own for yes and no, folded.
    pub const fn answers(self, yes: &'static [&'static str], no: &'static [&'static str]) -> Column {
        Column { yes, no, ..self }
    }

    /// The other names.
    pub const fn also(self, synonyms: &'static [&'static str]) -> Column {
        Column { synonyms, ..self }
    }
}

/// A column of days that stands for two columns of a day each: 出差时间 `9.6-9.9` for 出发日期 and 返回日期.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The column of days (`Form::Days`).
    pub days: &'static str,
    /// The column of the first day.
    pub from: &'static str,
    /// The column of the last day.
    pub to: &'static str,
}

/// A table of spec 1.3.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Which.
    pub kind: Kind,
    /// The columns in the order of the record's fields; `Idle` ones are common to all tables (`IDLE`).
    pub columns: &'static [Column],
    /// Groups of alternatives: of each group one list of columns must be there (合同编号 or 项目名称).
    pub alternatives: &'static [&'static [&'static [&'static str]]],
    /// Columns that together name a row (D016); empty when rows have no number of their own.
    pub key: &'static [&'static str],
    /// The column whose day dates the row (spec 2.1), if rows are dated.
    pub dated_by: Option<&'static str>,
    /// The money column that the account adds up (spec 1.4), if there is a required one.
    pub money: Option<&'static str>,
    /// Columns that may hold both ends of a time in one cell.
    pub spans: &'static [Span],
    /// The required column that a labelled line directly above the header may supply: 姓名：王伟.
    pub said_above: Option<&'static str>,
    /// Whether recognition needs a further column beside the required ones (spec 1.1, the three libraries).
    pub needs_further: bool,
}

impl Table {
    /// The column of that canonical name, with its position.
    pub fn column(&self, name: &str) -> Option<(usize, &'static Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.name == name)
    }
}

/// Columns that every table may have and that carry no figure.
pub const IDLE: &[Column] = &[
    Column::new("序号", Form::Text)
        .idle()
        .also(&["编号序号", "行号", "No", "NO.", "序", "顺序号", "项次", "顺号"]),
    Column::new("备注", Form::Text).idle().also(&[
        "说明",
        "备注说明",
        "其他说明",
        "附注",
        "备 注",
        "备考",
        "其他",
        "其它",
        "备注信息",
        "补充说明",
    ]),
    Column::new("星期", Form::Text).idle().also(&["周几", "星期几", "周"]),
    Column::new("附件张数", Form::Text).idle().also(&[
        "附件",
        "附单据张数",
        "单据张数",
        "附件数",
        "附件张",
        "凭证张数",
        "票据张数",
        "发票张数",
    ]),
    Column::new("填表人", Form::Text)
        .idle()
        .also(&["填报人", "制表人", "登记人", "录入人", "填写人", "制单人", "审核人", "复核人"]),
    Column::new("填报日期", Form::Text)
        .idle()
        .also(&["填表日期", "填报时间", "制表日期"]),
];
