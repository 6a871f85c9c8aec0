//! Typed ids, time, locale and the plain forms every other crate speaks in.
//!
//! Pure: no I/O, no clock of its own, no randomness of its own. Not for rules of any one feature.

pub mod actor;
pub mod contact;
pub mod fold;
pub mod id;
pub mod locale;
pub mod page;
mod testing;
pub mod time;
pub mod value;

pub use crate::actor::{Actor, Permission, Role, Scope};
pub use crate::contact::{Email, Phone};
pub use crate::id::*;
pub use crate::locale::Locale;
pub use crate::page::{Cursor, Page};
pub use crate::time::{Clock, ManualClock, SystemClock, Timestamp};
