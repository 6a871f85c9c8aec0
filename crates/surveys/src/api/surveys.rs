//! `/survey-templates`, `/surveys`.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Paging, Path, Problem, Query, Reason, State, Versioned};
use kernel::{Cursor, Locale, SurveyId, Timestamp};
use questionnaire::templates::Template;
use questionnaire::{Answers, Definition};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::error::SurveyError;
use crate::results::Results;
use crate::survey::{Survey, SurveySummary, SurveyVersion};
use crate::visit::PageView;

/// Surveys to start from.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SurveyTemplateList)]
pub struct TemplateList {
    /// The one to send after a case first.
    pub items: Vec<Template>,
}

/// One page of surveys.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SurveyPage {
    /// By name.
    pub items: Vec<SurveySummary>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// A survey to draft.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyNew {
    /// As staff read it.
    pub name: String,
    /// The template to start from; `definition` instead if it is written already.
    #[schema(required = false)]
    pub template: Option<String>,
    /// What it asks.
    #[schema(required = false)]
    pub definition: Option<Definition>,
}

/// What to change of a survey; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyPatch {
    /// As staff read it.
    #[schema(required = false)]
    pub name: Option<String>,
    /// What the next version will ask, whole.
    #[schema(required = false)]
    pub draft: Option<Definition>,
    /// Whether it is asked at all.
    #[schema(required = false)]
    pub is_active: Option<bool>,
}

/// The versions of a survey.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SurveyVersionList {
    /// Latest first; at most 100.
    pub items: Vec<SurveyVersion>,
}

/// The draft's pages as a customer would see them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SurveyPreview {
    /// The pages on the way, first to last.
    pub pages: Vec<PageView>,
}

/// How a draft is to be previewed.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// In which language; the default one if it does not speak it.
    #[param(required = false)]
    pub locale: Option<Locale>,
    /// A score given to the first question, to see where it leads.
    #[param(required = false)]
    pub score: Option<String>,
}

/// Over which window results are counted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResultsQuery {
    /// From when, included; the beginning if absent.
    #[param(required = false)]
    pub from: Option<Timestamp>,
    /// To when, excluded; now if absent.
    #[param(required = false)]
    pub to: Option<Timestamp>,
    /// In which language questions are shown.
    #[param(required = false)]
    pub locale: Option<Locale>,
}

/// Surveys to start from.
#[utoipa::path(
    get, path = "/survey-templates", operation_id = "list_survey_templates", tag = "surveys",
    responses((status = 200, description = "The templates", body = TemplateList))
)]
pub async fn list_survey_templates(caller: Caller) -> Result<Json<TemplateList>, Problem> {
    access::require(&caller.actor, kernel::Permission::SurveysRead)?;
    Ok(Json(TemplateList { items: questionnaire::templates::all() }))
}

/// Surveys, by name.
#[utoipa::path(
    get, path = "/surveys", operation_id = "list_surveys", tag = "surveys", params(Paging),
    responses((status = 200, description = "One page", body = SurveyPage))
)]
pub async fn list_surveys(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
) -> Result<Json<SurveyPage>, Problem> {
    let after = paging.text(0)?.map(str::to_owned).zip(paging.number(1)?);
    let page = actions::list(&mut *state.db.read().await?, &caller.actor, after, paging.limit).await?;
    Ok(Json(SurveyPage { items: page.items, next: page.next }))
}

/// Drafts a survey from a template or a definition.
#[utoipa::path(
    post, path = "/surveys", operation_id = "create_survey", tag = "surveys", request_body = SurveyNew,
    responses(
        (status = 201, description = "Drafted", body = Survey),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_survey(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<SurveyNew>,
) -> Result<Answer, Problem> {
    let draft = draft_of(body.template.as_deref(), body.definition)?;
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let survey = actions::create(&mut tx, &caller.actor, &body.name, draft).await?;
    let answer = api::created(format!("/api/v1/surveys/{}", survey.id), survey.version, &survey)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

fn draft_of(template: Option<&str>, definition: Option<Definition>) -> Result<Definition, SurveyError> {
    let refuse = |field, reason| Err(SurveyError::Field { field, reason });
    match (template, definition) {
        (None, Some(definition)) => Ok(definition),
        (Some(key), None) => match questionnaire::templates::all().into_iter().find(|it| it.key == key) {
            Some(template) => Ok(template.definition),
            None => refuse("/template", Reason::new("survey_template_unknown")),
        },
        _ => refuse("/template", Reason::new("survey_template_or_definition")),
    }
}

/// One survey with its draft and what is wrong with it.
#[utoipa::path(
    get, path = "/surveys/{id}", operation_id = "get_survey", tag = "surveys",
    params(("id" = SurveyId, Path, description = "The survey")),
    responses(
        (status = 200, description = "It", body = Survey),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_survey(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyId>,
) -> Result<Versioned<Survey>, Problem> {
    let survey = actions::survey(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(survey.version, survey))
}

/// Renames, redrafts, withdraws or brings back a survey.
#[utoipa::path(
    patch, path = "/surveys/{id}", operation_id = "change_survey", tag = "surveys", request_body = SurveyPatch,
    params(("id" = SurveyId, Path, description = "The survey"), ("If-Match" = String, Header, description = "The version read")),
    responses(
        (status = 200, description = "As it is now", body = Survey),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_survey(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyId>,
    IfMatch(version): IfMatch,
    Json(body): Json<SurveyPatch>,
) -> Result<Versioned<Survey>, Problem> {
    let mut tx = state.db.begin().await?;
    let survey = actions::update(&mut tx, &caller.actor, id, version, |survey| {
        survey.name = body.name.unwrap_or_else(|| survey.name.clone());
        survey.draft = body.draft.unwrap_or_else(|| survey.draft.clone());
        survey.is_active = body.is_active.unwrap_or(survey.is_active);
    })
    .await?;
    tx.commit().await?;
    Ok(Versioned::new(survey.version, survey))
}

/// The versions of a survey, latest first.
#[utoipa::path(
    get, path = "/surveys/{id}/versions", operation_id = "list_survey_versions", tag = "surveys",
    params(("id" = SurveyId, Path, description = "The survey")),
    responses((status = 200, description = "The versions", body = SurveyVersionList))
)]
pub async fn list_survey_versions(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyId>,
) -> Result<Json<SurveyVersionList>, Problem> {
    let items = actions::versions(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Json(SurveyVersionList { items }))
}

/// Publishes the draft as the next version, asked from now on.
#[utoipa::path(
    post, path = "/surveys/{id}/versions", operation_id = "publish_survey", tag = "surveys",
    params(("id" = SurveyId, Path, description = "The survey"), ("If-Match" = String, Header, description = "The version read")),
    responses(
        (status = 201, description = "Published", body = SurveyVersion),
        (status = 409, description = "Published already", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The draft is faulty", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn publish_survey(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Path(id): Path<SurveyId>,
    IfMatch(version): IfMatch,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let published = actions::publish(&mut tx, &caller.actor, id, version).await?;
    let answer = api::created(format!("/api/v1/surveys/{id}/versions"), version + 1, &published)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The draft's pages as a customer would see them.
#[utoipa::path(
    get, path = "/surveys/{id}/preview", operation_id = "get_survey_preview", tag = "surveys",
    params(("id" = SurveyId, Path, description = "The survey"), PreviewQuery),
    responses((status = 200, description = "The pages", body = SurveyPreview))
)]
pub async fn get_survey_preview(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyId>,
    Query(query): Query<PreviewQuery>,
) -> Result<Json<SurveyPreview>, Problem> {
    let mut conn = state.db.read().await?;
    let draft = actions::survey(&mut conn, &caller.actor, id).await?.draft;
    let answered = query.score.as_deref().and_then(|it| draft.preselected(it));
    let answers: Answers = answered.map(|(question, answer)| (question.key.clone(), answer)).into_iter().collect();
    let pages = actions::preview(&mut conn, &caller.actor, id, query.locale, &answers).await?;
    Ok(Json(SurveyPreview { pages }))
}

/// What came back to a survey.
#[utoipa::path(
    get, path = "/surveys/{id}/results", operation_id = "get_survey_results", tag = "surveys",
    params(("id" = SurveyId, Path, description = "The survey"), ResultsQuery),
    responses(
        (status = 200, description = "The counts", body = Results),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_survey_results(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyId>,
    Query(query): Query<ResultsQuery>,
) -> Result<Json<Results>, Problem> {
    let from = query.from.unwrap_or(Timestamp::from_micros(0));
    let to = query.to.unwrap_or_else(|| state.db.now().plus_seconds(1));
    let locale = query.locale.unwrap_or(caller.locale);
    let mut conn = state.db.read().await?;
    Ok(Json(actions::results(&mut conn, &caller.actor, id, from, to, locale).await?))
}
