//! What a message sent now by the contact page would be promised.

use calendar::{Calendar, Counting, Target};
use kernel::Timestamp;

use crate::store::Promise;

/// The promise that a message about `topic` by the contact page would get: the first in order that fits.
pub fn first<'a>(promises: &'a [Promise], topic: &str) -> Option<&'a Promise> {
    promises.iter().find(|it| {
        it.type_key.as_deref().is_none_or(|key| key == topic)
            && it.channel.as_deref().is_none_or(|channel| channel == "web_form")
            && it.priority.as_deref().is_none_or(|priority| priority == "normal")
            && it.market.is_none()
    })
}

/// The published promises that some case can get, in the order in which they are looked through: one behind another that
/// fits whatever it fits, published or not, holds for nobody.
pub fn published(promises: &[Promise]) -> Vec<&Promise> {
    let is_hidden = |place: usize, it: &Promise| promises.iter().take(place).any(|before| covers(before, it));
    let kept = promises.iter().enumerate().filter(|(place, it)| it.is_published && !is_hidden(*place, it));
    kept.map(|(_, it)| it).collect()
}

/// Whether `wide` fits every case that `narrow` fits.
fn covers(wide: &Promise, narrow: &Promise) -> bool {
    let covers = |wide: &Option<String>, narrow: &Option<String>| wide.is_none() || wide == narrow;
    covers(&wide.type_key, &narrow.type_key)
        && covers(&wide.channel, &narrow.channel)
        && covers(&wide.priority, &narrow.priority)
        && covers(&wide.market, &narrow.market)
}

/// When the first answer to a message sent at `now` about any of `topics` is due at the latest; `None` if one of them
/// has no published promise, since then nothing can be said for all.
pub fn latest(promises: &[Promise], topics: &[String], now: Timestamp) -> Option<Timestamp> {
    let due = |topic: &String| {
        let promise = first(promises, topic).filter(|it| it.is_published)?;
        due(promise.targets.first_reply.as_ref()?, &promise.calendar, now)
    };
    topics.iter().map(due).collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn due(target: &Target, hours: &calendar::Definition, now: Timestamp) -> Option<Timestamp> {
    match target.counting {
        Counting::Elapsed => Some(now.plus_seconds(target.seconds)),
        Counting::Business => Calendar::new(hours.clone()).ok()?.plus_open_seconds(now, target.seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Targets;

    fn promise(type_key: Option<&str>, seconds: i64, is_published: bool) -> Promise {
        let target = Target { seconds, counting: Counting::Elapsed, pauses: vec![] };
        Promise {
            type_key: type_key.map(str::to_owned),
            type_names: None,
            channel: None,
            priority: None,
            market: None,
            targets: Targets { first_reply: Some(target), ..Targets::default() },
            calendar: calendar::Definition::always(),
            is_published,
        }
    }

    #[test]
    fn a_promise_that_no_case_can_get_is_told_to_nobody() {
        let urgent = || Promise { priority: Some("urgent".to_owned()), ..promise(None, 60, true) };
        let everything = promise(None, 3_600, true);
        let seconds = |promises: &[Promise]| -> Vec<i64> {
            let first = |it: &&Promise| it.targets.first_reply.as_ref().map_or(0, |it| it.seconds);
            published(promises).iter().map(first).collect()
        };
        assert_eq!(seconds(&[urgent(), everything.clone()]), [60, 3_600]);
        assert_eq!(seconds(&[everything.clone(), urgent()]), [3_600]);
        assert_eq!(seconds(&[Promise { is_published: false, ..everything }, urgent()]), [0_i64; 0]);
    }

    #[test]
    fn what_is_said_holds_for_every_topic() {
        let now = Timestamp::from_seconds(1_000);
        let topics = ["question".to_owned(), "complaint".to_owned()];
        let promises = [promise(Some("complaint"), 7_200, true), promise(None, 3_600, true)];
        assert_eq!(latest(&promises, &topics, now), Some(now.plus_seconds(7_200)));
        assert_eq!(latest(&promises[1..], &topics, now), Some(now.plus_seconds(3_600)));
        // An internal promise is told to nobody, and one that comes first hides those behind it.
        let internal = [promise(Some("complaint"), 60, false), promise(None, 3_600, true)];
        assert_eq!(latest(&internal, &topics, now), None);
        assert_eq!(latest(&[], &topics, now), None);
    }
}
