//! Workbooks: outcome → sheets, each a pure function.
