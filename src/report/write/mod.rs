//! From neutral content to bytes: the only modules that know file formats.

pub mod json;
