//! `/contact`: a message that becomes a case, with the promise that it gets.

use api::json::unreadable;
use api::limit::Rate;
use api::{Path, Problem, Query, State};
use axum::extract::Multipart;
use axum::extract::multipart::{Field as Part, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::Response;
use interactions::actions::NewAttachment;
use kernel::{CaseId, Locale};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::shell::{ErrorLine, Frame, House, Notice, Way, language, see_other};
use crate::api::visitor::Visitor;
use crate::api::words::Say;
use crate::contact::{ATTACHMENT_BYTES_MAX, Fault, MESSAGE_LENGTH_MAX, NAME_LENGTH_MAX, REACH_LENGTH_MAX, read};
use crate::error::PortalError;
use crate::fields::{Field, OptionShown, Sent, value};
use crate::proof::{self, Proven};
use crate::{promised, store};

/// The form's path, and what its proof is about.
const FORM: &str = "/contact";
/// Messages from one place: ten at once, then one every six minutes. A flood of cases is a flood of mails.
const MESSAGES: Rate = Rate { count: 10, seconds: 3_600 };

#[derive(Debug, Serialize)]
struct Content {
    promise: String,
    topic: Field,
    fields: Vec<Field>,
    attachment_error: String,
    proof: String,
}

/// Where a message that was taken leads.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SentQuery {
    /// The case it became.
    #[param(required = false)]
    case: Option<CaseId>,
    /// Our mark on it: without it, nothing of the case is said.
    #[param(required = false)]
    mark: Option<String>,
}

/// A file that came with the form.
struct File {
    name: String,
    media_type: String,
    content: Vec<u8>,
}

/// Shows the contact form.
#[utoipa::path(
    get, path = "/contact", operation_id = "get_contact", tag = "portal",
    responses((status = 200, description = "The form", content_type = "text/html", body = String))
)]
pub async fn get_contact(visitor: Visitor) -> Result<Response, Problem> {
    let form = Form::load(&visitor.state, &visitor.house, visitor.locale).await?;
    form.page(StatusCode::OK, &Sent::new(), &[], None)
}

/// Shows the contact form with its topic chosen, by a link that names it; says that there is no such page otherwise.
#[utoipa::path(
    get, path = "/contact/{topic}", operation_id = "get_contact_topic", tag = "portal",
    params(("topic" = String, Path, description = "A type of case that customers may choose")),
    responses(
        (status = 200, description = "The form", content_type = "text/html", body = String),
        (status = 404, description = "No such topic", content_type = "text/html", body = String),
    )
)]
pub async fn get_contact_topic(visitor: Visitor, Path(topic): Path<String>) -> Result<Response, Problem> {
    let form = Form::load(&visitor.state, &visitor.house, visitor.locale).await?;
    if form.topics.iter().any(|it| it.0 == topic) {
        return form.page(StatusCode::OK, &vec![("topic".to_owned(), topic)], &[], None);
    }
    let frame = visitor.frame(visitor.locale, FORM);
    let href = format!("/contact?lang={}", visitor.locale);
    let way = Way { href, text: frame.say.plain("portal-footer-contact") };
    let notice = Notice { paragraphs: vec![frame.say.plain("portal-not-found")], is_good: false, links: vec![way] };
    frame.notice(StatusCode::NOT_FOUND, "portal-not-found-title", notice)
}

/// Takes the contact form: a case is opened, or the page says all that is wrong and keeps what was typed.
#[utoipa::path(
    post, path = "/contact", operation_id = "post_contact", tag = "portal",
    request_body(content = String, content_type = "multipart/form-data"),
    responses(
        (status = 303, description = "Taken"),
        (status = 422, description = "Not taken; the page says why", content_type = "text/html", body = String),
        (status = 429, description = "Too many messages from there"),
    )
)]
pub async fn post_contact(visitor: Visitor, body: Result<Multipart, MultipartRejection>) -> Result<Response, Problem> {
    let (sent, file) = parts(body.map_err(|it| unreadable(it.status(), "form_unreadable"))?).await?;
    let Visitor { state, house, ip, .. } = &visitor;
    let locale = language(Some(value(&sent, "lang")), visitor.locale);
    if !value(&sent, proof::TRAP).is_empty() {
        return Ok(see_other(&format!("/contact/sent?lang={locale}")));
    }
    let form = Form::load(state, house, locale).await?;
    let keys: Vec<String> = form.topics.iter().map(|it| it.0.clone()).collect();
    let size = file.as_ref().map_or(0, |it| it.content.len());
    let message = match read(&sent, size, &keys, &house.country) {
        Ok(message) => message,
        Err(faults) => return form.page(StatusCode::UNPROCESSABLE_ENTITY, &sent, &faults, None),
    };
    let now = state.db.now();
    let proven = proof::check(state.config.secret_key.bytes(), FORM, value(&sent, "proof"), now);
    if proven != Proven::Good {
        return form.page(StatusCode::UNPROCESSABLE_ENTITY, &sent, &[], Some(proven));
    }
    state.limits.take(&format!("contact:{}", ip.0), MESSAGES, now)?;
    let (mut attachments, mut attached) = (Vec::new(), String::new());
    if let Some(file) = file {
        // On disk before the row that names it.
        let blob = state.blobs.put(file.content.clone().into()).await?;
        attached = format!("{blob} {}", file.name);
        attachments.push(NewAttachment::new(&file.name, &file.media_type, &file.content, blob, None));
    }
    let hash = proof::of_form(FORM, &sent, &attached);
    let mut tx = state.db.begin().await?;
    if !store::take_form(&mut tx, &hash).await? {
        // Pressed twice: the other one became a case.
        let case = store::case_of_form(&mut tx, &hash).await?;
        return Ok(taken(state, locale, case));
    }
    let case = actions::open_case(&mut tx, &message, locale, attachments).await?;
    store::form_became(&mut tx, &hash, case.id).await?;
    tx.commit().await?;
    Ok(taken(state, locale, Some(case.id)))
}

/// To the page that says what became of a message.
fn taken(state: &State, locale: Locale, case: Option<CaseId>) -> Response {
    let key = state.config.secret_key.bytes();
    let named = case.map(|it| format!("&case={it}&mark={}", proof::sign(key, &it.to_string()))).unwrap_or_default();
    see_other(&format!("/contact/sent?lang={locale}{named}"))
}

/// Says that a message was taken, and what is promised for it.
#[utoipa::path(
    get, path = "/contact/sent", operation_id = "get_contact_sent", tag = "portal", params(SentQuery),
    responses((status = 200, description = "Taken", content_type = "text/html", body = String))
)]
pub async fn get_contact_sent(visitor: Visitor, Query(query): Query<SentQuery>) -> Result<Response, Problem> {
    let Visitor { state, house, locale, .. } = &visitor;
    let frame = visitor.frame(*locale, FORM);
    let say = frame.say;
    let key = state.config.secret_key.bytes();
    let is_ours = |case: &CaseId| query.mark.as_ref().is_some_and(|it| proof::is_signed(key, &case.to_string(), it));
    let mut paragraphs = Vec::new();
    match query.case.filter(is_ours) {
        Some(case) => {
            let due = store::published_due(&mut *state.db.read().await?, case).await?;
            let now = state.db.now();
            paragraphs.push(due.map_or_else(
                || say.plain("portal-contact-done-none"),
                |(_, at)| {
                    let when = say.when(at, now, &house.time_zone);
                    say.text("portal-contact-done-promise", &[("when", when.into())])
                },
            ));
            paragraphs.push(say.text("portal-contact-done-number", &[("number", case.number().into())]));
        }
        None => paragraphs.push(say.plain("portal-contact-done-none")),
    }
    let way = Way { href: format!("/contact/follow?lang={locale}"), text: say.plain("portal-contact-follow") };
    frame.notice(StatusCode::OK, "portal-contact-done-title", Notice { paragraphs, is_good: true, links: vec![way] })
}

fn broken(error: MultipartError) -> Problem {
    unreadable(error.status(), "form_unreadable")
}

/// The fields and the file of a form with a file.
async fn parts(mut body: Multipart) -> Result<(Sent, Option<File>), Problem> {
    let mut sent = Sent::new();
    let mut file = None;
    while let Some(part) = body.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "attachment" {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
            let content = content(part).await?;
            if !content.is_empty() {
                file = Some(File { name: file_name, media_type, content });
            }
        } else if sent.len() < 50 {
            sent.push((name, part.text().await.map_err(broken)?));
        }
    }
    Ok((sent, file))
}

/// The file, read to its end; one larger than is taken is cut one byte after the most.
async fn content(mut part: Part<'_>) -> Result<Vec<u8>, Problem> {
    let mut content = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        let room = ATTACHMENT_BYTES_MAX + 1 - content.len();
        content.extend(chunk.iter().take(room));
    }
    Ok(content)
}

/// The form with what it needs to be shown.
struct Form<'a> {
    state: &'a State,
    house: &'a House,
    say: Say,
    topics: Vec<(String, String)>,
    promises: Vec<store::Promise>,
}

impl<'a> Form<'a> {
    async fn load(state: &'a State, house: &'a House, locale: Locale) -> Result<Self, PortalError> {
        let mut read = state.db.read().await?;
        let topics = store::topics(&mut read, locale).await?;
        let promises = store::promises(&mut read).await?;
        Ok(Self { state, house, say: Say { locale, words: state.words }, topics, promises })
    }

    fn page(
        &self,
        status: StatusCode,
        sent: &Sent,
        faults: &[Fault],
        again: Option<Proven>,
    ) -> Result<Response, Problem> {
        let now = self.state.db.now();
        let mut errors: Vec<ErrorLine> =
            faults.iter().map(|it| ErrorLine { field: it.field().to_owned(), text: self.say.fault(*it) }).collect();
        if let Some(proven) = again {
            let key = if proven == Proven::TooFast { "portal-too-fast" } else { "portal-stale-form" };
            errors.push(ErrorLine { field: "main".to_owned(), text: self.say.plain(key) });
        }
        let error =
            |field: &str| errors.iter().find(|it| it.field == field).map(|it| it.text.clone()).unwrap_or_default();
        let proof = match again {
            Some(Proven::TooFast) => value(sent, "proof").to_owned(),
            _ => proof::make(self.state.config.secret_key.bytes(), FORM, now),
        };
        let content = Content {
            promise: self.promise(),
            topic: self.topic(sent, error("topic")),
            fields: ["message", "name", "reach"].map(|it| self.field(it, sent, error(it))).into(),
            attachment_error: error("attachment"),
            proof,
        };
        let frame = Frame { say: self.say, house: self.house, path: FORM, languages: &Locale::ALL };
        frame.page(status, "contact.html", self.say.plain("portal-contact-title"), errors, content)
    }

    fn promise(&self) -> String {
        let now = self.state.db.now();
        let keys: Vec<String> = self.topics.iter().map(|it| it.0.clone()).collect();
        promised::latest(&self.promises, &keys, now).map_or_else(
            || self.say.plain("portal-contact-promise-none"),
            |at| {
                let when = self.say.when(at, now, &self.house.time_zone);
                self.say.text("portal-contact-promise-soon", &[("when", when.into())])
            },
        )
    }

    fn topic(&self, sent: &Sent, error: String) -> Field {
        let chosen = value(sent, "topic");
        let option = |(key, name): &(String, String)| OptionShown {
            value: key.clone(),
            text: name.clone(),
            meaning: String::new(),
            checked: key == chosen,
        };
        Field {
            id: "topic".to_owned(),
            kind: "choices".to_owned(),
            label: self.say.plain("portal-contact-topic"),
            options: self.topics.iter().map(option).collect(),
            error,
            ..Field::default()
        }
    }

    fn field(&self, name: &str, sent: &Sent, error: String) -> Field {
        let (length_max, autocomplete) = match name {
            "message" => (MESSAGE_LENGTH_MAX, ""),
            "name" => (NAME_LENGTH_MAX, "name"),
            // Mail or phone: neither token of WCAG 1.3.5 is true for both.
            _ => (REACH_LENGTH_MAX, ""),
        };
        let hint = if name == "reach" { self.say.plain("portal-contact-reach-hint") } else { String::new() };
        Field {
            id: name.to_owned(),
            kind: "text".to_owned(),
            label: self.say.plain(&format!("portal-contact-{name}")),
            hint,
            value: value(sent, name).to_owned(),
            length_max,
            is_long: name == "message",
            autocomplete: autocomplete.to_owned(),
            error,
            ..Field::default()
        }
    }
}

const _: () = assert!(ATTACHMENT_BYTES_MAX == 10 * 1024 * 1024, "the form's words say 10 MB");
