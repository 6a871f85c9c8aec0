//! Everything that comes again, in one place; surveys settle by what `programme` registers.

use jobs::Worker;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// `worker` with all that comes again.
pub fn register(worker: Worker, state: &api::State) -> Worker {
    let db = || state.db.clone();
    let (seal, late, sessions, keys, rows, links) = (db(), db(), db(), db(), db(), db());
    worker
        .periodic("seal_audit", MINUTE, move || {
            let db = seal.clone();
            async move { access::jobs::seal_audit(&db).await }
        })
        .periodic("seal_audit_whole", 24 * HOUR, move || {
            let db = late.clone();
            async move { access::jobs::seal_audit_whole(&db).await }
        })
        .periodic("purge_sessions", HOUR, move || {
            let db = sessions.clone();
            async move { access::jobs::purge_sessions(&db).await }
        })
        .periodic("purge_links", 24 * HOUR, move || {
            let db = links.clone();
            async move { portal::jobs::purge_links(&db).await }
        })
        .periodic("purge_idempotency_keys", HOUR, move || {
            let db = keys.clone();
            async move {
                let mut tx = db.begin().await?;
                api::idempotency::purge(&mut tx).await?;
                tx.commit().await
            }
        })
        .periodic("purge_queue", 10 * MINUTE, move || {
            let db = rows.clone();
            async move {
                let mut tx = db.begin().await?;
                jobs::admin::purge(&mut tx).await?;
                tx.commit().await
            }
        })
}
