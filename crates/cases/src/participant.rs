//! Who takes part in a case beside staff: whose mail may be added to it, and who is answered.

use kernel::{PersonId, Timestamp};
use serde::Serialize;

use crate::case::coded;

coded! {
    /// Which part somebody has.
    Part {
        /// Is answered.
        Customer = "customer",
        /// In copy.
        Copied = "copied",
        /// Asked beside the customer: an expert, a garage.
        ThirdParty = "third_party",
    }
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Participant {
    /// E-mail in its comparable form (`kernel::Email`), or phone in E.164.
    pub address: String,
    /// Who it is, if known.
    pub person_id: Option<PersonId>,
    /// Their part.
    pub part: Part,
    /// Since when.
    pub added_at: Timestamp,
}
