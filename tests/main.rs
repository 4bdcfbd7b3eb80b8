//! One test binary, by subject.

mod layers;
