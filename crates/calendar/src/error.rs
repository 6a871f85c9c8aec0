//! What may be wrong with a calendar or with what a clock is told.

use jiff::civil::{Date, Weekday};
use kernel::Timestamp;

use crate::window::Window;

/// A calendar's definition that cannot be counted with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No such zone in the IANA time zone database.
    #[error("`{0}` is not a time zone of the IANA database, such as Europe/Paris")]
    UnknownTimeZone(String),
    /// A time of day that cannot be read.
    #[error("`{0}` is not a time of day between 00:00 and 24:00, such as 09:00")]
    NotATime(String),
    /// A window that ends before or when it starts. One over midnight is written as two.
    #[error("the window {from}-{to} ends before it starts; write one over midnight as two, until 24:00 and from 00:00")]
    WindowEndsBeforeStart {
        /// As given.
        from: String,
        /// As given.
        to: String,
    },
    /// Two windows of one day of the week share time.
    #[error("on {day:?} the windows {first} and {second} overlap")]
    WindowsOverlap {
        /// The day of the week.
        day: Weekday,
        /// The one that starts first.
        first: Window,
        /// The other.
        second: Window,
    },
    /// Two windows of one special day share time.
    #[error("on {on} the windows {first} and {second} overlap")]
    SpecialWindowsOverlap {
        /// Its place among the special days, from 0.
        place: usize,
        /// The day.
        on: Date,
        /// The one that starts first.
        first: Window,
        /// The other.
        second: Window,
    },
    /// A day is given twice, so that nobody could say which one counts.
    #[error("the day {on} is given twice: `{first}` and `{second}`")]
    DayTwice {
        /// The place of the other among the special days, from 0.
        place: usize,
        /// The day.
        on: Date,
        /// The name of the one given first.
        first: String,
        /// The name of the other.
        second: String,
    },
    /// The week has no window at all: nothing would ever be due.
    #[error("no day of the week has a window, so no deadline would ever come")]
    NeverOpen,
    /// More days of one's own than a definition may hold.
    #[error("{count} special days are more than the {max} a calendar may hold")]
    TooManyDays {
        /// As given.
        count: usize,
        /// The most.
        max: usize,
    },
}

impl CalendarError {
    /// The stable name of the refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownTimeZone(_) => "invalid_time_zone",
            Self::NotATime(_) => "calendar_not_a_time",
            Self::WindowEndsBeforeStart { .. } => "calendar_window_backward",
            Self::WindowsOverlap { .. } | Self::SpecialWindowsOverlap { .. } => "calendar_windows_overlap",
            Self::DayTwice { .. } => "calendar_day_twice",
            Self::NeverOpen => "calendar_never_open",
            Self::TooManyDays { .. } => "calendar_too_many_days",
        }
    }
}

/// A clock that was told something that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// What happened lies before what is already written.
    #[error("{at} is before {last}, the last thing this clock was told")]
    Earlier {
        /// When it is said to have happened.
        at: Timestamp,
        /// The last thing written.
        last: Timestamp,
    },
    /// The clock was met or cancelled.
    #[error("this clock ended at {0}")]
    Ended(Timestamp),
    /// A target under one second or over ten years.
    #[error("a target of {0} seconds is not between 1 second and 10 years")]
    TargetOutOfRange(i64),
    /// Phases read from a store that no clock could have written.
    #[error("the stored phases of this clock do not follow each other at {0}")]
    Broken(Timestamp),
}
