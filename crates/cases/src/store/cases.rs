//! Rows of `cases`.

use calendar::{Metric, WaitingCause};
use db::{Conn, DbError, Row, Tx, params, sql};
use kernel::{AccountId, CaseId, InteractionId, PersonId, StaffId, TeamId, Timestamp, fold};

use crate::case::{Case, Channel, Due, Priority, State, StateName};
use crate::store::{code, code_or_null, unknown};

/// What `due_key` holds where nothing is due: sorts last on every engine.
pub const NOT_DUE: i64 = i64::MAX;

/// The case, if there is one.
pub async fn find(conn: &mut Conn, id: CaseId) -> Result<Option<Case>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, type_key, channel, priority, market, language, subject, state, waiting_cause, waiting_until,
                   team_id, owner_id, person_id, account_id, opened_by, opened_at, first_answered_at, last_answered_at,
                   unanswered_since, received_at, last_inbound_id, answer_count, closed_at, reopened_count, promise_id,
                   due_key, due_metric, updated_at, version, snoozed_until
                 from cases where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Writes a new case.
pub async fn insert(tx: &mut Tx, case: &Case) -> Result<(), DbError> {
    let (cause, until) = waiting(case);
    tx.run(
        sql!(
            "insert into cases (id, type_key, channel, priority, market, language, subject, subject_folded, state,
               waiting_cause, waiting_until, team_id, owner_id, person_id, account_id, opened_by, opened_at,
               first_answered_at, last_answered_at, unanswered_since, received_at, last_inbound_id, answer_count,
               closed_at, reopened_count, promise_id, due_key, due_metric, updated_at, version, snoozed_until)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)"
        ),
        params![
            case.id,
            case.type_key.as_str(),
            case.channel.code(),
            case.priority.code(),
            case.market.clone(),
            case.language.code(),
            case.subject.as_str(),
            fold::fold(&case.subject),
            case.state.name().code(),
            cause,
            until,
            case.team_id,
            case.owner_id,
            case.person_id,
            case.account_id,
            case.opened_by.as_str(),
            case.opened_at,
            case.first_answered_at,
            case.last_answered_at,
            case.unanswered_since,
            case.received_at,
            case.last_inbound_id,
            case.answer_count,
            case.closed_at,
            case.reopened_count,
            case.promise_id,
            due_key(case),
            due_metric(case),
            case.updated_at,
            case.version,
            case.snoozed_until
        ],
    )
    .await?;
    Ok(())
}

/// Nobody knows when this case came in: it counts in the figures of no period.
pub async fn set_undated(tx: &mut Tx, id: CaseId) -> Result<(), DbError> {
    tx.run(sql!("update cases set is_dated = 0 where id = $1"), params![id]).await?;
    Ok(())
}

/// Writes `case` as version `case.version`, if the stored one is the version before. Tells whether it was.
pub async fn update(tx: &mut Tx, case: &Case) -> Result<bool, DbError> {
    let (cause, until) = waiting(case);
    let changed = tx
        .run(
            sql!(
                "update cases set type_key = $2, channel = $3, priority = $4, market = $5, language = $6, subject = $7,
                   subject_folded = $8, state = $9, waiting_cause = $10, waiting_until = $11, team_id = $12,
                   owner_id = $13, person_id = $14, account_id = $15, first_answered_at = $16, last_answered_at = $17,
                   unanswered_since = $18, received_at = $19, last_inbound_id = $20, answer_count = $21,
                   closed_at = $22, reopened_count = $23, promise_id = $24, due_key = $25, due_metric = $26,
                   updated_at = $27, version = $28, snoozed_until = $29
                 where id = $1 and version = $28 - 1"
            ),
            params![
                case.id,
                case.type_key.as_str(),
                case.channel.code(),
                case.priority.code(),
                case.market.clone(),
                case.language.code(),
                case.subject.as_str(),
                fold::fold(&case.subject),
                case.state.name().code(),
                cause,
                until,
                case.team_id,
                case.owner_id,
                case.person_id,
                case.account_id,
                case.first_answered_at,
                case.last_answered_at,
                case.unanswered_since,
                case.received_at,
                case.last_inbound_id,
                case.answer_count,
                case.closed_at,
                case.reopened_count,
                case.promise_id,
                due_key(case),
                due_metric(case),
                case.updated_at,
                case.version,
                case.snoozed_until
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Ids of cases that are not closed, after `after`, at most `limit`: for work on all of them in steps.
pub async fn live_after(conn: &mut Conn, after: Option<CaseId>, limit: i64) -> Result<Vec<CaseId>, DbError> {
    let rows = conn
        .all(
            sql!("select id from cases where state in ('open', 'waiting') and id > $1 order by id limit $2"),
            params![after.unwrap_or(CaseId::new(0)), limit],
        )
        .await?;
    rows.iter().map(|it| it.get("id")).collect()
}

/// Whether `id` is an active member of staff. Reads access's table.
pub async fn is_active_staff(conn: &mut Conn, id: StaffId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from staff where id = $1 and is_active = 1"), params![id]).await?.is_some())
}

/// Whether `id` is an active member of staff in one of `teams`. Reads access's tables.
pub async fn is_in_team(
    conn: &mut Conn,
    id: StaffId,
    teams: impl IntoIterator<Item = TeamId>,
) -> Result<bool, DbError> {
    let rows = conn
        .all_in(
            sql!(
                "select s.id from staff s join team_members m on m.staff_id = s.id
                 where s.id = $1 and s.is_active = 1 and m.team_id in ($list)"
            ),
            params![id],
            teams,
        )
        .await?;
    Ok(!rows.is_empty())
}

/// Whether `id` is an active team. Reads access's table.
pub async fn is_active_team(conn: &mut Conn, id: TeamId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from teams where id = $1 and is_active = 1"), params![id]).await?.is_some())
}

/// Whether `id` is a person. Reads customers' table.
pub async fn is_person(conn: &mut Conn, id: PersonId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from persons where id = $1"), params![id]).await?.is_some())
}

/// Whether anybody knows this account.
pub async fn is_account(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    Ok(conn.optional(sql!("select id from accounts where id = $1"), params![id]).await?.is_some())
}

/// Names behind a case, read from the tables of access and customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The customer as lists show them.
    pub person: Option<String>,
    /// The account.
    pub account: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// Team it is with.
    pub team: Option<String>,
    /// The promise that holds.
    pub promise: Option<String>,
}

/// The names behind case `id`.
pub async fn names(conn: &mut Conn, id: CaseId) -> Result<Names, DbError> {
    let row = conn
        .optional(
            sql!(
                "select p.display_name as person, a.name as account, s.name as owner, t.name as team,
                   m.name as promise
                 from cases c
                 left join persons p on p.id = c.person_id
                 left join accounts a on a.id = c.account_id
                 left join staff s on s.id = c.owner_id
                 left join teams t on t.id = c.team_id
                 left join promises m on m.id = c.promise_id
                 where c.id = $1"
            ),
            params![id],
        )
        .await?;
    let Some(row) = row else { return Ok(Names::default()) };
    Ok(Names {
        person: row.get("person")?,
        account: row.get("account")?,
        owner: row.get("owner")?,
        team: row.get("team")?,
        promise: row.get("promise")?,
    })
}

fn waiting(case: &Case) -> (Option<&'static str>, Option<Timestamp>) {
    match case.state {
        State::Waiting { cause, until } => (Some(cause.code()), until),
        _ => (None, None),
    }
}

fn due_key(case: &Case) -> i64 {
    case.due.map_or(NOT_DUE, |it| it.at.as_micros())
}

fn due_metric(case: &Case) -> Option<&'static str> {
    case.due.map(|it| it.metric.code())
}

/// A case from all its columns.
pub(crate) fn read(row: &Row) -> Result<Case, DbError> {
    Ok(Case {
        id: row.get("id")?,
        type_key: row.get("type_key")?,
        channel: code(row, "channel", Channel::from_code)?,
        priority: code(row, "priority", Priority::from_code)?,
        market: row.get("market")?,
        language: code(row, "language", |it| it.parse().ok())?,
        subject: row.get("subject")?,
        state: state(row)?,
        snoozed_until: row.get("snoozed_until")?,
        team_id: row.get("team_id")?,
        owner_id: row.get("owner_id")?,
        person_id: row.get("person_id")?,
        account_id: row.get("account_id")?,
        opened_by: row.get("opened_by")?,
        opened_at: row.get("opened_at")?,
        first_answered_at: row.get("first_answered_at")?,
        last_answered_at: row.get("last_answered_at")?,
        unanswered_since: row.get("unanswered_since")?,
        received_at: row.get("received_at")?,
        last_inbound_id: row.get::<Option<InteractionId>>("last_inbound_id")?,
        answer_count: row.get("answer_count")?,
        closed_at: row.get("closed_at")?,
        reopened_count: row.get("reopened_count")?,
        promise_id: row.get("promise_id")?,
        due: due(row)?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

/// The state from `state, waiting_cause, waiting_until, closed_at`.
pub(crate) fn state(row: &Row) -> Result<State, DbError> {
    Ok(match code(row, "state", StateName::from_code)? {
        StateName::Open => State::Open,
        StateName::Waiting => State::Waiting {
            cause: code(row, "waiting_cause", WaitingCause::from_code)?,
            until: row.get("waiting_until")?,
        },
        StateName::Closed => State::Closed {
            at: row.get::<Option<Timestamp>>("closed_at")?.ok_or_else(|| unknown("closed_at", "null"))?,
        },
    })
}

/// The deadline from `due_key, due_metric`.
pub(crate) fn due(row: &Row) -> Result<Option<Due>, DbError> {
    let at: Timestamp = row.get("due_key")?;
    Ok(code_or_null(row, "due_metric", Metric::from_code)?.map(|metric| Due { at, metric }))
}
