//! A calendar as it is written down, sent and stored.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::holiday::Holidays;
use crate::window::{Week, Window};

/// The most special days a definition may hold: ten a year for a century.
pub const SPECIAL_DAYS_MAX: usize = 1_000;

/// What a [`crate::Calendar`] is built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// A zone of the IANA database.
    #[schema(example = "Europe/Paris")]
    pub time_zone: String,
    /// The usual windows.
    pub week: Week,
    /// Public holidays: closed all day.
    #[serde(default)]
    pub holidays: Holidays,
    /// Days of one's own, which win over holidays and over the week.
    #[serde(default)]
    pub days: Vec<SpecialDay>,
}

/// A day that is not as its day of the week: closed, or open at other times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// The day; with `every_year`, its month and day count alone (29 February comes in leap years only).
    #[schema(value_type = String, format = Date, example = "2026-12-24")]
    pub on: Date,
    /// What staff call it; it stands in the ledger.
    #[schema(example = "Réveillon")]
    pub name: String,
    /// Whether it comes back each year. The same day given for one year wins.
    #[serde(default)]
    pub every_year: bool,
    /// The windows of that day; none: closed.
    #[serde(default)]
    pub windows: Vec<Window>,
}

impl Definition {
    /// Open at every moment, by the wall clock of UTC.
    pub fn always() -> Self {
        Self { time_zone: "UTC".to_owned(), week: Week::always(), holidays: Holidays::None, days: Vec::new() }
    }
}
