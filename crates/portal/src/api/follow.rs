//! `/contact/follow`: asks for links to one's cases by mail. One answer, whoever asks.

use std::sync::Arc;

use api::limit::Rate;
use api::{ClientIp, Problem, Query, State};
use axum::Extension;
use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Email;
use serde::{Deserialize, Serialize};

use crate::api::shell::{ErrorLine, Frame, Notice, Shell, Way, language, see_other};
use crate::api::words::Say;
use crate::fields::{Field, Sent, value};
use crate::jobs::SendFollowLinks;
use crate::proof::{self, Proven};

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
pub async fn get_follow(
    axum::extract::State(state): axum::extract::State<State>,
    Extension(shell): Extension<Arc<Shell>>,
    api::Locale(locale): api::Locale,
    Query(query): Query<FollowQuery>,
) -> Result<Response, Problem> {
    let house = shell.house(&state).await?;
    let say = Say { locale, words: state.words };
    let frame = Frame { say, house: &house, path: FORM };
    if query.done.is_some() {
        let paragraphs = vec![say.plain("portal-follow-done"), say.plain("portal-follow-done-none")];
        let way = Way { href: format!("/contact?lang={locale}"), text: say.plain("portal-footer-contact") };
        let notice = Notice { paragraphs, is_good: true, links: vec![way] };
        return frame.notice(StatusCode::OK, "portal-follow-done-title", notice);
    }
    page(&state, &frame, StatusCode::OK, "", Vec::new(), None)
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
pub async fn post_follow(
    axum::extract::State(state): axum::extract::State<State>,
    Extension(shell): Extension<Arc<Shell>>,
    api::Locale(reader): api::Locale,
    ip: ClientIp,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let locale = language(Some(value(&sent, "lang")), reader);
    let done = || see_other(&format!("{FORM}?done=1&lang={locale}"));
    if !value(&sent, proof::TRAP).is_empty() {
        return Ok(done());
    }
    let house = shell.house(&state).await?;
    let say = Say { locale, words: state.words };
    let frame = Frame { say, house: &house, path: FORM };
    let typed = value(&sent, "email");
    let Ok(email) = typed.parse::<Email>() else {
        let error = ErrorLine { field: "email".to_owned(), text: say.plain("portal-follow-error-email") };
        return page(&state, &frame, StatusCode::UNPROCESSABLE_ENTITY, typed, vec![error], None);
    };
    let now = state.db.now();
    let proven = proof::check(state.config.secret_key.bytes(), FORM, value(&sent, "proof"), now);
    if proven != Proven::Good {
        let key = if proven == Proven::TooFast { "portal-too-fast" } else { "portal-stale-form" };
        let error = ErrorLine { field: "main".to_owned(), text: say.plain(key) };
        let kept = (proven == Proven::TooFast).then(|| value(&sent, "proof"));
        return page(&state, &frame, StatusCode::UNPROCESSABLE_ENTITY, typed, vec![error], kept);
    }
    state.limits.take(&format!("follow:{}", ip.0), BY_PLACE, now)?;
    // Past the limit of an address nothing is sent, and nothing is said about it.
    if state.limits.take(&format!("follow_to:{email}"), BY_ADDRESS, now).is_ok() {
        let mut tx = state.db.begin().await?;
        jobs::enqueue(&mut tx, &SendFollowLinks { email: email.to_string(), locale }).await?;
        tx.commit().await?;
    }
    Ok(done())
}

fn page(
    state: &State,
    frame: &Frame<'_>,
    status: StatusCode,
    typed: &str,
    errors: Vec<ErrorLine>,
    kept: Option<&str>,
) -> Result<Response, Problem> {
    let now = state.db.now();
    let fresh = || proof::make(state.config.secret_key.bytes(), FORM, now);
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
    let content = Content { fields: vec![email], proof: kept.map_or_else(fresh, str::to_owned) };
    frame.page(status, "follow.html", frame.say.plain("portal-follow-title"), errors, content)
}
