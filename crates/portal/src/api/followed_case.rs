//! `/d/{token}`: a customer's case by its link.

use api::limit::Rate;
use api::{Form, Path, Problem, Query};
use axum::http::StatusCode;
use axum::response::Response;
use db::Tx;
use kernel::{Phone, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::shell::{ErrorLine, Notice, Way, language, see_other};
use crate::api::visitor::Visitor;
use crate::api::words::Say;
use crate::contact::MESSAGE_LENGTH_MAX;
use crate::fields::{Field, Sent, value};
use crate::followed::{Promised, Step, WaitsFor};
use crate::proof;
use crate::store::{self, Opened};

/// Messages and wishes by one link.
const WRITES: Rate = Rate { count: 20, seconds: 3_600 };
/// Most messages shown.
const MESSAGES_MAX: usize = 20;
/// Most bytes of messages shown, escaped, each with what stands around it: with the rest, a page stays below 20 KB.
const WORDS_BYTES_MAX: usize = 8 * 1024;
/// What stands around a message, in bytes.
const AROUND_BYTES: usize = 190;

/// How the page is opened.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// Language, `fr` or `en`.
    #[param(required = false)]
    lang: Option<String>,
    /// What was just done: `message`, `callback`.
    #[param(required = false)]
    done: Option<String>,
}

#[derive(Debug, Serialize)]
struct Content {
    number: String,
    said: String,
    waiting: String,
    promise: String,
    steps: Vec<StepShown>,
    has_earlier: bool,
    messages: Vec<MessageShown>,
    action: String,
    proof: String,
    message: Field,
    phone: Field,
}

#[derive(Debug, Serialize)]
struct StepShown {
    text: String,
    is_present: bool,
    is_done: bool,
}

#[derive(Debug, Serialize)]
struct MessageShown {
    is_theirs: bool,
    who: String,
    at: Timestamp,
    when: String,
    text: String,
    /// Where it is another than the page's, so that it is read aloud as what it is.
    language: Option<String>,
}

/// Shows a case to its customer.
#[utoipa::path(
    get, path = "/d/{token}", operation_id = "get_followed_case", tag = "portal", params(CaseQuery),
    responses(
        (status = 200, description = "The case", content_type = "text/html", body = String),
        (status = 410, description = "The link is over", content_type = "text/html", body = String),
    )
)]
pub async fn get_followed_case(
    visitor: Visitor,
    Path(token): Path<String>,
    Query(query): Query<CaseQuery>,
) -> Result<Response, Problem> {
    let Some(opened) = open(&visitor, &token).await? else { return dead(&visitor) };
    if !opened.was_opened {
        let mut tx = visitor.state.db.begin().await?;
        store::mark_opened(&mut tx, opened.link_id).await?;
        tx.commit().await?;
    }
    let said = match query.done.as_deref() {
        Some("message") => "portal-case-sent",
        Some("callback") => "portal-case-callback-asked",
        _ => "",
    };
    let desk = Desk::new(&visitor, &token, &opened, query.lang.as_deref());
    desk.page(StatusCode::OK, said, &Sent::new(), Vec::new()).await
}

/// Takes what a customer writes about their case.
#[utoipa::path(
    post, path = "/d/{token}/messages", operation_id = "post_case_message", tag = "portal",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Taken"),
        (status = 410, description = "The link is over", content_type = "text/html", body = String),
        (status = 422, description = "Not taken; the page says why", content_type = "text/html", body = String),
    )
)]
pub async fn post_case_message(
    visitor: Visitor,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let Some(opened) = open(&visitor, &token).await? else { return dead(&visitor) };
    let desk = Desk::new(&visitor, &token, &opened, Some(value(&sent, "lang")));
    let text = value(&sent, "message");
    let fault = if text.is_empty() {
        Some(desk.say.plain("portal-contact-error-message"))
    } else if text.chars().count() > MESSAGE_LENGTH_MAX as usize {
        Some(desk.say.text("portal-contact-error-long", &[("length", MESSAGE_LENGTH_MAX.into())]))
    } else {
        None
    };
    if let Some(refused) = desk.refused("message", fault, &sent).await? {
        return Ok(refused);
    }
    let mut tx = visitor.state.db.begin().await?;
    if desk.takes(&mut tx, "message", &sent).await? {
        actions::write(&mut tx, &opened, text).await?;
        tx.commit().await?;
    }
    Ok(desk.done("message"))
}

/// Takes a customer's wish to be called back about their case.
#[utoipa::path(
    post, path = "/d/{token}/callback", operation_id = "post_case_callback", tag = "portal",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Taken"),
        (status = 410, description = "The link is over", content_type = "text/html", body = String),
        (status = 422, description = "Not taken; the page says why", content_type = "text/html", body = String),
    )
)]
pub async fn post_case_callback(
    visitor: Visitor,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let Some(opened) = open(&visitor, &token).await? else { return dead(&visitor) };
    let desk = Desk::new(&visitor, &token, &opened, Some(value(&sent, "lang")));
    let phone = Phone::parse(value(&sent, "phone"), &visitor.house.country).ok();
    let fault = phone.is_none().then(|| desk.say.plain("portal-case-error-phone"));
    if let Some(refused) = desk.refused("phone", fault, &sent).await? {
        return Ok(refused);
    }
    if let Some(phone) = phone {
        let wish = desk.say.text("portal-case-callback-wish", &[("phone", phone.as_str().into())]);
        let mut tx = visitor.state.db.begin().await?;
        if desk.takes(&mut tx, "phone", &sent).await? {
            actions::ask_for_callback(&mut tx, &opened, phone.as_str(), &wish).await?;
            tx.commit().await?;
        }
    }
    Ok(desk.done("callback"))
}

async fn open(visitor: &Visitor, token: &str) -> Result<Option<Opened>, Problem> {
    let db = &visitor.state.db;
    Ok(actions::open_link(&mut *db.read().await?, token, db.now()).await?)
}

fn dead(visitor: &Visitor) -> Result<Response, Problem> {
    visitor.missed("case")?;
    let frame = visitor.frame(visitor.locale, "/contact/follow");
    let href = format!("/contact/follow?lang={}", visitor.locale);
    let way = Way { href, text: frame.say.plain("portal-case-dead-renew") };
    let notice = Notice { paragraphs: vec![frame.say.plain("portal-case-dead")], is_good: false, links: vec![way] };
    frame.notice(StatusCode::GONE, "portal-case-dead-title", notice)
}

/// One request at a case that is open to it.
struct Desk<'a> {
    visitor: &'a Visitor,
    token: &'a str,
    opened: &'a Opened,
    say: Say,
}

impl<'a> Desk<'a> {
    fn new(visitor: &'a Visitor, token: &'a str, opened: &'a Opened, asked: Option<&str>) -> Self {
        Self { visitor, token, opened, say: visitor.say(language(asked, opened.language)) }
    }

    fn done(&self, what: &str) -> Response {
        see_other(&format!("/d/{}?lang={}&done={what}", self.token, self.say.locale))
    }

    /// The answer to a form that is not taken: a trap, a fault, too many.
    async fn refused(&self, field: &str, fault: Option<String>, sent: &Sent) -> Result<Option<Response>, Problem> {
        if !value(sent, proof::TRAP).is_empty() {
            return Ok(Some(self.done(if field == "phone" { "callback" } else { "message" })));
        }
        if let Some(text) = fault {
            let errors = vec![ErrorLine { field: field.to_owned(), text }];
            return self.page(StatusCode::UNPROCESSABLE_ENTITY, "", sent, errors).await.map(Some);
        }
        let state = &self.visitor.state;
        state.limits.take(&format!("case_write:{}", self.opened.link_id), WRITES, state.db.now())?;
        Ok(None)
    }

    /// Whether a form is taken: not if it was pressed twice, and the other one was.
    async fn takes(&self, tx: &mut Tx, field: &str, sent: &Sent) -> Result<bool, Problem> {
        if value(sent, "proof").is_empty() {
            return Ok(true);
        }
        let hash = proof::of_form(&format!("/d/{}/{field}", self.token), sent, "");
        let is_first = store::take_form(tx, &hash).await?;
        if is_first {
            store::form_became(tx, &hash, self.opened.case_id).await?;
        }
        Ok(is_first)
    }

    async fn page(
        &self,
        status: StatusCode,
        said: &str,
        sent: &Sent,
        errors: Vec<ErrorLine>,
    ) -> Result<Response, Problem> {
        let limit = i64::try_from(MESSAGES_MAX).unwrap_or(20) + 1;
        let messages = {
            let mut read = self.visitor.state.db.read().await?;
            store::messages(&mut read, self.opened.case_id, self.opened.person_id, limit).await?
        };
        let now = self.visitor.state.db.now();
        let error =
            |field: &str| errors.iter().find(|it| it.field == field).map(|it| it.text.clone()).unwrap_or_default();
        let (messages, has_earlier) = self.messages(messages, now);
        let content = Content {
            number: self.say.text("portal-case-number", &[("number", self.opened.case_id.number().into())]),
            said: if said.is_empty() { String::new() } else { self.say.plain(said) },
            waiting: self.waiting(),
            promise: self.promise(now),
            steps: self.steps(),
            has_earlier,
            messages,
            action: format!("/d/{}", self.token),
            proof: self.visitor.proof("/d"),
            message: Field {
                id: "message".to_owned(),
                label: self.say.plain("portal-case-message"),
                value: value(sent, "message").to_owned(),
                length_max: MESSAGE_LENGTH_MAX,
                is_long: true,
                error: error("message"),
                ..Field::default()
            },
            phone: self.phone(sent, error("phone")),
        };
        let path = format!("/d/{}", self.token);
        let frame = self.visitor.frame(self.say.locale, &path);
        frame.page(status, "case.html", self.opened.subject.clone(), errors, content)
    }

    /// Newest last, as a conversation reads; the newest that fit the page.
    fn messages(&self, messages: Vec<store::Message>, now: Timestamp) -> (Vec<MessageShown>, bool) {
        let total = messages.len();
        let mut room = WORDS_BYTES_MAX;
        let mut shown = Vec::new();
        for it in messages.into_iter().take(MESSAGES_MAX) {
            let size = AROUND_BYTES + escaped_bytes(&it.text);
            if size > room && !shown.is_empty() {
                break;
            }
            let text = if size > room { cut(&it.text, room - AROUND_BYTES) } else { it.text };
            room = room.saturating_sub(size);
            shown.push(MessageShown {
                is_theirs: it.is_theirs,
                who: self.say.plain(if it.is_theirs { "portal-case-you" } else { "portal-case-us" }),
                at: it.at,
                when: self.say.when(it.at, now, &self.visitor.house.time_zone),
                text,
                language: it.language.filter(|it| it != self.say.locale.code()),
            });
        }
        let has_earlier = shown.len() < total;
        shown.reverse();
        (shown, has_earlier)
    }

    fn waiting(&self) -> String {
        self.say.plain(match self.opened.followed.waits_for() {
            WaitsFor::Us => "portal-case-waits-us",
            WaitsFor::Customer => "portal-case-waits-you",
            WaitsFor::Other => "portal-case-waits-other",
            WaitsFor::Nobody => "portal-case-waits-nobody",
            WaitsFor::Closed => "portal-case-closed",
        })
    }

    fn promise(&self, now: Timestamp) -> String {
        let (key, at) = match self.opened.followed.promised(now) {
            None => return String::new(),
            Some(Promised::Reply(at)) => ("portal-case-promise-reply", at),
            Some(Promised::Resolution(at)) => ("portal-case-promise-resolution", at),
            Some(Promised::Late(at)) => ("portal-case-promise-late", at),
        };
        self.say.text(key, &[("when", self.say.when(at, now, &self.visitor.house.time_zone).into())])
    }

    fn steps(&self) -> Vec<StepShown> {
        let present = self.opened.followed.step();
        let place = Step::ALL.iter().position(|it| *it == present).unwrap_or(0);
        let name = |step: Step| match step {
            Step::Received => "portal-case-step-received",
            Step::Studied => "portal-case-step-studied",
            Step::Answered => "portal-case-step-answered",
            Step::Closed => "portal-case-step-closed",
        };
        let shown = |(it, step): (usize, Step)| StepShown {
            text: self.say.plain(name(step)),
            is_present: it == place,
            is_done: it < place || present == Step::Closed,
        };
        Step::ALL.into_iter().enumerate().map(shown).collect()
    }

    fn phone(&self, sent: &Sent, error: String) -> Field {
        let typed = value(sent, "phone");
        let known = self.opened.phone.clone().unwrap_or_default();
        Field {
            id: "phone".to_owned(),
            kind: "tel".to_owned(),
            label: self.say.plain("portal-case-phone"),
            hint: self.say.plain("portal-case-phone-hint"),
            value: if typed.is_empty() { known } else { typed.to_owned() },
            length_max: 40,
            autocomplete: "tel".to_owned(),
            error,
            ..Field::default()
        }
    }
}

/// Bytes that `it` takes in a page, escaped as the templates' engine escapes.
fn escaped_char_bytes(it: char) -> usize {
    match it {
        '<' | '>' => 4,
        '&' => 5,
        '"' | '\'' | '/' => 6,
        other => other.len_utf8(),
    }
}

fn escaped_bytes(text: &str) -> usize {
    text.chars().map(escaped_char_bytes).sum()
}

/// The beginning of `text` that takes at most `room` bytes in a page, with an ellipsis.
fn cut(text: &str, room: usize) -> String {
    let mut left = room.saturating_sub('…'.len_utf8());
    let fits = |it: &char| {
        let size = escaped_char_bytes(*it);
        let is_room = size <= left;
        left = left.saturating_sub(size);
        is_room
    };
    let mut beginning: String = text.chars().take_while(fits).collect();
    beginning.push('…');
    beginning
}
