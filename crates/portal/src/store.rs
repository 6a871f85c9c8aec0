//! Every statement of the customer's pages. Writes `portal_links` and `portal_forms`, reads what cases, customers and interactions own.

use calendar::{Definition, Target};
use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{CaseId, LinkId, Locale, PersonId, Timestamp};

use crate::followed::Followed;

/// A link that opens a case, with the case as its customer may see it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The link.
    pub link_id: LinkId,
    /// The case.
    pub case_id: CaseId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What it is about, in a line.
    pub subject: String,
    /// Language they are answered in.
    pub language: Locale,
    /// Their number, if we know one.
    pub phone: Option<String>,
    /// Whether the link was opened before.
    pub was_opened: bool,
    /// How the case stands.
    pub followed: Followed,
}

/// The case behind the link whose token hashes to `hash`, if the link is good at `now` and the case still is theirs.
///
/// Index: the unique one on the hash.
pub async fn open_link(conn: &mut Conn, hash: &[u8], now: Timestamp) -> Result<Option<Opened>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select l.id, l.case_id, l.person_id, l.opened_at, c.subject, c.language, c.state, c.waiting_cause,
                   c.owner_id, c.first_answered_at, c.unanswered_since, p.phone
                 from portal_links l
                 join cases c on c.id = l.case_id and c.person_id = l.person_id
                 join persons p on p.id = l.person_id
                 where l.token_hash = $1 and l.expires_at > $2"
            ),
            params![hash, now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let case_id: CaseId = row.get("case_id")?;
    let due = published_due(conn, case_id).await?;
    Ok(Some(Opened {
        link_id: row.get("id")?,
        case_id,
        person_id: row.get("person_id")?,
        subject: row.get("subject")?,
        language: row.get::<String>("language")?.parse().unwrap_or_default(),
        phone: row.get("phone")?,
        was_opened: row.get::<Option<Timestamp>>("opened_at")?.is_some(),
        followed: Followed {
            state: row.get("state")?,
            waiting_cause: row.get("waiting_cause")?,
            has_owner: row.get::<Option<i64>>("owner_id")?.is_some(),
            is_answered: row.get::<Option<Timestamp>>("first_answered_at")?.is_some(),
            is_unanswered: row.get::<Option<Timestamp>>("unanswered_since")?.is_some(),
            due,
        },
    }))
}

/// The first deadline of a case that its customer was promised: metric and instant. Internal promises stay internal.
pub async fn published_due(conn: &mut Conn, case: CaseId) -> Result<Option<(String, Timestamp)>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select k.metric, k.due_at from case_clocks k join promises p on p.id = k.promise_id
                 where k.case_id = $1 and k.ended_at is null and k.due_at is not null and p.is_published = 1
                 order by k.due_at, k.id limit 1"
            ),
            params![case],
        )
        .await?;
    row.map(|it| Ok((it.get("metric")?, it.get("due_at")?))).transpose()
}

/// Adds a link.
pub async fn insert_link(
    tx: &mut Tx,
    hash: &[u8],
    case: CaseId,
    person: PersonId,
    expires_at: Timestamp,
) -> Result<LinkId, DbError> {
    let (id, now) = (tx.id::<LinkId>(), tx.now());
    tx.run(
        sql!(
            "insert into portal_links (id, token_hash, case_id, person_id, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        params![id, hash, case, person, now, expires_at],
    )
    .await?;
    Ok(id)
}

/// Notes that a link was opened.
pub async fn mark_opened(tx: &mut Tx, id: LinkId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(sql!("update portal_links set opened_at = $1 where id = $2 and opened_at is null"), params![now, id])
        .await?;
    Ok(())
}

/// Removes links that were over before `before`. Index portal_links_by_expiry.
pub async fn purge_links(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "delete from portal_links where id in
               (select id from portal_links where expires_at < $1 order by expires_at, id limit 10000)"
        ),
        params![before],
    )
    .await
}

/// Takes the form with this hash; `false` if it was taken before. Sent twice at once, the second waits here for the first.
pub async fn take_form(tx: &mut Tx, hash: &[u8]) -> Result<bool, DbError> {
    let now = tx.now();
    let taken = tx
        .run(
            sql!("insert into portal_forms (hash, taken_at) values ($1, $2) on conflict (hash) do nothing"),
            params![hash.to_vec(), now],
        )
        .await?;
    Ok(taken == 1)
}

/// Notes what the form became.
pub async fn form_became(tx: &mut Tx, hash: &[u8], case: CaseId) -> Result<(), DbError> {
    tx.run(sql!("update portal_forms set case_id = $2 where hash = $1"), params![hash.to_vec(), case]).await?;
    Ok(())
}

/// What the form became.
pub async fn case_of_form(conn: &mut Conn, hash: &[u8]) -> Result<Option<CaseId>, DbError> {
    let row = conn.optional(sql!("select case_id from portal_forms where hash = $1"), params![hash.to_vec()]).await?;
    row.map_or(Ok(None), |it| it.get("case_id"))
}

/// Forgets forms that were taken before `before`. Index portal_forms_by_time.
pub async fn purge_forms(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run(
        sql!(
            "delete from portal_forms where hash in
               (select hash from portal_forms where taken_at < $1 order by taken_at limit 10000)"
        ),
        params![before],
    )
    .await
}

/// A message as its customer may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Whether the customer wrote it.
    pub is_theirs: bool,
    /// When.
    pub at: Timestamp,
    /// The words, without what is quoted.
    pub text: String,
    /// The language they are written in, if known.
    pub language: Option<String>,
}

/// The last `limit` messages between us and `person` on `case`, newest first.
///
/// Never notes, never what is unproven or not yet sent, and never what somebody else on the case wrote, an expert or a
/// colleague: that is on their own timeline or on nobody's. Index interactions_by_case.
pub async fn messages(conn: &mut Conn, case: CaseId, person: PersonId, limit: i64) -> Result<Vec<Message>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select direction, at, body_text, body_fold, language from interactions
                 where case_id = $1 and person_id = $2 and kind = 'message'
                   and ((direction = 'inbound' and state in ('received', 'accepted'))
                     or (direction = 'outbound' and state = 'sent'))
                 order by at desc, id desc limit $3"
            ),
            params![case, person, limit],
        )
        .await?;
    rows.iter().map(message).collect()
}

fn message(row: &Row) -> Result<Message, DbError> {
    let fold = row.get::<Option<i64>>("body_fold")?.and_then(|it| usize::try_from(it).ok());
    let text: String = row.get("body_text")?;
    let own: String = text.chars().take(fold.unwrap_or(usize::MAX)).collect();
    Ok(Message {
        is_theirs: row.get::<String>("direction")? == "inbound",
        at: row.get("at")?,
        text: own.trim().to_owned(),
        language: row.get("language")?,
    })
}

/// The e-mail address that a case's customer gave first.
pub async fn customer_address(conn: &mut Conn, case: CaseId) -> Result<Option<String>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select address from case_participants
                 where case_id = $1 and role = 'customer' and address like '%@%' order by added_at, address limit 1"
            ),
            params![case],
        )
        .await?;
    row.map(|it| it.get("address")).transpose()
}

/// A case somebody may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followable {
    /// The case.
    pub case_id: CaseId,
    /// Whose.
    pub person_id: PersonId,
    /// What it is about.
    pub subject: String,
    /// Language they are answered in.
    pub language: Locale,
}

/// Cases of those who have this address, open or closed since `since`, newest first; at most 10. Never the cases in which
/// we call them back: those are our own to-do, named for ourselves.
pub async fn followable(conn: &mut Conn, email: &str, since: Timestamp) -> Result<Vec<Followable>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select c.id, c.person_id, c.subject, c.language from contact_points k
                 join cases c on c.person_id = k.person_id
                 where k.kind = 'email' and k.normal = $1 and (c.closed_at is null or c.closed_at > $2)
                   and c.type_key <> 'callback'
                 order by c.opened_at desc, c.id desc limit 10"
            ),
            params![email, since],
        )
        .await?;
    rows.iter()
        .map(|it| {
            Ok(Followable {
                case_id: it.get("id")?,
                person_id: it.get("person_id")?,
                subject: it.get("subject")?,
                language: it.get::<String>("language")?.parse().unwrap_or_default(),
            })
        })
        .collect()
}

/// What customers may write about: key and name in `locale`, in the order staff gave them.
pub async fn topics(conn: &mut Conn, locale: Locale) -> Result<Vec<(String, String)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select key, name_fr, name_en from case_types where is_active = 1 and is_public = 1
                 order by place, key limit 30"
            ),
            params![],
        )
        .await?;
    let name = match locale {
        Locale::Fr => "name_fr",
        Locale::En => "name_en",
    };
    rows.iter().map(|it| Ok((it.get("key")?, it.get(name)?))).collect()
}

/// A promise as it stands in the order in which they are looked through.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Type of case it is for; `None`: any.
    pub type_key: Option<String>,
    /// The type's names, French and English.
    pub type_names: Option<(String, String)>,
    /// Channel it is for; `None`: any.
    pub channel: Option<String>,
    /// Priority it is for; `None`: any.
    pub priority: Option<String>,
    /// Market it is for; `None`: any.
    pub market: Option<String>,
    /// Target per metric.
    pub targets: Targets,
    /// The hours it is counted in.
    pub calendar: Definition,
    /// Whether customers are told.
    pub is_published: bool,
}

/// Target per metric, as cases store them.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Targets {
    /// First answer.
    pub first_reply: Option<Target>,
    /// Answer to each further message.
    pub next_reply: Option<Target>,
    /// The outcome.
    pub resolution: Option<Target>,
}

/// The promises that hold, in order; at most 100.
pub async fn promises(conn: &mut Conn) -> Result<Vec<Promise>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select p.type_key, p.channel, p.priority, p.market, p.targets, p.is_published, v.definition,
                   t.name_fr, t.name_en
                 from promises p
                 join calendars c on c.id = p.calendar_id
                 join calendar_versions v on v.calendar_id = c.id and v.version = c.version
                 left join case_types t on t.key = p.type_key
                 where p.is_active = 1 order by p.place, p.id limit 100"
            ),
            params![],
        )
        .await?;
    rows.iter()
        .map(|it| {
            let names = it.get::<Option<String>>("name_fr")?.zip(it.get::<Option<String>>("name_en")?);
            Ok(Promise {
                type_key: it.get("type_key")?,
                type_names: names,
                channel: it.get("channel")?,
                priority: it.get("priority")?,
                market: it.get("market")?,
                targets: it.get::<Json<Targets>>("targets")?.0,
                calendar: it.get::<Json<Definition>>("definition")?.0,
                is_published: it.get("is_published")?,
            })
        })
        .collect()
}
