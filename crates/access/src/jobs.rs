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

/// Runs [`SealAudit`], in turns of the writer short enough for others.
pub async fn seal_audit(db: &Db) -> Result<(), DbError> {
    loop {
        let mut tx = db.begin().await?;
        let sealed = actions::audit::seal_entries(&mut tx).await?;
        tx.commit().await?;
        if sealed == 0 {
            return Ok(());
        }
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
