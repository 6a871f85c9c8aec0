//! What access does by itself: links the audit log's chain, forgets what is long over.

use db::{Db, DbError};
use serde::{Deserialize, Serialize};

use crate::lockout::MEMORY_SECONDS;
use crate::session::KEPT_SECONDS;
use crate::{actions, store};

/// Links new audit entries to the chain of hashes. Every minute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealAudit;

/// Forgets ended sessions and old failures. Every hour.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PurgeSessions;

impl jobs::Job for SealAudit {
    const NAME: &'static str = "seal_audit";
}

impl jobs::Job for PurgeSessions {
    const NAME: &'static str = "purge_sessions";
}

/// An entry may become visible so many minutes after a later one was sealed. What comes later still, such as history
/// written under its own dates, is found by [`seal_audit_whole`].
const LATE_MINUTES: i64 = 10;

/// Runs [`SealAudit`], in turns of the writer short enough for others; without one if there is nothing to seal.
pub async fn seal_audit(db: &Db) -> Result<(), DbError> {
    seal(db, Some(LATE_MINUTES)).await
}

/// As [`seal_audit`], for what came late. Reads the whole log, beside the writer. Every day.
pub async fn seal_audit_whole(db: &Db) -> Result<(), DbError> {
    seal(db, None).await
}

async fn seal(db: &Db, late_minutes: Option<i64>) -> Result<(), DbError> {
    loop {
        let found = actions::audit::before_unsealed(&mut *db.read().await?, late_minutes).await?;
        let Some(after) = found else { return Ok(()) };
        let mut tx = db.begin().await?;
        actions::audit::seal_entries(&mut tx, after).await?;
        tx.commit().await?;
    }
}

/// Runs [`PurgeSessions`].
pub async fn purge_sessions(db: &Db) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let now = tx.now();
    store::sessions::purge(&mut tx, now.plus_seconds(-KEPT_SECONDS), 10_000).await?;
    store::sessions::purge_failures(&mut tx, now.plus_seconds(-MEMORY_SECONDS)).await?;
    tx.commit().await
}
