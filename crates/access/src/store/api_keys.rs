//! API keys: rows read and written.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{ApiKeyId, Permission};

use crate::api_key::ApiKey;

fn read(row: &Row) -> Result<ApiKey, DbError> {
    let scopes: Vec<String> = row.get::<Json<Vec<String>>>("scopes")?.0;
    Ok(ApiKey {
        id: row.get("id")?,
        name: row.get("name")?,
        hint: row.get("hint")?,
        // A scope that this version does not know grants nothing.
        scopes: scopes.iter().filter_map(|it| Permission::from_code(it)).collect(),
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        last_used_at: row.get("last_used_at")?,
        revoked_at: row.get("revoked_at")?,
        version: row.get("version")?,
    })
}

/// The key that hashes to `hash`. Index: the unique one on the hash.
pub async fn by_hash(conn: &mut Conn, hash: &[u8]) -> Result<Option<ApiKey>, DbError> {
    conn.optional(
        sql!(
            "select id, name, hint, scopes, created_by, created_at, expires_at, last_used_at, revoked_at, version
             from api_keys where key_hash = $1"
        ),
        params![hash],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// One key.
pub async fn find(conn: &mut Conn, id: ApiKeyId) -> Result<Option<ApiKey>, DbError> {
    conn.optional(
        sql!(
            "select id, name, hint, scopes, created_by, created_at, expires_at, last_used_at, revoked_at, version
             from api_keys where id = $1"
        ),
        params![id],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// Keys made before `before`, newest first; `limit + 1` rows. Primary key.
pub async fn list(conn: &mut Conn, before: Option<i64>, limit: u32) -> Result<Vec<ApiKey>, DbError> {
    conn.all(
        sql!(
            "select id, name, hint, scopes, created_by, created_at, expires_at, last_used_at, revoked_at, version
             from api_keys where id < $1 order by id desc limit $2"
        ),
        params![before.unwrap_or(i64::MAX), i64::from(limit) + 1],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// Adds a key.
pub async fn insert(tx: &mut Tx, key: &ApiKey, hash: &[u8]) -> Result<(), DbError> {
    let scopes: Vec<&str> = key.scopes.iter().map(|it| it.code()).collect();
    tx.run(
        sql!(
            "insert into api_keys (id, name, key_hash, hint, scopes, created_by, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        params![key.id, &key.name, hash, &key.hint, Json(scopes), &key.created_by, key.created_at, key.expires_at],
    )
    .await?;
    Ok(())
}

/// Writes down that a key is in use.
pub async fn see(tx: &mut Tx, id: ApiKeyId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(sql!("update api_keys set last_used_at = $1 where id = $2"), params![now, id]).await?;
    Ok(())
}

/// Revokes a key; whether it was not revoked before.
pub async fn revoke(tx: &mut Tx, id: ApiKeyId) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!("update api_keys set revoked_at = $1, version = version + 1 where id = $2 and revoked_at is null"),
            params![now, id],
        )
        .await?;
    Ok(rows == 1)
}
