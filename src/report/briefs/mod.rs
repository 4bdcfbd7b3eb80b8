//! Texts: outcome → the context of a template, each a pure function.
