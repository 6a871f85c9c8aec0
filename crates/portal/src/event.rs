//! Facts of the customer's pages.

use kernel::{CaseId, Locale, PersonId};
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

/// A message of the contact page became a case. The program lets `mailroom` acknowledge it, with a link to follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactReceived {
    /// The case.
    pub case_id: CaseId,
    /// Who wrote, if one person has the address.
    pub person_id: Option<PersonId>,
    /// Language of the page.
    pub locale: Locale,
}

impl db::Event for ContactReceived {
    const NAME: &'static str = "contact_received";
    fn subject(&self) -> String {
        self.case_id.to_string()
    }
}
