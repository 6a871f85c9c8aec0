//! `/inbox-views`: the built-in views and the saved ones, with exact counts.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use axum::http::StatusCode;
use kernel::ViewId;
use serde::{Deserialize, Serialize};

use crate::actions::inbox::counts;
use crate::actions::views::{self, NewView};
use crate::inbox::{BuiltIn, Filter, SavedView, Sort};

/// The views of the inbox.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ViewList {
    /// Those that everybody has, in order.
    pub built_in: Vec<BuiltInView>,
    /// Saved ones: the caller's, and everybody's.
    pub saved: Vec<SavedViewCount>,
}

/// A built-in view.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BuiltInView {
    /// For `GET /cases?view=`.
    pub key: BuiltIn,
    /// The order it is shown in.
    pub sort: Sort,
    /// Which cases it shows to the caller: what a view saved from it starts with.
    pub filter: Filter,
    /// How many cases it holds; exact.
    pub count: i64,
}

/// A saved view.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SavedViewCount {
    /// The view.
    #[serde(flatten)]
    pub view: InboxView,
    /// How many cases it holds; exact.
    pub count: i64,
}

/// A saved view.
#[derive(Serialize, utoipa::ToSchema)]
pub struct InboxView {
    /// Names it; for `GET /cases?view=`.
    pub id: ViewId,
    /// As read.
    pub name: String,
    /// Everybody's, not the caller's alone.
    pub is_shared: bool,
    /// Which cases.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Its place among the others.
    pub place: i64,
    /// Also the `ETag`.
    pub version: i64,
}

/// A view to save.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxViewNew {
    /// As read.
    pub name: String,
    /// For everybody.
    #[serde(default)]
    #[schema(required = false)]
    pub is_shared: bool,
    /// Which cases.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Its place among the others.
    #[serde(default)]
    #[schema(required = false)]
    pub place: i64,
}

impl From<SavedView> for InboxView {
    fn from(view: SavedView) -> Self {
        Self {
            id: view.id,
            name: view.name,
            is_shared: view.staff_id.is_none(),
            filter: view.filter,
            sort: view.sort,
            place: view.place,
            version: view.version,
        }
    }
}

impl From<InboxViewNew> for NewView {
    fn from(view: InboxViewNew) -> Self {
        let InboxViewNew { name, is_shared, filter, sort, place } = view;
        Self { name, is_shared, filter, sort, place }
    }
}

/// The views, each with how many cases it holds for the caller.
#[utoipa::path(
    get, path = "/inbox-views", operation_id = "list_inbox_views", tag = "cases",
    responses((status = 200, description = "They", body = ViewList))
)]
pub async fn list_inbox_views(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<ViewList>, Problem> {
    let now = state.db.now();
    let (counted, saved) = counts(&mut *state.db.read().await?, &caller.actor, now).await?;
    let staff = caller.actor.staff_id();
    let built_in = BuiltIn::ALL.iter().map(|it| BuiltInView {
        key: *it,
        sort: it.sort(),
        filter: it.filter(staff),
        count: counted.of(*it),
    });
    let saved = saved.into_iter().map(|(view, count)| SavedViewCount { view: view.into(), count });
    Ok(Json(ViewList { built_in: built_in.collect(), saved: saved.collect() }))
}

/// Saves a view.
#[utoipa::path(
    post, path = "/inbox-views", operation_id = "create_inbox_view", tag = "cases", request_body = InboxViewNew,
    responses(
        (status = 201, description = "Saved", body = InboxView),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_inbox_view(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<InboxViewNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let view = views::create(&mut tx, &caller.actor, body.into()).await?;
    let (id, version) = (view.id, view.version);
    let answer = api::created(format!("/api/v1/inbox-views/{id}"), version, &InboxView::from(view))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Changes a saved view; whom it is for stays.
#[utoipa::path(
    put, path = "/inbox-views/{id}", operation_id = "change_inbox_view", tag = "cases", request_body = InboxViewNew,
    params(("id" = ViewId, Path, description = "The view"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "It", body = InboxView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_inbox_view(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ViewId>,
    if_match: IfMatch,
    Json(body): Json<InboxViewNew>,
) -> Result<Versioned<InboxView>, Problem> {
    let mut tx = state.db.begin().await?;
    let view = views::update(&mut tx, &caller.actor, id, (body.into(), if_match.0)).await?;
    tx.commit().await?;
    Ok(Versioned::new(view.version, view.into()))
}

/// Drops a saved view.
#[utoipa::path(
    delete, path = "/inbox-views/{id}", operation_id = "delete_inbox_view", tag = "cases",
    params(("id" = ViewId, Path, description = "The view"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 204, description = "Dropped"),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn delete_inbox_view(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ViewId>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let mut tx = state.db.begin().await?;
    views::delete(&mut tx, &caller.actor, id, if_match.0).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
