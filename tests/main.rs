//! One test binary, by subject.

// What modules of one test binary share needs no outside; a test that cannot go on may panic.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod assessment;
mod catalogue;
mod cli;
mod closed;
mod cuts;
mod desk;
mod documents;
mod faults;
mod forms;
mod fund_papers;
mod hostile;
mod identity;
mod layers;
mod layout;
mod life_cycle;
mod makers;
mod messages;
mod outputs;
mod passwords;
mod past;
mod policy;
mod reference;
mod replies;
mod returned;
mod sample_data;
mod support;
mod tie_out;
mod torture;
mod trace;
mod verify;
mod watch;
