//! A year of the company, planned before it is written: who got in touch when and why, what was done, how they felt about it.
//!
//! Pure: the same seed and the same `now` make the same year. [`crate::demo::seed`] writes it down.

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
/// Days of history.
const DAYS: i64 = 365;
/// Letters waiting at the moment the demo starts, beside those the plan leaves open.
const BACKLOG: usize = 48;

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
    /// Whose.
    pub customer: usize,
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
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// An index of [`Plan::stories`].
    pub story: usize,
    /// What.
    pub what: What,
}

/// A year.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every affair.
    pub stories: Vec<Story>,
    /// Everything that happened, in order of time, up to `now`.
    pub acts: Vec<Act>,
}

/// The year before `now` of a company of `customers`. O(customers).
pub fn plan(seed: u64, customers: usize, now: Timestamp, calendar: &Calendar) -> Plan {
    let mut dice = Dice::new(seed).apart("history");
    let mut plan = Plan::default();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of stories"
    )]
    let count = (customers as f64 * CONTACTS_A_YEAR) as usize;
    let days = days(now);
    let weights: Vec<f64> = days.iter().map(|day| day_weight(*day)).collect();
    let sums: Vec<f64> = weights
        .iter()
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect();
    let total = sums.last().copied().unwrap_or(1.0);
    for _ in 0..count {
        let aim = dice.share() * total;
        let day = days.get(sums.partition_point(|sum| *sum < aim)).copied().unwrap_or_default();
        let at = instant(&mut dice, day);
        tell(&mut plan, &mut dice, Setting { seed, customers, now, calendar }, at, true);
    }
    for _ in 0..BACKLOG.min(customers) {
        // Within the last thirty hours, nobody has answered: the deadlines of the hours to come.
        let at = now.plus_seconds(-dice.between(300, 30 * 3600));
        tell(&mut plan, &mut dice, Setting { seed, customers, now, calendar }, at, false);
    }
    plan.acts.retain(|act| act.at <= now);
    plan.acts.sort_by_key(|act| (act.at, act.story));
    plan
}

#[derive(Clone, Copy)]
struct Setting<'a> {
    seed: u64,
    customers: usize,
    now: Timestamp,
    calendar: &'a Calendar,
}

/// Plans one story that begins at `at`.
fn tell(plan: &mut Plan, dice: &mut Dice, setting: Setting, at: Timestamp, is_answered: bool) {
    let index = usize::try_from(dice.below(u64::try_from(setting.customers).unwrap_or(1))).unwrap_or_default();
    let customer = customer(setting.seed, index);
    let month = usize::try_from(local(at).month()).unwrap_or(1);
    let weights: Vec<f64> =
        INTENTS.iter().map(|it| it.weight * it.season.get(month - 1).copied().unwrap_or(1.0)).collect();
    let chosen = dice.weighted(&weights);
    let Some(intent) = INTENTS.get(chosen) else { return };
    let is_complaint = dice.chance(intent.complaint_share);
    let way = match dice.weighted(&[46.0, 16.0, 30.0, 8.0]) {
        0 => Way::Mail,
        1 => Way::WebForm,
        2 if is_answered => Way::Phone,
        3 if is_answered => Way::Chat,
        _ => Way::Mail,
    };
    let adviser = usize::try_from(dice.below(12)).unwrap_or_default();
    let mut voice = Voice::new(dice, &customer, intent, adviser, at);
    let story = plan.stories.len();
    let subject = voice.subject();
    let opening = voice.opening(is_complaint);
    plan.stories.push(Story {
        customer: index,
        intent: chosen,
        way,
        is_complaint,
        subject,
        adviser,
        locale: customer.locale,
    });
    plan.acts.push(Act { at, story, what: What::Arrives(opening) });
    if is_answered {
        handle(plan, dice, setting, (story, at), &customer, intent);
    }
}

/// How it was handled: the replies, the waits, the end, what they said of it.
fn handle(
    plan: &mut Plan,
    dice: &mut Dice,
    setting: Setting,
    (story, at): (usize, Timestamp),
    customer: &Customer,
    intent: &Intent,
) {
    let Some(told) = plan.stories.get(story).cloned() else { return };
    let trouble = intent.team == TROUBLE_TEAM && at > setting.now.plus_seconds(-TROUBLE_WEEKS * 7 * 86_400);
    let asks_again = trouble && intent.key == "health_refund" && dice.chance(0.6);
    let spoken = matches!(told.way, Way::Phone | Way::Chat);
    let median = if trouble { 190.0 } else { 68.0 };
    let first = if spoken { dice.between(2, 7) } else { minutes(dice, median) };
    let open = |from: Timestamp, minutes: i64| setting.calendar.plus_open_seconds(from, minutes * 60).unwrap_or(from);
    let mut act = |at: Timestamp, what: What| plan.acts.push(Act { at, story, what });
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
        let wrote = last.plus_seconds(minutes(dice, 500.0) * 60);
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
    let is_asked = dice.chance(0.42);
    act(closed, What::Closed { is_asked });
    if is_asked {
        let asked = closed.plus_seconds(dice.between(2, 20) * 3600);
        act(asked, What::Asked);
        if dice.chance(0.31) {
            let answered = asked.plus_seconds(minutes(dice, 600.0) * 60);
            let adviser = adviser_name(intent, told.adviser);
            let lived = Lived { adviser, is_late, asks_again, rounds, is_complaint: told.is_complaint };
            let feeling = feel(dice, customer, &lived);
            act(answered, What::Answered(feeling));
        }
    }
}

/// What a customer lived through.
struct Lived {
    adviser: &'static str,
    is_late: bool,
    asks_again: bool,
    rounds: u8,
    is_complaint: bool,
}

/// What they say of it: the score follows from what happened, with people's own variation.
fn feel(dice: &mut Dice, customer: &Customer, lived: &Lived) -> Feeling {
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
    use kernel::Timestamp;

    use crate::demo::company;
    use crate::demo::history::{Plan, What, plan};
    use crate::demo::intents::INTENTS;

    fn year() -> Plan {
        plan(1, 2_000, "2026-11-20T10:00:00Z".parse::<Timestamp>().unwrap(), &company::hours().unwrap())
    }

    #[test]
    fn the_same_seed_makes_the_same_year_and_nothing_is_yet_to_come() {
        let (a, b) = (year(), year());
        assert_eq!(a.acts, b.acts);
        assert!(a.acts.is_sorted_by_key(|act| act.at));
        assert!(a.acts.last().unwrap().at <= "2026-11-20T10:00:00Z".parse().unwrap());
    }

    #[test]
    fn every_story_begins_before_anything_else_happens_in_it() {
        let plan = year();
        let mut begun = vec![false; plan.stories.len()];
        for act in &plan.acts {
            let begins = matches!(act.what, What::Arrives(_));
            assert!(begins != begun[act.story], "{act:?}");
            begun[act.story] = true;
        }
    }

    #[test]
    fn there_is_trouble_to_find() {
        let plan = plan(1, 20_000, "2026-11-20T10:00:00Z".parse().unwrap(), &company::hours().unwrap());
        let since: Timestamp = "2026-09-18T10:00:00Z".parse().unwrap();
        let score = |team: usize, after: bool| {
            let answers: Vec<f64> = plan
                .acts
                .iter()
                .filter_map(|act| match &act.what {
                    What::Answered(it)
                        if INTENTS[plan.stories[act.story].intent].team == team && (act.at > since) == after =>
                    {
                        Some(match it.nps {
                            9.. => 100.0,
                            7.. => 0.0,
                            _ => -100.0,
                        })
                    }
                    _ => None,
                })
                .collect();
            answers.iter().sum::<f64>() / answers.len() as f64
        };
        assert!(score(1, false) - score(1, true) > 30.0, "{} {}", score(1, false), score(1, true));
        assert!((score(0, false) - score(0, true)).abs() < 20.0, "{} {}", score(0, false), score(0, true));
    }
}
