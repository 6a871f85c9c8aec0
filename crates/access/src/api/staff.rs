//! `/staff`: colleagues, and their management.

use api::{Answer, IfMatch, Json, Paging, Path, Problem, Query, State, Versioned};
use axum::http::StatusCode;
use kernel::{Cursor, Locale, Page, Permission, Role, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::caller::Caller;
use crate::error::AccessError;
use crate::staff::{NewStaff, Staff, StaffChange};
use crate::store;

/// A colleague. What only those who manage staff see is absent for others.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffView {
    /// Names them.
    pub id: StaffId,
    /// As colleagues read it.
    pub name: String,
    /// What they are for.
    pub role: Role,
    /// Their teams.
    pub teams: Vec<TeamId>,
    /// Whether they may sign in.
    pub is_active: bool,
    /// What they sign in with. Managers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Language of their screens. Managers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Whether a second factor is in use. Managers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_totp: Option<bool>,
    /// Whether they have yet to replace the password they were given. Managers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub must_change_password: Option<bool>,
    /// When they were added. Managers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Also the `ETag`.
    pub version: i64,
}

/// One page of colleagues.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffPage {
    /// By name.
    pub items: Vec<StaffView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Which colleagues to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StaffFilter {
    /// Only members of this team.
    #[param(required = false)]
    team_id: Option<TeamId>,
    /// With those who may not sign in any more.
    #[serde(default)]
    #[param(required = false)]
    with_inactive: bool,
}

/// Somebody to add.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffNew {
    /// As colleagues read it.
    pub name: String,
    /// What they will sign in with.
    #[schema(value_type = String, format = Email)]
    pub email: String,
    /// What they are for.
    pub role: Role,
    /// Language of their screens.
    #[serde(default)]
    #[schema(required = false)]
    pub locale: Locale,
    /// Their teams.
    #[serde(default)]
    #[schema(required = false)]
    pub teams: Vec<TeamId>,
}

/// Somebody just added.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffAdded {
    /// Them.
    #[serde(flatten)]
    pub staff: StaffView,
    /// The password for their first sign-in, shown this once; they must replace it then.
    pub initial_password: String,
}

/// What to change of somebody; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffPatch {
    /// As colleagues read it.
    #[schema(required = false)]
    pub name: Option<String>,
    /// What they sign in with.
    #[schema(required = false)]
    pub email: Option<String>,
    /// What they are for.
    #[schema(required = false)]
    pub role: Option<Role>,
    /// Language of their screens.
    #[schema(required = false)]
    pub locale: Option<Locale>,
    /// Whether they may sign in.
    #[schema(required = false)]
    pub is_active: Option<bool>,
    /// All their teams from now on.
    #[schema(required = false)]
    pub teams: Option<Vec<TeamId>>,
}

/// A password made up for somebody.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MadeUpPassword {
    /// Shown this once; they must replace it at their next sign-in.
    pub initial_password: String,
}

fn view(staff: Staff, by_manager: bool) -> StaffView {
    StaffView {
        id: staff.id,
        name: staff.name,
        role: staff.role,
        teams: staff.teams,
        is_active: staff.is_active,
        email: by_manager.then_some(staff.email),
        locale: by_manager.then_some(staff.locale),
        has_totp: by_manager.then_some(staff.has_totp),
        must_change_password: by_manager.then_some(staff.must_change_password),
        created_at: by_manager.then_some(staff.created_at),
        version: staff.version,
    }
}

/// Colleagues, by name. Every member of staff sees names, roles and teams.
#[utoipa::path(
    get, path = "/staff", operation_id = "list_staff", tag = "access", params(StaffFilter, Paging),
    responses((status = 200, description = "One page", body = StaffPage))
)]
pub async fn list_staff(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(filter): Query<StaffFilter>,
    paging: Paging,
) -> Result<Json<StaffPage>, Problem> {
    caller.require_colleague()?;
    let after = paging.text(0)?.map(str::to_owned).zip(paging.number(1)?);
    let mut read = state.db.read().await?;
    let rows = store::staff::list(&mut read, after, filter.team_id, filter.with_inactive, paging.limit).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.name.clone(), it.id.get().to_string()]));
    let by_manager = caller.actor.may(Permission::StaffManage);
    let page = page.map(|it| view(it, by_manager));
    Ok(Json(StaffPage { items: page.items, next: page.next }))
}

/// Adds a colleague. The answer carries the password for their first sign-in.
#[utoipa::path(
    post, path = "/staff", operation_id = "create_staff", tag = "access", request_body = StaffNew,
    responses(
        (status = 201, description = "Added", body = StaffAdded),
        (status = 409, description = "The address is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_staff(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Json(body): Json<StaffNew>,
) -> Result<Answer, Problem> {
    crate::require(&caller.actor, Permission::StaffManage)?;
    let new = NewStaff {
        name: body.name,
        email: body.email.parse().map_err(|_| AccessError::Email)?,
        role: body.role,
        locale: body.locale,
        teams: body.teams,
    };
    let password = actions::staff::make_password().await?;
    let mut tx = state.db.begin().await?;
    let staff = actions::staff::create(&mut tx, &caller.actor, new, &password).await?;
    tx.commit().await?;
    let (id, version) = (staff.id, staff.version);
    // No idempotency key here: the answer holds a password, which is not to be stored.
    let added = StaffAdded { staff: view(staff, true), initial_password: password.text };
    api::created(format!("/api/v1/staff/{id}"), version, &added)
}

/// One colleague.
#[utoipa::path(
    get, path = "/staff/{id}", operation_id = "get_staff", tag = "access",
    params(("id" = StaffId, Path, description = "The member of staff")),
    responses(
        (status = 200, description = "Them", body = StaffView),
        (status = 404, description = "Nobody", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_staff(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<StaffId>,
) -> Result<Versioned<StaffView>, Problem> {
    caller.require_colleague()?;
    let staff = actions::staff::found(&mut *state.db.read().await?, id).await?;
    Ok(Versioned::new(staff.version, view(staff, caller.actor.may(Permission::StaffManage))))
}

/// Changes a colleague. A new role, address or set of teams, or deactivation, ends their sign-ins at once.
#[utoipa::path(
    patch, path = "/staff/{id}", operation_id = "change_staff", tag = "access", request_body = StaffPatch,
    params(("id" = StaffId, Path, description = "The member of staff")),
    responses(
        (status = 200, description = "Changed", body = StaffView),
        (status = 404, description = "Nobody", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The last admin, or the address is taken", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_staff(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<StaffId>,
    IfMatch(version): IfMatch,
    Json(body): Json<StaffPatch>,
) -> Result<Versioned<StaffView>, Problem> {
    let email = body.email.map(|it| it.parse()).transpose().map_err(|_| AccessError::Email)?;
    let change = StaffChange {
        name: body.name,
        email,
        role: body.role,
        locale: body.locale,
        is_active: body.is_active,
        teams: body.teams,
    };
    let mut tx = state.db.begin().await?;
    let staff = actions::staff::change(&mut tx, &caller.actor, id, version, change).await?;
    tx.commit().await?;
    Ok(Versioned::new(staff.version, view(staff, true)))
}

/// Makes up a new password for a colleague who lost theirs, and ends their sign-ins.
#[utoipa::path(
    put, path = "/staff/{id}/password", operation_id = "reset_password", tag = "access",
    params(("id" = StaffId, Path, description = "The member of staff")),
    responses(
        (status = 200, description = "The password, shown this once", body = MadeUpPassword),
        (status = 404, description = "Nobody", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reset_password(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<StaffId>,
) -> Result<Json<MadeUpPassword>, Problem> {
    crate::require(&caller.actor, Permission::StaffManage)?;
    let password = actions::staff::make_password().await?;
    let mut tx = state.db.begin().await?;
    actions::staff::reset_password(&mut tx, &caller.actor, id, &password).await?;
    tx.commit().await?;
    Ok(Json(MadeUpPassword { initial_password: password.text }))
}

/// Takes away the second factor of a colleague who lost it, and ends their sign-ins.
#[utoipa::path(
    delete, path = "/staff/{id}/totp", operation_id = "reset_totp", tag = "access",
    params(("id" = StaffId, Path, description = "The member of staff")),
    responses(
        (status = 204, description = "Gone"),
        (status = 404, description = "Nobody", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reset_totp(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<StaffId>,
) -> Result<StatusCode, Problem> {
    let mut tx = state.db.begin().await?;
    actions::staff::reset_totp(&mut tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
