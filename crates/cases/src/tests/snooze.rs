//! Cases that are put aside: when they leave the views, and when they come back.

use db::testing::each_engine;
use db::{params, sql};
use kernel::{CaseId, InteractionId, Timestamp};

use crate::actions;
use crate::actions::inbox::{Wanted, counts, list};
use crate::error::CaseError;
use crate::inbox::BuiltIn;
use crate::tests::{Desk, at, owner, said};

impl Desk {
    async fn snooze(&self, id: CaseId, until: Timestamp) -> Result<crate::Case, CaseError> {
        let mut tx = self.tx().await;
        let case = actions::snooze(&mut tx, &self.adviser, id, until).await?;
        tx.commit().await?;
        Ok(case)
    }

    /// The cases of `view` as the adviser sees them.
    async fn shown(&self, view: BuiltIn) -> Vec<CaseId> {
        let mut read = self.db.read().await.unwrap();
        let wanted = Wanted { sort: view.sort(), after: None, limit: 50, count: true };
        let filter = view.filter(owner(&self.adviser));
        let page = list(&mut read, &self.adviser, &filter, wanted, self.db.now()).await.unwrap();
        assert_eq!(page.total, Some(page.items.len() as i64));
        let counted = counts(&mut read, &self.adviser, self.db.now()).await.unwrap().0;
        assert_eq!(counted.of(view), page.items.len() as i64, "{view:?}");
        page.items.iter().map(|it| it.id).collect()
    }

    async fn kinds(&self, id: CaseId) -> Vec<&'static str> {
        let mut read = self.db.read().await.unwrap();
        let entries = crate::store::history::newest(&mut read, id, 20).await.unwrap();
        entries.iter().rev().map(|it| it.detail.kind()).collect()
    }
}

#[tokio::test]
async fn what_is_put_aside_leaves_the_views_and_comes_back_by_itself_while_its_clocks_go_on() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open_with(|new| new.owner_id = owner(&desk.adviser)).await;
        let before = desk.clocks(case.id).await;
        desk.snooze(case.id, at("2026-06-01T09:30:00Z")).await.unwrap();
        for view in [BuiltIn::Mine, BuiltIn::ToHandle] {
            assert!(desk.shown(view).await.is_empty(), "{view:?}");
        }
        for view in [BuiltIn::Snoozed, BuiltIn::All] {
            assert_eq!(desk.shown(view).await, [case.id], "{view:?}");
        }
        assert_eq!(desk.clocks(case.id).await, before, "no clock stands still");

        desk.at("2026-06-01T09:29:59Z").await;
        assert_eq!(desk.shown(BuiltIn::Late).await, [case.id], "what is late shows as late, put aside or not");
        assert_eq!(desk.facts("deadline_missed").await.len(), 1);
        desk.at("2026-06-01T09:30:00Z").await;
        assert_eq!(desk.shown(BuiltIn::Mine).await, [case.id]);
        assert!(desk.shown(BuiltIn::Snoozed).await.is_empty());
        let facts = desk.facts("case_woken").await;
        assert_eq!(facts.len(), 1);
        assert_eq!(facts[0]["at"], "2026-06-01T09:30:00Z");
        assert_eq!(desk.kinds(case.id).await, ["opened", "promised", "snoozed", "deadline_missed", "woken"]);
    })
    .await;
}

#[tokio::test]
async fn the_customer_s_words_wake_a_case_and_its_end_is_told_once() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        desk.snooze(case.id, at("2026-06-01T10:00:00Z")).await.unwrap();
        let mut tx = desk.tx().await;
        let now = tx.now();
        actions::record_inbound(&mut tx, &desk.adviser, case.id, said(7), now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.get(case.id).await.snoozed_until, None);
        desk.at("2026-06-01T10:00:00Z").await;
        assert_eq!(desk.facts("case_woken").await.len(), 1, "the timer that was dropped tells nothing");
    })
    .await;
}

#[tokio::test]
async fn closing_waiting_and_another_snooze_take_the_place_of_a_snooze() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let until = at("2026-06-01T10:00:00Z");
        let (closed, waiting, again) = (desk.open().await.id, desk.open().await.id, desk.open().await.id);
        for id in [closed, waiting, again] {
            desk.snooze(id, until).await.unwrap();
        }
        desk.snooze(again, at("2026-06-01T12:00:00Z")).await.unwrap();
        let mut tx = desk.tx().await;
        actions::close(&mut tx, &desk.adviser, closed).await.unwrap();
        actions::wait(&mut tx, &desk.adviser, waiting, calendar::WaitingCause::Supplier, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.shown(BuiltIn::Snoozed).await, [again]);
        desk.at("2026-06-01T10:00:00Z").await;
        assert!(desk.facts("case_woken").await.is_empty());
        desk.at("2026-06-01T12:00:00Z").await;
        assert_eq!(desk.facts("case_woken").await.len(), 1);

        let past = desk.snooze(again, desk.db.now()).await;
        assert!(matches!(past, Err(CaseError::WaitInPast { .. })), "{past:?}");
        assert!(matches!(desk.snooze(closed, at("2026-07-01T12:00:00Z")).await, Err(CaseError::Closed(_))));
        let mut tx = desk.tx().await;
        let woken = actions::wake(&mut tx, &desk.adviser, again).await;
        assert!(matches!(woken, Err(CaseError::NotSnoozed(_))), "{woken:?}");
    })
    .await;
}

#[tokio::test]
async fn cases_that_hold_words_nobody_has_decided_about_have_a_view_in_any_state() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let (held, closed, plain) = (desk.open().await.id, desk.open().await.id, desk.open().await.id);
        let foreign = desk.open_with(|new| new.team_id = Some(desk.other_team)).await.id;
        let mut tx = desk.tx().await;
        actions::close(&mut tx, &desk.adviser, closed).await.unwrap();
        let now = tx.now();
        let words =
            [(1, held, "unverified"), (2, held, "unverified"), (3, closed, "unverified"), (4, plain, "refused")];
        for (id, case, state) in words.into_iter().chain([(5, foreign, "unverified")]) {
            tx.run(
                sql!(
                    "insert into interactions (id, case_id, channel, direction, kind, state, at, at_year, author,
                       body_text, meta, created_at, version)
                     values ($1, $2, 'mail', 'inbound', 'message', $3, $4, 2026, 'person', 'x', '{}', $4, 1)"
                ),
                params![InteractionId::new(id), case, state, now],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        let mut shown = desk.shown(BuiltIn::Unverified).await;
        shown.sort();
        assert_eq!(shown, [held, closed], "once each, of one's own teams");
        assert!(desk.shown(BuiltIn::ToHandle).await.contains(&held), "its proven words are still to be answered");
    })
    .await;
}

#[tokio::test]
async fn no_deadline_stands_behind_cases_put_aside_to_the_second_before() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let late = desk.open().await.id;
        for _ in 0..20 {
            let mut tx = desk.tx().await;
            let new =
                crate::NewCase { awaits_reply: false, ..crate::NewCase::new(crate::Channel::Mail, "x", tx.now()) };
            let id = actions::open(&mut tx, &desk.adviser, new).await.unwrap().id;
            actions::snooze(&mut tx, &desk.adviser, id, at("2026-06-01T08:59:59Z")).await.unwrap();
            tx.commit().await.unwrap();
        }
        desk.clock.set(at("2026-06-01T09:00:00Z"));
        desk.work().await;
        let mut read = desk.db.read().await.unwrap();
        let rows = read
            .all(
                sql!("select name from outbox where name in ('case_woken', 'deadline_missed') order by id limit 99"),
                params![],
            )
            .await
            .unwrap();
        let names: Vec<String> = rows.iter().map(|it| it.get("name").unwrap()).collect();
        assert_eq!(names.len(), 21, "{late} is late, and all are awake");
        let place = names.iter().position(|it| it == "deadline_missed").unwrap();
        assert!(place < 10, "it was told as number {place}");
    })
    .await;
}
