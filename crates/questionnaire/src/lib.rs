//! The language surveys are written in: questions, wording by language, jumps, checks; answers and the way through.
//!
//! Pure: a definition is data (JSON), a page and its next one are computed, nothing is stored or sent. Who is asked,
//! when, and what came back is `surveys`'.

pub mod answer;
pub mod check;
pub mod definition;
pub mod form;
pub mod templates;
pub mod way;

pub use crate::answer::{Answer, Answers, Refusal, RefusalReason};
pub use crate::check::{Finding, FindingCode};
pub use crate::definition::{Condition, Definition, Jump, Kind, Page, Question, Target, Texts};
pub use crate::way::{Next, Status, Step};
