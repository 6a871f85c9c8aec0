//! Files that wait for an answer to be sent.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{AttachmentId, CaseId, StaffId, Timestamp};

use crate::reply_file::ReplyFile;

/// What `staff` has added to the answer they write on `case`, in the order of adding. Index: reply_files_by_writer.
pub(crate) async fn of_writer(conn: &mut Conn, case: CaseId, staff: StaffId) -> Result<Vec<ReplyFile>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, name, media_type, size_bytes, blob, is_dangerous from reply_files
                 where case_id = $1 and staff_id = $2 order by id"
            ),
            params![case, staff],
        )
        .await?;
    rows.iter().map(read).collect()
}

pub(crate) async fn insert(
    tx: &mut Tx,
    (case, staff): (CaseId, StaffId),
    file: &ReplyFile,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into reply_files (id, case_id, staff_id, name, media_type, size_bytes, blob, is_dangerous, added_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            file.id,
            case,
            staff,
            file.name.as_str(),
            file.media_type.as_str(),
            file.size_bytes,
            file.blob.as_str(),
            file.is_dangerous,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Whether it was there.
pub(crate) async fn delete(tx: &mut Tx, (case, staff): (CaseId, StaffId), id: AttachmentId) -> Result<bool, DbError> {
    let rows = tx
        .run(sql!("delete from reply_files where id = $3 and case_id = $1 and staff_id = $2"), params![case, staff, id])
        .await?;
    Ok(rows == 1)
}

fn read(row: &Row) -> Result<ReplyFile, DbError> {
    Ok(ReplyFile {
        id: row.get("id")?,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size_bytes: row.get("size_bytes")?,
        blob: row.get("blob")?,
        is_dangerous: row.get("is_dangerous")?,
    })
}
