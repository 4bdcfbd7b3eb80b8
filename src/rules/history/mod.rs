//! H · 已报数据: what was handed in, and what was replied (spec 2.11).

pub mod closed_figures_changed;
pub mod lapsed_reply;
