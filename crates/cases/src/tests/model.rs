//! Many random acts on a case; after each, what is stored must agree with itself.

use calendar::WaitingCause;
use db::testing::each_engine;
use db::{params, sql};
use kernel::{Actor, CaseId};

use crate::actions;
use crate::case::{Change, Priority};
use crate::deadline::{CaseClock, earliest};
use crate::store;
use crate::tests::{Desk, said};

/// A small generator of its own, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

async fn act(desk: &Desk, id: CaseId, dice: &mut Dice, step: i64) {
    let actor = Actor::system("test");
    let mut tx = desk.tx().await;
    let now = tx.now();
    let cause = WaitingCause::ALL[dice.roll(3) as usize];
    // Acts that do not fit the state are refused and change nothing: that is part of the test.
    let done = match dice.roll(11) {
        0 => actions::record_inbound(&mut tx, &actor, id, said(step), now.plus_seconds(-30)).await,
        1 => actions::record_answer(&mut tx, &actor, id, said(step), now).await,
        2 => actions::retract_answer(&mut tx, &actor, id, said(step - 1)).await,
        3 => actions::wait(&mut tx, &actor, id, cause, Some(now.plus_seconds(4_000))).await,
        4 => actions::wait(&mut tx, &actor, id, cause, None).await,
        5 => actions::resume(&mut tx, &actor, id).await,
        6 => actions::close(&mut tx, &actor, id).await,
        7 => actions::reopen(&mut tx, &actor, id).await,
        8 => actions::snooze(&mut tx, &actor, id, now.plus_seconds(3_000)).await,
        9 => actions::wake(&mut tx, &actor, id).await,
        _ => {
            let priority = Priority::ALL[dice.roll(4) as usize];
            actions::change(&mut tx, &actor, id, Change { priority: Some(priority), ..Change::default() }).await
        }
    };
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
}

async fn check(desk: &Desk, id: CaseId, step: i64) {
    let case = desk.get(id).await;
    let mut read = desk.db.read().await.unwrap();
    let clocks = store::clocks::of_case(&mut read, id).await.unwrap();
    assert_eq!(case.due, earliest(&clocks), "step {step}: the case's deadline is its clocks' earliest");
    let live: Vec<&CaseClock> = clocks.iter().filter(|it| it.is_live()).collect();
    let mut metrics: Vec<_> = live.iter().map(|it| it.clock.metric()).collect();
    metrics.sort();
    metrics.dedup();
    assert_eq!(metrics.len(), live.len(), "step {step}: one live clock a metric");
    assert!(!case.is_closed() || live.is_empty(), "step {step}: a closed case counts nothing");
    for clock in &live {
        let waiting = clock.clock.phases().last().and_then(|it| it.waiting);
        assert_eq!(waiting, case.state.waiting_cause(), "step {step}: a clock knows whom the case waits for");
    }
    assert!(case.snoozed_until.is_none_or(|it| it > desk.db.now() && !case.is_closed()), "step {step}: awake in time");
    let mut timers: Vec<(String, i64)> =
        clocks.iter().filter_map(|it| Some((format!("cases:clock:{}", it.id), it.timer_at()?.as_micros()))).collect();
    timers.sort();
    let text = sql!(
        "select key, run_at from jobs where state = 'pending' and key like 'cases:clock:%' order by key limit 100"
    );
    let rows = read.all(text, params![]).await.unwrap();
    let pending: Vec<(String, i64)> =
        rows.iter().map(|it| (it.get("key").unwrap(), it.get("run_at").unwrap())).collect();
    assert_eq!(pending, timers, "step {step}: a timer for each deadline ahead, and no other");
}

#[tokio::test]
async fn what_is_stored_agrees_with_itself_after_any_acts() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let id = desk.open().await.id;
        let mut dice = Dice(7);
        for step in 1..150 {
            act(&desk, id, &mut dice, step).await;
            check(&desk, id, step).await;
            desk.clock.advance_seconds(i64::try_from(dice.roll(5_000)).unwrap());
            desk.work().await;
            check(&desk, id, step).await;
        }
        let missed = desk.facts("deadline_missed").await;
        assert!(missed.len() > 3, "{}", missed.len());
        for fact in missed {
            // The clock jumps by up to 5,000 s here, so the fact may come that much after; never before.
            let instant = |name: &str| fact[name].as_str().unwrap().parse::<kernel::Timestamp>().unwrap();
            assert!(instant("due_at") <= instant("at"), "{fact}");
        }
    })
    .await;
}
