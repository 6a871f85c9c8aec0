//! One act on all that a view holds.

use db::testing::each_engine;
use kernel::{Actor, BatchId, CaseId};

use crate::actions;
use crate::actions::batches::{progress, reverse, start, stop};
use crate::batch::{Act, Progress};
use crate::error::CaseError;
use crate::inbox::{BuiltIn, Filter};
use crate::tests::{Desk, owner};

impl Desk {
    async fn start(&self, actor: &Actor, filter: &Filter, act: Act) -> BatchId {
        let mut tx = self.tx().await;
        let batch = start(&mut tx, actor, filter, act).await.unwrap();
        tx.commit().await.unwrap();
        batch.id
    }

    async fn progress(&self, actor: &Actor, id: BatchId) -> Progress {
        progress(&mut self.db.read().await.unwrap(), actor, id).await.unwrap()
    }

    /// Done, refused, over.
    async fn figures(&self, actor: &Actor, id: BatchId) -> (i64, i64, bool) {
        let it = self.progress(actor, id).await;
        (it.done, it.refused, it.batch.ended_at.is_some())
    }
}

/// As many as several runs of the job take, every fourth with the other team.
async fn fill(desk: &Desk, count: usize) -> Vec<CaseId> {
    let mut ids = Vec::new();
    for n in 0..count {
        let team = if n % 4 == 3 { desk.other_team } else { desk.team };
        ids.push(desk.open_with(|new| new.team_id = Some(team)).await.id);
    }
    ids
}

#[tokio::test]
async fn an_act_reaches_all_that_the_view_held_and_nothing_that_came_later() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 140).await;
        let to_handle = BuiltIn::ToHandle.filter(None);
        let id = desk.start(&desk.lead, &to_handle, Act::Owner { owner_id: owner(&desk.adviser) }).await;
        let late = desk.open().await.id;
        assert_eq!(desk.progress(&desk.lead, id).await.batch.total, 105, "those of the lead's team");
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, id).await, (105, 0, true));
        for (n, case) in ids.iter().enumerate() {
            let expected = if n % 4 == 3 { None } else { owner(&desk.adviser) };
            assert_eq!(desk.get(*case).await.owner_id, expected, "case {n}");
        }
        assert_eq!(desk.get(late).await.owner_id, None);
        assert_eq!(desk.facts("case_assigned").await.len(), 105, "each case has its own history and fact");
    })
    .await;
}

#[tokio::test]
async fn cases_that_refuse_are_listed_with_their_reason_and_the_others_are_done() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 6).await;
        let id = desk.start(&desk.lead, &Filter::default(), Act::Closure).await;
        let mut tx = desk.tx().await;
        actions::close(&mut tx, &desk.lead, ids[1]).await.unwrap();
        actions::assign(&mut tx, &Actor::system("test"), ids[2], Some(desk.other_team), None).await.unwrap();
        tx.commit().await.unwrap();
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, id).await, (3, 2, true));
        let refusals = desk.progress(&desk.lead, id).await.refusals;
        let refusals: Vec<_> = refusals.iter().map(|it| (it.case_id, it.problem.as_str())).collect();
        assert_eq!(refusals, [(ids[1], "case_closed"), (ids[2], "not_found")]);
        assert!(!desk.get(ids[2]).await.is_closed());
    })
    .await;
}

#[tokio::test]
async fn permission_is_asked_case_by_case_when_its_turn_comes() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 4).await;
        let outsider = owner(&desk.stranger);
        let id = desk.start(&desk.adviser, &Filter::default(), Act::Owner { owner_id: outsider }).await;
        desk.work().await;
        assert_eq!(desk.figures(&desk.adviser, id).await, (0, 3, true));
        assert_eq!(desk.get(ids[0]).await.owner_id, None);

        let analyst = access::testing::staff(&desk.db, kernel::Role::Analyst, &[desk.team]).await;
        let analyst = access::testing::actor(&desk.db, analyst).await;
        let mut tx = desk.tx().await;
        let refused = start(&mut tx, &analyst, &Filter::default(), Act::Closure).await;
        assert!(matches!(refused, Err(CaseError::Denied(_))));
        let system = start(&mut tx, &Actor::system("test"), &Filter::default(), Act::Closure).await;
        assert!(matches!(system, Err(CaseError::StaffOnly)));
        let foreign = progress(&mut tx, &desk.lead, id).await;
        assert!(matches!(foreign, Err(CaseError::BatchNotFound(_))), "a batch is its own writer's");
    })
    .await;
}

#[tokio::test]
async fn a_batch_taken_back_leaves_each_case_as_it_was_but_those_touched_since() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 3).await;
        let mut tx = desk.tx().await;
        let cause = calendar::WaitingCause::Supplier;
        actions::wait(&mut tx, &desk.lead, ids[0], cause, None).await.unwrap();
        tx.commit().await.unwrap();
        let closing = desk.start(&desk.lead, &Filter::default(), Act::Closure).await;
        desk.work().await;
        let mut tx = desk.tx().await;
        actions::assign(&mut tx, &desk.lead, ids[2], Some(desk.team), owner(&desk.lead)).await.unwrap();
        let back = reverse(&mut tx, &desk.lead, closing).await.unwrap().id;
        tx.commit().await.unwrap();
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, back).await, (2, 1, true));
        assert_eq!(desk.get(ids[0]).await.state.waiting_cause(), Some(cause));
        assert_eq!(desk.get(ids[1]).await.state, crate::State::Open);
        assert!(desk.get(ids[2]).await.is_closed(), "touched since: left alone");
        assert_eq!(desk.progress(&desk.lead, back).await.refusals[0].problem, "stale");
        assert!(desk.progress(&desk.lead, closing).await.is_reversed);
        let mut tx = desk.tx().await;
        for id in [closing, back] {
            assert!(matches!(reverse(&mut tx, &desk.lead, id).await, Err(CaseError::BatchFinal(_))));
        }
    })
    .await;
}

#[tokio::test]
async fn a_batch_that_is_stopped_leaves_the_rest_alone() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        fill(&desk, 5).await;
        let id = desk.start(&desk.lead, &Filter::default(), Act::Closure).await;
        let mut tx = desk.tx().await;
        stop(&mut tx, &desk.lead, id).await.unwrap();
        tx.commit().await.unwrap();
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, id).await, (0, 0, true));
    })
    .await;
}

#[tokio::test]
async fn a_case_s_id_in_the_words_means_that_case_alone() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 5).await;
        let named = |id: CaseId| Filter { q: Some(format!(" {id} ")), ..BuiltIn::Closed.filter(None) };
        let id = desk.start(&desk.lead, &named(ids[1]), Act::Closure).await;
        let foreign = desk.start(&desk.lead, &named(ids[3]), Act::Closure).await;
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, id).await, (1, 0, true), "as the inbox lists it");
        assert_eq!(desk.progress(&desk.lead, foreign).await.batch.total, 0, "not what another team has");
        for (n, case) in ids.iter().enumerate() {
            assert_eq!(desk.get(*case).await.is_closed(), n == 1, "case {n}");
        }
    })
    .await;
}

#[tokio::test]
async fn cases_given_to_another_team_are_taken_back_from_there_and_their_words_stay_with_who_sees_them() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 3).await;
        let all = Filter::default();
        let given = desk.start(&desk.lead, &all, Act::Team { team_id: Some(desk.other_team) }).await;
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, given).await, (3, 0, true));
        let mut tx = desk.tx().await;
        // One is worked on by the team it went to; it stays there.
        actions::close(&mut tx, &desk.stranger, ids[2]).await.unwrap();
        let back = reverse(&mut tx, &desk.lead, given).await.unwrap().id;
        tx.commit().await.unwrap();
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, back).await, (2, 1, true));
        let teams = [desk.get(ids[0]).await.team_id, desk.get(ids[1]).await.team_id, desk.get(ids[2]).await.team_id];
        assert_eq!(teams, [Some(desk.team), Some(desk.team), Some(desk.other_team)]);
        let refusals = desk.progress(&desk.lead, back).await.refusals;
        let told: Vec<_> = refusals.iter().map(|it| (it.case_id, it.subject.as_str(), it.problem.as_str())).collect();
        assert_eq!(told, [(ids[2], "", "stale")], "not the words of a case that another team has");
    })
    .await;
}

#[tokio::test]
async fn who_no_longer_sees_where_cases_came_from_does_not_take_them_back() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        fill(&desk, 2).await;
        let given = desk.start(&desk.lead, &Filter::default(), Act::Team { team_id: Some(desk.other_team) }).await;
        desk.work().await;
        let mut tx = desk.tx().await;
        let lead = owner(&desk.lead);
        tx.run(db::sql!("delete from team_members where staff_id = $1"), db::params![lead]).await.unwrap();
        let back = reverse(&mut tx, &desk.lead, given).await.unwrap().id;
        tx.commit().await.unwrap();
        desk.work().await;
        assert_eq!(desk.figures(&desk.lead, back).await, (0, 2, true));
    })
    .await;
}

#[tokio::test]
async fn a_wait_or_a_snooze_that_is_over_does_not_keep_a_case_from_being_taken_back() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let ids = fill(&desk, 3).await;
        let soon = crate::tests::at("2026-06-01T10:00:00Z");
        let mut tx = desk.tx().await;
        let cause = calendar::WaitingCause::Customer;
        actions::wait(&mut tx, &desk.lead, ids[0], cause, Some(soon)).await.unwrap();
        actions::snooze(&mut tx, &desk.lead, ids[1], soon).await.unwrap();
        actions::snooze(&mut tx, &desk.lead, ids[2], soon).await.unwrap();
        tx.commit().await.unwrap();
        let named = |id: CaseId| Filter { q: Some(id.to_string()), ..Filter::default() };
        let later = crate::tests::at("2026-06-01T15:00:00Z");
        let mut batches = Vec::new();
        for (case, act) in [(ids[0], Act::Closure), (ids[1], Act::Snooze { until: later }), (ids[2], Act::Closure)] {
            batches.push(desk.start(&desk.lead, &named(case), act).await);
        }
        desk.work().await;
        desk.at("2026-06-01T10:05:00Z").await;
        for id in batches {
            let mut tx = desk.tx().await;
            let back = reverse(&mut tx, &desk.lead, id).await.unwrap().id;
            tx.commit().await.unwrap();
            desk.work().await;
            assert_eq!(desk.figures(&desk.lead, back).await, (1, 0, true));
        }
        for id in ids {
            let case = desk.get(id).await;
            assert_eq!((case.state, case.snoozed_until), (crate::State::Open, None));
        }
    })
    .await;
}
