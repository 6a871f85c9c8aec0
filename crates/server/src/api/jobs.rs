//! The queue, for admins: what waits, what was set aside and why, and putting it back.

use access::{AccessError, Caller};
use api::{Answer, Idempotency, Json, Paging, Path, Problem, Query};
use axum::extract::State;
use jobs::admin::{self, JobCount, JobRow};
use kernel::id::JobId;
use kernel::{CaseId, Page, Permission, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::store::cases_of_jobs;

/// A job.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its name; `event:…` hands a fact on, `periodic:…` comes again.
    pub name: String,
    /// Which budget it runs in.
    pub lane: String,
    /// Where it stands.
    pub state: JobState,
    /// The case it is about, if it is about one.
    pub case_id: Option<CaseId>,
    /// When it runs, or ran.
    pub run_at: Timestamp,
    /// How often it was started.
    pub tries: i64,
    /// After so many starts it is set aside.
    pub tries_max: i64,
    /// What the last try failed with.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it was done or set aside.
    pub finished_at: Option<Timestamp>,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its instant.
    Pending,
    /// Runs.
    Running,
    /// Done; kept for a day.
    Done,
    /// Failed too often.
    SetAside,
}

impl JobState {
    fn stored(self) -> jobs::State {
        match self {
            Self::Pending => jobs::State::Pending,
            Self::Running => jobs::State::Running,
            Self::Done => jobs::State::Done,
            Self::SetAside => jobs::State::SetAside,
        }
    }

    fn read(code: &str) -> Self {
        match jobs::State::from_code(code) {
            Some(jobs::State::Running) => Self::Running,
            Some(jobs::State::Done) => Self::Done,
            Some(jobs::State::SetAside) => Self::SetAside,
            Some(jobs::State::Pending) | None => Self::Pending,
        }
    }
}

impl Job {
    fn of(row: JobRow, case_id: Option<CaseId>) -> Self {
        Self {
            id: row.id,
            name: row.name,
            lane: row.lane,
            state: JobState::read(&row.state),
            case_id,
            run_at: row.run_at,
            tries: row.tries,
            tries_max: row.tries_max,
            last_error: row.last_error,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// How many jobs of a name are in a state.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct JobCountLine {
    /// The name.
    pub name: String,
    /// The state.
    pub state: JobState,
    /// How many.
    pub count: i64,
}

impl From<JobCount> for JobCountLine {
    fn from(it: JobCount) -> Self {
        Self { name: it.name, state: JobState::read(&it.state), count: it.count }
    }
}

/// Which jobs are wanted.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    /// The state; those set aside by default.
    #[serde(default = "set_aside")]
    #[param(required = false, inline)]
    pub state: JobState,
}

fn set_aside() -> JobState {
    JobState::SetAside
}

/// Which jobs go back into the queue.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobRetry {
    /// Only jobs of this name; all without it.
    #[serde(default)]
    pub name: Option<String>,
}

/// What went back.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct JobRetried {
    /// How many jobs.
    pub count: u64,
}

fn require(caller: &Caller) -> Result<(), Problem> {
    access::require(&caller.actor, Permission::JobsManage).map_err(AccessError::from)?;
    Ok(())
}

/// Jobs in one state: those that wait with the next one first, the others newest first.
#[utoipa::path(
    get, path = "/jobs", operation_id = "list_jobs", tag = "jobs", params(JobQuery, Paging),
    responses((status = 200, body = Page<Job>))
)]
pub async fn list_jobs(
    State(state): State<api::State>,
    caller: Caller,
    Query(query): Query<JobQuery>,
    paging: Paging,
) -> Result<Json<Page<Job>>, Problem> {
    require(&caller)?;
    let mut read = state.db.read().await?;
    let page = if query.state == JobState::Pending {
        let after = paging.number(0)?.zip(paging.number(1)?);
        let after = after.map(|(run_at, id)| (Timestamp::from_micros(run_at), JobId::new(id)));
        admin::list_pending(&mut read, after, paging.limit).await?
    } else {
        admin::list(&mut read, query.state.stored(), paging.number(0)?.map(JobId::new), paging.limit).await?
    };
    let cases = cases_of_jobs(&mut read, &page.items).await?;
    Ok(Json(page.map(|it| {
        let case = cases.get(&it.id).copied();
        Job::of(it, case)
    })))
}

/// How many jobs wait, run, are done and were set aside, by name.
#[utoipa::path(
    get, path = "/job-counts", operation_id = "list_job_counts", tag = "jobs",
    responses((status = 200, body = Vec<JobCountLine>))
)]
pub async fn list_job_counts(
    State(state): State<api::State>,
    caller: Caller,
) -> Result<Json<Vec<JobCountLine>>, Problem> {
    require(&caller)?;
    let counts = admin::counts(&mut *state.db.read().await?).await?;
    Ok(Json(counts.into_iter().map(JobCountLine::from).collect()))
}

/// One job.
#[utoipa::path(
    get, path = "/jobs/{id}", operation_id = "get_job", tag = "jobs",
    responses((status = 200, body = Job))
)]
pub async fn get_job(
    State(state): State<api::State>,
    caller: Caller,
    Path(id): Path<JobId>,
) -> Result<Json<Job>, Problem> {
    require(&caller)?;
    let mut read = state.db.read().await?;
    let row = admin::find(&mut read, id).await?.ok_or_else(Problem::not_found)?;
    let case = cases_of_jobs(&mut read, std::slice::from_ref(&row)).await?.get(&id).copied();
    Ok(Json(Job::of(row, case)))
}

/// Puts a job that was set aside back into the queue, with all its tries.
#[utoipa::path(
    put, path = "/jobs/{id}/retry", operation_id = "retry_job", tag = "jobs",
    responses((status = 204, description = "It runs as soon as its budget allows"))
)]
pub async fn retry_job(
    State(state): State<api::State>,
    caller: Caller,
    Path(id): Path<JobId>,
) -> Result<Answer, Problem> {
    require(&caller)?;
    let mut tx = state.db.begin().await?;
    if admin::find(&mut tx, id).await?.is_none() {
        return Err(Problem::not_found());
    }
    if !admin::retry(&mut tx, id).await? {
        return Err(Problem::conflict("job_not_set_aside"));
    }
    access::audit::record(&mut tx, &caller.actor, "job_retried", &id.to_string(), &json!({})).await?;
    tx.commit().await?;
    Ok(api::no_content())
}

/// Puts every job that was set aside back into the queue, or those of one name.
#[utoipa::path(
    post, path = "/job-retries", operation_id = "retry_jobs", tag = "jobs", request_body = JobRetry,
    responses((status = 200, body = JobRetried))
)]
pub async fn retry_jobs(
    State(state): State<api::State>,
    caller: Caller,
    key: Idempotency,
    Json(retry): Json<JobRetry>,
) -> Result<Answer, Problem> {
    require(&caller)?;
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let count = admin::retry_all(&mut tx, retry.name.as_deref()).await?;
    let subject = retry.name.as_deref().unwrap_or("jobs");
    access::audit::record(&mut tx, &caller.actor, "jobs_retried", subject, &json!({ "count": count })).await?;
    let answer = Answer::json(axum::http::StatusCode::OK, &JobRetried { count })?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Drops a job that was set aside: what it stood for is not done.
#[utoipa::path(
    delete, path = "/jobs/{id}", operation_id = "delete_job", tag = "jobs",
    responses((status = 204, description = "It is gone"))
)]
pub async fn delete_job(
    State(state): State<api::State>,
    caller: Caller,
    Path(id): Path<JobId>,
) -> Result<Answer, Problem> {
    require(&caller)?;
    let mut tx = state.db.begin().await?;
    if admin::find(&mut tx, id).await?.is_none() {
        return Err(Problem::not_found());
    }
    if !admin::drop_one(&mut tx, id).await? {
        return Err(Problem::conflict("job_not_set_aside"));
    }
    access::audit::record(&mut tx, &caller.actor, "job_dropped", &id.to_string(), &json!({})).await?;
    tx.commit().await?;
    Ok(api::no_content())
}
