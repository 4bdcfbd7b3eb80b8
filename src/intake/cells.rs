//! One cell: what stands in it and the form of its column give its value, or a problem (spec 1.2).

mod choice;
mod money;

use ahash::HashMap;
use ahash::HashSet;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::problem::What;
use crate::records::cell::Money;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::Party;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::ChoiceWord;
use crate::records::column::Column;
use crate::records::column::DefaultUnit;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::records::column::Table;
use crate::regulation::City;
use crate::regulation::city::Body;
use crate::values::Unreadable;
use crate::values::amount;
use crate::values::company;
use crate::values::credit_code;
use crate::values::currency::Currency;
use crate::values::date;
use crate::values::id_number;
use crate::values::long_number;
use crate::values::number;
use crate::values::period::Window;
use crate::values::person;
use crate::values::person::Size;
use crate::values::text;
use crate::values::unit::Unit;
use crate::values::yes_no;

use super::context;
use super::context::Year;
use super::ditto;
use super::grid::Raw;
use super::header;
use super::title;

use self::choice::Chosen;
pub(super) use self::money::MoneyContext;
pub(super) use self::money::RowMoney;
pub(super) use self::money::says_converted;

/// Words of a squad column for all squads together: the row then belongs to none of them.
const ALL_SQUADS: [&str; 14] = [
    "各专班",
    "全体",
    "全体专班",
    "全部",
    "全部专班",
    "所有专班",
    "四个专班",
    "各招商专班",
    "各产业专班",
    "各产业招商专班",
    "各组",
    "全体成员",
    "各专班全体",
    "四专班",
];

/// A cell, read.
#[derive(Clone, Debug)]
pub(super) struct CellRead {
    /// What stands in it.
    pub state: State<Value>,
    /// As a person would see it.
    pub written: Arc<str>,
    /// What is wrong with it, and whether that alone sets its row aside.
    pub problems: Vec<What>,
    /// Whether the column's default unit had to be taken.
    pub unit_assumed: bool,
}

/// Reads the cells of one table.
pub(super) struct CellReader<'a> {
    city: &'a City,
    table: &'static Table,
    today: NaiveDate,
    /// The year of dates without one.
    pub year: Year,
    /// Whether bare serials count from 1904.
    is_1904: bool,
    strings: HashSet<Arc<str>>,
    bodies: HashMap<Arc<str>, Option<Body>>,
    choices: HashMap<(&'static str, Arc<str>), Chosen>,
}

impl<'a> CellReader<'a> {
    /// A reader for one table.
    pub(super) fn new(city: &'a City, table: &'static Table, today: NaiveDate, year: Year, is_1904: bool) -> CellReader<'a> {
        CellReader {
            city,
            table,
            today,
            year,
            is_1904,
            strings: HashSet::default(),
            bodies: HashMap::default(),
            choices: HashMap::default(),
        }
    }

    /// The text, kept once for all cells that hold it.
    fn keep(&mut self, text: impl AsRef<str> + Into<Arc<str>>) -> Arc<str> {
        if let Some(kept) = self.strings.get(text.as_ref()) {
            return Arc::clone(kept);
        }
        let kept: Arc<str> = text.into();
        self.strings.insert(Arc::clone(&kept));
        kept
    }

    /// The value of a cell of a column.
    pub(super) fn read(&mut self, column: &'static Column, raw: &Raw, money: MoneyContext) -> CellRead {
        let written = self.keep(header::shown(raw));
        let mut read = CellRead {
            state: State::Empty,
            written: Arc::clone(&written),
            problems: Vec::new(),
            unit_assumed: false,
        };
        let what = match raw {
            Raw::Error(_) => Some(What::ErrorCell),
            Raw::NoResult => Some(What::NoResult),
            _ => None,
        };
        if let Some(what) = what {
            read.state = State::Unreadable;
            read.problems.push(what);
            return read;
        }
        if written.is_empty() {
            return read;
        }
        if ditto::is_ditto(raw) {
            read.state = State::Unreadable;
            read.problems.push(What::Ditto {
                own: ditto::is_of_row(column, self.table),
            });
            return read;
        }
        let value = match column.form {
            // A stroke through the cell says nothing; 无 does: 存在问题：无.
            Form::Text if is_blank(&written) && &*written != "无" => Ok(None),
            // How far in a line of a budget stands says what it is a part of.
            Form::Text if column.name == "科目" => match raw {
                Raw::Text(raw) => Ok(Some(Value::Text(self.keep(indented(raw, &written))))),
                _ => Ok(Some(Value::Text(written))),
            },
            Form::Text => Ok(Some(Value::Text(written))),
            Form::LongNumber => self.long_number(raw, &written, long_number::fold),
            Form::CreditCode => self.long_number(raw, &written, credit_code::fold),
            Form::IdNumber => self.long_number(raw, &written, id_number::fold),
            Form::Person => {
                let shown = self.keep(person::shown(&written));
                self.name(&shown, person::fold)
            }
            Form::Company => self.name(&written, company::fold),
            Form::People => Ok(self.people(&written)),
            Form::Party => Ok(self.party(&written)),
            Form::Companies => Ok(self.companies(&written)),
            Form::Date => self
                .date(column, raw, &written, &mut read.problems)
                .map(|day| day.map(|days| Value::Date(days.from))),
            Form::Days => self
                .date(column, raw, &written, &mut read.problems)
                .map(|days| days.map(Value::Days)),
            Form::Money(default) => self.money(column, raw, &written, default, money, &mut read),
            Form::Number => plain_number(raw, &written)
                .map_err(What::Amount)
                .map(|number| number.map(Value::Number)),
            Form::Year => year_number(raw, &written)
                .map_err(What::Date)
                .map(|number| number.map(Value::Number)),
            Form::YesNo => yes_or_no(column, raw, &written).map(|answer| answer.map(Value::YesNo)),
            Form::Squad { offices } => self.squad(&written, offices),
            Form::Unit => self.unit(column, &written),
            Form::Choice(words) => self.choice(column.name, words, &written),
            Form::Currency => currency(&written),
        };
        match value {
            Ok(Some(value)) => read.state = State::Value(value),
            Ok(None) => read.state = State::Empty,
            Err(what) => {
                read.state = State::Unreadable;
                read.problems.push(what);
            }
        }
        read
    }

    fn name(&mut self, written: &Arc<str>, fold: fn(&str) -> String) -> Result<Option<Value>, What> {
        if is_blank(written) {
            return Ok(None);
        }
        let key = self.keep(fold(written));
        if key.is_empty() {
            return Ok(None);
        }
        Ok(Some(Value::Name(Name {
            shown: Arc::clone(written),
            key,
        })))
    }

    fn long_number(&mut self, raw: &Raw, written: &Arc<str>, fold: fn(&str) -> String) -> Result<Option<Value>, What> {
        let digits = match raw {
            Raw::Number(number) | Raw::Date { serial: number, .. } => long_number::from_f64(*number).map_err(What::Amount)?,
            _ if is_exponent(written) => return Err(What::Amount(Unreadable::Exponent)),
            _ => return self.name(written, fold),
        };
        let shown = self.keep(digits);
        self.name(&shown, fold)
    }

    /// Names as compared and as shown.
    fn names(&mut self, names: Vec<String>, fold: fn(&str) -> String) -> Vec<Name> {
        let names = names.into_iter().map(|name| Name {
            key: self.keep(fold(&name)),
            shown: self.keep(name),
        });
        names.collect()
    }

    fn people(&mut self, written: &str) -> Option<Value> {
        let mut people = person::split(written);
        people.retain(|person| !is_blank(person));
        let people = self.names(people, person::fold);
        (!people.is_empty()).then_some(Value::People(people))
    }

    fn party(&mut self, written: &str) -> Option<Value> {
        let party = person::party(written);
        let named = self.names(party.named, person::fold);
        let says_something = !named.is_empty() || party.size != Size::Named;
        says_something.then_some(Value::Party(Party { named, size: party.size }))
    }

    fn companies(&mut self, written: &str) -> Option<Value> {
        let companies = self.names(company::split(written), company::fold);
        (!companies.is_empty()).then_some(Value::People(companies))
    }

    /// A day, or a run of days where the form takes one.
    fn date(&mut self, column: &Column, raw: &Raw, written: &str, problems: &mut Vec<What>) -> Result<Option<Window>, What> {
        // When people left and came back may be asked beside the day: an hour is no day, and says nothing against one.
        if column.need == Need::Alternative && column.form == Form::Date && is_time_of_day(raw, written) {
            return Ok(None);
        }
        let days = match raw {
            Raw::Date { day: Some(day), .. } => date::Written {
                from: *day,
                to: *day,
                range: false,
                year_taken: false,
            },
            Raw::Date { day: None, .. } | Raw::Bool(_) => return Err(What::Date(Unreadable::Unknown)),
            Raw::Number(number) => {
                let day = date::from_number(*number, self.is_1904).map_err(What::Date)?;
                date::Written {
                    from: day,
                    to: day,
                    range: false,
                    year_taken: false,
                }
            }
            _ if is_blank(written) || column.blanks.contains(&text::fold(written).as_str()) => return Ok(None),
            _ => match date::parse(written, self.year.value()).map_err(|why| What::Date(self.without_year(why)))? {
                Some(days) => days,
                None => return Ok(None),
            },
        };
        if days.range && column.form == Form::Date {
            return Err(What::Date(Unreadable::Range));
        }
        if days.year_taken
            && let Year::OfPeriod(year) = self.year
        {
            problems.push(What::YearTaken(year));
        }
        if days.from.year() < 2000 {
            problems.push(What::DateTooEarly(days.from));
        }
        let required = matches!(column.need, Need::Required | Need::Alternative);
        if required && days.to > self.today {
            problems.push(What::DateInFuture {
                date: days.to,
                today: self.today,
            });
        }
        Ok(Some(Window {
            from: days.from,
            to: days.to,
        }))
    }

    /// Says of a day without a year when there is more than one to choose from.
    fn without_year(&self, why: Unreadable) -> Unreadable {
        match (why, self.year) {
            (Unreadable::NoYear, Year::Ambiguous) => Unreadable::SeveralYears,
            _ => why,
        }
    }

    fn money(
        &mut self,
        column: &Column,
        raw: &Raw,
        written: &str,
        default: DefaultUnit,
        context: MoneyContext,
        read: &mut CellRead,
    ) -> Result<Option<Value>, What> {
        let said = match raw {
            Raw::Number(number) => amount::Written {
                number: number::from_f64(*number).map_err(What::Amount)?,
                unit: None,
                currency: None,
            },
            Raw::Text(_) => match amount::parse(written).map_err(What::Amount)? {
                Some(said) => said,
                None => return Ok(None),
            },
            _ => return Err(What::Amount(Unreadable::Unknown)),
        };
        let named = match said.unit {
            Some(unit) => Some(unit),
            None => context.unit().map_err(What::Amount)?,
        };
        let unit = named.unwrap_or(match default {
            DefaultUnit::Yuan => Unit::YUAN,
            DefaultUnit::Wan => Unit::WAN,
        });
        let currency = context.currency(&said, written).map_err(What::Amount)?;
        let amount = said.number.checked_mul(unit.factor).ok_or(What::Amount(Unreadable::Unknown))?;
        let amount = amount.normalize();
        // Nothing times any unit is nothing.
        read.unit_assumed = named.is_none() && !amount.is_zero();
        let too_small = match column.need {
            Need::Required => amount <= Decimal::ZERO,
            _ => amount < Decimal::ZERO,
        };
        if too_small {
            read.problems.push(What::NotPositive(amount));
        }
        Ok(Some(Value::Money(Money { amount, currency })))
    }

    fn squad(&mut self, written: &Arc<str>, offices: bool) -> Result<Option<Value>, What> {
        if is_blank(written) {
            return Ok(None);
        }
        let owner = match self.body(written) {
            Some(Body::Squad(squad)) => Owner::Squad(squad),
            Some(Body::Coordination) if offices => Owner::Coordination,
            Some(Body::Office) if offices => Owner::Office,
            None if offices && ALL_SQUADS.contains(&text::fold(written).as_str()) => return Ok(None),
            _ => return Err(What::UnknownSquad),
        };
        Ok(Some(Value::Owner(owner)))
    }

    /// Any unit. One that says whose row it is, and means squads without being one, is no unit: 文旅专班、农业专班.
    fn unit(&mut self, column: &Column, written: &Arc<str>) -> Result<Option<Value>, What> {
        if is_blank(written) {
            return Ok(None);
        }
        let owner = match self.body(written) {
            Some(Body::Squad(squad)) => Owner::Squad(squad),
            Some(Body::Coordination) => Owner::Coordination,
            Some(Body::Office) => Owner::Office,
            None if column.name == "申报单位" && self.city.means_squads(written) => return Err(What::UnknownSquad),
            None => Owner::Other(Name {
                shown: Arc::clone(written),
                key: self.keep(text::fold(written)),
            }),
        };
        Ok(Some(Value::Owner(owner)))
    }

    fn body(&mut self, written: &Arc<str>) -> Option<Body> {
        if let Some(body) = self.bodies.get(written) {
            return *body;
        }
        // 文化旅游专班（盖章）
        let body = self
            .city
            .body(written)
            .or_else(|| self.city.body(&title::Title::read(written).bare));
        self.bodies.insert(Arc::clone(written), body);
        body
    }

    fn choice(&mut self, column: &'static str, words: &'static [ChoiceWord], written: &Arc<str>) -> Result<Option<Value>, What> {
        if is_blank(written) {
            return Ok(None);
        }
        let found = self.choices.entry((column, Arc::clone(written)));
        match found.or_insert_with(|| choice::chosen(column, words, written, self.city)) {
            Ok(position) => Ok(Some(Value::Choice(*position))),
            Err(nearest) => Err(What::UnknownWord(*nearest)),
        }
    }
}

/// Whether a cell holds an hour of a day and no day: 8:30, 上午9时, a number below one.
fn is_time_of_day(raw: &Raw, written: &str) -> bool {
    match raw {
        Raw::Number(serial) | Raw::Date { serial, day: None } => *serial > 0.0 && *serial < 1.0,
        Raw::Text(_) => {
            let hour = ["上午", "下午", "中午", "早上", "晚上", "晚"]
                .iter()
                .find_map(|part| written.trim().strip_prefix(part))
                .unwrap_or(written.trim());
            let digits = hour.chars().take_while(char::is_ascii_digit).count();
            (1..=2).contains(&digits) && hour.chars().nth(digits).is_some_and(|c| matches!(c, ':' | '：' | '时' | '点'))
        }
        Raw::Date { .. } | Raw::Bool(_) | Raw::Error(_) | Raw::NoResult => false,
    }
}

/// Whether a clean text stands for an empty cell.
fn is_blank(written: &str) -> bool {
    let says_something = |c: char| header::says_something(c) && c != '无';
    !written.starts_with(says_something) && text::is_blank(written)
}

/// `1.23457E+17`: a long number that a spreadsheet has saved as text in its short form.
fn is_exponent(written: &str) -> bool {
    let Some((mantissa, exponent)) = written.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && exponent.strip_prefix('+').is_some_and(digits)
}

/// A text with the blanks before it.
fn indented(raw: &str, written: &str) -> String {
    let blanks = raw.chars().take_while(|c| c.is_whitespace() && !matches!(c, '\n' | '\r'));
    blanks.chain(written.chars()).collect()
}

fn plain_number(raw: &Raw, written: &str) -> Result<Option<Decimal>, Unreadable> {
    match raw {
        Raw::Number(number) => number::from_f64(*number).map(Some),
        Raw::Text(_) => number::parse(written),
        _ => Err(Unreadable::Unknown),
    }
}

/// A year: 2021, 2021年, 2021年度, 二〇二一年, or a number that a date format was put on.
fn year_number(raw: &Raw, written: &str) -> Result<Option<Decimal>, Unreadable> {
    let plausible = |year: &Decimal| year.is_integer() && (1990..=2100).contains(&year.to_i32().unwrap_or(0));
    let year = match raw {
        Raw::Date { serial, day } => match (number::from_f64(*serial), day) {
            (Ok(serial), _) if plausible(&serial) => Some(serial),
            (_, Some(day)) => Some(Decimal::from(day.year())),
            _ => None,
        },
        Raw::Number(number) => Some(number::from_f64(*number)?),
        _ => {
            let folded = text::fold(written);
            let digits = folded.trim_end_matches("度").trim_end_matches("年");
            // 二〇二一年
            let chinese: Option<String> = digits.chars().map(|c| char::from_digit(context::numeral(c)?, 10)).collect();
            match number::parse(chinese.as_deref().unwrap_or(digits))? {
                Some(year) => Some(year),
                None => return Ok(None),
            }
        }
    };
    year.filter(plausible).map(|year| Some(year.normalize())).ok_or(Unreadable::Unknown)
}

fn yes_or_no(column: &Column, raw: &Raw, written: &str) -> Result<Option<bool>, What> {
    match raw {
        Raw::Bool(answer) => Ok(Some(*answer)),
        _ if column.yes.contains(&text::fold(written).as_str()) => Ok(Some(true)),
        _ if column.no.contains(&text::fold(written).as_str()) => Ok(Some(false)),
        _ => yes_no::parse(written).map_err(|_| What::UnknownWord(None)),
    }
}

fn currency(written: &str) -> Result<Option<Value>, What> {
    if is_blank(written) {
        return Ok(None);
    }
    // 元 and 万元 alone are Chinese ones.
    let of_unit = || Unit::parse(written).map(|unit| unit.currency.unwrap_or(Currency::Cny));
    let currency = Currency::parse(written).or_else(of_unit);
    currency
        .map(|currency| Some(Value::Currency(currency)))
        .ok_or(What::UnknownWord(None))
}
