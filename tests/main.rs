//! One test binary, by subject.

// What modules of one test binary share needs no outside.
#![allow(unreachable_pub)]

mod catalogue;
mod cli;
mod layers;
mod sample_data;
mod support;
