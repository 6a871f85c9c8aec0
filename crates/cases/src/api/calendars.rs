//! `/calendars`: which hours are worked.

use access::Caller;
use api::{Answer, Idempotency, IfMatch, Json, Path, Problem, State, Versioned};
use calendar::Definition;
use kernel::CalendarId;
use serde::{Deserialize, Serialize};

use crate::actions::settings::{self, NewCalendar};
use crate::error::CaseError;
use crate::store::calendars::NamedCalendar;

/// The calendars.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CalendarList {
    /// By name.
    pub items: Vec<CalendarView>,
}

/// A calendar.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CalendarView {
    /// Names it.
    pub id: CalendarId,
    /// As staff read it.
    pub name: String,
    /// What a promise gets that names no other.
    pub is_default: bool,
    /// What it says.
    pub definition: Definition,
    /// Also the `ETag`.
    pub version: i64,
}

/// A calendar to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarNew {
    /// As staff read it.
    pub name: String,
    /// What a promise gets that names no other.
    #[serde(default)]
    #[schema(required = false)]
    pub is_default: bool,
    /// What it says.
    pub definition: Definition,
}

fn view(calendar: NamedCalendar) -> CalendarView {
    let NamedCalendar { id, name, is_default, definition, version } = calendar;
    CalendarView { id, name, is_default, definition, version }
}

impl From<CalendarNew> for NewCalendar {
    fn from(calendar: CalendarNew) -> Self {
        let CalendarNew { name, is_default, definition } = calendar;
        Self { name, is_default, definition }
    }
}

/// Every calendar, by name.
#[utoipa::path(
    get, path = "/calendars", operation_id = "list_calendars", tag = "cases",
    responses((status = 200, description = "They", body = CalendarList))
)]
pub async fn list_calendars(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
) -> Result<Json<CalendarList>, Problem> {
    let calendars = settings::calendars(&mut *state.db.read().await?, &caller.actor).await?;
    Ok(Json(CalendarList { items: calendars.into_iter().map(view).collect() }))
}

/// One calendar.
#[utoipa::path(
    get, path = "/calendars/{id}", operation_id = "get_calendar", tag = "cases",
    params(("id" = CalendarId, Path, description = "The calendar")),
    responses(
        (status = 200, description = "It", body = CalendarView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_calendar(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CalendarId>,
) -> Result<Versioned<CalendarView>, Problem> {
    let calendars = settings::calendars(&mut *state.db.read().await?, &caller.actor).await?;
    let calendar = calendars.into_iter().find(|it| it.id == id).ok_or(CaseError::CalendarNotFound(id))?;
    Ok(Versioned::new(calendar.version, view(calendar)))
}

/// Makes a calendar.
#[utoipa::path(
    post, path = "/calendars", operation_id = "create_calendar", tag = "cases", request_body = CalendarNew,
    responses(
        (status = 201, description = "Made", body = CalendarView),
        (status = 409, description = "The name is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_calendar(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    key: Idempotency,
    Json(body): Json<CalendarNew>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &caller.actor).await? {
        return Ok(answer);
    }
    let calendar = settings::create_calendar(&mut tx, &caller.actor, body.into()).await?;
    let (id, version) = (calendar.id, calendar.version);
    let answer = api::created(format!("/api/v1/calendars/{id}"), version, &view(calendar))?;
    let answer = key.store(&mut tx, &caller.actor, answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Changes a calendar. Clocks under way keep what they counted by the one before.
#[utoipa::path(
    put, path = "/calendars/{id}", operation_id = "change_calendar", tag = "cases", request_body = CalendarNew,
    params(
        ("id" = CalendarId, Path, description = "The calendar"),
        ("If-Match" = String, Header, description = "Its version")
    ),
    responses(
        (status = 200, description = "It", body = CalendarView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_calendar(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CalendarId>,
    if_match: IfMatch,
    Json(body): Json<CalendarNew>,
) -> Result<Versioned<CalendarView>, Problem> {
    let mut tx = state.db.begin().await?;
    let calendar = settings::update_calendar(&mut tx, &caller.actor, (id, if_match.0), body.into()).await?;
    tx.commit().await?;
    Ok(Versioned::new(calendar.version, view(calendar)))
}
