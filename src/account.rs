//! The account of a run (spec 1.4): every file, every table, every row, and the money.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::Tables;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStatus {
    /// Its tables were read.
    Read,
    /// Left out on purpose: a lock file, a duplicate, no spreadsheet.
    Skipped,
    /// Could not be read (D001).
    Failed,
}

/// One number for each fate of a row: found = used + duplicate + set aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally<T> {
    /// All.
    pub found: T,
    /// In use.
    pub used: T,
    /// The same row in another place.
    pub duplicate: T,
    /// In no figure.
    pub set_aside: T,
}

/// One table of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAccount {
    /// Sheet name.
    pub sheet: String,
    /// Kind of table.
    pub kind: Kind,
    /// First row of its header, from 1.
    pub header_row: u32,
    /// Rows.
    pub rows: Tally<u64>,
    /// The required money column in yuan; `None` when the table has none, or has foreign money.
    pub money: Option<Tally<Decimal>>,
}

/// One file of the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAccount {
    /// Path relative to the inbox, with `/`.
    pub path: String,
    /// SHA-256, lower-case hex; empty when the bytes could not be read.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What became of it.
    pub status: FileStatus,
    /// Why it was skipped or failed, in Chinese.
    pub reason: Option<String>,
    /// Its tables, in file order.
    pub tables: Vec<TableAccount>,
}

impl FileAccount {
    /// Whether it was left out by its name, unread: a lock file, a hidden file or folder. They come and go, and nothing follows from them.
    pub fn is_left_out(&self) -> bool {
        self.status == FileStatus::Skipped && self.sha256.is_empty()
    }
}

/// What a run was asked, so that it can be done again (spec 4.6). Paths are relative to the folder of its outputs, with `/`; `None`
/// where there is no way (another drive).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `check` or `report`.
    pub task: &'static str,
    /// The workspace.
    pub workspace: Option<String>,
    /// The inbox.
    pub inbox: Option<String>,
    /// The settings file, if there is one.
    pub settings: Option<Used>,
    /// The policy file, if there is one.
    pub policy: Option<Used>,
    /// The workspace's own templates, by name.
    pub templates: Vec<Used>,
}

/// A file that a run went by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Its path as in `Asked`.
    pub path: Option<String>,
    /// SHA-256 of its text, lower-case hex.
    pub sha256: String,
}

/// Every file of the inbox, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The files.
    pub files: Vec<FileAccount>,
}

impl Account {
    /// With what an earlier run left out by its name in place of what this one did.
    pub fn leave_out_as(&mut self, earlier: &[FileAccount]) {
        self.files.retain(|file| !file.is_left_out());
        self.files.extend(earlier.iter().filter(|file| file.is_left_out()).cloned());
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// Counts a row dated after the last day of the run as used, whatever is wrong with it: it is read, and no part of this run
    /// (spec 1.4, 2.1).
    pub fn until(&mut self, tables: &Tables, as_of: NaiveDate) {
        for row in tables.set_aside.iter().filter(|row| row.is_later(as_of)) {
            let Some(found) = tables.found(row.at.table) else { continue };
            let tables = self
                .files
                .iter_mut()
                .filter(|file| *file.path == *found.source.file)
                .flat_map(|file| &mut file.tables);
            let is_it = |table: &&mut TableAccount| {
                table.kind == found.kind && table.header_row == found.header_row && *table.sheet == *found.source.sheet
            };
            // Two tables side by side share kind and header row: the one that has a row set aside gives it.
            if let Some(table) = tables.filter(is_it).find(|table| table.rows.set_aside > 0) {
                table.rows.set_aside -= 1;
                table.rows.used += 1;
                if let (Some(money), Some(sum)) = (&mut table.money, row.money) {
                    money.set_aside -= sum;
                    money.used += sum;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    #[test]
    fn a_row_after_the_last_day_is_used_whatever_is_wrong_with_it() {
        let contracts = "文化旅游专班\n单位：万元\n合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额\n\
                         HT-1 | 甲 | 乙 | 正式合同 | 2021-09-01 | 100\n\
                         HT-2 | 丙 | 丁 | 某合同 | 2021-11-03 | 200\n\
                         HT-3 | 戊 | 己 | 某合同 | 2021-08-03 | 300";
        let mut intake = Scene::new("2021-09").sheet("a.xlsx", "合同", contracts).intake();
        let tables = intake.tables.clone();
        intake.account.until(&tables, "2021-09-30".parse().unwrap());
        let table = &intake.account.files[0].tables[0];
        assert_eq!((table.rows.found, table.rows.used, table.rows.set_aside), (3, 2, 1));
        let money = table.money.unwrap();
        assert_eq!(
            (money.used.to_string(), money.set_aside.to_string()),
            ("3000000".to_owned(), "3000000".to_owned())
        );
    }
}
