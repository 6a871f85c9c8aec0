//! The customer's pages over HTTP: HTML, no script, no cookie.

use api::pages::ErrorPage;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod accessibility;
pub mod contact;
pub mod follow;
pub mod followed_case;
pub mod promises;
pub mod shell;
pub mod survey;
pub mod visitor;
pub mod words;

/// Largest form without a file, in bytes: the longest survey page with every text full.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// Largest form with a file that is read to its end, in bytes. A file that is too large is refused by a page that keeps
/// what was typed, as long as the form can be read.
const UPLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// `state` with what the pages keep in memory, and with pages for refusals and failures.
pub fn equip(state: api::State) -> api::State {
    state.with(shell::Shell::default()).with(ErrorPage(shell::error_page))
}

/// The customer's pages, from the root: not below `/api`.
pub fn routes() -> OpenApiRouter<api::State> {
    let with_file = OpenApiRouter::new()
        .routes(routes!(contact::get_contact, contact::post_contact))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX));
    OpenApiRouter::new()
        .routes(routes!(survey::get_survey_page, survey::post_survey_page))
        .routes(routes!(contact::get_contact_sent))
        .routes(routes!(contact::get_contact_topic))
        .routes(routes!(follow::get_follow, follow::post_follow))
        .routes(routes!(followed_case::get_followed_case))
        .routes(routes!(followed_case::post_case_message))
        .routes(routes!(followed_case::post_case_callback))
        .routes(routes!(promises::get_published_promises))
        .routes(routes!(accessibility::get_accessibility))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .merge(with_file)
}
