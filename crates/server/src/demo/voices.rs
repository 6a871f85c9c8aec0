//! Who says what: a customer's mail, our answer, what they think of it afterwards.

use kernel::{Locale, Timestamp};
use programme::actions::Closure;
use programme::callback::Outcome;

use crate::demo::company;
use crate::demo::dice::Dice;
use crate::demo::grammar::say;
use crate::demo::history::local;
use crate::demo::intents::{self, Intent};
use crate::demo::people::Customer;

/// The words of one story at one moment.
pub struct Voice<'a> {
    dice: &'a mut Dice,
    customer: &'a Customer,
    intent: &'a Intent,
    values: Vec<(&'static str, String)>,
}

impl<'a> Voice<'a> {
    /// What `customer` and `adviser`, an index among the team's, may say about `intent` at `at`.
    pub fn new(dice: &'a mut Dice, customer: &'a Customer, intent: &'a Intent, adviser: usize, at: Timestamp) -> Self {
        const DAYS: [[&str; 7]; 2] = [
            ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ];
        let today = local(at).date();
        let day = usize::try_from(dice.below(7)).unwrap_or_default();
        let weekday = DAYS.get(language(customer.locale)).and_then(|days| days.get(day)).copied().unwrap_or_default();
        let name = match &customer.given {
            Some(given) => format!("{given} {}", customer.family),
            None => customer.family.clone(),
        };
        let values = vec![
            ("name", name),
            ("given", customer.given.clone().unwrap_or_default()),
            ("city", customer.city.to_owned()),
            ("address", format!("{}, {} {}", customer.street, customer.post_code, customer.city)),
            ("contract", customer.contract.clone()),
            ("day", weekday.to_owned()),
            ("year", today.year().to_string()),
            ("claim", format!("S{}-{:05}", today.year() % 100, dice.below(100_000))),
            ("amount", format!("{},{:02}", dice.between(28, 890), dice.below(100))),
            ("percent", format!("{},{}", dice.between(4, 14), dice.below(10))),
            ("weeks", dice.word(&["deux", "trois", "quatre", "cinq"]).to_owned()),
            ("adviser", adviser_name(intent, adviser).to_owned()),
            ("company", company::NAME.to_owned()),
        ];
        Self { dice, customer, intent, values }
    }

    /// The subject line.
    pub fn subject(&mut self) -> String {
        self.say(self.intent.subject)
    }

    /// The first mail, call or chat.
    pub fn opening(&mut self, is_complaint: bool) -> String {
        let story = self.say(self.intent.story);
        let anger = if is_complaint { format!("\n\n{}", self.say(intents::ANGER)) } else { String::new() };
        format!("{}\n\n{story}{anger}\n\n{}", self.say(intents::GREETING), self.say(intents::CLOSING))
    }

    /// What they say on the telephone, as an adviser writes it down, with what was answered.
    pub fn told(&mut self) -> String {
        let story = self.say(self.intent.story);
        format!("{story}\n\n— {}", self.say(self.intent.answer))
    }

    /// Our answer.
    pub fn answer(&mut self) -> String {
        self.ours(self.intent.answer)
    }

    /// What an adviser writes down of an answer given by voice.
    pub fn spoken_answer(&mut self) -> String {
        self.say(self.intent.answer)
    }

    /// Our answer that asks for what was sent.
    pub fn asks_again(&mut self) -> String {
        self.ours(intents::ASK_AGAIN)
    }

    /// What they write back.
    pub fn more(&mut self) -> String {
        self.theirs(self.intent.more)
    }

    /// What they write back when asked again.
    pub fn sent_again(&mut self) -> String {
        self.theirs(intents::SENT_AGAIN)
    }

    fn theirs(&mut self, pattern: [&str; 2]) -> String {
        format!("{}\n\n{}\n\n{}", self.say(intents::GREETING), self.say(pattern), self.say(intents::CLOSING))
    }

    fn ours(&mut self, pattern: [&str; 2]) -> String {
        // Never an empty name: « Bonjour, » when we know none.
        let greeting = if self.customer.given.is_some() { intents::OUR_GREETING } else { intents::OUR_PLAIN_GREETING };
        format!("{}\n\n{}\n\n{}", self.say(greeting), self.say(pattern), self.say(intents::OUR_CLOSING))
    }

    fn say(&mut self, pattern: [&str; 2]) -> String {
        let [fr, en] = pattern;
        let values: Vec<(&str, &str)> = self.values.iter().map(|(slot, value)| (*slot, value.as_str())).collect();
        say(self.dice, if self.customer.locale == Locale::En { en } else { fr }, &values)
    }
}

/// Who of the team that handles `intent` answers, by an index that may be larger than the team.
pub fn adviser_name(intent: &Intent, adviser: usize) -> &'static str {
    let team = || company::ADVISERS.iter().filter(|it| it.team == intent.team);
    team().nth(adviser % team().count().max(1)).map_or(company::NAME, |it| it.name)
}

/// What a customer answers to « why », of `adviser` who answered them.
pub fn opinion(
    dice: &mut Dice,
    locale: Locale,
    adviser: &str,
    nps: u8,
    (is_late, was_asked_again): (bool, bool),
) -> String {
    let pattern = match nps {
        9.. => intents::HAPPY,
        7.. => intents::PASSIVE,
        _ if was_asked_again => intents::ASKED_TWICE,
        _ if is_late => intents::LATE,
        _ => intents::UNSOLVED,
    };
    let given = adviser.split(' ').next().unwrap_or_default();
    let weeks = if locale == Locale::En { "three" } else { dice.word(&["Deux", "Trois", "Quatre"]) };
    let [fr, en] = pattern;
    say(dice, if locale == Locale::En { en } else { fr }, &[("adviser", given), ("weeks", weeks)])
}

/// How a call to somebody unhappy went.
pub fn call(dice: &mut Dice) -> Closure {
    let outcome = match dice.weighted(&[78.0, 14.0, 8.0]) {
        0 => Outcome::Reached,
        1 => Outcome::NotReached,
        _ => Outcome::NotWanted,
    };
    let pattern = match outcome {
        Outcome::NotReached => intents::NOT_REACHED,
        Outcome::NotWanted => intents::NOT_WANTED,
        _ => intents::REACHED,
    };
    Closure { outcome, note: say(dice, pattern, &[]) }
}

fn language(locale: Locale) -> usize {
    usize::from(locale == Locale::En)
}
