//! Recording contacts and moving them on. Each checks its permission and tells the fact in the same transaction.

pub mod links;
pub mod timeline;

use access::require;
use db::Tx;
use db::blob::BlobHash;
use kernel::{AccountId, Actor, CaseId, InteractionId, Permission, PersonId, Timestamp};

use crate::attachment::{Attachment, is_dangerous, safe_name};
use crate::error::InteractionError;
use crate::event::{InteractionRecorded, InteractionStateChanged};
use crate::interaction::{Channel, Direction, Interaction, Kind, State, StateReason};
use crate::store;

/// The most characters of plain text kept with an interaction; the raw message keeps the rest.
const BODY_CHARACTERS_MAX: usize = 1_000_000;

/// A contact to record. [`NewInteraction::new`] fills in what is usual.
#[derive(Debug, Clone)]
pub struct NewInteraction {
    /// Whose timeline it goes on.
    pub person_id: Option<PersonId>,
    /// The account it was for.
    pub account_id: Option<AccountId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// By which way.
    pub channel: Channel,
    /// What it was.
    pub kind: Kind,
    /// When it took place; nothing: now.
    pub at: Option<Timestamp>,
    /// Who spoke: a label or an address; nothing: the actor.
    pub author: Option<String>,
    /// The subject line.
    pub subject: Option<String>,
    /// The words as plain text.
    pub body_text: String,
    /// Where the quoted part starts, in characters.
    pub body_fold: Option<u32>,
    /// The HTML body, sanitised (`mail::html::sanitise`) unless we wrote it, already in the blob store.
    pub html_blob: Option<BlobHash>,
    /// The message as received, already in the blob store.
    pub raw_blob: Option<BlobHash>,
    /// The language of the words, ISO 639-1.
    pub language: Option<String>,
    /// How long a call lasted.
    pub duration_seconds: Option<u32>,
    /// The Message-ID, bare.
    pub message_id: Option<String>,
    /// The Message-ID it answers, bare.
    pub in_reply_to: Option<String>,
    /// What another system or flow calls it: recorded once however often it is given.
    pub external_key: Option<String>,
    /// What the channel adds; `null` for nothing.
    pub meta: serde_json::Value,
    /// The files that came with it, already in the blob store.
    pub attachments: Vec<NewAttachment>,
}

/// A file that came with a contact.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// The file name as given, whatever it is.
    pub name: String,
    /// The media type as declared.
    pub media_type: String,
    /// The size of the content.
    pub size_bytes: u64,
    /// The content.
    pub blob: BlobHash,
    /// The Content-ID, bare.
    pub content_id: Option<String>,
    /// Whether its content can run; see [`crate::attachment::is_dangerous`]. The name is looked at here.
    pub is_dangerous: bool,
}

impl NewAttachment {
    /// A file whose `content` was put into the blob store as `blob`.
    pub fn new(name: &str, media_type: &str, content: &[u8], blob: BlobHash, content_id: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size_bytes: content.len() as u64,
            blob,
            content_id,
            is_dangerous: is_dangerous(name, content),
        }
    }
}

impl NewInteraction {
    /// `body_text` by `channel`, of `kind`, with nothing else known.
    pub fn new(channel: Channel, kind: Kind, body_text: impl Into<String>) -> Self {
        Self {
            person_id: None,
            account_id: None,
            case_id: None,
            channel,
            kind,
            at: None,
            author: None,
            subject: None,
            body_text: body_text.into(),
            body_fold: None,
            html_blob: None,
            raw_blob: None,
            language: None,
            duration_seconds: None,
            message_id: None,
            in_reply_to: None,
            external_key: None,
            meta: serde_json::Value::Null,
            attachments: Vec::new(),
        }
    }
}

/// What recording did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The interaction.
    pub id: InteractionId,
    /// `false`: it had been recorded before under the same external key, and nothing was written.
    pub is_new: bool,
}

/// Records what a customer said. `state` is `Received`, or `Unverified` when the sender is not proven.
///
/// Emits `interaction_recorded`. Two inserts, one more for each attachment.
pub async fn record_inbound(
    tx: &mut Tx,
    actor: &Actor,
    new: NewInteraction,
    state: State,
) -> Result<Recorded, InteractionError> {
    record(tx, actor, new, Direction::Inbound, state).await
}

/// Records what we say to a customer. `state` is `Held`, `Queued`, or `Sent` for what was sent elsewhere.
///
/// Emits `interaction_recorded`. Two inserts, one more for each attachment.
pub async fn record_outbound(
    tx: &mut Tx,
    actor: &Actor,
    new: NewInteraction,
    state: State,
) -> Result<Recorded, InteractionError> {
    record(tx, actor, new, Direction::Outbound, state).await
}

/// Records what staff write for staff: a note. Emits `interaction_recorded`.
pub async fn record_internal(tx: &mut Tx, actor: &Actor, new: NewInteraction) -> Result<Recorded, InteractionError> {
    record(tx, actor, new, Direction::Internal, State::Received).await
}

async fn record(
    tx: &mut Tx,
    actor: &Actor,
    new: NewInteraction,
    direction: Direction,
    state: State,
) -> Result<Recorded, InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    if !state.may_start(direction) {
        return Err(InteractionError::Start { direction: direction.code(), state: state.code() });
    }
    if let Some(key) = &new.external_key
        && let Some(id) = store::by_external_key(tx, key).await?
    {
        return Ok(Recorded { id, is_new: false });
    }
    let attachments = new.attachments.clone();
    let it = interaction(tx, actor, new, direction, state);
    if !store::insert(tx, &it).await? {
        // Another transaction recorded it since we looked: two reactions to one fact run side by side on PostgreSQL.
        let key = it.external_key.as_deref().unwrap_or_default();
        return Ok(Recorded { id: store::at_external_key(tx, key).await?, is_new: false });
    }
    for (place, file) in attachments.into_iter().enumerate() {
        let is_dangerous = file.is_dangerous || is_dangerous(&file.name, b"");
        let attachment = Attachment {
            id: tx.id(),
            interaction_id: it.id,
            place: i64::try_from(place).unwrap_or(i64::MAX),
            name: safe_name(&file.name),
            media_type: file.media_type.chars().filter(|it| it.is_ascii_graphic()).take(120).collect(),
            size_bytes: i64::try_from(file.size_bytes).unwrap_or(i64::MAX),
            blob: file.blob.to_string(),
            content_id: file.content_id,
            is_dangerous,
        };
        store::insert_attachment(tx, &attachment).await?;
    }
    tx.emit(&InteractionRecorded {
        interaction_id: it.id,
        person_id: it.person_id,
        case_id: it.case_id,
        channel: it.channel,
        direction,
        kind: it.kind,
        state,
    })
    .await?;
    Ok(Recorded { id: it.id, is_new: true })
}

fn interaction(tx: &Tx, actor: &Actor, new: NewInteraction, direction: Direction, state: State) -> Interaction {
    Interaction {
        id: tx.id(),
        person_id: new.person_id,
        account_id: new.account_id,
        case_id: new.case_id,
        channel: new.channel,
        direction,
        kind: new.kind,
        state,
        state_reason: None,
        at: new.at.unwrap_or_else(|| tx.now()),
        author: plain(&new.author.unwrap_or_else(|| actor.label())),
        subject: new.subject.as_deref().map(plain),
        body_text: plain(&new.body_text),
        body_fold: new.body_fold.map(i64::from),
        html_blob: new.html_blob.map(|it| it.to_string()),
        raw_blob: new.raw_blob.map(|it| it.to_string()),
        language: new.language,
        duration_seconds: new.duration_seconds.map(i64::from),
        message_id: new.message_id.as_deref().map(plain),
        in_reply_to: new.in_reply_to.as_deref().map(plain),
        external_key: new.external_key.as_deref().map(plain),
        meta: new.meta,
        created_at: tx.now(),
        version: 1,
    }
}

/// `text` as it can be kept: PostgreSQL keeps no NUL, and what is too long is cut.
fn plain(text: &str) -> String {
    text.chars().take(BODY_CHARACTERS_MAX).filter(|it| *it != '\0').collect()
}

/// Moves a contact to another state; `reason` is a stable code, such as `dmarc_failed` or `smtp_550`.
///
/// Tells whether it moved: staying where it is is no error, since jobs run twice. Emits `interaction_state_changed`.
/// Error: [`InteractionError::State`] when there is no way.
pub async fn set_state(
    tx: &mut Tx,
    actor: &Actor,
    id: InteractionId,
    to: State,
    reason: Option<&StateReason>,
) -> Result<bool, InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    let it = store::find(tx, id).await?.ok_or(InteractionError::NotFound(id))?;
    if !it.state.moved(to, id)? {
        return Ok(false);
    }
    // Another node may have moved it since it was read.
    if !store::set_state(tx, id, it.state, to, reason.map(StateReason::stored).as_deref()).await? {
        return Err(InteractionError::State { id, from: it.state.code(), to: to.code() });
    }
    tell(tx, &it, it.person_id, Some(to)).await?;
    Ok(true)
}

/// Says why a contact is as it is, without moving it. Emits `interaction_state_changed`.
pub async fn explain(
    tx: &mut Tx,
    actor: &Actor,
    id: InteractionId,
    reason: &StateReason,
) -> Result<(), InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    let it = store::find(tx, id).await?.ok_or(InteractionError::NotFound(id))?;
    store::set_state(tx, id, it.state, it.state, Some(&reason.stored())).await?;
    tell(tx, &it, it.person_id, Some(it.state)).await
}

/// Puts other words, and what the channel adds, in the place of those a contact was recorded with: its author went on.
/// Nothing if they are the same. Emits `interaction_state_changed`.
pub async fn amend(
    tx: &mut Tx,
    actor: &Actor,
    id: InteractionId,
    body_text: &str,
    meta: &serde_json::Value,
) -> Result<(), InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    let it = store::find(tx, id).await?.ok_or(InteractionError::NotFound(id))?;
    if store::amend(tx, id, &plain(body_text), meta).await? {
        tell(tx, &it, it.person_id, Some(it.state)).await?;
    }
    Ok(())
}

/// Takes back what is held before it was sent, and gives it back so that its words can be written on.
///
/// Error: [`InteractionError::State`] once it is on its way. Emits `interaction_state_changed` with no new state.
pub async fn withdraw(tx: &mut Tx, actor: &Actor, id: InteractionId) -> Result<Interaction, InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    let it = store::find(tx, id).await?.ok_or(InteractionError::NotFound(id))?;
    if it.state != State::Held || !store::delete_held(tx, id).await? {
        return Err(InteractionError::State { id, from: it.state.code(), to: "withdrawn" });
    }
    tell(tx, &it, it.person_id, None).await?;
    Ok(it)
}

/// Puts a contact, as it was read, on a person's timeline, and says for which account. What the person it was taken for
/// is said to have written, the other has. Emits `interaction_state_changed`. Error: [`InteractionError::Stale`] if it
/// was changed since it was read.
pub async fn attach_to_person(
    tx: &mut Tx,
    actor: &Actor,
    it: &Interaction,
    person: Option<PersonId>,
    account: Option<AccountId>,
) -> Result<(), InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    if (it.person_id, it.account_id) != (person, account) {
        let author = match (it.person_id, person) {
            (Some(before), Some(now)) if it.author == before.to_string() => now.to_string(),
            _ => it.author.clone(),
        };
        if !store::set_person(tx, it.id, it.version, person, account, &author).await? {
            return Err(InteractionError::Stale(it.id));
        }
        tell(tx, it, person, Some(it.state)).await?;
    }
    Ok(())
}

/// The case is another person's now: what stood on the timeline of `before` for it goes along to `now`; what others
/// said on it stays theirs. Safe to run twice. Emits `interaction_state_changed` for each.
pub async fn move_case(
    tx: &mut Tx,
    actor: &Actor,
    case: CaseId,
    before: Option<PersonId>,
    now: Option<PersonId>,
) -> Result<(), InteractionError> {
    require(actor, Permission::CustomersWrite)?;
    if before == now {
        return Ok(());
    }
    for (id, account) in store::of_case_and_person(tx, case, before).await? {
        let it = store::find(tx, id).await?.ok_or(InteractionError::NotFound(id))?;
        attach_to_person(tx, actor, &it, now, account).await?;
    }
    Ok(())
}

async fn tell(
    tx: &mut Tx,
    it: &Interaction,
    person_id: Option<PersonId>,
    to: Option<State>,
) -> Result<(), InteractionError> {
    let fact = InteractionStateChanged { interaction_id: it.id, person_id, case_id: it.case_id, from: it.state, to };
    tx.emit(&fact).await?;
    Ok(())
}

/// The contact with this Message-ID, the latest if several claim it: for threading. No permission: for flows.
pub async fn by_message_id(conn: &mut db::Conn, message_id: &str) -> Result<Option<Interaction>, InteractionError> {
    Ok(store::by_message_id(conn, message_id).await?)
}

/// The contact, whole. No permission: for flows; what staff may see goes through [`timeline`].
pub async fn find(conn: &mut db::Conn, id: InteractionId) -> Result<Option<Interaction>, InteractionError> {
    Ok(store::find(conn, id).await?)
}

/// The files of a contact, in their order. No permission: for flows.
pub async fn attachments(conn: &mut db::Conn, id: InteractionId) -> Result<Vec<Attachment>, InteractionError> {
    Ok(store::attachments(conn, &[id]).await?)
}

/// Whether anybody has this id: a timeline is never somebody's who is not there.
pub(crate) async fn person_exists(conn: &mut db::Conn, id: PersonId) -> Result<bool, InteractionError> {
    Ok(!store::timeline::person_names(conn, &[id]).await?.is_empty())
}

/// Whether there is such an account: what was for one that is not there would be on nobody's timeline.
pub(crate) async fn account_exists(conn: &mut db::Conn, id: AccountId) -> Result<bool, InteractionError> {
    Ok(store::timeline::account_exists(conn, id).await?)
}
