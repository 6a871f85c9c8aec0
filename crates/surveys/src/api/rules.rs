//! `/survey-rules`.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use kernel::SurveyRuleId;
use serde::Serialize;

use crate::actions::{self, RuleDraft};
use crate::rule::Rule;

/// Every rule.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SurveyRuleList)]
pub struct RuleList {
    /// In the order they decide in.
    pub items: Vec<Rule>,
}

/// The rules that say which closed cases are surveyed.
#[utoipa::path(
    get, path = "/survey-rules", operation_id = "list_survey_rules", tag = "surveys",
    responses((status = 200, description = "The rules", body = RuleList))
)]
pub async fn list_survey_rules(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<RuleList>, Problem> {
    Ok(Json(RuleList { items: actions::rules(&mut *state.db.read().await?, &caller.actor).await? }))
}

/// Makes a rule.
#[utoipa::path(
    post, path = "/survey-rules", operation_id = "create_survey_rule", tag = "surveys", request_body = RuleDraft,
    responses(
        (status = 201, description = "Made", body = Rule),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_survey_rule(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<RuleDraft>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let rule = actions::create_rule(&mut tx, &caller.actor, body).await?;
    let answer = api::created(format!("/api/v1/survey-rules/{}", rule.id), rule.version, &rule)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// One rule.
#[utoipa::path(
    get, path = "/survey-rules/{id}", operation_id = "get_survey_rule", tag = "surveys",
    params(("id" = SurveyRuleId, Path, description = "The rule")),
    responses(
        (status = 200, description = "It", body = Rule),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_survey_rule(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyRuleId>,
) -> Result<Versioned<Rule>, Problem> {
    let rule = actions::rule(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(rule.version, rule))
}

/// Rewrites a rule.
#[utoipa::path(
    put, path = "/survey-rules/{id}", operation_id = "set_survey_rule", tag = "surveys", request_body = RuleDraft,
    params(("id" = SurveyRuleId, Path, description = "The rule"), ("If-Match" = String, Header, description = "The version read")),
    responses(
        (status = 200, description = "As it is now", body = Rule),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_survey_rule(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SurveyRuleId>,
    IfMatch(version): IfMatch,
    Json(body): Json<RuleDraft>,
) -> Result<Versioned<Rule>, Problem> {
    let mut tx = state.db.begin().await?;
    let rule = actions::update_rule(&mut tx, &caller.actor, id, version, body).await?;
    tx.commit().await?;
    Ok(Versioned::new(rule.version, rule))
}
