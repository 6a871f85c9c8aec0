//! Rows of `case_clocks` and `clock_segments`.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Calendar, Clock, End, Metric, Outcome, Phase, Target, Terms, WaitingCause};
use db::{Conn, DbError, Json, Row, Tx, params, sql};
use kernel::{CalendarId, CaseId, ClockId, Timestamp};

use crate::deadline::{CaseClock, Source};
use crate::error::CaseError;
use crate::store::{calendars, code, code_or_null};

/// Clocks of a case, in the order they were started. Two statements, and one per calendar version they were counted on.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<CaseClock>, CaseError> {
    let rows = conn
        .all(
            sql!(
                "select id, case_id, metric, promise_id, promise_version, ended_at, outcome, missed_at, version
                 from case_clocks where case_id = $1 order by id limit 1000"
            ),
            params![case],
        )
        .await?;
    let segments = conn
        .all(
            sql!(
                "select s.clock_id, s.place, s.from_at, s.to_at, s.waiting_cause, s.target, s.calendar_id,
                   s.calendar_version, s.promise_id, s.promise_version
                 from clock_segments s join case_clocks c on c.id = s.clock_id
                 where c.case_id = $1 order by s.clock_id, s.place limit 10000"
            ),
            params![case],
        )
        .await?;
    assemble(conn, &rows, &segments).await
}

/// The case a clock belongs to.
pub async fn case_of(conn: &mut Conn, id: ClockId) -> Result<Option<CaseId>, DbError> {
    let row = conn.optional(sql!("select case_id from case_clocks where id = $1"), params![id]).await?;
    row.map(|it| it.get("case_id")).transpose()
}

/// Writes `clock` as it stands at `now`: a new one, or its next version.
pub async fn save(tx: &mut Tx, clock: &mut CaseClock, now: Timestamp) -> Result<(), CaseError> {
    let stored = clock.version;
    clock.version += 1;
    let end = clock.clock.end().map(|it| it.0);
    let counted = end.map(|it| clock.clock.counted_micros(it));
    let changed = tx
        .run(
            sql!(
                "insert into case_clocks (id, case_id, metric, promise_id, promise_version, started_at, due_at, ended_at,
                   outcome, missed_at, counted_micros, version)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                 on conflict (id) do update set promise_id = excluded.promise_id,
                   promise_version = excluded.promise_version, due_at = excluded.due_at, ended_at = excluded.ended_at,
                   outcome = excluded.outcome, missed_at = excluded.missed_at,
                   counted_micros = excluded.counted_micros, version = excluded.version
                 where case_clocks.version = excluded.version - 1"
            ),
            params![
                clock.id,
                clock.case_id,
                clock.clock.metric().code(),
                clock.source.promise_id,
                clock.source.promise_version,
                clock.clock.started_at(),
                clock.clock.due_at(),
                end,
                outcome_code(clock.outcome(now)),
                clock.missed_at,
                counted,
                clock.version
            ],
        )
        .await?;
    if changed != 1 {
        return Err(CaseError::Stale(clock.case_id));
    }
    // A change touches the last two phases at most; a new clock has one.
    let from = if stored == 0 { 0 } else { clock.clock.phases().len().saturating_sub(2) };
    for (place, (phase, source)) in clock.clock.phases().iter().zip(&clock.sources).enumerate().skip(from) {
        save_segment(tx, clock.id, i64::try_from(place).unwrap_or(i64::MAX), phase, *source).await?;
    }
    Ok(())
}

async fn save_segment(tx: &mut Tx, id: ClockId, place: i64, phase: &Phase, source: Source) -> Result<(), DbError> {
    tx.run(
        sql!(
            "insert into clock_segments (clock_id, place, from_at, to_at, waiting_cause, target, calendar_id,
               calendar_version, promise_id, promise_version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (clock_id, place) do update set to_at = excluded.to_at,
               waiting_cause = excluded.waiting_cause, target = excluded.target, calendar_id = excluded.calendar_id,
               calendar_version = excluded.calendar_version, promise_id = excluded.promise_id,
               promise_version = excluded.promise_version"
        ),
        params![
            id,
            place,
            phase.from,
            phase.to,
            phase.waiting.map(WaitingCause::code),
            Json(&phase.terms.target),
            source.calendar_id,
            source.calendar_version,
            source.promise_id,
            source.promise_version
        ],
    )
    .await?;
    Ok(())
}

/// As stored.
pub const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Running => "running",
        Outcome::Paused => "paused",
        Outcome::Late => "late",
        Outcome::Kept => "kept",
        Outcome::Missed => "missed",
        Outcome::Cancelled => "cancelled",
    }
}

async fn assemble(conn: &mut Conn, rows: &[Row], segments: &[Row]) -> Result<Vec<CaseClock>, CaseError> {
    let mut calendars = BTreeMap::new();
    let mut phases: BTreeMap<ClockId, (Vec<Phase>, Vec<Source>)> = BTreeMap::new();
    for row in segments {
        let source = Source {
            promise_id: row.get("promise_id")?,
            promise_version: row.get("promise_version")?,
            calendar_id: row.get("calendar_id")?,
            calendar_version: row.get("calendar_version")?,
        };
        let calendar = known(conn, &mut calendars, source.calendar_id, source.calendar_version).await?;
        let Json(target) = row.get::<Json<Target>>("target")?;
        let phase = Phase {
            from: row.get("from_at")?,
            to: row.get("to_at")?,
            waiting: code_or_null(row, "waiting_cause", WaitingCause::from_code)?,
            terms: Terms { target, calendar },
        };
        let entry = phases.entry(row.get("clock_id")?).or_default();
        entry.0.push(phase);
        entry.1.push(source);
    }
    rows.iter().map(|row| read(row, &mut phases)).collect()
}

async fn known(
    conn: &mut Conn,
    calendars: &mut BTreeMap<(CalendarId, i64), Arc<Calendar>>,
    id: CalendarId,
    version: i64,
) -> Result<Arc<Calendar>, CaseError> {
    if let Some(calendar) = calendars.get(&(id, version)) {
        return Ok(calendar.clone());
    }
    let definition = calendars::at_version(conn, id, version).await?.ok_or(CaseError::CalendarNotFound(id))?;
    let calendar = Arc::new(Calendar::new(definition)?);
    calendars.insert((id, version), calendar.clone());
    Ok(calendar)
}

fn read(row: &Row, phases: &mut BTreeMap<ClockId, (Vec<Phase>, Vec<Source>)>) -> Result<CaseClock, CaseError> {
    let id: ClockId = row.get("id")?;
    let (phases, sources) = phases.remove(&id).ok_or(CaseError::ClockNotFound(id))?;
    let outcome: String = row.get("outcome")?;
    let end = if outcome == "cancelled" { End::Cancelled } else { End::Met };
    let ended_at: Option<Timestamp> = row.get("ended_at")?;
    let last = sources.last().copied().ok_or(CaseError::ClockNotFound(id))?;
    let source = Source { promise_id: row.get("promise_id")?, promise_version: row.get("promise_version")?, ..last };
    Ok(CaseClock {
        id,
        case_id: row.get("case_id")?,
        clock: Clock::from_parts(code(row, "metric", Metric::from_code)?, phases, ended_at.map(|it| (it, end)))?,
        sources,
        source,
        missed_at: row.get("missed_at")?,
        version: row.get("version")?,
    })
}
