//! `/interactions`, `/interaction-counts`.

use access::Caller;
use api::{Answer, Idempotency, Json, Paging, Path, Problem, Query, Reason, State};
use kernel::{AccountId, AttachmentId, CaseId, Cursor, InteractionId, Page, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::timeline::{self, Filter, Order, Seen, Whose};
use crate::actions::{self, NewInteraction};
use crate::error::InteractionError;
use crate::interaction::{Channel, Direction, Kind, State as Progress, StateReason, excerpt};

/// Characters of the words that a line of a timeline shows.
const EXCERPT_CHARACTERS: usize = 280;

/// A file that came with a contact.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AttachmentView {
    /// Names it; its bytes are at `/attachments/{id}/content`.
    pub id: AttachmentId,
    /// The file name, safe to show.
    pub name: String,
    /// The media type as the sender declared it.
    pub media_type: String,
    /// The size of the content.
    pub size_bytes: i64,
    /// It stands in the HTML body.
    pub is_embedded: bool,
    /// Warn before it is opened.
    pub is_dangerous: bool,
}

/// A contact.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InteractionView {
    /// Names it.
    pub id: InteractionId,
    /// Whose timeline it stands on.
    pub person_id: Option<PersonId>,
    /// The account it was for.
    pub account_id: Option<AccountId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// By which way.
    pub channel: Channel,
    /// Who to whom.
    pub direction: Direction,
    /// What it was.
    pub kind: Kind,
    /// How far it came.
    pub state: Progress,
    /// Why.
    pub state_reason: Option<StateReasonView>,
    /// When it took place.
    pub at: Timestamp,
    /// Who spoke: `staff_…`, `person_…`, `key_…`, `system:…`, or an address.
    pub author: String,
    /// Their name, if known.
    pub author_name: Option<String>,
    /// The subject line.
    pub subject: Option<String>,
    /// The first words, on one line.
    pub excerpt: String,
    /// All the words as plain text; nothing on a timeline.
    pub body_text: Option<String>,
    /// Where the quoted part starts in `body_text`, in characters.
    pub body_fold: Option<i64>,
    /// Whether `/interactions/{id}/content` shows more than the plain text.
    pub has_html: bool,
    /// The language of the words.
    pub language: Option<String>,
    /// How long a call lasted.
    pub duration_seconds: Option<i64>,
    /// What the channel adds.
    pub meta: serde_json::Value,
    /// Its files.
    pub attachments: Vec<AttachmentView>,
    /// It belongs to a case of another team: that it took place is shown, its words are not.
    pub is_hidden: bool,
    /// Counts changes.
    pub version: i64,
}

/// Why a contact is where it is.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = StateReason)]
pub struct StateReasonView {
    /// The stable name of the cause: `no_mailbox`, `mail_refused`.
    pub code: String,
    /// What happened and what to do, in words; nothing where the state says it all.
    pub text: Option<String>,
    /// What another server said, in its own words.
    pub said: Option<String>,
    /// How often it was tried.
    pub tries: Option<i64>,
}

/// The words and the language of who asks.
#[derive(Clone, Copy)]
struct Say {
    words: &'static api::Words,
    locale: kernel::Locale,
}

impl Say {
    fn to(caller: &Caller, state: &State) -> Self {
        Self { words: state.words, locale: caller.locale }
    }
}

fn reason_view(it: StateReason, say: Say) -> StateReasonView {
    // Who decided on a sender is no trouble.
    let is_trouble = !matches!(it.code.as_str(), "staff" | "by_staff");
    let reason = Reason::new(&it.code).with("what", it.what.unwrap_or_default());
    let text = is_trouble.then(|| reason.text(say.words, say.locale));
    StateReasonView { code: it.code, text, said: it.said, tries: it.tries }
}

fn view(seen: Seen, with_body: bool, say: Say) -> InteractionView {
    let it = seen.interaction;
    let html_embeds = it.html_blob.is_some();
    let attachments = seen.attachments.into_iter().map(|file| AttachmentView {
        id: file.id,
        name: file.name,
        media_type: file.media_type,
        size_bytes: file.size_bytes,
        is_embedded: html_embeds && file.content_id.is_some(),
        is_dangerous: file.is_dangerous,
    });
    InteractionView {
        id: it.id,
        person_id: it.person_id,
        account_id: it.account_id,
        case_id: it.case_id,
        channel: it.channel,
        direction: it.direction,
        kind: it.kind,
        state: it.state,
        state_reason: it.state_reason.as_deref().map(|text| reason_view(StateReason::read(text), say)),
        at: it.at,
        author: it.author,
        author_name: seen.author_name,
        subject: it.subject,
        excerpt: excerpt(&it.body_text, it.body_fold, EXCERPT_CHARACTERS),
        body_text: with_body.then_some(it.body_text),
        body_fold: it.body_fold,
        has_html: html_embeds,
        language: it.language,
        duration_seconds: it.duration_seconds,
        meta: it.meta,
        attachments: attachments.collect(),
        is_hidden: seen.is_hidden,
        version: it.version,
    }
}

/// Whose contacts, and which.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// A person's. One of the three is needed; the narrowest counts.
    #[param(required = false)]
    pub person_id: Option<PersonId>,
    /// An account's.
    #[param(required = false)]
    pub account_id: Option<AccountId>,
    /// A case's: its thread, with all the words.
    #[param(required = false)]
    pub case_id: Option<CaseId>,
    /// Only these.
    #[param(required = false, inline)]
    pub channel: Option<Channel>,
    /// Only these.
    #[param(required = false, inline)]
    pub direction: Option<Direction>,
    /// Not before.
    #[param(required = false)]
    pub from: Option<Timestamp>,
    /// Before.
    #[param(required = false)]
    pub to: Option<Timestamp>,
    /// Which end comes first.
    #[serde(default)]
    #[param(required = false, inline)]
    pub order: Order,
}

impl TimelineQuery {
    fn whose(&self) -> Result<Whose, InteractionError> {
        match (self.case_id, self.person_id, self.account_id) {
            (Some(id), _, _) => Ok(Whose::Case(id)),
            (None, Some(id), _) => Ok(Whose::Person(id)),
            (None, None, Some(id)) => Ok(Whose::Account(id)),
            (None, None, None) => Err(InteractionError::Whose),
        }
    }

    fn filter(&self) -> Filter {
        Filter { channel: self.channel, direction: self.direction, from: self.from, to: self.to, order: self.order }
    }
}

/// One page of a timeline.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InteractionPage {
    /// In the order asked for.
    pub items: Vec<InteractionView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// The timeline of a person or account, or the thread of a case.
#[utoipa::path(
    get, path = "/interactions", operation_id = "list_interactions", tag = "interactions", params(TimelineQuery, Paging),
    responses(
        (status = 200, description = "One page", body = InteractionPage),
        (status = 400, description = "It is not said whose", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list_interactions(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<TimelineQuery>,
    paging: Paging,
) -> Result<Json<InteractionPage>, Problem> {
    let whose = query.whose()?;
    paging.number(0)?;
    paging.number(1)?;
    let mut read = state.db.read().await?;
    let page: Page<Seen> =
        timeline::page(&mut read, &caller.actor, whose, &query.filter(), paging.after.as_ref(), paging.limit).await?;
    let with_body = matches!(whose, Whose::Case(_));
    let say = Say::to(&caller, &state);
    let page = page.map(|it| view(it, with_body, say));
    Ok(Json(InteractionPage { items: page.items, next: page.next }))
}

/// How many contacts of a channel in a year.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InteractionCount {
    /// The year, UTC.
    pub year: i64,
    /// The channel.
    pub channel: Channel,
    /// How many.
    pub n: i64,
}

/// The counts behind a timeline's scrubber and its filter by channel.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InteractionCounts {
    /// All of them.
    pub total: i64,
    /// By year and channel, in order.
    pub items: Vec<InteractionCount>,
}

/// How many contacts of each channel in each year.
#[utoipa::path(
    get, path = "/interaction-counts", operation_id = "list_interaction_counts", tag = "interactions",
    params(TimelineQuery),
    responses((status = 200, description = "The counts; filters are not heard", body = InteractionCounts))
)]
pub async fn list_interaction_counts(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<InteractionCounts>, Problem> {
    let mut read = state.db.read().await?;
    let rows = timeline::counts(&mut read, &caller.actor, query.whose()?).await?;
    let items: Vec<InteractionCount> =
        rows.into_iter().map(|(year, channel, n)| InteractionCount { year, channel, n }).collect();
    Ok(Json(InteractionCounts { total: items.iter().map(|it| it.n).sum(), items }))
}

/// One contact, with all its words.
#[utoipa::path(
    get, path = "/interactions/{id}", operation_id = "get_interaction", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction")),
    responses(
        (status = 200, description = "It", body = InteractionView),
        (status = 404, description = "None, or not for the caller", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_interaction(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InteractionId>,
) -> Result<api::Versioned<InteractionView>, Problem> {
    let seen = timeline::one(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(api::Versioned::new(seen.interaction.version, view(seen, true, Say::to(&caller, &state))))
}

/// A call or a note to log.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InteractionNew {
    /// Whose timeline it goes on.
    pub person_id: PersonId,
    /// The account it was for.
    #[schema(required = false)]
    pub account_id: Option<AccountId>,
    /// `call` or `note`.
    pub kind: Kind,
    /// Who called whom; a note is always `internal`.
    pub direction: Direction,
    /// In a line.
    #[schema(required = false)]
    pub subject: Option<String>,
    /// What was said.
    pub body_text: String,
    /// When it took place; absent: now.
    #[schema(required = false)]
    pub at: Option<Timestamp>,
    /// How long the call lasted.
    #[schema(required = false)]
    pub duration_seconds: Option<u32>,
}

/// Logs a call with a customer, or a note on their timeline. What is said on a case is told to the case.
#[utoipa::path(
    post, path = "/interactions", operation_id = "create_interaction", tag = "interactions",
    request_body = InteractionNew,
    responses(
        (status = 201, description = "Logged", body = InteractionView),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_interaction(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<InteractionNew>,
) -> Result<Answer, Problem> {
    // Before anything is said of the body: who may not record, or not read what they recorded, learns nothing of what
    // could be.
    access::require(&caller.actor, kernel::Permission::CustomersWrite)?;
    access::require(&caller.actor, kernel::Permission::CustomersRead)?;
    let is_note = body.kind == Kind::Note;
    if !(is_note || body.kind == Kind::Call) || is_note != (body.direction == Direction::Internal) {
        return Err(Problem::invalid("interaction_kind").at("/direction"));
    }
    if body.at.is_some_and(|at| at > state.db.now()) {
        return Err(Problem::invalid("interaction_at").at("/at"));
    }
    let mut new = NewInteraction::new(Channel::Phone, body.kind, body.body_text);
    new.person_id = Some(body.person_id);
    new.account_id = body.account_id;
    new.subject = body.subject;
    new.at = body.at;
    new.duration_seconds = body.duration_seconds;
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    if !actions::person_exists(&mut tx, body.person_id).await? {
        return Err(Problem::invalid("person_unknown").at("/person_id"));
    }
    known_account(&mut tx, body.account_id).await?;
    let recorded = match body.direction {
        Direction::Inbound => actions::record_inbound(&mut tx, &caller.actor, new, Progress::Received).await?,
        Direction::Outbound => actions::record_outbound(&mut tx, &caller.actor, new, Progress::Sent).await?,
        Direction::Internal => actions::record_internal(&mut tx, &caller.actor, new).await?,
    };
    let seen = timeline::one(&mut tx, &caller.actor, recorded.id).await?;
    let answer =
        api::created(format!("/api/v1/interactions/{}", recorded.id), 1, &view(seen, true, Say::to(&caller, &state)))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// 422 for an account that is not there.
async fn known_account(conn: &mut db::Conn, account: Option<AccountId>) -> Result<(), Problem> {
    match account {
        Some(id) if !actions::account_exists(conn, id).await? => {
            Err(Problem::invalid("account_unknown").at("/account_id"))
        }
        _ => Ok(()),
    }
}

/// Whose a contact is; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InteractionPatch {
    /// Whose timeline it stands on; null: nobody's.
    #[serde(default, deserialize_with = "api::double")]
    #[schema(required = false, value_type = Option<PersonId>)]
    pub person_id: Option<Option<PersonId>>,
    /// The account it was for; null: none.
    #[serde(default, deserialize_with = "api::double")]
    #[schema(required = false, value_type = Option<AccountId>)]
    pub account_id: Option<Option<AccountId>>,
}

/// Puts a contact on another timeline: it was attributed to the wrong person, or to nobody.
#[utoipa::path(
    patch, path = "/interactions/{id}", operation_id = "change_interaction", tag = "interactions",
    request_body = InteractionPatch, params(("id" = InteractionId, Path, description = "The interaction")),
    responses(
        (status = 200, description = "Changed", body = InteractionView),
        (status = 404, description = "None, or not for the caller", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_interaction(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InteractionId>,
    version: api::IfMatch,
    Json(body): Json<InteractionPatch>,
) -> Result<api::Versioned<InteractionView>, Problem> {
    let mut tx = state.db.begin().await?;
    let before = timeline::one(&mut tx, &caller.actor, id).await?.interaction;
    version.check(before.version)?;
    let person = body.person_id.unwrap_or(before.person_id);
    let account = body.account_id.unwrap_or(before.account_id);
    if let Some(person) = person
        && !actions::person_exists(&mut tx, person).await?
    {
        return Err(Problem::invalid("person_unknown").at("/person_id"));
    }
    known_account(&mut tx, body.account_id.flatten()).await?;
    actions::attach_to_person(&mut tx, &caller.actor, &before, person, account).await?;
    let seen = timeline::one(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(api::Versioned::new(seen.interaction.version, view(seen, true, Say::to(&caller, &state))))
}
