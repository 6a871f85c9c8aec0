//! `/cases/{id}/participants`: who takes part beside staff.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use kernel::{CaseId, PersonId};
use serde::Deserialize;

use crate::actions::{self, participants};
use crate::api::cases::{CaseView, view};
use crate::participant::Part;

/// Somebody who is to take part: a person, an address, or both.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantNew {
    /// E-mail or telephone number as typed; absent: the person's e-mail.
    #[serde(default)]
    #[schema(required = false, example = "expert@cabinet.example")]
    pub address: Option<String>,
    /// Who it is; absent: whose the address is, if one person's alone.
    #[serde(default)]
    #[schema(required = false)]
    pub person_id: Option<PersonId>,
    /// Which part.
    pub part: Part,
}

/// Lets somebody take part: what they write from a proven address joins the case. One who does already gets this part.
#[utoipa::path(
    post, path = "/cases/{id}/participants", operation_id = "add_case_participant", tag = "cases",
    request_body = ParticipantNew, params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 201, description = "The case", body = CaseView),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such person or address", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add_participant(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    key: Idempotency,
    Json(body): Json<ParticipantNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let who = (body.address.as_deref(), body.person_id, body.part);
    let case = participants::invite(&mut tx, &caller.actor, id, who).await?;
    let case = view(&state, &mut tx, case).await?;
    let answer = api::created(format!("/api/v1/cases/{id}"), case.version, &case.body)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Ends somebody's part. What they wrote stays; what they write from now on joins no more.
#[utoipa::path(
    delete, path = "/cases/{id}/participants/{address}", operation_id = "remove_case_participant", tag = "cases",
    params(
        ("id" = CaseId, Path, description = "The case"),
        ("address" = String, Path, description = "Their address"),
        ("If-Match" = String, Header, description = "The case's version"),
    ),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 404, description = "No such case, or they take no part", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn remove_participant(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, address)): Path<(CaseId, String)>,
    if_match: IfMatch,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = state.db.begin().await?;
    if_match.check(actions::find(&mut tx, &caller.actor, id).await?.version)?;
    let case = participants::remove(&mut tx, &caller.actor, id, &address).await?;
    let view = view(&state, &mut tx, case).await?;
    tx.commit().await?;
    Ok(view)
}
