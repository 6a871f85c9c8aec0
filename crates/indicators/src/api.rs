//! HTTP of indicators.

pub mod indicators;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of indicators, relative to `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(indicators::list_indicators))
        .routes(routes!(indicators::get_indicator))
        .routes(routes!(indicators::list_indicator_records))
        .routes(routes!(indicators::get_dashboard))
}
