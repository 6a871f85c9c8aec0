//! `GET /openapi.json`.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The OpenAPI document of this server. For everyone: it says nothing of what is stored.
#[utoipa::path(
    get, path = "/openapi.json", operation_id = "get_document", tag = "server",
    responses((status = 200, description = "The document (OpenAPI 3.1)", body = Object))
)]
pub async fn get_document() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(|| crate::assembly::document_text().unwrap_or_default());
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, TEXT.as_str()).into_response()
}
