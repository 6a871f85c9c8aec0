//! Facts of the customer's pages.

use kernel::{CaseId, PersonId};
use serde::{Deserialize, Serialize};

/// A customer asked on their page to be called back. `programme` opens the call-back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackRequested {
    /// About which case.
    pub case_id: CaseId,
    /// Who.
    pub person_id: PersonId,
}

impl db::Event for CallbackRequested {
    const NAME: &'static str = "callback_requested";
    fn subject(&self) -> String {
        self.case_id.to_string()
    }
}
