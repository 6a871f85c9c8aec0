//! `/teams`.

use api::{Answer, Idempotency, IfMatch, Json, Paging, Path, Problem, State, Versioned};
use kernel::{Cursor, Page, StaffId, TeamId};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::caller::Caller;
use crate::staff::{Team, TeamChange};
use crate::store;

/// A team.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TeamView {
    /// Names it.
    pub id: TeamId,
    /// As staff read it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it gets new work.
    pub is_active: bool,
    /// Its members.
    pub members: Vec<StaffId>,
    /// Also the `ETag`.
    pub version: i64,
}

/// One page of teams.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TeamPage {
    /// By name.
    pub items: Vec<TeamView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// A team to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamNew {
    /// As staff read it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    #[schema(required = false)]
    pub description: String,
    /// Its members.
    #[serde(default)]
    #[schema(required = false)]
    pub members: Vec<StaffId>,
}

/// What to change of a team; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamPatch {
    /// As staff read it.
    #[schema(required = false)]
    pub name: Option<String>,
    /// What it is for.
    #[schema(required = false)]
    pub description: Option<String>,
    /// Whether it gets new work.
    #[schema(required = false)]
    pub is_active: Option<bool>,
    /// All its members from now on.
    #[schema(required = false)]
    pub members: Option<Vec<StaffId>>,
}

fn view(team: Team) -> TeamView {
    TeamView {
        id: team.id,
        name: team.name,
        description: team.description,
        is_active: team.is_active,
        members: team.members,
        version: team.version,
    }
}

/// Teams, by name.
#[utoipa::path(
    get, path = "/teams", operation_id = "list_teams", tag = "access", params(Paging),
    responses((status = 200, description = "One page", body = TeamPage))
)]
pub async fn list_teams(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
) -> Result<Json<TeamPage>, Problem> {
    caller.require_colleague()?;
    let after = paging.text(0)?.map(str::to_owned).zip(paging.number(1)?);
    let rows = store::teams::list(&mut *state.db.read().await?, after, paging.limit).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.name.clone(), it.id.get().to_string()]));
    let page = page.map(view);
    Ok(Json(TeamPage { items: page.items, next: page.next }))
}

/// Makes a team.
#[utoipa::path(
    post, path = "/teams", operation_id = "create_team", tag = "access", request_body = TeamNew,
    responses(
        (status = 201, description = "Made", body = TeamView),
        (status = 409, description = "The name is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_team(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<TeamNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let team = actions::teams::create(&mut tx, &caller.actor, &body.name, &body.description, &body.members).await?;
    let (id, version) = (team.id, team.version);
    let answer = api::created(format!("/api/v1/teams/{id}"), version, &view(team))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// One team.
#[utoipa::path(
    get, path = "/teams/{id}", operation_id = "get_team", tag = "access",
    params(("id" = TeamId, Path, description = "The team")),
    responses(
        (status = 200, description = "It", body = TeamView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_team(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<TeamId>,
) -> Result<Versioned<TeamView>, Problem> {
    caller.require_colleague()?;
    let team = actions::teams::found(&mut *state.db.read().await?, id).await?;
    Ok(Versioned::new(team.version, view(team)))
}

/// Changes a team. Who enters or leaves it signs in anew.
#[utoipa::path(
    patch, path = "/teams/{id}", operation_id = "change_team", tag = "access", request_body = TeamPatch,
    params(("id" = TeamId, Path, description = "The team")),
    responses(
        (status = 200, description = "Changed", body = TeamView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_team(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<TeamId>,
    IfMatch(version): IfMatch,
    Json(body): Json<TeamPatch>,
) -> Result<Versioned<TeamView>, Problem> {
    let change =
        TeamChange { name: body.name, description: body.description, is_active: body.is_active, members: body.members };
    let mut tx = state.db.begin().await?;
    let team = actions::teams::change(&mut tx, &caller.actor, id, version, change).await?;
    tx.commit().await?;
    Ok(Versioned::new(team.version, view(team)))
}
