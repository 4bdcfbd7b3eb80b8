//! One test binary, by subject.

mod catalogue;
mod cli;
mod layers;
mod support;
