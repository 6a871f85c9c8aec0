//! What a trial reads: past cases, their histories, and how their clocks ended.

use std::collections::BTreeMap;

use calendar::Metric;
use db::{Conn, DbError, Row, params, sql};
use kernel::{CaseId, Timestamp};

use crate::case::Case;
use crate::history::Entry;
use crate::store::{cases, code, history};
use crate::trial::Tally;

/// How many cases one statement is about.
pub const AT_ONCE: usize = 200;

/// Cases opened since `since`, the latest first, at most `limit`. Index: cases_by_opened.
pub async fn opened_since(conn: &mut Conn, since: Timestamp, limit: i64) -> Result<Vec<Case>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, type_key, channel, priority, market, language, subject, state, waiting_cause, waiting_until,
                   team_id, owner_id, person_id, account_id, opened_by, opened_at, first_answered_at, last_answered_at,
                   unanswered_since, received_at, last_inbound_id, answer_count, closed_at, reopened_count, promise_id,
                   due_key, due_metric, updated_at, version, snoozed_until
                 from cases where opened_at >= $1 order by opened_at desc, id desc limit $2"
            ),
            params![since, limit],
        )
        .await?;
    rows.iter().map(cases::read).collect()
}

/// What moved the clocks of `ids`, oldest first.
pub async fn histories(conn: &mut Conn, ids: &[CaseId]) -> Result<BTreeMap<CaseId, Vec<Entry>>, DbError> {
    let rows = conn
        .all_in(
            sql!(
                "select id, case_id, at, actor, detail from case_history
                 where case_id in ($list) and kind in ('received', 'answered', 'answer_retracted', 'waiting', 'resumed',
                   'closed', 'reopened')
                 order by case_id, id"
            ),
            params![],
            ids.iter().copied(),
        )
        .await?;
    let mut histories: BTreeMap<CaseId, Vec<Entry>> = BTreeMap::new();
    for row in &rows {
        let entry = history::read(row)?;
        histories.entry(entry.case_id).or_default().push(entry);
    }
    Ok(histories)
}

/// How the clocks of `ids` stand at `now`, metric by metric.
pub async fn tallies(conn: &mut Conn, ids: &[CaseId], now: Timestamp) -> Result<Vec<(Metric, Tally)>, DbError> {
    let rows = conn
        .all_in(
            sql!(
                "select metric, coalesce(sum(case when outcome = 'kept' then 1 else 0 end), 0) as kept,
                   coalesce(sum(case when outcome in ('kept', 'missed') then 1
                     when ended_at is null and due_at is not null and due_at < $1 then 1 else 0 end), 0) as decided
                 from case_clocks where case_id in ($list) group by metric"
            ),
            params![now],
            ids.iter().copied(),
        )
        .await?;
    rows.iter().map(tally).collect()
}

fn tally(row: &Row) -> Result<(Metric, Tally), DbError> {
    let count = |column: &str| row.get::<i64>(column).map(i64::unsigned_abs);
    Ok((code(row, "metric", Metric::from_code)?, Tally { kept: count("kept")?, decided: count("decided")? }))
}
