//! `/promises`: service levels, in order.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use kernel::{CalendarId, PromiseId};
use serde::{Deserialize, Serialize};

use crate::actions::settings::{self, NewPromise};
use crate::promise::{Conditions, Promise, Targets};

/// The promises that hold.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PromiseList {
    /// In the order they are looked through: the first that fits a case holds for it.
    pub items: Vec<PromiseView>,
}

/// A promise.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PromiseView {
    /// Names it.
    pub id: PromiseId,
    /// As staff read it.
    pub name: String,
    /// Its place in the order, lowest first.
    pub place: i64,
    /// Which cases it is for.
    pub conditions: Conditions,
    /// What is promised.
    pub targets: Targets,
    /// Calendar it is counted on.
    pub calendar_id: CalendarId,
    /// Told to customers.
    pub is_published: bool,
    /// Still holds.
    pub is_active: bool,
    /// Also the `ETag`.
    pub version: i64,
}

/// A promise to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseNew {
    /// As staff read it.
    pub name: String,
    /// Its place in the order, lowest first.
    pub place: i64,
    /// Which cases it is for; empty: all.
    #[serde(default)]
    #[schema(required = false)]
    pub conditions: Conditions,
    /// What is promised.
    pub targets: Targets,
    /// Calendar it is counted on.
    pub calendar_id: CalendarId,
    /// Told to customers.
    #[serde(default)]
    #[schema(required = false)]
    pub is_published: bool,
}

fn view(promise: Promise) -> PromiseView {
    PromiseView {
        id: promise.id,
        name: promise.name,
        place: promise.place,
        conditions: promise.conditions,
        targets: promise.targets,
        calendar_id: promise.calendar_id,
        is_published: promise.is_published,
        is_active: promise.is_active,
        version: promise.version,
    }
}

impl From<PromiseNew> for NewPromise {
    fn from(promise: PromiseNew) -> Self {
        let PromiseNew { name, place, conditions, targets, calendar_id, is_published } = promise;
        Self { name, place, conditions, targets, calendar_id, is_published }
    }
}

/// The promises that hold, in order.
#[utoipa::path(
    get, path = "/promises", operation_id = "list_promises", tag = "cases",
    responses((status = 200, description = "They", body = PromiseList))
)]
pub async fn list_promises(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<PromiseList>, Problem> {
    let promises = settings::promises(&mut *state.db.read().await?, &caller.actor).await?;
    Ok(Json(PromiseList { items: promises.into_iter().map(view).collect() }))
}

/// One promise, retired or not.
#[utoipa::path(
    get, path = "/promises/{id}", operation_id = "get_promise", tag = "cases",
    params(("id" = PromiseId, Path, description = "The promise")),
    responses(
        (status = 200, description = "It", body = PromiseView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_promise(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<PromiseId>,
) -> Result<Versioned<PromiseView>, Problem> {
    let promise = settings::promise(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(promise.version, view(promise)))
}

/// Makes a promise. Cases under way are held to it where it is now the first that fits.
#[utoipa::path(
    post, path = "/promises", operation_id = "create_promise", tag = "cases", request_body = PromiseNew,
    responses(
        (status = 201, description = "Made", body = PromiseView),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_promise(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<PromiseNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let promise = settings::create_promise(&mut tx, &caller.actor, body.into()).await?;
    let (id, version) = (promise.id, promise.version);
    let answer = api::created(format!("/api/v1/promises/{id}"), version, &view(promise))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Changes a promise. Clocks under way keep what they counted and go on under the new terms.
#[utoipa::path(
    put, path = "/promises/{id}", operation_id = "change_promise", tag = "cases", request_body = PromiseNew,
    params(
        ("id" = PromiseId, Path, description = "The promise"),
        ("If-Match" = String, Header, description = "Its version")
    ),
    responses(
        (status = 200, description = "It", body = PromiseView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_promise(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<PromiseId>,
    if_match: IfMatch,
    Json(body): Json<PromiseNew>,
) -> Result<Versioned<PromiseView>, Problem> {
    let mut tx = state.db.begin().await?;
    let promise = settings::update_promise(&mut tx, &caller.actor, (id, if_match.0), Some(body.into())).await?;
    tx.commit().await?;
    Ok(Versioned::new(promise.version, view(promise)))
}

/// Retires a promise: it holds for nothing new, and stays for the clocks that were counted by it.
#[utoipa::path(
    delete, path = "/promises/{id}", operation_id = "retire_promise", tag = "cases",
    params(
        ("id" = PromiseId, Path, description = "The promise"),
        ("If-Match" = String, Header, description = "Its version")
    ),
    responses(
        (status = 200, description = "It, retired", body = PromiseView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn retire_promise(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<PromiseId>,
    if_match: IfMatch,
) -> Result<Versioned<PromiseView>, Problem> {
    let mut tx = state.db.begin().await?;
    let promise = settings::update_promise(&mut tx, &caller.actor, (id, if_match.0), None).await?;
    tx.commit().await?;
    Ok(Versioned::new(promise.version, view(promise)))
}
