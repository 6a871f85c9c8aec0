//! Staff, teams, roles, sessions, API keys, the audit log, the first run.
//!
//! Makes [`kernel::Actor`]s from cookies and keys ([`Caller`]); every action of every feature then asks [`require`].
//! Not for customers: they come by links, which `portal` and `surveys` own.
//!
//! Read on in `docs/api.md` (who may call what) and `tests/scenarios/matrix.rs` (which proves it).

pub mod actions;
pub mod api;
pub mod api_key;
pub mod audit_entry;
pub mod error;
pub mod event;
pub mod installation;
pub mod jobs;
pub mod lockout;
pub mod password;
pub mod second_factor;
pub mod session;
pub mod staff;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;

pub use crate::actions::audit;
pub use crate::actions::permission::{require, require_any};
pub use crate::api::caller::Caller;
pub use crate::api::routes;
pub use crate::error::{AccessError, Denied};
#[cfg(test)]
mod tests;
