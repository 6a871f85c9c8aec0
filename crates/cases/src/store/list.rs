//! The inbox: pages of cases in an order, and how many each view holds.
//!
//! A page is found in two steps: ids in order, from one index; then the rows with the names joined to them. There is a
//! text for each way of finding, because an engine picks its index by the text: a filter that may be absent
//! (`… is null or …`) cannot choose one.

use db::{Conn, DbError, Row, Sql, SqlPart, Tx, Value, params, sql, sql_part};
use kernel::{BatchId, CaseId, Scope, StaffId, TeamId, Timestamp, fold};

use crate::case::{Channel, Priority};
use crate::inbox::{Excerpt, Filter, ListedCase, Place, Sort, StateFilter, ViewCounts};
use crate::store::cases::{NOT_DUE, due, state};
use crate::store::code;

/// Which index leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// One state: `cases_by_state_…`.
    State,
    /// Somebody's cases in one state: `cases_by_owner`.
    Owner,
    /// A team's cases in one state: `cases_by_team`.
    Team,
    /// A customer's cases: `cases_by_person`. Few, so that they are sorted after.
    Person,
    /// Cases that hold words nobody has decided about: `interactions_unverified`. Few, as those of a customer.
    Unverified,
    /// All cases: `cases_by_due`, `cases_by_received`, `cases_by_updated`.
    Any,
}

fn path(filter: &Filter, sort: Sort) -> Path {
    let has_state = filter.state.is_some();
    match sort {
        _ if filter.person_id.is_some() => Path::Person,
        _ if filter.has_unverified => Path::Unverified,
        Sort::Due if has_state && filter.owner_id.is_some() => Path::Owner,
        Sort::Due if has_state && filter.team_id.is_some() => Path::Team,
        _ if has_state => Path::State,
        _ => Path::Any,
    }
}

/// Which index leads where no order is asked: that of the fewest cases.
fn lead(filter: &Filter) -> Path {
    match filter {
        _ if filter.person_id.is_some() => Path::Person,
        _ if filter.has_unverified => Path::Unverified,
        _ if filter.owner_id.is_some() => Path::Owner,
        _ if filter.team_id.is_some() => Path::Team,
        _ if filter.state.is_some() => Path::State,
        _ => Path::Any,
    }
}

/// `$head` of the cases of a filter, by the index that [`lead`] says: each way is a text of its own.
macro_rules! led {
    ($head:ident, $filter:expr) => {
        match (lead($filter), $filter.state) {
            (Path::Person, _) => sql!($head, "c.person_id = $9 and", FILTER),
            (Path::Unverified, _) => sql!($head, UNVERIFIED, "and", FILTER),
            (Path::Owner, Some(_)) => sql!($head, "c.owner_id = $3 and c.state = $1 and", FILTER),
            (Path::Owner, None) => sql!($head, "c.owner_id = $3 and", FILTER),
            (Path::Team, Some(_)) => sql!($head, "c.team_id = $2 and c.state = $1 and", FILTER),
            (Path::Team, None) => sql!($head, "c.team_id = $2 and", FILTER),
            (Path::State, _) => sql!($head, "c.state = $1 and", FILTER),
            (Path::Any, _) => sql!($head, FILTER),
        }
    };
}

/// Cases of `filter` within `scope`, in the order of `sort` after `place`, at most `limit`.
pub async fn page(
    conn: &mut Conn,
    filter: &Filter,
    scope: &Scope,
    sort: Sort,
    place: Option<Place>,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<ListedCase>, DbError> {
    let Some((mut params, teams)) = filter_params(filter, scope, now) else { return Ok(Vec::new()) };
    let path = path(filter, sort);
    let rises = sort == Sort::Due && path != Path::Person;
    let start = if rises { Place { key: i64::MIN, id: 0 } } else { Place { key: i64::MAX, id: i64::MAX } };
    let place = place.unwrap_or(start);
    params.extend(params![place.key, place.id, limit]);
    let found = conn.all_in(page_text(path, sort), params, teams).await?;
    let mut places = Vec::with_capacity(found.len());
    for row in &found {
        places.push(Place { key: row.get("sort_key")?, id: row.get("id")? });
    }
    rows(conn, &places).await
}

/// How many cases `filter` has within `scope`.
pub async fn count(conn: &mut Conn, filter: &Filter, scope: &Scope, now: Timestamp) -> Result<i64, DbError> {
    let Some((params, teams)) = filter_params(filter, scope, now) else { return Ok(0) };
    let rows = conn.all_in(led!(COUNT, filter), params, teams).await?;
    rows.first().map_or(Ok(0), |it| it.get("n"))
}

/// `$1` and `$list`: the cases within a scope.
const SCOPE: SqlPart = sql_part!("(cast($1 as bigint) = 1 or c.team_id is null or c.team_id in ($list))");

/// How many cases each built-in view of `staff` holds within `scope`. Three statements.
pub async fn view_counts(
    conn: &mut Conn,
    staff: Option<StaffId>,
    scope: &Scope,
    now: Timestamp,
) -> Result<ViewCounts, DbError> {
    let Some((is_all, teams)) = scope_params(scope) else { return Ok(ViewCounts::default()) };
    let live = sql!(
        "select
           coalesce(sum(case when h.to_handle = 1 and h.owner_id = $2 then 1 else 0 end), 0) as mine,
           coalesce(sum(h.to_handle), 0) as to_handle,
           coalesce(sum(case when h.due_key < $3 then 1 else 0 end), 0) as late,
           coalesce(sum(case when h.to_handle = 1 and h.owner_id is null then 1 else 0 end), 0) as unassigned,
           coalesce(sum(case when h.state = 'waiting' then 1 else 0 end), 0) as waiting,
           coalesce(sum(case when h.state = 'open' and h.to_handle = 0 then 1 else 0 end), 0) as snoozed
         from (
           select c.state, c.owner_id, c.due_key,
             case when c.state = 'open' and c.snoozed_until is null then 1 else 0 end as to_handle
           from cases c where c.state in ('open', 'waiting') and",
        SCOPE,
        ") h"
    );
    let live = conn.all_in(live, params![is_all, staff, now], teams.clone()).await?;
    let closed = sql!("select count(*) as n from cases c where c.state = 'closed' and", SCOPE);
    let closed = conn.all_in(closed, params![is_all], teams.clone()).await?;
    let unverified = sql!("select count(*) as n from cases c where", UNVERIFIED, "and", SCOPE);
    let unverified = conn.all_in(unverified, params![is_all], teams).await?;
    let (Some(live), Some(closed), Some(unverified)) = (live.first(), closed.first(), unverified.first()) else {
        return Ok(ViewCounts::default());
    };
    let (to_handle, snoozed): (i64, i64) = (live.get("to_handle")?, live.get("snoozed")?);
    let (waiting, closed): (i64, i64) = (live.get("waiting")?, closed.get("n")?);
    Ok(ViewCounts {
        mine: live.get("mine")?,
        to_handle,
        late: live.get("late")?,
        unassigned: live.get("unassigned")?,
        unverified: unverified.get("n")?,
        waiting,
        snoozed,
        closed,
        all: to_handle + snoozed + waiting + closed,
    })
}

/// The rows of `places`, in their order.
async fn rows(conn: &mut Conn, places: &[Place]) -> Result<Vec<ListedCase>, DbError> {
    let found = conn
        .all_in(
            sql!(
                "select c.id, c.subject, c.type_key, c.channel, c.priority, c.state, c.waiting_cause, c.waiting_until,
                   c.closed_at, c.team_id, c.owner_id, c.person_id, c.opened_at, c.received_at, c.unanswered_since,
                   c.due_key, c.due_metric, c.updated_at, c.version, c.snoozed_until, p.display_name as person_name,
                   s.name as owner_name, t.name as team_name, i.id as last_id, i.at as last_at,
                   substr(i.body_text, 1, cast(case when i.body_fold < 400 then i.body_fold else 400 end as integer))
                     as last_text
                 from cases c
                 left join persons p on p.id = c.person_id
                 left join staff s on s.id = c.owner_id
                 left join teams t on t.id = c.team_id
                 left join interactions i on i.id = c.last_inbound_id
                 where c.id in ($list)"
            ),
            params![],
            places.iter().map(|it| it.id),
        )
        .await?;
    let mut read: std::collections::BTreeMap<i64, ListedCase> = std::collections::BTreeMap::new();
    for row in &found {
        read.insert(row.get("id")?, listed(row)?);
    }
    Ok(places.iter().filter_map(|it| read.remove(&it.id).map(|row| ListedCase { place: *it, ..row })).collect())
}

fn listed(row: &Row) -> Result<ListedCase, DbError> {
    let text: Option<String> = row.get("last_text")?;
    let last = match (row.get("last_id")?, row.get("last_at")?, text) {
        (Some(interaction_id), Some(at), Some(text)) => Some(Excerpt::of(interaction_id, at, &text)),
        _ => None,
    };
    Ok(ListedCase {
        place: Place::default(),
        id: row.get("id")?,
        subject: row.get("subject")?,
        type_key: row.get("type_key")?,
        channel: code(row, "channel", Channel::from_code)?,
        priority: code(row, "priority", Priority::from_code)?,
        state: state(row)?,
        snoozed_until: row.get("snoozed_until")?,
        team_id: row.get("team_id")?,
        team_name: row.get("team_name")?,
        owner_id: row.get("owner_id")?,
        owner_name: row.get("owner_name")?,
        person_id: row.get("person_id")?,
        person_name: row.get("person_name")?,
        opened_at: row.get("opened_at")?,
        received_at: row.get("received_at")?,
        unanswered_since: row.get("unanswered_since")?,
        last,
        due: due(row)?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

/// Whether everything is seen, and else of which teams; `None` if nothing is.
fn scope_params(scope: &Scope) -> Option<(bool, Vec<TeamId>)> {
    match scope {
        Scope::All => Some((true, Vec::new())),
        Scope::Teams(teams) => Some((false, teams.clone())),
        Scope::Nothing => None,
    }
}

/// `$1` to `$13` and the teams of `$list`.
fn filter_params(filter: &Filter, scope: &Scope, now: Timestamp) -> Option<(Vec<Value>, Vec<TeamId>)> {
    let (is_all, teams) = scope_params(scope)?;
    let words = filter.q.as_deref().map(fold::words).filter(|it| !it.is_empty());
    let pattern = words.map(|it| format!("%{}%", it.join("%")));
    let latest = if filter.is_overdue { now.as_micros() - 1 } else { NOT_DUE };
    let params = params![
        filter.state.map(StateFilter::code),
        filter.team_id,
        filter.owner_id,
        filter.is_unassigned,
        filter.type_key.clone(),
        filter.channel.map(Channel::code),
        filter.priority.map(Priority::code),
        latest,
        filter.person_id,
        pattern,
        is_all,
        filter.is_snoozed,
        filter.has_unverified
    ];
    Some((params, teams))
}

/// `$1` to `$13` and `$list`: what every way of finding asks of a case. The path's own condition stands before it once
/// more without its `is null`, so that an engine sees which index leads.
const FILTER: SqlPart = sql_part!(
    "(cast($1 as text) is null or c.state = $1)
     and (cast($2 as bigint) is null or c.team_id = $2)
     and (cast($3 as bigint) is null or c.owner_id = $3)
     and (cast($4 as bigint) = 0 or c.owner_id is null)
     and (cast($9 as bigint) is null or c.person_id = $9)
     and (cast($5 as text) is null or c.type_key = $5)
     and (cast($6 as text) is null or c.channel = $6)
     and (cast($7 as text) is null or c.priority = $7)
     and c.due_key <= $8
     and (cast($10 as text) is null or c.subject_folded like $10 or exists (
       select 1 from persons p where p.id = c.person_id and p.search_words like $10))
     and (cast($12 as bigint) is null or case when c.snoozed_until is null then 0 else 1 end = $12)
     and (cast($13 as bigint) = 0 or exists (
       select 1 from interactions i where i.case_id = c.id and i.state = 'unverified'))
     and (cast($11 as bigint) = 1 or c.team_id is null or c.team_id in ($list))"
);
/// The cases that hold words whose sender nobody has decided about.
const UNVERIFIED: SqlPart = sql_part!("c.id in (select i.case_id from interactions i where i.state = 'unverified')");
const COUNT: SqlPart = sql_part!("select count(*) as n from cases c where");
/// `$14`: the batch.
const FREEZE: SqlPart =
    sql_part!("insert into case_batch_items (batch_id, case_id) select cast($14 as bigint), c.id from cases c where");
const BY_DUE: SqlPart = sql_part!("select c.id, c.due_key as sort_key from cases c where");
const BY_RECEIVED: SqlPart = sql_part!("select c.id, c.received_at as sort_key from cases c where");
const BY_UPDATED: SqlPart = sql_part!("select c.id, c.updated_at as sort_key from cases c where");
const AFTER_DUE: SqlPart = sql_part!("and (c.due_key, c.id) > ($14, $15) order by c.due_key, c.id limit $16");
const AFTER_RECEIVED: SqlPart =
    sql_part!("and (c.received_at, c.id) < ($14, $15) order by c.received_at desc, c.id desc limit $16");
const AFTER_UPDATED: SqlPart =
    sql_part!("and (c.updated_at, c.id) < ($14, $15) order by c.updated_at desc, c.id desc limit $16");

fn page_text(path: Path, sort: Sort) -> Sql {
    match (path, sort) {
        (Path::State, Sort::Due) => sql!(BY_DUE, "c.state = $1 and", FILTER, AFTER_DUE),
        (Path::Owner, Sort::Due) => sql!(BY_DUE, "c.owner_id = $3 and c.state = $1 and", FILTER, AFTER_DUE),
        (Path::Team, Sort::Due) => sql!(BY_DUE, "c.team_id = $2 and c.state = $1 and", FILTER, AFTER_DUE),
        (Path::Any, Sort::Due) => sql!(BY_DUE, FILTER, AFTER_DUE),
        // Somebody's or a team's cases in another order: few enough to be found by state.
        (Path::State | Path::Owner | Path::Team, Sort::Received) => {
            sql!(BY_RECEIVED, "c.state = $1 and", FILTER, AFTER_RECEIVED)
        }
        (Path::Any, Sort::Received) => sql!(BY_RECEIVED, FILTER, AFTER_RECEIVED),
        (Path::State | Path::Owner | Path::Team, Sort::Updated) => {
            sql!(BY_UPDATED, "c.state = $1 and", FILTER, AFTER_UPDATED)
        }
        (Path::Any, Sort::Updated) => sql!(BY_UPDATED, FILTER, AFTER_UPDATED),
        (Path::Unverified, Sort::Due) => sql!(BY_DUE, UNVERIFIED, "and", FILTER, AFTER_DUE),
        (Path::Unverified, Sort::Received) => sql!(BY_RECEIVED, UNVERIFIED, "and", FILTER, AFTER_RECEIVED),
        (Path::Unverified, Sort::Updated) => sql!(BY_UPDATED, UNVERIFIED, "and", FILTER, AFTER_UPDATED),
        (Path::Person, _) => sql!(BY_UPDATED, "c.person_id = $9 and", FILTER, AFTER_UPDATED),
    }
}

/// Gives batch `id` the cases that `filter` has within `scope` now; tells how many.
pub async fn freeze(tx: &mut Tx, id: BatchId, filter: &Filter, scope: &Scope) -> Result<u64, DbError> {
    let now = tx.now();
    let Some((mut params, teams)) = filter_params(filter, scope, now) else { return Ok(0) };
    params.extend(params![id]);
    tx.run_in(led!(FREEZE, filter), params, teams).await
}

/// Gives batch `id` the one case, if it is within `scope`; tells how many.
pub async fn freeze_one(tx: &mut Tx, id: BatchId, case: CaseId, scope: &Scope) -> Result<u64, DbError> {
    let Some((is_all, teams)) = scope_params(scope) else { return Ok(0) };
    let text = sql!(
        "insert into case_batch_items (batch_id, case_id) select cast($3 as bigint), c.id from cases c
         where c.id = $2 and",
        SCOPE
    );
    tx.run_in(text, params![is_all, case, id], teams).await
}

/// The case named by `id` alone, if it is within `scope`: what typing a case's name into the search finds.
pub async fn by_id(conn: &mut Conn, id: CaseId, scope: &Scope) -> Result<Vec<ListedCase>, DbError> {
    let Some((is_all, teams)) = scope_params(scope) else { return Ok(Vec::new()) };
    let text = sql!("select c.id from cases c where c.id = $2 and", SCOPE);
    let found = conn.all_in(text, params![is_all, id], teams).await?;
    if found.is_empty() { Ok(Vec::new()) } else { rows(conn, &[Place { key: 0, id: id.get() }]).await }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The step that finds the cases of `filter`, counted and frozen.
    async fn steps(filter: &Filter) -> Vec<String> {
        let scope = Scope::Teams(vec![TeamId::new(1)]);
        let plans = db::testing::plans(async |tx| {
            count(tx, filter, &scope, Timestamp::default()).await.unwrap();
            freeze(tx, BatchId::new(1), filter, &scope).await.unwrap();
        })
        .await;
        plans.into_iter().filter(|it| it.contains(" c ")).collect()
    }

    #[tokio::test]
    async fn counting_and_freezing_are_led_by_what_the_view_names() {
        let me = Some(StaffId::new(1));
        let own = || Filter { owner_id: me, ..Filter::default() };
        for (filter, index) in [
            (crate::inbox::BuiltIn::Mine.filter(me), "cases_by_owner (owner_id=? AND state=?"),
            (own(), "cases_by_owner (owner_id=?"),
            (Filter { team_id: Some(TeamId::new(1)), ..Filter::default() }, "cases_by_team (team_id=?"),
            (Filter { person_id: Some(kernel::PersonId::new(1)), ..own() }, "cases_by_person (person_id=?"),
            (crate::inbox::BuiltIn::ToHandle.filter(me), "(state=?"),
        ] {
            let steps = steps(&filter).await;
            assert!(steps.len() == 2 && steps.iter().all(|it| it.contains(index)), "{filter:?}: {steps:#?}");
        }
    }

    #[tokio::test]
    async fn what_is_closed_is_counted_without_reading_a_case() {
        let scope = Scope::Teams(vec![TeamId::new(1)]);
        let plans = db::testing::plans(async |tx| {
            view_counts(tx, None, &scope, Timestamp::default()).await.unwrap();
        })
        .await;
        let covering = "c USING COVERING INDEX cases_by_state_team (state=?";
        assert!(plans.iter().any(|it| it.contains(covering)), "{plans:#?}");
    }

    #[tokio::test]
    async fn a_trial_looks_at_the_cases_of_its_days_alone() {
        let plans = db::testing::plans(async |tx| {
            crate::store::trial::opened_since(tx, Timestamp::default(), 9).await.unwrap();
        })
        .await;
        assert_eq!(plans, ["SEARCH cases USING INDEX cases_by_opened (opened_at>?)"]);
    }
}
