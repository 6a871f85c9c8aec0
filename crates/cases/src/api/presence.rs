//! `/cases/{id}/presence`: who is on a case.

use access::Caller;
use api::{Json, Path, Problem, State};
use kernel::CaseId;
use serde::{Deserialize, Serialize};

use crate::actions::presence::set;
use crate::error::CaseError;
use crate::presence::{Doing, Presence, Present};

/// What the caller does on a case.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceSign {
    /// What.
    pub doing: Doing,
}

/// The others on a case.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PresenceList {
    /// In the order they came.
    pub items: Vec<Present>,
}

/// Says that the caller is on a case; repeat every 20 s. Answers who else is.
#[utoipa::path(
    put, path = "/cases/{id}/presence", operation_id = "set_case_presence", tag = "cases",
    request_body = PresenceSign, params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "The others", body = PresenceList),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_presence(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Json(sign): Json<PresenceSign>,
) -> Result<Json<PresenceList>, Problem> {
    be(&state, &caller, id, Some(sign.doing)).await
}

/// Says that the caller left a case.
#[utoipa::path(
    delete, path = "/cases/{id}/presence", operation_id = "end_case_presence", tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "The others", body = PresenceList),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn end_presence(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Json<PresenceList>, Problem> {
    be(&state, &caller, id, None).await
}

async fn be(state: &State, caller: &Caller, id: CaseId, doing: Option<Doing>) -> Result<Json<PresenceList>, Problem> {
    let staff = caller.staff.as_ref().ok_or(CaseError::StaffOnly)?;
    let presence = state.part::<Presence>().unwrap_or_default();
    let items = set(&state.db, &presence, &caller.actor, id, (&staff.name, doing)).await?;
    Ok(Json(PresenceList { items }))
}
