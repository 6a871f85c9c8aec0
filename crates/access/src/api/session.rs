//! `/session` and `/sessions`: signing in and out, and one's own sign-ins.

use api::{Json, Path, Problem, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use tracing::Instrument;

use crate::actions::{self, sign_in::Attempt};
use crate::api::caller::{Caller, Source, own_id};
use crate::api::cookie;
use crate::api::me::{Me, me_of};
use crate::error::AccessError;
use crate::session::Session;

/// What somebody gives who wants in.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(example = json!({ "email": "lea@example.fr", "password": "trois chats gris", "code": "123456" }))]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The authenticator's code or a recovery code, for those who set one up. Whether it was missing is not told.
    #[serde(default)]
    #[schema(required = false)]
    pub code: Option<String>,
}

/// One of one's own sign-ins.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionView {
    /// Names it.
    pub id: SessionId,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Last use, to five minutes.
    pub last_seen_at: Timestamp,
    /// Over then at the latest.
    pub expires_at: Timestamp,
    /// What the browser says it is.
    pub user_agent: String,
    /// The network it was opened from.
    pub network: String,
    /// Whether it is the one that asks.
    pub is_present: bool,
}

/// One's own sign-ins.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionList {
    /// Newest first.
    pub items: Vec<SessionView>,
}

/// Signs in. Sets the session's cookie and answers who one is.
///
/// Unknown address, wrong password, wrong or missing code: one answer, 401 `sign_in_refused`. After five failures from
/// one place, 429 `locked_out` whose `detail` is the instant until which nothing is heard.
#[utoipa::path(
    post, path = "/session", operation_id = "create_session", tag = "access", request_body = SignIn,
    responses(
        (status = 200, description = "Signed in; the cookie is set", body = Me),
        (status = 401, description = "Not recognised", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Locked out for a while", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_session(
    axum::extract::State(state): axum::extract::State<State>,
    source: Source,
    Json(body): Json<SignIn>,
) -> Result<Response, Problem> {
    let turn = actions::hashing::turn().await?;
    // Heard to its end from here on, also if the client hangs up: a guess that is not waited for counts like another.
    let (db, config) = (state.db.clone(), state.config.clone());
    let heard = async move {
        let attempt = Attempt {
            email: &body.email,
            password: &body.password,
            code: body.code.as_deref().filter(|it| !it.trim().is_empty()),
            origin: source.origin(),
        };
        actions::sign_in::sign_in(&db, config.secret_key.bytes(), turn, attempt).await
    };
    let opened =
        tokio::spawn(heard.in_current_span()).await.map_err(|_| AccessError::Internal("a sign-in was cut short"))??;
    signed_in(&state, &opened).await
}

/// Who one is, with the cookie of a session just opened.
pub(crate) async fn signed_in(state: &State, opened: &actions::sign_in::OpenedSession) -> Result<Response, Problem> {
    let staff = actions::staff::found(&mut *state.db.read().await?, opened.session.staff_id).await?;
    let me = me_of(&mut *state.db.read().await?, &staff).await?;
    let mut response = Json(me).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::set(&state.config, &opened.token));
    response.headers_mut().insert(header::ETAG, api::version::etag(staff.version));
    Ok(response)
}

/// Signs out. Also without a session, so that a second click does no harm.
#[utoipa::path(
    delete, path = "/session", operation_id = "delete_session", tag = "access",
    responses((status = 204, description = "Signed out; the cookie is gone"))
)]
pub async fn delete_session(
    axum::extract::State(state): axum::extract::State<State>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Ok(caller) = Caller::from_headers(&state, &headers).await
        && let Ok((staff, session)) = caller.person()
    {
        let mut tx = state.db.begin().await?;
        actions::sign_in::sign_out(&mut tx, staff.id, session).await?;
        tx.commit().await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::clear(&state.config));
    // Whoever uses this machine next does not find in its cache what was read.
    let cache = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    response.headers_mut().extend([cache]);
    Ok(response)
}

/// One's own sign-ins that still let one in.
#[utoipa::path(
    get, path = "/sessions", operation_id = "list_sessions", tag = "access",
    responses((status = 200, description = "Newest first", body = SessionList))
)]
pub async fn list_sessions(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<SessionList>, Problem> {
    let (staff, present) = caller.person()?;
    let now = state.db.now();
    let sessions = actions::sign_in::open_sessions(&mut *state.db.read().await?, staff.id, now).await?;
    let items = sessions.into_iter().map(|it| view(it, present)).collect();
    Ok(Json(SessionList { items }))
}

fn view(session: Session, present: SessionId) -> SessionView {
    SessionView {
        id: session.id,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        expires_at: session.expires_at,
        user_agent: session.user_agent,
        network: session.client_address,
        is_present: session.id == present,
    }
}

/// Ends one of one's own sign-ins.
#[utoipa::path(
    delete, path = "/sessions/{id}", operation_id = "revoke_session", tag = "access",
    params(("id" = SessionId, Path, description = "The session")),
    responses(
        (status = 204, description = "It lets nobody in any more"),
        (status = 404, description = "No such session of one's own", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn revoke_session(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<SessionId>,
) -> Result<StatusCode, Problem> {
    let staff_id = own_id(&caller)?;
    let mut tx = state.db.begin().await?;
    actions::sign_in::revoke(&mut tx, staff_id, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
