//! `/cases/{id}/drafts/{mode}`: what the caller is writing.

use access::Caller;
use api::{Json, Path, Problem, State, Versioned};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{CaseId, TemplateId};
use serde::Deserialize;

use crate::actions::drafts;
use crate::draft::{Draft, Mode};

/// A text to keep.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftText {
    /// The text so far.
    pub body: String,
    /// Template it started from.
    #[serde(default)]
    #[schema(required = false)]
    pub template_id: Option<TemplateId>,
}

/// The caller's draft.
#[utoipa::path(
    get, path = "/cases/{id}/drafts/{mode}", operation_id = "get_draft", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), ("mode" = Mode, Path, description = "What it will be")),
    responses(
        (status = 200, description = "It", body = Draft),
        (status = 204, description = "Nothing is being written"),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_draft(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, mode)): Path<(CaseId, Mode)>,
) -> Result<Response, Problem> {
    let found = drafts::get(&mut *state.db.read().await?, &caller.actor, id, mode).await?;
    Ok(match found {
        Some(draft) => Versioned::new(draft.version, draft).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Keeps the caller's draft. `If-Match` may be left out: the last text saved wins.
#[utoipa::path(
    put, path = "/cases/{id}/drafts/{mode}", operation_id = "set_draft", tag = "cases", request_body = DraftText,
    params(("id" = CaseId, Path, description = "The case"), ("mode" = Mode, Path, description = "What it will be")),
    responses(
        (status = 200, description = "It", body = Draft),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Saved elsewhere since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_draft(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, mode)): Path<(CaseId, Mode)>,
    headers: HeaderMap,
    Json(text): Json<DraftText>,
) -> Result<Versioned<Draft>, Problem> {
    let version = headers.get(header::IF_MATCH).map(|it| it.to_str().unwrap_or_default().trim_matches('"').parse());
    let version = version.transpose().map_err(|_| Problem::stale())?;
    let mut tx = state.db.begin().await?;
    let draft = drafts::save(&mut tx, &caller.actor, (id, mode), (text.body, text.template_id), version).await?;
    tx.commit().await?;
    Ok(Versioned::new(draft.version, draft))
}

/// Drops the caller's draft.
#[utoipa::path(
    delete, path = "/cases/{id}/drafts/{mode}", operation_id = "delete_draft", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), ("mode" = Mode, Path, description = "What it will be")),
    responses(
        (status = 204, description = "Dropped"),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn delete_draft(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, mode)): Path<(CaseId, Mode)>,
) -> Result<StatusCode, Problem> {
    let mut tx = state.db.begin().await?;
    drafts::delete(&mut tx, &caller.actor, id, mode).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
