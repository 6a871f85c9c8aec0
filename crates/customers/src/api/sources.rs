//! `/sources`.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use kernel::SourceId;
use serde::{Deserialize, Serialize};

use crate::actions::{self, NewSource, reading};
use crate::error::CustomerError;
use crate::person::Source;

/// The sources.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SourceList {
    /// The most believed first.
    pub items: Vec<Source>,
}

/// A source to name.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceNew {
    /// What files and programs call it: small letters, digits, `-` and `_`, at most 40.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// How far it is believed, 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub trust: u8,
}

/// What a source is to become.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceChange {
    /// What people call it.
    pub name: String,
    /// How far it is believed, 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub trust: u8,
}

/// Every system that knows customers.
#[utoipa::path(
    get, path = "/sources", operation_id = "list_sources", tag = "customers",
    responses((status = 200, description = "All", body = SourceList))
)]
pub async fn list_sources(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<SourceList>, Problem> {
    let items = reading::sources(&mut *state.db.read().await?, &caller.actor).await?;
    Ok(Json(SourceList { items }))
}

/// One source.
#[utoipa::path(
    get, path = "/sources/{id}", operation_id = "get_source", tag = "customers",
    params(("id" = SourceId, Path, description = "The source")),
    responses(
        (status = 200, description = "It", body = Source),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_source(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SourceId>,
) -> Result<Versioned<Source>, Problem> {
    let all = reading::sources(&mut *state.db.read().await?, &caller.actor).await?;
    let source = all.into_iter().find(|it| it.id == id).ok_or(CustomerError::NotFound("source"))?;
    Ok(Versioned::new(source.version, source))
}

/// Names a source.
#[utoipa::path(
    post, path = "/sources", operation_id = "create_source", tag = "customers", request_body = SourceNew,
    responses(
        (status = 201, description = "Named", body = Source),
        (status = 409, description = "The key is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_source(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<SourceNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let new = NewSource { key: body.key, name: body.name, trust: body.trust };
    let source = actions::create_source(&mut tx, &caller.actor, &new).await?;
    let answer = api::created(format!("/api/v1/sources/{}", source.id), source.version, &source)?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Renames a source, or changes how far it is believed.
#[utoipa::path(
    put, path = "/sources/{id}", operation_id = "change_source", tag = "customers", request_body = SourceChange,
    params(("id" = SourceId, Path, description = "The source")),
    responses(
        (status = 200, description = "Changed", body = Source),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_source(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SourceId>,
    IfMatch(version): IfMatch,
    Json(body): Json<SourceChange>,
) -> Result<Versioned<Source>, Problem> {
    let mut tx = state.db.begin().await?;
    let source = actions::update_source(&mut tx, &caller.actor, id, version, &body.name, body.trust).await?;
    tx.commit().await?;
    Ok(Versioned::new(source.version, source))
}
