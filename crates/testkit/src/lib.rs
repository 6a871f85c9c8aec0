//! For tests only: an application on a fresh store, checks, real mail servers.
//!
//! [`app::App`] is the assembled program without a socket: `App::each_engine` runs a story on SQLite and on PostgreSQL, time is a
//! clock that stands until it is moved, jobs run when the story says so. Not for rules: those are tested where they stand.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot set itself up should stop there")]

pub mod app;
pub mod check;
pub mod mail_servers;

pub use crate::app::{Answer, App, Client};
