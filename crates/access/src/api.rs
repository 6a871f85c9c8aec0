//! Access over HTTP.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub mod api_keys;
pub mod audit_entries;
pub mod caller;
pub mod cookie;
pub mod me;
pub mod problem;
pub mod session;
pub mod setup;
pub mod staff;
pub mod teams;

/// The routes of access, below `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(session::create_session, session::delete_session))
        .routes(routes!(session::list_sessions))
        .routes(routes!(session::revoke_session))
        .routes(routes!(me::get_me, me::change_me))
        .routes(routes!(me::set_password))
        .routes(routes!(me::start_totp, me::confirm_totp, me::stop_totp))
        .routes(routes!(staff::list_staff, staff::create_staff))
        .routes(routes!(staff::get_staff, staff::change_staff))
        .routes(routes!(staff::reset_password))
        .routes(routes!(staff::reset_totp))
        .routes(routes!(teams::list_teams, teams::create_team))
        .routes(routes!(teams::get_team, teams::change_team))
        .routes(routes!(api_keys::list_api_keys, api_keys::create_api_key))
        .routes(routes!(api_keys::get_api_key, api_keys::revoke_api_key))
        .routes(routes!(audit_entries::list_audit_entries))
        .routes(routes!(audit_entries::get_audit_chain))
        .routes(routes!(setup::get_setup, setup::change_setup))
        .routes(routes!(setup::claim_setup))
}
