//! The inbox: order, pages, counts, filters, scope.

use calendar::WaitingCause;
use db::testing::each_engine;
use db::{params, sql};
use kernel::{Actor, CaseId, PersonId};

use crate::actions;
use crate::actions::inbox::{Wanted, counts, list};
use crate::case::{Case, Channel, Priority};
use crate::inbox::{BuiltIn, Filter, Sort};
use crate::tests::{Desk, owner, said};

async fn all(desk: &Desk, actor: &Actor, filter: &Filter, sort: Sort, limit: u32) -> (Vec<CaseId>, i64) {
    let mut read = desk.db.read().await.unwrap();
    let (mut ids, mut after, mut total) = (Vec::new(), None, 0);
    loop {
        let wanted = Wanted { sort, after, limit, count: true };
        let page = list(&mut read, actor, filter, wanted, desk.db.now()).await.unwrap();
        assert!(page.items.len() <= limit as usize);
        total = page.total.unwrap_or(total);
        ids.extend(page.items.iter().map(|it| it.id));
        let Some(cursor) = page.next else { return (ids, total) };
        after = crate::inbox::Place::of(&cursor);
        assert!(after.is_some());
    }
}

/// Twelve cases of several kinds; one closed, one waiting, two without a deadline.
async fn fill(desk: &Desk) -> Vec<Case> {
    let mut cases = Vec::new();
    for n in 0..12 {
        desk.clock.advance_seconds(60);
        let case = desk
            .open_with(|new| {
                new.subject = format!("Sinistre numéro {n}");
                new.channel = if n % 3 == 0 { Channel::WebForm } else { Channel::Mail };
                new.priority = if n % 4 == 0 { Priority::Urgent } else { Priority::Normal };
                new.team_id = [Some(desk.team), Some(desk.other_team), None][n % 3];
                new.owner_id = if n % 2 == 0 { owner(&desk.adviser) } else { None };
            })
            .await;
        cases.push(case);
    }
    let system = Actor::system("test");
    let mut tx = desk.tx().await;
    cases[2] = actions::close(&mut tx, &system, cases[2].id).await.unwrap();
    cases[3] = actions::wait(&mut tx, &system, cases[3].id, WaitingCause::Customer, None).await.unwrap();
    let now = tx.now();
    cases[8] = actions::record_answer(&mut tx, &system, cases[8].id, said(1), now).await.unwrap();
    cases[8] = actions::wait(&mut tx, &system, cases[8].id, WaitingCause::Customer, None).await.unwrap();
    cases[4] = actions::snooze(&mut tx, &system, cases[4].id, now.plus_seconds(86_400)).await.unwrap();
    tx.commit().await.unwrap();
    cases
}

#[tokio::test]
async fn every_page_of_every_order_holds_each_case_once() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let cases = fill(&desk).await;
        let system = Actor::system("test");
        for sort in Sort::ALL.iter().copied() {
            let mut expected: Vec<&Case> = cases.iter().collect();
            match sort {
                Sort::Due => expected.sort_by_key(|it| (it.due.map_or(i64::MAX, |it| it.at.as_micros()), it.id)),
                Sort::Received => expected.sort_by_key(|it| std::cmp::Reverse((it.received_at, it.id))),
                Sort::Updated => expected.sort_by_key(|it| std::cmp::Reverse((it.updated_at, it.id))),
            }
            let expected: Vec<CaseId> = expected.iter().map(|it| it.id).collect();
            for limit in [1, 5, 12, 50] {
                let (found, total) = all(&desk, &system, &Filter::default(), sort, limit).await;
                assert_eq!((found, total), (expected.clone(), 12), "{sort:?} by {limit}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn each_filter_finds_what_it_says_and_counts_it() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let cases = fill(&desk).await;
        desk.clock.advance_seconds(45 * 60);
        let now = desk.db.now();
        let system = Actor::system("test");
        let base = Filter::default;
        type Check<'a> = Box<dyn Fn(&Case) -> bool + 'a>;
        let me = owner(&desk.adviser);
        let open = |it: &Case| it.state == crate::State::Open && it.snoozed_until.is_none();
        let checks: Vec<(Filter, Check<'_>)> = vec![
            (BuiltIn::Mine.filter(me), Box::new(|it| open(it) && it.owner_id == me)),
            (BuiltIn::ToHandle.filter(me), Box::new(open)),
            (BuiltIn::Late.filter(me), Box::new(|it| it.due.is_some_and(|it| it.at < now))),
            (BuiltIn::Unassigned.filter(me), Box::new(|it| open(it) && it.owner_id.is_none())),
            (BuiltIn::Snoozed.filter(me), Box::new(|it| it.snoozed_until.is_some())),
            (BuiltIn::Unverified.filter(me), Box::new(|_| false)),
            (BuiltIn::Waiting.filter(me), Box::new(|it| it.state.waiting_cause().is_some())),
            (BuiltIn::Closed.filter(me), Box::new(Case::is_closed)),
            (Filter { team_id: Some(desk.team), ..base() }, Box::new(|it| it.team_id == Some(desk.team))),
            (Filter { channel: Some(Channel::WebForm), ..base() }, Box::new(|it| it.channel == Channel::WebForm)),
            (Filter { priority: Some(Priority::Urgent), ..base() }, Box::new(|it| it.priority == Priority::Urgent)),
            (Filter { type_key: Some("complaint".into()), ..base() }, Box::new(|_| false)),
            (Filter { q: Some("NUMERO 1".into()), ..base() }, Box::new(|it| it.subject.contains("numéro 1"))),
            (Filter { q: Some("numéro % _".into()), ..base() }, Box::new(|_| true)),
            (Filter { q: Some(cases[5].id.to_string()), ..base() }, Box::new(|it| it.id == cases[5].id)),
            (
                Filter { q: Some(format!("#{}", cases[5].id.number().to_lowercase())), ..base() },
                Box::new(|it| it.id == cases[5].id),
            ),
            // Could be a number, and is a word: there is no such case.
            (Filter { q: Some("numero".into()), ..base() }, Box::new(|_| true)),
            (
                Filter { state: Some(crate::StateName::Open), team_id: Some(desk.team), owner_id: me, ..base() },
                Box::new(|it| open(it) && it.team_id == Some(desk.team) && it.owner_id == me),
            ),
        ];
        for (filter, check) in &checks {
            let mut expected: Vec<CaseId> = cases.iter().filter(|it| check(it)).map(|it| it.id).collect();
            expected.sort();
            for sort in Sort::ALL.iter().copied() {
                let (mut found, total) = all(&desk, &system, filter, sort, 3).await;
                found.sort();
                assert_eq!((&found, total), (&expected, expected.len() as i64), "{filter:?} {sort:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn counts_of_views_are_what_their_lists_hold_for_each_actor() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        fill(&desk).await;
        desk.clock.advance_seconds(45 * 60);
        for actor in [&desk.adviser, &desk.stranger, &Actor::system("test")] {
            let counted = {
                let mut read = desk.db.read().await.unwrap();
                counts(&mut read, actor, desk.db.now()).await.unwrap().0
            };
            for view in BuiltIn::ALL.iter().copied() {
                let filter = view.filter(actor.staff_id());
                let (found, total) = all(&desk, actor, &filter, view.sort(), 4).await;
                assert_eq!((found.len() as i64, total), (counted.of(view), counted.of(view)), "{view:?} {actor:?}");
            }
        }
        let (seen, _) = all(&desk, &desk.stranger, &Filter::default(), Sort::Due, 50).await;
        assert_eq!(seen.len(), 8, "four of the other team, four of none");
    })
    .await;
}

#[tokio::test]
async fn a_row_says_who_and_what_they_last_wrote() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let person = PersonId::new(77);
        let case = desk
            .open_with(|new| {
                new.person_id = Some(person);
                new.owner_id = owner(&desk.adviser);
                new.inbound_id = Some(said(5));
            })
            .await;
        let mut tx = desk.tx().await;
        let now = tx.now();
        tx.run(
            sql!(
                "insert into persons (id, display_name, provenance, search_words, created_at, changed_at, version)
                 values ($1, 'Hélène Desprès', '{}', ' helene despres ', $2, $2, 1)"
            ),
            params![person, now],
        )
        .await
        .unwrap();
        tx.run(
            sql!(
                "insert into interactions (id, person_id, case_id, channel, direction, kind, state, at, at_year, author,
                   body_text, body_fold, meta, created_at, version)
                 values ($1, $2, $3, 'mail', 'inbound', 'message', 'received', $4, 2026, 'person', $5, $6, '{}', $4, 1)"
            ),
            params![said(5), person, case.id, now, "On m’a demandé deux fois.\n> cité", 26_i64],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let mut read = desk.db.read().await.unwrap();
        let wanted = Wanted { sort: Sort::Due, after: None, limit: 5, count: false };
        let filter = Filter { q: Some("despres".into()), ..Filter::default() };
        let page = list(&mut read, &desk.adviser, &filter, wanted, now).await.unwrap();
        let row = page.items.first().unwrap();
        assert_eq!(row.person_name.as_deref(), Some("Hélène Desprès"));
        assert!(row.owner_name.is_some());
        assert_eq!(row.last.as_ref().map(|it| it.text.as_str()), Some("On m’a demandé deux fois."));
        let of_person = Filter { person_id: Some(person), ..Filter::default() };
        assert_eq!(list(&mut read, &desk.adviser, &of_person, wanted, now).await.unwrap().items.len(), 1);
    })
    .await;
}
