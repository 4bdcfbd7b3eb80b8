//! Plants flaws in the year, and keeps the list of them.

use chrono::Datelike;
use chrono::NaiveDate;

use super::super::Fault;
use super::super::YEAR;
use super::super::form::Book;
use super::super::form::Cell;
use super::super::form::Row;
use super::super::form::RowKind;
use super::super::form::Sheet;

/// A run that tells a flaw: the period, and the as-of day when it is not the period's last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// 2021-09, 2021-Q3, 2021.
    pub(crate) period: &'static str,
    /// 2021-09-20, or nothing.
    pub(crate) as_of: Option<&'static str>,
}

pub(super) const SEPTEMBER: Run = Run {
    period: "2021-09",
    as_of: None,
};
pub(super) const MIDDLE: Run = Run {
    period: "2021-09",
    as_of: Some("2021-09-20"),
};
pub(super) const QUARTER: Run = Run {
    period: "2021-Q3",
    as_of: None,
};
pub(super) const WHOLE: Run = Run {
    period: "2021",
    as_of: None,
};

/// A planted flaw.
#[derive(Clone, Debug)]
pub(crate) struct Flaw {
    /// The rule that must speak.
    pub(crate) rule: &'static str,
    /// The run in which it must.
    pub(crate) run: Run,
    /// What was planted, in Chinese.
    pub(crate) what: &'static str,
}

/// The year while flaws are planted in it.
pub(crate) struct Planter {
    /// The workbooks.
    pub(crate) books: Vec<Book>,
    /// What was planted; the number of a flaw is its position.
    pub(crate) flaws: Vec<Flaw>,
}

/// A sheet of a workbook.
pub(super) type At<'a> = (&'a str, &'a str);

impl Planter {
    pub(super) fn flaw(&mut self, rule: &'static str, run: Run, what: &'static str) -> usize {
        self.flaws.push(Flaw { rule, run, what });
        self.flaws.len() - 1
    }

    pub(super) fn book(&mut self, path: &str) -> Result<&mut Book, Fault> {
        let book = self.books.iter_mut().find(|book| book.path == path);
        book.ok_or_else(|| format!("no workbook {path}").into())
    }

    pub(super) fn sheet(&mut self, (path, name): At<'_>) -> Result<&mut Sheet, Fault> {
        let sheet = self.book(path)?.sheets.iter_mut().find(|sheet| sheet.name == name);
        sheet.ok_or_else(|| format!("no sheet {name} in {path}").into())
    }

    pub(super) fn row(&mut self, at: At<'_>, find: impl Fn(&Row) -> bool) -> Result<&mut Row, Fault> {
        let row = self.sheet(at)?.rows.iter_mut().find(|row| find(row));
        row.ok_or_else(|| format!("no such row in {} of {}", at.1, at.0).into())
    }

    /// Plants a flaw in a cell that is there.
    pub(super) fn spoil(
        &mut self,
        rule: &'static str,
        what: &'static str,
        at: At<'_>,
        find: impl Fn(&Row) -> bool,
        key: &'static str,
        cell: impl Into<Cell>,
    ) -> Result<(), Fault> {
        let flaw = self.flaw(rule, SEPTEMBER, what);
        let row = self.row(at, find)?;
        row.set(key, cell);
        row.flaws.push((flaw, Some(key)));
        Ok(())
    }

    /// Plants a flaw by adding a row; `key` is the cell that is told, none for the row as a whole.
    pub(super) fn add(
        &mut self,
        rule: &'static str,
        what: &'static str,
        at: At<'_>,
        mut row: Row,
        key: Option<&'static str>,
    ) -> Result<(), Fault> {
        let flaw = self.flaw(rule, SEPTEMBER, what);
        row.flaws.push((flaw, key));
        self.insert(at, row)
    }

    /// Adds a row after the last one of the same or an earlier day.
    pub(super) fn insert(&mut self, at: At<'_>, row: Row) -> Result<(), Fault> {
        let sheet = self.sheet(at)?;
        let is_data = |other: &Row| other.kind == RowKind::Data;
        let earlier = |other: &Row| is_data(other) && date(other) <= date(&row);
        let position = match date(&row) {
            Some(_) => sheet.rows.iter().rposition(earlier),
            None => sheet.rows.iter().rposition(is_data),
        };
        let first = sheet.rows.iter().position(is_data).unwrap_or(0);
        sheet.rows.insert(position.map_or(first, |position| position + 1), row);
        Ok(())
    }

    /// A copy of a row, without the flaws that it holds.
    pub(super) fn copy(&mut self, at: At<'_>, find: impl Fn(&Row) -> bool) -> Result<Row, Fault> {
        let mut row = self.row(at, find)?.clone();
        row.flaws.clear();
        Ok(row)
    }

    pub(super) fn remove(&mut self, at: At<'_>, find: impl Fn(&Row) -> bool) -> Result<(), Fault> {
        let sheet = self.sheet(at)?;
        let before = sheet.rows.len();
        sheet.rows.retain(|row| row.kind != RowKind::Data || !find(row));
        if sheet.rows.len() == before {
            return Err(format!("nothing to remove in {} of {}", at.1, at.0).into());
        }
        Ok(())
    }

    pub(super) fn add_book(&mut self, path: &str, sheet: Sheet) {
        self.books.push(Book::new(path, vec![sheet]));
    }
}

/// The day that dates a row, whichever column keeps it.
pub(super) fn date(row: &Row) -> Option<NaiveDate> {
    let keys = ["日期", "开始日期", "签订日期", "到账日期", "申请日期", "申报日期", "更新日期"];
    keys.iter().find_map(|key| row.day(key))
}

pub(super) fn in_september(row: &Row) -> bool {
    date(row).is_some_and(|day| day.year() == YEAR && day.month() == 9)
}
