//! How long a sign-in lasts.

use kernel::{SessionId, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

/// A session unused for this long is over, in seconds: an hour's lunch and a meeting.
pub const IDLE_SECONDS: i64 = 4 * 3_600;
/// No session outlives this, in seconds: one working day and the evening.
pub const LIFE_SECONDS: i64 = 14 * 3_600;
/// Last use is written down at most this often, in seconds: a read stays a read.
pub const SEEN_SECONDS: i64 = 300;
/// Ended sessions are shown to their owner for this long, in seconds.
pub const KEPT_SECONDS: i64 = 30 * 24 * 3_600;

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names it, opens nothing.
    pub id: SessionId,
    /// Who signed in.
    pub staff_id: StaffId,
    /// When.
    pub created_at: Timestamp,
    /// Last use, to [`SEEN_SECONDS`].
    pub last_seen_at: Timestamp,
    /// Over then at the latest.
    pub expires_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
    /// What the browser says it is.
    pub user_agent: String,
    /// Where it was opened from.
    pub client_address: String,
}

impl Session {
    /// Whether it still lets its owner in.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at && now < self.last_seen_at.plus_seconds(IDLE_SECONDS)
    }

    /// Whether its use is due to be written down.
    pub fn is_seen_due(&self, now: Timestamp) -> bool {
        now.seconds_since(self.last_seen_at) >= SEEN_SECONDS
    }
}

/// Why a session was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Its owner signed out.
    SignedOut,
    /// Its owner ended it from another one.
    Revoked,
    /// A password or second factor changed.
    CredentialChanged,
    /// The role or teams changed.
    RoleChanged,
    /// The owner was deactivated.
    Deactivated,
}

impl EndReason {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Revoked => "revoked",
            Self::CredentialChanged => "credential_changed",
            Self::RoleChanged => "role_changed",
            Self::Deactivated => "deactivated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_idleness_by_age_or_by_hand() {
        let start = Timestamp::from_seconds(1_000_000);
        let session = Session {
            id: SessionId::new(1),
            staff_id: StaffId::new(1),
            created_at: start,
            last_seen_at: start,
            expires_at: start.plus_seconds(LIFE_SECONDS),
            ended_at: None,
            user_agent: String::new(),
            client_address: String::new(),
        };
        assert!(session.is_open(start.plus_seconds(IDLE_SECONDS - 1)));
        assert!(!session.is_open(start.plus_seconds(IDLE_SECONDS)));
        let kept_busy = Session { last_seen_at: start.plus_seconds(LIFE_SECONDS - 1), ..session.clone() };
        assert!(!kept_busy.is_open(start.plus_seconds(LIFE_SECONDS)));
        assert!(!Session { ended_at: Some(start), ..session }.is_open(start));
    }
}
