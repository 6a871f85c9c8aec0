//! `/callbacks`.

use access::Caller;
use api::{IfMatch, Json, Paging, Path, Problem, Query, State, Versioned};
use kernel::{CallbackId, Cursor, PersonId};
use serde::{Deserialize, Serialize};

use crate::actions::{self, Closure};
use crate::callback::{Callback, Outcome};

/// One page of call-backs.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CallbackPage {
    /// First due first; of those that are done the last one first.
    pub items: Vec<Callback>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// How a call-back ended.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackClosure {
    /// How it ended.
    pub outcome: Outcome,
    /// What was said: stands on the timeline.
    #[serde(default)]
    #[schema(required = false)]
    pub note: String,
}

/// What a list of call-backs is narrowed to.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    /// Whether those that are done are wanted instead of those that are owed.
    #[serde(default)]
    #[param(required = false)]
    pub closed: bool,
    /// Of this person.
    #[param(required = false)]
    pub person_id: Option<PersonId>,
}

/// Call-backs owed to customers, first due first; or those that are done, the last one first.
#[utoipa::path(
    get, path = "/callbacks", operation_id = "list_callbacks", tag = "programme", params(CallbackQuery, Paging),
    responses((status = 200, description = "One page", body = CallbackPage))
)]
pub async fn list_callbacks(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<CallbackQuery>,
    paging: Paging,
) -> Result<Json<CallbackPage>, Problem> {
    let after = paging.number(0)?.zip(paging.number(1)?);
    let now = state.db.now();
    let mut conn = state.db.read().await?;
    let (is_open, person) = (!query.closed, query.person_id);
    let page = actions::callbacks(&mut conn, &caller.actor, is_open, person, now, after, paging.limit).await?;
    Ok(Json(CallbackPage { items: page.items, next: page.next }))
}

/// One call-back.
#[utoipa::path(
    get, path = "/callbacks/{id}", operation_id = "get_callback", tag = "programme",
    params(("id" = CallbackId, Path, description = "The call-back")),
    responses(
        (status = 200, description = "It", body = Callback),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_callback(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CallbackId>,
) -> Result<Versioned<Callback>, Problem> {
    let now = state.db.now();
    let callback = actions::callback(&mut *state.db.read().await?, &caller.actor, id, now).await?;
    Ok(Versioned::new(callback.version, callback))
}

/// Ends a call-back and its case.
#[utoipa::path(
    put, path = "/callbacks/{id}/closure", operation_id = "set_callback_closure", tag = "programme",
    request_body = CallbackClosure,
    params(("id" = CallbackId, Path, description = "The call-back"), ("If-Match" = String, Header, description = "The version read")),
    responses(
        (status = 200, description = "As it is now", body = Callback),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is closed", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed meanwhile", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_callback_closure(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CallbackId>,
    IfMatch(version): IfMatch,
    Json(body): Json<CallbackClosure>,
) -> Result<Versioned<Callback>, Problem> {
    let mut tx = state.db.begin().await?;
    let closure = Closure { outcome: body.outcome, note: body.note };
    let callback = actions::close(&mut tx, &caller.actor, id, version, &closure).await?;
    tx.commit().await?;
    Ok(Versioned::new(callback.version, callback))
}
