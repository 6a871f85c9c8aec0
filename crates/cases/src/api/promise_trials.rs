//! `POST /promise-trials`: what a promise would have meant for past cases.

use access::Caller;
use api::{Json, Problem, State};
use calendar::Metric;
use kernel::{PromiseId, Timestamp};
use measures::{Estimate, ShareCounts};
use serde::{Deserialize, Serialize};

use crate::actions::trial;
use crate::api::promises::PromiseNew;
use crate::trial::{DAYS, Tally, Trial};

/// Half width up to which a share in time can carry a conclusion, as on the dashboard.
const USEFUL: f64 = 0.05;

/// A promise to try.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseTrialNew {
    /// The promise as it would be.
    pub promise: PromiseNew,
    /// The one whose place it takes; absent: it is a new one.
    #[serde(default)]
    #[schema(required = false)]
    pub replaces: Option<PromiseId>,
}

/// What a promise would have meant.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PromiseTrial {
    /// How many days back.
    pub days: i64,
    /// Cases opened since then.
    pub since: Timestamp,
    /// How many were looked at.
    pub looked_at: u64,
    /// There are more: only the latest were looked at.
    pub is_sample: bool,
    /// How many of them would have fallen under it.
    pub fall_under: u64,
    /// Metric by metric.
    pub metrics: Vec<PromiseTrialMetric>,
}

/// What a promise would have meant for one metric.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PromiseTrialMetric {
    /// Which.
    pub metric: Metric,
    /// Share in time of the same cases, by the promises that held for them.
    pub was: Estimate,
    /// Share in time as it would have been.
    pub would_be: Estimate,
}

fn share(tally: Tally) -> Estimate {
    Estimate::share(&ShareCounts::new(tally.kept, tally.decided), USEFUL)
}

fn view(trial: Trial) -> PromiseTrial {
    let metrics = trial.metrics.into_iter().map(|it| PromiseTrialMetric {
        metric: it.metric,
        was: share(it.was),
        would_be: share(it.would_be),
    });
    PromiseTrial {
        days: DAYS,
        since: trial.since,
        looked_at: trial.looked_at,
        is_sample: trial.is_sample,
        fall_under: trial.fall_under,
        metrics: metrics.collect(),
    }
}

/// Tries a promise on the cases of the last 90 days, the latest 2,000 at most. Changes nothing.
#[utoipa::path(
    post, path = "/promise-trials", operation_id = "try_promise", tag = "cases", request_body = PromiseTrialNew,
    responses(
        (status = 200, description = "What it would have meant", body = PromiseTrial),
        (status = 404, description = "No such calendar", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn try_promise(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Json(body): Json<PromiseTrialNew>,
) -> Result<Json<PromiseTrial>, Problem> {
    let now = state.db.now();
    let mut read = state.db.read().await?;
    let trial = trial::run(&mut read, &caller.actor, body.promise.into(), body.replaces, now).await?;
    Ok(Json(view(trial)))
}
