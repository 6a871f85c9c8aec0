//! `/healthz`: whether the store can be read and written, tried for real.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::response::{IntoResponse, Response};
use db::{Db, DbError};
use tokio::sync::Mutex;

use crate::problem::Problem;
use crate::state::State;
use crate::store;

/// A store that answers later than this does not answer.
const ANSWER_SECONDS_MAX: u64 = 2;
/// An answer holds for so long: the route is open to everybody, and each look is a commit.
const KEPT: Duration = Duration::from_secs(1);

/// The last answer, and when it was found. Who asks while one is looked for waits for that one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health(Arc<Mutex<Option<(Instant, bool)>>>);

impl Health {
    /// 200 `ok`, or 503.
    pub(crate) async fn answer(self, state: State) -> Response {
        let mut last = self.0.lock().await;
        let known = last.filter(|it| it.0.elapsed() < KEPT);
        let is_well = match known {
            Some((_, is_well)) => is_well,
            None => is_well(&state.db).await,
        };
        if known.is_none() {
            *last = Some((Instant::now(), is_well));
        }
        if is_well { "ok\n".into_response() } else { Problem::unavailable(5).into_response() }
    }
}

async fn is_well(db: &Db) -> bool {
    let tried = tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS_MAX), try_both(db)).await;
    match tried {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => tracing::error!(%error, "health: the store does not answer: {error}"),
        Err(_) => tracing::error!("health: the store does not answer within {ANSWER_SECONDS_MAX} s"),
    }
    false
}

/// Reads with a reader and writes with the writer: a full disk or a dead writer leaves reading as it was.
async fn try_both(db: &Db) -> Result<(), DbError> {
    store::last_health_check(&mut *db.read().await?).await?;
    let mut tx = db.begin().await?;
    store::keep_health_check(&mut tx).await?;
    tx.commit().await
}
