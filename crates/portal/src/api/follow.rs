//! `/contact/follow`: asks for links to one's cases by mail. One answer, whoever asks.

use api::limit::Rate;
use api::{Form, Problem, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Email, Locale};
use serde::{Deserialize, Serialize};

use crate::api::shell::{ErrorLine, Notice, Way, language, see_other};
use crate::api::visitor::{Unproven, Visitor};
use crate::fields::{Field, Sent, value};
use crate::jobs::SendFollowLinks;
use crate::proof;

/// The form's path, and what its proof is about.
const FORM: &str = "/contact/follow";
/// Requests from one place.
const BY_PLACE: Rate = Rate { count: 10, seconds: 3_600 };
/// Requests for one address: three, then one every twenty minutes. Nobody's mailbox is filled by others.
const BY_ADDRESS: Rate = Rate { count: 3, seconds: 3_600 };

#[derive(Debug, Serialize)]
struct Content {
    fields: Vec<Field>,
    proof: String,
}

/// Whether the form was just sent.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FollowQuery {
    /// Set once the form was taken.
    #[param(required = false)]
    done: Option<u8>,
}

/// Shows the form that asks for links to one's cases.
#[utoipa::path(
    get, path = "/contact/follow", operation_id = "get_follow", tag = "portal", params(FollowQuery),
    responses((status = 200, description = "The form", content_type = "text/html", body = String))
)]
pub async fn get_follow(visitor: Visitor, Query(query): Query<FollowQuery>) -> Result<Response, Problem> {
    let locale = visitor.locale;
    let frame = visitor.frame(locale, FORM);
    let say = frame.say;
    if query.done.is_some() {
        let paragraphs = vec![say.plain("portal-follow-done"), say.plain("portal-follow-done-none")];
        let way = Way { href: format!("/contact?lang={locale}"), text: say.plain("portal-footer-contact") };
        let notice = Notice { paragraphs, is_good: true, links: vec![way] };
        return frame.notice(StatusCode::OK, "portal-follow-done-title", notice);
    }
    page(&visitor, locale, StatusCode::OK, "", Vec::new(), None)
}

/// Takes the form. Known or not, the answer is the same: a job looks, after it.
#[utoipa::path(
    post, path = "/contact/follow", operation_id = "post_follow", tag = "portal",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Taken"),
        (status = 422, description = "Not an address", content_type = "text/html", body = String),
        (status = 429, description = "Too many requests from there"),
    )
)]
pub async fn post_follow(visitor: Visitor, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    let locale = language(Some(value(&sent, "lang")), visitor.locale);
    let done = || see_other(&format!("{FORM}?done=1&lang={locale}"));
    if !value(&sent, proof::TRAP).is_empty() {
        return Ok(done());
    }
    let typed = value(&sent, "email");
    let Ok(email) = typed.parse::<Email>() else {
        let text = visitor.say(locale).plain("portal-follow-error-email");
        let error = ErrorLine { field: "email".to_owned(), text };
        return page(&visitor, locale, StatusCode::UNPROCESSABLE_ENTITY, typed, vec![error], None);
    };
    if let Some(Unproven { error, kept }) = visitor.unproven(FORM, &sent, locale) {
        return page(&visitor, locale, StatusCode::UNPROCESSABLE_ENTITY, typed, vec![error], kept);
    }
    let state = &visitor.state;
    let now = state.db.now();
    state.limits.take(&format!("follow:{}", visitor.ip.0), BY_PLACE, now)?;
    // Past the limit of an address nothing is sent, and nothing is said about it.
    if state.limits.take(&format!("follow_to:{email}"), BY_ADDRESS, now).is_ok() {
        let mut tx = state.db.begin().await?;
        jobs::enqueue(&mut tx, &SendFollowLinks { email: email.to_string(), locale }).await?;
        tx.commit().await?;
    }
    Ok(done())
}

fn page(
    visitor: &Visitor,
    locale: Locale,
    status: StatusCode,
    typed: &str,
    errors: Vec<ErrorLine>,
    kept: Option<String>,
) -> Result<Response, Problem> {
    let frame = visitor.frame(locale, FORM);
    let email = Field {
        id: "email".to_owned(),
        kind: "email".to_owned(),
        label: frame.say.plain("portal-follow-email"),
        value: typed.to_owned(),
        length_max: 254,
        autocomplete: "email".to_owned(),
        error: errors.iter().find(|it| it.field == "email").map(|it| it.text.clone()).unwrap_or_default(),
        ..Field::default()
    };
    let content = Content { fields: vec![email], proof: kept.unwrap_or_else(|| visitor.proof(FORM)) };
    frame.page(status, "follow.html", frame.say.plain("portal-follow-title"), errors, content)
}
