//! Every contact with a customer, in either direction, on any channel: the timeline.
//!
//! Records are written by [`actions`] and read by [`actions::timeline`]. Attachments are served so that they cannot run
//! ([`attachment`]). Not for what follows from a contact: `cases`, `mailroom`, `programme`.

pub mod actions;
pub mod api;
pub mod attachment;
pub mod document;
pub mod error;
pub mod event;
pub mod interaction;
pub mod link;
mod store;

pub use crate::error::InteractionError;
pub use crate::interaction::{Channel, Direction, Interaction, Kind, State, StateReason};

#[cfg(test)]
mod tests;
