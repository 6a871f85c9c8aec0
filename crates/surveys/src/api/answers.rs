//! `/invitations`, `/responses`.

use access::Caller;
use api::{Answer, Idempotency, Json, Paging, Path, Problem, Query, State};
use kernel::{CaseId, Cursor, Permission, PersonId, ResponseId, SurveyId};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::survey::{Invitation, InvitationState, Response};

/// One page of invitations.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InvitationPage {
    /// Latest first.
    pub items: Vec<Invitation>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// One page of responses.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SurveyResponsePage)]
pub struct ResponsePage {
    /// Latest first.
    pub items: Vec<Response>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Whom to ask.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationNew {
    /// To which survey.
    pub survey_id: SurveyId,
    /// Whom.
    pub person_id: PersonId,
    /// About which case of theirs.
    #[schema(required = false)]
    pub case_id: Option<CaseId>,
    /// Whether to ask although the quiet days or an open complaint speak against it.
    #[serde(default)]
    #[schema(required = false)]
    pub insists: bool,
}

/// What a list of invitations is narrowed to.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InvitationQuery {
    /// To this survey.
    #[param(required = false)]
    pub survey_id: Option<SurveyId>,
    /// Of this person.
    #[param(required = false)]
    pub person_id: Option<PersonId>,
    /// In this state.
    #[param(required = false)]
    pub state: Option<InvitationState>,
}

/// What a list of responses is narrowed to.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResponseQuery {
    /// Of this person.
    #[param(required = false)]
    pub person_id: Option<PersonId>,
    /// To this survey.
    #[param(required = false)]
    pub survey_id: Option<SurveyId>,
}

/// Who was asked, and who was not and why; latest first.
#[utoipa::path(
    get, path = "/invitations", operation_id = "list_invitations", tag = "surveys", params(InvitationQuery, Paging),
    responses((status = 200, description = "One page", body = InvitationPage))
)]
pub async fn list_invitations(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<InvitationQuery>,
    paging: Paging,
) -> Result<Json<InvitationPage>, Problem> {
    let mut conn = state.db.read().await?;
    let before = paging.number(0)?;
    let (survey, person) = (query.survey_id, query.person_id);
    let page =
        actions::invitations(&mut conn, &caller.actor, survey, person, query.state, before, paging.limit).await?;
    Ok(Json(InvitationPage { items: page.items, next: page.next }))
}

/// Asks one person, now.
#[utoipa::path(
    post, path = "/invitations", operation_id = "create_invitation", tag = "surveys", request_body = InvitationNew,
    responses(
        (status = 201, description = "Waits to be sent", body = Invitation),
        (status = 409, description = "The survey cannot be asked, or not this person now, and why", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The case is not theirs", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_invitation(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<InvitationNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let (survey, person, case) = (body.survey_id, body.person_id, body.case_id);
    access::require(&caller.actor, Permission::SurveysWrite)?;
    let now = tx.now();
    let whom = (survey, person, case);
    actions::may_be_asked(&mut tx, whom, body.insists, now).await?;
    let invitation = actions::invite_person(&mut tx, &caller.actor, whom, body.insists).await?;
    let answer = api::created(format!("/api/v1/invitations?person_id={person}"), 1, &invitation)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// What came back, latest first.
#[utoipa::path(
    get, path = "/responses", operation_id = "list_responses", tag = "surveys", params(ResponseQuery, Paging),
    responses((status = 200, description = "One page", body = ResponsePage))
)]
pub async fn list_responses(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<ResponseQuery>,
    paging: Paging,
) -> Result<Json<ResponsePage>, Problem> {
    let before = paging.number(0)?.zip(paging.number(1)?);
    let mut conn = state.db.read().await?;
    let (person, survey) = (query.person_id, query.survey_id);
    let page = actions::responses(&mut conn, &caller.actor, person, survey, before, paging.limit).await?;
    Ok(Json(ResponsePage { items: page.items, next: page.next }))
}

/// One response.
#[utoipa::path(
    get, path = "/responses/{id}", operation_id = "get_response", tag = "surveys",
    params(("id" = ResponseId, Path, description = "The response")),
    responses(
        (status = 200, description = "It", body = Response),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_response(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ResponseId>,
) -> Result<Json<Response>, Problem> {
    Ok(Json(actions::response(&mut *state.db.read().await?, &caller.actor, id).await?))
}
