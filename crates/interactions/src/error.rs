//! What can go wrong with interactions, in the field's words.

use kernel::{AttachmentId, InteractionId};

/// A refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum InteractionError {
    /// They may not.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// No such interaction, or the caller may not know of it.
    #[error("interaction {0} does not exist")]
    NotFound(InteractionId),
    /// No such attachment, or the caller may not know of it.
    #[error("attachment {0} does not exist")]
    NoAttachment(AttachmentId),
    /// Somebody changed it in the meantime.
    #[error("interaction {0} was changed in the meantime")]
    Stale(InteractionId),
    /// There is no way from one state to the other.
    #[error("interaction {id} is {from} and cannot become {to}")]
    State {
        /// Which interaction.
        id: InteractionId,
        /// Its state.
        from: &'static str,
        /// The state asked for.
        to: &'static str,
    },
    /// A contact of this direction cannot start in this state.
    #[error("an {direction} interaction cannot start {state}")]
    Start {
        /// The direction.
        direction: &'static str,
        /// The state.
        state: &'static str,
    },
    /// A timeline is asked for without saying whose.
    #[error("a timeline is that of a person, an account or a case")]
    Whose,
    /// The store failed.
    #[error(transparent)]
    Db(#[from] db::DbError),
}
