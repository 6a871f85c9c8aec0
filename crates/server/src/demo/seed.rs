//! Writes the planned year down, act by act in order of time, through the features' own actions.
//!
//! Events of the past are marked as relayed where they are written: nobody is to be mailed about them now.

use std::collections::{BTreeMap, HashMap};

use access::actions::staff::InitialPassword;
use anyhow::Context;
use calendar::{Calendar, WaitingCause};
use cases::case::{Channel, NewCase, Priority};
use customers::actions::{NewAccount, Record};
use customers::person::{Field, Values};
use db::{Db, Event as _, Tx};
use interactions::actions::{NewInteraction, record_inbound, record_internal, record_outbound};
use interactions::interaction::{Kind, State};
use kernel::{AccountId, Actor, CallbackId, CaseId, InvitationId, Locale, PersonId, Role, StaffId, TeamId, Timestamp};
use programme::event::CallbackOpened;
use questionnaire::{Answers, Definition};
use surveys::actions::Submitted;
use surveys::event::ResponseReceived;
use surveys::rule::ClosedCase;

use crate::demo::companies::companies;
use crate::demo::company;
use crate::demo::dice::Dice;
use crate::demo::history::{Act, Feeling, Story, Way, What, Year};
use crate::demo::intents::INTENTS;
use crate::demo::live;
use crate::demo::people::{Customer, customer, has_twin, other_address};
use crate::demo::settings::{self, Settings};
use crate::demo::voices;

/// Persons written by one call.
const PERSONS_AT_ONCE: usize = 200;
/// Acts of one transaction: enough to share a commit; what one statement costs grows with what its transaction has written.
const ACTS_AT_ONCE: usize = 200;
/// Calls owed for less long than this may still be owed when the year ends.
const CALLS_DAYS: i64 = 14;

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

/// A customer's letter that nobody has answered when the year ends.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// When it came.
    pub at: Timestamp,
    /// Its Message-ID, bare.
    pub message_id: String,
    /// Its author.
    pub address: String,
    /// Its subject.
    pub subject: String,
}

/// One affair as far as it is written.
#[derive(Debug, Default, Clone)]
struct Thread {
    case: Option<CaseId>,
    person: Option<PersonId>,
    account: Option<AccountId>,
    invitation: Option<InvitationId>,
    token: Option<String>,
}

/// Who the customers are in the store.
#[derive(Debug, Default)]
struct People {
    /// By their number.
    persons: Vec<PersonId>,
    /// The second record of the first customer.
    twin: Option<PersonId>,
    /// The company a customer writes for.
    accounts: HashMap<usize, AccountId>,
}

/// Fills the empty store. `progress` is told a word and the share that is done, 0..=1.
pub async fn seed(
    db: &Db,
    size: Size,
    hours: &Calendar,
    password: &InitialPassword,
    mut progress: impl FnMut(&str, f64),
) -> anyhow::Result<(Vec<Waiting>, Written)> {
    let actor = Actor::system("demo");
    let start = size.now.plus_seconds(-400 * 86_400);
    let mut tx = db.begin().await?;
    tx.set_now(start);
    let settings = settings::set_up(&mut tx, &actor, password).await.context("setting the company up")?;
    tx.commit().await?;
    let mut people = People { persons: Vec::with_capacity(size.customers), ..People::default() };
    write_people(db, &actor, &settings, size, start, &mut people, &mut progress).await?;
    write_companies(db, &actor, size, start, &mut people).await.context("companies")?;
    let written = Written { customers: size.customers, ..Written::default() };
    let mut writer = Writer {
        settings,
        people,
        threads: HashMap::new(),
        waiting: Vec::new(),
        written,
        size,
        calls: BTreeMap::new(),
    };
    let mut year = Year::new(size.seed, size.customers, size.now, hours);
    loop {
        let mut tx = db.begin().await?;
        let mut is_over = true;
        for act in year.by_ref().take(ACTS_AT_ONCE) {
            is_over = false;
            writer.call(&mut tx, act.at).await?;
            tx.set_now(act.at);
            writer.write(&mut tx, &act).await.with_context(|| format!("{act:?}"))?;
        }
        db::outbox::take_unrelayed(&mut tx, i64::MAX).await?;
        tx.commit().await?;
        if is_over {
            return Ok((writer.waiting, writer.written));
        }
        progress("contacts, cases, answers", year.share());
    }
}

async fn write_people(
    db: &Db,
    actor: &Actor,
    settings: &Settings,
    size: Size,
    start: Timestamp,
    people: &mut People,
    progress: &mut impl FnMut(&str, f64),
) -> anyhow::Result<()> {
    let mut dice = Dice::new(size.seed).apart("web accounts");
    while people.persons.len() < size.customers {
        let mut tx = db.begin().await?;
        tx.set_now(start);
        let done = people.persons.len();
        let end = size.customers.min(done + PERSONS_AT_ONCE);
        let batch: Vec<Customer> = (done..end).map(|index| customer(size.seed, index)).collect();
        let records: Vec<(String, Values)> = batch.iter().map(|it| (it.contract.clone(), values(it))).collect();
        let ids = customers::actions::create_persons(&mut tx, actor, settings.crm, &records).await?;
        for (it, id) in batch.iter().zip(&ids).filter(|(it, _)| dice.chance(0.12) && !has_twin(it.index)) {
            let record =
                Record { source: settings.web, external_id: format!("web-{}", it.index), values: web_values(it) };
            customers::actions::record(&mut tx, actor, *id, &record).await?;
        }
        people.persons.extend(ids);
        let twins = batch.iter().filter(|it| has_twin(it.index)).map(|it| (format!("web-{}", it.index), twin(it)));
        let twins: Vec<(String, Values)> = twins.collect();
        let ids = customers::actions::create_persons(&mut tx, actor, settings.web, &twins).await?;
        people.twin = people.twin.or(ids.first().copied());
        db::outbox::take_unrelayed(&mut tx, i64::MAX).await?;
        tx.commit().await?;
        progress("customers", share(people.persons.len(), size.customers));
    }
    Ok(())
}

async fn write_companies(
    db: &Db,
    actor: &Actor,
    size: Size,
    start: Timestamp,
    people: &mut People,
) -> anyhow::Result<()> {
    for batch in companies(size.seed, size.customers).chunks(PERSONS_AT_ONCE) {
        let mut tx = db.begin().await?;
        tx.set_now(start);
        for it in batch {
            let new = NewAccount { name: it.name.clone(), kind: it.kind, registration: it.registration.clone() };
            let account = customers::actions::create_account(&mut tx, actor, &new).await?.id;
            for (index, role, title) in &it.members {
                let person = people.persons.get(*index).copied().context("a member who is no customer")?;
                customers::actions::add_membership(&mut tx, actor, account, person, *role, Some(title)).await?;
            }
            people.accounts.extend(it.members.first().map(|it| (it.0, account)));
        }
        db::outbox::take_unrelayed(&mut tx, i64::MAX).await?;
        tx.commit().await?;
    }
    Ok(())
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

/// What the site knows of somebody it did not recognise: another address, the same telephone.
fn twin(it: &Customer) -> Values {
    let mut values = web_values(it);
    values.insert(Field::Email, other_address(it));
    values.extend(it.phone.clone().map(|phone| (Field::Phone, phone)));
    values
}

fn share(done: usize, total: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
    let share = done as f64 / total.max(1) as f64;
    share.min(1.0)
}

struct Writer {
    settings: Settings,
    people: People,
    /// Stories that are not over.
    threads: HashMap<usize, Thread>,
    waiting: Vec<Waiting>,
    written: Written,
    size: Size,
    /// Calls that are owed: when they will be made, in which case, by whom.
    calls: BTreeMap<(Timestamp, CallbackId), (CaseId, (TeamId, StaffId))>,
}

impl Writer {
    async fn write(&mut self, tx: &mut Tx, act: &Act) -> anyhow::Result<()> {
        let story = &*act.story;
        let mut thread = self.threads.remove(&story.number).unwrap_or_default();
        match (&act.what, thread.case) {
            (What::Arrives(words), _) => thread = self.arrive(tx, act, words).await?,
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
                new.author = Some(self.address(story));
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
                        closed_at: tx.now(),
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
        if !act.is_last {
            self.threads.insert(story.number, thread);
        }
        Ok(())
    }

    async fn arrive(&mut self, tx: &mut Tx, act: &Act, words: &str) -> anyhow::Result<Thread> {
        let (system, story) = (Actor::system("demo"), &*act.story);
        let (team, adviser) = self.adviser(story);
        let person = if story.is_twin { self.people.twin } else { self.people.persons.get(story.customer).copied() };
        let person = person.context("nobody has this number")?;
        let account = self.people.accounts.get(&story.customer).copied();
        let intent = INTENTS.get(story.intent).context("nothing is wanted")?;
        let is_spoken = story.way == Way::Phone;
        let type_key = if story.is_complaint { "complaint" } else { intent.key }.to_owned();
        let is_urgent = intent.key == "motor_claim" && story.number.is_multiple_of(23);
        let new = NewCase {
            type_key,
            priority: if is_urgent { Priority::Urgent } else { Priority::Normal },
            language: story.locale,
            team_id: Some(team),
            owner_id: is_spoken.then_some(adviser),
            person_id: Some(person),
            account_id: account,
            ..NewCase::new(case_channel(story.way), story.subject.clone(), act.at)
        };
        let opener = if is_spoken { as_staff(team, adviser) } else { system.clone() };
        let case = cases::actions::open(tx, &opener, new).await?.id;
        let thread = Thread { case: Some(case), person: Some(person), account, ..Thread::default() };
        let kind = if is_spoken { Kind::Call } else { Kind::Message };
        let mut contact = contact(&thread, story, channel(story.way), kind, words);
        contact.author = Some(self.address(story));
        contact.duration_seconds = is_spoken.then_some(90 + u32::try_from(story.number % 600).unwrap_or_default());
        contact.message_id = (story.way == Way::Mail).then(|| message_id(self.size.seed, story.number));
        if let Some(message_id) =
            contact.message_id.clone().filter(|_| act.is_last && !story.is_twin && story.locale == Locale::Fr)
        {
            let subject = story.subject.clone();
            self.waiting.push(Waiting { at: act.at, message_id, address: self.address(story), subject });
        }
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
        let answers = live::answers(feeling);
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
        // Who was promised a call got it within a day, most of the time. Of those promised lately, some still wait.
        let is_recent = tx.now() > self.size.now.plus_seconds(-CALLS_DAYS * 86_400);
        let facts = db::outbox::take_unrelayed(tx, i64::MAX).await?;
        for fact in facts.iter().filter(|it| it.name == CallbackOpened::NAME) {
            let fact: CallbackOpened = fact.read()?;
            let hours = 2 + i64::try_from(self.written.responses % 30)?;
            let is_made = !is_recent || !self.written.responses.is_multiple_of(2);
            if is_made && !story.is_call_owed {
                let at = tx.now().plus_seconds(hours * 3_600);
                self.calls.insert((at, fact.callback_id), (fact.case_id, self.adviser(story)));
            }
        }
        Ok(())
    }

    /// Makes the calls that were owed and are due by `now`: what was said is written down, the call-back is over.
    async fn call(&mut self, tx: &mut Tx, now: Timestamp) -> anyhow::Result<()> {
        while let Some(first) = self.calls.first_entry().filter(|it| it.key().0 <= now) {
            let ((at, callback), (case, (team, adviser))) = first.remove_entry();
            tx.set_now(at);
            let actor = as_staff(team, adviser);
            cases::actions::assign(tx, &actor, case, Some(team), Some(adviser)).await?;
            let version = programme::actions::callback(tx, &actor, callback, at).await?.version;
            let mut dice = Dice::new(self.size.seed).apart("calls").nth(self.written.responses);
            let closure = voices::call(&mut dice);
            programme::actions::close(tx, &actor, callback, version, &closure).await?;
            self.written.interactions += 1;
        }
        Ok(())
    }

    fn adviser(&self, story: &Story) -> (TeamId, StaffId) {
        let team = INTENTS.get(story.intent).map_or(0, |it| it.team);
        let advisers = self.settings.advisers.get(team).map(Vec::as_slice).unwrap_or_default();
        let adviser = advisers.get(story.adviser % advisers.len().max(1)).copied();
        (self.settings.teams.get(team).copied().unwrap_or(TeamId::new(0)), adviser.unwrap_or(StaffId::new(0)))
    }

    fn address(&self, story: &Story) -> String {
        let it = customer(self.size.seed, story.customer);
        if story.is_twin { other_address(&it) } else { it.email }
    }
}

fn as_staff(team: TeamId, adviser: StaffId) -> Actor {
    Actor::staff(adviser, Role::Adviser, vec![team])
}

/// The Message-ID of the letter a story began with.
pub fn message_id(seed: u64, story: usize) -> String {
    format!("{seed}.{story}@demo.example")
}

fn contact(thread: &Thread, story: &Story, channel: interactions::Channel, kind: Kind, words: &str) -> NewInteraction {
    NewInteraction {
        person_id: thread.person,
        account_id: thread.account,
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

fn on_page(definition: &Definition, page: usize, answers: &Answers) -> Answers {
    let questions = definition.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default();
    questions.iter().filter_map(|it| Some((it.key.clone(), answers.get(&it.key)?.clone()))).collect()
}
