//! The installation: its one row.

use db::{Conn, DbError, Json, Tx, params, sql};

use crate::installation::Installation;

/// What is known of the installation.
pub async fn find(conn: &mut Conn) -> Result<Installation, DbError> {
    let row = conn
        .one(
            sql!(
                "select company_name, market_country, time_zone, languages, steps_done, version
                 from installation where id = 1"
            ),
            params![],
        )
        .await?;
    Ok(Installation {
        company_name: row.get("company_name")?,
        market_country: row.get("market_country")?,
        time_zone: row.get("time_zone")?,
        languages: row.get::<Json<_>>("languages")?.0,
        steps_done: row.get::<Json<_>>("steps_done")?.0,
        version: row.get("version")?,
    })
}

/// Writes the installation, if it still is at `version`; whether it was.
pub async fn update(tx: &mut Tx, it: &Installation, version: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update installation set company_name = $1, market_country = $2, time_zone = $3, languages = $4,
                   steps_done = $5, version = version + 1
                 where id = 1 and version = $6"
            ),
            params![
                it.company_name.as_deref(),
                &it.market_country,
                &it.time_zone,
                Json(&it.languages),
                Json(&it.steps_done),
                version
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// Hash of the one-time code that is out, if any.
pub async fn setup_code(conn: &mut Conn) -> Result<Option<Vec<u8>>, DbError> {
    conn.one(sql!("select setup_code_hash from installation where id = 1"), params![]).await?.get("setup_code_hash")
}

/// Puts a one-time code out, or takes it in.
pub async fn set_setup_code(tx: &mut Tx, hash: Option<&[u8]>) -> Result<(), DbError> {
    tx.run(sql!("update installation set setup_code_hash = $1 where id = 1"), params![hash]).await?;
    Ok(())
}

/// What the store's key makes of a fixed word; `None` if no key was used with this store yet.
pub async fn key_check(conn: &mut Conn) -> Result<Option<String>, DbError> {
    conn.one(sql!("select key_check from installation where id = 1"), params![]).await?.get("key_check")
}

/// Keeps what the key makes, if none was kept.
pub async fn keep_key_check(tx: &mut Tx, check: &str) -> Result<(), DbError> {
    tx.run(sql!("update installation set key_check = $1 where id = 1 and key_check is null"), params![check]).await?;
    Ok(())
}

/// Keeps what another key makes.
pub async fn replace_key_check(tx: &mut Tx, check: &str) -> Result<(), DbError> {
    tx.run(sql!("update installation set key_check = $1 where id = 1"), params![check]).await?;
    Ok(())
}

/// Whether anybody is staff.
pub async fn has_staff(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from staff order by id limit 1"), params![]).await?.is_some())
}
