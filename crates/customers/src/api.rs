//! Customers over HTTP.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod accounts;
pub mod imports;
pub mod persons;
pub mod problem;
pub mod sources;

/// The routes of customers, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(imports::list_imports, imports::create_import))
        // The handler counts, since the most is a setting.
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(uploads)
        .routes(routes!(imports::get_import))
        .routes(routes!(imports::get_import_preview))
        .routes(routes!(imports::set_import_format))
        .routes(routes!(imports::set_import_mapping))
        .routes(routes!(imports::set_import_run))
        .routes(routes!(imports::list_import_refusals))
        .routes(routes!(imports::get_import_refusals_file))
        .routes(routes!(persons::list_persons, persons::create_person))
        .routes(routes!(persons::get_person, persons::change_person))
        .routes(routes!(persons::add_contact_point))
        .routes(routes!(persons::set_verification))
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(accounts::get_account, accounts::change_account))
        .routes(routes!(accounts::set_membership, accounts::delete_membership))
        .routes(routes!(sources::list_sources, sources::create_source))
        .routes(routes!(sources::get_source, sources::change_source))
}
