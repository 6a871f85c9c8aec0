//! Rows of `drafts`.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{CaseId, StaffId};

use crate::draft::{Draft, Mode};

/// What `staff` is writing on `case` in `mode`.
pub async fn find(conn: &mut Conn, case: CaseId, mode: Mode, staff: StaffId) -> Result<Option<Draft>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select body, template_id, updated_at, version from drafts
                 where case_id = $1 and mode = $2 and staff_id = $3"
            ),
            params![case, mode.code(), staff],
        )
        .await?;
    row.map(|it| read(&it, mode)).transpose()
}

/// Saves `body`, if the stored draft is at `version`; 0: there is none. The new version, or nothing if it was not.
pub async fn save(tx: &mut Tx, (case, mode, staff): (CaseId, Mode, StaffId), draft: &Draft) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "insert into drafts (case_id, mode, staff_id, body, template_id, updated_at, version)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (case_id, mode, staff_id) do update set body = excluded.body,
                   template_id = excluded.template_id, updated_at = excluded.updated_at, version = excluded.version
                 where drafts.version = excluded.version - 1"
            ),
            params![case, mode.code(), staff, draft.body.as_str(), draft.template_id, draft.updated_at, draft.version],
        )
        .await?;
    Ok(changed == 1)
}

/// Drops the draft, if there is one.
pub async fn delete(tx: &mut Tx, case: CaseId, mode: Mode, staff: StaffId) -> Result<(), DbError> {
    tx.run(
        sql!("delete from drafts where case_id = $1 and mode = $2 and staff_id = $3"),
        params![case, mode.code(), staff],
    )
    .await?;
    Ok(())
}

fn read(row: &Row, mode: Mode) -> Result<Draft, DbError> {
    Ok(Draft {
        mode,
        body: row.get("body")?,
        template_id: row.get("template_id")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}
