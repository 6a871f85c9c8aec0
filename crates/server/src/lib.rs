//! The program: configuration, router, worker, command line, demo company.
//!
//! Everything below is put together in [`assembly`]; what comes again stands in [`periodic`]. Not for rules of any
//! feature: this crate knows where things are, not what they mean.

pub mod config;
pub mod api;
pub mod assembly;
pub mod work;
pub mod periodic;
pub mod audience;
pub mod assets;
pub mod serving;
pub mod import;
pub mod verification;
mod store;
pub mod command;
pub mod demo;
