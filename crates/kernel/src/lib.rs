//! Typed ids, time, locale and the plain forms every other crate speaks in.
//!
//! Pure: no I/O, no clock of its own, no randomness of its own. Not for rules of any one feature.

pub mod actor;
pub mod contact;
pub mod fold;
pub mod id;
pub mod locale;
pub mod page;
pub mod time;
pub mod value;

/// For a test that wants data or programs that are not here: says so on the standard output itself, past the harness that
/// keeps what passing tests print, so that the test command counts it. Takes what `format!` takes.
#[macro_export]
macro_rules! skipped {
    ($($why:tt)*) => {{
        let line = format!("SKIPPED: {}\n", format!($($why)*));
        // Nothing is lost but the word itself if nobody reads.
        let _ = std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes());
    }};
}

pub use crate::actor::{Actor, Permission, Role, Scope};
pub use crate::contact::{Email, Phone};
pub use crate::id::*;
pub use crate::locale::Locale;
pub use crate::page::{Cursor, Page};
pub use crate::time::{Clock, ManualClock, SystemClock, Timestamp};
