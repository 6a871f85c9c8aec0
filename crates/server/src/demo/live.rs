//! The company's day while somebody looks at it: mail arrives, customers read what they got, write back, answer surveys.
//! What the advisers do of it is [`crate::demo::desk`]'s.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use kernel::{Actor, Locale, Timestamp};
use mailroom::Mailroom;
use mailroom::mailbox::{Kind, NewMailbox, Secrets, Settings};
use questionnaire::{Answer, Answers};
use surveys::actions::Submitted;
use tokio::sync::watch;

use crate::demo::company::{self, ADVISERS};
use crate::demo::desk::Desk;
use crate::demo::dice::Dice;
use crate::demo::history::{Feeling, Lived, feel};
use crate::demo::intents;
use crate::demo::letters::{self, AUTHSERV, Letter, Proof};
use crate::demo::people::{Customer, by_address, customer};
use crate::demo::viewer::{Post, Received};
use crate::demo::voices::Voice;

/// How often something may happen.
const BEAT: Duration = Duration::from_secs(6);
/// How long customers wait for a first answer before they call it long, seconds: the demo's minutes are others' hours.
const PATIENCE_SECONDS: i64 = 8 * 60;
/// How much time customers take to answer a survey, seconds, least and most.
const SURVEY_SECONDS: (i64, i64) = (45, 300);
/// And to write back.
const REPLY_SECONDS: (i64, i64) = (40, 240);

/// Lets things happen until `stop` turns true.
pub async fn go_on(state: api::State, post: Post, seed: u64, customers: usize, mut stop: watch::Receiver<bool>) {
    let desk = match Desk::open(&state, seed, customers).await {
        Ok(desk) => desk,
        Err(error) => return tracing::warn!("nobody came to work in the demo: {error:#}"),
    };
    let mut day = Day::new(&post, seed, customers);
    loop {
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { return },
        }
        // Two may meet on one case, and one of them has to look again: that is what versions are for.
        if let Err(error) = day.beat(&state, &post).await {
            tracing::debug!("the demo's day stumbled: {error:#}");
        }
        if let Err(error) = desk.beat(&mut day.dice, &state).await {
            tracing::debug!("an adviser of the demo stumbled: {error:#}");
        }
    }
}

/// Gives the company its mailbox, a folder: `in/` is the customers' post, `out/` their letterbox.
pub async fn ensure_mailbox(state: &api::State, post: &Post) -> anyhow::Result<()> {
    let (mailroom, actor) = (Mailroom::new(state), Actor::system("demo"));
    let mut tx = state.db.begin().await?;
    if mailroom::actions::mailboxes::list(&mut tx, &actor).await?.is_empty() {
        let directory = Some(post.path().to_str().map(str::to_owned).unwrap_or_default());
        let new = NewMailbox {
            name: "Contact".to_owned(),
            address: company::MAILBOX.parse()?,
            display_name: company::NAME.to_owned(),
            kind: Kind::Folder,
            settings: Settings { directory, authserv_id: Some(AUTHSERV.to_owned()), ..Settings::default() },
            team_id: None,
            case_type: "request".to_owned(),
            language: Locale::Fr,
            market: None,
            acknowledges: true,
            requires_proof: false,
            is_active: true,
        };
        mailroom.create_mailbox(&mut tx, &actor, &new, &Secrets::default()).await?;
    }
    Ok(tx.commit().await?)
}

/// What a customer means to do, and when.
#[derive(Debug)]
enum Errand {
    /// Answer the survey behind this secret.
    Answer(String),
    /// Write back to this letter.
    WriteBack(Box<Received>),
}

/// What a customer remembers of their affair.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    wrote_at: Option<Timestamp>,
    waited_seconds: Option<i64>,
    letters: u8,
    adviser: Option<&'static str>,
    asks_again: bool,
    is_complaint: bool,
}

/// What happens on the customers' side. The same seed and the same post make the same day, whenever it begins.
#[derive(Debug)]
pub struct Day {
    dice: Dice,
    seed: u64,
    customers: usize,
    /// Letters that were read already, by their file's name.
    read: BTreeSet<String>,
    errands: Vec<(Timestamp, String, Errand)>,
    /// By address.
    memories: HashMap<String, Memory>,
}

impl Day {
    /// The day that goes on from what is in the post: its letters were read.
    pub fn new(post: &Post, seed: u64, customers: usize) -> Self {
        // The letters there are stand for the time that has passed: a second morning is not the first once more.
        let dice = Dice::new(seed).apart("live").nth(post.letters_taken());
        let read = post.names().into_iter().collect();
        Self { dice, seed, customers, read, errands: Vec::new(), memories: HashMap::new() }
    }

    /// One beat: perhaps somebody writes, and whoever got something opens it, or does what they meant to do by now.
    pub async fn beat(&mut self, state: &api::State, post: &Post) -> anyhow::Result<()> {
        let now = state.db.now();
        if self.dice.chance(0.3) {
            self.write(post, now)?;
        }
        for name in post.names() {
            if self.read.insert(name.clone())
                && let Some(letter) = post.letter(&name)
            {
                self.open(post, letter, now)?;
            }
        }
        let (due, later) = std::mem::take(&mut self.errands).into_iter().partition(|(at, ..)| *at <= now);
        self.errands = later;
        let due: Vec<(Timestamp, String, Errand)> = due;
        for (_, address, errand) in due {
            let Some(customer) = by_address(self.seed, self.customers, &address) else { continue };
            match errand {
                Errand::Answer(token) => self.answer(state, &customer, &token).await?,
                Errand::WriteBack(letter) => self.write_back(post, &customer, &letter, now)?,
            }
        }
        Ok(())
    }

    /// A customer writes, out of the blue; now and then something else is in the post.
    fn write(&mut self, post: &Post, now: Timestamp) -> anyhow::Result<()> {
        let id = self.id();
        if self.dice.chance(0.04) {
            let letter = Letter {
                headers: &["X-Spam-Flag: YES"],
                ..Letter::new(
                    id.clone(),
                    "offre@energie-futee.example",
                    "Votre devis panneaux solaires",
                    "Répondez vite.",
                    now,
                )
            };
            return Ok(post.send(&id, &letter.raw()?)?);
        }
        let index = usize::try_from(self.dice.below(u64::try_from(self.customers)?))?;
        let customer = customer(self.seed, index);
        let Some(intent) = intents::any(&mut self.dice) else { return Ok(()) };
        let is_complaint = self.dice.chance(intent.complaint_share);
        let mut voice = Voice::new(&mut self.dice, &customer, intent, 0, now);
        let (subject, words) = (voice.subject(), voice.opening(is_complaint));
        let memory = Memory { wrote_at: Some(now), is_complaint, ..Memory::default() };
        self.memories.insert(customer.email.clone(), memory);
        let file = intent.enclosure.filter(|_| self.dice.chance(0.4));
        let letter =
            Letter { name: &name(&customer), file, ..Letter::new(id.clone(), &customer.email, &subject, &words, now) };
        Ok(post.send(&id, &letter.raw()?)?)
    }

    /// A customer opens what they got, and makes up their mind.
    fn open(&mut self, post: &Post, letter: Received, now: Timestamp) -> anyhow::Result<()> {
        if by_address(self.seed, self.customers, &letter.to).is_none() {
            // A visitor's own letter: theirs to read.
            return Ok(());
        }
        if self.dice.chance(0.015) {
            let id = self.id();
            return Ok(post.send(&id, &letters::undeliverable(&id, &letter.to, &letter.message_id, now)?)?);
        }
        if let Some(token) = token(&letter.text) {
            if self.dice.chance(0.65) {
                let at = now.plus_seconds(self.dice.between(SURVEY_SECONDS.0, SURVEY_SECONDS.1));
                self.errands.push((at, letter.to.clone(), Errand::Answer(token.to_owned())));
            }
        } else if !letter.is_automatic {
            let memory = self.memories.entry(letter.to.clone()).or_default();
            memory.letters = memory.letters.saturating_add(1);
            memory.waited_seconds = memory.waited_seconds.or(memory.wrote_at.map(|it| now.seconds_since(it)));
            memory.adviser = ADVISERS.iter().map(|it| it.name).find(|it| letter.text.contains(it)).or(memory.adviser);
            let is_asked_again = intents::asks_again(&letter.text);
            memory.asks_again |= is_asked_again;
            if is_asked_again || self.dice.chance(0.28) {
                let at = now.plus_seconds(self.dice.between(REPLY_SECONDS.0, REPLY_SECONDS.1));
                self.errands.push((at, letter.to.clone(), Errand::WriteBack(Box::new(letter))));
            }
        }
        Ok(())
    }

    fn write_back(&mut self, post: &Post, it: &Customer, letter: &Received, now: Timestamp) -> anyhow::Result<()> {
        let Some(intent) = intents::guess(&letter.subject).or_else(|| intents::any(&mut self.dice)) else {
            return Ok(());
        };
        let id = self.id();
        // One in many writes from a device that nobody can vouch for.
        let proof = if self.dice.chance(0.05) { Proof::Fails } else { Proof::Passes };
        let mut voice = Voice::new(&mut self.dice, it, intent, 0, now);
        let mut words = if intents::asks_again(&letter.text) { voice.sent_again() } else { voice.more() };
        words.push_str("\n\n> ");
        words.push_str(&letter.text.trim_end().replace('\n', "\n> "));
        let subject = format!("Re: {}", letter.subject.trim_start_matches("Re: "));
        let answers = Some(letter.message_id.as_str());
        let name = name(it);
        let raw = Letter { name: &name, answers, proof, ..Letter::new(id.clone(), &it.email, &subject, &words, now) };
        Ok(post.send(&id, &raw.raw()?)?)
    }

    /// Answers the survey behind `token`, page by page, as what was lived through makes it.
    async fn answer(&mut self, state: &api::State, customer: &Customer, token: &str) -> anyhow::Result<()> {
        let memory = self.memories.get(&customer.email).copied().unwrap_or_default();
        let lived = Lived {
            adviser: memory.adviser.unwrap_or(company::NAME),
            // Who had written before anybody looked on has waited since.
            is_late: memory.waited_seconds.is_none_or(|it| it > PATIENCE_SECONDS) && memory.letters > 0,
            asks_again: memory.asks_again,
            rounds: memory.letters.saturating_sub(1).min(3),
            is_complaint: memory.is_complaint,
        };
        let all = answers(&feel(&mut self.dice, customer, &lived));
        let mut page = 0;
        for _ in 0..8 {
            let mut read = state.db.read().await?;
            let visit =
                surveys::actions::page_for_token(&mut read, token, state.db.now(), None, Some(page), None).await?;
            let Some(surveys::visit::Visit::Page(view)) = visit else { return Ok(()) };
            drop(read);
            let asked: BTreeSet<&str> = view.questions.iter().map(|it| it.key.as_str()).collect();
            let sent = all.iter().filter(|(key, _)| asked.contains(key.as_str()));
            let sent: Answers = sent.map(|(key, it)| (key.clone(), it.clone())).collect();
            let mut tx = state.db.begin().await?;
            let taken = surveys::actions::submit_answers(&mut tx, token, page, None, &sent).await?;
            tx.commit().await?;
            match taken {
                Some(Submitted::Next(next)) => page = next,
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    fn id(&mut self) -> String {
        format!("{:016x}@live.example", self.dice.bits())
    }
}

/// Every answer the feeling has for any question of ours.
pub fn answers(feeling: &Feeling) -> Answers {
    let words = feeling.words.clone().map(Answer::Text);
    let all = [
        ("nps", Some(Answer::Score(feeling.nps))),
        ("satisfaction", Some(Answer::Score(feeling.csat))),
        ("effort", Some(Answer::Score(feeling.ces))),
        ("why", words.clone()),
        ("words", words),
        ("callback", feeling.wants_callback.then_some(Answer::Yes(true))),
    ];
    all.into_iter().filter_map(|(key, answer)| Some((key.to_owned(), answer?))).collect()
}

/// The secret of a survey's link in a letter.
fn token(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("/s/")?;
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-' && it != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|it| it.len() >= 20)
}

fn name(customer: &Customer) -> String {
    match &customer.given {
        Some(given) => format!("{given} {}", customer.family),
        None => customer.family.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn the_secret_is_found_in_the_letter() {
        let text = "Donnez votre avis : http://127.0.0.1:8080/s/AAAAAAAAAAAAAAAAAAAAAA?n=9\nMerci";
        assert_eq!(token(text), Some("AAAAAAAAAAAAAAAAAAAAAA"));
        assert_eq!(token("http://127.0.0.1/d/AAAA"), None);
    }
}
