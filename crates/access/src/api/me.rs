//! `/me`: who one is, how one likes one's screens, one's password and second factor.

use api::{IfMatch, Json, Problem, State, Versioned};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::{Locale, Permission, Role, StaffId, TeamId};
use serde::{Deserialize, Serialize};

use crate::actions::{self, credentials};
use crate::api::caller::{Caller, Source, actor_of, own_id};
use crate::api::{cookie, session::signed_in};
use crate::error::AccessError;
use crate::staff::{Preferences, Staff};
use crate::store;

/// The member of staff who asks.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Me {
    /// Names them.
    pub id: StaffId,
    /// As colleagues read it.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// What they are for.
    pub role: Role,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// Their teams, by name.
    pub teams: Vec<TeamName>,
    /// Language of their screens.
    pub locale: Locale,
    /// The company's time zone, IANA name: what every hour on their screens is read in, wherever they are.
    pub time_zone: String,
    /// How they like their screens.
    pub preferences: Preferences,
    /// Whether a second factor is in use.
    pub has_totp: bool,
    /// Whether the password was given by somebody else: until it is replaced, `permissions` is empty.
    pub must_change_password: bool,
    /// Also the `ETag`.
    pub version: i64,
}

/// A team by name.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TeamName {
    /// Names it.
    pub id: TeamId,
    /// As staff read it.
    pub name: String,
}

/// What to change about oneself; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeChange {
    /// As colleagues read it.
    #[schema(required = false)]
    pub name: Option<String>,
    /// Language of one's screens.
    #[schema(required = false)]
    pub locale: Option<Locale>,
    /// How one likes one's screens; all of them at once.
    #[schema(required = false)]
    pub preferences: Option<Preferences>,
}

/// A password to replace one's own.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct PasswordChange {
    /// The present one.
    pub password: String,
    /// The new one: 12 characters or more, not one everybody tries.
    pub new_password: String,
}

/// The present password, asked for again.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct PasswordAgain {
    /// The present one.
    pub password: String,
}

/// A second factor that waits for its first code.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TotpSetupView {
    /// The secret, for typing.
    pub secret: String,
    /// `otpauth://…`, for a QR code.
    pub uri: String,
}

/// A code of the authenticator.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct TotpCode {
    /// Six digits.
    pub code: String,
}

/// Codes that replace the second factor, once each.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RecoveryCodes {
    /// Shown this once.
    pub recovery_codes: Vec<String>,
}

pub(crate) async fn me_of(conn: &mut db::Conn, staff: &Staff) -> Result<Me, AccessError> {
    let mut teams = Vec::new();
    for id in &staff.teams {
        if let Some(team) = store::teams::find(conn, *id).await? {
            teams.push(TeamName { id: team.id, name: team.name });
        }
    }
    let time_zone = store::installation::find(conn).await?.time_zone;
    Ok(Me {
        id: staff.id,
        name: staff.name.clone(),
        email: staff.email.clone(),
        role: staff.role,
        permissions: actor_of(staff).permissions,
        teams,
        locale: staff.locale,
        time_zone,
        preferences: staff.preferences,
        has_totp: staff.has_totp,
        must_change_password: staff.must_change_password,
        version: staff.version,
    })
}

/// Who one is.
#[utoipa::path(
    get, path = "/me", operation_id = "get_me", tag = "access",
    responses((status = 200, description = "The member of staff who asks", body = Me))
)]
pub async fn get_me(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Versioned<Me>, Problem> {
    let (staff, _) = caller.person()?;
    let me = me_of(&mut *state.db.read().await?, staff).await?;
    Ok(Versioned::new(me.version, me))
}

/// Changes one's own name, language or preferences.
#[utoipa::path(
    patch, path = "/me", operation_id = "change_me", tag = "access", request_body = MeChange,
    responses(
        (status = 200, description = "Changed", body = Me),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_me(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    IfMatch(version): IfMatch,
    Json(body): Json<MeChange>,
) -> Result<Versioned<Me>, Problem> {
    let id = own_id(&caller)?;
    let mut tx = state.db.begin().await?;
    let staff =
        actions::staff::change_own(&mut tx, id, version, body.name.as_deref(), body.locale, body.preferences).await?;
    let me = me_of(&mut tx, &staff).await?;
    tx.commit().await?;
    Ok(Versioned::new(me.version, me))
}

/// Replaces one's own password. Every other sign-in ends; this one goes on under a new cookie.
#[utoipa::path(
    put, path = "/me/password", operation_id = "set_password", tag = "access", request_body = PasswordChange,
    responses(
        (status = 200, description = "Replaced; the cookie is new", body = Me),
        (status = 422, description = "The present one does not fit, or the new one is weak", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_password(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    source: Source,
    Json(body): Json<PasswordChange>,
) -> Result<Response, Problem> {
    let id = own_id(&caller)?;
    let opened =
        credentials::change_password(&state.db, id, &body.password, &body.new_password, source.origin()).await?;
    signed_in(&state, &opened).await
}

/// Starts to set up a second factor. It counts once a code has been confirmed.
#[utoipa::path(
    post, path = "/me/totp", operation_id = "start_totp", tag = "access", request_body = PasswordAgain,
    responses(
        (status = 200, description = "The secret, shown this once", body = TotpSetupView),
        (status = 409, description = "One is in use", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The password does not fit", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn start_totp(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    source: Source,
    Json(body): Json<PasswordAgain>,
) -> Result<Json<TotpSetupView>, Problem> {
    let id = own_id(&caller)?;
    let key = state.config.secret_key.bytes();
    let setup = credentials::start_totp(&state.db, key, id, &body.password, "entente", source.origin()).await?;
    Ok(Json(TotpSetupView { secret: setup.secret, uri: setup.uri }))
}

/// Puts the second factor to use by its first code. Every other sign-in ends.
#[utoipa::path(
    put, path = "/me/totp", operation_id = "confirm_totp", tag = "access", request_body = TotpCode,
    responses(
        (status = 200, description = "In use; the cookie is new", body = RecoveryCodes),
        (status = 409, description = "None is being set up", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The code does not fit", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn confirm_totp(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    source: Source,
    Json(body): Json<TotpCode>,
) -> Result<Response, Problem> {
    let id = own_id(&caller)?;
    let key = state.config.secret_key.bytes();
    let (recovery_codes, opened) = credentials::confirm_totp(&state.db, key, id, &body.code, source.origin()).await?;
    let mut response = Json(RecoveryCodes { recovery_codes }).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::set(&state.config, &opened.token));
    Ok(response)
}

/// Takes one's own second factor away. Every other sign-in ends.
#[utoipa::path(
    delete, path = "/me/totp", operation_id = "stop_totp", tag = "access", request_body = PasswordAgain,
    responses(
        (status = 200, description = "Gone; the cookie is new", body = Me),
        (status = 422, description = "The password does not fit", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn stop_totp(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    source: Source,
    Json(body): Json<PasswordAgain>,
) -> Result<Response, Problem> {
    let id = own_id(&caller)?;
    let opened = credentials::stop_totp(&state.db, id, &body.password, source.origin()).await?;
    signed_in(&state, &opened).await
}
