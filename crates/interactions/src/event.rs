//! The facts interactions tell the rest of the product. They carry ids and states, never words.

use kernel::{CaseId, InteractionId, PersonId};
use serde::{Deserialize, Serialize};

use crate::interaction::{Channel, Direction, Kind, State};

/// A contact took place and stands on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionRecorded {
    /// Which.
    pub interaction_id: InteractionId,
    /// Whose timeline.
    pub person_id: Option<PersonId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// By which way.
    pub channel: Channel,
    /// Who to whom.
    pub direction: Direction,
    /// What it was.
    pub kind: Kind,
    /// How far it came.
    pub state: State,
}

/// A contact went on: was accepted, sent, refused; or was joined to a case or a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionStateChanged {
    /// Which.
    pub interaction_id: InteractionId,
    /// Whose timeline.
    pub person_id: Option<PersonId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// What it was before.
    pub from: State,
    /// What it is now; nothing: it was withdrawn before it was sent, and is gone.
    pub to: Option<State>,
}

impl db::Event for InteractionRecorded {
    const NAME: &'static str = "interaction_recorded";
    fn subject(&self) -> String {
        self.interaction_id.to_string()
    }
}

impl db::Event for InteractionStateChanged {
    const NAME: &'static str = "interaction_state_changed";
    fn subject(&self) -> String {
        self.interaction_id.to_string()
    }
}
