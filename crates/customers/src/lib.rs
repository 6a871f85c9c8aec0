//! Persons and accounts: source records, the golden record derived from them, contact points, identification,
//! imports.
//!
//! What a system says of somebody is a source record, which no screen edits; our staff's corrections are a source of
//! their own. The golden record ([`golden`]) follows from the records, so every join of the next issue can be undone.
//! Who turned up is decided in [`identification`]. Not for what customers say and want: `interactions`, `cases`.

pub mod actions;
pub mod api;
pub mod error;
pub mod event;
pub mod golden;
pub mod identification;
pub mod import;
pub mod jobs;
pub mod person;
mod store;

pub use crate::error::CustomerError;
pub use crate::identification::{Identified, Identifiers};

#[cfg(test)]
mod import_format_tests;
#[cfg(test)]
mod import_tests;
#[cfg(test)]
mod tests;
