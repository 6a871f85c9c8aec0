//! `/cases/{id}/assignment`, `/waiting`, `/snooze` and `/closure`: verbs as nouns.

use access::Caller;
use api::{IfMatch, Json, Path, Problem, State, Versioned};
use calendar::WaitingCause;
use db::Tx;
use kernel::{CaseId, StaffId, TeamId, Timestamp};
use serde::Deserialize;

use crate::actions;
use crate::api::cases::{CaseView, view};
use crate::case::Case;

/// Who a case goes to.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The team; null: none.
    pub team_id: Option<TeamId>,
    /// The person; null: nobody.
    pub owner_id: Option<StaffId>,
}

/// Whom a case waits for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// Whom.
    pub cause: WaitingCause,
    /// When the waiting ends by itself; null: only by hand, or by the customer's words.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// How long a case is put aside.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    /// When it comes back by itself, if the customer does not write before.
    pub until: Timestamp,
}

/// A turn of the writer on a case that the caller has read at the version they name.
async fn begin(state: &State, caller: &Caller, id: CaseId, if_match: IfMatch) -> Result<Tx, Problem> {
    let mut tx = state.db.begin().await?;
    if_match.check(actions::find(&mut tx, &caller.actor, id).await?.version)?;
    Ok(tx)
}

async fn answer(state: &State, mut tx: Tx, case: Case) -> Result<Versioned<CaseView>, Problem> {
    let view = view(state, &mut tx, case).await?;
    tx.commit().await?;
    Ok(view)
}

/// Gives a case to a team and to somebody.
#[utoipa::path(
    put, path = "/cases/{id}/assignment", operation_id = "set_case_assignment", tag = "cases",
    request_body = Assignment,
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 403, description = "Only to oneself or a colleague of one's team", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such team or person", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_assignment(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Json(body): Json<Assignment>,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::assign(&mut tx, &caller.actor, id, body.team_id, body.owner_id).await?;
    answer(&state, tx, case).await
}

/// Lets a case wait. Clocks whose promise says so stand still.
#[utoipa::path(
    put, path = "/cases/{id}/waiting", operation_id = "set_case_waiting", tag = "cases", request_body = Waiting,
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 409, description = "Closed", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Ends in the past", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_waiting(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Json(body): Json<Waiting>,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::wait(&mut tx, &caller.actor, id, body.cause, body.until).await?;
    answer(&state, tx, case).await
}

/// Ends a wait.
#[utoipa::path(
    delete, path = "/cases/{id}/waiting", operation_id = "end_case_waiting", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 409, description = "It does not wait", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn end_waiting(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::resume(&mut tx, &caller.actor, id).await?;
    answer(&state, tx, case).await
}

/// Puts a case aside until an instant. Its clocks go on; the customer's words take it up again.
#[utoipa::path(
    put, path = "/cases/{id}/snooze", operation_id = "set_case_snooze", tag = "cases", request_body = Snooze,
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 409, description = "Closed", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Ends in the past", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_snooze(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Json(body): Json<Snooze>,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::snooze(&mut tx, &caller.actor, id, body.until).await?;
    answer(&state, tx, case).await
}

/// Takes up a case that was put aside.
#[utoipa::path(
    delete, path = "/cases/{id}/snooze", operation_id = "end_case_snooze", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 409, description = "It is not put aside", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn end_snooze(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::wake(&mut tx, &caller.actor, id).await?;
    answer(&state, tx, case).await
}

/// Closes a case.
#[utoipa::path(
    put, path = "/cases/{id}/closure", operation_id = "set_case_closure", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 409, description = "Closed already", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_closure(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::close(&mut tx, &caller.actor, id).await?;
    answer(&state, tx, case).await
}

/// Opens a case again; within ten minutes of its closing, as if it had not been closed.
#[utoipa::path(
    delete, path = "/cases/{id}/closure", operation_id = "undo_case_closure", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 409, description = "Not closed", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn undo_closure(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
) -> Result<Versioned<CaseView>, Problem> {
    let mut tx = begin(&state, &caller, id, if_match).await?;
    let case = actions::reopen(&mut tx, &caller.actor, id).await?;
    answer(&state, tx, case).await
}
