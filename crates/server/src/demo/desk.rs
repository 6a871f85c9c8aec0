//! The imaginary advisers at work while somebody looks on: they take cases, answer from templates, close, call back.
//!
//! Everything is done by the actions the screens call. They keep away from what a visitor does: from cases that somebody
//! has open, and from those of a colleague who is signed in; and they leave letters of strangers to the visitor who
//! wrote them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use cases::actions::inbox::{self, Wanted};
use cases::actions::templates::{self, Saying};
use cases::inbox::{Filter, ListedCase, Sort};
use cases::{Case, Change, StateName};
use customers::Identifiers;
use customers::person::Field;
use interactions::Channel;
use kernel::{Actor, CaseId, PersonId, Role, StaffId, TeamId, Timestamp};
use mailroom::Mailroom;
use mailroom::actions::opening::Opening;
use mailroom::actions::replies::Reply;
use programme::callback::Callback;

use crate::demo::company::{self, ADVISERS, TEAMS};
use crate::demo::dice::Dice;
use crate::demo::history::SLOW_TEAM;
use crate::demo::intents::{self, INTENTS, Intent};
use crate::demo::people::{Customer, by_address, customer};
use crate::demo::voices::{self, Voice};

/// Cases looked at in a team's inbox.
const CASES_SEEN: u32 = 60;
/// With fewer open cases than this, the advisers take their time: a visitor is to find something to do.
const OPEN_FEW: usize = 45;
/// How long a case rests between two acts of ours, seconds.
const REST_SECONDS: i64 = 15;
/// How long after the last answer a case without news is closed, seconds.
const CLOSE_SECONDS: i64 = 120;
/// How long a call-back waits at least, seconds.
const CALL_SECONDS: i64 = 75;
/// Who was seen within this counts as looking on, seconds. Sessions write their last use down every five minutes.
const VISIT_SECONDS: i64 = 2 * 3_600;

/// An adviser of the company.
#[derive(Debug, Clone, Copy)]
struct Adviser {
    id: StaffId,
    /// The place in [`ADVISERS`] among those of the team.
    place: usize,
    /// The place in [`TEAMS`].
    team: usize,
}

/// The advisers, and what they know by heart.
#[derive(Debug)]
pub struct Desk {
    teams: Vec<TeamId>,
    advisers: Vec<Adviser>,
    seed: u64,
    customers: usize,
}

/// What somebody imaginary looks at.
struct Sight<'a> {
    state: &'a api::State,
    now: Timestamp,
    /// Staff who are signed in: they do their own work.
    visitors: BTreeSet<StaffId>,
}

impl Desk {
    /// The advisers of the company in `state`, made from `seed` with so many customers.
    pub async fn open(state: &api::State, seed: u64, customers: usize) -> anyhow::Result<Self> {
        let mut read = state.db.read().await?;
        let everybody = access::store::staff::list(&mut read, None, None, false, 200).await?;
        let teams = access::store::teams::list(&mut read, None, 50).await?;
        let team = |name: &str| teams.iter().find(|it| it.name == name).map(|it| it.id);
        let teams: Vec<TeamId> = TEAMS.iter().filter_map(|(_, name)| team(name)).collect();
        let mut advisers = Vec::new();
        for member in &ADVISERS {
            let place = advisers.iter().filter(|it: &&Adviser| it.team == member.team).count();
            let found = everybody.iter().find(|it| it.email == company::login(member));
            advisers.extend(found.map(|it| Adviser { id: it.id, place, team: member.team }));
        }
        Ok(Self { teams, advisers, seed, customers })
    }

    /// One beat of the day: most of the time somebody does one thing.
    pub async fn beat(&self, dice: &mut Dice, state: &api::State) -> anyhow::Result<()> {
        let now = state.db.now();
        let sight = Sight { state, now, visitors: self.visitors(state, now).await? };
        if dice.chance(0.12) {
            self.call_back(dice, &sight).await?;
        }
        if dice.chance(0.05) {
            self.pick_up(dice, &sight).await?;
        }
        // The slow team stays slow.
        let weights: Vec<f64> = (0..self.teams.len()).map(|it| if it == SLOW_TEAM { 0.5 } else { 1.0 }).collect();
        let team = dice.weighted(&weights);
        let Some(adviser) = self.free(dice, &sight, team) else { return Ok(()) };
        let mut cases = self.cases(state, adviser, now).await?;
        let pace = if cases.len() < OPEN_FEW / self.teams.len().max(1) { 0.35 } else { 0.85 };
        if !dice.chance(pace) {
            return Ok(());
        }
        cases.retain(|it| self.is_ours(&sight, it));
        // The most urgent first, nearly.
        let weights: Vec<f64> =
            (1..=cases.len()).map(|place| 1.0 / f64::from(u32::try_from(place).unwrap_or(1))).collect();
        if let Some(case) = cases.get(dice.weighted(&weights)) {
            self.act(dice, &sight, adviser, case).await?;
        }
        Ok(())
    }

    async fn visitors(&self, state: &api::State, now: Timestamp) -> anyhow::Result<BTreeSet<StaffId>> {
        let mut read = state.db.read().await?;
        let mut found = BTreeSet::new();
        for adviser in &self.advisers {
            let sessions = access::actions::sign_in::open_sessions(&mut read, adviser.id, now).await?;
            if sessions.iter().any(|it| now.seconds_since(it.last_seen_at) < VISIT_SECONDS) {
                found.insert(adviser.id);
            }
        }
        Ok(found)
    }

    /// Somebody of the team who is not a visitor.
    fn free(&self, dice: &mut Dice, sight: &Sight<'_>, team: usize) -> Option<Adviser> {
        let free = self.advisers.iter().filter(|it| it.team == team && !sight.visitors.contains(&it.id));
        dice.pick(&free.copied().collect::<Vec<_>>()).copied()
    }

    fn actor(&self, adviser: Adviser) -> Actor {
        Actor::staff(adviser.id, Role::Adviser, self.teams.get(adviser.team).copied().into_iter().collect())
    }

    async fn cases(&self, state: &api::State, adviser: Adviser, now: Timestamp) -> anyhow::Result<Vec<ListedCase>> {
        let wanted = Wanted { sort: Sort::Due, after: None, limit: CASES_SEEN, count: false };
        let filter = Filter { state: Some(StateName::Open), ..Filter::default() };
        let mut read = state.db.read().await?;
        Ok(inbox::list(&mut read, &self.actor(adviser), &filter, wanted, now).await?.items)
    }

    /// Whether the case may be touched: nobody has it open, no visitor does it, it rested.
    fn is_ours(&self, sight: &Sight<'_>, it: &ListedCase) -> bool {
        let is_done_here = it.owner_id.is_none_or(|owner| self.advisers.iter().any(|it| it.id == owner));
        let is_visitors = it.owner_id.is_some_and(|owner| sight.visitors.contains(&owner));
        let has_rested = sight.now.seconds_since(it.updated_at) >= REST_SECONDS;
        is_done_here && !is_visitors && has_rested && it.type_key != "callback" && !sight.is_open(it.id)
    }

    /// The next thing `adviser` or its owner does in a case.
    async fn act(&self, dice: &mut Dice, sight: &Sight<'_>, adviser: Adviser, it: &ListedCase) -> anyhow::Result<()> {
        let Some(customer) = self.customer(sight.state, it.person_id).await? else { return Ok(()) };
        match it.owner_id {
            None => self.take(sight, adviser, it).await,
            Some(owner) => {
                let owner = self.advisers.iter().find(|it| it.id == owner).copied().unwrap_or(adviser);
                if it.unanswered_since.is_some() {
                    self.answer(dice, sight, owner, it, &customer).await
                } else if sight.now.seconds_since(it.updated_at) > CLOSE_SECONDS {
                    let mut tx = sight.state.db.begin().await?;
                    cases::actions::close(&mut tx, &self.actor(owner), it.id).await?;
                    Ok(tx.commit().await?)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Takes a case; what came by mail is first given its type, and with it the team.
    async fn take(&self, sight: &Sight<'_>, adviser: Adviser, it: &ListedCase) -> anyhow::Result<()> {
        let intent = intents::intent(&it.type_key).or_else(|| intents::guess(&it.subject));
        let mut tx = sight.state.db.begin().await?;
        let actor = self.actor(adviser);
        let team = intent.map_or(adviser.team, |it| it.team);
        if let Some(intent) = intent.filter(|intent| it.type_key != intent.key && it.type_key != "complaint") {
            let words = it.last.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
            let key = if intents::is_angry(words) { "complaint" } else { intent.key };
            let change = Change { type_key: Some(key.to_owned()), ..Change::default() };
            cases::actions::change(&mut tx, &actor, it.id, change).await?;
        }
        // A letter for another team is handed on, by the one who shares the work out.
        let (by, owner) = if team == adviser.team { (actor, Some(adviser.id)) } else { (self.lead(), None) };
        cases::actions::assign(&mut tx, &by, it.id, self.teams.get(team).copied(), owner).await?;
        Ok(tx.commit().await?)
    }

    fn lead(&self) -> Actor {
        Actor::system("demo")
    }

    async fn answer(
        &self,
        dice: &mut Dice,
        sight: &Sight<'_>,
        adviser: Adviser,
        it: &ListedCase,
        customer: &Customer,
    ) -> anyhow::Result<()> {
        let (state, actor) = (sight.state, self.actor(adviser));
        let case = cases::actions::find(&mut *state.db.read().await?, &actor, it.id).await?;
        let intent = intents::intent(&case.type_key).or_else(|| intents::guess(&case.subject));
        let Some(intent) = intent.or_else(|| INTENTS.first()) else { return Ok(()) };
        // What went wrong for weeks goes wrong still.
        let asks_again = intent.key == "health_refund" && case.answer_count == 0 && dice.chance(0.4);
        let template =
            if dice.chance(0.5) && !asks_again { self.template(state, &actor, &case, intent).await? } else { None };
        let (text, template_id) = match template {
            Some((text, id)) => (text, Some(id)),
            None => {
                let mut voice = Voice::new(dice, customer, intent, adviser.place, sight.now);
                (if asks_again { voice.asks_again() } else { voice.answer() }, None)
            }
        };
        let closes = !asks_again && dice.chance(0.62);
        let last_seen = case.last_inbound_id;
        let reply =
            Reply { text, template_id, closes, hold_seconds: 10, last_seen, file_ids: Vec::new(), answers_seen: None };
        let mut tx = state.db.begin().await?;
        Mailroom::new(state).reply(&mut tx, &actor, it.id, &reply).await?;
        Ok(tx.commit().await?)
    }

    /// The template for the case, filled in; none if there is none or something in it is not known.
    async fn template(
        &self,
        state: &api::State,
        actor: &Actor,
        case: &Case,
        intent: &Intent,
    ) -> anyhow::Result<Option<(String, kernel::TemplateId)>> {
        let mut read = state.db.read().await?;
        let all = templates::list(&mut read, actor).await?;
        let Some(found) = all.iter().find(|it| it.intent == intent.key && it.language == case.language) else {
            return Ok(None);
        };
        let typed = BTreeMap::new();
        let nothing = |_: kernel::Locale, _: Timestamp| String::new();
        let saying = Saying { instant: &nothing, day: &nothing, company: company::NAME, typed: &typed };
        let written = templates::render(&mut read, actor, (found.id, case.id), saying).await?;
        Ok(written.gaps.is_empty().then_some((written.text, found.id)))
    }

    /// A call that somebody unhappy was promised. Two of three are made; the others fall due, as they do.
    async fn call_back(&self, dice: &mut Dice, sight: &Sight<'_>) -> anyhow::Result<()> {
        let lead = self.lead();
        let mut read = sight.state.db.read().await?;
        let open = programme::actions::callbacks(&mut read, &lead, true, None, sight.now, None, 60).await?.items;
        drop(read);
        let is_ours = |it: &&Callback| {
            let is_visitors = it.owner_id.is_some_and(|owner| sight.visitors.contains(&owner));
            let has_waited = sight.now.seconds_since(it.opened_at) > CALL_SECONDS;
            has_waited && !is_visitors && !sight.is_open(it.case_id) && it.id.get() / 64 % 3 != 0
        };
        let Some(it) = open.iter().rev().find(is_ours) else { return Ok(()) };
        let team = self.teams.iter().position(|team| Some(*team) == it.team_id).unwrap_or_default();
        let Some(adviser) = self.free(dice, sight, team) else { return Ok(()) };
        let actor = self.actor(adviser);
        let mut tx = sight.state.db.begin().await?;
        cases::actions::assign(&mut tx, &lead, it.case_id, self.teams.get(team).copied(), Some(adviser.id)).await?;
        let version = programme::actions::callback(&mut tx, &actor, it.id, sight.now).await?.version;
        programme::actions::close(&mut tx, &actor, it.id, version, &voices::call(dice)).await?;
        Ok(tx.commit().await?)
    }

    /// The telephone rings: an adviser writes down what was said, and it is done.
    async fn pick_up(&self, dice: &mut Dice, sight: &Sight<'_>) -> anyhow::Result<()> {
        let index = usize::try_from(dice.below(u64::try_from(self.customers)?))?;
        let customer = customer(self.seed, index);
        let intent = intents::any(dice).context("nothing is wanted")?;
        let Some(adviser) = self.free(dice, sight, intent.team) else { return Ok(()) };
        let mut voice = Voice::new(dice, &customer, intent, adviser.place, sight.now);
        let (subject, text) = (voice.subject(), voice.told());
        let opening = Opening {
            person_id: None,
            identifiers: Identifiers { email: Some(customer.email.clone()), ..Identifiers::default() },
            account_id: None,
            channel: Channel::Phone,
            subject,
            text,
            type_key: Some(intent.key.to_owned()),
            priority: None,
            language: Some(customer.locale),
            market: None,
            team_id: self.teams.get(adviser.team).copied(),
            owner_id: Some(adviser.id),
            duration_seconds: u32::try_from(dice.between(70, 640)).ok(),
            at: None,
            awaits_reply: Some(false),
            external_key: None,
        };
        let actor = self.actor(adviser);
        let mut tx = sight.state.db.begin().await?;
        let opened = Mailroom::new(sight.state).open(&mut tx, &actor, opening).await?;
        cases::actions::close(&mut tx, &actor, opened.case.id).await?;
        Ok(tx.commit().await?)
    }

    /// The imaginary customer of a case; none if it is somebody real.
    async fn customer(&self, state: &api::State, person: Option<PersonId>) -> anyhow::Result<Option<Customer>> {
        let Some(person) = person else { return Ok(None) };
        let found = customers::actions::follow(&mut *state.db.read().await?, person).await?;
        Ok(found.get(Field::Email).and_then(|it| by_address(self.seed, self.customers, it)))
    }
}

impl Sight<'_> {
    /// Whether anybody has the case on their screen.
    fn is_open(&self, case: CaseId) -> bool {
        self.state.part::<cases::Presence>().is_some_and(|it| !it.on(&[case], self.now).is_empty())
    }
}
