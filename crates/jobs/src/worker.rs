//! Runs what is due.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbError, Engine, Envelope, outbox};
use kernel::Timestamp;
use kernel::id::JobId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::backoff::pause_seconds;
use crate::handler::{EventHandler, Handlers, Periodic, boxed};
use crate::job::{Job, Lane};
use crate::relay::{self, Delivery};
use crate::store::{self, Leased, NewJob};

/// How long a lease holds; renewed at a third of it while the job runs.
const LEASE_SECONDS: i64 = 30;
/// The longest the worker looks away: other nodes' commits do not wake it, and clocks may be set.
const POLL: Duration = Duration::from_millis(500);
/// How long commits are let gather before the queue is read: a burst of them is one look, not hundreds.
const BREATH: Duration = Duration::from_millis(5);
/// Jobs at the end have this long to finish; then their leases are given up.
const FAREWELL: Duration = Duration::from_secs(20);
/// Characters of an error that are kept.
const ERROR_LENGTH_MAX: usize = 2_000;
/// What stands before a periodic job's name.
const PERIODIC: &str = "periodic:";

/// Runs jobs, timers, events and what comes again, until told to stop.
///
/// ```text
/// Worker::new(db.clone())
///     .on(move |job: MarkOverdue| { let db = db.clone(); async move { mark_overdue(&db, job).await } })
///     .on_event("case_closed", "invite_to_survey", move |envelope| …)
///     .periodic("purge_sessions", 3_600, move || …)
///     .run(shutdown).await
/// ```
pub struct Worker {
    db: Db,
    handlers: Handlers,
    budgets: BTreeMap<Lane, usize>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.handlers.jobs.keys().collect();
        f.debug_struct("Worker").field("jobs", &names).finish_non_exhaustive()
    }
}

impl Worker {
    /// A worker that can run nothing yet: 8 timers, 4 events, 4 mail jobs and 4 others at a time.
    pub fn new(db: Db) -> Self {
        let budgets = BTreeMap::from([(Lane::Timers, 8), (Lane::Events, 4), (Lane::Mail, 4), (Lane::Other, 4)]);
        Self { db, handlers: Handlers::default(), budgets }
    }

    /// How many jobs of `lane` run at a time, at least 1.
    #[must_use]
    pub fn budget(mut self, lane: Lane, jobs: usize) -> Self {
        self.budgets.insert(lane, jobs.max(1));
        self
    }

    /// Has `handle` run jobs of type `J`. An error is kept, logged, and the job tried again.
    #[must_use]
    pub fn on<J, F, E>(mut self, handle: impl Fn(J) -> F + Send + Sync + 'static) -> Self
    where
        J: Job,
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Display,
    {
        let handle = Arc::new(handle);
        let run = move |payload: String| match serde_json::from_str::<J>(&payload) {
            Ok(job) => boxed(handle(job)),
            Err(error) => boxed(async move { Err(format!("the payload cannot be read: {error}")) }),
        };
        self.handlers.jobs.insert(J::NAME, (J::LANE, Arc::new(run)));
        self
    }

    /// Has `handle` take each event named `event`. `handler` names this reaction: stored, unique, never renamed.
    #[must_use]
    pub fn on_event<F, E>(
        mut self,
        event: &'static str,
        handler: &'static str,
        handle: impl Fn(Envelope) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Display,
    {
        let hand_on = Arc::new(move |envelope| boxed(handle(envelope)));
        let earlier = self.handlers.events.insert(handler, EventHandler { event, hand_on });
        debug_assert!(earlier.is_none(), "two event handlers are named {handler}");
        self
    }

    /// Has `handle` run every `every_seconds`, once among all nodes.
    #[must_use]
    pub fn periodic<F, E>(
        mut self,
        name: &'static str,
        every_seconds: i64,
        handle: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Display,
    {
        let run = Arc::new(move |_: String| boxed(handle()));
        self.handlers.periodic.insert(name, Periodic { every_seconds: every_seconds.max(1), run });
        self
    }

    /// Runs until `shutdown` turns true, then lets running jobs finish for up to 20 s.
    ///
    /// Leases left by a process that was killed are taken over at once on SQLite, which one process owns, and when they
    /// end (30 s) on PostgreSQL.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) -> Result<(), DbError> {
        let running = Arc::new(Running::new(self));
        running.start().await?;
        let mut committed = running.db.committed();
        let mut tasks = JoinSet::new();
        while !*shutdown.borrow() {
            committed.mark_unchanged();
            let pause = match running.round(&mut tasks).await {
                Ok(pause) => pause,
                Err(DbError::Closed) => break,
                Err(error) => {
                    tracing::error!(%error, "jobs: the queue cannot be read: {error}");
                    POLL
                }
            };
            tokio::select! {
                _ = committed.changed() => tokio::time::sleep(BREATH).await,
                () = tokio::time::sleep(pause) => {}
                Some(_) = tasks.join_next() => {}
                _ = shutdown.changed() => {}
            }
        }
        let all = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, all).await.is_err() {
            tracing::warn!("jobs still running after {} s are left to their next start", FAREWELL.as_secs());
        }
        Ok(())
    }

    /// Runs whatever is due at the store's present instant, jobs of jobs and events of events included, and returns when
    /// nothing is due any more. Tells how many jobs ran. For tests and seeding, with a clock that stands still.
    pub async fn run_due(&self) -> Result<usize, DbError> {
        let clone = Self { db: self.db.clone(), handlers: self.handlers.clone(), budgets: self.budgets.clone() };
        let running = Arc::new(Running::new(clone));
        let mut count = 0;
        loop {
            let mut tasks = JoinSet::new();
            let relayed = relay::relay(&running.db, &running.handlers).await?;
            let started = running.start_due(&mut tasks).await?;
            while tasks.join_next().await.is_some() {}
            if started == 0 && relayed == 0 {
                return Ok(count);
            }
            count += started;
        }
    }
}

/// A worker at work.
struct Running {
    db: Db,
    handlers: Handlers,
    permits: BTreeMap<Lane, Arc<Semaphore>>,
}

impl Running {
    fn new(worker: Worker) -> Self {
        let permits = worker.budgets.into_iter().map(|(lane, jobs)| (lane, Arc::new(Semaphore::new(jobs)))).collect();
        Self { db: worker.db, handlers: worker.handlers, permits }
    }

    async fn start(&self) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        if self.db.engine() == Engine::Sqlite {
            // One process owns an embedded store: whoever holds leases now is dead.
            store::free_all(&mut tx).await?;
        }
        for (name, periodic) in &self.handlers.periodic {
            let run_at = tx.now();
            store::insert_unless_there(&mut tx, &periodic_job(name, periodic, run_at)).await?;
        }
        tx.commit().await
    }

    /// Relays a batch of events, starts what is due, and tells how long nothing will be.
    ///
    /// One batch, however many wait: behind an archive that was imported they are thousands, and no deadline waits for
    /// those.
    async fn round(self: &Arc<Self>, tasks: &mut JoinSet<()>) -> Result<Duration, DbError> {
        let relayed = relay::relay(&self.db, &self.handlers).await?;
        self.start_due(tasks).await?;
        if relayed > 0 {
            return Ok(Duration::ZERO);
        }
        let next = store::next_by_lane(&mut *self.db.read().await?).await?;
        let mut pause = POLL;
        for (lane, next_at) in next {
            // A full lane waits for one of its own to end, which wakes the worker.
            if self.permits.get(&lane).is_some_and(|it| it.available_permits() > 0) {
                let micros = next_at.as_micros().saturating_sub(self.db.now().as_micros()).max(0);
                pause = pause.min(Duration::from_micros(micros.unsigned_abs()));
            }
        }
        Ok(pause)
    }

    /// Leases and starts what is due as far as the budgets go; tells how many. One read if nothing is.
    async fn start_due(self: &Arc<Self>, tasks: &mut JoinSet<()>) -> Result<usize, DbError> {
        let next = store::next_by_lane(&mut *self.db.read().await?).await?;
        let mut count = 0;
        for (lane, permits) in &self.permits {
            let is_due = next.get(lane).is_some_and(|it| *it <= self.db.now());
            let free = permits.available_permits();
            if !is_due || free == 0 {
                continue;
            }
            let mut tx = self.db.begin().await?;
            let until = tx.now().plus_seconds(LEASE_SECONDS);
            let leased = store::claim(&mut tx, *lane, until, i64::try_from(free).unwrap_or(1)).await?;
            tx.commit().await?;
            for job in leased {
                let permit = permits.clone().acquire_owned().await.map_err(|_| DbError::Closed)?;
                count += 1;
                tasks.spawn(self.clone().run_one(job, permit));
            }
        }
        Ok(count)
    }

    async fn run_one(self: Arc<Self>, job: Leased, permit: OwnedSemaphorePermit) {
        let outcome = if job.tries > job.tries_max {
            // Its worker died with it each time: never again without an admin.
            Err("it was started too often without an end: the process died while it ran".to_owned())
        } else {
            self.run_leased(&job).await
        };
        if let Err(error) = self.end(&job, outcome).await {
            // The lease runs out and the job runs again.
            tracing::error!(job.id = %job.id, %error, "jobs: {} cannot be ended: {error}", job.id);
        }
        drop(permit);
    }

    /// Runs the handler in a task of its own, so that a panic is a failure like any other, and keeps the lease.
    async fn run_leased(&self, job: &Leased) -> Result<(), String> {
        let running = self.find(job).await?;
        let mut task = tokio::spawn(running);
        let mut beat = tokio::time::interval(Duration::from_secs(LEASE_SECONDS.unsigned_abs() / 3));
        beat.tick().await;
        loop {
            tokio::select! {
                ended = &mut task => return ended.unwrap_or_else(|error| Err(format!("the handler broke off: {error}"))),
                _ = beat.tick() => {
                    if !self.keep(job.id, job.token).await {
                        task.abort();
                        return Err("the lease was lost to another worker".to_owned());
                    }
                }
            }
        }
    }

    async fn keep(&self, id: JobId, token: i64) -> bool {
        let renewed = async {
            let mut tx = self.db.begin().await?;
            let until = tx.now().plus_seconds(LEASE_SECONDS);
            let is_ours = store::renew(&mut tx, id, token, until).await?;
            tx.commit().await?;
            Ok::<_, DbError>(is_ours)
        };
        // A store that cannot be written just now is no reason to stop: the next beat tries again.
        renewed.await.unwrap_or(true)
    }

    /// The handler of `job`, ready to run.
    async fn find(&self, job: &Leased) -> Result<crate::handler::Running, String> {
        let unknown = || format!("no handler is named {}", job.name);
        if let Some(name) = job.name.strip_prefix(relay::PREFIX) {
            let handler = self.handlers.events.get(name).ok_or_else(unknown)?;
            let delivery: Delivery = serde_json::from_str(&job.payload).map_err(|error| error.to_string())?;
            let mut read = self.db.read().await.map_err(|error| error.to_string())?;
            let envelope = outbox::find(&mut read, delivery.event).await.map_err(|error| error.to_string())?;
            let envelope = envelope.ok_or_else(|| format!("{} was purged before it was handed on", delivery.event))?;
            return Ok((handler.hand_on)(envelope));
        }
        if let Some(name) = job.name.strip_prefix(PERIODIC) {
            let periodic = self.handlers.periodic.get(name).ok_or_else(unknown)?;
            return Ok((periodic.run)(String::new()));
        }
        let (_, run) = self.handlers.jobs.get(job.name.as_str()).ok_or_else(unknown)?;
        Ok(run(job.payload.clone()))
    }

    async fn end(&self, job: &Leased, outcome: Result<(), String>) -> Result<(), DbError> {
        let periodic = job.name.strip_prefix(PERIODIC).and_then(|it| self.handlers.periodic.get_key_value(it));
        let mut tx = self.db.begin().await?;
        let is_ours = match (&outcome, periodic) {
            (Ok(()), _) | (Err(_), Some(_)) => store::finish(&mut tx, job.id, job.token).await?,
            (Err(error), None) => self.fail(&mut tx, job, error).await?,
        };
        if let (true, Some((name, periodic))) = (is_ours, periodic) {
            let run_at = tx.now().plus_seconds(periodic.every_seconds);
            store::insert_unless_there(&mut tx, &periodic_job(name, periodic, run_at)).await?;
        }
        // Dropped while it ran, often by its own handler: nobody else has it.
        let is_lost = !is_ours && !store::was_ended(&mut tx, job.id, job.token).await?;
        tx.commit().await?;
        match outcome {
            Err(error) if periodic.is_some() => {
                tracing::error!(job.name = job.name, %error, "{} failed: {error}", job.name);
            }
            _ if is_lost => tracing::warn!(job.id = %job.id, "{} ended after its lease was lost", job.id),
            _ => {}
        }
        Ok(())
    }

    async fn fail(&self, tx: &mut db::Tx, job: &Leased, error: &str) -> Result<bool, DbError> {
        let error: String = error.chars().take(ERROR_LENGTH_MAX).collect();
        let (name, tries) = (&job.name, job.tries);
        if job.tries >= job.tries_max {
            tracing::error!(job.id = %job.id, job.name = name, tries, %error, "{} {name} was set aside: {error}", job.id);
            return store::set_aside(tx, job.id, job.token, &error).await;
        }
        let seconds = pause_seconds(job.tries, rand::random());
        tracing::warn!(job.id = %job.id, job.name = name, tries, %error, "{} {name} failed: {error}", job.id);
        let run_at = tx.now().plus_micros((seconds * 1e6) as i64);
        store::try_again(tx, job.id, job.token, run_at, &error).await
    }
}

fn periodic_job(name: &str, periodic: &Periodic, run_at: Timestamp) -> NewJob {
    let key = format!("{PERIODIC}{name}");
    // Periodic jobs are quick sweeps; a day's worth belongs in a job that it enqueues.
    debug_assert!(periodic.every_seconds > 0);
    NewJob {
        name: key.clone(),
        lane: Lane::Other.code(),
        payload: "{}".to_owned(),
        key: Some(key),
        run_at,
        tries_max: 3,
    }
}
