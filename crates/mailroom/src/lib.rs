//! The flow of mail: mailbox to person to case, and replies out.
//!
//! A mail that comes in is stored raw, then taken through the stages of [`intake`] and [`threading`] in one transaction
//! with the case and the interaction it becomes; [`actions::intake`] does it. What leaves is written on the timeline
//! first and sent by a job ([`actions::sending`]). [`jobs::runner`] keeps each mailbox by itself. Not for the protocols
//! (`mail`), nor for what follows from a fact elsewhere (`programme`).

pub mod acknowledgement;
pub mod actions;
pub mod api;
pub mod error;
pub mod event;
pub mod intake;
pub mod jobs;
pub mod mailbox;
pub mod outbound;
pub mod reply_file;
mod store;
pub mod threading;

pub use crate::actions::Mailroom;
pub use crate::api::routes;
pub use crate::error::MailroomError;
