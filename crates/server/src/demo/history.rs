//! A year of the company: who got in touch when and why, what was done, how they felt about it.
//!
//! Pure: the same seed and the same `now` make the same year. It is told as it passes ([`Year`] is an iterator), so that a
//! company of millions needs no more memory than its affairs of a few weeks. [`crate::demo::seed`] writes it down.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use calendar::Calendar;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use kernel::{Locale, Timestamp};

use crate::demo::dice::Dice;
use crate::demo::intents::{INTENTS, Intent};
use crate::demo::people::{Customer, customer};
use crate::demo::voices::{Voice, adviser_name, opinion};

/// How many contacts a customer has in a year.
pub const CONTACTS_A_YEAR: f64 = 0.9;
/// How long ago the health team began to ask again for what it had been sent.
pub const TROUBLE_WEEKS: i64 = 9;
/// The team it began in.
pub const TROUBLE_TEAM: usize = 1;
/// How many weeks ago, counted in Mondays, the phones and the customers' space were down for a week.
pub const OUTAGE_WEEKS: i64 = 13;
/// The team that does not get through what it is sent, since somebody left.
pub const SLOW_TEAM: usize = 2;
/// Since when it does not.
pub const SLOW_DAYS: i64 = 12;
/// Days of history.
const DAYS: i64 = 365;
/// Letters waiting at the moment the year ends, beside those that time leaves open.
const BACKLOG: usize = 48;
/// Letters the slow team has let lie for days, at most.
const SLOW_BACKLOG: usize = 60;
/// And at least, however small the company.
const SLOW_BACKLOG_LEAST: usize = 6;
/// Customers who were let down lately, said so, and still wait for the call they were promised: those whom we ought to
/// have called by now, and as many whom we may yet call in time.
const OWED_CALLS: usize = 4;
/// How many days ago their affairs began: long enough for the deadline of the call to have passed; and long enough for
/// the affair to be over, weekends and holidays between.
const LET_DOWN_DAYS: (i64, i64) = (11, 6);
const DAY_SECONDS: i64 = 86_400;

/// How a story came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By mail.
    Mail,
    /// By the form on the site.
    WebForm,
    /// By telephone.
    Phone,
    /// By chat.
    Chat,
}

/// One customer's affair from its beginning.
#[derive(Debug, Clone)]
pub struct Story {
    /// Its place among all stories, from 0.
    pub number: usize,
    /// Whose.
    pub customer: usize,
    /// Whether they wrote from their other address, as the other of two records that are one person.
    pub is_twin: bool,
    /// Why: an index of [`INTENTS`].
    pub intent: usize,
    /// How it came.
    pub way: Way,
    /// Whether they complain.
    pub is_complaint: bool,
    /// What it is about, in a line.
    pub subject: String,
    /// Who answers: an index among the team's advisers.
    pub adviser: usize,
    /// Whether the call they ask for is not made before the year ends.
    pub is_call_owed: bool,
    /// What they feel, for what they write when asked.
    pub locale: Locale,
}

/// One thing that happened in a story.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// It begins, with these words.
    Arrives(String),
    /// An adviser takes it.
    Taken,
    /// We write.
    Replied(String),
    /// We write to each other.
    Noted(String),
    /// The customer writes again.
    WroteAgain(String),
    /// We wait for somebody else.
    Waits,
    /// It is done; whether the customer will be asked how it went.
    Closed {
        /// Whether they will.
        is_asked: bool,
    },
    /// The customer is asked how it went.
    Asked,
    /// And answers.
    Answered(Feeling),
}

/// What a customer says when asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feeling {
    /// Would they recommend us, 0..=10.
    pub nps: u8,
    /// Were they satisfied, 1..=5.
    pub csat: u8,
    /// Was it easy, 1..=7.
    pub ces: u8,
    /// In their words.
    pub words: Option<String>,
    /// Whether they want to be called.
    pub wants_callback: bool,
}

/// One thing that happened, when, in which story.
#[derive(Debug, Clone)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// In which story.
    pub story: Arc<Story>,
    /// What.
    pub what: What,
    /// Whether nothing more will happen in the story.
    pub is_last: bool,
}

/// How a story begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Start {
    /// As most do: it is handled.
    Ordinary,
    /// A letter that nobody has opened yet.
    Waiting,
    /// A letter that the slow team has not opened for days.
    Stuck,
    /// Handled badly, and the customer asks to be called when they are asked how it went.
    LetDown,
    /// The same person in two records: from the first address.
    Twin,
    /// And from the second.
    OtherTwin,
}

/// A year as it passes: every act in order of time, up to `now`.
#[derive(Debug)]
pub struct Year<'a> {
    seed: u64,
    customers: usize,
    now: Timestamp,
    calendar: &'a Calendar,
    /// When stories begin, the next one last.
    starts: Vec<(Timestamp, Start)>,
    begun: usize,
    total: usize,
    /// What is to happen in the stories that have begun.
    ahead: BinaryHeap<Reverse<Ahead>>,
}

/// An act to come, in order of time, then of stories, then of what happens in them.
#[derive(Debug)]
struct Ahead {
    act: Act,
    place: usize,
}

impl Ahead {
    fn key(&self) -> (Timestamp, usize, usize) {
        (self.act.at, self.act.story.number, self.place)
    }
}

impl PartialEq for Ahead {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for Ahead {}
impl PartialOrd for Ahead {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ahead {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl<'a> Year<'a> {
    /// The year before `now` of a company of `customers`. O(customers) to begin with, 16 bytes for each contact.
    pub fn new(seed: u64, customers: usize, now: Timestamp, calendar: &'a Calendar) -> Self {
        let mut dice = Dice::new(seed).apart("history");
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of stories"
        )]
        let count = (customers as f64 * CONTACTS_A_YEAR) as usize;
        let days = days(now);
        let sums = running_sums(days.iter().map(|day| day_weight(*day)));
        let total = sums.last().copied().unwrap_or(1.0);
        let mut starts: Vec<(Timestamp, Start)> =
            Vec::with_capacity(count + BACKLOG + SLOW_BACKLOG + 2 * OWED_CALLS + 2);
        for _ in 0..count {
            let aim = dice.share() * total;
            let day = days.get(sums.partition_point(|sum| *sum < aim)).copied().unwrap_or_default();
            starts.push((instant(&mut dice, day), Start::Ordinary));
        }
        // The deadlines of the hours to come, and those that have gone by.
        for _ in 0..BACKLOG.min(customers) {
            starts.push((lately(&mut dice, now, 30 * 3600), Start::Waiting));
        }
        for _ in 0..(customers / 100).clamp(SLOW_BACKLOG_LEAST, SLOW_BACKLOG) {
            starts.push((lately(&mut dice, now, 6 * DAY_SECONDS), Start::Stuck));
        }
        for days in [LET_DOWN_DAYS.0, LET_DOWN_DAYS.1] {
            for _ in 0..OWED_CALLS {
                starts.push((lately(&mut dice, now.plus_seconds(-days * DAY_SECONDS), DAY_SECONDS), Start::LetDown));
            }
        }
        starts.push((lately(&mut dice, now.plus_seconds(-3 * DAY_SECONDS), 20 * 3600), Start::Twin));
        starts.push((lately(&mut dice, now, 20 * 3600), Start::OtherTwin));
        starts.retain(|(at, _)| *at <= now);
        starts.sort_unstable();
        starts.reverse();
        let total = starts.len();
        Self { seed, customers, now, calendar, starts, begun: 0, total, ahead: BinaryHeap::new() }
    }

    /// The share of the stories that have begun, 0..=1.
    pub fn share(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
        let share = self.begun as f64 / self.total.max(1) as f64;
        share
    }

    /// Plans one story that begins at `at`.
    fn begin(&mut self, at: Timestamp, start: Start) {
        let number = self.begun;
        self.begun += 1;
        let mut dice = Dice::new(self.seed).apart("story").nth(number);
        let (index, chosen) = match start {
            Start::Twin | Start::OtherTwin => (0, INTENTS.iter().position(|it| it.key == "health_refund").unwrap_or(0)),
            _ => (pick_customer(&mut dice, self.customers), pick_intent(&mut dice, self.now, at, start)),
        };
        let customer = customer(self.seed, index);
        let Some(intent) = INTENTS.get(chosen) else { return };
        let is_answered = start == Start::Ordinary;
        let is_complaint = is_answered && dice.chance(intent.complaint_share);
        // Nobody picks up a telephone at night.
        let is_open = self.calendar.plus_open_seconds(at, 1).is_some_and(|it| it == at.plus_seconds(1));
        let way = match dice.weighted(&[46.0, 16.0, 30.0, 8.0]) {
            0 => Way::Mail,
            1 => Way::WebForm,
            2 if is_answered && is_open => Way::Phone,
            3 if is_answered && is_open => Way::Chat,
            _ => Way::Mail,
        };
        let adviser = usize::try_from(dice.below(12)).unwrap_or_default();
        let mut voice = Voice::new(&mut dice, &customer, intent, adviser, at);
        let (mut subject, mut opening) = (voice.subject(), voice.opening(is_complaint));
        if matches!(start, Start::Twin | Start::OtherTwin) {
            TWIN_SUBJECT.clone_into(&mut subject);
            if start == Start::Twin { TWIN_FIRST } else { TWIN_SECOND }.clone_into(&mut opening);
        }
        let is_twin = start == Start::OtherTwin;
        let (way, locale) = (if is_answered { way } else { Way::Mail }, customer.locale);
        let is_call_owed = start == Start::LetDown;
        let story = Story {
            number,
            customer: index,
            is_twin,
            intent: chosen,
            way,
            is_complaint,
            subject,
            adviser,
            is_call_owed,
            locale,
        };
        let mut acts = vec![(at, What::Arrives(opening))];
        if is_answered {
            self.handle(&mut acts, &mut dice, &story, at, &customer, intent);
        }
        if is_call_owed {
            self.let_down(&mut acts, &mut dice, &story, at, &customer, intent);
        }
        let story = Arc::new(story);
        let last = acts.iter().enumerate().max_by_key(|(place, (at, _))| (*at, *place)).map(|(place, _)| place);
        for (place, (at, what)) in acts.into_iter().enumerate() {
            let act = Act { at, story: story.clone(), what, is_last: last == Some(place) };
            self.ahead.push(Reverse(Ahead { act, place }));
        }
    }
}

impl Iterator for Year<'_> {
    type Item = Act;

    fn next(&mut self) -> Option<Act> {
        loop {
            let next = self.ahead.peek().map(|it| it.0.act.at);
            match self.starts.last().copied() {
                Some((at, start)) if next.is_none_or(|next| at <= next) => {
                    self.starts.pop();
                    self.begin(at, start);
                }
                _ => break,
            }
        }
        self.ahead.pop().map(|it| it.0.act).filter(|act| act.at <= self.now)
    }
}

const TWIN_SUBJECT: &str = "Remboursement lunettes";
const TWIN_FIRST: &str = "Bonjour,\n\nJe vous ai envoyé la facture de mes lunettes il y a trois semaines et je n'ai toujours \
                          rien reçu. Il s'agit de 312,40 €. Pouvez-vous me dire où cela en est ?\n\nCordialement,\nHélène Vialat";
const TWIN_SECOND: &str = "Bonjour,\n\nJe vous ai déjà écrit de mon autre adresse, sans réponse. Il s'agit toujours de la \
                           facture de mes lunettes, 312,40 €. Merci de me répondre ici.\n\nHélène Vialat";

fn pick_customer(dice: &mut Dice, customers: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(customers).unwrap_or(1))).unwrap_or_default()
}

/// Why they get in touch: by the season, by what is down, by who does not answer.
fn pick_intent(dice: &mut Dice, now: Timestamp, at: Timestamp, start: Start) -> usize {
    let month = usize::try_from(local(at).month()).unwrap_or(1);
    let is_down = is_outage(now, at);
    let weight = |it: &Intent| {
        let of_month = it.weight * it.season.get(month - 1).copied().unwrap_or(1.0);
        let of_team = if start == Start::Stuck && it.team != SLOW_TEAM { 0.0 } else { 1.0 };
        let of_outage = if is_down && it.key == "online_account" { 9.0 } else { 1.0 };
        of_month * of_team * of_outage
    };
    dice.weighted(&INTENTS.iter().map(weight).collect::<Vec<_>>())
}

/// Whether `at` is in the week in which nobody could be reached but by mail.
pub fn is_outage(now: Timestamp, at: Timestamp) -> bool {
    let week = |it: Timestamp| {
        let date = local(it).date();
        date.checked_sub(jiff::Span::new().days(i64::from(date.weekday().to_monday_zero_offset()))).ok()
    };
    week(now.plus_seconds(-OUTAGE_WEEKS * 7 * DAY_SECONDS)) == week(at)
}

fn running_sums(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let sum = |sum: &mut f64, weight: f64| {
        *sum += weight;
        Some(*sum)
    };
    weights.scan(0.0, sum).collect()
}

/// A moment of the last `seconds` before `now`, at an hour at which people write.
fn lately(dice: &mut Dice, now: Timestamp, seconds: i64) -> Timestamp {
    for _ in 0..40 {
        let day = local(now.plus_seconds(-dice.between(0, seconds))).date();
        let at = instant(dice, day);
        if (300..seconds).contains(&now.seconds_since(at)) {
            return at;
        }
    }
    now.plus_seconds(-dice.between(300, seconds))
}

impl Year<'_> {
    /// How it was handled: the replies, the waits, the end, what they said of it.
    fn handle(
        &self,
        acts: &mut Vec<(Timestamp, What)>,
        dice: &mut Dice,
        told: &Story,
        at: Timestamp,
        customer: &Customer,
        intent: &Intent,
    ) {
        let since = |days: i64| at > self.now.plus_seconds(-days * DAY_SECONDS);
        let trouble = intent.team == TROUBLE_TEAM && since(TROUBLE_WEEKS * 7);
        let asks_again = trouble && intent.key == "health_refund" && dice.chance(0.6);
        let spoken = matches!(told.way, Way::Phone | Way::Chat);
        let median = match () {
            () if is_outage(self.now, at) => 420.0,
            () if trouble => 190.0,
            () if intent.team == SLOW_TEAM && since(SLOW_DAYS) => 240.0,
            () => 68.0,
        };
        let first = if spoken { dice.between(2, 7) } else { minutes(dice, median) };
        let open = |from: Timestamp, minutes: i64| self.calendar.plus_open_seconds(from, minutes * 60).unwrap_or(from);
        let mut act = |at: Timestamp, what: What| acts.push((at, what));
        let replied = if spoken { at.plus_seconds(first * 60) } else { open(at, first) };
        let is_late = first > 240;
        act(replied.plus_seconds(-60).max(at), What::Taken);
        if dice.chance(0.22) {
            act(replied.plus_seconds(-30).max(at), What::Noted(crate::demo::grammar::say(dice, intent.note, &[])));
        }
        let mut voice = Voice::new(dice, customer, intent, told.adviser, at);
        act(
            replied,
            match told.way {
                Way::Phone => What::Noted(voice.spoken_answer()),
                _ if asks_again => What::Replied(voice.asks_again()),
                _ => What::Replied(voice.answer()),
            },
        );
        let mut last = replied;
        let mut rounds = 0_u8;
        while rounds < 3 && (asks_again && rounds == 0 || dice.chance(if spoken { 0.15 } else { 0.34 })) {
            let thought = minutes(dice, 500.0);
            let wrote = awake(dice, last.plus_seconds(thought * 60));
            let mut voice = Voice::new(dice, customer, intent, told.adviser, wrote);
            act(wrote, What::WroteAgain(if asks_again && rounds == 0 { voice.sent_again() } else { voice.more() }));
            last = open(wrote, minutes(dice, median * 1.4)).max(wrote.plus_seconds(120));
            let mut voice = Voice::new(dice, customer, intent, told.adviser, last);
            act(last, What::Replied(voice.answer()));
            rounds += 1;
        }
        if dice.chance(0.12) {
            act(last.plus_seconds(60), What::Waits);
            last = open(last, dice.between(300, 2_400));
        }
        let closed = if spoken && rounds == 0 { last.plus_seconds(90) } else { open(last, minutes(dice, 260.0)) };
        let is_asked = dice.chance(0.7);
        act(closed, What::Closed { is_asked });
        if is_asked {
            let asked = closed.plus_seconds(dice.between(2, 20) * 3600);
            act(asked, What::Asked);
            if dice.chance(0.31) {
                let thought = minutes(dice, 600.0);
                let answered = awake(dice, asked.plus_seconds(thought * 60));
                let adviser = adviser_name(intent, told.adviser);
                let lived = Lived { adviser, is_late, asks_again, rounds, is_complaint: told.is_complaint };
                act(answered, What::Answered(feel(dice, customer, &lived)));
            }
        }
    }
}

impl Year<'_> {
    /// How it went wrong: a reply that asks for what was sent, an end that is none, and what they said of it. Who was let
    /// down long ago said so the day after; who was lately, in the last two hours.
    fn let_down(
        &self,
        acts: &mut Vec<(Timestamp, What)>,
        dice: &mut Dice,
        told: &Story,
        at: Timestamp,
        customer: &Customer,
        intent: &Intent,
    ) {
        let open = |from: Timestamp, minutes: i64| self.calendar.plus_open_seconds(from, minutes * 60).unwrap_or(from);
        let replied = open(at, dice.between(200, 300));
        let closed = open(replied, dice.between(20, 60));
        let asked = closed.plus_seconds(2 * 3_600);
        let is_long_ago = at < self.now.plus_seconds(-LET_DOWN_DAYS.1 * DAY_SECONDS - 2 * DAY_SECONDS);
        let answered = if is_long_ago {
            awake(dice, asked.plus_seconds(18 * 3_600))
        } else {
            self.now.plus_seconds(-dice.between(20, 120) * 60).max(asked)
        };
        let adviser = adviser_name(intent, told.adviser);
        let lived = Lived { adviser, is_late: true, asks_again: true, rounds: 1, is_complaint: true };
        let feeling = Feeling { wants_callback: true, ..feel(dice, customer, &lived) };
        let reply = Voice::new(dice, customer, intent, told.adviser, at).asks_again();
        acts.extend([
            (replied.plus_seconds(-60), What::Taken),
            (replied, What::Replied(reply)),
            (closed, What::Closed { is_asked: true }),
            (asked, What::Asked),
            (answered, What::Answered(feeling)),
        ]);
    }
}

/// `at`, or the next morning if people sleep then.
fn awake(dice: &mut Dice, at: Timestamp) -> Timestamp {
    let hours = 7 - i64::from(local(at).hour());
    if hours > 0 { at.plus_seconds(hours * 3_600 + dice.between(0, 5_400)) } else { at }
}

/// What a customer lived through.
#[derive(Debug, Clone, Copy)]
pub struct Lived<'a> {
    /// Who answered.
    pub adviser: &'a str,
    /// Whether the first answer was long in coming.
    pub is_late: bool,
    /// Whether they were asked for what they had sent.
    pub asks_again: bool,
    /// How many times they had to write again.
    pub rounds: u8,
    /// Whether they complained.
    pub is_complaint: bool,
}

/// What they say of it: the score follows from what happened, with people's own variation.
pub fn feel(dice: &mut Dice, customer: &Customer, lived: &Lived) -> Feeling {
    let mut level = 9.1 - f64::from(lived.rounds) * 0.6;
    for (happened, cost) in [(lived.is_late, 2.0), (lived.asks_again, 3.2), (lived.is_complaint, 2.2)] {
        level -= if happened { cost } else { 0.0 };
    }
    let grade = |value: f64, low: f64, high: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a grade of one digit or two"
        )]
        let grade = value.round().clamp(low, high) as u8;
        grade
    };
    let felt = level + dice.normal() * 1.5;
    let nps = grade(felt, 0.0, 10.0);
    let csat = grade(1.0 + felt.clamp(0.0, 10.0) * 0.4 + dice.normal() * 0.35, 1.0, 5.0);
    let ces = grade(
        1.0 + felt.clamp(0.0, 10.0) * 0.6 - if lived.asks_again { 1.0 } else { 0.0 } + dice.normal() * 0.6,
        1.0,
        7.0,
    );
    let words = dice
        .chance(if nps <= 6 { 0.72 } else { 0.38 })
        .then(|| opinion(dice, customer.locale, lived.adviser, nps, (lived.is_late, lived.asks_again)));
    Feeling { nps, csat, ces, words, wants_callback: nps <= 4 && dice.chance(0.5) }
}

/// So many minutes, most often near `median`, sometimes many times as many (log-normal).
fn minutes(dice: &mut Dice, median: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "minutes, far below any limit")]
    let minutes = (median * (dice.normal() * 0.75).exp()) as i64;
    minutes.max(1)
}

/// The days of the year before `now`, today among them.
fn days(now: Timestamp) -> Vec<Date> {
    let today = local(now).date();
    (0..=DAYS).rev().filter_map(|back| today.checked_sub(jiff::Span::new().days(back)).ok()).collect()
}

/// How busy a day is: Mondays most, the weekend little, August quiet, storms in winter, refunds in autumn.
fn day_weight(day: Date) -> f64 {
    let of_week = match day.weekday() {
        Weekday::Monday => 1.45,
        Weekday::Tuesday => 1.2,
        Weekday::Wednesday => 1.0,
        Weekday::Thursday => 1.05,
        Weekday::Friday => 0.95,
        Weekday::Saturday => 0.35,
        Weekday::Sunday => 0.25,
    };
    let month = usize::try_from(day.month()).unwrap_or(1);
    let of_month: f64 = INTENTS.iter().map(|it| it.weight * it.season.get(month - 1).copied().unwrap_or(1.0)).sum();
    of_week * of_month
}

/// A moment of that day: late morning and afternoon most, evenings some.
fn instant(dice: &mut Dice, day: Date) -> Timestamp {
    const HOURS: [f64; 24] = [
        0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.6, 1.6, 4.0, 7.0, 8.4, 7.4, 4.6, 4.8, 6.6, 6.8, 6.0, 4.8, 3.6, 2.8, 2.6, 2.2,
        1.2, 0.5,
    ];
    let seconds = i64::try_from(dice.weighted(&HOURS)).unwrap_or_default() * 3600 + dice.between(0, 3_599);
    let midnight = day.to_zoned(zone()).map(|zoned| Timestamp::from_jiff(zoned.timestamp())).unwrap_or_default();
    midnight.plus_micros(seconds * 1_000_000 + dice.between(0, 999_999))
}

/// The wall clock of the company.
pub fn local(at: Timestamp) -> jiff::Zoned {
    at.to_jiff().to_zoned(zone())
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::Timestamp;

    use crate::demo::company;
    use crate::demo::history::{Act, What, Year, is_outage};
    use crate::demo::intents::INTENTS;

    fn now() -> Timestamp {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    fn acts(customers: usize) -> Vec<Act> {
        Year::new(1, customers, now(), &company::hours().unwrap()).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_year_and_nothing_is_yet_to_come() {
        let (a, b) = (acts(2_000), acts(2_000));
        let seen = |acts: &[Act]| acts.iter().map(|it| (it.at, it.story.number, it.what.clone())).collect::<Vec<_>>();
        assert_eq!(seen(&a), seen(&b));
        assert!(a.is_sorted_by_key(|act| act.at));
        assert!(a.last().unwrap().at <= now());
        assert!(a.len() > 8_000, "{}", a.len());
    }

    #[test]
    fn every_story_begins_before_anything_else_happens_in_it_and_nothing_follows_its_last_act() {
        let (mut begun, mut ended) = (BTreeSet::new(), BTreeSet::new());
        for act in acts(2_000) {
            let begins = matches!(act.what, What::Arrives(_));
            assert_eq!(begins, begun.insert(act.story.number), "{act:?}");
            assert!(!ended.contains(&act.story.number), "{act:?}");
            if act.is_last {
                ended.insert(act.story.number);
            }
        }
    }

    /// The share of `acts` in which `is` holds among those in which `of` does.
    fn share(acts: &[Act], of: impl Fn(&Act) -> bool, is: impl Fn(&Act) -> bool) -> f64 {
        let all: Vec<&Act> = acts.iter().filter(|it| of(it)).collect();
        all.iter().filter(|it| is(it)).count() as f64 / all.len() as f64
    }

    #[test]
    fn there_is_trouble_to_find() {
        let acts = acts(20_000);
        let since: Timestamp = "2026-09-18T10:00:00Z".parse().unwrap();
        let team = |act: &Act| INTENTS[act.story.intent].team;
        // Satisfied (4 or 5 of 5) falls in the health team, and there alone.
        let satisfied = |of_team: usize, after: bool| {
            let of = |it: &Act| {
                let answered = matches!(&it.what, What::Answered(_));
                answered && team(it) == of_team && (it.at > since) == after && !is_outage(now(), it.at)
            };
            share(&acts, of, |it| matches!(&it.what, What::Answered(felt) if felt.csat >= 4))
        };
        assert!(satisfied(1, false) - satisfied(1, true) > 0.15, "{} {}", satisfied(1, false), satisfied(1, true));
        assert!(
            (satisfied(0, false) - satisfied(0, true)).abs() < 0.1,
            "{} {}",
            satisfied(0, false),
            satisfied(0, true)
        );
        // In the week of the outage people could not sign in.
        let locked = |during: bool| {
            let of = |it: &Act| matches!(it.what, What::Arrives(_)) && is_outage(now(), it.at) == during;
            share(&acts, of, |it| INTENTS[it.story.intent].key == "online_account")
        };
        assert!(locked(true) > 3.0 * locked(false), "{} {}", locked(true), locked(false));
        // One team has let letters lie for days: begun longer ago than a day and a half, and nothing else in it.
        let lying = |of_team: usize| {
            let old = |it: &&Act| it.at < now().plus_seconds(-36 * 3_600) && it.is_last;
            acts.iter().filter(old).filter(|it| matches!(it.what, What::Arrives(_)) && team(it) == of_team).count()
        };
        assert!(lying(2) >= 25 && lying(0) == 0, "{} {}", lying(2), lying(0));
    }
}
