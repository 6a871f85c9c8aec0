//! `/cases/{id}` and `/cases/{id}/history`.

use access::Caller;
use api::{IfMatch, Json, Paging, Path, Problem, State, Versioned};
use db::Conn;
use kernel::{AccountId, CaseId, Cursor, InteractionId, Locale, Page, PersonId, PromiseId, StaffId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions;
use crate::api::list::{DueView, WaitingView};
use crate::case::{Case, Change, Channel, Priority, StateName};
use crate::error::CaseError;
use crate::history::Detail;
use crate::participant::Participant;
use crate::presence::{Presence, Present};
use crate::store;

/// A case.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseView {
    /// Names it.
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
    /// Country or brand.
    pub market: Option<String>,
    /// Language the customer is answered in.
    pub language: Locale,
    /// Where it stands.
    pub state: StateName,
    /// Whom it waits for, if it does.
    pub waiting: Option<WaitingView>,
    /// Put aside until then.
    pub snoozed_until: Option<Timestamp>,
    /// When it was closed, if it is.
    pub closed_at: Option<Timestamp>,
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
    /// Account the customer acts for.
    pub account_id: Option<AccountId>,
    /// Its name.
    pub account_name: Option<String>,
    /// Who opened it, by label.
    pub opened_by: String,
    /// When the request came in.
    pub opened_at: Timestamp,
    /// First answer.
    pub first_answered_at: Option<Timestamp>,
    /// Last answer.
    pub last_answered_at: Option<Timestamp>,
    /// When the oldest unanswered words came.
    pub unanswered_since: Option<Timestamp>,
    /// When the customer last wrote or called.
    pub received_at: Timestamp,
    /// The customer's last words: name them in a reply, so that it is held back if newer ones came.
    pub last_inbound_id: Option<InteractionId>,
    /// How many answers were given.
    pub answer_count: i64,
    /// How often it was opened again.
    pub reopened_count: i64,
    /// Promise that holds.
    pub promise_id: Option<PromiseId>,
    /// Its name.
    pub promise_name: Option<String>,
    /// Its earliest deadline.
    pub due: Option<DueView>,
    /// Who takes part beside staff.
    pub participants: Vec<Participant>,
    /// Who is on it now.
    pub present: Vec<Present>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Also the `ETag`.
    pub version: i64,
}

/// What to correct; what is absent stays, null clears.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CasePatch {
    /// In a line.
    #[schema(required = false)]
    pub subject: Option<String>,
    /// A key of the case types.
    #[serde(rename = "type")]
    #[schema(required = false)]
    pub type_key: Option<String>,
    /// How it came.
    #[schema(required = false)]
    pub channel: Option<Channel>,
    /// How urgent it is.
    #[schema(required = false)]
    pub priority: Option<Priority>,
    /// Language the customer is answered in.
    #[schema(required = false)]
    pub language: Option<Locale>,
    /// Country or brand.
    #[serde(deserialize_with = "api::double")]
    #[schema(required = false, value_type = Option<String>)]
    pub market: Option<Option<String>>,
    /// Customer it is for.
    #[serde(deserialize_with = "api::double")]
    #[schema(required = false, value_type = Option<PersonId>)]
    pub person_id: Option<Option<PersonId>>,
    /// Account the customer acts for.
    #[serde(deserialize_with = "api::double")]
    #[schema(required = false, value_type = Option<AccountId>)]
    pub account_id: Option<Option<AccountId>>,
}

/// One case.
#[utoipa::path(
    get, path = "/cases/{id}", operation_id = "get_case", tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "It", body = CaseView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_case(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Versioned<CaseView>, Problem> {
    let mut read = state.db.read().await?;
    let case = actions::find(&mut read, &caller.actor, id).await?;
    Ok(view(&state, &mut read, case).await?)
}

/// Corrects a case. Another promise may hold then; what was counted is kept.
#[utoipa::path(
    patch, path = "/cases/{id}", operation_id = "change_case", tag = "cases", request_body = CasePatch,
    params(("id" = CaseId, Path, description = "The case"), ("If-Match" = String, Header, description = "Its version")),
    responses(
        (status = 200, description = "It, corrected", body = CaseView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed since", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change_case(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    if_match: IfMatch,
    Json(patch): Json<CasePatch>,
) -> Result<Versioned<CaseView>, Problem> {
    let change = Change {
        type_key: patch.type_key,
        channel: patch.channel,
        priority: patch.priority,
        market: patch.market,
        language: patch.language,
        subject: patch.subject,
        person_id: patch.person_id,
        account_id: patch.account_id,
    };
    let mut tx = state.db.begin().await?;
    if_match.check(actions::find(&mut tx, &caller.actor, id).await?.version)?;
    let case = actions::change(&mut tx, &caller.actor, id, change).await?;
    let view = view(&state, &mut tx, case).await?;
    tx.commit().await?;
    Ok(view)
}

/// `case` with the names behind it.
pub(crate) async fn view(state: &State, conn: &mut Conn, case: Case) -> Result<Versioned<CaseView>, CaseError> {
    let now = state.db.now();
    let names = store::cases::names(conn, case.id).await?;
    let participants = store::participants::of_case(conn, case.id).await?;
    let mut present = state.part::<Presence>().map(|it| it.on(&[case.id], now)).unwrap_or_default();
    let view = CaseView {
        id: case.id,
        state: case.state.name(),
        waiting: WaitingView::of(case.state),
        snoozed_until: case.snoozed_until,
        closed_at: case.closed_at,
        team_name: names.team,
        owner_name: names.owner,
        person_name: names.person,
        account_name: names.account,
        promise_name: names.promise,
        due: case.due.map(|it| DueView::of(it, now)),
        participants,
        present: present.remove(&case.id).unwrap_or_default(),
        subject: case.subject,
        type_key: case.type_key,
        channel: case.channel,
        priority: case.priority,
        market: case.market,
        language: case.language,
        team_id: case.team_id,
        owner_id: case.owner_id,
        person_id: case.person_id,
        account_id: case.account_id,
        opened_by: case.opened_by,
        opened_at: case.opened_at,
        first_answered_at: case.first_answered_at,
        last_answered_at: case.last_answered_at,
        unanswered_since: case.unanswered_since,
        received_at: case.received_at,
        last_inbound_id: case.last_inbound_id,
        answer_count: case.answer_count,
        reopened_count: case.reopened_count,
        promise_id: case.promise_id,
        updated_at: case.updated_at,
        version: case.version,
    };
    Ok(Versioned::new(case.version, view))
}

/// One entry of a case's history.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HistoryEntry {
    /// Names it.
    pub id: kernel::HistoryId,
    /// When.
    pub at: Timestamp,
    /// Who, by label: `staff_…`, `key_…`, `person_…`, `system:…`.
    pub actor: String,
    /// Their name, if they are staff, a customer or an API key.
    pub actor_name: Option<String>,
    /// What, and what it was before.
    pub detail: Detail,
    /// What the promise that was chosen is called.
    pub promise_name: Option<String>,
}

/// One page of a case's history.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HistoryPage {
    /// Newest first.
    pub items: Vec<HistoryEntry>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// Who did what when on a case, newest first.
#[utoipa::path(
    get, path = "/cases/{id}/history", operation_id = "list_case_history", tag = "cases",
    params(("id" = CaseId, Path, description = "The case"), Paging),
    responses(
        (status = 200, description = "One page", body = HistoryPage),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list_case_history(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    paging: Paging,
) -> Result<Json<HistoryPage>, Problem> {
    let mut read = state.db.read().await?;
    actions::find(&mut read, &caller.actor, id).await?;
    let rows = store::history::page(&mut read, id, paging.number(0)?, paging.rows()).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.entry.id.get()]));
    let page = page.map(|it| HistoryEntry {
        id: it.entry.id,
        at: it.entry.at,
        actor: it.entry.actor,
        actor_name: it.actor_name,
        detail: it.entry.detail,
        promise_name: it.promise_name,
    });
    Ok(Json(HistoryPage { items: page.items, next: page.next }))
}
