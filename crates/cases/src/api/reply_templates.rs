//! `/reply-templates`: texts to answer from, and their rendering for a case.

use std::collections::BTreeMap;

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use jiff::tz::TimeZone;
use kernel::{CaseId, Locale, TemplateId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::templates::{self, NewTemplate, Saying};
use crate::store;
use crate::template::{KNOWN, Rendering, Source, Template, Variable};

/// The templates in use.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TemplateList {
    /// By intent, language and name.
    pub items: Vec<TemplateView>,
    /// What every case offers to a text.
    pub known: Vec<KnownVariable>,
}

/// A variable that every case offers.
#[derive(Serialize, utoipa::ToSchema)]
pub struct KnownVariable {
    /// Its name in texts.
    pub name: String,
    /// Where its value is from.
    pub source: Source,
}

/// A template.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TemplateView {
    /// Names it.
    pub id: TemplateId,
    /// As staff read it.
    pub name: String,
    /// What it is for; the same in each language.
    pub intent: String,
    /// Language it is written in.
    pub language: Locale,
    /// The text.
    pub body: String,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// Offered.
    pub is_active: bool,
    /// Last edit.
    pub updated_at: Timestamp,
    /// Also the `ETag`.
    pub version: i64,
}

/// A template to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateNew {
    /// As staff read it.
    pub name: String,
    /// What it is for.
    #[schema(example = "acknowledge")]
    pub intent: String,
    /// Language it is written in.
    pub language: Locale,
    /// The text.
    #[schema(example = "Bonjour{% if first_name %} {{ first_name }}{% endif %},")]
    pub body: String,
    /// Its variables.
    pub variables: Vec<Variable>,
}

/// What to fill a template in with.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderingRequest {
    /// The case.
    pub case_id: CaseId,
    /// What the writer typed, by variable.
    #[serde(default)]
    #[schema(required = false)]
    pub values: BTreeMap<String, String>,
}

fn view(template: Template) -> TemplateView {
    TemplateView {
        id: template.id,
        name: template.name,
        intent: template.intent,
        language: template.language,
        body: template.body,
        variables: template.variables,
        is_active: template.is_active,
        updated_at: template.updated_at,
        version: template.version,
    }
}

impl From<TemplateNew> for NewTemplate {
    fn from(template: TemplateNew) -> Self {
        let TemplateNew { name, intent, language, body, variables } = template;
        Self { name, intent, language, body, variables }
    }
}

/// The templates in use.
#[utoipa::path(
    get, path = "/reply-templates", operation_id = "list_reply_templates", tag = "cases",
    responses((status = 200, description = "They", body = TemplateList))
)]
pub async fn list_reply_templates(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<TemplateList>, Problem> {
    let found = templates::list(&mut *state.db.read().await?, &caller.actor).await?;
    let known = KNOWN.iter().map(|it| KnownVariable { name: it.0.to_owned(), source: it.1 });
    Ok(Json(TemplateList { items: found.into_iter().map(view).collect(), known: known.collect() }))
}

/// One template, retired or not.
#[utoipa::path(
    get, path = "/reply-templates/{id}", operation_id = "get_reply_template", tag = "cases",
    params(("id" = TemplateId, Path, description = "The template")),
    responses(
        (status = 200, description = "It", body = TemplateView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_reply_template(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<TemplateId>,
) -> Result<Versioned<TemplateView>, Problem> {
    let template = templates::get(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(template.version, view(template)))
}

/// Makes a template; refused if it could ever print an empty variable.
#[utoipa::path(
    post, path = "/reply-templates", operation_id = "create_reply_template", tag = "cases",
    request_body = TemplateNew,
    responses(
        (status = 201, description = "Made", body = TemplateView),
        (status = 409, description = "The name is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_reply_template(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<TemplateNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let template = templates::create(&mut tx, &caller.actor, body.into()).await?;
    let (id, version) = (template.id, template.version);
    let answer = api::created(format!("/api/v1/reply-templates/{id}"), version, &view(template))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Changes a template.
#[utoipa::path(
    put, path = "/reply-templates/{id}", operation_id = "change_reply_template", tag = "cases",
    request_body = TemplateNew,
    params(
        ("id" = TemplateId, Path, description = "The template"),
        ("If-Match" = String, Header, description = "Its version")
    ),
    responses(
        (status = 200, description = "It", body = TemplateView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_reply_template(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<TemplateId>,
    if_match: IfMatch,
    Json(body): Json<TemplateNew>,
) -> Result<Versioned<TemplateView>, Problem> {
    let mut tx = state.db.begin().await?;
    let template = templates::update(&mut tx, &caller.actor, (id, if_match.0), Some(body.into())).await?;
    tx.commit().await?;
    Ok(Versioned::new(template.version, view(template)))
}

/// Retires a template.
#[utoipa::path(
    delete, path = "/reply-templates/{id}", operation_id = "retire_reply_template", tag = "cases",
    params(
        ("id" = TemplateId, Path, description = "The template"),
        ("If-Match" = String, Header, description = "Its version")
    ),
    responses(
        (status = 200, description = "It, retired", body = TemplateView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn retire_reply_template(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<TemplateId>,
    if_match: IfMatch,
) -> Result<Versioned<TemplateView>, Problem> {
    let mut tx = state.db.begin().await?;
    let template = templates::update(&mut tx, &caller.actor, (id, if_match.0), None).await?;
    tx.commit().await?;
    Ok(Versioned::new(template.version, view(template)))
}

/// Fills a template in with what is known of a case, without keeping it. Gaps block sending.
#[utoipa::path(
    post, path = "/reply-templates/{id}/rendering", operation_id = "render_reply_template", tag = "cases",
    request_body = RenderingRequest, params(("id" = TemplateId, Path, description = "The template")),
    responses(
        (status = 200, description = "The text, each value in it, and what is missing", body = Rendering),
        (status = 404, description = "No such template or case", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn render_reply_template(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<TemplateId>,
    Json(request): Json<RenderingRequest>,
) -> Result<Json<Rendering>, Problem> {
    let mut read = state.db.read().await?;
    let zone = store::calendars::default_zone(&mut read).await?;
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    let saying = Saying {
        instant: &|locale, at| said(&state, locale, at, &zone, "cases-instant"),
        day: &|locale, at| said(&state, locale, at, &zone, "cases-day"),
        company: &state.config.company,
        typed: &request.values,
    };
    let case = (id, request.case_id);
    Ok(Json(templates::render(&mut read, &caller.actor, case, saying).await?))
}

/// `at` as the wall clock of `zone` shows it, in words.
fn said(state: &State, locale: Locale, at: Timestamp, zone: &TimeZone, key: &str) -> String {
    let wall = zone.to_datetime(at.to_jiff());
    let words = |key: String| state.words.text(locale, &key, &[]);
    state.words.text(
        locale,
        key,
        &[
            ("weekday", words(format!("cases-weekday-{}", wall.weekday().to_monday_one_offset())).into()),
            ("day", i64::from(wall.day()).into()),
            ("month", words(format!("cases-month-{}", wall.month())).into()),
            ("year", wall.year().to_string().into()),
            ("time", format!("{:02}:{:02}", wall.hour(), wall.minute()).into()),
        ],
    )
}
