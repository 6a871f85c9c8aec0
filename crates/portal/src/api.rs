//! The customer's pages over HTTP: HTML, no script, no cookie.

use std::sync::Arc;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::contact::ATTACHMENT_BYTES_MAX;

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

/// The customer's pages, from the root: not below `/api`.
pub fn routes() -> OpenApiRouter<api::State> {
    let with_file = OpenApiRouter::new()
        .routes(routes!(contact::get_contact, contact::post_contact))
        .layer(DefaultBodyLimit::max(ATTACHMENT_BYTES_MAX + FORM_BYTES_MAX));
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
        .layer(Extension(Arc::new(shell::Shell::default())))
}
