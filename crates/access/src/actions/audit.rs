//! The audit log: entries in the change's own transaction, and the chain that shows if one was touched since.

use db::{Conn, DbError, Tx};
use kernel::{Actor, AuditId, Permission};

use crate::actions::permission::require;
use crate::audit_entry::{AuditEntry, AuditFilter, seal};
use crate::error::AccessError;
use crate::store;

/// Most entries sealed in one turn of the writer.
const SEALED_MAX: u32 = 1_000;

/// Writes down who did what on what, in the transaction of the change. One insert.
///
/// `action` is a fact in snake case and the past tense; `details` never holds a secret, a password or a customer's words.
pub async fn record(
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    subject: &str,
    details: &serde_json::Value,
) -> Result<AuditId, DbError> {
    let entry = AuditEntry {
        id: tx.id(),
        at: tx.now(),
        actor: actor.label(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        details: details.to_string(),
    };
    store::audit::insert(tx, &entry).await?;
    Ok(entry.id)
}

/// Entries before `before` that pass `filter`, newest first; `limit + 1` of them.
pub async fn list(
    conn: &mut Conn,
    actor: &Actor,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, AccessError> {
    require(actor, Permission::AuditRead)?;
    Ok(store::audit::list(conn, filter, before, limit).await?)
}

/// The entry after which the first without a seal stands, if one does: after the newest sealed, less `late_minutes` for
/// entries whose transaction took long or whose node's clock is behind; `None` looks through the whole log.
pub async fn before_unsealed(conn: &mut Conn, late_minutes: Option<i64>) -> Result<Option<i64>, DbError> {
    let after = match late_minutes {
        // Ids carry milliseconds above their low 21 bits.
        Some(minutes) => store::audit::newest_sealed(conn).await? - ((minutes * 60_000) << 21),
        None => 0,
    };
    Ok(store::audit::unsealed(conn, after, 1).await?.first().map(|it| it.id.get() - 1))
}

/// Links the entries after `after` that have no seal yet to the chain. How many; at most 1,000 a turn.
///
/// The chain is made behind the writers, not by them: on PostgreSQL they would otherwise have to queue for its end.
pub async fn seal_entries(tx: &mut Tx, after: i64) -> Result<usize, DbError> {
    let entries = store::audit::unsealed(tx, after, SEALED_MAX).await?;
    let (mut place, mut previous) = store::audit::last_seal(tx).await?.unwrap_or_default();
    for entry in &entries {
        place += 1;
        previous = seal(&previous, entry);
        store::audit::insert_seal(tx, place, entry.id, &previous).await?;
    }
    Ok(entries.len())
}

/// The first place of the chain that does not hold, if any: an entry was changed or taken out there. O(entries).
pub async fn verify(conn: &mut Conn, actor: &Actor) -> Result<Option<i64>, AccessError> {
    require(actor, Permission::AuditRead)?;
    let (mut place, mut previous) = (0, Vec::new());
    loop {
        let links = store::audit::links(conn, place, SEALED_MAX).await?;
        if links.is_empty() {
            return Ok(None);
        }
        for (next, stored, entry) in links {
            let holds = next == place + 1 && entry.is_some_and(|it| seal(&previous, &it) == stored);
            if !holds {
                return Ok(Some(place + 1));
            }
            (place, previous) = (next, stored);
        }
    }
}
