//! Interactions over HTTP.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod content;
pub mod interactions;
pub mod problem;

/// The routes of interactions, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(interactions::list_interactions, interactions::create_interaction))
        .routes(routes!(interactions::list_interaction_counts))
        .routes(routes!(interactions::get_interaction, interactions::change_interaction))
        .routes(routes!(content::get_interaction_content))
        .routes(routes!(content::get_attachment_content))
}
