//! One test binary, by subject.

// What modules of one test binary share needs no outside.
#![allow(unreachable_pub)]

mod catalogue;
mod cli;
mod hostile;
mod layers;
#[allow(dead_code)]
mod makers;
mod support;
