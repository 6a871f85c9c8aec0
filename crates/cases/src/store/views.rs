//! Rows of `inbox_views`.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{StaffId, ViewId};

use crate::inbox::{Filter, SavedView, Sort};
use crate::store::code;

/// The views of `staff` and those of everybody, in order; at most 100.
pub async fn of_staff(conn: &mut Conn, staff: Option<StaffId>) -> Result<Vec<SavedView>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, staff_id, name, filter, sort, place, version from inbox_views
                 where staff_id is null or staff_id = $1 order by place, id limit 100"
            ),
            params![staff],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The view `id`.
pub async fn find(conn: &mut Conn, id: ViewId) -> Result<Option<SavedView>, DbError> {
    let row = conn
        .optional(
            sql!("select id, staff_id, name, filter, sort, place, version from inbox_views where id = $1"),
            params![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Writes `view` as version `view.version`: a new one at version 1, else if the stored one is the version before.
pub async fn save(tx: &mut Tx, view: &SavedView) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "insert into inbox_views (id, staff_id, name, filter, sort, place, version)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (id) do update set name = excluded.name, filter = excluded.filter, sort = excluded.sort,
                   place = excluded.place, version = excluded.version
                 where inbox_views.version = excluded.version - 1"
            ),
            params![
                view.id,
                view.staff_id,
                view.name.as_str(),
                Json(&view.filter),
                view.sort.code(),
                view.place,
                view.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Drops the view.
pub async fn delete(tx: &mut Tx, id: ViewId) -> Result<(), DbError> {
    tx.run(sql!("delete from inbox_views where id = $1"), params![id]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<SavedView, DbError> {
    Ok(SavedView {
        id: row.get("id")?,
        staff_id: row.get("staff_id")?,
        name: row.get("name")?,
        filter: row.get::<Json<Filter>>("filter")?.0,
        sort: code(row, "sort", Sort::from_code)?,
        place: row.get("place")?,
        version: row.get("version")?,
    })
}
