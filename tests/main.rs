//! One test binary, by subject.

mod catalogue;
