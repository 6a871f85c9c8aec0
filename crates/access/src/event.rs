//! Facts of access, as the outbox carries them.

use kernel::{ApiKeyId, SessionId, StaffId};
use serde::{Deserialize, Serialize};

use crate::session::EndReason;

/// A member of staff was added or changed, or their teams were.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StaffChanged {
    /// Who.
    pub staff_id: StaffId,
}

/// A session lets nobody in any more. Live connections of it are to be closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Which.
    pub session_id: SessionId,
    /// Whose.
    pub staff_id: StaffId,
    /// Why.
    pub reason: EndReason,
}

/// A key lets nothing in any more. Live connections of it are to be closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApiKeyRevoked {
    /// Which.
    pub api_key_id: ApiKeyId,
}

impl db::Event for StaffChanged {
    const NAME: &'static str = "staff_changed";
    fn subject(&self) -> String {
        self.staff_id.to_string()
    }
}

impl db::Event for SessionEnded {
    const NAME: &'static str = "session_ended";
    fn subject(&self) -> String {
        self.session_id.to_string()
    }
}

impl db::Event for ApiKeyRevoked {
    const NAME: &'static str = "api_key_revoked";
    fn subject(&self) -> String {
        self.api_key_id.to_string()
    }
}
