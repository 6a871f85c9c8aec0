//! `GET /cases/{id}/clocks`: the answer to « Pourquoi 14:07 ? ».

use access::Caller;
use api::{Json, Path, Problem, State};
use calendar::Ledger;
use kernel::{CaseId, ClockId, PromiseId};
use serde::Serialize;

use crate::actions::clocks::ledgers;

/// The clocks of a case.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ClockList {
    /// Oldest first.
    pub items: Vec<ClockView>,
}

/// One clock laid open.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ClockView {
    /// Names it.
    pub id: ClockId,
    /// Promise it is counted by.
    pub promise_id: PromiseId,
    /// As staff read it.
    pub promise_name: String,
    /// Version of the promise.
    pub promise_version: i64,
    /// Zone its days are of.
    pub time_zone: String,
    /// Each stretch, whether it counts, why, and the sum.
    pub ledger: Ledger,
}

/// Every clock of a case with its ledger as it is now.
#[utoipa::path(
    get, path = "/cases/{id}/clocks", operation_id = "get_case_clocks", tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "They", body = ClockList),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_clocks(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Json<ClockList>, Problem> {
    let now = state.db.now();
    let opened = ledgers(&mut *state.db.read().await?, &caller.actor, id, now).await?;
    let items = opened
        .into_iter()
        .map(|it| ClockView {
            id: it.clock.id,
            promise_id: it.clock.source.promise_id,
            promise_name: it.promise_name,
            promise_version: it.clock.source.promise_version,
            time_zone: it.time_zone,
            ledger: it.ledger,
        })
        .collect();
    Ok(Json(ClockList { items }))
}
