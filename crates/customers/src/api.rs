//! Customers over HTTP.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod accounts;
pub mod persons;
pub mod problem;
pub mod sources;

/// The routes of customers, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
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
