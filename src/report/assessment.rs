//! The yearly assessment as data (考核办法 八–十一): what the packet's books, report and forms say alike. What people must judge is
//! not here: they find the evidence, and an empty field.

pub mod duties;
pub mod projects;
pub mod verdict;
