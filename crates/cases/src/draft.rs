//! Drafts: what somebody is writing on a case and has not sent. One per case, mode and person.

use kernel::{TemplateId, Timestamp};
use serde::Serialize;

use crate::case::coded;

/// The longest draft kept, in bytes: no letter is longer, and pasted files are attachments.
pub const BODY_BYTES_MAX: usize = 200_000;

coded! {
    /// What it will be.
    Mode {
        /// An answer to the customer.
        Reply = "reply",
        /// A note among us.
        Note = "note",
        /// A message to somebody beside the customer.
        ThirdParty = "third_party",
    }
}

/// A text that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Draft {
    /// What it will be.
    pub mode: Mode,
    /// The text so far.
    pub body: String,
    /// Template it started from.
    pub template_id: Option<TemplateId>,
    /// Last saved.
    pub updated_at: Timestamp,
    /// Rises with each save.
    pub version: i64,
}
