//! Promises: which service level holds for which case. In order, the first that fits.

use calendar::{Metric, Target};
use kernel::{CalendarId, PromiseId};
use serde::{Deserialize, Serialize};

use crate::case::{Case, Channel, Priority};
use crate::error::CaseError;

/// Which cases a promise is for; what is not named fits any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conditions {
    /// A key of the case types.
    #[serde(rename = "type")]
    pub type_key: Option<String>,
    /// How it came.
    pub channel: Option<Channel>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Country or brand.
    pub market: Option<String>,
}

impl Conditions {
    /// Whether `case` is one of them.
    pub fn fit(&self, case: &Case) -> bool {
        self.type_key.as_ref().is_none_or(|it| *it == case.type_key)
            && self.channel.is_none_or(|it| it == case.channel)
            && self.priority.is_none_or(|it| it == case.priority)
            && self.market.as_ref().is_none_or(|it| case.market.as_ref() == Some(it))
    }
}

/// What is promised, metric by metric; at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Targets {
    /// From the customer's first words to our first answer.
    pub first_reply: Option<Target>,
    /// From the oldest unanswered words to our next answer.
    pub next_reply: Option<Target>,
    /// From opening to closing.
    pub resolution: Option<Target>,
}

impl Targets {
    /// The target of `metric`, if one is promised.
    pub fn of(&self, metric: Metric) -> Option<&Target> {
        match metric {
            Metric::FirstReply => self.first_reply.as_ref(),
            Metric::NextReply => self.next_reply.as_ref(),
            Metric::Resolution => self.resolution.as_ref(),
        }
    }

    /// Refuses an empty promise and targets that are no time.
    pub fn check(&self) -> Result<(), CaseError> {
        let targets: Vec<&Target> = Metric::ALL.iter().filter_map(|it| self.of(*it)).collect();
        if targets.is_empty() {
            return Err(CaseError::PromiseEmpty);
        }
        for target in targets {
            target.check()?;
        }
        Ok(())
    }
}

/// A service level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its name.
    pub id: PromiseId,
    /// As staff read it.
    pub name: String,
    /// Its place in the order, lowest first.
    pub place: i64,
    /// Which cases it is for.
    pub conditions: Conditions,
    /// What is promised.
    pub targets: Targets,
    /// Calendar it is counted on.
    pub calendar_id: CalendarId,
    /// Whether customers are told.
    pub is_published: bool,
    /// Whether it still holds for anything.
    pub is_active: bool,
    /// Rises with each edit.
    pub version: i64,
}

/// The first active promise that fits `case`; `promises` stand in order. O(promises).
pub fn first_match<'a>(promises: &'a [Promise], case: &Case) -> Option<&'a Promise> {
    promises.iter().find(|it| it.is_active && it.conditions.fit(case))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::tests::question;

    fn promise(place: i64, conditions: Conditions) -> Promise {
        Promise {
            id: PromiseId::new(place),
            name: String::new(),
            place,
            conditions,
            targets: Targets::default(),
            calendar_id: CalendarId::new(1),
            is_published: false,
            is_active: true,
            version: 1,
        }
    }

    #[test]
    fn the_first_that_fits_wins_and_a_retired_one_never_does() {
        let any = Conditions::default;
        let mut promises = vec![
            promise(1, Conditions { priority: Some(Priority::Urgent), ..any() }),
            promise(2, Conditions { type_key: Some("complaint".into()), ..any() }),
            promise(3, Conditions { channel: Some(Channel::Mail), ..any() }),
            promise(4, Conditions { market: Some("be".into()), ..any() }),
            promise(5, any()),
        ];
        let found = |promises: &[Promise], case: &Case| first_match(promises, case).map(|it| it.place);
        let mut case = question();
        assert_eq!(found(&promises, &case), Some(3));
        case.type_key = "complaint".into();
        assert_eq!(found(&promises, &case), Some(2));
        case.priority = Priority::Urgent;
        assert_eq!(found(&promises, &case), Some(1));
        (case.priority, case.type_key, case.channel) = (Priority::Low, "question".into(), Channel::Chat);
        assert_eq!(found(&promises, &case), Some(5));
        case.market = Some("be".into());
        assert_eq!(found(&promises, &case), Some(4));
        promises.iter_mut().for_each(|it| it.is_active = false);
        assert_eq!(found(&promises, &case), None);
    }

    #[test]
    fn an_empty_promise_and_one_of_no_time_are_refused() {
        assert!(matches!(Targets::default().check(), Err(CaseError::PromiseEmpty)));
        let target = |seconds| Target { seconds, counting: calendar::Counting::Business, pauses: vec![] };
        let targets = |seconds| Targets { resolution: Some(target(seconds)), ..Targets::default() };
        assert!(matches!(targets(0).check(), Err(CaseError::Clock(_))));
        assert!(targets(60).check().is_ok());
    }
}
