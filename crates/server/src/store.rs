//! The statements of the program itself: reads across features, for the live stream and for `entente verify`.

use std::collections::BTreeMap;

use db::{Conn, DbError, Engine, Json, Row, Sql, params, sql};
use jobs::admin::JobRow;
use kernel::id::{CaseId, ClockId, EventId, JobId, TypedId};
use kernel::{InteractionId, InvitationId, TeamId, Timestamp};
use serde::Deserialize;

/// Rows read at a time by checks that go through a whole table.
pub(crate) const BATCH: i64 = 1_000;

/// The team of a case, which may be none; `None` if there is no such case.
pub(crate) async fn team_of_case(conn: &mut Conn, case: CaseId) -> Result<Option<Option<TeamId>>, DbError> {
    let row = conn.optional(sql!("select team_id from cases where id = $1"), params![case]).await?;
    row.map(|it| it.get("team_id")).transpose()
}

/// What a job may carry that leads to a case.
#[derive(Deserialize)]
struct Carried {
    case_id: Option<CaseId>,
    clock_id: Option<ClockId>,
    interaction_id: Option<InteractionId>,
    invitation_id: Option<InvitationId>,
    event: Option<EventId>,
}

/// The case each of `rows` is about, by what it carries: one statement for each kind of thing that leads there.
pub(crate) async fn cases_of_jobs(conn: &mut Conn, rows: &[JobRow]) -> Result<BTreeMap<JobId, CaseId>, DbError> {
    let read = |row: &JobRow| serde_json::from_str::<Carried>(&row.payload).ok().map(|it| (row.id, it));
    let carried: Vec<(JobId, Carried)> = rows.iter().filter_map(read).collect();
    let clocks = carried.iter().filter_map(|(_, it)| it.clock_id);
    let clocks = case_by(conn, sql!("select id, case_id from case_clocks where id in ($list)"), clocks).await?;
    let contacts = carried.iter().filter_map(|(_, it)| it.interaction_id);
    let contacts = case_by(conn, sql!("select id, case_id from interactions where id in ($list)"), contacts).await?;
    let invited = carried.iter().filter_map(|(_, it)| it.invitation_id);
    let invited = case_by(conn, sql!("select id, case_id from invitations where id in ($list)"), invited).await?;
    let told = cases_of_events(conn, carried.iter().filter_map(|(_, it)| it.event)).await?;
    let case_of = |it: &Carried| {
        it.case_id
            .or_else(|| clocks.get(&it.clock_id?.get()).copied())
            .or_else(|| contacts.get(&it.interaction_id?.get()).copied())
            .or_else(|| invited.get(&it.invitation_id?.get()).copied())
            .or_else(|| told.get(&it.event?).copied())
    };
    Ok(carried.iter().filter_map(|(id, it)| Some((*id, case_of(it)?))).collect())
}

/// The case of each of `ids`, which `text` reads.
async fn case_by<I: TypedId>(
    conn: &mut Conn,
    text: Sql,
    ids: impl Iterator<Item = I>,
) -> Result<BTreeMap<i64, CaseId>, DbError> {
    let rows = conn.all_in(text, params![], ids.map(TypedId::to_i64).collect::<Vec<_>>()).await?;
    let mut found = BTreeMap::new();
    for row in &rows {
        if let Some(case) = row.get::<Option<CaseId>>("case_id")? {
            found.insert(row.get("id")?, case);
        }
    }
    Ok(found)
}

/// The case each of the facts `ids` is about: what they name as theirs, or their subject.
async fn cases_of_events(
    conn: &mut Conn,
    ids: impl Iterator<Item = EventId>,
) -> Result<BTreeMap<EventId, CaseId>, DbError> {
    #[derive(Deserialize)]
    struct Fact {
        case_id: Option<CaseId>,
    }
    let text = sql!("select id, subject, payload from outbox where id in ($list)");
    let rows = conn.all_in(text, params![], ids.collect::<Vec<_>>()).await?;
    let mut found = BTreeMap::new();
    for row in &rows {
        let named = serde_json::from_str::<Fact>(&row.get::<String>("payload")?).ok().and_then(|it| it.case_id);
        if let Some(case) = named.or_else(|| row.get::<String>("subject").ok()?.parse().ok()) {
            found.insert(row.get("id")?, case);
        }
    }
    Ok(found)
}

/// What SQLite finds wrong with its own file; nothing on PostgreSQL, which checks its pages as it reads them.
pub(crate) async fn storage_problems(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    // A fork: PostgreSQL has no such statement.
    if conn.engine() == Engine::Postgres {
        return Ok(Vec::new());
    }
    // SQLite only.
    let rows = conn.all(sql!("pragma integrity_check(100)"), params![]).await?;
    let found = rows.iter().map(|it| it.at::<String>(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().filter(|it| it != "ok").collect())
}

/// Files named by the rows of one kind after `after`: `(row, file)`.
pub(crate) async fn blobs_of_interactions(conn: &mut Conn, after: i64) -> Result<Vec<Row>, DbError> {
    conn.all(
        sql!("select id, html_blob, raw_blob from interactions where id > $1 order by id limit $2"),
        params![after, BATCH],
    )
    .await
}

/// Files named by attachments after `after`.
pub(crate) async fn blobs_of_attachments(conn: &mut Conn, after: i64) -> Result<Vec<Row>, DbError> {
    conn.all(sql!("select id, blob from attachments where id > $1 order by id limit $2"), params![after, BATCH]).await
}

/// Files named by imports after `after`.
pub(crate) async fn blobs_of_imports(conn: &mut Conn, after: i64) -> Result<Vec<Row>, DbError> {
    conn.all(sql!("select id, blob from imports where id > $1 order by id limit $2"), params![after, BATCH]).await
}

/// Raw mails that came, after `after`.
pub(crate) async fn blobs_of_inbound_mails(conn: &mut Conn, after: i64) -> Result<Vec<Row>, DbError> {
    conn.all(sql!("select id, raw_blob from inbound_mails where id > $1 order by id limit $2"), params![after, BATCH])
        .await
}

/// Raw mails that left, after `after`.
pub(crate) async fn blobs_of_outbound_mails(conn: &mut Conn, after: i64) -> Result<Vec<Row>, DbError> {
    conn.all(sql!("select id, raw_blob from outbound_mails where id > $1 order by id limit $2"), params![after, BATCH])
        .await
}

/// Files of answers that are being written, after `after`.
pub(crate) async fn blobs_of_reply_files(conn: &mut Conn, after: i64) -> Result<Vec<Row>, DbError> {
    conn.all(sql!("select id, blob from reply_files where id > $1 order by id limit $2"), params![after, BATCH]).await
}

/// A timer of a deadline.
pub(crate) struct Timer {
    pub id: i64,
    pub clock: ClockId,
    pub run_at: Timestamp,
}

/// Timers of deadlines that wait, after job `after`. Those that run just now are ending.
pub(crate) async fn timers(conn: &mut Conn, after: i64) -> Result<Vec<Timer>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, payload, run_at from jobs
                 where name = 'miss_deadline' and state = 'pending' and id > $1 order by id limit $2"
            ),
            params![after, BATCH],
        )
        .await?;
    let read = |row: &Row| {
        let job: Json<cases::jobs::MissDeadline> = row.get("payload")?;
        Ok(Timer { id: row.get("id")?, clock: job.0.clock_id, run_at: row.get("run_at")? })
    };
    rows.iter().map(read).collect()
}

/// Clocks after `after` whose deadline was neither met nor missed yet, with its instant.
pub(crate) async fn running_clocks(conn: &mut Conn, after: i64) -> Result<Vec<(ClockId, Timestamp)>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, due_at from case_clocks
                 where ended_at is null and due_at is not null and missed_at is null and id > $1 order by id limit $2"
            ),
            params![after, BATCH],
        )
        .await?;
    rows.iter().map(|it| Ok((it.get("id")?, it.get("due_at")?))).collect()
}

/// What is wrong between a clock and its timer at one instant, if anything is.
pub(crate) async fn timer_problem(conn: &mut Conn, clock: ClockId) -> Result<Option<String>, DbError> {
    let row = conn
        .one(
            sql!(
                "select
                 (select due_at from case_clocks where id = $1 and ended_at is null and missed_at is null) as due_at,
                 (select max(run_at) from jobs where key = $2 and state in ('pending', 'running')) as run_at"
            ),
            params![clock, format!("cases:clock:{clock}")],
        )
        .await?;
    let (due, run) = (row.get::<Option<Timestamp>>("due_at")?, row.get::<Option<Timestamp>>("run_at")?);
    Ok(match (due, run) {
        (Some(due), None) => Some(format!("is due at {due} and has no timer")),
        (Some(due), Some(run)) if due != run => Some(format!("is due at {due}, its timer at {run}")),
        (None, Some(run)) => Some(format!("has a timer at {run} and nothing due")),
        _ => None,
    })
}

/// How many rows point at a row of another feature that is not there, by kind. Foreign keys hold within a feature only.
pub(crate) async fn dangling(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    let row = conn
        .one(
            sql!(
                "select
                 (select count(*) from cases where person_id is not null
                  and not exists (select 1 from persons where persons.id = cases.person_id)) as case_person,
                 (select count(*) from cases where team_id is not null
                  and not exists (select 1 from teams where teams.id = cases.team_id)) as case_team,
                 (select count(*) from interactions where person_id is not null
                  and not exists (select 1 from persons where persons.id = interactions.person_id)) as contact_person,
                 (select count(*) from interactions where account_id is not null
                  and not exists (select 1 from accounts where accounts.id = interactions.account_id)) as contact_account,
                 (select count(*) from interactions where case_id is not null
                  and not exists (select 1 from cases where cases.id = interactions.case_id)) as contact_case,
                 (select count(*) from responses where person_id is not null
                  and not exists (select 1 from persons where persons.id = responses.person_id)) as response_person,
                 (select count(*) from invitations where case_id is not null
                  and not exists (select 1 from cases where cases.id = invitations.case_id)) as invitation_case"
            ),
            params![],
        )
        .await?;
    row.names().iter().map(|it| Ok((it.clone(), row.get(it)?))).collect()
}

/// How many rows a table has.
pub(crate) async fn count(conn: &mut Conn, kind: Counted) -> Result<i64, DbError> {
    let row = match kind {
        Counted::Persons => conn.one(sql!("select count(*) as n from persons"), params![]).await?,
        Counted::Cases => conn.one(sql!("select count(*) as n from cases"), params![]).await?,
        Counted::Interactions => conn.one(sql!("select count(*) as n from interactions"), params![]).await?,
        Counted::Seals => conn.one(sql!("select count(*) as n from audit_seals"), params![]).await?,
        Counted::Responses => conn.one(sql!("select count(*) as n from responses"), params![]).await?,
    };
    row.get("n")
}

/// A table that is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counted {
    Persons,
    Cases,
    Interactions,
    Responses,
    Seals,
}
