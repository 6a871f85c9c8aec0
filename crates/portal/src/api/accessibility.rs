//! `/accessibility`: the statement that RGAA asks for, linked from every page.

use std::sync::Arc;

use api::{Problem, State};
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::api::shell::{Frame, Shell};
use crate::api::words::Say;

#[derive(Serialize)]
struct Content {
    who: String,
}

/// How accessible the customer's pages are, and whom to tell if they are not.
#[utoipa::path(
    get, path = "/accessibility", operation_id = "get_accessibility", tag = "portal",
    responses((status = 200, description = "The statement", content_type = "text/html", body = String))
)]
pub async fn get_accessibility(
    axum::extract::State(state): axum::extract::State<State>,
    Extension(shell): Extension<Arc<Shell>>,
    api::Locale(locale): api::Locale,
) -> Result<Response, Problem> {
    let house = shell.house(&state).await?;
    let say = Say { locale, words: state.words };
    let who = if house.company.is_empty() { say.plain("portal-accessibility-we") } else { house.company.clone() };
    let frame = Frame { say, house: &house, path: "/accessibility" };
    frame.page(
        StatusCode::OK,
        "accessibility.html",
        say.plain("portal-accessibility-title"),
        Vec::new(),
        Content { who },
    )
}
