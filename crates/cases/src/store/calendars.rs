//! Rows of `calendars` and `calendar_versions`.

use calendar::Definition;
use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::CalendarId;

/// A calendar with a name, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCalendar {
    /// Its name in the store.
    pub id: CalendarId,
    /// As staff read it.
    pub name: String,
    /// What a promise gets that names no other.
    pub is_default: bool,
    /// What it says.
    pub definition: Definition,
    /// Rises with each edit.
    pub version: i64,
}

/// Every calendar, by name; at most 200.
pub async fn all(conn: &mut Conn) -> Result<Vec<NamedCalendar>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select c.id, c.name, c.is_default, c.version, v.definition
                 from calendars c join calendar_versions v on v.calendar_id = c.id and v.version = c.version
                 order by c.name, c.id limit 200"
            ),
            params![],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The calendar `id` as it is now.
pub async fn find(conn: &mut Conn, id: CalendarId) -> Result<Option<NamedCalendar>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select c.id, c.name, c.is_default, c.version, v.definition
                 from calendars c join calendar_versions v on v.calendar_id = c.id and v.version = c.version
                 where c.id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// What calendar `id` said at `version`.
pub async fn at_version(conn: &mut Conn, id: CalendarId, version: i64) -> Result<Option<Definition>, DbError> {
    let row = conn
        .optional(
            sql!("select definition from calendar_versions where calendar_id = $1 and version = $2"),
            params![id, version],
        )
        .await?;
    row.map(|it| it.get::<Json<Definition>>("definition").map(|it| it.0)).transpose()
}

/// The zone whose wall clock customers are told: the default calendar's, else that of any, else UTC.
pub async fn default_zone(conn: &mut Conn) -> Result<String, DbError> {
    let row = conn
        .optional(
            sql!(
                "select v.definition from calendars c
                 join calendar_versions v on v.calendar_id = c.id and v.version = c.version
                 order by c.is_default desc, c.id limit 1"
            ),
            params![],
        )
        .await?;
    let definition = row.map(|it| it.get::<Json<Definition>>("definition")).transpose()?;
    Ok(definition.map_or_else(|| "UTC".to_owned(), |it| it.0.time_zone))
}

/// Writes a new calendar.
pub async fn insert(tx: &mut Tx, calendar: &NamedCalendar) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!("insert into calendars (id, name, is_default, created_at, version) values ($1, $2, $3, $4, $5)"),
        params![calendar.id, calendar.name.as_str(), calendar.is_default, now, calendar.version],
    )
    .await?;
    insert_version(tx, calendar).await
}

/// Writes `calendar` as version `calendar.version`, if the stored one is the version before. Tells whether it was.
pub async fn update(tx: &mut Tx, calendar: &NamedCalendar) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!("update calendars set name = $2, is_default = $3, version = $4 where id = $1 and version = $4 - 1"),
            params![calendar.id, calendar.name.as_str(), calendar.is_default, calendar.version],
        )
        .await?;
    if changed == 1 {
        insert_version(tx, calendar).await?;
    }
    Ok(changed == 1)
}

/// Makes `id` the only default.
pub async fn set_default(tx: &mut Tx, id: CalendarId) -> Result<(), DbError> {
    tx.run(sql!("update calendars set is_default = case when id = $1 then 1 else 0 end"), params![id]).await?;
    Ok(())
}

async fn insert_version(tx: &mut Tx, calendar: &NamedCalendar) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!("insert into calendar_versions (calendar_id, version, definition, created_at) values ($1, $2, $3, $4)"),
        params![calendar.id, calendar.version, Json(&calendar.definition), now],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<NamedCalendar, DbError> {
    Ok(NamedCalendar {
        id: row.get("id")?,
        name: row.get("name")?,
        is_default: row.get("is_default")?,
        definition: row.get::<Json<Definition>>("definition")?.0,
        version: row.get("version")?,
    })
}
