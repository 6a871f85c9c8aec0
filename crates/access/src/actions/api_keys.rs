//! API keys: made, listed, revoked, and let in.

use db::{Conn, Db, Tx};
use kernel::{Actor, ApiKeyId, Permission, Timestamp};
use serde_json::json;

use crate::actions::audit;
use crate::actions::permission::require;
use crate::api_key::{ApiKey, PREFIX, check};
use crate::error::AccessError;
use crate::event::ApiKeyRevoked;
use crate::session::SEEN_SECONDS;
use crate::staff::name;
use crate::store;

/// Makes a key; the text is shown once and stored as a hash.
///
/// Nobody gives more than they have: each scope must be the actor's own.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    key_name: &str,
    scopes: Vec<Permission>,
    expires_at: Option<Timestamp>,
) -> Result<(ApiKey, String), AccessError> {
    require(actor, Permission::ApiKeysManage)?;
    let now = tx.now();
    check(&scopes, expires_at, now)?;
    for scope in &scopes {
        require(actor, *scope)?;
    }
    let text = format!("{PREFIX}{}", db::secret::token()?);
    let hint: String = text.chars().skip(text.len().saturating_sub(4)).collect();
    let key = ApiKey {
        id: tx.id(),
        name: name(key_name)?,
        hint,
        scopes,
        created_by: actor.label(),
        created_at: now,
        expires_at,
        last_used_at: None,
        revoked_at: None,
        version: 1,
    };
    store::api_keys::insert(tx, &key, &db::secret::hash(&text)).await?;
    let details = json!({ "scopes": key.scopes, "expires_at": key.expires_at });
    audit::record(tx, actor, "api_key_created", &key.id.to_string(), &details).await?;
    Ok((key, text))
}

/// Keys made before `before`, newest first; `limit + 1` of them.
pub async fn list(conn: &mut Conn, actor: &Actor, before: Option<i64>, limit: u32) -> Result<Vec<ApiKey>, AccessError> {
    require(actor, Permission::ApiKeysManage)?;
    Ok(store::api_keys::list(conn, before, limit).await?)
}

/// One key.
pub async fn find(conn: &mut Conn, actor: &Actor, id: ApiKeyId) -> Result<ApiKey, AccessError> {
    require(actor, Permission::ApiKeysManage)?;
    store::api_keys::find(conn, id).await?.ok_or(AccessError::KeyNotFound(id))
}

/// Revokes a key, at once.
pub async fn revoke(tx: &mut Tx, actor: &Actor, id: ApiKeyId) -> Result<(), AccessError> {
    find(tx, actor, id).await?;
    if !store::api_keys::revoke(tx, id).await? {
        return Err(AccessError::KeyRevoked(id));
    }
    tx.emit(&ApiKeyRevoked { api_key_id: id }).await?;
    audit::record(tx, actor, "api_key_revoked", &id.to_string(), &json!({})).await?;
    Ok(())
}

/// The key that `text` is, if it still lets a program in; its use is written down, to five minutes.
pub async fn open(db: &Db, text: &str) -> Result<Option<ApiKey>, AccessError> {
    if !text.starts_with(PREFIX) {
        return Ok(None);
    }
    let now = db.now();
    let found = store::api_keys::by_hash(&mut *db.read().await?, &db::secret::hash(text)).await?;
    let Some(key) = found.filter(|it| it.is_open(now)) else { return Ok(None) };
    if key.last_used_at.is_none_or(|it| now.seconds_since(it) >= SEEN_SECONDS) {
        let mut tx = db.begin().await?;
        store::api_keys::see(&mut tx, key.id).await?;
        tx.commit().await?;
    }
    Ok(Some(key))
}
