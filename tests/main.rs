//! One test binary, by subject.
