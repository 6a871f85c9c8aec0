//! `/case-types`: what customers' requests are about.

use access::Caller;
use api::{Json, Path, Problem, State, Versioned};
use axum::http::{HeaderMap, header};
use kernel::TeamId;
use serde::{Deserialize, Serialize};

use crate::actions::settings;
use crate::case_type::CaseType;

/// The types of case.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseTypeList {
    /// In their order.
    pub items: Vec<CaseType>,
}

/// What a type of case says.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseTypeText {
    /// As read in French.
    pub name_fr: String,
    /// As read in English.
    pub name_en: String,
    /// A complaint in the sense of ISO 10002.
    pub is_complaint: bool,
    /// Offered for new cases.
    pub is_active: bool,
    /// Offered to customers on the contact page; absent: yes.
    #[serde(default = "yes")]
    #[schema(required = false)]
    pub is_public: bool,
    /// Its place among those people choose from, lowest first, 0 to 999; absent: 50.
    #[serde(default = "middle")]
    #[schema(required = false)]
    pub place: i64,
    /// Team that new cases of it go to when nothing else says so; absent: none.
    #[serde(default)]
    #[schema(required = false)]
    pub team_id: Option<TeamId>,
}

fn yes() -> bool {
    true
}

fn middle() -> i64 {
    50
}

/// Every type, in the order people choose from.
#[utoipa::path(
    get, path = "/case-types", operation_id = "list_case_types", tag = "cases",
    responses((status = 200, description = "They", body = CaseTypeList))
)]
pub async fn list_case_types(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<CaseTypeList>, Problem> {
    let items = settings::case_types(&mut *state.db.read().await?, &caller.actor).await?;
    Ok(Json(CaseTypeList { items }))
}

/// Makes a type of case (without `If-Match`) or changes one (with its version).
#[utoipa::path(
    put, path = "/case-types/{key}", operation_id = "set_case_type", tag = "cases", request_body = CaseTypeText,
    params(("key" = String, Path, description = "Lower-case letters, digits and `_`")),
    responses(
        (status = 200, description = "It", body = CaseType),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_case_type(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(key): Path<String>,
    headers: HeaderMap,
    Json(text): Json<CaseTypeText>,
) -> Result<Versioned<CaseType>, Problem> {
    let version = headers.get(header::IF_MATCH).map(|it| it.to_str().unwrap_or_default().trim_matches('"').parse());
    let version: i64 = version.transpose().map_err(|_| Problem::stale())?.unwrap_or(0);
    let CaseTypeText { name_fr, name_en, is_complaint, is_active, is_public, place, team_id } = text;
    let kind = CaseType { key, name_fr, name_en, is_complaint, is_active, is_public, place, team_id, version };
    let mut tx = state.db.begin().await?;
    let kind = settings::set_case_type(&mut tx, &caller.actor, kind).await?;
    tx.commit().await?;
    Ok(Versioned::new(kind.version, kind))
}
