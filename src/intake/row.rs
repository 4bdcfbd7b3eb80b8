//! One data row on its way from cells to a record: its values, its problems, and what becomes of it.

use std::hash::Hasher;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use siphasher::sip128::Hasher128;
use siphasher::sip128::SipHasher13;

use crate::problem::Problem;
use crate::problem::What;
use crate::records::Kind;
use crate::records::activity::Activity;
use crate::records::activity::ActivityKind;
use crate::records::application::Application;
use crate::records::approval::Approval;
use crate::records::budget::Budget;
use crate::records::cell::Cell;
use crate::records::cell::Content;
use crate::records::cell::Money;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Column;
use crate::records::contract::Contract;
use crate::records::expense::Expense;
use crate::records::grant::Grant;
use crate::records::investor::Investor;
use crate::records::log::Log;
use crate::records::project::Project;
use crate::records::receipt::Receipt;
use crate::records::reserve::Reserve;
use crate::records::roster::Member;
use crate::records::row::Record;
use crate::records::row::RowAt;
use crate::records::talent::Talent;
use crate::regulation::City;
use crate::values::currency::Currency;
use crate::values::person::Size;

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is in use.
    Used,
    /// It is the same as an earlier row (D015).
    Duplicate,
    /// It is in no figure, by this rule and the problem at this place.
    SetAside(&'static str, crate::place::Place),
}

/// A data row, read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Which table.
    pub kind: Kind,
    /// Where it stands.
    pub at: RowAt,
    /// One cell for each column of the declaration.
    pub cells: Vec<Arc<Content>>,
    /// The whole digest of its content (`digest`): equal only for rows with equal cells.
    pub content: u128,
    /// Whose it is, as far as its cells or the context say.
    pub owner: Option<Owner>,
    /// Its day.
    pub date: Option<NaiveDate>,
    /// What becomes of it.
    pub fate: Fate,
    /// What else is written in the row, kept only for a negative expense, which may name its voucher there, and a line of a budget, which
    /// may be an addition by it.
    pub notes: Option<Arc<str>>,
}

impl Draft {
    /// The cell of a column by its canonical name.
    pub(super) fn cell(&self, name: &str) -> Option<&Arc<Content>> {
        let (position, _) = self.kind.table().column(name)?;
        self.cells.get(position)
    }

    /// The amount that the account adds up, if it could be read.
    pub(super) fn money(&self) -> Option<Money> {
        match self.cell(self.kind.table().money?)?.state {
            State::Value(Value::Money(money)) => Some(money),
            _ => None,
        }
    }

    /// What took place, when it is an activity and its kind could be read.
    pub(super) fn activity_kind(&self) -> Option<ActivityKind> {
        let cell = Some(self).filter(|row| row.kind == Kind::Activity)?.cell("活动类型")?;
        Cell::<ActivityKind>::new(Arc::clone(cell)).get()
    }

    /// Whom it names, when it is a row of a log.
    pub(super) fn people(&self) -> Vec<Name> {
        let cell = Some(self).filter(|row| row.kind == Kind::Log).and_then(|row| row.cell("姓名"));
        match cell.and_then(|cell| cell.value()) {
            Some(Value::People(people)) => people.clone(),
            _ => Vec::new(),
        }
    }

    /// That amount, if it is in yuan.
    pub(super) fn yuan(&self) -> Option<Decimal> {
        self.money()
            .filter(|money| money.currency == Currency::Cny)
            .map(|money| money.amount)
    }

    /// How people name the row.
    pub(super) fn title(&self) -> String {
        title(self.kind, &self.at, self.cells.clone())
    }

    /// A problem of this row in a column, or of the row as a whole.
    pub(super) fn problem(&self, what: What, column: Option<usize>) -> Problem {
        let cell = column.and_then(|position| self.cells.get(position));
        let declared = column.and_then(|position| self.kind.table().columns.get(position));
        Problem {
            what,
            place: cell.map_or_else(|| self.at.place(), |cell| cell.place(&self.at)),
            table: Some(self.at.table),
            column: declared.map(|column| column.name),
            title: None,
            written: cell.map(|cell| Arc::clone(&cell.written)).filter(|written| !written.is_empty()),
            owner: self.owner.clone(),
            date: self.date,
            row_title: self.title(),
            digest: self.at.digest,
            sets_aside: false,
            related: Vec::new(),
        }
    }
}

/// The rule that a problem is the ground of.
pub(super) fn rule_of(what: &What) -> &'static str {
    match what {
        What::File { .. } | What::NotASpreadsheet { .. } | What::InDoubt(_) => "D001",
        What::UnknownTable { .. } => "D002",
        What::MissingColumn | What::SeveralSquads | What::UntoldGroup(_) => "D003",
        What::EmptyRequired => "D004",
        What::Date(_) => "D005",
        What::YearTaken(_) => "D006",
        What::DateTooEarly(_) | What::DateInFuture { .. } => "D007",
        What::Amount(_) | What::AmountsDiffer { .. } | What::Fields { .. } => "D008",
        What::UnitAssumed(_) => "D009",
        What::NotPositive(_) | What::BeyondVoucher(_) => "D010",
        What::ErrorCell => "D011",
        What::NoResult => "D012",
        What::Total { .. } => "D013",
        What::SameFile(_) => "D014",
        What::SameRow => "D015",
        What::SameKey { .. } => "D016",
        What::UnknownSquad => "D017",
        What::NotOnRoster(_) | What::Unnamed => "D018",
        What::UnknownColumns(_) | What::RepeatedColumns { .. } => "D019",
        What::UnknownWord(_) | What::Ditto { .. } | What::Void => "D023",
        What::Hidden { .. } => "D024",
    }
}

/// A value in one form, whatever way it was written; what could not be read, as written.
pub(super) fn canonical(cell: &Content, city: &City, into: &mut String) {
    use std::fmt::Write;
    // Writing into a String cannot fail.
    let _ = match &cell.state {
        State::Empty | State::NoColumn => Ok(()),
        State::Unreadable => write!(into, "?{}", crate::values::text::fold(&cell.written)),
        State::Value(value) => match value {
            Value::Text(text) => write!(into, "{}", crate::values::text::fold(text)),
            Value::Name(name) => write!(into, "{}", name.key),
            Value::People(people) => people.iter().try_for_each(|person| write!(into, "{}、", person.key)),
            Value::Party(party) => party
                .named
                .iter()
                .try_for_each(|person| write!(into, "{}、", person.key))
                .and_then(|()| match party.size {
                    Size::Named => Ok(()),
                    Size::InAll(number) => write!(into, "{number}人"),
                    Size::Unknown => write!(into, "等"),
                }),
            Value::Date(day) => write!(into, "{day}"),
            Value::Days(days) => write!(into, "{}/{}", days.from, days.to),
            Value::Money(money) => write!(into, "{} {}", money.amount.normalize(), money.currency.code()),
            Value::Number(number) => write!(into, "{}", number.normalize()),
            Value::YesNo(answer) => write!(into, "{answer}"),
            Value::Owner(owner) => write!(into, "{}", owner_name(owner, city)),
            Value::Choice(position) => write!(into, "#{position}"),
            Value::Currency(currency) => write!(into, "{}", currency.code()),
        },
    };
}

/// The name of an owner, as in reports.
pub(super) fn owner_name(owner: &Owner, city: &City) -> String {
    match owner {
        Owner::Squad(squad) => city.squad(*squad).name.to_string(),
        Owner::Coordination => "综合协调组".to_owned(),
        Owner::Office => city.office.clone(),
        Owner::Other(name) => name.key.to_string(),
    }
}

/// What a cell adds to the digest of its row: a digest of its canonical form and the name of its column; an empty one adds nothing.
/// It tells equal rows from others and is kept in the ids of findings, so it is the same on every machine; it guards no secret.
pub(super) fn cell_digest(kind: Kind, column: &Column, cell: &Content, city: &City) -> u128 {
    let mut value = String::new();
    canonical(cell, city, &mut value);
    if value.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new();
    for part in [kind.key(), "\u{1e}", column.name, "\u{1f}", &value] {
        hasher.write(part.as_bytes());
    }
    hasher.finish128().as_u128()
}

/// The digest of a row: the sum of its cells', so that a cell that stands in row after row is digested once, and that it is the same
/// wherever row and columns are moved.
pub(super) fn digest(cells: impl Iterator<Item = u128>) -> u128 {
    cells.fold(0, u128::wrapping_add)
}

/// The short form of a digest: its first half.
pub(super) fn short(content: u128) -> u64 {
    (content >> 64) as u64
}

/// How people name a row of these cells.
fn title(kind: Kind, at: &RowAt, cells: Vec<Arc<Content>>) -> String {
    fn of<R: Record>(at: &RowAt, cells: Vec<Arc<Content>>) -> String {
        R::from_cells(at.clone(), cells).title()
    }
    match kind {
        Kind::Roster => of::<Member>(at, cells),
        Kind::Log => of::<Log>(at, cells),
        Kind::Project => of::<Project>(at, cells),
        Kind::Contract => of::<Contract>(at, cells),
        Kind::Receipt => of::<Receipt>(at, cells),
        Kind::Expense => of::<Expense>(at, cells),
        Kind::Approval => of::<Approval>(at, cells),
        Kind::Grant => of::<Grant>(at, cells),
        Kind::Application => of::<Application>(at, cells),
        Kind::Activity => of::<Activity>(at, cells),
        Kind::Investor => of::<Investor>(at, cells),
        Kind::Reserve => of::<Reserve>(at, cells),
        Kind::Talent => of::<Talent>(at, cells),
        Kind::Budget => of::<Budget>(at, cells),
    }
}
