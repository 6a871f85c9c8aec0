//! Indicators: one versioned definition and one function behind each, whoever shows it.
//!
//! A definition names its basis (which records), its method (which function of `measures`) and its exclusions; every
//! figure leaves as a [`measures::Estimate`] beside its definition, so that no screen can show a number alone. Reads
//! what surveys and cases own; writes nothing. Not for the statistics themselves (`measures`).

pub mod actions;
pub mod api;
pub mod definition;
pub mod error;
pub mod figure;
pub mod observation;
pub mod period;
mod store;

pub use crate::api::routes;
pub use crate::definition::Definition;
pub use crate::error::IndicatorError;
pub use crate::period::Period;

#[cfg(test)]
mod http_tests;
#[cfg(test)]
mod tests;
