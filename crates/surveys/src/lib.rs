//! Surveys: what is asked, of whom, by which rule, and what came back.
//!
//! A survey is drafted, then published as versions that never change. A rule says which closed cases are surveyed; it
//! decides once when the case closes and once more when the invitation is due, and a refusal keeps its reason. A link
//! carries a random token of which only the hash is stored; answers are kept page by page. Not for the wording of
//! mails and call-backs (`programme`), the public page itself (`portal`), or scores over time (`indicators`).

pub mod actions;
pub mod api;
pub mod error;
pub mod event;
pub mod jobs;
pub mod results;
pub mod rule;
mod store;
pub mod survey;
pub mod visit;

pub use crate::api::routes;
pub use crate::error::SurveyError;

#[cfg(test)]
mod http_tests;
#[cfg(test)]
mod list_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod version_tests;
