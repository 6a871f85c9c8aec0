//! `/mailboxes`, `/mailbox-tests`.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, Reason, State, Versioned, Words};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt};
use kernel::{Email, Locale, MailboxId, TeamId, Timestamp};
use mail::probe::{Found, Step, StepResult};
use serde::{Deserialize, Serialize};
use tokio_stream::wrappers::ReceiverStream;

use crate::actions::trouble::Trouble;
use crate::actions::{Mailroom, mailboxes};
use crate::mailbox::{Health, Kind, Mailbox, NewMailbox, Secrets, Settings};

/// A mailbox. Its passwords are never shown.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MailboxView {
    /// Names it.
    pub id: MailboxId,
    /// What staff call it.
    pub name: String,
    /// Its address.
    pub address: Email,
    /// The name customers see.
    pub display_name: String,
    /// Servers or a directory.
    pub kind: Kind,
    /// How it is reached.
    pub settings: Settings,
    /// Whether passwords are stored.
    pub has_passwords: bool,
    /// The team new cases go to.
    pub team_id: Option<TeamId>,
    /// The type new cases get.
    pub case_type: String,
    /// The language its customers are answered in.
    #[schema(value_type = String, example = "fr")]
    pub language: Locale,
    /// Country or brand of new cases.
    pub market: Option<String>,
    /// Whether new cases are acknowledged.
    pub acknowledges: bool,
    /// Whether a reply joins its case only if its sender is proven.
    pub requires_proof: bool,
    /// Whether mail is taken and sent.
    pub is_active: bool,
    /// How it is.
    pub health: Health,
    /// What it says when failing, in the server's words.
    pub health_words: Option<String>,
    /// Since when it is so.
    pub health_at: Option<Timestamp>,
    /// When mail was last looked for with success.
    pub seen_at: Option<Timestamp>,
    /// Also the `ETag`.
    pub version: i64,
}

/// All mailboxes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MailboxList {
    /// By name.
    pub items: Vec<MailboxView>,
}

/// A mailbox to set up, as a whole.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxInput {
    /// What staff call it.
    pub name: String,
    /// Its address.
    pub address: Email,
    /// The name customers see.
    #[serde(default)]
    #[schema(required = false)]
    pub display_name: String,
    /// Servers or a directory.
    #[serde(default = "imap")]
    #[schema(required = false)]
    pub kind: Kind,
    /// How it is reached.
    pub settings: Settings,
    /// The receiving server's password. Absent: as stored.
    #[serde(default)]
    #[schema(required = false)]
    pub imap_password: Option<String>,
    /// The sending server's password. Absent: as stored, or the receiving one's.
    #[serde(default)]
    #[schema(required = false)]
    pub smtp_password: Option<String>,
    /// The team new cases go to.
    #[serde(default)]
    #[schema(required = false)]
    pub team_id: Option<TeamId>,
    /// The type new cases get.
    #[serde(default = "question")]
    #[schema(required = false)]
    pub case_type: String,
    /// The language its customers are answered in.
    #[schema(value_type = String, example = "fr")]
    pub language: Locale,
    /// Country or brand of new cases.
    #[serde(default)]
    #[schema(required = false)]
    pub market: Option<String>,
    /// Whether new cases are acknowledged.
    #[serde(default)]
    #[schema(required = false)]
    pub acknowledges: bool,
    /// Whether a reply joins its case only if its sender is proven.
    #[serde(default = "yes")]
    #[schema(required = false)]
    pub requires_proof: bool,
    /// Whether mail is taken and sent.
    #[serde(default = "yes")]
    #[schema(required = false)]
    pub is_active: bool,
}

/// Settings to test.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxTest {
    /// What to test.
    pub mailbox: MailboxInput,
    /// A stored mailbox whose passwords stand in for those not given, where server and user are its own.
    #[serde(default)]
    #[schema(required = false)]
    pub mailbox_id: Option<MailboxId>,
}

const fn yes() -> bool {
    true
}

const fn imap() -> Kind {
    Kind::Imap
}

fn question() -> String {
    "question".to_owned()
}

/// What went wrong and what to do, then what the server said, in its own words.
fn told(trouble: &Trouble, words: &Words, locale: Locale) -> String {
    let reason = Reason::new(&trouble.code).with("what", trouble.what.clone().unwrap_or_default());
    let text = reason.text(words, locale);
    match &trouble.said {
        Some(said) => words.text(locale, "mailroom-said", &[("text", text.into()), ("said", said.as_str().into())]),
        None => text,
    }
}

fn view(it: Mailbox, words: &Words, locale: Locale) -> MailboxView {
    MailboxView {
        id: it.id,
        name: it.set.name,
        address: it.set.address,
        display_name: it.set.display_name,
        kind: it.set.kind,
        settings: it.set.settings,
        has_passwords: it.has_secrets,
        team_id: it.set.team_id,
        case_type: it.set.case_type,
        language: it.set.language,
        market: it.set.market,
        acknowledges: it.set.acknowledges,
        requires_proof: it.set.requires_proof,
        is_active: it.set.is_active,
        health: it.health,
        health_words: it.health_words.map(|text| told(&Trouble::read(&text), words, locale)),
        health_at: it.health_at,
        seen_at: it.seen_at,
        version: it.version,
    }
}

fn split(input: MailboxInput) -> (NewMailbox, Secrets) {
    let secrets = Secrets { imap: input.imap_password, smtp: input.smtp_password };
    let new = NewMailbox {
        name: input.name,
        address: input.address,
        display_name: input.display_name,
        kind: input.kind,
        settings: input.settings,
        team_id: input.team_id,
        case_type: input.case_type,
        language: input.language,
        market: input.market,
        acknowledges: input.acknowledges,
        requires_proof: input.requires_proof,
        is_active: input.is_active,
    };
    (new, secrets)
}

/// Mailboxes, by name.
#[utoipa::path(
    get, path = "/mailboxes", operation_id = "list_mailboxes", tag = "mailroom",
    responses((status = 200, description = "All", body = MailboxList))
)]
pub async fn list_mailboxes(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<MailboxList>, Problem> {
    let all = mailboxes::list(&mut *state.db.read().await?, &caller.actor).await?;
    Ok(Json(MailboxList { items: all.into_iter().map(|it| view(it, state.words, caller.locale)).collect() }))
}

/// Sets a mailbox up.
#[utoipa::path(
    post, path = "/mailboxes", operation_id = "create_mailbox", tag = "mailroom", request_body = MailboxInput,
    responses(
        (status = 201, description = "Made", body = MailboxView),
        (status = 409, description = "The address is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_mailbox(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<MailboxInput>,
) -> Result<Answer, Problem> {
    let (new, secrets) = split(body);
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let mailbox = Mailroom::new(&state).create_mailbox(&mut tx, &caller.actor, &new, &secrets).await?;
    let answer = api::created(
        format!("/api/v1/mailboxes/{}", mailbox.id),
        mailbox.version,
        &view(mailbox, state.words, caller.locale),
    )?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// One mailbox.
#[utoipa::path(
    get, path = "/mailboxes/{id}", operation_id = "get_mailbox", tag = "mailroom",
    params(("id" = MailboxId, Path, description = "The mailbox")),
    responses(
        (status = 200, description = "It", body = MailboxView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_mailbox(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<MailboxId>,
) -> Result<Versioned<MailboxView>, Problem> {
    let mailbox = mailboxes::find(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(mailbox.version, view(mailbox, state.words, caller.locale)))
}

/// Sets a mailbox anew, as a whole. Passwords that are not given stay where server and user stay.
#[utoipa::path(
    put, path = "/mailboxes/{id}", operation_id = "set_mailbox", tag = "mailroom", request_body = MailboxInput,
    params(("id" = MailboxId, Path, description = "The mailbox")),
    responses(
        (status = 200, description = "Changed", body = MailboxView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_mailbox(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<MailboxId>,
    IfMatch(version): IfMatch,
    Json(body): Json<MailboxInput>,
) -> Result<Versioned<MailboxView>, Problem> {
    let (new, secrets) = split(body);
    let mut tx = state.db.begin().await?;
    let mailbox = Mailroom::new(&state).update_mailbox(&mut tx, &caller.actor, (id, version), &new, &secrets).await?;
    tx.commit().await?;
    Ok(Versioned::new(mailbox.version, view(mailbox, state.words, caller.locale)))
}

/// How a step of a test ended.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MailboxStep {
    /// Which.
    #[schema(value_type = String, example = "imap_login")]
    pub step: Step,
    /// Whether it went well.
    pub is_good: bool,
    /// What was found or what went wrong, in words.
    pub words: String,
    /// What the server said, in its own words.
    pub said: Option<String>,
    /// How long it took.
    pub milliseconds: u64,
}

fn step_view(it: &StepResult, words: &Words, locale: Locale) -> MailboxStep {
    let (text, said) = match &it.result {
        Ok(found) => found_words(found, words, locale),
        Err(error) => {
            let trouble = Trouble::from(error);
            (told(&Trouble { said: None, ..trouble.clone() }, words, locale), trouble.said)
        }
    };
    MailboxStep { step: it.step, is_good: it.result.is_ok(), words: text, said, milliseconds: it.milliseconds }
}

/// What a step found, and what the server said of it.
fn found_words(found: &Found, words: &Words, locale: Locale) -> (String, Option<String>) {
    let text = |key: &str, values: &[(&str, api::words::Value<'_>)]| words.text(locale, key, values);
    match found {
        Found::Addresses(list) => (list.clone(), None),
        Found::Port(port) => (text("mailroom-found-port", &[("port", port.to_string().into())]), None),
        Found::Said { tls, words } => (tls.clone().unwrap_or_default(), Some(words.clone())),
        Found::SignedIn => (text("mailroom-found-signed-in", &[]), None),
        Found::NoSignIn => (text("mailroom-found-no-sign-in", &[]), None),
        Found::Folder { name, mails } => {
            (text("mailroom-found-folder", &[("name", name.as_str().into()), ("count", (*mails).into())]), None)
        }
        Found::Told => (text("mailroom-found-told", &[]), None),
        Found::LookedFor => (text("mailroom-found-looked-for", &[]), None),
        Found::CameBack => (text("mailroom-found-came-back", &[]), None),
    }
}

/// Tests settings. Answers with a stream of events `step`, one as each step ends: in words, and in the server's own.
#[utoipa::path(
    post, path = "/mailbox-tests", operation_id = "test_mailbox", tag = "mailroom", request_body = MailboxTest,
    responses(
        (status = 200, description = "Steps, one event each", content_type = "text/event-stream", body = MailboxStep),
        (status = 404, description = "No such mailbox", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn test_mailbox(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Json(body): Json<MailboxTest>,
) -> Result<Sse<impl Stream<Item = Result<Event, std::convert::Infallible>>>, Problem> {
    let (new, secrets) = split(body.mailbox);
    let (to, from) = tokio::sync::mpsc::channel(16);
    Mailroom::new(&state).test_mailbox(&caller.actor, &new, &secrets, body.mailbox_id, to).await?;
    let (words, locale) = (state.words, caller.locale);
    let steps = ReceiverStream::new(from).map(move |step| {
        let event = Event::default().event("step");
        Ok(event.json_data(step_view(&step, words, locale)).unwrap_or_else(|_| Event::default().event("step")))
    });
    Ok(Sse::new(steps).keep_alive(KeepAlive::default()))
}
