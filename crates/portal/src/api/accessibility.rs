//! `/accessibility`: the statement that RGAA asks for, linked from every page.

use api::Problem;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::api::visitor::Visitor;

#[derive(Serialize)]
struct Content {
    who: String,
}

/// How accessible the customer's pages are, and whom to tell if they are not.
#[utoipa::path(
    get, path = "/accessibility", operation_id = "get_accessibility", tag = "portal",
    responses((status = 200, description = "The statement", content_type = "text/html", body = String))
)]
pub async fn get_accessibility(visitor: Visitor) -> Result<Response, Problem> {
    let frame = visitor.frame(visitor.locale, "/accessibility");
    let company = &visitor.house.company;
    let who = if company.is_empty() { frame.say.plain("portal-accessibility-we") } else { company.clone() };
    let title = frame.say.plain("portal-accessibility-title");
    frame.page(StatusCode::OK, "accessibility.html", title, Vec::new(), Content { who })
}
