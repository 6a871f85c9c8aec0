//! Rows of `promises`.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::PromiseId;

use crate::case::{Channel, Priority};
use crate::promise::{Conditions, Promise, Targets};
use crate::store::code_or_null;

/// The promises that hold, in the order they are looked through; at most 500.
pub async fn active(conn: &mut Conn) -> Result<Vec<Promise>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, name, place, type_key, channel, priority, market, targets, calendar_id, is_published,
                   is_active, version
                 from promises where is_active = 1 order by place, id limit 500"
            ),
            params![],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The promise `id`, retired or not.
pub async fn find(conn: &mut Conn, id: PromiseId) -> Result<Option<Promise>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, name, place, type_key, channel, priority, market, targets, calendar_id, is_published,
                   is_active, version
                 from promises where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Writes a new promise.
pub async fn insert(tx: &mut Tx, promise: &Promise) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "insert into promises (id, name, place, type_key, channel, priority, market, targets, calendar_id,
               is_published, is_active, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        params![
            promise.id,
            promise.name.as_str(),
            promise.place,
            promise.conditions.type_key.clone(),
            promise.conditions.channel.map(Channel::code),
            promise.conditions.priority.map(Priority::code),
            promise.conditions.market.clone(),
            Json(&promise.targets),
            promise.calendar_id,
            promise.is_published,
            promise.is_active,
            now,
            promise.version
        ],
    )
    .await?;
    Ok(())
}

/// Writes `promise` as version `promise.version`, if the stored one is the version before. Tells whether it was.
pub async fn update(tx: &mut Tx, promise: &Promise) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update promises set name = $2, place = $3, type_key = $4, channel = $5, priority = $6, market = $7,
                   targets = $8, calendar_id = $9, is_published = $10, is_active = $11, version = $12
                 where id = $1 and version = $12 - 1"
            ),
            params![
                promise.id,
                promise.name.as_str(),
                promise.place,
                promise.conditions.type_key.clone(),
                promise.conditions.channel.map(Channel::code),
                promise.conditions.priority.map(Priority::code),
                promise.conditions.market.clone(),
                Json(&promise.targets),
                promise.calendar_id,
                promise.is_published,
                promise.is_active,
                promise.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<Promise, DbError> {
    Ok(Promise {
        id: row.get("id")?,
        name: row.get("name")?,
        place: row.get("place")?,
        conditions: Conditions {
            type_key: row.get("type_key")?,
            channel: code_or_null(row, "channel", Channel::from_code)?,
            priority: code_or_null(row, "priority", Priority::from_code)?,
            market: row.get("market")?,
        },
        targets: row.get::<Json<Targets>>("targets")?.0,
        calendar_id: row.get("calendar_id")?,
        is_published: row.get("is_published")?,
        is_active: row.get("is_active")?,
        version: row.get("version")?,
    })
}
