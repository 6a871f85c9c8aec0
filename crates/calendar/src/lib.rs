//! Business time: weekly windows, holidays, time zones; SLA clocks and their ledger.
//!
//! Two questions are answered here, and proven against an oracle that counts second by second
//! (`tests/oracle.rs`):
//!
//! - *How much of the time between two instants was working time, and when has so much of it passed?*
//!   [`Calendar`], built from a [`Definition`]: several windows a day, a time zone with its changes of offset,
//!   public holidays, days of one's own.
//! - *When is it due, and why?* [`Clock`]: a target that is counted, paused by cause, given other terms half-way,
//!   met or cancelled; and its [`Ledger`], the list of stretches that answers « Pourquoi 14:07 ? ».
//!
//! Pure: takes every instant as an argument, holds no clock, reads no store. Not for: which promise applies to
//! which case (that is `cases`), nor for words on screen.
//!
//! ```
//! use calendar::{Calendar, Definition, Holidays, Week, Window};
//! use kernel::Timestamp;
//!
//! let hours = vec![Window::hours(9, 12)?, Window::hours(14, 18)?];
//! let calendar = Calendar::new(Definition {
//!     time_zone: "Europe/Paris".to_owned(),
//!     week: Week::weekdays(hours),
//!     holidays: Holidays::France,
//!     days: Vec::new(),
//! })?;
//! // Thursday 19 November 2026, 17:00 in Paris, and four working hours later: Friday, 12:00.
//! let from: Timestamp = "2026-11-19T16:00:00Z".parse()?;
//! let due = calendar.plus_open_seconds(from, 4 * 3600).unwrap();
//! assert_eq!(due.to_string(), "2026-11-20T11:00:00Z");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod business;
pub mod clock;
pub mod definition;
pub mod error;
pub mod holiday;
pub mod ledger;
pub mod window;

pub use crate::business::{Calendar, Stretch, StretchKind};
pub use crate::clock::{Clock, Counting, End, Metric, Outcome, Phase, Target, Terms, WaitingCause};
pub use crate::definition::{Definition, SpecialDay};
pub use crate::error::{CalendarError, ClockError};
pub use crate::holiday::{Holiday, Holidays};
pub use crate::ledger::{Ledger, Reason, Segment};
pub use crate::window::{Week, Window};
