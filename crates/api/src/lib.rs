//! HTTP glue without a word of the field: problems, versions, idempotency, pages of lists, words, HTML pages, live
//! events, and the layers that stand before every handler.
//!
//! A handler extracts, begins, calls an action, commits, answers. [`State`] is the state of every router; each
//! feature's `routes()` is an `OpenApiRouter<State>`, so that router and document cannot differ. [`http::stack`] puts
//! the layers around the whole, [`serve`] accepts connections. Not for routes of any feature, nor for who may call.

pub mod answer;
pub mod client;
pub mod guard;
pub mod headers;
mod health;
pub mod http;
pub mod idempotency;
pub mod json;
pub mod limit;
pub mod live;
pub mod locale;
pub mod openapi;
pub mod pages;
pub mod paging;
pub mod problem;
pub mod serve;
pub mod state;
mod store;
pub mod version;
pub mod words;

pub use crate::answer::{Answer, accepted, created, no_content};
pub use crate::client::ClientIp;
pub use crate::idempotency::Idempotency;
pub use crate::json::{Form, Json, Path, Query, double};
pub use crate::limit::RateLimiter;
pub use crate::live::{Audience, Live, LiveEvent};
pub use crate::locale::Locale;
pub use crate::paging::Paging;
pub use crate::problem::{FieldError, Problem, Reason};
pub use crate::state::{Config, Secret, State};
pub use crate::version::{IfMatch, Versioned};
pub use crate::words::Words;
