//! What can go wrong in the programme, in the field's words.

use api::Problem;
use kernel::CallbackId;

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum ProgrammeError {
    /// They may not.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// No such call-back, or not for this actor to know.
    #[error("no call-back {0}")]
    NoCallback(CallbackId),
    /// It is done.
    #[error("call-back {0} is closed")]
    Closed(CallbackId),
    /// Somebody changed it since it was read.
    #[error("version {given} is not the present version {present}")]
    Stale {
        /// What the caller had.
        given: i64,
        /// What is stored.
        present: i64,
    },
    /// Surveys refused.
    #[error(transparent)]
    Survey(#[from] surveys::SurveyError),
    /// Cases refused.
    #[error(transparent)]
    Case(#[from] cases::CaseError),
    /// The timeline refused.
    #[error(transparent)]
    Interaction(#[from] interactions::InteractionError),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<ProgrammeError> for Problem {
    fn from(error: ProgrammeError) -> Self {
        match error {
            ProgrammeError::Denied(denied) => denied.into(),
            ProgrammeError::NoCallback(_) => Self::not_found(),
            ProgrammeError::Closed(_) => Self::conflict("callback_closed"),
            ProgrammeError::Stale { .. } => Self::stale(),
            ProgrammeError::Survey(error) => error.into(),
            ProgrammeError::Case(error) => error.into(),
            ProgrammeError::Interaction(error) => error.into(),
            ProgrammeError::Db(error) => error.into(),
        }
    }
}
