//! Mailboxes.

use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{Email, Locale, MailboxId, Timestamp};

use crate::mailbox::{Health, Kind, Mailbox, NewMailbox};

fn mailbox(row: &Row) -> Result<Mailbox, DbError> {
    let unreadable = |column: &str| DbError::Column { column: column.to_owned(), problem: "unknown code".to_owned() };
    let address: String = row.get("address")?;
    let address: Email = address.parse().map_err(|_| unreadable("address"))?;
    let language: String = row.get("language")?;
    let language: Locale = language.parse().map_err(|_| unreadable("language"))?;
    let uid_validity: Option<i64> = row.get("uid_validity")?;
    Ok(Mailbox {
        id: row.get("id")?,
        set: NewMailbox {
            name: row.get("name")?,
            address,
            display_name: row.get("display_name")?,
            kind: Kind::from_code(&row.get::<String>("kind")?).ok_or_else(|| unreadable("kind"))?,
            settings: row.get::<Json<_>>("settings")?.0,
            team_id: row.get("team_id")?,
            case_type: row.get("case_type")?,
            language,
            market: row.get("market")?,
            acknowledges: row.get("acknowledges")?,
            requires_proof: row.get("requires_proof")?,
            is_active: row.get("is_active")?,
        },
        has_secrets: row.get("has_secrets")?,
        uid_validity: uid_validity.and_then(|it| u32::try_from(it).ok()),
        uid_last: u32::try_from(row.get::<i64>("uid_last")?).unwrap_or_default(),
        health: Health::from_code(&row.get::<String>("health")?).ok_or_else(|| unreadable("health"))?,
        health_words: row.get("health_words")?,
        health_at: row.get("health_at")?,
        seen_at: row.get("seen_at")?,
        version: row.get("version")?,
    })
}

/// All, by name. A company has few; 500 at most.
pub(crate) async fn list(conn: &mut Conn) -> Result<Vec<Mailbox>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, name, address, display_name, kind, settings, team_id, case_type, language, market, acknowledges,
                   requires_proof, is_active, case when sealed_secrets is null then 0 else 1 end as has_secrets,
                   uid_validity, uid_last, health, health_words, health_at, seen_at, version
                 from mailboxes order by name, id limit 500"
            ),
            params![],
        )
        .await?;
    rows.iter().map(mailbox).collect()
}

/// One.
pub(crate) async fn find(conn: &mut Conn, id: MailboxId) -> Result<Option<Mailbox>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, name, address, display_name, kind, settings, team_id, case_type, language, market, acknowledges,
                   requires_proof, is_active, case when sealed_secrets is null then 0 else 1 end as has_secrets,
                   uid_validity, uid_last, health, health_words, health_at, seen_at, version
                 from mailboxes where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(mailbox).transpose()
}

/// Its sealed passwords.
pub(crate) async fn sealed(conn: &mut Conn, id: MailboxId) -> Result<Option<Vec<u8>>, DbError> {
    let row = conn.optional(sql!("select sealed_secrets from mailboxes where id = $1"), params![id]).await?;
    row.map_or(Ok(None), |it| it.get("sealed_secrets"))
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: MailboxId,
    new: &NewMailbox,
    sealed: Option<Vec<u8>>,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "insert into mailboxes (id, name, address, display_name, kind, settings, sealed_secrets, team_id, case_type,
               language, market, acknowledges, requires_proof, is_active, uid_last, health, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 'never', $15, 1)"
        ),
        params![
            id,
            &new.name,
            new.address.as_str(),
            &new.display_name,
            new.kind.code(),
            Json(&new.settings),
            sealed,
            new.team_id,
            &new.case_type,
            new.language.code(),
            new.market.as_deref(),
            new.acknowledges,
            new.requires_proof,
            new.is_active,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes the settings if they still are at `version`; whether they were. Other servers start from the beginning.
pub(crate) async fn update(
    tx: &mut Tx,
    id: MailboxId,
    version: i64,
    new: &NewMailbox,
    sealed: Option<Vec<u8>>,
) -> Result<bool, DbError> {
    let changed = tx
        .run(
            sql!(
                "update mailboxes set name = $1, address = $2, display_name = $3, kind = $4, settings = $5,
                   sealed_secrets = $6, team_id = $7, case_type = $8, language = $9, market = $10, acknowledges = $11,
                   requires_proof = $12, is_active = $13, version = version + 1
                 where id = $14 and version = $15"
            ),
            params![
                &new.name,
                new.address.as_str(),
                &new.display_name,
                new.kind.code(),
                Json(&new.settings),
                sealed,
                new.team_id,
                &new.case_type,
                new.language.code(),
                new.market.as_deref(),
                new.acknowledges,
                new.requires_proof,
                new.is_active,
                id,
                version
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// How far its folder has been taken.
pub(crate) async fn set_position(tx: &mut Tx, id: MailboxId, uid_validity: u32, uid_last: u32) -> Result<(), DbError> {
    tx.run(
        sql!("update mailboxes set uid_validity = $1, uid_last = $2 where id = $3"),
        params![i64::from(uid_validity), i64::from(uid_last), id],
    )
    .await?;
    Ok(())
}

/// How it is. `seen_at`: mail was looked for with success.
pub(crate) async fn set_health(
    tx: &mut Tx,
    id: MailboxId,
    health: Health,
    words: Option<&str>,
    seen_at: Option<Timestamp>,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(
        sql!(
            "update mailboxes set health_at = case when health = $1 then coalesce(health_at, $3) else $3 end, health = $1,
               health_words = $2, seen_at = coalesce($4, seen_at) where id = $5"
        ),
        params![health.code(), words, now, seen_at, id],
    )
    .await?;
    Ok(())
}
