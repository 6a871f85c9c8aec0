//! The company's day while somebody looks at it: mail arrives, customers write back, surveys are answered.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context;
use kernel::{Actor, Clock as _, Locale, SystemClock, Timestamp};
use mailroom::Mailroom;
use mailroom::mailbox::{Kind, NewMailbox, Secrets, Settings};
use questionnaire::{Answer, Answers};
use surveys::actions::Submitted;
use tokio::sync::watch;

use crate::demo::company;
use crate::demo::dice::Dice;
use crate::demo::intents::INTENTS;
use crate::demo::people::{Customer, customer};
use crate::demo::viewer::{Letter, Post};
use crate::demo::voices::{Voice, opinion};

/// How often something may happen.
const BEAT: Duration = Duration::from_secs(6);
/// How many letters of the company customers look through.
const LETTERS_READ: usize = 60;

/// Lets things happen until `stop` turns true.
pub async fn go_on(state: api::State, post: Post, seed: u64, customers: usize, mut stop: watch::Receiver<bool>) {
    let mut day = Day {
        dice: Dice::new(seed ^ now().as_seconds().unsigned_abs()).apart("live"),
        seed,
        customers,
        read: BTreeSet::new(),
    };
    day.read.extend(post.letters(usize::MAX).into_iter().map(|it| it.name));
    loop {
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { return },
        }
        if let Err(error) = day.beat(&state, &post).await {
            tracing::warn!("the demo's day stumbled: {error:#}");
        }
    }
}

/// Gives the company its mailbox, a folder: `in/` is the customers' post, `out/` their letterbox.
pub async fn ensure_mailbox(state: &api::State, post: &Post) -> anyhow::Result<()> {
    let (mailroom, actor) = (Mailroom::new(state), Actor::system("demo"));
    let mut tx = state.db.begin().await?;
    if mailroom::actions::mailboxes::list(&mut tx, &actor).await?.is_empty() {
        let directory = post.path().to_str().context("the folder's name is not text")?.to_owned();
        let new = NewMailbox {
            name: "Contact".to_owned(),
            address: company::MAILBOX.parse()?,
            display_name: company::NAME.to_owned(),
            kind: Kind::Folder,
            settings: Settings { directory: Some(directory), ..Settings::default() },
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

struct Day {
    dice: Dice,
    seed: u64,
    customers: usize,
    /// Letters that were read already.
    read: BTreeSet<String>,
}

impl Day {
    async fn beat(&mut self, state: &api::State, post: &Post) -> anyhow::Result<()> {
        if self.dice.chance(0.3) {
            self.write(post)?;
        }
        for letter in post.letters(LETTERS_READ) {
            // Some minutes pass before a letter is read: here a few beats.
            if self.read.contains(&letter.name) || !self.dice.chance(0.2) {
                continue;
            }
            self.read.insert(letter.name.clone());
            self.react(state, post, &letter).await?;
        }
        Ok(())
    }

    /// A customer writes, out of the blue.
    fn write(&mut self, post: &Post) -> anyhow::Result<()> {
        let at = now();
        let index = usize::try_from(self.dice.below(u64::try_from(self.customers)?))?;
        let customer = customer(self.seed, index);
        let weights: Vec<f64> = INTENTS.iter().map(|it| it.weight).collect();
        let Some(intent) = INTENTS.get(self.dice.weighted(&weights)) else { return Ok(()) };
        let is_complaint = self.dice.chance(intent.complaint_share);
        let mut voice = Voice::new(&mut self.dice, &customer, intent, 0, at);
        let (subject, words) = (voice.subject(), voice.opening(is_complaint));
        self.post(post, &customer.email, &name(&customer), &subject, &words, None)
    }

    /// A customer reads what they got.
    async fn react(&mut self, state: &api::State, post: &Post, letter: &Letter) -> anyhow::Result<()> {
        if let Some(token) = token(&letter.text) {
            if self.dice.chance(0.7) {
                answer(&mut self.dice, state, token).await?;
            }
        } else if !letter.is_automatic && self.dice.chance(0.35) {
            let words = self.dice.word(&[
                "Merci beaucoup, c'est parfait.",
                "Merci. Et pour la suite, dois-je faire quelque chose ?",
                "Bien reçu.",
                "Je ne comprends pas, pouvez-vous m'appeler ?",
            ]);
            let subject = format!("Re: {}", letter.subject.trim_start_matches("Re: "));
            self.post(post, &letter.to, "", &subject, words, Some(&letter.message_id))?;
        }
        Ok(())
    }

    fn post(
        &mut self,
        post: &Post,
        from: &str,
        name: &str,
        subject: &str,
        words: &str,
        answers: Option<&str>,
    ) -> anyhow::Result<()> {
        let id = format!("{:016x}", self.dice.bits());
        let date = jiff::fmt::rfc2822::to_string(&crate::demo::history::local(now()))?;
        let thread = answers.map(|it| format!("In-Reply-To: <{it}>\r\nReferences: <{it}>\r\n")).unwrap_or_default();
        let raw = format!(
            "From: {} <{from}>\r\nTo: {}\r\nSubject: {}\r\nDate: {date}\r\nMessage-ID: <{id}@live.example>\r\n{thread}\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
            encoded(name),
            company::MAILBOX,
            encoded(subject),
            words.replace('\n', "\r\n"),
        );
        Ok(post.send(&id, raw.as_bytes())?)
    }
}

/// Answers the survey behind `token`, page by page.
async fn answer(dice: &mut Dice, state: &api::State, token: &str) -> anyhow::Result<()> {
    let level = 7.6 + dice.normal() * 2.2;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a grade")]
    let grade = |value: f64, low: f64, high: f64| value.round().clamp(low, high) as u8;
    let nps = grade(level, 0.0, 10.0);
    let advisers: Vec<&str> = company::ADVISERS.iter().map(|it| it.name).collect();
    let adviser = dice.word(&advisers);
    let words = Answer::Text(opinion(dice, Locale::Fr, adviser, nps, (nps < 4, false)));
    let all = Answers::from([
        ("nps".to_owned(), Answer::Score(nps)),
        ("satisfaction".to_owned(), Answer::Score(grade(1.0 + level * 0.4, 1.0, 5.0))),
        ("effort".to_owned(), Answer::Score(grade(1.0 + level * 0.6, 1.0, 7.0))),
        ("why".to_owned(), words.clone()),
        ("words".to_owned(), words),
        ("callback".to_owned(), Answer::Yes(nps < 4)),
    ]);
    let mut page = 0;
    for _ in 0..8 {
        let mut read = state.db.read().await?;
        let visit = surveys::actions::page_for_token(&mut read, token, state.db.now(), None, Some(page), None).await?;
        let Some(surveys::visit::Visit::Page(view)) = visit else { return Ok(()) };
        drop(read);
        let asked: BTreeSet<&str> = view.questions.iter().map(|it| it.key.as_str()).collect();
        let sent: Answers = all
            .iter()
            .filter(|(key, _)| asked.contains(key.as_str()))
            .map(|(key, it)| (key.clone(), it.clone()))
            .collect();
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

/// The secret of a survey's link in a letter.
fn token(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("/s/")?;
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-' && it != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|it| it.len() >= 20)
}

/// A header's text as an encoded word (RFC 2047), in pieces short enough for a line.
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        b' ' => "_".to_owned(),
        _ => format!("={byte:02X}"),
    };
    let chars: Vec<char> = text.chars().collect();
    let words = chars.chunks(12).map(|piece| {
        let piece: String = piece.iter().collect();
        format!("=?utf-8?Q?{}?=", piece.bytes().map(byte).collect::<String>())
    });
    words.collect::<Vec<_>>().join("\r\n ")
}

fn name(customer: &Customer) -> String {
    match &customer.given {
        Some(given) => format!("{given} {}", customer.family),
        None => customer.family.clone(),
    }
}

fn now() -> Timestamp {
    SystemClock.now()
}

#[cfg(test)]
mod tests {
    use super::{encoded, token};

    #[test]
    fn the_secret_is_found_in_the_letter() {
        let text = "Donnez votre avis : http://127.0.0.1:8080/s/AAAAAAAAAAAAAAAAAAAAAA?n=9\nMerci";
        assert_eq!(token(text), Some("AAAAAAAAAAAAAAAAAAAAAA"));
        assert_eq!(token("http://127.0.0.1/d/AAAA"), None);
    }

    #[test]
    fn a_subject_with_accents_survives() {
        let raw =
            format!("Subject: {}\r\nFrom: a@b.example\r\n\r\nx", encoded("Dégât des eaux à la cave, très urgent"));
        let mail = mail::InboundMail::parse(raw.as_bytes(), &mail::Budget::default()).unwrap();
        assert_eq!(mail.subject, "Dégât des eaux à la cave, très urgent");
    }
}
