//! `/setup`: the first run.

use api::{IfMatch, Json, Problem, State, Versioned};
use axum::response::Response;
use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::actions::{self, setup::FirstAdmin};
use crate::api::caller::{Caller, Source};
use crate::api::session::signed_in;
use crate::error::AccessError;
use crate::installation::{Installation, InstallationChange, Step};

/// How far the first run has come.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SetupView {
    /// Whether the first admin is still to be made.
    pub needs_admin: bool,
    /// Who the customers deal with; null: not yet said.
    pub company_name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub market_country: String,
    /// IANA name.
    pub time_zone: String,
    /// Languages customers are written to, the first by default.
    pub languages: Vec<Locale>,
    /// Every step, in order.
    pub steps: Vec<StepView>,
    /// Also the `ETag`.
    pub version: i64,
}

/// One step of the first run.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StepView {
    /// Which.
    pub step: Step,
    /// Whether it is done.
    pub is_done: bool,
}

/// What to change; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupChange {
    /// Who the customers deal with.
    #[schema(required = false)]
    pub company_name: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(required = false)]
    pub market_country: Option<String>,
    /// IANA name.
    #[schema(required = false)]
    pub time_zone: Option<String>,
    /// Languages customers are written to, the first by default.
    #[schema(required = false)]
    pub languages: Option<Vec<Locale>>,
    /// A step that is done now.
    #[schema(required = false)]
    pub step_done: Option<Step>,
}

/// Who is to be the first admin, and the proof that they may say so.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupClaim {
    /// The one-time code that the server printed when it started.
    pub code: String,
    /// As colleagues will read it.
    pub name: String,
    /// What they will sign in with.
    pub email: String,
    /// What they will sign in with: 12 characters or more.
    pub new_password: String,
    /// Language of their screens.
    #[serde(default)]
    #[schema(required = false)]
    pub locale: Locale,
}

fn view(installation: Installation, needs_admin: bool) -> Versioned<SetupView> {
    let done = installation.steps_done;
    let steps = Step::ALL.map(|step| StepView { step, is_done: done.contains(&step) }).into();
    let view = SetupView {
        needs_admin,
        company_name: installation.company_name,
        market_country: installation.market_country,
        time_zone: installation.time_zone,
        languages: installation.languages,
        steps,
        version: installation.version,
    };
    Versioned::new(view.version, view)
}

/// How far the first run has come. For everyone: it is what the first screen asks before anybody can sign in.
#[utoipa::path(
    get, path = "/setup", operation_id = "get_setup", tag = "access",
    responses((status = 200, description = "So far", body = SetupView))
)]
pub async fn get_setup(
    axum::extract::State(state): axum::extract::State<State>,
) -> Result<Versioned<SetupView>, Problem> {
    let (installation, needs_admin) = actions::setup::state(&mut *state.db.read().await?).await?;
    Ok(view(installation, needs_admin))
}

/// Changes what the installation is for, or marks a step as done.
#[utoipa::path(
    put, path = "/setup", operation_id = "change_setup", tag = "access", request_body = SetupChange,
    responses(
        (status = 200, description = "Changed", body = SetupView),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_setup(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    IfMatch(version): IfMatch,
    Json(body): Json<SetupChange>,
) -> Result<Versioned<SetupView>, Problem> {
    let change = InstallationChange {
        company_name: body.company_name,
        market_country: body.market_country,
        time_zone: body.time_zone,
        languages: body.languages,
        step_done: body.step_done,
    };
    let mut tx = state.db.begin().await?;
    let installation = actions::setup::change(&mut tx, &caller.actor, version, change).await?;
    tx.commit().await?;
    Ok(view(installation, false))
}

/// Makes the first admin and signs them in. Needs the code that the server printed; over once anybody is staff.
#[utoipa::path(
    post, path = "/setup/claim", operation_id = "claim_setup", tag = "access", request_body = SetupClaim,
    responses(
        (status = 200, description = "Made and signed in; the cookie is set", body = crate::api::me::Me),
        (status = 403, description = "The code does not fit", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The first admin has been made", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn claim_setup(
    axum::extract::State(state): axum::extract::State<State>,
    source: Source,
    Json(body): Json<SetupClaim>,
) -> Result<Response, Problem> {
    let admin = FirstAdmin {
        name: body.name,
        email: body.email.parse().map_err(|_| AccessError::Email)?,
        password: body.new_password,
        locale: body.locale,
    };
    let opened = actions::setup::claim(&state.db, &body.code, admin, source.origin()).await?;
    signed_in(&state, &opened).await
}
