//! What can go wrong with indicators, in the field's words.

use api::Problem;

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
            IndicatorError::TimeZone(_) => Self::internal(&error),
            IndicatorError::Db(error) => error.into(),
        }
    }
}
