//! The programme: what follows from what happened, so that the loop with the customer closes.
//!
//! [`reactions`] is the table «event → action»; read it first. The invitation's mail is written here and recorded as a
//! queued interaction, which `mailroom` sends. Call-backs owed to customers are kept here and done as cases. Not for the
//! rules of surveys or cases: it calls their actions.

pub mod actions;
pub mod api;
pub mod callback;
pub mod error;
pub mod event;
pub mod jobs;
pub mod reactions;
mod store;

pub use crate::api::routes;
pub use crate::error::ProgrammeError;

#[cfg(test)]
mod tests;
