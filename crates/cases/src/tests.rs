//! Cases as jobs, flows and screens meet them, on each engine.

mod batches;
mod clocks;
mod http;
mod inbox;
mod model;
mod participants;
mod settings;
mod snooze;
mod states;
mod words;

use std::sync::Arc;

use calendar::{Counting, Definition, Holidays, Target, WaitingCause, Week};
use db::{Db, Tx, params, sql};
use kernel::{Actor, CalendarId, CaseId, InteractionId, ManualClock, Role, StaffId, TeamId, Timestamp};

use crate::actions::{self, settings::NewCalendar, settings::NewPromise};
use crate::case::{Case, Channel, NewCase, Priority};
use crate::promise::{Conditions, Promise, Targets};

/// A desk with two teams, a calendar and promises, on a store of its own.
struct Desk {
    db: Db,
    clock: Arc<ManualClock>,
    team: TeamId,
    other_team: TeamId,
    adviser: Actor,
    lead: Actor,
    stranger: Actor,
    calendar: CalendarId,
    standard: Promise,
}

/// Monday, 1 June 2026, 10:00 in Paris.
fn start() -> Timestamp {
    db::testing::START.parse().unwrap()
}

fn hours(count: i64) -> i64 {
    count * 3600
}

fn target(seconds: i64, pauses: &[WaitingCause]) -> Option<Target> {
    Some(Target { seconds, counting: Counting::Business, pauses: pauses.to_vec() })
}

/// Nine to six with lunch from noon to a quarter to two, in Paris.
fn office() -> Definition {
    let windows = ["09:00-12:00", "13:45-18:00"].map(|it| it.parse().unwrap());
    Definition {
        time_zone: "Europe/Paris".into(),
        week: Week::weekdays(windows.to_vec()),
        holidays: Holidays::France,
        days: vec![],
    }
}

impl Desk {
    /// Standard promise: first reply in 1 h, next reply in 2 h, resolution in 8 h; waiting for the customer pauses the
    /// resolution. Urgent cases: resolution in 2 h.
    async fn new(db: Db, clock: Arc<ManualClock>) -> Self {
        let team = access::testing::team(&db, "Sinistres").await;
        let other_team = access::testing::team(&db, "Santé").await;
        let staff = |role, teams: Vec<TeamId>| {
            let db = db.clone();
            async move {
                let id = access::testing::staff(&db, role, &teams).await;
                access::testing::actor(&db, id).await
            }
        };
        let (adviser, lead) = (staff(Role::Adviser, vec![team]).await, staff(Role::TeamLead, vec![team]).await);
        let stranger = staff(Role::Adviser, vec![other_team]).await;
        let admin = Actor::system("test");
        let mut tx = db.begin().await.unwrap();
        let new = NewCalendar { name: "Bureau".into(), is_default: true, definition: office() };
        let calendar = actions::settings::create_calendar(&mut tx, &admin, new).await.unwrap().id;
        let promise = |name: &str, place, conditions, targets| NewPromise {
            name: name.into(),
            place,
            conditions,
            targets,
            calendar_id: calendar,
            is_published: true,
        };
        let urgent = promise(
            "Urgent",
            1,
            Conditions { priority: Some(Priority::Urgent), ..Conditions::default() },
            Targets { resolution: target(hours(2), &[WaitingCause::Customer]), ..Targets::default() },
        );
        actions::settings::create_promise(&mut tx, &admin, urgent).await.unwrap();
        let targets = Targets {
            first_reply: target(hours(1), &[]),
            next_reply: target(hours(2), &[]),
            resolution: target(hours(8), &[WaitingCause::Customer]),
        };
        let standard = promise("Standard", 2, Conditions::default(), targets);
        let standard = actions::settings::create_promise(&mut tx, &admin, standard).await.unwrap();
        tx.commit().await.unwrap();
        Self { db, clock, team, other_team, adviser, lead, stranger, calendar, standard }
    }

    async fn tx(&self) -> Tx {
        self.db.begin().await.unwrap()
    }

    /// A question by mail to the team, received now.
    async fn open(&self) -> Case {
        self.open_with(|_| {}).await
    }

    async fn open_with(&self, edit: impl FnOnce(&mut NewCase)) -> Case {
        let mut tx = self.tx().await;
        let mut new = NewCase::new(Channel::Mail, "Attestation d’assurance", tx.now());
        new.team_id = Some(self.team);
        edit(&mut new);
        // What goes to the other team, its own adviser opens.
        let opener = if new.team_id == Some(self.other_team) { &self.stranger } else { &self.adviser };
        let opener = if new.owner_id.is_some() { &Actor::system("test") } else { opener };
        let case = actions::open(&mut tx, opener, new).await.unwrap();
        tx.commit().await.unwrap();
        case
    }

    /// Runs what is due at the clock's instant.
    async fn work(&self) {
        let worker = crate::jobs::handlers(jobs::Worker::new(self.db.clone()), &self.db);
        worker.run_due().await.unwrap();
    }

    /// Moves the clock to `time` and runs what is due then.
    async fn at(&self, time: &str) {
        self.clock.set(at(time));
        self.work().await;
    }

    async fn get(&self, id: CaseId) -> Case {
        actions::find(&mut self.db.read().await.unwrap(), &Actor::system("test"), id).await.unwrap()
    }

    /// Facts called `name` in the order they were written.
    async fn facts(&self, name: &str) -> Vec<serde_json::Value> {
        let mut read = self.db.read().await.unwrap();
        let text = sql!("select payload from outbox where name = $1 order by id limit 1000");
        let rows = read.all(text, params![name]).await.unwrap();
        rows.iter().map(|it| serde_json::from_str(&it.get::<String>("payload").unwrap()).unwrap()).collect()
    }

    /// Outcome and due instant of each clock: `first_reply running 2026-…`.
    async fn clocks(&self, id: CaseId) -> Vec<String> {
        let mut read = self.db.read().await.unwrap();
        let opened = actions::clocks::ledgers(&mut read, &Actor::system("test"), id, self.db.now()).await.unwrap();
        opened
            .iter()
            .map(|it| {
                let due = it.ledger.due_at.map_or_else(|| "-".to_owned(), |it| it.to_string());
                let outcome = crate::store::clocks::outcome_code(it.ledger.outcome);
                format!("{} {outcome} {due}", it.ledger.metric.code())
            })
            .collect()
    }
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// The `n`-th thing said.
fn said(n: i64) -> InteractionId {
    InteractionId::new(n)
}

fn owner(actor: &Actor) -> Option<StaffId> {
    actor.staff_id()
}
