//! Interactions' errors as problems.

use api::Problem;

use crate::error::InteractionError;

impl From<InteractionError> for Problem {
    fn from(error: InteractionError) -> Self {
        use InteractionError as E;
        let said = error.to_string();
        match error {
            E::Denied(denied) => denied.into(),
            E::NotFound(_) | E::NoAttachment(_) => Self::not_found(),
            E::State { .. } => Self::conflict("interaction_state", "The interaction cannot go there").detail(said),
            E::Start { .. } => Self::invalid("interaction_start", "The interaction cannot start there").detail(said),
            E::Whose => Self::bad_request("timeline_of_whom", "Say person_id, account_id or case_id").detail(said),
            E::Db(error) => error.into(),
        }
    }
}
