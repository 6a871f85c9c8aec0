//! Entries of the audit log and the chain of hashes over them.

use kernel::{AuditId, Timestamp};
use sha2::{Digest, Sha256};

/// One change, by whom, on what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Names it; rises with time.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who, by label.
    pub actor: String,
    /// What, in the past tense.
    pub action: String,
    /// On what.
    pub subject: String,
    /// What more the reader needs; JSON text exactly as stored.
    pub details: String,
}

/// Which entries to list; `None` is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// By this actor.
    pub actor: Option<String>,
    /// Of this kind.
    pub action: Option<String>,
    /// On this subject.
    pub subject: Option<String>,
    /// At or after.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// The seal of `entry` after `previous`: SHA-256 over the previous seal and every field, each with its length.
pub fn seal(previous: &[u8], entry: &AuditEntry) -> Vec<u8> {
    let mut hash = Sha256::new();
    let (id, at) = (entry.id.get().to_be_bytes(), entry.at.as_micros().to_be_bytes());
    let fields: [&[u8]; 7] = [
        previous,
        &id,
        &at,
        entry.actor.as_bytes(),
        entry.action.as_bytes(),
        entry.subject.as_bytes(),
        entry.details.as_bytes(),
    ];
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_changes_with_every_field_and_with_what_came_before() {
        let entry = AuditEntry {
            id: AuditId::new(1),
            at: Timestamp::from_seconds(1),
            actor: "staff_1".into(),
            action: "staff_created".into(),
            subject: "staff_2".into(),
            details: "{}".into(),
        };
        let others = [
            AuditEntry { id: AuditId::new(2), ..entry.clone() },
            AuditEntry { at: Timestamp::from_seconds(2), ..entry.clone() },
            AuditEntry { actor: "staff_1s".into(), action: "taff_created".into(), ..entry.clone() },
            AuditEntry { subject: "staff_3".into(), ..entry.clone() },
            AuditEntry { details: "{\"a\":1}".into(), ..entry.clone() },
        ];
        let first = seal(&[], &entry);
        assert!(others.iter().all(|it| seal(&[], it) != first));
        assert_ne!(seal(&first, &entry), first);
    }
}
