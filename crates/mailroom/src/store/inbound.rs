//! Mails that came in.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{CaseId, InboundId, InteractionId, MailboxId, Timestamp};

use crate::intake::{Outcome, Trace};

/// One mail as stored.
#[derive(Debug, Clone)]
pub(crate) struct InboundRow {
    pub id: InboundId,
    pub mailbox_id: Option<MailboxId>,
    pub uid_validity: Option<i64>,
    pub uid: Option<i64>,
    pub place: Option<String>,
    pub raw_blob: String,
    pub content_key: String,
    pub is_duplicate: bool,
    pub message_id: Option<String>,
    pub from_address: Option<String>,
    pub subject: Option<String>,
    pub size_bytes: i64,
    pub attachments_count: i64,
    pub received_at: Timestamp,
    pub outcome: Outcome,
    pub cause: Option<String>,
    pub trace: Vec<Trace>,
    pub case_id: Option<CaseId>,
    pub interaction_id: Option<InteractionId>,
    pub decided_by: String,
    pub decided_at: Timestamp,
    pub version: i64,
}

fn inbound(row: &Row) -> Result<InboundRow, DbError> {
    let outcome: String = row.get("outcome")?;
    let unknown = || DbError::Column { column: "outcome".to_owned(), problem: "unknown code".to_owned() };
    Ok(InboundRow {
        id: row.get("id")?,
        mailbox_id: row.get("mailbox_id")?,
        uid_validity: row.get("uid_validity")?,
        uid: row.get("uid")?,
        place: row.get("place")?,
        raw_blob: row.get("raw_blob")?,
        content_key: row.get("content_key")?,
        is_duplicate: row.get("is_duplicate")?,
        message_id: row.get("message_id")?,
        from_address: row.get("from_address")?,
        subject: row.get("subject")?,
        size_bytes: row.get("size_bytes")?,
        attachments_count: row.get("attachments_count")?,
        received_at: row.get("received_at")?,
        outcome: Outcome::from_code(&outcome).ok_or_else(unknown)?,
        cause: row.get("cause")?,
        trace: row.get::<Json<_>>("trace")?.0,
        case_id: row.get("case_id")?,
        interaction_id: row.get("interaction_id")?,
        decided_by: row.get("decided_by")?,
        decided_at: row.get("decided_at")?,
        version: row.get("version")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, it: &InboundRow) -> Result<(), DbError> {
    let day: String = it.received_at.to_string().chars().take(10).collect();
    tx.run(
        sql!(
            "insert into inbound_mails (id, mailbox_id, uid_validity, uid, place, raw_blob, content_key, is_duplicate,
               message_id, from_address, subject, size_bytes, attachments_count, received_at, received_on, outcome, cause,
               trace, case_id, interaction_id, decided_by, decided_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1)"
        ),
        params![
            it.id,
            it.mailbox_id,
            it.uid_validity,
            it.uid,
            it.place.as_deref(),
            &it.raw_blob,
            &it.content_key,
            it.is_duplicate,
            it.message_id.as_deref(),
            it.from_address.as_deref(),
            it.subject.as_deref(),
            it.size_bytes,
            it.attachments_count,
            it.received_at,
            day,
            it.outcome.code(),
            it.cause.as_deref(),
            Json(&it.trace),
            it.case_id,
            it.interaction_id,
            &it.decided_by,
            it.decided_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes a new decision on a mail that waited; whether it still did at `version`.
pub(crate) async fn decide(tx: &mut Tx, it: &InboundRow) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update inbound_mails set outcome = $1, cause = $2, trace = $3, case_id = $4, interaction_id = $5,
                   decided_by = $6, decided_at = $7, version = version + 1
                 where id = $8 and version = $9"
            ),
            params![
                it.outcome.code(),
                it.cause.as_deref(),
                Json(&it.trace),
                it.case_id,
                it.interaction_id,
                &it.decided_by,
                it.decided_at,
                it.id,
                it.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

pub(crate) async fn find(conn: &mut Conn, id: InboundId) -> Result<Option<InboundRow>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, mailbox_id, uid_validity, uid, place, raw_blob, content_key, is_duplicate, message_id,
                   from_address, subject, size_bytes, attachments_count, received_at, outcome, cause, trace, case_id,
                   interaction_id, decided_by, decided_at, version
                 from inbound_mails where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(inbound).transpose()
}

/// The mail taken from this place of this mailbox before, if it was: by inbound_mails_by_uid.
pub(crate) async fn by_uid(
    conn: &mut Conn,
    mailbox: MailboxId,
    (uid_validity, uid): (u32, u32),
) -> Result<Option<InboundRow>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, mailbox_id, uid_validity, uid, place, raw_blob, content_key, is_duplicate, message_id,
                   from_address, subject, size_bytes, attachments_count, received_at, outcome, cause, trace, case_id,
                   interaction_id, decided_by, decided_at, version
                 from inbound_mails where mailbox_id = $1 and uid_validity = $2 and uid = $3"
            ),
            params![mailbox, i64::from(uid_validity), i64::from(uid)],
        )
        .await?;
    row.as_ref().map(inbound).transpose()
}

/// The first mail with this content, if there is one: by inbound_mails_by_content.
pub(crate) async fn by_content(conn: &mut Conn, key: &str) -> Result<Option<InboundRow>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, mailbox_id, uid_validity, uid, place, raw_blob, content_key, is_duplicate, message_id,
                   from_address, subject, size_bytes, attachments_count, received_at, outcome, cause, trace, case_id,
                   interaction_id, decided_by, decided_at, version
                 from inbound_mails where content_key = $1 and is_duplicate = 0"
            ),
            params![key],
        )
        .await?;
    row.as_ref().map(inbound).transpose()
}

/// Newest first, before `before`, of one outcome if given. By the primary key or inbound_mails_by_outcome.
pub(crate) async fn list(
    conn: &mut Conn,
    outcome: Option<Outcome>,
    mailbox: Option<MailboxId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<InboundRow>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, mailbox_id, uid_validity, uid, place, raw_blob, content_key, is_duplicate, message_id,
                   from_address, subject, size_bytes, attachments_count, received_at, outcome, cause, trace, case_id,
                   interaction_id, decided_by, decided_at, version
                 from inbound_mails
                 where id < $1 and (cast($2 as text) is null or outcome = $2)
                   and (cast($3 as bigint) is null or mailbox_id = $3)
                 order by id desc limit $4"
            ),
            params![before.unwrap_or(i64::MAX), outcome.map(Outcome::code), mailbox, limit],
        )
        .await?;
    rows.iter().map(inbound).collect()
}

/// One day's mails by outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// The day, UTC, YYYY-MM-DD.
    pub day: String,
    /// Mails taken: the sum of the others.
    pub received: i64,
    /// That opened a case.
    pub new_case: i64,
    /// That joined one.
    pub follow_up: i64,
    /// That wait for staff.
    pub quarantine: i64,
    /// That are kept and go nowhere.
    pub rejected: i64,
}

/// Days from the newest, before `before` (YYYY-MM-DD). By inbound_mails_by_day.
pub(crate) async fn days(conn: &mut Conn, before: Option<&str>, limit: i64) -> Result<Vec<DayCounts>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select received_on, count(*) as received,
                   cast(sum(case when outcome = 'new_case' then 1 else 0 end) as bigint) as new_case,
                   cast(sum(case when outcome = 'follow_up' then 1 else 0 end) as bigint) as follow_up,
                   cast(sum(case when outcome = 'quarantine' then 1 else 0 end) as bigint) as quarantine,
                   cast(sum(case when outcome = 'rejected' then 1 else 0 end) as bigint) as rejected
                 from inbound_mails where received_on < $1 group by received_on order by received_on desc limit $2"
            ),
            params![before.unwrap_or("9999-12-31"), limit],
        )
        .await?;
    let day = |row: &Row| {
        Ok(DayCounts {
            day: row.get("received_on")?,
            received: row.get("received")?,
            new_case: row.get("new_case")?,
            follow_up: row.get("follow_up")?,
            quarantine: row.get("quarantine")?,
            rejected: row.get("rejected")?,
        })
    };
    rows.iter().map(day).collect()
}

/// The mailbox the last mail on a case came to.
pub(crate) async fn mailbox_of_case(conn: &mut Conn, case: CaseId) -> Result<Option<MailboxId>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select m.mailbox_id from inbound_mails m join interactions i on i.id = m.interaction_id
                 where i.case_id = $1 and m.mailbox_id is not null order by i.at desc, i.id desc limit 1"
            ),
            params![case],
        )
        .await?;
    row.map_or(Ok(None), |it| it.get("mailbox_id"))
}
