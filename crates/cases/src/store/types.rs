//! Rows of `case_types`.

use db::{Conn, DbError, Row, Tx, params, sql};

use crate::case_type::CaseType;

/// Every type, in their order; at most 200.
pub async fn all(conn: &mut Conn) -> Result<Vec<CaseType>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select key, name_fr, name_en, is_complaint, is_active, is_public, place, team_id, version from case_types
                 order by place, key limit 200"
            ),
            params![],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The type `key`.
pub async fn find(conn: &mut Conn, key: &str) -> Result<Option<CaseType>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select key, name_fr, name_en, is_complaint, is_active, is_public, place, team_id, version from case_types
                 where key = $1"
            ),
            params![key],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Writes `kind` as version `kind.version`: a new one at version 1, else if the stored one is the version before.
pub async fn save(tx: &mut Tx, kind: &CaseType) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "insert into case_types (key, name_fr, name_en, is_complaint, is_active, is_public, place, team_id, version)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 on conflict (key) do update set name_fr = excluded.name_fr, name_en = excluded.name_en,
                   is_complaint = excluded.is_complaint, is_active = excluded.is_active,
                   is_public = excluded.is_public, place = excluded.place, team_id = excluded.team_id,
                   version = excluded.version
                 where case_types.version = excluded.version - 1"
            ),
            params![
                kind.key.as_str(),
                kind.name_fr.as_str(),
                kind.name_en.as_str(),
                kind.is_complaint,
                kind.is_active,
                kind.is_public,
                kind.place,
                kind.team_id,
                kind.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<CaseType, DbError> {
    Ok(CaseType {
        key: row.get("key")?,
        name_fr: row.get("name_fr")?,
        name_en: row.get("name_en")?,
        is_complaint: row.get("is_complaint")?,
        is_active: row.get("is_active")?,
        is_public: row.get("is_public")?,
        place: row.get("place")?,
        team_id: row.get("team_id")?,
        version: row.get("version")?,
    })
}
