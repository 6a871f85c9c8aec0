//! For tests only: an application on a fresh store, checks, captured mail.

pub mod mail_servers;
