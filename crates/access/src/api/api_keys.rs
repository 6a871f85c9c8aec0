//! `/api-keys`.

use api::{Answer, Json, Paging, Path, Problem, State, Versioned};
use axum::http::StatusCode;
use kernel::{ApiKeyId, Cursor, Page, Permission, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::caller::Caller;
use crate::api_key::ApiKey;

/// A key, without its secret.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApiKeyView {
    /// Names it, opens nothing.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Good until then; null: until revoked.
    pub expires_at: Option<Timestamp>,
    /// Last use, to five minutes; null: never.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked; null: it was not.
    pub revoked_at: Option<Timestamp>,
    /// Also the `ETag`.
    pub version: i64,
}

/// One page of keys.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApiKeyPage {
    /// Newest first.
    pub items: Vec<ApiKeyView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// A key to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyNew {
    /// What it is for.
    pub name: String,
    /// What it may do: at least one thing, never `staff_manage` or `api_keys_manage`.
    pub scopes: Vec<Permission>,
    /// Good until then; absent: until revoked.
    #[serde(default)]
    #[schema(required = false)]
    pub expires_at: Option<Timestamp>,
}

/// A key just made.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApiKeyMade {
    /// It.
    #[serde(flatten)]
    pub key: ApiKeyView,
    /// Its text for `Authorization: Bearer …`, shown this once.
    pub secret: String,
}

fn view(key: ApiKey) -> ApiKeyView {
    ApiKeyView {
        id: key.id,
        name: key.name,
        hint: key.hint,
        scopes: key.scopes,
        created_by: key.created_by,
        created_at: key.created_at,
        expires_at: key.expires_at,
        last_used_at: key.last_used_at,
        revoked_at: key.revoked_at,
        version: key.version,
    }
}

/// Keys, newest first, the revoked ones too.
#[utoipa::path(
    get, path = "/api-keys", operation_id = "list_api_keys", tag = "access", params(Paging),
    responses((status = 200, description = "One page", body = ApiKeyPage))
)]
pub async fn list_api_keys(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
) -> Result<Json<ApiKeyPage>, Problem> {
    let before = paging.number(0)?;
    let mut read = state.db.read().await?;
    let rows = actions::api_keys::list(&mut read, &caller.actor, before, paging.limit).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.id.get()])).map(view);
    Ok(Json(ApiKeyPage { items: page.items, next: page.next }))
}

/// Makes a key. The answer carries its text, once.
#[utoipa::path(
    post, path = "/api-keys", operation_id = "create_api_key", tag = "access", request_body = ApiKeyNew,
    responses(
        (status = 201, description = "Made", body = ApiKeyMade),
        (status = 403, description = "Not yours to make, or to give", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_api_key(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Json(body): Json<ApiKeyNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    let (key, secret) =
        actions::api_keys::create(&mut tx, &caller.actor, &body.name, body.scopes, body.expires_at).await?;
    tx.commit().await?;
    let (id, version) = (key.id, key.version);
    // No idempotency key here: the answer holds a secret, which is not to be stored.
    api::created(format!("/api/v1/api-keys/{id}"), version, &ApiKeyMade { key: view(key), secret })
}

/// One key.
#[utoipa::path(
    get, path = "/api-keys/{id}", operation_id = "get_api_key", tag = "access",
    params(("id" = ApiKeyId, Path, description = "The key")),
    responses(
        (status = 200, description = "It", body = ApiKeyView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_api_key(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ApiKeyId>,
) -> Result<Versioned<ApiKeyView>, Problem> {
    let key = actions::api_keys::find(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Versioned::new(key.version, view(key)))
}

/// Revokes a key, at once and for good.
#[utoipa::path(
    delete, path = "/api-keys/{id}", operation_id = "revoke_api_key", tag = "access",
    params(("id" = ApiKeyId, Path, description = "The key")),
    responses(
        (status = 204, description = "It lets nothing in any more"),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Revoked before", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn revoke_api_key(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    let mut tx = state.db.begin().await?;
    actions::api_keys::revoke(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
