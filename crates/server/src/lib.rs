//! The program: configuration, router, worker, command line, demo company.
//!
//! Everything below is put together in [`assembly`]; what comes again stands in [`periodic`]. Not for rules of any
//! feature: this crate knows where things are, not what they mean.

pub mod api;
pub mod assembly;
pub mod assets;
pub mod audience;
pub mod command;
pub mod config;
pub mod demo;
pub mod import;
pub mod periodic;
pub mod serving;
mod store;
pub mod verification;
pub mod work;
