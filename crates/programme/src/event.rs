//! The facts the programme tells the rest of the product.

use kernel::{CallbackId, CaseId, PersonId, ResponseId, TeamId};
use serde::{Deserialize, Serialize};

use crate::callback::{Outcome, Reason};

/// A call-back is owed, or owed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackOpened {
    /// Which.
    pub callback_id: CallbackId,
    /// The answer it follows from; none if they asked on the page of a case.
    pub response_id: Option<ResponseId>,
    /// The case in which it is done.
    pub case_id: CaseId,
    /// Whom to call.
    pub person_id: Option<PersonId>,
    /// The team it is with; who may see it depends on it.
    pub team_id: Option<TeamId>,
    /// Why.
    pub reason: Reason,
}

/// A call-back is owed in another way: they ask for it now, or gave another number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackChanged {
    /// Which.
    pub callback_id: CallbackId,
    /// The case in which it is done.
    pub case_id: CaseId,
    /// Whom to call.
    pub person_id: Option<PersonId>,
    /// The team it is with.
    pub team_id: Option<TeamId>,
}

/// A call-back was done, or is no longer owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackClosed {
    /// Which.
    pub callback_id: CallbackId,
    /// The case in which it was done.
    pub case_id: CaseId,
    /// Whom it was owed to.
    pub person_id: Option<PersonId>,
    /// The team it was with.
    pub team_id: Option<TeamId>,
    /// How it ended.
    pub outcome: Outcome,
}

impl db::Event for CallbackOpened {
    const NAME: &'static str = "callback_opened";
    fn subject(&self) -> String {
        self.callback_id.to_string()
    }
}

impl db::Event for CallbackChanged {
    const NAME: &'static str = "callback_changed";
    fn subject(&self) -> String {
        self.callback_id.to_string()
    }
}

impl db::Event for CallbackClosed {
    const NAME: &'static str = "callback_closed";
    fn subject(&self) -> String {
        self.callback_id.to_string()
    }
}
