//! A transactional queue with timers, and the relay of events to handlers.
//!
//! [`enqueue`] and [`set_timer`] write a row in the caller's transaction: the job exists if and only if the change does.
//! A [`Worker`] runs what is due within a second, also after a restart, leases each job with a fencing token, tries
//! again with growing pauses, and sets aside what fails too often, where admins see it ([`admin`]).
//!
//! Handlers run at least once, side by side and in no promised order: they must bear being run twice. Not for the rules
//! of any feature: a job calls an action.

pub mod backoff;
pub mod enqueue;
pub mod handler;
pub mod job;
mod relay;
mod store;
pub mod worker;

pub use crate::enqueue::{cancel, enqueue, enqueue_at, set_timer};
pub use crate::job::{Job, Lane, State};
pub use crate::store::admin;
pub use crate::worker::Worker;
