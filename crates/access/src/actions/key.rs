//! Whose key this store is: links, sealed passwords and second factors hang on it, so another is refused.
//!
//! The key itself never stands in the store; what it makes of a fixed word does.

use db::{Conn, Db, DbError, Tx};
use kernel::Actor;

use crate::actions::audit;
use crate::store;

fn check_of(key: &[u8]) -> String {
    db::secret::derived(key, "key check", "1")
}

/// Whether a fresh key may be made for this store: none was used with it yet, and nobody is staff who could miss it.
pub async fn is_awaited(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(store::installation::key_check(conn).await?.is_none() && !store::installation::has_staff(conn).await?)
}

/// Whether `key` is this store's; `None` if none was used with it yet.
pub async fn is_known(conn: &mut Conn, key: &[u8]) -> Result<Option<bool>, DbError> {
    Ok(store::installation::key_check(conn).await?.map(|it| it == check_of(key)))
}

/// Takes `key` as this store's if none was used with it yet; whether it is the store's.
pub async fn hold(db: &Db, key: &[u8]) -> Result<bool, DbError> {
    if let Some(is_known) = is_known(&mut *db.read().await?, key).await? {
        return Ok(is_known);
    }
    let mut tx = db.begin().await?;
    store::installation::keep_key_check(&mut tx, &check_of(key)).await?;
    let is_known = is_known(&mut tx, key).await?;
    tx.commit().await?;
    Ok(is_known == Some(true))
}

/// Takes `key` as this store's in place of the one before, which was lost. What was sealed with that one stays shut.
pub async fn replace(tx: &mut Tx, actor: &Actor, key: &[u8]) -> Result<(), DbError> {
    store::installation::replace_key_check(tx, &check_of(key)).await?;
    audit::record(tx, actor, "key_replaced", "installation", &serde_json::json!({})).await?;
    Ok(())
}
