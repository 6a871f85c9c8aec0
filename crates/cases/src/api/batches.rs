//! `/case-batches`: one act on all the cases of a view.

use access::Caller;
use api::{Answer, Idempotency, Json, Path, Problem, Reason, State};
use axum::http::StatusCode;
use kernel::{BatchId, CaseId, Locale, PersonId, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::batches;
use crate::api::list::{CaseQuery, resolve};
use crate::batch::{Act, Progress};
use crate::case::{Channel, Priority, StateName};

/// One act on many cases.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseBatchNew {
    /// Which cases: all of them, not a page.
    pub selection: CaseSelection,
    /// What is done with each.
    pub act: Act,
}

/// Which cases, as for `GET /cases`: a view, narrowed by what is given beside it. Something must be given; every case
/// there is, is the view `all`.
#[derive(Debug, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CaseSelection {
    /// A built-in view or a saved one's id.
    #[schema(required = false)]
    pub view: Option<String>,
    /// Where they stand.
    #[schema(required = false)]
    pub state: Option<StateName>,
    /// Team they are with.
    #[schema(required = false)]
    pub team_id: Option<TeamId>,
    /// Who does them.
    #[schema(required = false)]
    pub owner_id: Option<StaffId>,
    /// A key of the case types.
    #[serde(rename = "type")]
    #[schema(required = false)]
    pub type_key: Option<String>,
    /// How they came.
    #[schema(required = false)]
    pub channel: Option<Channel>,
    /// How urgent they are.
    #[schema(required = false)]
    pub priority: Option<Priority>,
    /// Only those past their deadline.
    #[schema(required = false)]
    pub overdue: Option<bool>,
    /// Only those that nobody does.
    #[schema(required = false)]
    pub unassigned: Option<bool>,
    /// A customer's.
    #[schema(required = false)]
    pub person_id: Option<PersonId>,
    /// Words of the subject or the customer's name, or a case's id.
    #[schema(required = false)]
    pub q: Option<String>,
}

impl CaseSelection {
    /// As it is asked of the inbox.
    ///
    /// Error: 422 if it says nothing, which would be every case.
    fn query(mut self) -> Result<CaseQuery, Problem> {
        self.q = self.q.filter(|it| !it.trim().is_empty());
        if self == Self::default() {
            return Err(Problem::invalid("selection_empty").at("/selection"));
        }
        let Self { view, state, team_id, owner_id, type_key, channel, priority, overdue, unassigned, person_id, q } =
            self;
        Ok(CaseQuery {
            view,
            sort: None,
            state,
            team_id,
            owner_id,
            type_key,
            channel,
            priority,
            overdue,
            unassigned,
            person_id,
            q,
        })
    }
}

/// How far one act on many cases is.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseBatch {
    /// Names it.
    pub id: BatchId,
    /// What is done with each; of a reversal: what is taken back.
    pub act: Act,
    /// The batch that this one takes back.
    pub reverses: Option<BatchId>,
    /// How many cases it holds.
    pub total: i64,
    /// How many it was done with.
    pub done: i64,
    /// How many refused.
    pub refused: i64,
    /// Whether it is over: all done, or stopped.
    pub is_over: bool,
    /// Whether it was taken back, or is being so.
    pub is_reversed: bool,
    /// The first cases that refused.
    pub refusals: Vec<CaseRefusal>,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// A case that refused.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseRefusal {
    /// The case.
    pub case_id: CaseId,
    /// In a line.
    pub subject: String,
    /// The code of the problem.
    pub code: String,
    /// The same in the language of the request.
    pub reason: String,
}

fn shown(state: &State, progress: Progress, locale: Locale) -> CaseBatch {
    let Progress { batch, done, refused, is_reversed, refusals } = progress;
    let refusals = refusals.into_iter().map(|it| CaseRefusal {
        case_id: it.case_id,
        subject: it.subject,
        reason: Reason::new(&it.problem).text(state.words, locale),
        code: it.problem,
    });
    CaseBatch {
        id: batch.id,
        act: batch.act,
        reverses: batch.reverses,
        total: batch.total,
        done,
        refused,
        is_over: batch.ended_at.is_some(),
        is_reversed,
        refusals: refusals.collect(),
        created_at: batch.created_at,
    }
}

/// Does one act with all the cases of a view, as they are now. A job does it case by case; look at its progress.
#[utoipa::path(
    post, path = "/case-batches", operation_id = "create_case_batch", tag = "cases", request_body = CaseBatchNew,
    responses(
        (status = 202, description = "Begun", body = CaseBatch),
        (status = 404, description = "No such view", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Too many cases, or none said", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_case_batch(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<CaseBatchNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let (filter, _) = resolve(&mut tx, &caller, body.selection.query()?).await?;
    let batch = batches::start(&mut tx, &caller.actor, &filter, body.act).await?;
    let progress = batches::progress(&mut tx, &caller.actor, batch.id).await?;
    let shown = shown(&state, progress, caller.locale);
    let answer = api::accepted(format!("/api/v1/case-batches/{}", batch.id), &shown)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// How far a batch of the caller's is.
#[utoipa::path(
    get, path = "/case-batches/{id}", operation_id = "get_case_batch", tag = "cases",
    params(("id" = BatchId, Path, description = "The batch")),
    responses(
        (status = 200, description = "It", body = CaseBatch),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_case_batch(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<BatchId>,
) -> Result<Json<CaseBatch>, Problem> {
    let progress = batches::progress(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Json(shown(&state, progress, caller.locale)))
}

/// Ends a batch of the caller's where it is. What is done stays.
#[utoipa::path(
    delete, path = "/case-batches/{id}", operation_id = "stop_case_batch", tag = "cases",
    params(("id" = BatchId, Path, description = "The batch")),
    responses(
        (status = 204, description = "It is over"),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn stop_case_batch(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<BatchId>,
) -> Result<StatusCode, Problem> {
    let mut tx = state.db.begin().await?;
    batches::stop(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a batch of the caller's back, as a batch of its own: each case that was not touched since is as it was.
#[utoipa::path(
    post, path = "/case-batches/{id}/reversal", operation_id = "reverse_case_batch", tag = "cases",
    params(("id" = BatchId, Path, description = "The batch")),
    responses(
        (status = 202, description = "Begun", body = CaseBatch),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It goes on, or was taken back", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reverse_case_batch(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<BatchId>,
    key: Idempotency,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let batch = batches::reverse(&mut tx, &caller.actor, id).await?;
    let progress = batches::progress(&mut tx, &caller.actor, batch.id).await?;
    let shown = shown(&state, progress, caller.locale);
    let answer = api::accepted(format!("/api/v1/case-batches/{}", batch.id), &shown)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}
