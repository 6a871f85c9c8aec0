//! Deadlines through the store: timers, pauses, other terms.

use calendar::{Reason, WaitingCause};
use db::testing::each_engine;
use kernel::Actor;

use crate::actions::{self, settings::NewCalendar};
use crate::case::{Change, Priority};
use crate::tests::{Desk, at, office, said, start};

#[tokio::test]
async fn a_written_case_starts_what_is_promised_and_an_answer_meets_it() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        assert_eq!(
            desk.clocks(case.id).await,
            ["first_reply running 2026-06-01T09:00:00Z", "resolution running 2026-06-02T08:45:00Z"]
        );
        assert_eq!(case.due.map(|it| it.at), Some(at("2026-06-01T09:00:00Z")));

        desk.at("2026-06-01T08:30:00Z").await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        let case = actions::record_answer(&mut tx, &desk.adviser, case.id, said(1), now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(case.due.map(|it| it.at), Some(at("2026-06-02T08:45:00Z")));
        let met = desk.facts("deadline_met").await;
        assert_eq!((met.len(), met[0]["metric"].as_str()), (1, Some("first_reply")));

        // Nothing is missed at the hour that had been due.
        desk.at("2026-06-01T09:00:01Z").await;
        assert!(desk.facts("deadline_missed").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_deadline_is_missed_at_its_very_instant_and_told_once() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        desk.at("2026-06-01T08:59:59.999999Z").await;
        assert!(desk.facts("deadline_missed").await.is_empty());
        desk.at("2026-06-01T09:00:00Z").await;
        desk.work().await;
        let missed = desk.facts("deadline_missed").await;
        assert_eq!(missed.len(), 1);
        assert_eq!(missed[0]["due_at"], "2026-06-01T09:00:00Z");
        assert_eq!(missed[0]["case_id"], case.id.to_string());
        assert_eq!(missed[0]["at"], "2026-06-01T09:00:00Z");
        // Somebody who read the case before can still act on it.
        assert_eq!(desk.get(case.id).await.version, case.version);
    })
    .await;
}

#[tokio::test]
async fn a_miss_is_told_by_whoever_ends_the_clock_before_its_timer_came() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        // The worker stood still meanwhile.
        desk.clock.set(at("2026-06-01T09:10:00Z"));
        let mut tx = desk.tx().await;
        let now = tx.now();
        actions::record_answer(&mut tx, &desk.adviser, case.id, said(1), now).await.unwrap();
        tx.commit().await.unwrap();
        desk.work().await;
        assert_eq!(desk.facts("deadline_missed").await.len(), 1);
        assert!(desk.facts("deadline_met").await.is_empty());
        assert_eq!(desk.clocks(case.id).await[0], "first_reply missed 2026-06-01T09:00:00Z");
    })
    .await;
}

#[tokio::test]
async fn waiting_for_the_customer_stops_what_is_promised_to_stop_and_no_more() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let waiting = actions::wait(&mut tx, &desk.adviser, case.id, WaitingCause::Customer, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.clocks(case.id).await, ["first_reply running 2026-06-01T09:00:00Z", "resolution paused -"]);
        assert_eq!(waiting.due.map(|it| it.at), Some(at("2026-06-01T09:00:00Z")));

        // The customer writes on Tuesday at 9:00 in Paris: eight hours are left from there on.
        desk.at("2026-06-02T07:00:00Z").await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        let system = Actor::system("mailroom");
        let resumed = actions::record_inbound(&mut tx, &system, case.id, said(2), now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(resumed.state, crate::State::Open);
        assert_eq!(desk.clocks(case.id).await[1], "resolution running 2026-06-03T07:45:00Z");
        assert_eq!(desk.facts("case_resumed").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_wait_ends_by_itself_at_the_instant_given() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let until = at("2026-06-01T12:00:00Z");
        let mut tx = desk.tx().await;
        actions::wait(&mut tx, &desk.adviser, case.id, WaitingCause::Supplier, Some(until)).await.unwrap();
        tx.commit().await.unwrap();
        desk.at("2026-06-01T11:59:59Z").await;
        assert_eq!(desk.get(case.id).await.state.name(), crate::StateName::Waiting);
        desk.at("2026-06-01T12:00:00Z").await;
        assert_eq!(desk.get(case.id).await.state, crate::State::Open);
    })
    .await;
}

#[tokio::test]
async fn an_answer_taken_back_leaves_the_clock_as_if_it_had_not_been() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        desk.at("2026-06-01T08:30:00Z").await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        actions::record_answer(&mut tx, &desk.adviser, case.id, said(1), now).await.unwrap();
        tx.commit().await.unwrap();

        desk.at("2026-06-01T08:30:08Z").await;
        let mut tx = desk.tx().await;
        let refused = actions::retract_answer(&mut tx, &desk.adviser, case.id, said(9)).await;
        assert!(matches!(refused, Err(crate::CaseError::NoSuchAnswer(_))));
        let back = actions::retract_answer(&mut tx, &desk.adviser, case.id, said(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((back.unanswered_since, back.first_answered_at, back.answer_count), (Some(start()), None, 0));
        assert_eq!(desk.clocks(case.id).await[0], "first_reply running 2026-06-01T09:00:00Z");

        let mut tx = desk.tx().await;
        let twice = actions::retract_answer(&mut tx, &desk.adviser, case.id, said(1)).await;
        assert!(matches!(twice, Err(crate::CaseError::NoSuchAnswer(_))));
        drop(tx);
        desk.at("2026-06-01T09:00:00Z").await;
        assert_eq!(desk.facts("deadline_missed").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn words_that_came_before_an_answer_was_taken_back_wait_on_one_clock() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        actions::record_answer(&mut tx, &desk.adviser, case.id, said(1), now).await.unwrap();
        actions::record_inbound(&mut tx, &desk.adviser, case.id, said(2), now).await.unwrap();
        let case = actions::retract_answer(&mut tx, &desk.adviser, case.id, said(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(case.unanswered_since, Some(start()));
        let clocks = desk.clocks(case.id).await;
        let live: Vec<&String> = clocks.iter().filter(|it| it.contains("reply running")).collect();
        assert_eq!(live, ["first_reply running 2026-06-01T09:00:00Z"], "{clocks:?}");
    })
    .await;
}

#[tokio::test]
async fn another_priority_brings_another_promise_and_keeps_what_was_counted() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        // An hour and a half of work later, it is urgent: two hours in all, half an hour left after lunch… of which
        // 30 minutes remain before noon in Paris.
        desk.at("2026-06-01T09:30:00Z").await;
        let mut tx = desk.tx().await;
        let change = Change { priority: Some(Priority::Urgent), ..Change::default() };
        let case = actions::change(&mut tx, &desk.adviser, case.id, change).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            desk.clocks(case.id).await,
            ["first_reply cancelled 2026-06-01T09:00:00Z", "resolution running 2026-06-01T10:00:00Z"]
        );
        assert_ne!(case.promise_id, Some(desk.standard.id));
        let mut read = desk.db.read().await.unwrap();
        let system = Actor::system("test");
        let ledger =
            actions::clocks::ledgers(&mut read, &system, case.id, desk.db.now()).await.unwrap().remove(1).ledger;
        let targets: Vec<i64> = ledger.segments.iter().map(|it| it.target_seconds / 3600).collect();
        assert_eq!(targets, [8, 2]);
        assert_eq!(ledger.segments[1].sum_micros, 2 * 3_600_000_000);
    })
    .await;
}

#[tokio::test]
async fn a_changed_calendar_reaches_clocks_under_way_and_leaves_their_past() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        // At 11:00 in Paris, the office decides to close at noon for the rest of the time.
        desk.at("2026-06-01T09:00:00Z").await;
        let mut definition = office();
        definition.week = calendar::Week::weekdays(vec!["09:00-12:00".parse().unwrap()]);
        let admin = Actor::system("test");
        let mut tx = desk.tx().await;
        let new = NewCalendar { name: "Bureau".into(), is_default: true, definition };
        actions::settings::update_calendar(&mut tx, &admin, (desk.calendar, 1), new).await.unwrap();
        tx.commit().await.unwrap();
        desk.work().await;
        // One hour is counted; seven are left: one today, three on Tuesday, three on Wednesday.
        assert_eq!(desk.clocks(case.id).await[1], "resolution running 2026-06-03T10:00:00Z");

        let mut read = desk.db.read().await.unwrap();
        let ledger =
            actions::clocks::ledgers(&mut read, &admin, case.id, desk.db.now()).await.unwrap().remove(1).ledger;
        assert_eq!(ledger.counted_micros, 3_600_000_000);
        let counted: i64 =
            ledger.segments.iter().filter(|it| it.reason == Reason::Counted).map(|it| it.counted_micros).sum();
        assert_eq!(counted, 8 * 3_600_000_000);
    })
    .await;
}

#[tokio::test]
async fn a_promise_that_is_retired_ends_its_clocks_and_one_made_anew_counts_from_then_on() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let admin = Actor::system("test");
        let mut tx = desk.tx().await;
        actions::settings::update_promise(&mut tx, &admin, (desk.standard.id, 1), None).await.unwrap();
        tx.commit().await.unwrap();
        desk.work().await;
        let after = desk.get(case.id).await;
        assert_eq!((after.due, after.promise_id), (None, None));
        desk.at("2026-06-01T09:00:00Z").await;
        assert!(desk.facts("deadline_missed").await.is_empty());
        let mut tx = desk.tx().await;
        let new = actions::settings::NewPromise {
            name: "Nouveau".into(),
            place: 3,
            conditions: crate::promise::Conditions::default(),
            targets: desk.standard.targets.clone(),
            calendar_id: desk.calendar,
            is_published: false,
        };
        actions::settings::create_promise(&mut tx, &admin, new).await.unwrap();
        tx.commit().await.unwrap();
        desk.work().await;
        let clocks = desk.clocks(case.id).await;
        assert_eq!(clocks[2], "first_reply running 2026-06-01T10:00:00Z", "{clocks:?}");
    })
    .await;
}
