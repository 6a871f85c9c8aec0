//! Events as they happen, to screens: `GET /api/v1/events` (server-sent events).
//!
//! One feeder per process reads the outbox after each commit, asks once per event who may see it, and hands it to every
//! client by a bounded ring. A client that comes back after too long is told `reset`: it refetches. One that is too slow
//! is told so too, and has to come back: what ends its stream may be among what it missed.
//! A client that comes back with `Last-Event-ID` gets what it missed from the outbox.

use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use db::{Db, DbError, Envelope, outbox};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, stream};
use kernel::id::{EventId, TypedId};
use kernel::{Actor, Permission, TeamId};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::MissedTickBehavior;

use crate::problem::Problem;

/// Events a slow client may be behind before it is told to start over.
const RING: usize = 1_024;
/// Events given again to a client that comes back. Behind that refetching is cheaper.
const RESUME_MAX: i64 = 1_000;
/// Seconds between two signs of life, below what proxies call idle (30 to 60 s).
const HEARTBEAT: Duration = Duration::from_secs(20);
/// How long an id may become visible after a later one: on PostgreSQL transactions commit out of order.
const LATE_SECONDS: i64 = 10;
/// How often ids that became visible late are looked for.
const LOOK_BACK: Duration = Duration::from_secs(1);
/// The least time between two reads of the outbox, so that a burst of commits is one read.
const PAUSE: Duration = Duration::from_millis(25);
/// The most between two reads: other nodes' commits wake nobody here.
const POLL: Duration = Duration::from_millis(500);

/// Who may see an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everyone signed in.
    Everyone,
    /// Who may read the cases of this team, or of no team.
    OfTeam(Option<TeamId>),
    /// Who holds the permission.
    Holding(Permission),
    /// Nobody: an event for handlers only.
    Nobody,
}

impl Audience {
    /// Whether `actor` is part of it.
    pub fn includes(&self, actor: &Actor) -> bool {
        match self {
            Self::Everyone => true,
            Self::OfTeam(team) => actor.sees_team(*team),
            Self::Holding(permission) => actor.may(*permission),
            Self::Nobody => false,
        }
    }
}

/// An event on its way to screens.
#[derive(Debug, Clone)]
pub struct LiveEvent {
    /// Its id in the outbox: where to resume from.
    pub id: EventId,
    /// Its name.
    pub name: Arc<str>,
    /// The fact, as parsed JSON, for filters.
    pub payload: Arc<serde_json::Value>,
    /// Who may see it.
    pub audience: Audience,
}

/// The answer of an [`AudienceOf`].
pub type AudienceFuture = Pin<Box<dyn Future<Output = Result<Audience, DbError>> + Send>>;
/// Says who may see an event; asked once per event, not once per client.
pub type AudienceOf = Arc<dyn Fn(Db, Envelope) -> AudienceFuture + Send + Sync>;

/// The stream of events of this process. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    ring: broadcast::Sender<LiveEvent>,
    audience: Arc<std::sync::OnceLock<AudienceOf>>,
    /// Turned by the feeder at its end.
    over: Arc<watch::Sender<bool>>,
    beat: Duration,
}

/// Until when a client is given events.
pub struct Until {
    ends: Box<dyn Fn(&LiveEvent) -> bool + Send + Sync>,
    may_stay: Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>,
}

impl Until {
    /// Until `ends` holds for an event, or `may_stay`, asked at every heartbeat, says no: what runs out makes no event.
    pub fn new(
        ends: impl Fn(&LiveEvent) -> bool + Send + Sync + 'static,
        may_stay: impl Fn() -> BoxFuture<'static, bool> + Send + Sync + 'static,
    ) -> Self {
        Self { ends: Box::new(ends), may_stay: Box::new(may_stay) }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Live({} clients)", self.clients())
    }
}

impl Live {
    /// A stream that nobody feeds yet.
    pub fn new() -> Self {
        Self {
            ring: broadcast::channel(RING).0,
            audience: Arc::default(),
            over: Arc::new(watch::channel(false).0),
            beat: HEARTBEAT,
        }
    }

    /// The same with a heartbeat of its own: tests do not wait for 20 s.
    #[must_use]
    pub fn beating(self, beat: Duration) -> Self {
        Self { beat, ..self }
    }

    /// How many clients listen.
    pub fn clients(&self) -> usize {
        self.ring.receiver_count()
    }

    /// Sets who may see what. Until then nobody sees anything. The first call counts.
    pub fn set_audience(&self, audience: AudienceOf) {
        let _ = self.audience.set(audience);
    }

    /// Feeds the stream from the outbox until `shutdown` turns true. Then every client's stream ends: their connections
    /// would hold up the farewell.
    pub async fn run(self, db: Db, mut shutdown: watch::Receiver<bool>) -> Result<(), DbError> {
        let mut feeder = Feeder::start(&db).await?;
        let mut committed = db.committed();
        while !*shutdown.borrow() {
            match feeder.read(&db, || self.clients() > 0).await {
                Ok(envelopes) => {
                    for envelope in envelopes {
                        self.publish(&db, envelope).await;
                    }
                }
                Err(error) => tracing::warn!(%error, "live events: reading the outbox failed: {error}"),
            }
            tokio::time::sleep(PAUSE).await;
            tokio::select! {
                _ = committed.changed() => {}
                () = tokio::time::sleep(POLL) => {}
                _ = shutdown.changed() => {}
            }
        }
        self.over.send_replace(true);
        Ok(())
    }

    async fn publish(&self, db: &Db, envelope: Envelope) {
        if self.ring.receiver_count() == 0 {
            return;
        }
        let event = self.seen(db, envelope).await;
        if event.audience != Audience::Nobody {
            // No client is listening any more: nothing to do.
            let _ = self.ring.send(event);
        }
    }

    async fn seen(&self, db: &Db, envelope: Envelope) -> LiveEvent {
        let (id, name) = (envelope.id, Arc::from(envelope.name.as_str()));
        let payload = Arc::new(envelope.payload.clone());
        let audience = match self.audience.get() {
            None => Audience::Nobody,
            Some(ask) => ask(db.clone(), envelope).await.unwrap_or_else(|error| {
                tracing::warn!(event.id = %id, %error, "live events: {id} is shown to nobody: {error}");
                Audience::Nobody
            }),
        };
        LiveEvent { id, name, payload, audience }
    }

    /// What `actor` sees from now on, and what they missed since `last`.
    ///
    /// Memory per client: its place in the shared ring.
    pub async fn events(
        &self,
        db: &Db,
        actor: Actor,
        last: Option<EventId>,
        until: Until,
    ) -> Result<BoxStream<'static, Given>, DbError> {
        // Listening starts before the outbox is read, so that nothing falls between.
        let receiver = self.ring.subscribe();
        let missed = match last {
            None => VecDeque::new(),
            Some(last) => self.missed(db, last).await?,
        };
        let known: HashSet<EventId> = missed.iter().filter_map(Given::id).collect();
        // The first beat comes at once: the session may have ended between the request and here.
        let (mut beat, stop) = (tokio::time::interval(self.beat), self.over.subscribe());
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let listening = Listening { missed, known, receiver, actor, until, beat, stop, over: false };
        Ok(stream::unfold(listening, async |mut it| it.next().await.map(|given| (given, it))).boxed())
    }

    async fn missed(&self, db: &Db, last: EventId) -> Result<VecDeque<Given>, DbError> {
        let mut read = db.read().await?;
        let oldest = outbox::oldest(&mut read).await?;
        let envelopes = outbox::after(&mut read, last, RESUME_MAX + 1).await?;
        drop(read);
        let is_purged = oldest.is_some_and(|oldest| oldest > last);
        if is_purged || envelopes.len() as i64 > RESUME_MAX {
            return Ok(VecDeque::from([Given::Reset]));
        }
        let mut missed = VecDeque::with_capacity(envelopes.len());
        for envelope in envelopes {
            missed.push_back(Given::Event(self.seen(db, envelope).await));
        }
        Ok(missed)
    }

    /// The answer of `GET /api/v1/events`: resumes by `Last-Event-ID`, beats every 20 s.
    pub async fn answer(
        &self,
        db: &Db,
        actor: Actor,
        headers: &HeaderMap,
        until: Until,
    ) -> Result<Sse<KeepAliveStream<BoxStream<'static, Result<Event, Infallible>>>>, Problem> {
        let last = headers.get("last-event-id").and_then(|it| it.to_str().ok()).and_then(|it| it.parse().ok());
        let hello = stream::once(async { Event::default().comment("entente").retry(Duration::from_secs(2)) });
        let events = self.events(db, actor, last, until).await?.map(Given::into_sse);
        let beat = KeepAlive::new().interval(HEARTBEAT).text("");
        Ok(Sse::new(hello.chain(events).map(Ok).boxed()).keep_alive(beat))
    }
}

/// What a client is given.
#[derive(Debug, Clone)]
pub enum Given {
    /// An event it may see.
    Event(LiveEvent),
    /// It missed too much: it must read everything again.
    Reset,
}

impl Given {
    fn id(&self) -> Option<EventId> {
        match self {
            Self::Event(event) => Some(event.id),
            Self::Reset => None,
        }
    }

    fn into_sse(self) -> Event {
        match self {
            Self::Event(event) => Event::default()
                .event(&event.name)
                .id(event.id.to_string())
                .data(serde_json::to_string(&*event.payload).unwrap_or_default()),
            Self::Reset => Event::default().event("reset").data("{}"),
        }
    }
}

struct Listening {
    missed: VecDeque<Given>,
    known: HashSet<EventId>,
    receiver: broadcast::Receiver<LiveEvent>,
    actor: Actor,
    until: Until,
    beat: tokio::time::Interval,
    stop: watch::Receiver<bool>,
    over: bool,
}

impl Listening {
    async fn next(&mut self) -> Option<Given> {
        while !self.over {
            let given = match self.missed.pop_front() {
                Some(given) => given,
                None => match self.heard().await? {
                    Ok(event) if self.known.remove(&event.id) => continue,
                    Ok(event) => Given::Event(event),
                    Err(RecvError::Lagged(_)) => {
                        self.over = true;
                        Given::Reset
                    }
                    Err(RecvError::Closed) => return None,
                },
            };
            if let Given::Event(event) = &given {
                self.over = (self.until.ends)(event);
                if !event.audience.includes(&self.actor) {
                    continue;
                }
            }
            return Some(given);
        }
        None
    }

    /// What the ring says next; `None` when the server stops, or the client may not stay.
    async fn heard(&mut self) -> Option<Result<LiveEvent, RecvError>> {
        loop {
            tokio::select! {
                heard = self.receiver.recv() => return Some(heard),
                () = turned(&mut self.stop) => return None,
                _ = self.beat.tick() => {}
            }
            if !(self.until.may_stay)().await {
                return None;
            }
        }
    }
}

async fn turned(stop: &mut watch::Receiver<bool>) {
    // An error: nobody is there to turn it any more.
    let _ = stop.wait_for(|it| *it).await;
}

/// Where the feeder stands in the outbox.
struct Feeder {
    /// Everything up to here was given.
    settled: EventId,
    /// What was given after `settled`, which a late id may still fall among.
    given: HashSet<EventId>,
    /// The newest that was given.
    newest: EventId,
    /// When late ids were last looked for.
    looked_back_at: Instant,
}

impl Feeder {
    async fn start(db: &Db) -> Result<Self, DbError> {
        let newest = outbox::newest(&mut *db.read().await?).await?;
        Ok(Self { settled: newest, given: HashSet::new(), newest, looked_back_at: Instant::now() })
    }

    /// What was not given yet, oldest first; nothing, but given all the same, if nobody listens.
    ///
    /// Reads what is newer than all before, and once in [`LOOK_BACK`] the ids among which a late one may be. Whether
    /// anybody `listens` is asked after: whoever comes later than that sees what is read here in the store already.
    async fn read(&mut self, db: &Db, listens: impl Fn() -> bool) -> Result<Vec<Envelope>, DbError> {
        let looks_back = self.looked_back_at.elapsed() >= LOOK_BACK;
        let (mut fresh, mut newest) = (Vec::new(), self.newest);
        let mut after = if looks_back { self.settled } else { self.newest };
        let mut read = db.read().await?;
        loop {
            let ids = outbox::ids_after(&mut read, after, RESUME_MAX).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            newest = newest.max(after);
            fresh.extend(ids.iter().copied().filter(|it| !self.given.contains(it)));
            if (ids.len() as i64) < RESUME_MAX {
                break;
            }
        }
        let mut envelopes = Vec::new();
        if listens() {
            for ids in fresh.chunks(RESUME_MAX as usize) {
                envelopes.extend(outbox::these(&mut read, ids).await?);
            }
        }
        self.given.extend(fresh);
        self.newest = newest;
        if looks_back {
            self.looked_back_at = Instant::now();
            self.settle();
        }
        Ok(envelopes)
    }

    /// Forgets what is too old for a late id to come before it. Ids carry milliseconds above their low 21 bits.
    fn settle(&mut self) {
        let bar = EventId::from_i64(self.newest.to_i64() - ((LATE_SECONDS * 1_000) << 21));
        if bar > self.settled {
            self.settled = self.given.iter().copied().filter(|it| *it <= bar).max().unwrap_or(self.settled);
            let settled = self.settled;
            self.given.retain(|it| *it > settled);
        }
    }
}

#[cfg(test)]
mod tests {
    use db::{params, sql};

    use super::*;

    async fn emit(db: &Db, id: i64) -> EventId {
        let mut tx = db.begin().await.unwrap();
        let insert = sql!("insert into outbox (id, name, subject, payload, at) values ($1, 'made', '', '{}', 0)");
        tx.run(insert, params![id]).await.unwrap();
        tx.commit().await.unwrap();
        EventId::new(id)
    }

    #[tokio::test]
    async fn a_look_reads_what_is_new_and_once_a_second_what_came_late() {
        db::testing::each_engine(async |db, _| {
            let mut feeder = Feeder::start(&db).await.unwrap();
            let read = async |feeder: &mut Feeder| {
                let envelopes = feeder.read(&db, || true).await.unwrap();
                envelopes.iter().map(|it| it.id).collect::<Vec<_>>()
            };
            let (first, second) = (emit(&db, 5).await, emit(&db, 7).await);
            assert_eq!(read(&mut feeder).await, [first, second]);
            let (late, third) = (emit(&db, 6).await, emit(&db, 8).await);
            assert_eq!(read(&mut feeder).await, [third], "what was read is not read again");
            feeder.looked_back_at -= LOOK_BACK;
            assert_eq!(read(&mut feeder).await, [late]);
            feeder.looked_back_at -= LOOK_BACK;
            assert_eq!(read(&mut feeder).await, []);
        })
        .await;
    }

    #[tokio::test]
    async fn while_nobody_listens_no_fact_is_read_and_none_is_given_later() {
        db::testing::each_engine(async |db, _| {
            let mut feeder = Feeder::start(&db).await.unwrap();
            emit(&db, 5).await;
            let before = db.statements();
            assert_eq!(feeder.read(&db, || false).await.unwrap().len(), 0);
            assert_eq!(db.statements(), before + 1, "ids alone");
            let heard = emit(&db, 6).await;
            let given = feeder.read(&db, || true).await.unwrap();
            assert_eq!(given.iter().map(|it| it.id).collect::<Vec<_>>(), [heard]);
        })
        .await;
    }
}
