//! HTTP of the programme.

pub mod callbacks;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of the programme, relative to `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(callbacks::list_callbacks))
        .routes(routes!(callbacks::get_callback))
        .routes(routes!(callbacks::set_callback_closure))
}
