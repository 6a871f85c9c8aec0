//! What can go wrong with indicators, in the field's words.

use api::{Problem, Reason};

use crate::period::DAYS_MAX;

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum IndicatorError {
    /// They may not.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// No such indicator.
    #[error("there is no indicator `{0}`")]
    Unknown(String),
    /// A period that cannot be read, or ends before it begins.
    #[error("`{0}` is no period: 2026-10, 2026-W41, 2026-Q4, 2026 or 2026-10-01..2026-10-15")]
    Period(String),
    /// A period of more days than are counted at once.
    #[error("`{0}` is longer than {max} days", max = DAYS_MAX)]
    PeriodTooLong(String),
    /// The installation names a time zone that this machine does not know.
    #[error("the time zone `{0}` is not known")]
    TimeZone(String),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<IndicatorError> for Problem {
    fn from(error: IndicatorError) -> Self {
        match error {
            IndicatorError::Denied(denied) => denied.into(),
            IndicatorError::Unknown(_) => Self::not_found(),
            IndicatorError::Period(period) => Self::invalid("invalid_period").with("value", period),
            IndicatorError::PeriodTooLong(period) => {
                let reason = Reason::new("period_too_long").with("value", period).with("days", DAYS_MAX);
                Self::invalid(reason)
            }
            IndicatorError::TimeZone(_) => Self::internal(&error),
            IndicatorError::Db(error) => error.into(),
        }
    }
}
