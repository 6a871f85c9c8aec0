//! Statements on `source_records`.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{AccountId, PersonId, SourceId, SourceRecordId, Timestamp};

use crate::golden::Claim;
use crate::person::Fields;

/// A source record with what survivorship needs of its source.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub id: SourceRecordId,
    pub person_id: Option<PersonId>,
    pub account_id: Option<AccountId>,
    pub source_name: String,
    pub claim: Claim,
    pub digest: Vec<u8>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub version: i64,
}

fn record(row: &Row) -> Result<Record, DbError> {
    Ok(Record {
        id: row.get("id")?,
        person_id: row.get("person_id")?,
        account_id: row.get("account_id")?,
        source_name: row.get("source_name")?,
        claim: Claim {
            source: row.get("source_id")?,
            external_id: row.get("external_id")?,
            trust: row.get("trust")?,
            fields: row.get::<Json<Fields>>("fields")?.0,
        },
        digest: row.get("digest")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn of_persons(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Record>, DbError> {
    let mut found = Vec::new();
    for part in ids.chunks(db::conn::LIST_MAX) {
        let rows = conn
            .all_in(
                sql!(
                    "select r.id, r.source_id, r.external_id, r.person_id, r.account_id, r.fields, r.digest,
                       r.created_at, r.changed_at, r.version, s.trust, s.name as source_name
                     from source_records r join sources s on s.id = r.source_id
                     where r.person_id in ($list) order by r.id"
                ),
                params![],
                part.iter().copied(),
            )
            .await?;
        for row in &rows {
            found.push(record(row)?);
        }
    }
    Ok(found)
}

/// The records of one source with these external ids.
pub(crate) async fn by_external(
    conn: &mut Conn,
    source: SourceId,
    external_ids: &[String],
) -> Result<Vec<Record>, DbError> {
    let mut found = Vec::new();
    for part in external_ids.chunks(db::conn::LIST_MAX) {
        let rows = conn
            .all_in(
                sql!(
                    "select r.id, r.source_id, r.external_id, r.person_id, r.account_id, r.fields, r.digest,
                       r.created_at, r.changed_at, r.version, s.trust, s.name as source_name
                     from source_records r join sources s on s.id = r.source_id
                     where r.source_id = $1 and r.external_id in ($list)"
                ),
                params![source],
                part.iter(),
            )
            .await?;
        for row in &rows {
            found.push(record(row)?);
        }
    }
    Ok(found)
}

pub(crate) async fn insert_all(tx: &mut Tx, records: &[Record]) -> Result<(), DbError> {
    let mut values = Vec::with_capacity(records.len() * 10);
    for it in records {
        values.extend(params![
            it.id,
            it.claim.source,
            &it.claim.external_id,
            it.person_id,
            it.account_id,
            Json(&it.claim.fields),
            it.digest.as_slice(),
            it.created_at,
            it.changed_at,
            it.version
        ]);
    }
    tx.run_rows(
        sql!(
            "insert into source_records (id, source_id, external_id, person_id, account_id, fields, digest, created_at,
               changed_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        10,
        values,
    )
    .await?;
    Ok(())
}

pub(crate) async fn update(tx: &mut Tx, record: &Record) -> Result<(), DbError> {
    tx.run(
        sql!(
            "update source_records set fields = $2, digest = $3, changed_at = $4, version = version + 1 where id = $1"
        ),
        params![record.id, Json(&record.claim.fields), record.digest.as_slice(), record.changed_at],
    )
    .await?;
    Ok(())
}
