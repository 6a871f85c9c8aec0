//! `GET /cases`: the inbox.

use access::Caller;
use api::{Json, Paging, Problem, Query, State};
use calendar::{Metric, WaitingCause};
use kernel::{CaseId, Cursor, PersonId, StaffId, TeamId, Timestamp, ViewId};
use serde::{Deserialize, Serialize};

use crate::actions::inbox::{Wanted, list};
use crate::case::{Channel, Due, Priority, State as CaseState, StateName};
use crate::deadline::{Nearness, nearness};
use crate::error::CaseError;
use crate::inbox::{BuiltIn, Excerpt, Filter, ListedCase, Place, Sort};
use crate::presence::{Presence, Present};
use crate::store;

/// Which cases, in which order. What is given beside a view narrows it.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// A built-in view (`mine`, `to_handle`, `late`, `unassigned`, `unverified`, `waiting`, `snoozed`, `closed`,
    /// `all`) or a saved one's id.
    pub view: Option<String>,
    /// In which order; the view's own if absent.
    pub sort: Option<Sort>,
    /// Where they stand.
    pub state: Option<StateName>,
    /// Team they are with.
    pub team_id: Option<TeamId>,
    /// Who does them.
    pub owner_id: Option<StaffId>,
    /// Only those that nobody does.
    pub unassigned: Option<bool>,
    /// A key of the case types.
    #[serde(rename = "type")]
    #[param(rename = "type")]
    pub type_key: Option<String>,
    /// How they came.
    pub channel: Option<Channel>,
    /// How urgent they are.
    pub priority: Option<Priority>,
    /// Only those past their deadline.
    pub overdue: Option<bool>,
    /// A customer's.
    pub person_id: Option<PersonId>,
    /// Words of the subject or the customer's name, or a case's number in any of its forms.
    pub q: Option<String>,
}

/// One page of cases.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CasePage {
    /// In the order asked.
    pub items: Vec<CaseRow>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
    /// How many there are in all; exact, with `count=true` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

/// A row of the inbox.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseRow {
    /// The case.
    pub id: CaseId,
    /// In a line.
    pub subject: String,
    /// A key of the case types.
    #[serde(rename = "type")]
    pub type_key: String,
    /// How it came.
    pub channel: Channel,
    /// How urgent it is.
    pub priority: Priority,
    /// Where it stands.
    pub state: StateName,
    /// Whom it waits for, if it does.
    pub waiting: Option<WaitingView>,
    /// Put aside until then.
    pub snoozed_until: Option<Timestamp>,
    /// Team it is with.
    pub team_id: Option<TeamId>,
    /// Its name.
    pub team_name: Option<String>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// Customer it is for.
    pub person_id: Option<PersonId>,
    /// Their name.
    pub person_name: Option<String>,
    /// The customer's last words.
    pub last: Option<Excerpt>,
    /// Its earliest deadline.
    pub due: Option<DueView>,
    /// When the request came in.
    pub opened_at: Timestamp,
    /// When the customer last wrote or called.
    pub received_at: Timestamp,
    /// When the oldest unanswered words came.
    pub unanswered_since: Option<Timestamp>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Who is on it now.
    pub present: Vec<Present>,
    /// For `If-Match`.
    pub version: i64,
}

/// Whom a case waits for.
#[derive(Serialize, utoipa::ToSchema)]
pub struct WaitingView {
    /// Whom.
    pub cause: WaitingCause,
    /// When the waiting ends by itself.
    pub until: Option<Timestamp>,
}

impl WaitingView {
    /// Of `state`.
    pub fn of(state: CaseState) -> Option<Self> {
        match state {
            CaseState::Waiting { cause, until } => Some(Self { cause, until }),
            _ => None,
        }
    }
}

/// A deadline.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DueView {
    /// What.
    pub metric: Metric,
    /// When.
    pub at: Timestamp,
    /// How near.
    pub nearness: Nearness,
}

impl DueView {
    /// `due` as it is at `now`.
    pub fn of(due: Due, now: Timestamp) -> Self {
        Self { metric: due.metric, at: due.at, nearness: nearness(due.at, now) }
    }
}

/// Cases that the caller may see.
#[utoipa::path(
    get, path = "/cases", operation_id = "list_cases", tag = "cases", params(CaseQuery, Paging),
    responses(
        (status = 200, description = "One page", body = CasePage),
        (status = 404, description = "No such view", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list_cases(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Query(query): Query<CaseQuery>,
    paging: Paging,
) -> Result<Json<CasePage>, Problem> {
    let now = state.db.now();
    let mut read = state.db.read().await?;
    let (filter, sort) = resolve(&mut read, &caller, query).await?;
    let after = paging.after.as_ref().map(|it| Place::of(it).ok_or_else(foreign_cursor)).transpose()?;
    let wanted = Wanted { sort, after, limit: paging.limit, count: paging.count };
    let page = list(&mut read, &caller.actor, &filter, wanted, now).await?;
    let ids: Vec<CaseId> = page.items.iter().map(|it| it.id).collect();
    let mut present = state.part::<Presence>().map(|it| it.on(&ids, now)).unwrap_or_default();
    let page = page.map(|it| {
        let present = present.remove(&it.id).unwrap_or_default();
        row(it, present, now)
    });
    Ok(Json(CasePage { items: page.items, next: page.next, total: page.total }))
}

fn foreign_cursor() -> Problem {
    Problem::invalid("invalid_cursor")
}

/// The filter of the view that is named, narrowed by what is given beside it.
pub(crate) async fn resolve(conn: &mut db::Conn, caller: &Caller, query: CaseQuery) -> Result<(Filter, Sort), Problem> {
    let staff = caller.actor.staff_id();
    let (base, sort) = match query.view.as_deref() {
        None => (Filter::default(), Sort::Updated),
        Some(name) => match (BuiltIn::from_code(name), name.parse::<ViewId>()) {
            (Some(view), _) => (view.filter(staff), view.sort()),
            (None, Ok(id)) => {
                let view = store::views::find(conn, id).await?;
                let view = view.filter(|it| it.staff_id.is_none() || it.staff_id == staff);
                view.map(|it| (it.filter, it.sort)).ok_or(CaseError::ViewNotFound(id))?
            }
            (None, Err(_)) => return Err(Problem::not_found()),
        },
    };
    let filter = Filter {
        state: query.state.or(base.state),
        team_id: query.team_id.or(base.team_id),
        owner_id: query.owner_id.or(base.owner_id),
        is_unassigned: query.unassigned.unwrap_or(base.is_unassigned),
        type_key: query.type_key.or(base.type_key),
        channel: query.channel.or(base.channel),
        priority: query.priority.or(base.priority),
        is_overdue: query.overdue.unwrap_or(base.is_overdue),
        is_snoozed: base.is_snoozed,
        has_unverified: base.has_unverified,
        person_id: query.person_id.or(base.person_id),
        q: query.q.or(base.q),
    };
    Ok((filter, query.sort.unwrap_or(sort)))
}

fn row(case: ListedCase, present: Vec<Present>, now: Timestamp) -> CaseRow {
    CaseRow {
        id: case.id,
        subject: case.subject,
        type_key: case.type_key,
        channel: case.channel,
        priority: case.priority,
        state: case.state.name(),
        waiting: WaitingView::of(case.state),
        snoozed_until: case.snoozed_until,
        team_id: case.team_id,
        team_name: case.team_name,
        owner_id: case.owner_id,
        owner_name: case.owner_name,
        person_id: case.person_id,
        person_name: case.person_name,
        last: case.last,
        due: case.due.map(|it| DueView::of(it, now)),
        opened_at: case.opened_at,
        received_at: case.received_at,
        unanswered_since: case.unanswered_since,
        updated_at: case.updated_at,
        present,
        version: case.version,
    }
}
