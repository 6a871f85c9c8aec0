//! States, assignment, scope, history.

use db::testing::each_engine;
use kernel::{Actor, StaffId, TeamId};

use crate::CaseError;
use crate::actions;
use crate::case::{Channel, State};
use crate::tests::{Desk, at, owner, said};

#[tokio::test]
async fn closing_meets_the_resolution_and_undoing_it_takes_the_clock_up_again() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let closed = actions::close(&mut tx, &desk.adviser, case.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(closed.due, None);
        assert_eq!(
            desk.clocks(case.id).await,
            ["first_reply cancelled 2026-06-01T09:00:00Z", "resolution kept 2026-06-02T08:45:00Z"]
        );
        assert_eq!(desk.facts("case_closed").await[0]["is_answered"], false);

        desk.clock.advance_seconds(5);
        let mut tx = desk.tx().await;
        let again = actions::reopen(&mut tx, &desk.adviser, case.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((again.state, again.reopened_count), (State::Open, 0));
        assert_eq!(
            desk.clocks(case.id).await,
            ["first_reply running 2026-06-01T09:00:00Z", "resolution running 2026-06-02T08:45:00Z"]
        );
        assert_eq!(desk.facts("case_reopened").await[0]["is_undo"], true);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_comes_back_days_later_is_promised_anew() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        actions::record_answer(&mut tx, &desk.adviser, case.id, said(1), now).await.unwrap();
        actions::close(&mut tx, &desk.adviser, case.id).await.unwrap();
        tx.commit().await.unwrap();

        desk.at("2026-06-04T08:00:00Z").await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        let case = actions::record_inbound(&mut tx, &desk.adviser, case.id, said(2), now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((case.state, case.reopened_count), (State::Open, 1));
        let clocks = desk.clocks(case.id).await;
        // Two hours from Thursday 10:00 in Paris; eight hours from there, over lunch and night.
        assert_eq!(
            clocks.get(2..),
            Some(
                &[
                    "next_reply running 2026-06-04T10:00:00Z".to_owned(),
                    "resolution running 2026-06-05T08:45:00Z".to_owned()
                ][..]
            )
        );
        assert_eq!(desk.facts("case_reopened").await[0]["is_undo"], false);
    })
    .await;
}

#[tokio::test]
async fn the_next_reply_is_awaited_from_the_oldest_unanswered_words() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        actions::record_answer(&mut tx, &desk.adviser, case.id, said(1), now).await.unwrap();
        tx.commit().await.unwrap();
        for (time, n) in [("2026-06-01T08:10:00Z", 2), ("2026-06-01T08:40:00Z", 3)] {
            desk.at(time).await;
            let mut tx = desk.tx().await;
            let now = tx.now();
            actions::record_inbound(&mut tx, &desk.adviser, case.id, said(n), now).await.unwrap();
            tx.commit().await.unwrap();
        }
        let clocks = desk.clocks(case.id).await;
        // 8:10 UTC is 10:10 in Paris: until noon 1 h 50, and ten minutes after lunch.
        assert_eq!(clocks.last().map(String::as_str), Some("next_reply running 2026-06-01T11:55:00Z"));
        assert_eq!(clocks.iter().filter(|it| it.starts_with("next_reply")).count(), 1);
        assert_eq!(desk.get(case.id).await.last_inbound_id, Some(said(3)));
    })
    .await;
}

#[tokio::test]
async fn mail_fetched_late_has_waited_since_it_was_received() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open_with(|new| new.received_at = at("2026-06-01T07:30:00Z")).await;
        assert_eq!(desk.clocks(case.id).await[0], "first_reply running 2026-06-01T08:30:00Z");
    })
    .await;
}

#[tokio::test]
async fn a_call_that_was_spoken_awaits_no_first_reply() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk
            .open_with(|new| {
                new.channel = Channel::Phone;
                new.awaits_reply = false;
            })
            .await;
        assert_eq!(desk.clocks(case.id).await, ["resolution running 2026-06-02T08:45:00Z"]);
    })
    .await;
}

#[tokio::test]
async fn a_case_of_another_team_does_not_exist() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let (case, of_none) = (desk.open().await, desk.open_with(|new| new.team_id = None).await);
        let mut tx = desk.tx().await;
        let hidden = actions::close(&mut tx, &desk.stranger, case.id).await;
        assert!(matches!(hidden, Err(CaseError::NotFound(id)) if id == case.id));
        assert!(actions::find(&mut tx, &desk.stranger, of_none.id).await.is_ok());
        let reader = Actor::api_key(kernel::ApiKeyId::new(1), vec![kernel::Permission::CasesRead]);
        assert!(actions::find(&mut tx, &reader, case.id).await.is_ok());
        assert!(matches!(actions::close(&mut tx, &reader, case.id).await, Err(CaseError::Denied(_))));
    })
    .await;
}

#[tokio::test]
async fn everybody_takes_and_gives_back_and_leads_share_out() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let (me, lead) = (owner(&desk.adviser), owner(&desk.lead));
        let mut tx = desk.tx().await;
        let team = Some(desk.team);
        let taken = actions::assign(&mut tx, &desk.adviser, case.id, team, me).await.unwrap();
        assert_eq!(taken.owner_id, me);
        let again = actions::assign(&mut tx, &desk.adviser, case.id, team, me).await.unwrap();
        assert_eq!(again.version, taken.version, "nothing changed");
        let handed = actions::assign(&mut tx, &desk.adviser, case.id, team, lead).await.unwrap();
        assert_eq!(handed.owner_id, lead, "to a colleague of the same team");
        assert!(matches!(
            actions::assign(&mut tx, &desk.adviser, case.id, team, None).await,
            Err(CaseError::Denied(_)),
        ));
        actions::assign(&mut tx, &desk.adviser, case.id, team, me).await.unwrap();
        assert!(matches!(
            actions::assign(&mut tx, &desk.adviser, case.id, Some(desk.other_team), me).await,
            Err(CaseError::Denied(_))
        ));
        actions::assign(&mut tx, &desk.adviser, case.id, team, None).await.unwrap();
        actions::assign(&mut tx, &desk.lead, case.id, team, me).await.unwrap();
        assert!(matches!(
            actions::assign(&mut tx, &desk.lead, case.id, team, Some(StaffId::new(5))).await,
            Err(CaseError::UnknownOwner(_))
        ));
        assert!(matches!(
            actions::assign(&mut tx, &desk.lead, case.id, Some(TeamId::new(5)), me).await,
            Err(CaseError::UnknownTeam(_))
        ));
        tx.commit().await.unwrap();
        assert_eq!(desk.facts("case_assigned").await.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn history_tells_who_did_what_and_what_it_was_before() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        actions::assign(&mut tx, &desk.adviser, case.id, Some(desk.team), owner(&desk.adviser)).await.unwrap();
        actions::note(&mut tx, &desk.adviser, case.id, said(4)).await.unwrap();
        actions::close(&mut tx, &Actor::system("sweep"), case.id).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = desk.db.read().await.unwrap();
        let page = crate::store::history::page(&mut read, case.id, None, 50).await.unwrap();
        let kinds: Vec<&str> = page.iter().rev().map(|it| it.entry.detail.kind()).collect();
        assert_eq!(kinds, ["opened", "promised", "assigned", "noted", "closed", "deadline_met"]);
        let assigned = &page[page.len() - 3];
        assert!(assigned.actor_name.as_deref().is_some_and(|it| it.starts_with("adviser ")), "{assigned:?}");
        assert_eq!(page[0].entry.actor, "system:sweep");
        let crate::history::Detail::Assigned { changes } = &assigned.entry.detail else { panic!("{assigned:?}") };
        assert_eq!((changes.len(), changes[0].from.clone()), (1, None));
    })
    .await;
}

#[tokio::test]
async fn what_an_archive_tells_of_opens_closed_without_a_clock_and_wakes_only_by_new_words() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let mut tx = desk.tx().await;
        let year = tx.now().plus_seconds(-365 * 86_400);
        let history = Some(crate::case::History { is_dated: true });
        let new = crate::NewCase { history, ..crate::NewCase::new(crate::Channel::Mail, "Ancien", year) };
        let case = actions::open(&mut tx, &Actor::system("import"), new).await.unwrap();
        assert_eq!((case.is_closed(), case.closed_at, case.due), (true, Some(year), None));
        assert_eq!((case.promise_id, case.unanswered_since), (None, None));
        let later = year.plus_seconds(86_400);
        let system = Actor::system("import");
        let case = actions::inbound::remember(&mut tx, &system, case.id, said(7), later).await.unwrap();
        assert_eq!((case.closed_at, case.received_at, case.last_inbound_id), (Some(later), later, Some(said(7))));
        assert!(crate::store::clocks::of_case(&mut tx, case.id).await.unwrap().is_empty());
        // Words of today are another matter: they are to be answered.
        let now = tx.now();
        let case = actions::record_inbound(&mut tx, &system, case.id, said(8), now).await.unwrap();
        assert_eq!((case.is_closed(), case.unanswered_since), (false, Some(now)));
        assert!(!crate::store::clocks::of_case(&mut tx, case.id).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn of_two_who_act_on_the_same_version_one_is_refused() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let mut stale = actions::find(&mut tx, &desk.adviser, case.id).await.unwrap();
        actions::note(&mut tx, &desk.adviser, case.id, said(1)).await.unwrap();
        stale.version += 1;
        assert!(matches!(actions::save(&mut tx, &stale).await, Err(CaseError::Stale(_))));
    })
    .await;
}

#[tokio::test]
async fn an_unknown_type_or_an_empty_subject_opens_nothing() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        let new = crate::NewCase::new(Channel::Mail, "x", now);
        let unknown = crate::NewCase { type_key: "nothing".into(), ..new.clone() };
        assert!(matches!(actions::open(&mut tx, &desk.adviser, unknown).await, Err(CaseError::UnknownType(_))));
        let empty = crate::NewCase { subject: " ".into(), ..new };
        assert!(matches!(actions::open(&mut tx, &desk.adviser, empty).await, Err(CaseError::SubjectEmpty)));
    })
    .await;
}

#[tokio::test]
async fn opening_a_case_for_others_asks_what_giving_it_to_them_does() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let open = async |actor: &Actor, team_id: Option<kernel::TeamId>, owner_id: Option<kernel::StaffId>| {
            let mut tx = desk.tx().await;
            let new =
                crate::NewCase { team_id, owner_id, ..crate::NewCase::new(crate::Channel::Phone, "Appel", tx.now()) };
            let opened = actions::open(&mut tx, actor, new).await;
            opened.map(|it| (it.team_id, it.owner_id)).map_err(|it| api::Problem::from(it).code)
        };
        let (own, other) = (Some(desk.team), Some(desk.other_team));
        let (me, lead, stranger) = (owner(&desk.adviser), owner(&desk.lead), owner(&desk.stranger));
        let (nowhere, nobody) = (Some(kernel::TeamId::new(7)), Some(kernel::StaffId::new(7)));
        let adviser = &desk.adviser;
        for (team, who) in [(None, None), (own, None), (None, me), (own, me), (own, lead), (None, lead)] {
            assert_eq!(open(adviser, team, who).await, Ok((team, who)), "one's own, or a colleague's of the team");
        }
        for (team, who) in
            [(other, None), (None, stranger), (own, stranger), (other, me), (nowhere, None), (None, nobody)]
        {
            assert_eq!(open(adviser, team, who).await, Err("forbidden".into()), "{team:?} {who:?}");
        }
        assert_eq!(open(&desk.lead, other, stranger).await, Ok((other, stranger)), "who shares work out may");
        assert_eq!(open(&desk.lead, nowhere, None).await, Err("team_unknown".into()));
        assert_eq!(open(&desk.lead, None, nobody).await, Err("owner_unknown".into()));
        let key = |more: &[kernel::Permission]| {
            let scopes = [&[kernel::Permission::CasesRead, kernel::Permission::CasesWrite], more].concat();
            Actor::api_key(kernel::ApiKeyId::new(1), scopes)
        };
        assert_eq!(open(&key(&[]), own, None).await, Err("forbidden".into()));
        let key = key(&[kernel::Permission::CasesAssign]);
        assert_eq!(open(&key, own, None).await, Ok((own, None)));
        assert_eq!(open(&key, nowhere, None).await, Err("team_unknown".into()), "an invented team has no cases");
    })
    .await;
}
