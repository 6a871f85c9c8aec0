//! Writes the planned year down, act by act in order of time, through the features' own actions.
//!
//! Events of the past are marked as relayed where they are written: nobody is to be mailed about them now.

use std::collections::BTreeMap;

use access::actions::staff::InitialPassword;
use anyhow::Context;
use calendar::WaitingCause;
use cases::case::{Channel, NewCase, Priority};
use cases::event::CaseOpened;
use customers::actions::Record;
use customers::person::{Field, Values};
use db::{Db, Event as _, Tx};
use interactions::actions::{NewInteraction, record_inbound, record_internal, record_outbound};
use interactions::interaction::{Kind, State};
use kernel::{Actor, CaseId, InvitationId, Locale, PersonId, Role, StaffId, TeamId, Timestamp};
use questionnaire::{Answer, Answers, Definition};
use surveys::actions::Submitted;
use surveys::event::ResponseReceived;
use surveys::rule::ClosedCase;

use crate::demo::company;
use crate::demo::dice::Dice;
use crate::demo::history::{Act, Feeling, Plan, Story, Way, What};
use crate::demo::intents::INTENTS;
use crate::demo::people::{Customer, customer};
use crate::demo::settings::{self, Settings};

/// Persons written by one call.
const PERSONS_AT_ONCE: usize = 200;
/// Acts of one transaction: long enough to be fast, short enough to see progress.
const ACTS_AT_ONCE: usize = 1_000;

/// How large, which, and up to when.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many customers.
    pub customers: usize,
    /// The same seed makes the same company.
    pub seed: u64,
    /// The moment the year ends.
    pub now: Timestamp,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Customers.
    pub customers: usize,
    /// Cases.
    pub cases: usize,
    /// Contacts on timelines.
    pub interactions: usize,
    /// Answers to surveys.
    pub responses: usize,
}

/// One affair as far as it is written.
#[derive(Debug, Default, Clone)]
struct Thread {
    case: Option<CaseId>,
    person: Option<PersonId>,
    invitation: Option<InvitationId>,
    token: Option<String>,
}

/// Fills the empty store. `progress` is told a word and the share that is done, 0..=1.
pub async fn seed(
    db: &Db,
    size: Size,
    plan: &Plan,
    password: &InitialPassword,
    mut progress: impl FnMut(&str, f64),
) -> anyhow::Result<Written> {
    let actor = Actor::system("demo");
    let start = size.now.plus_seconds(-400 * 86_400);
    let mut tx = db.begin().await?;
    tx.set_now(start);
    let settings = settings::set_up(&mut tx, &actor, password).await.context("setting the company up")?;
    tx.commit().await?;
    let people = write_people(db, &actor, &settings, size, start, &mut progress).await?;
    let mut writer = Writer {
        settings,
        people,
        threads: vec![Thread::default(); plan.stories.len()],
        written: Written::default(),
        size,
        calls: BTreeMap::new(),
    };
    writer.written.customers = size.customers;
    let total = plan.acts.len().max(1);
    for (index, acts) in plan.acts.chunks(ACTS_AT_ONCE).enumerate() {
        let mut tx = db.begin().await?;
        for act in acts {
            writer.call(&mut tx, act.at).await?;
            tx.set_now(act.at);
            let story = plan.stories.get(act.story).context("an act without a story")?;
            writer.write(&mut tx, story, act).await.with_context(|| format!("{act:?}"))?;
        }
        db::outbox::take_unrelayed(&mut tx, i64::MAX).await?;
        tx.commit().await?;
        progress("contacts, cases, answers", share(index * ACTS_AT_ONCE + acts.len(), total));
    }
    Ok(writer.written)
}

async fn write_people(
    db: &Db,
    actor: &Actor,
    settings: &Settings,
    size: Size,
    start: Timestamp,
    progress: &mut impl FnMut(&str, f64),
) -> anyhow::Result<Vec<PersonId>> {
    let mut people = Vec::with_capacity(size.customers);
    let mut dice = Dice::new(size.seed).apart("web accounts");
    while people.len() < size.customers {
        let mut tx = db.begin().await?;
        tx.set_now(start);
        for _ in 0..10 {
            let end = size.customers.min(people.len() + PERSONS_AT_ONCE);
            let batch: Vec<Customer> = (people.len()..end).map(|index| customer(size.seed, index)).collect();
            if batch.is_empty() {
                break;
            }
            let records: Vec<(String, Values)> = batch.iter().map(|it| (it.contract.clone(), values(it))).collect();
            let ids = customers::actions::create_persons(&mut tx, actor, settings.crm, &records).await?;
            for (it, id) in batch.iter().zip(&ids).filter(|_| dice.chance(0.12)) {
                let record =
                    Record { source: settings.web, external_id: format!("web-{}", it.index), values: web_values(it) };
                customers::actions::record(&mut tx, actor, *id, &record).await?;
            }
            people.extend(ids);
        }
        db::outbox::take_unrelayed(&mut tx, i64::MAX).await?;
        tx.commit().await?;
        progress("customers", share(people.len(), size.customers));
    }
    Ok(people)
}

/// What the contract system knows.
fn values(it: &Customer) -> Values {
    let mut values = Values::new();
    let given = it.given.clone().map(|given| (Field::FirstName, given));
    let phone = it.phone.clone().map(|phone| (Field::Phone, phone));
    values.extend(given.into_iter().chain(phone));
    values.extend([
        (Field::LastName, it.family.clone()),
        (Field::Email, it.email.clone()),
        (Field::Language, it.locale.code().to_owned()),
        (Field::AddressLine, it.street.clone()),
        (Field::Postcode, it.post_code.to_owned()),
        (Field::City, it.city.to_owned()),
        (Field::Country, "FR".to_owned()),
    ]);
    values
}

/// What the site knows: less, and typed by the customer.
fn web_values(it: &Customer) -> Values {
    let name = format!("{} {}", it.given.clone().unwrap_or_default(), it.family).trim().to_owned();
    Values::from([(Field::FullName, name), (Field::Email, it.email.clone())])
}

fn share(done: usize, total: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
    let share = done as f64 / total.max(1) as f64;
    share.min(1.0)
}

struct Writer {
    settings: Settings,
    people: Vec<PersonId>,
    threads: Vec<Thread>,
    written: Written,
    size: Size,
    /// Calls that are owed: when they will be made, on which case, by whom.
    calls: BTreeMap<(Timestamp, CaseId), (TeamId, StaffId)>,
}

impl Writer {
    async fn write(&mut self, tx: &mut Tx, story: &Story, act: &Act) -> anyhow::Result<()> {
        let mut thread = self.threads.get(act.story).cloned().context("a story that was not planned")?;
        match (&act.what, thread.case) {
            (What::Arrives(words), _) => thread = self.arrive(tx, story, act, words).await?,
            (What::Taken, Some(case)) => {
                let (team, adviser) = self.adviser(story);
                cases::actions::assign(tx, &as_staff(team, adviser), case, Some(team), Some(adviser)).await?;
            }
            (What::Replied(words), Some(case)) => self.reply(tx, story, &thread, case, words).await?,
            (What::Noted(words), Some(case)) => {
                let (team, adviser) = self.adviser(story);
                let new = contact(&thread, story, channel(story.way), Kind::Note, words);
                let actor = as_staff(team, adviser);
                let id = record_internal(tx, &actor, new).await?.id;
                cases::actions::note(tx, &actor, case, id).await?;
                self.written.interactions += 1;
            }
            (What::WroteAgain(words), Some(case)) => {
                let way = if story.way == Way::Phone { Way::Mail } else { story.way };
                let actor = Actor::system("demo");
                let mut new = contact(&thread, story, channel(way), Kind::Message, words);
                new.author = Some(self.customer(story).email);
                let id = record_inbound(tx, &actor, new, State::Received).await?.id;
                cases::actions::record_inbound(tx, &actor, case, id, act.at).await?;
                self.written.interactions += 1;
            }
            (What::Waits, Some(case)) => {
                let (team, adviser) = self.adviser(story);
                cases::actions::wait(tx, &as_staff(team, adviser), case, WaitingCause::Supplier, None).await?;
            }
            (What::Closed { is_asked }, Some(case)) => {
                let (team, adviser) = self.adviser(story);
                let closed = cases::actions::close(tx, &as_staff(team, adviser), case).await?;
                if *is_asked {
                    let facts = ClosedCase {
                        id: case,
                        has_person: true,
                        case_type: closed.type_key,
                        channel: closed.channel.code().to_owned(),
                    };
                    let scheduled =
                        surveys::actions::decide_on_closed_case(tx, &Actor::system("demo"), &facts, thread.person)
                            .await?;
                    thread.invitation = scheduled.map(|it| it.id);
                }
            }
            (What::Asked, Some(_)) => thread.token = self.ask(tx, story, &thread).await?,
            (What::Answered(feeling), Some(_)) => self.answer(tx, story, &thread, feeling).await?,
            _ => {}
        }
        if let Some(kept) = self.threads.get_mut(act.story) {
            *kept = thread;
        }
        Ok(())
    }

    async fn arrive(&mut self, tx: &mut Tx, story: &Story, act: &Act, words: &str) -> anyhow::Result<Thread> {
        let system = Actor::system("demo");
        let (team, adviser) = self.adviser(story);
        let person = self.people.get(story.customer).copied().context("nobody has this number")?;
        let intent = INTENTS.get(story.intent).context("nothing is wanted")?;
        let is_spoken = story.way == Way::Phone;
        let type_key = if story.is_complaint { "complaint" } else { intent.key }.to_owned();
        let is_urgent = intent.key == "motor_claim" && act.story.is_multiple_of(23);
        let new = NewCase {
            type_key,
            priority: if is_urgent { Priority::Urgent } else { Priority::Normal },
            language: story.locale,
            team_id: Some(team),
            owner_id: is_spoken.then_some(adviser),
            person_id: Some(person),
            ..NewCase::new(case_channel(story.way), story.subject.clone(), act.at)
        };
        let opener = if is_spoken { as_staff(team, adviser) } else { system.clone() };
        let case = cases::actions::open(tx, &opener, new).await?.id;
        let thread = Thread { case: Some(case), person: Some(person), ..Thread::default() };
        let kind = if is_spoken { Kind::Call } else { Kind::Message };
        let mut contact = contact(&thread, story, channel(story.way), kind, words);
        contact.author = Some(self.customer(story).email);
        contact.duration_seconds = is_spoken.then_some(90 + u32::try_from(act.story % 600).unwrap_or_default());
        contact.message_id = (story.way == Way::Mail).then(|| format!("{}.{}@demo.example", self.size.seed, act.story));
        let id = record_inbound(tx, &opener, contact, State::Received).await?.id;
        cases::actions::inbound::link(tx, &opener, case, id).await?;
        self.written.cases += 1;
        self.written.interactions += 1;
        Ok(thread)
    }

    async fn reply(
        &mut self,
        tx: &mut Tx,
        story: &Story,
        thread: &Thread,
        case: CaseId,
        words: &str,
    ) -> anyhow::Result<()> {
        let (team, adviser) = self.adviser(story);
        let actor = as_staff(team, adviser);
        let way = if story.way == Way::Chat { Way::Chat } else { Way::Mail };
        let mut new = contact(thread, story, channel(way), Kind::Message, words);
        new.subject = Some(format!("Re: {}", story.subject));
        let id = record_outbound(tx, &actor, new, State::Sent).await?.id;
        let now = tx.now();
        cases::actions::record_answer(tx, &actor, case, id, now).await?;
        self.written.interactions += 1;
        Ok(())
    }

    /// Sends the invitation, if the rules still allow it, and puts it on the timeline.
    async fn ask(&mut self, tx: &mut Tx, story: &Story, thread: &Thread) -> anyhow::Result<Option<String>> {
        let Some(invitation) = thread.invitation else { return Ok(None) };
        let actor = Actor::system("demo");
        let token = db::secret::token()?;
        let Some(leaving) = surveys::actions::send(tx, &actor, invitation, &token).await? else { return Ok(None) };
        let title = leaving.definition.title.get(leaving.locale, Locale::Fr).to_owned();
        let mut new = contact(thread, story, interactions::Channel::Survey, Kind::Invitation, &title);
        new.subject = Some(title.clone());
        new.author = Some(company::NAME.to_owned());
        record_outbound(tx, &actor, new, State::Sent).await?;
        self.written.interactions += 1;
        Ok(Some(token))
    }

    /// Answers the survey page by page, as the customer's browser would.
    async fn answer(&mut self, tx: &mut Tx, story: &Story, thread: &Thread, feeling: &Feeling) -> anyhow::Result<()> {
        let Some(token) = &thread.token else { return Ok(()) };
        let is_spoken = matches!(story.way, Way::Phone | Way::Chat);
        let definition = if is_spoken { &self.settings.spoken } else { &self.settings.written };
        let answers = answers(feeling);
        let mut page = 0;
        for _ in 0..definition.pages.len() {
            let sent = on_page(definition, page, &answers);
            match surveys::actions::submit_answers(tx, token, page, Some(story.locale), &sent).await? {
                Some(Submitted::Next(next)) => page = next,
                Some(Submitted::Complete(_)) => break,
                other => anyhow::bail!("the survey was not taken: {other:?}"),
            }
        }
        self.written.responses += 1;
        self.written.interactions += 1;
        self.follow_up(tx, story).await
    }

    /// What the programme does with the answer: it stands on the timeline, and an unhappy customer is owed a call.
    async fn follow_up(&mut self, tx: &mut Tx, story: &Story) -> anyhow::Result<()> {
        let actor = Actor::system("demo");
        let words = api::Words::embedded();
        let facts = db::outbox::take_unrelayed(tx, i64::MAX).await?;
        for fact in facts.iter().filter(|it| it.name == ResponseReceived::NAME) {
            let fact: ResponseReceived = fact.read()?;
            programme::actions::record_answer(tx, &actor, &fact, words).await?;
            programme::actions::open_callback(tx, &actor, &fact, words, Locale::Fr).await?;
        }
        // Who was promised a call got it within a day, most of the time.
        for fact in db::outbox::take_unrelayed(tx, i64::MAX).await?.iter().filter(|it| it.name == CaseOpened::NAME) {
            let case: CaseId = fact.subject.parse()?;
            let hours = 2 + i64::try_from(self.written.responses % 30)?;
            self.calls.insert((tx.now().plus_seconds(hours * 3_600), case), self.adviser(story));
        }
        Ok(())
    }

    /// Makes the calls that were owed and are due by `now`: noted, closed.
    async fn call(&mut self, tx: &mut Tx, now: Timestamp) -> anyhow::Result<()> {
        while let Some(first) = self.calls.first_entry().filter(|it| it.key().0 <= now) {
            let ((at, case), (team, adviser)) = first.remove_entry();
            tx.set_now(at);
            let actor = as_staff(team, adviser);
            cases::actions::close(tx, &actor, case).await?;
            programme::actions::close_callback_with_case(tx, &Actor::system("demo"), case, &actor.label()).await?;
        }
        Ok(())
    }

    fn adviser(&self, story: &Story) -> (TeamId, StaffId) {
        let team = INTENTS.get(story.intent).map_or(0, |it| it.team);
        let advisers = self.settings.advisers.get(team).map(Vec::as_slice).unwrap_or_default();
        let adviser = advisers.get(story.adviser % advisers.len().max(1)).copied();
        (self.settings.teams.get(team).copied().unwrap_or(TeamId::new(0)), adviser.unwrap_or(StaffId::new(0)))
    }

    fn customer(&self, story: &Story) -> Customer {
        customer(self.size.seed, story.customer)
    }
}

fn as_staff(team: TeamId, adviser: StaffId) -> Actor {
    Actor::staff(adviser, Role::Adviser, vec![team])
}

fn contact(thread: &Thread, story: &Story, channel: interactions::Channel, kind: Kind, words: &str) -> NewInteraction {
    NewInteraction {
        person_id: thread.person,
        case_id: thread.case,
        subject: Some(story.subject.clone()),
        language: Some(story.locale.code().to_owned()),
        ..NewInteraction::new(channel, kind, words)
    }
}

fn channel(way: Way) -> interactions::Channel {
    match way {
        Way::Mail => interactions::Channel::Mail,
        Way::WebForm => interactions::Channel::WebForm,
        Way::Phone => interactions::Channel::Phone,
        Way::Chat => interactions::Channel::Chat,
    }
}

fn case_channel(way: Way) -> Channel {
    match way {
        Way::Mail => Channel::Mail,
        Way::WebForm => Channel::WebForm,
        Way::Phone => Channel::Phone,
        Way::Chat => Channel::Chat,
    }
}

/// Every answer the feeling has for any question of ours.
fn answers(feeling: &Feeling) -> Answers {
    let words = feeling.words.clone().map(Answer::Text);
    let all = [
        ("nps", Some(Answer::Score(feeling.nps))),
        ("satisfaction", Some(Answer::Score(feeling.csat))),
        ("effort", Some(Answer::Score(feeling.ces))),
        ("why", words.clone()),
        ("words", words),
        ("callback", feeling.wants_callback.then_some(Answer::Yes(true))),
    ];
    all.into_iter().filter_map(|(key, answer)| Some((key.to_owned(), answer?))).collect::<BTreeMap<_, _>>()
}

fn on_page(definition: &Definition, page: usize, answers: &Answers) -> Answers {
    let questions = definition.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default();
    questions.iter().filter_map(|it| Some((it.key.clone(), answers.get(&it.key)?.clone()))).collect()
}
