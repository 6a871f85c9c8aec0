//! Keeps the clocks of a case, its timers and its earliest deadline in step with what happens to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use calendar::{Calendar, Ledger, Metric, Outcome, Terms};
use db::{Conn, Tx};
use kernel::{Actor, CaseId, ClockId, Timestamp};

use crate::actions::{self, write_history};
use crate::case::Case;
use crate::deadline::{CaseClock, Source, Step, earliest};
use crate::error::CaseError;
use crate::event::{DeadlineMet, DeadlineMissed, Subject};
use crate::history::Detail;
use crate::jobs::MissDeadline;
use crate::promise::{Promise, first_match};
use crate::store;

/// The promise that holds for a case, ready to be counted.
pub(crate) struct InForce {
    promise: Promise,
    calendar: Arc<Calendar>,
    calendar_version: i64,
}

impl InForce {
    /// What is promised for `metric`, if anything.
    fn terms(&self, metric: Metric) -> Option<(Terms, Source)> {
        let target = self.promise.targets.of(metric)?.clone();
        let source = Source {
            promise_id: self.promise.id,
            promise_version: self.promise.version,
            calendar_id: self.promise.calendar_id,
            calendar_version: self.calendar_version,
        };
        Some((Terms { target, calendar: self.calendar.clone() }, source))
    }
}

/// The first promise that fits `case`, with its calendar as it is now. Two statements.
pub(crate) async fn in_force(conn: &mut Conn, case: &Case) -> Result<Option<InForce>, CaseError> {
    let promises = store::promises::active(conn).await?;
    let Some(promise) = first_match(&promises, case).cloned() else { return Ok(None) };
    let id = promise.calendar_id;
    let named = store::calendars::find(conn, id).await?.ok_or(CaseError::CalendarNotFound(id))?;
    let calendar = Arc::new(Calendar::new(named.definition)?);
    Ok(Some(InForce { promise, calendar, calendar_version: named.version }))
}

/// The clocks of a case while something happens to it.
pub(crate) struct Clocks {
    list: Vec<CaseClock>,
    touched: BTreeSet<ClockId>,
    ended: Vec<ClockId>,
}

impl Clocks {
    /// Of a new case: none.
    pub(crate) fn none() -> Self {
        Self { list: Vec::new(), touched: BTreeSet::new(), ended: Vec::new() }
    }

    /// As stored.
    pub(crate) async fn load(conn: &mut Conn, case: CaseId) -> Result<Self, CaseError> {
        Ok(Self { list: store::clocks::of_case(conn, case).await?, ..Self::none() })
    }

    /// Those that ended by the steps taken so far.
    pub(crate) fn ended(&self) -> Vec<ClockId> {
        self.ended.clone()
    }

    /// Does `steps`, which happened at `at`, and gives `case` its earliest deadline.
    pub(crate) fn take(
        &mut self,
        tx: &Tx,
        case: &mut Case,
        steps: &[Step],
        in_force: Option<&InForce>,
        at: Timestamp,
    ) -> Result<(), CaseError> {
        for step in steps {
            match *step {
                Step::Start(metric, from) => self.start(tx, case, metric, in_force, from)?,
                Step::Fulfil(metric) => self.end(metric, at, |clock, at| clock.clock.fulfil(at))?,
                Step::Cancel(metric) => self.end(metric, at, |clock, at| clock.clock.cancel(at))?,
                Step::Pause(cause) => self.set_waiting(Some(cause), at)?,
                Step::Resume => self.set_waiting(None, at)?,
            }
        }
        case.due = earliest(&self.list);
        Ok(())
    }

    fn start(
        &mut self,
        tx: &Tx,
        case: &mut Case,
        metric: Metric,
        in_force: Option<&InForce>,
        from: Timestamp,
    ) -> Result<(), CaseError> {
        let is_live = self.list.iter().any(|it| it.is_live() && it.clock.metric() == metric);
        let Some(terms) = in_force.and_then(|it| it.terms(metric)).filter(|_| !is_live) else { return Ok(()) };
        case.promise_id = Some(terms.1.promise_id);
        let clock = CaseClock::start((tx.id(), case.id), metric, terms, case.state.waiting_cause(), from)?;
        self.touched.insert(clock.id);
        self.list.push(clock);
        Ok(())
    }

    fn end(
        &mut self,
        metric: Metric,
        at: Timestamp,
        end: impl Fn(&mut CaseClock, Timestamp) -> Result<(), calendar::ClockError>,
    ) -> Result<(), CaseError> {
        for clock in self.list.iter_mut().filter(|it| it.is_live() && it.clock.metric() == metric) {
            end(clock, not_before(clock, at))?;
            self.touched.insert(clock.id);
            self.ended.push(clock.id);
        }
        Ok(())
    }

    fn set_waiting(&mut self, cause: Option<calendar::WaitingCause>, at: Timestamp) -> Result<(), CaseError> {
        for clock in self.list.iter_mut().filter(|it| it.is_live()) {
            clock.set_waiting(cause, not_before(clock, at))?;
            self.touched.insert(clock.id);
        }
        Ok(())
    }

    /// Cancels replies awaited since the answer that met `ended` is taken back: the older wait takes their place.
    pub(crate) fn cancel_newer_replies(&mut self, ended: &[ClockId], now: Timestamp) -> Result<(), CaseError> {
        let is_reply = |it: &CaseClock| it.clock.metric() != Metric::Resolution;
        if self.list.iter().any(|it| ended.contains(&it.id) && is_reply(it)) {
            for clock in self.list.iter_mut().filter(|it| it.is_live() && is_reply(it)) {
                clock.clock.cancel(not_before(clock, now))?;
                self.touched.insert(clock.id);
            }
        }
        Ok(())
    }

    /// Takes up `ended` again, as if what ended them had not been.
    pub(crate) fn take_up(&mut self, case: &mut Case, ended: &[ClockId], now: Timestamp) -> Result<(), CaseError> {
        for clock in self.list.iter_mut().filter(|it| ended.contains(&it.id) && !it.is_live()) {
            clock.clock.reopen();
            clock.set_waiting(case.state.waiting_cause(), not_before(clock, now))?;
            self.touched.insert(clock.id);
        }
        case.due = earliest(&self.list);
        Ok(())
    }

    /// Holds `case` to what is in force now: other terms for what is counted, the end of what is promised no more, and
    /// a start for what is promised newly. What is promised newly counts from now on: time that passed under no
    /// promise was not promised.
    pub(crate) fn rematch(&mut self, tx: &Tx, case: &mut Case, in_force: Option<&InForce>) -> Result<(), CaseError> {
        let now = tx.now();
        case.promise_id = in_force.map(|it| it.promise.id);
        for clock in self.list.iter_mut().filter(|it| it.is_live()) {
            match in_force.and_then(|it| it.terms(clock.clock.metric())) {
                Some((_, source)) if source == clock.source => continue,
                Some((terms, source)) => clock.change_terms(terms, source, not_before(clock, now))?,
                None => clock.clock.cancel(not_before(clock, now))?,
            }
            self.touched.insert(clock.id);
        }
        if !case.is_closed() {
            let reply = if case.first_answered_at.is_none() { Metric::FirstReply } else { Metric::NextReply };
            if case.unanswered_since.is_some() {
                self.start(tx, case, reply, in_force, now)?;
            }
            self.start(tx, case, Metric::Resolution, in_force, now)?;
        }
        case.due = earliest(&self.list);
        Ok(())
    }

    /// Stores what changed, sets and drops timers, tells which deadlines were met or missed.
    pub(crate) async fn store(mut self, tx: &mut Tx, actor: &Actor, case: &Case) -> Result<(), CaseError> {
        let now = tx.now();
        for clock in self.list.iter_mut().filter(|it| self.touched.contains(&it.id)) {
            let outcome = clock.outcome(now);
            // Ended late before its timer came: the miss is told by whoever ended it.
            let missed = clock.clock.due_at().filter(|_| outcome == Outcome::Missed && clock.missed_at.is_none());
            clock.missed_at = missed.or(clock.missed_at);
            store::clocks::save(tx, clock, now).await?;
            match clock.timer_at() {
                Some(due_at) => {
                    jobs::set_timer(tx, &timer_key(clock.id), &MissDeadline { clock_id: clock.id }, due_at).await?;
                }
                None => jobs::cancel(tx, &timer_key(clock.id)).await?,
            }
            if let Some(due_at) = missed {
                tell_missed(tx, actor, case, clock, due_at).await?;
            }
            if outcome == Outcome::Kept && self.ended.contains(&clock.id) {
                tell_met(tx, actor, case, clock).await?;
            }
        }
        Ok(())
    }
}

/// A clock is told things in order, though mail may arrive out of it.
fn not_before(clock: &CaseClock, at: Timestamp) -> Timestamp {
    clock.clock.phases().last().map_or(at, |it| it.from.max(at))
}

fn timer_key(id: ClockId) -> String {
    format!("cases:clock:{id}")
}

async fn tell_missed(
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    clock: &CaseClock,
    due_at: Timestamp,
) -> Result<(), CaseError> {
    let (clock_id, metric) = (clock.id, clock.clock.metric());
    write_history(tx, actor, case.id, Detail::DeadlineMissed { clock_id, metric, due_at }).await?;
    let now = tx.now();
    tx.emit(&DeadlineMissed { subject: Subject::of(case, actor, now), clock_id, metric, due_at }).await?;
    Ok(())
}

async fn tell_met(tx: &mut Tx, actor: &Actor, case: &Case, clock: &CaseClock) -> Result<(), CaseError> {
    let (clock_id, metric, due_at) = (clock.id, clock.clock.metric(), clock.clock.due_at());
    write_history(tx, actor, case.id, Detail::DeadlineMet { clock_id, metric, due_at }).await?;
    let now = tx.now();
    tx.emit(&DeadlineMet { subject: Subject::of(case, actor, now), clock_id, metric, due_at }).await?;
    Ok(())
}

/// The timer of a clock has come: tells the miss, once, if the deadline still stands. Safe to run twice.
pub async fn miss(tx: &mut Tx, actor: &Actor, id: ClockId) -> Result<(), CaseError> {
    let Some(case_id) = store::clocks::case_of(tx, id).await? else { return Ok(()) };
    let case = actions::find(tx, actor, case_id).await?;
    let mut clocks = store::clocks::of_case(tx, case_id).await?;
    let now = tx.now();
    let Some(clock) = clocks.iter_mut().find(|it| it.id == id) else { return Ok(()) };
    let Some(due_at) = clock.timer_at().filter(|it| *it <= now) else { return Ok(()) };
    clock.missed_at = Some(due_at);
    store::clocks::save(tx, clock, now).await?;
    tell_missed(tx, actor, &case, clock, due_at).await
}

/// Holds the case to what is promised now, if it is still live. Safe to run twice.
pub async fn rematch(tx: &mut Tx, actor: &Actor, id: CaseId) -> Result<(), CaseError> {
    let mut case = actions::begin_change(tx, actor, id).await?;
    if case.is_closed() {
        return Ok(());
    }
    let in_force = in_force(tx, &case).await?;
    let mut clocks = Clocks::load(tx, id).await?;
    let before = case.promise_id;
    clocks.rematch(tx, &mut case, in_force.as_ref())?;
    if clocks.touched.is_empty() && before == case.promise_id {
        return Ok(());
    }
    tell_promise(tx, actor, &case, in_force.as_ref()).await?;
    actions::save(tx, &case).await?;
    clocks.store(tx, actor, &case).await
}

/// Writes down which promise holds now.
pub(crate) async fn tell_promise(
    tx: &mut Tx,
    actor: &Actor,
    case: &Case,
    in_force: Option<&InForce>,
) -> Result<(), CaseError> {
    let promised = Detail::Promised {
        promise_id: in_force.map(|it| it.promise.id),
        version: in_force.map(|it| it.promise.version),
    };
    write_history(tx, actor, case.id, promised).await
}

/// A clock laid open, with the names of what it was counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedClock {
    /// The clock.
    pub clock: CaseClock,
    /// Each stretch, and why.
    pub ledger: Ledger,
    /// As staff read the promise.
    pub promise_name: String,
    /// The zone its days are of.
    pub time_zone: String,
}

/// The clocks of a case laid open at `now`, oldest first.
pub async fn ledgers(
    conn: &mut Conn,
    actor: &Actor,
    id: CaseId,
    now: Timestamp,
) -> Result<Vec<OpenedClock>, CaseError> {
    actions::find(conn, actor, id).await?;
    let mut opened = Vec::new();
    for clock in store::clocks::of_case(conn, id).await? {
        let promise = store::promises::find(conn, clock.source.promise_id).await?;
        let time_zone = clock.clock.terms().map(|it| it.calendar.definition().time_zone.clone());
        opened.push(OpenedClock {
            ledger: Ledger::of(&clock.clock, now),
            promise_name: promise.map_or_else(String::new, |it| it.name),
            time_zone: time_zone.unwrap_or_default(),
            clock,
        });
    }
    Ok(opened)
}
