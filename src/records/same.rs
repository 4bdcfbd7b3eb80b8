//! Which rows speak of the same project (spec 1.2, P004): same folded name and investor, or same credit code with names alike.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::alike::Likeness;
use super::alike::neighbours;
use super::cell::Cell;
use super::cell::Name;

/// What identifies the project of a row; empty where the row does not say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identity<'a> {
    /// Folded project name.
    pub(super) name: &'a str,
    /// Folded investor.
    pub(super) investor: &'a str,
    /// Folded credit code: an equal one means the same enterprise.
    pub(super) code: &'a str,
    /// The code, if it is well formed: another such one means another enterprise.
    pub(super) well_formed: &'a str,
}

impl<'a> Identity<'a> {
    /// Of a row's cells.
    pub(super) fn new(name: &'a Cell<Name>, investor: &'a Cell<Name>, code: &'a Cell<Name>) -> Identity<'a> {
        Identity {
            name: key(name),
            investor: key(investor),
            code: code.code().unwrap_or_default(),
            well_formed: code.well_formed_code().unwrap_or_default(),
        }
    }
}

/// The folded text of a cell; empty when there is none.
pub(super) fn key(cell: &Cell<Name>) -> &str {
    cell.value().map_or("", |name| &name.key)
}

/// Classes of rows that are one project (union–find); the first row stands for its class.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    parents: Vec<usize>,
}

impl Classes {
    /// Every row by itself.
    pub(super) fn apart(count: usize) -> Classes {
        Classes {
            parents: (0..count).collect(),
        }
    }

    /// The rows, with those joined that are the same project by the measure of P004.
    pub(super) fn of_identities(identities: &[Identity<'_>], threshold: Decimal) -> Classes {
        let mut classes = Classes::apart(identities.len());
        let mut named: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
        let mut coded: BTreeMap<&str, BTreeMap<Likeness, usize>> = BTreeMap::new();
        for (row, identity) in identities.iter().enumerate() {
            if !identity.name.is_empty() && !identity.investor.is_empty() {
                // Where both have a credit code it decides: of one name and investor, two codes are two projects.
                let codes = named.entry((identity.name, identity.investor)).or_default();
                let without_code = codes.get("").filter(|_| codes.len() == 1);
                let first = match identity.well_formed {
                    "" => codes.values().min(),
                    code => codes.get(code).or(without_code),
                };
                if let Some(first) = first.copied() {
                    classes.join(first, row);
                }
                codes.entry(identity.well_formed).or_insert(row);
            }
            if !identity.name.is_empty() && !identity.code.is_empty() {
                let likeness = Likeness::of(identity.name);
                let first = *coded.entry(identity.code).or_default().entry(likeness).or_insert(row);
                classes.join(first, row);
            }
        }
        for names in coded.into_values().filter(|names| names.len() > 1) {
            let (names, rows): (Vec<Likeness>, Vec<usize>) = names.into_iter().unzip();
            for (row, alike) in rows.iter().zip(neighbours(&names, threshold)) {
                for other in alike.into_iter().filter_map(|position| rows.get(position)) {
                    classes.join(*row, *other);
                }
            }
        }
        classes.flatten();
        classes
    }

    /// The row that stands for the row's class: its first.
    pub(super) fn of(&self, row: usize) -> usize {
        let mut row = row;
        while let Some(parent) = self.parents.get(row).copied().filter(|parent| *parent != row) {
            row = parent;
        }
        row
    }

    /// Makes one class of two. After many of these `flatten` keeps `of` cheap.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.shorten(a), self.shorten(b));
        if let Some(parent) = self.parents.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }

    /// Points every row straight at the first of its class.
    pub(super) fn flatten(&mut self) {
        // A parent is never a later row, so it is flat before its children are seen.
        for row in 0..self.parents.len() {
            let class = self.parents.get(row).and_then(|parent| self.parents.get(*parent)).copied();
            if let (Some(class), Some(parent)) = (class, self.parents.get_mut(row)) {
                *parent = class;
            }
        }
    }

    /// `of`, with the path to it shortened, so that long chains stay cheap.
    fn shorten(&mut self, row: usize) -> usize {
        let class = self.of(row);
        let mut row = row;
        while let Some(parent) = self.parents.get_mut(row).filter(|parent| **parent != class) {
            row = std::mem::replace(parent, class);
        }
        class
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity<'a>(name: &'a str, investor: &'a str, code: &'a str) -> Identity<'a> {
        Identity {
            name,
            investor,
            code,
            well_formed: code,
        }
    }

    #[test]
    fn name_and_investor_or_code_and_alike_names_make_one_project() {
        let rows = [
            identity("光伏产业园项目", "甲公司", ""),
            identity("光伏产业园项目", "乙公司", ""),
            identity("光伏产业园项目", "甲公司", "91A"),
            identity("光伏产业园建设项目", "丙公司", "91A"),
            identity("光伏产业园二期项目", "甲公司", "91A"),
            identity("果蔬深加工项目", "甲公司", "91A"),
            identity("光伏产业园项目", "", ""),
            identity("", "甲公司", "91A"),
            identity("光伏产业园项目", "甲公司", "91B"),
        ];
        let classes = Classes::of_identities(&rows, Decimal::new(85, 2));
        let of: Vec<usize> = (0..rows.len()).map(|row| classes.of(row)).collect();
        assert_eq!(of, [0, 1, 0, 0, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn joining_is_transitive_and_the_first_row_stands_for_all() {
        let mut classes = Classes::apart(5);
        classes.join(4, 3);
        classes.join(2, 1);
        classes.join(3, 2);
        classes.join(3, 3);
        classes.flatten();
        assert_eq!([0, 1, 2, 3, 4].map(|row| classes.of(row)), [0, 1, 1, 1, 1]);
    }
}
