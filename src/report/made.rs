//! What the run before made, for whoever makes the same again and again (`watch`): a file that would be of the same is not made anew.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use chrono::NaiveDate;

use super::sheet::Book;
use super::write::marked_copy::CellMark;
use super::write::marked_copy::Remark;

/// Books and marked copies of the run before and of this one.
#[derive(Debug, Default)]
pub struct Made {
    books: Shelf<BookOf>,
    copies: Shelf<CopyOf>,
}

/// What the bytes of a book hang on: its cells, and the day in its properties.
type BookOf = (Book, NaiveDate);

/// What the bytes of a marked copy hang on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CopyOf {
    /// The digest of the original.
    pub(super) sha256: String,
    /// The cells to mark, by sheet.
    pub(super) marks: BTreeMap<String, Vec<CellMark>>,
    /// The lines of the sheet of remarks.
    pub(super) remarks: Vec<Remark>,
}

impl Made {
    /// Says that a run begins: what was made until now is that of the run before, and what that one did not make is let go.
    pub fn begins(&self) {
        self.books.begins();
        self.copies.begins();
    }

    /// A book's bytes, those of the run before if that was the same.
    pub(super) fn book<E>(&self, path: &str, of: BookOf, make: impl FnOnce(&BookOf) -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        self.books.get(path, of, make)
    }

    /// A marked copy's bytes, likewise.
    pub(super) fn copy<E>(&self, path: &str, of: CopyOf, make: impl FnOnce(&CopyOf) -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        self.copies.get(path, of, make)
    }
}

/// Files of one sort, by path: what each was made of, and its bytes.
#[derive(Debug)]
struct Shelf<T>(Mutex<Files<T>>);

#[derive(Debug)]
struct Files<T> {
    before: BTreeMap<String, (T, Vec<u8>)>,
    now: BTreeMap<String, (T, Vec<u8>)>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf(Mutex::new(Files {
            before: BTreeMap::new(),
            now: BTreeMap::new(),
        }))
    }
}

impl<T: PartialEq> Shelf<T> {
    fn files(&self) -> MutexGuard<'_, Files<T>> {
        // A panic leaves whole files only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begins(&self) {
        let mut files = self.files();
        files.before = std::mem::take(&mut files.now);
    }

    fn get<E>(&self, path: &str, of: T, make: impl FnOnce(&T) -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        let before = self.files().before.remove(path);
        let bytes = match before {
            Some((same, bytes)) if same == of => bytes,
            _ => make(&of)?,
        };
        self.files().now.insert(path.to_owned(), (of, bytes.clone()));
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_the_same_is_made_again() {
        let shelf = Shelf::<u32>::default();
        let mut made = 0;
        let mut get = |path: &str, of: u32| {
            let bytes = shelf.get(path, of, |of| {
                made += 1;
                Ok::<_, ()>(of.to_string().into_bytes())
            });
            (bytes.unwrap(), made)
        };
        assert_eq!(get("甲", 1), (b"1".to_vec(), 1));
        shelf.begins();
        assert_eq!(get("甲", 1), (b"1".to_vec(), 1));
        shelf.begins();
        assert_eq!(get("甲", 2), (b"2".to_vec(), 2));
        shelf.begins();
        assert_eq!(get("乙", 2), (b"2".to_vec(), 3));
        // A file that one run did not make is made anew.
        shelf.begins();
        assert_eq!(get("甲", 2), (b"2".to_vec(), 4));
    }

    #[test]
    fn what_could_not_be_made_is_not_kept() {
        let shelf = Shelf::<u32>::default();
        assert_eq!(shelf.get("甲", 1, |_| Err(())), Err(()));
        shelf.begins();
        assert_eq!(shelf.get("甲", 1, |_| Ok::<_, ()>(vec![1])), Ok(vec![1]));
    }
}
