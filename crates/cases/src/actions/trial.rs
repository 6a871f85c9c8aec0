//! Tries a promise on past cases. Reads only.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::require;
use calendar::{Calendar, Metric, Terms};
use db::Conn;
use kernel::{Actor, Permission, PromiseId, Timestamp};

use crate::actions::settings::NewPromise;
use crate::error::CaseError;
use crate::promise::{Promise, first_match};
use crate::store;
use crate::trial::{CASES_MAX, DAYS, MetricTrial, Tally, Trial, replay};

/// What would have been in the last [`DAYS`] days, had `new` held, in the place of promise `replaces` or beside the
/// others. Looks at no more than [`CASES_MAX`] cases, the latest. One statement for each two hundred cases.
pub async fn run(
    conn: &mut Conn,
    actor: &Actor,
    new: NewPromise,
    replaces: Option<PromiseId>,
    now: Timestamp,
) -> Result<Trial, CaseError> {
    require(actor, Permission::PromisesManage)?;
    new.targets.check()?;
    let calendar = store::calendars::find(conn, new.calendar_id).await?;
    let calendar = calendar.ok_or(CaseError::CalendarNotFound(new.calendar_id))?;
    let calendar = Arc::new(Calendar::new(calendar.definition)?);
    let (promises, id) = with(store::promises::active(conn).await?, new, replaces);
    let targets = promises.iter().find(|it| it.id == id).map(|it| it.targets.clone()).unwrap_or_default();
    let terms =
        |metric: Metric| targets.of(metric).map(|target| Terms { target: target.clone(), calendar: calendar.clone() });

    let since = now.plus_seconds(-DAYS * 24 * 3_600);
    let mut cases = store::trial::opened_since(conn, since, CASES_MAX + 1).await?;
    let is_sample = i64::try_from(cases.len()).is_ok_and(|it| it > CASES_MAX);
    cases.truncate(usize::try_from(CASES_MAX).unwrap_or(usize::MAX));
    let looked_at = cases.len() as u64;
    cases.retain(|it| first_match(&promises, it).is_some_and(|it| it.id == id));
    let mut would_be: BTreeMap<Metric, Tally> = BTreeMap::new();
    let mut was: BTreeMap<Metric, Tally> = BTreeMap::new();
    for some in cases.chunks(store::trial::AT_ONCE) {
        let ids: Vec<_> = some.iter().map(|it| it.id).collect();
        let histories = store::trial::histories(conn, &ids).await?;
        for case in some {
            let entries = histories.get(&case.id).map_or(&[][..], Vec::as_slice);
            for clock in replay(case, entries, terms)? {
                would_be.entry(clock.metric()).or_default().count(clock.outcome(now));
            }
        }
        for (metric, tally) in store::trial::tallies(conn, &ids, now).await? {
            let sum = was.entry(metric).or_default();
            sum.kept += tally.kept;
            sum.decided += tally.decided;
        }
    }
    let metrics = Metric::ALL.iter().map(|it| MetricTrial {
        metric: *it,
        was: was.get(it).copied().unwrap_or_default(),
        would_be: would_be.get(it).copied().unwrap_or_default(),
    });
    let metrics = metrics.filter(|it| targets.of(it.metric).is_some() || it.was.decided > 0).collect();
    Ok(Trial { since, looked_at, is_sample, fall_under: cases.len() as u64, metrics })
}

/// The promises as they would be, in order, and the id of the one that is tried.
fn with(mut promises: Vec<Promise>, new: NewPromise, replaces: Option<PromiseId>) -> (Vec<Promise>, PromiseId) {
    // A promise that is not made yet would come after those of the same place.
    let id = replaces.unwrap_or(PromiseId::new(i64::MAX));
    promises.retain(|it| it.id != id);
    promises.push(Promise {
        id,
        name: new.name,
        place: new.place,
        conditions: new.conditions,
        targets: new.targets,
        calendar_id: new.calendar_id,
        is_published: new.is_published,
        is_active: true,
        version: 0,
    });
    promises.sort_by_key(|it| (it.place, it.id));
    (promises, id)
}
