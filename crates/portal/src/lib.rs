//! The pages customers see: a survey, the contact page, their case by a link, what we promise.
//!
//! Server-rendered, one request, no script, no cookie, at most 20 KB, WCAG 2.2 AA. Templates stand in `templates/`,
//! words in `locales/`. Not for what staff see, nor for the rules of surveys and cases: it calls their actions.

pub mod actions;
pub mod api;
pub mod contact;
pub mod error;
pub mod event;
pub mod fields;
pub mod followed;
pub mod jobs;
pub mod moment;
pub mod promised;
pub mod proof;
mod store;
#[cfg(test)]
mod tests;

pub use crate::api::{equip, routes};
pub use crate::error::PortalError;
pub use crate::store::{Followable, Opened};
