//! HTTP of surveys.

pub mod answers;
pub mod rules;
pub mod surveys;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of surveys, relative to `/api/v1`.
pub fn routes() -> OpenApiRouter<api::State> {
    OpenApiRouter::new()
        .routes(routes!(surveys::list_survey_templates))
        .routes(routes!(surveys::list_surveys, surveys::create_survey))
        .routes(routes!(surveys::get_survey, surveys::change_survey))
        .routes(routes!(surveys::list_survey_versions, surveys::publish_survey))
        .routes(routes!(surveys::get_survey_preview))
        .routes(routes!(surveys::get_survey_results))
        .routes(routes!(rules::list_survey_rules, rules::create_survey_rule))
        .routes(routes!(rules::get_survey_rule, rules::set_survey_rule))
        .routes(routes!(answers::list_invitations, answers::create_invitation))
        .routes(routes!(answers::list_responses))
        .routes(routes!(answers::get_response))
}
