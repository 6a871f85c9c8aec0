//! What the program itself answers: the document, live events, the queue of jobs.

pub mod document;
pub mod events;
pub mod jobs;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of the program itself, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(document::get_document))
        .routes(routes!(events::stream_events))
        .routes(routes!(jobs::list_jobs))
        .routes(routes!(jobs::list_job_counts))
        .routes(routes!(jobs::get_job, jobs::delete_job))
        .routes(routes!(jobs::retry_job))
        .routes(routes!(jobs::retry_jobs))
}
