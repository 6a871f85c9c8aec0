//! The whole put together from its parts: one router, one document, one worker.

use axum::Router;
use jobs::{Lane, Worker};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::config::Config;
use crate::{api as own, assets, audience, periodic};

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every feature's routes below `/api/v1`, and the customers' pages.
fn open_routes() -> OpenApiRouter<api::State> {
    let features = OpenApiRouter::new()
        .merge(own::routes())
        .merge(access::routes())
        .merge(interactions::api::routes())
        .merge(surveys::api::routes());
    OpenApiRouter::new().nest("/api/v1", features)
}

/// The OpenAPI document.
pub fn document() -> OpenApi {
    let (_, document) = open_routes().split_for_parts();
    api::openapi::complete(document, VERSION)
}

/// The document as text, as it stands in `docs/openapi.json`.
pub fn document_text() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&document())?;
    text.push('\n');
    Ok(text)
}

/// Every route behind the layers. Sets who may see which live event.
pub fn router(state: &api::State) -> Router {
    state.live.set_audience(audience::rule());
    let (router, _) = open_routes().split_for_parts();
    api::http::stack(assets::routes(router), state.clone())
}

/// Everything that runs by itself: jobs, reactions to events, what comes again.
pub fn worker(state: &api::State, config: &Config) -> Worker {
    let worker = Worker::new(state.db.clone())
        .budget(Lane::Timers, config.jobs.timers)
        .budget(Lane::Events, config.jobs.events)
        .budget(Lane::Mail, config.jobs.mail)
        .budget(Lane::Other, config.jobs.other);
    periodic::register(worker, state)
}
