//! Cases, promises, clocks, replies.
//!
//! A case is something a customer expects an outcome for. This crate owns what is known of it beside the words, which
//! stand on the timeline (`interactions`): its state, who has it, what was promised and until when, its history, and
//! what the desk around it needs (views of the inbox, drafts, templates, presence).
//!
//! It is the exemplar of a feature crate: pure nouns and rules first, then errors, events, actions, store, jobs, api.
//! Read `case`, `deadline` and `actions/closure` to see how one is made. Not for: sending (mailroom), the words
//! themselves (interactions), what follows from a fact elsewhere (programme's reactions).

pub mod actions;
pub mod api;
pub mod batch;
pub mod case;
pub mod case_type;
pub mod deadline;
pub mod draft;
pub mod error;
pub mod event;
pub mod history;
pub mod inbox;
pub mod jobs;

pub use crate::api::routes;
pub mod participant;
pub mod presence;
pub mod promise;
pub mod store;
pub mod template;
pub mod trial;

pub use crate::case::{Case, Change, Channel, NewCase, Priority, State, StateName};
pub use crate::error::CaseError;
pub use crate::presence::Presence;

#[cfg(test)]
mod tests;
