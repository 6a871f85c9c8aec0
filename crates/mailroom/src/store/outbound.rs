//! Mails that leave, and acknowledgements.

use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{CaseId, InteractionId, MailboxId, OutboundId, Timestamp};

use crate::outbound::State;

/// One mail on its way out.
#[derive(Debug, Clone)]
pub(crate) struct OutboundRow {
    pub id: OutboundId,
    pub interaction_id: InteractionId,
    pub case_id: Option<CaseId>,
    pub mailbox_id: Option<MailboxId>,
    pub message_id: String,
    pub recipient: String,
    pub is_automatic: bool,
    pub state: State,
    pub tries: i64,
    pub last_words: Option<String>,
    pub raw_blob: Option<String>,
    pub queued_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub version: i64,
}

fn outbound(row: &Row) -> Result<OutboundRow, DbError> {
    let state: String = row.get("state")?;
    let unknown = || DbError::Column { column: "state".to_owned(), problem: "unknown code".to_owned() };
    Ok(OutboundRow {
        id: row.get("id")?,
        interaction_id: row.get("interaction_id")?,
        case_id: row.get("case_id")?,
        mailbox_id: row.get("mailbox_id")?,
        message_id: row.get("message_id")?,
        recipient: row.get("recipient")?,
        is_automatic: row.get("is_automatic")?,
        state: State::from_code(&state).ok_or_else(unknown)?,
        tries: row.get("tries")?,
        last_words: row.get("last_words")?,
        raw_blob: row.get("raw_blob")?,
        queued_at: row.get("queued_at")?,
        sent_at: row.get("sent_at")?,
        version: row.get("version")?,
    })
}

/// Queues a mail; false if its interaction has one already.
pub(crate) async fn insert(tx: &mut Tx, it: &OutboundRow) -> Result<bool, DbError> {
    let made = tx
        .run(
            sql!(
                "insert into outbound_mails (id, interaction_id, case_id, mailbox_id, message_id, recipient, is_automatic,
                   state, tries, queued_at, version)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 1) on conflict (interaction_id) do nothing"
            ),
            params![
                it.id,
                it.interaction_id,
                it.case_id,
                it.mailbox_id,
                &it.message_id,
                &it.recipient,
                it.is_automatic,
                it.state.code(),
                it.queued_at
            ],
        )
        .await?;
    Ok(made == 1)
}

pub(crate) async fn by_interaction(conn: &mut Conn, id: InteractionId) -> Result<Option<OutboundRow>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, interaction_id, case_id, mailbox_id, message_id, recipient, is_automatic, state, tries,
                   last_words, raw_blob, queued_at, sent_at, version
                 from outbound_mails where interaction_id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(outbound).transpose()
}

pub(crate) async fn by_message_id(conn: &mut Conn, id: &str) -> Result<Option<OutboundRow>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, interaction_id, case_id, mailbox_id, message_id, recipient, is_automatic, state, tries,
                   last_words, raw_blob, queued_at, sent_at, version
                 from outbound_mails where message_id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(outbound).transpose()
}

/// Newest first, before `before`, of one state if given.
pub(crate) async fn list(
    conn: &mut Conn,
    state: Option<State>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<OutboundRow>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, interaction_id, case_id, mailbox_id, message_id, recipient, is_automatic, state, tries,
                   last_words, raw_blob, queued_at, sent_at, version
                 from outbound_mails where id < $1 and (cast($2 as text) is null or state = $2)
                 order by id desc limit $3"
            ),
            params![before.unwrap_or(i64::MAX), state.map(State::code), limit],
        )
        .await?;
    rows.iter().map(outbound).collect()
}

/// Moves it on; whether it still was at the version of `it`.
pub(crate) async fn update(tx: &mut Tx, it: &OutboundRow) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update outbound_mails set state = $1, tries = $2, last_words = $3, raw_blob = $4, sent_at = $5,
                   mailbox_id = $6, version = version + 1
                 where id = $7 and version = $8"
            ),
            params![
                it.state.code(),
                it.tries,
                it.last_words.as_deref(),
                it.raw_blob.as_deref(),
                it.sent_at,
                it.mailbox_id,
                it.id,
                it.version
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// When acknowledgements went to `recipient` since `since`. By acknowledgements_by_recipient; at most 20.
pub(crate) async fn acknowledged_since(
    conn: &mut Conn,
    recipient: &str,
    since: Timestamp,
) -> Result<Vec<Timestamp>, DbError> {
    let rows = conn
        .all(
            sql!("select at from acknowledgements where recipient = $1 and at > $2 order by at desc limit 20"),
            params![recipient, since],
        )
        .await?;
    rows.iter().map(|it| it.get("at")).collect()
}

/// Whether this case was acknowledged to `recipient`.
pub(crate) async fn is_acknowledged(conn: &mut Conn, case: CaseId, recipient: &str) -> Result<bool, DbError> {
    let row = conn
        .optional(
            sql!("select at from acknowledgements where case_id = $1 and recipient = $2"),
            params![case, recipient],
        )
        .await?;
    Ok(row.is_some())
}

pub(crate) async fn insert_acknowledgement(
    tx: &mut Tx,
    case: CaseId,
    recipient: &str,
    interaction: InteractionId,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!("insert into acknowledgements (case_id, recipient, interaction_id, at) values ($1, $2, $3, $4)"),
        params![case, recipient, interaction, now],
    )
    .await?;
    Ok(())
}
