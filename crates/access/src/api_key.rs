//! Keys that programs sign in with.

use kernel::{ApiKeyId, Permission, Timestamp};

use crate::error::AccessError;

/// What every key starts with, so that scanners of leaked secrets find it.
pub const PREFIX: &str = "entente_";

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Names it, opens nothing.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Good until then; `None`: until revoked.
    pub expires_at: Option<Timestamp>,
    /// Last use, to five minutes.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// Rises with each edit.
    pub version: i64,
}

impl ApiKey {
    /// Whether it still lets a program in.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|it| now < it)
    }
}

/// Refuses a key without scopes, with scopes that keys may not carry, or that has expired before it is made.
///
/// Keys make no staff and no keys: a leaked key must not be able to outlive itself.
pub fn check(scopes: &[Permission], expires_at: Option<Timestamp>, now: Timestamp) -> Result<(), AccessError> {
    let is_forbidden = |it: &Permission| matches!(it, Permission::StaffManage | Permission::ApiKeysManage);
    if scopes.is_empty() || scopes.iter().any(is_forbidden) {
        return Err(AccessError::Scopes);
    }
    match expires_at {
        Some(at) if at <= now => Err(AccessError::ExpiryInPast { at, now }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_carries_something_but_never_the_making_of_staff_or_keys() {
        let now = Timestamp::from_seconds(1_000);
        assert!(check(&[Permission::CasesRead], None, now).is_ok());
        assert!(check(&[], None, now).is_err());
        assert!(check(&[Permission::StaffManage], None, now).is_err());
        assert!(check(&[Permission::ApiKeysManage], None, now).is_err());
        assert!(check(&[Permission::CasesRead], Some(now), now).is_err());
    }
}
