//! Interactions' errors as problems.

use api::Problem;

use crate::error::InteractionError;

impl From<InteractionError> for Problem {
    fn from(error: InteractionError) -> Self {
        use InteractionError as E;
        match error {
            E::Denied(denied) => denied.into(),
            E::NotFound(_) | E::NoAttachment(_) => Self::not_found(),
            E::Stale(_) => Self::stale(),
            E::State { .. } => Self::conflict("interaction_state"),
            E::Start { .. } => Self::invalid("interaction_start"),
            E::Whose => Self::bad_request("timeline_of_whom"),
            E::Db(error) => error.into(),
        }
    }
}
