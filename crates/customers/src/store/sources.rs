//! Statements on `sources`.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::SourceId;

use crate::person::Source;

fn source(row: &Row) -> Result<Source, DbError> {
    Ok(Source {
        id: row.get("id")?,
        key: row.get("key")?,
        name: row.get("name")?,
        kind: row.get("kind")?,
        trust: row.get("trust")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn all(conn: &mut Conn) -> Result<Vec<Source>, DbError> {
    let rows = conn
        .all(
            sql!("select id, key, name, kind, trust, version from sources order by trust desc, id limit 1000"),
            params![],
        )
        .await?;
    rows.iter().map(source).collect()
}

pub(crate) async fn find(conn: &mut Conn, id: SourceId) -> Result<Option<Source>, DbError> {
    let row = conn
        .optional(sql!("select id, key, name, kind, trust, version from sources where id = $1"), params![id])
        .await?;
    row.as_ref().map(source).transpose()
}

pub(crate) async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Source>, DbError> {
    let row = conn
        .optional(sql!("select id, key, name, kind, trust, version from sources where key = $1"), params![key])
        .await?;
    row.as_ref().map(source).transpose()
}

/// `false` if the key is taken.
pub(crate) async fn insert(tx: &mut Tx, source: &Source) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx
        .run(
            sql!(
                "insert into sources (id, key, name, kind, trust, created_at, version)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (key) do nothing"
            ),
            params![source.id, &source.key, &source.name, &source.kind, source.trust, now, source.version],
        )
        .await?;
    Ok(rows == 1)
}

pub(crate) async fn update(tx: &mut Tx, source: &Source, version: i64) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!("update sources set name = $3, trust = $4, version = version + 1 where id = $1 and version = $2"),
            params![source.id, version, &source.name, source.trust],
        )
        .await?;
    Ok(rows == 1)
}
