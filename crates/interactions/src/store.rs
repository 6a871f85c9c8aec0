//! Every statement of this crate.

pub(crate) mod timeline;

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{AccountId, AttachmentId, CaseId, InteractionId, PersonId};

use crate::attachment::Attachment;
use crate::interaction::{Channel, Direction, Interaction, Kind, State, year};

fn coded<T>(row: &Row, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, DbError> {
    let code: String = row.get(column)?;
    read(&code).ok_or_else(|| DbError::Column { column: column.to_owned(), problem: format!("holds {code}") })
}

pub(crate) fn interaction(row: &Row) -> Result<Interaction, DbError> {
    Ok(Interaction {
        id: row.get("id")?,
        person_id: row.get("person_id")?,
        account_id: row.get("account_id")?,
        case_id: row.get("case_id")?,
        channel: coded(row, "channel", Channel::from_code)?,
        direction: coded(row, "direction", Direction::from_code)?,
        kind: coded(row, "kind", Kind::from_code)?,
        state: coded(row, "state", State::from_code)?,
        state_reason: row.get("state_reason")?,
        at: row.get("at")?,
        author: row.get("author")?,
        subject: row.get("subject")?,
        body_text: row.get("body_text")?,
        body_fold: row.get("body_fold")?,
        html_blob: row.get("html_blob")?,
        raw_blob: row.get("raw_blob")?,
        language: row.get("language")?,
        duration_seconds: row.get("duration_seconds")?,
        message_id: row.get("message_id")?,
        in_reply_to: row.get("in_reply_to")?,
        external_key: row.get("external_key")?,
        meta: row.get::<Json<_>>("meta")?.0,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// The language of a case. Reads cases' table.
pub(crate) async fn case_language(conn: &mut Conn, id: CaseId) -> Result<Option<String>, DbError> {
    let row = conn.optional(sql!("select language from cases where id = $1"), params![id]).await?;
    row.map(|it| it.get("language")).transpose()
}

/// Whether it was written: not if its external key is there, be it from a transaction that ended just now.
pub(crate) async fn insert(tx: &mut Tx, it: &Interaction) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "insert into interactions (id, person_id, account_id, case_id, channel, direction, kind, state,
               state_reason, at, at_year, author, subject, body_text, body_fold, html_blob, raw_blob, language,
               duration_seconds, message_id, in_reply_to, external_key, meta, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23, $24, $25)
             on conflict (external_key) where external_key is not null do nothing"
            ),
            params![
                it.id,
                it.person_id,
                it.account_id,
                it.case_id,
                it.channel.code(),
                it.direction.code(),
                it.kind.code(),
                it.state.code(),
                it.state_reason.as_deref(),
                it.at,
                year(it.at),
                &it.author,
                it.subject.as_deref(),
                &it.body_text,
                it.body_fold,
                it.html_blob.as_deref(),
                it.raw_blob.as_deref(),
                it.language.as_deref(),
                it.duration_seconds,
                it.message_id.as_deref(),
                it.in_reply_to.as_deref(),
                it.external_key.as_deref(),
                Json(&it.meta),
                it.created_at,
                it.version
            ],
        )
        .await?;
    Ok(rows > 0)
}

pub(crate) async fn find(conn: &mut Conn, id: InteractionId) -> Result<Option<Interaction>, DbError> {
    Ok(timeline::all(conn, &[id]).await?.into_iter().next())
}

/// Index: interactions_by_external.
pub(crate) async fn by_external_key(conn: &mut Conn, key: &str) -> Result<Option<InteractionId>, DbError> {
    let row = conn.optional(sql!("select id from interactions where external_key = $1"), params![key]).await?;
    row.map(|it| it.get("id")).transpose()
}

/// The one with `key`, which must be there. Index: interactions_by_external.
pub(crate) async fn at_external_key(conn: &mut Conn, key: &str) -> Result<InteractionId, DbError> {
    conn.one(sql!("select id from interactions where external_key = $1"), params![key]).await?.get("id")
}

/// Index: interactions_by_message.
pub(crate) async fn by_message_id(conn: &mut Conn, message_id: &str) -> Result<Option<Interaction>, DbError> {
    let row = conn
        .optional(
            sql!("select id from interactions where message_id = $1 order by at desc, id desc limit 1"),
            params![message_id],
        )
        .await?;
    match row {
        Some(row) => find(conn, row.get("id")?).await,
        None => Ok(None),
    }
}

/// `false` if the state is no longer `from`.
pub(crate) async fn set_state(
    tx: &mut Tx,
    id: InteractionId,
    from: State,
    to: State,
    reason: Option<&str>,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update interactions set state = $3, state_reason = $4, version = version + 1
                 where id = $1 and state = $2"
            ),
            params![id, from.code(), to.code(), reason],
        )
        .await?;
    Ok(rows == 1)
}

/// `false` if it says so already.
pub(crate) async fn amend(
    tx: &mut Tx,
    id: InteractionId,
    body_text: &str,
    meta: &serde_json::Value,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update interactions set body_text = $2, meta = $3, version = version + 1
                 where id = $1 and (body_text <> $2 or meta <> $3)"
            ),
            params![id, body_text, Json(meta)],
        )
        .await?;
    Ok(rows == 1)
}

pub(crate) async fn delete_held(tx: &mut Tx, id: InteractionId) -> Result<bool, DbError> {
    tx.run(
        sql!(
            "delete from attachments where interaction_id in
               (select id from interactions where id = $1 and state = 'held')"
        ),
        params![id],
    )
    .await?;
    Ok(tx.run(sql!("delete from interactions where id = $1 and state = 'held'"), params![id]).await? == 1)
}

/// `false` if the contact is no longer at `version`.
pub(crate) async fn set_person(
    tx: &mut Tx,
    id: InteractionId,
    version: i64,
    person: Option<PersonId>,
    account: Option<AccountId>,
    author: &str,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            sql!(
                "update interactions set person_id = $3, account_id = $4, author = $5, version = version + 1
                 where id = $1 and version = $2"
            ),
            params![id, version, person, account, author],
        )
        .await?;
    Ok(rows == 1)
}

/// The contacts on `case` of `person`, or of nobody, with their accounts. Index: interactions_by_case.
pub(crate) async fn of_case_and_person(
    conn: &mut Conn,
    case: CaseId,
    person: Option<PersonId>,
) -> Result<Vec<(InteractionId, Option<AccountId>)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, account_id from interactions
                 where case_id = $1 and coalesce(person_id, 0) = $2 order by id"
            ),
            params![case, person.map_or(0, |it| it.get())],
        )
        .await?;
    rows.iter().map(|it| Ok((it.get("id")?, it.get("account_id")?))).collect()
}

pub(crate) async fn insert_attachment(tx: &mut Tx, it: &Attachment) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into attachments (id, interaction_id, place, name, media_type, size_bytes, blob, content_id,
               is_dangerous)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            it.id,
            it.interaction_id,
            it.place,
            &it.name,
            &it.media_type,
            it.size_bytes,
            &it.blob,
            it.content_id.as_deref(),
            it.is_dangerous
        ],
    )
    .await?;
    Ok(())
}

fn attachment(row: &Row) -> Result<Attachment, DbError> {
    Ok(Attachment {
        id: row.get("id")?,
        interaction_id: row.get("interaction_id")?,
        place: row.get("place")?,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size_bytes: row.get("size_bytes")?,
        blob: row.get("blob")?,
        content_id: row.get("content_id")?,
        is_dangerous: row.get("is_dangerous")?,
    })
}

/// The files of these contacts, in their order. Index: attachments_by_interaction.
pub(crate) async fn attachments(conn: &mut Conn, ids: &[InteractionId]) -> Result<Vec<Attachment>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = conn
        .all_in(
            sql!(
                "select id, interaction_id, place, name, media_type, size_bytes, blob, content_id, is_dangerous
                 from attachments where interaction_id in ($list) order by interaction_id, place"
            ),
            params![],
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(attachment).collect()
}

pub(crate) async fn find_attachment(conn: &mut Conn, id: AttachmentId) -> Result<Option<Attachment>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, interaction_id, place, name, media_type, size_bytes, blob, content_id, is_dangerous
                 from attachments where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(attachment).transpose()
}
