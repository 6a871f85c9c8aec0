//! The loop on a store: closed case → invitation → answer → call-back → closed.

use std::sync::Arc;

use db::blob::Blobs;
use db::testing::each_engine;
use db::{Db, Envelope, params, sql};
use interactions::interaction::{Channel, Direction, Kind, State};
use kernel::{Actor, CaseId, InvitationId, ManualClock, PersonId, Role, StaffId, TeamId};
use surveys::actions::{RuleDraft, submit_for_token};
use surveys::survey::InvitationState;

use crate::actions::{self, Closure};
use crate::callback::{Callback, Outcome, Reason};
use crate::error::ProgrammeError;

const PERSON: PersonId = PersonId::new(501);
const TEAM: TeamId = TeamId::new(7);

fn system() -> Actor {
    Actor::system("test")
}

fn lead() -> Actor {
    Actor::staff(StaffId::new(1), Role::TeamLead, vec![TEAM])
}

/// A store with a survey, its rule, a team and a customer; files in a folder that goes with the test.
struct Company {
    state: api::State,
    _folder: tempfile::TempDir,
}

async fn company(db: &Db) -> Company {
    let folder = tempfile::tempdir().unwrap();
    let secret = api::Secret::new([7; 32]).unwrap();
    let mut config = api::Config::new("https://care.example.fr", secret);
    config.company = "Mutuelle du Rhône".to_owned();
    let state = api::State::new(db.clone(), Blobs::folder(folder.path()).unwrap(), config);
    let mut tx = db.begin().await.unwrap();
    let draft = questionnaire::templates::after_case();
    let survey = surveys::actions::create(&mut tx, &system(), "Après un dossier", draft).await.unwrap();
    surveys::actions::publish(&mut tx, &system(), survey.id, 1).await.unwrap();
    let rule = RuleDraft {
        place: 0,
        name: "Tous".to_owned(),
        survey_id: survey.id,
        is_active: true,
        delay_seconds: 7_200,
        quiet_days: 90,
        spares_complaints: true,
        case_types: vec![],
        channels: vec![],
        share: 1.0,
        open_days: 30,
    };
    surveys::actions::create_rule(&mut tx, &system(), rule).await.unwrap();
    tx.run(sql!("insert into teams (id, name, created_at) values ($1, 'Sinistres', 0)"), params![TEAM]).await.unwrap();
    tx.run(
        sql!(
            "insert into persons (id, display_name, first_name, last_name, language, email, phone, provenance, search_words,
               created_at, changed_at, version)
             values ($1, 'Hélène Roy', 'Hélène', 'Roy', 'fr', 'helene@example.fr', '+33612345678', '{}', '', 0, 0, 1)"
        ),
        params![PERSON],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    Company { state, _folder: folder }
}

/// Opens and closes a case of the customer.
async fn closed_case(db: &Db) -> CaseId {
    let mut tx = db.begin().await.unwrap();
    let mut new = cases::case::NewCase::new(cases::case::Channel::Mail, "Dégât des eaux", tx.now());
    new.person_id = Some(PERSON);
    new.team_id = Some(TEAM);
    let case = cases::actions::open(&mut tx, &system(), new).await.unwrap();
    cases::actions::close(&mut tx, &system(), case.id).await.unwrap();
    tx.commit().await.unwrap();
    case.id
}

/// The facts of one name, oldest first.
async fn facts(db: &Db, name: &str) -> Vec<Envelope> {
    let mut read = db.read().await.unwrap();
    let rows = read
        .all(
            sql!("select id, name, subject, payload, at from outbox where name = $1 order by id limit 99"),
            params![name],
        )
        .await
        .unwrap();
    rows.iter().map(|it| Envelope::from_row(it).unwrap()).collect()
}

/// Lets the programme react to every closed case, and to every answer, twice each: facts come at least once.
async fn react(company: &Company) {
    let db = &company.state.db;
    for _ in 0..2 {
        for envelope in facts(db, "case_closed").await {
            let fact: cases::event::CaseClosed = envelope.read().unwrap();
            let mut tx = db.begin().await.unwrap();
            actions::survey_closed_case(&mut tx, &system(), &fact).await.unwrap();
            let (case, by) = (fact.subject.case_id, fact.subject.actor.clone());
            actions::close_callback_with_case(&mut tx, &system(), case, &by).await.unwrap();
            tx.commit().await.unwrap();
        }
        for envelope in facts(db, "case_reopened").await {
            let fact: cases::event::CaseReopened = envelope.read().unwrap();
            let mut tx = db.begin().await.unwrap();
            actions::reopen_callback_with_case(&mut tx, &system(), fact.subject.case_id).await.unwrap();
            tx.commit().await.unwrap();
        }
        for envelope in facts(db, "interaction_state_changed").await {
            let fact: interactions::event::InteractionStateChanged = envelope.read().unwrap();
            let mut tx = db.begin().await.unwrap();
            actions::follow_delivery(&mut tx, &system(), fact.interaction_id).await.unwrap();
            tx.commit().await.unwrap();
        }
        for envelope in facts(db, "response_received").await {
            let fact: surveys::event::ResponseReceived = envelope.read().unwrap();
            let (words, locale) = (company.state.words, company.state.config.locale);
            let mut tx = db.begin().await.unwrap();
            actions::open_callback(&mut tx, &system(), &fact, words, locale).await.unwrap();
            actions::record_answer(&mut tx, &system(), &fact, words).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

/// The invitations that jobs wait to send.
async fn waiting(db: &Db) -> Vec<InvitationId> {
    let mut read = db.read().await.unwrap();
    let rows = read
        .all(sql!("select payload from jobs where name = 'send_invitation' order by id limit 99"), params![])
        .await
        .unwrap();
    let job = |it: &db::Row| serde_json::from_str::<crate::jobs::SendInvitation>(&it.get::<String>("payload").unwrap());
    rows.iter().map(|it| job(it).unwrap().invitation_id).collect()
}

async fn timeline(db: &Db, kind: Kind) -> Vec<interactions::interaction::Interaction> {
    let mut read = db.read().await.unwrap();
    let rows = read
        .all(
            sql!("select id from interactions where person_id = $1 and kind = $2 order by id limit 99"),
            params![PERSON, kind.code()],
        )
        .await
        .unwrap();
    let mut found = Vec::new();
    for row in rows {
        found.push(interactions::actions::find(&mut read, row.get("id").unwrap()).await.unwrap().unwrap());
    }
    found
}

/// Sends what waits and gives the token of the last link.
async fn sent(company: &Company, clock: &ManualClock) -> String {
    clock.advance_seconds(7_200);
    for id in waiting(&company.state.db).await {
        for _ in 0..2 {
            actions::send_invitation(&company.state, &system(), id).await.unwrap();
        }
    }
    let mail = timeline(&company.state.db, Kind::Invitation).await.pop().unwrap();
    let key = company.state.config.secret_key.bytes();
    interactions::actions::links::tokens(key, &mail).pop().unwrap()
}

async fn answer(db: &Db, token: &str, pages: &[&[(&str, &str)]]) {
    for (page, fields) in pages.iter().enumerate() {
        let mut tx = db.begin().await.unwrap();
        let done = submit_for_token(&mut tx, token, page, None, fields.iter().copied()).await.unwrap().unwrap();
        assert!(!matches!(done, surveys::actions::Submitted::Refused(_)), "{done:?}");
        tx.commit().await.unwrap();
    }
}

/// Answers `page` alone, and goes away for longer than an answer rests.
async fn rested(company: &Company, clock: &ManualClock, token: &str, page: usize, fields: &[(&str, &str)]) {
    let db = &company.state.db;
    let mut tx = db.begin().await.unwrap();
    submit_for_token(&mut tx, token, page, None, fields.iter().copied()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    clock.advance_seconds(surveys::actions::REST_SECONDS + 1);
    surveys::jobs::SettleSurveys::run(db).await.unwrap();
    react(company).await;
}

async fn callbacks(db: &Db, actor: &Actor, is_open: bool) -> Vec<Callback> {
    let mut read = db.read().await.unwrap();
    actions::callbacks(&mut read, actor, is_open, None, db.now(), None, 50).await.unwrap().items
}

#[tokio::test]
async fn a_closed_case_sends_one_invitation_queued_for_the_mailroom() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        let case = closed_case(&db).await;
        react(&company).await;
        assert_eq!(waiting(&db).await.len(), 1, "facts twice, one job");
        sent(&company, &clock).await;
        let mails = timeline(&db, Kind::Invitation).await;
        assert_eq!(mails.len(), 1, "jobs twice, one mail");
        let mail = &mails[0];
        let expected = (Channel::Mail, Direction::Outbound, State::Queued, Some(case));
        assert_eq!((mail.channel, mail.direction, mail.state, mail.case_id), expected);
        assert!(mail.body_text.starts_with("Bonjour Hélène Roy,"), "{}", mail.body_text);
        assert!(mail.body_text.contains("jusqu’au 01/07/2026"), "{}", mail.body_text);
        assert_eq!(mail.meta["to"][0], "helene@example.fr");
        let hash = mail.html_blob.as_ref().unwrap().parse().unwrap();
        let html = company.state.blobs.get(hash).await.unwrap();
        assert!(String::from_utf8_lossy(&html).contains("score=10"));
    })
    .await;
}

#[tokio::test]
async fn a_detractor_is_called_back_by_the_team_and_the_loop_closes() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        let origin = closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        answer(&db, &token, &[&[("nps", "3")], &[("why", "Trop long")], &[]]).await;
        react(&company).await;
        let answers = timeline(&db, Kind::Answer).await;
        assert_eq!(answers.len(), 1);
        assert_eq!((answers[0].channel, answers[0].direction), (Channel::Survey, Direction::Inbound));
        assert_eq!(answers[0].body_text, "Trop long", "their words, and none of ours");
        let why =
            serde_json::json!({"kind": "text", "question": "Pour quelle raison principale ?", "answer": "Trop long"});
        assert_eq!((&answers[0].meta["nps"], &answers[0].meta["answers"][1]), (&serde_json::json!(3), &why));
        let open = callbacks(&db, &lead(), true).await;
        assert_eq!(open.len(), 1, "facts twice, one call-back");
        let callback = &open[0];
        assert_eq!(
            (callback.reason, callback.nps, callback.origin_case_id),
            (Reason::Detractor, Some(3), Some(origin))
        );
        assert_eq!((callback.team_id, callback.phone.as_deref()), (Some(TEAM), Some("+33612345678")));
        assert_eq!(facts(&db, "callback_opened").await.len(), 1);
        let stranger = Actor::staff(StaffId::new(9), Role::TeamLead, vec![TeamId::new(8)]);
        assert!(callbacks(&db, &stranger, true).await.is_empty(), "another team's");

        let mut tx = db.begin().await.unwrap();
        let case = cases::actions::find(&mut tx, &lead(), callback.case_id).await.unwrap();
        assert_eq!((case.type_key.as_str(), case.channel), ("callback", cases::case::Channel::Survey));
        let closure = Closure { outcome: Outcome::Reached, note: "Excuses, dossier repris".to_owned() };
        let stale = actions::close(&mut tx, &lead(), callback.id, 9, &closure).await;
        assert!(matches!(stale, Err(ProgrammeError::Stale { given: 9, present: 1 })));
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        let closed = actions::close(&mut tx, &lead(), callback.id, 1, &closure).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((closed.is_open, closed.outcome), (false, Some(Outcome::Reached)));
        let mut tx = db.begin().await.unwrap();
        let again = actions::close(&mut tx, &lead(), callback.id, 2, &closure).await;
        assert!(matches!(again, Err(ProgrammeError::Closed(_))));
        drop(tx);
        react(&company).await;
        assert_eq!(callbacks(&db, &lead(), false).await[0].outcome, Some(Outcome::Reached), "kept as it was said");
        assert_eq!(facts(&db, "callback_closed").await.len(), 1);
        assert_eq!(timeline(&db, Kind::Call).await[0].body_text, "Excuses, dossier repris");
        assert_eq!(waiting(&db).await.len(), 1, "a call-back's case is not surveyed");
    })
    .await;
}

#[tokio::test]
async fn a_callback_is_told_to_the_team_its_type_goes_to_when_the_case_it_is_about_has_none() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        let origin = closed_case(&db).await;
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("update cases set team_id = null where id = $1"), params![origin]).await.unwrap();
        tx.run(sql!("update case_types set team_id = $1 where key = 'callback'"), params![TEAM]).await.unwrap();
        tx.commit().await.unwrap();
        react(&company).await;
        let token = sent(&company, &clock).await;
        answer(&db, &token, &[&[("nps", "3")], &[("why", "Trop long")], &[]]).await;
        react(&company).await;
        let told: crate::event::CallbackOpened = facts(&db, "callback_opened").await[0].read().unwrap();
        assert_eq!(told.team_id, Some(TEAM));
    })
    .await;
}

#[tokio::test]
async fn a_callback_ends_with_its_case() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        answer(&db, &token, &[&[("nps", "0")], &[], &[("callback", "yes")]]).await;
        react(&company).await;
        let callback = callbacks(&db, &lead(), true).await.remove(0);
        assert_eq!(callback.reason, Reason::Asked);
        let mut tx = db.begin().await.unwrap();
        cases::actions::close(&mut tx, &lead(), callback.case_id).await.unwrap();
        tx.commit().await.unwrap();
        react(&company).await;
        assert!(callbacks(&db, &lead(), true).await.is_empty());
        assert_eq!(callbacks(&db, &lead(), false).await[0].outcome, Some(Outcome::ClosedWithCase));
    })
    .await;
}

#[tokio::test]
async fn a_call_is_owed_again_when_its_case_is_and_not_when_somebody_said_how_it_went() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        answer(&db, &token, &[&[("nps", "0")], &[], &[("callback", "yes")]]).await;
        react(&company).await;
        let callback = callbacks(&db, &lead(), true).await.remove(0);
        let turn = async |closes: bool| {
            clock.advance_seconds(60);
            let mut tx = db.begin().await.unwrap();
            if closes {
                cases::actions::close(&mut tx, &lead(), callback.case_id).await.unwrap();
            } else {
                cases::actions::reopen(&mut tx, &lead(), callback.case_id).await.unwrap();
            }
            tx.commit().await.unwrap();
            // Every fact there ever was comes once more, those of closings before this one among them.
            react(&company).await;
            callbacks(&db, &lead(), true).await.len()
        };
        assert_eq!([turn(true).await, turn(false).await], [0, 1], "closed by mistake, and undone");
        assert_eq!([turn(true).await, turn(false).await], [0, 1], "and once more");
        let open = callbacks(&db, &lead(), true).await.remove(0);
        assert_eq!((open.outcome, open.closed_at, open.reason), (None, None, Reason::Asked));
        let mut tx = db.begin().await.unwrap();
        let closure = Closure { outcome: Outcome::NotReached, note: String::new() };
        actions::close(&mut tx, &lead(), open.id, open.version, &closure).await.unwrap();
        tx.commit().await.unwrap();
        react(&company).await;
        assert_eq!(turn(false).await, 0, "what somebody said of the call stays said");
    })
    .await;
}

#[tokio::test]
async fn what_is_added_after_a_rest_stands_on_the_timeline_and_a_no_ends_the_call() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        rested(&company, &clock, &token, 0, &[("nps", "2")]).await;
        let callback = callbacks(&db, &lead(), true).await.remove(0);
        let said = timeline(&db, Kind::Answer).await.remove(0);
        assert_eq!((callback.reason, said.body_text.as_str()), (Reason::Detractor, ""));
        rested(&company, &clock, &token, 1, &[("why", "Trop long")]).await;
        let said = timeline(&db, Kind::Answer).await;
        assert_eq!((said.len(), said[0].body_text.as_str(), said[0].version), (1, "Trop long", 2));
        assert_eq!(callbacks(&db, &lead(), true).await.len(), 1, "still owed, once");
        rested(&company, &clock, &token, 2, &[("callback", "no")]).await;
        let said = timeline(&db, Kind::Answer).await;
        assert_eq!((said.len(), &said[0].meta["wants_callback"]), (1, &serde_json::json!(false)));
        assert!(callbacks(&db, &lead(), true).await.is_empty(), "who says no is not called");
        assert_eq!(callbacks(&db, &lead(), false).await[0].outcome, Some(Outcome::NotWanted));
        let mut read = db.read().await.unwrap();
        assert!(cases::actions::find(&mut read, &lead(), callback.case_id).await.unwrap().is_closed());
    })
    .await;
}

#[tokio::test]
async fn of_those_that_are_done_the_last_one_stands_first_whatever_was_due_first() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let _company = company(&db).await;
        for (id, closed_at) in [(1, 30), (2, 10), (3, 20), (4, 20)] {
            let case = closed_case(&db).await;
            let mut tx = db.begin().await.unwrap();
            tx.run(
                sql!(
                    "insert into callbacks (id, case_id, person_id, reason, state, outcome, opened_at, closed_at, closed_by)
                     values ($1, $2, $3, 'asked', 'closed', 'reached', 1, $4, 'test')"
                ),
                params![id, case, PERSON, closed_at],
            )
            .await
            .unwrap();
            // The deadlines go the other way.
            tx.run(sql!("update cases set due_key = $2 where id = $1"), params![case, 100 - closed_at]).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut read = db.read().await.unwrap();
        for person in [None, Some(PERSON)] {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = actions::callbacks(&mut read, &lead(), false, person, db.now(), after, 3).await.unwrap();
                found.extend(page.items.iter().map(|it| it.id.get()));
                let Some(next) = page.next else { break };
                after = next.number(0).zip(next.number(1));
            }
            assert_eq!(found, [1, 4, 3, 2], "{person:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_says_yes_after_a_rest_has_asked_to_be_called() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        rested(&company, &clock, &token, 0, &[("nps", "2")]).await;
        rested(&company, &clock, &token, 1, &[]).await;
        assert_eq!(callbacks(&db, &lead(), true).await[0].reason, Reason::Detractor);
        rested(&company, &clock, &token, 2, &[("callback", "yes")]).await;
        let open = callbacks(&db, &lead(), true).await;
        assert_eq!((open.len(), open[0].reason), (1, Reason::Asked));
        assert_eq!(facts(&db, "callback_changed").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_page_of_those_that_are_done_reads_a_page() {
    let plans = db::testing::plans(async |tx| {
        for (person, teams) in [(None, None), (None, Some(vec![7])), (Some(PERSON), None)] {
            let filter = crate::store::Filter { person, teams };
            crate::store::done(tx, &filter, kernel::Timestamp::default(), Some((9, 9)), 9).await.unwrap();
            crate::store::owed(tx, &filter, kernel::Timestamp::default(), None, 9).await.unwrap();
        }
    })
    .await;
    let times = |index: &str| plans.iter().filter(|it| it.contains(index)).count();
    let done = "(closed_at,id)<(?,?))";
    assert_eq!(times(&format!("b USING INDEX callbacks_by_end (state=? AND {done}")), 2, "{plans:#?}");
    assert_eq!(
        times(&format!("b USING INDEX callbacks_by_person (person_id=? AND state=? AND {done}")),
        1,
        "{plans:#?}"
    );
    assert_eq!(times("b USING INDEX callbacks_by_end (state=?)"), 3, "{plans:#?}");
    // Those that are owed are few: only they are sorted.
    assert_eq!((times("SCAN"), times("USE TEMP B-TREE FOR ORDER BY")), (0, 3), "{plans:#?}");
}

#[tokio::test]
async fn a_promoter_and_one_who_refuses_are_not_called() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        answer(&db, &token, &[&[("nps", "2")], &[], &[("callback", "no")]]).await;
        react(&company).await;
        assert!(callbacks(&db, &lead(), true).await.is_empty());
        assert_eq!(timeline(&db, Kind::Answer).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_whose_mail_failed_has_asked_nobody_until_it_leaves_after_all() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        closed_case(&db).await;
        react(&company).await;
        let token = sent(&company, &clock).await;
        let mail = timeline(&db, Kind::Invitation).await.remove(0).id;
        let moved = async |states: &[State]| {
            let mut tx = db.begin().await.unwrap();
            for state in states {
                interactions::actions::set_state(&mut tx, &system(), mail, *state, None).await.unwrap();
            }
            tx.commit().await.unwrap();
            react(&company).await;
            let mut read = db.read().await.unwrap();
            let all = surveys::actions::invitations(&mut read, &system(), None, None, None, None, 9).await.unwrap();
            let visit = surveys::actions::page_for_token(&mut read, &token, db.now(), None, None, None).await.unwrap();
            let it = &all.items[0];
            (it.state, it.reason, it.sent_at, visit.is_some())
        };
        let (refused, left) = (InvitationState::Refused, InvitationState::Sent);
        let undelivered = Some(surveys::rule::Reason::Undelivered);
        assert_eq!(moved(&[State::Failed]).await, (refused, undelivered, None, false));
        clock.advance_seconds(60);
        let again = [State::Queued, State::Sending, State::Sent];
        assert_eq!(moved(&again).await, (left, None, Some(db.now()), true), "sent once more by staff");
        clock.advance_seconds(60);
        answer(&db, &token, &[&[("nps", "9")]]).await;
        assert_eq!(moved(&[State::Failed]).await.0, InvitationState::Answered, "a late bounce of what was answered");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_that_is_no_longer_fair_leaves_no_mail() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let company = company(&db).await;
        let case = closed_case(&db).await;
        react(&company).await;
        clock.advance_seconds(60);
        let mut tx = db.begin().await.unwrap();
        cases::actions::reopen(&mut tx, &system(), case).await.unwrap();
        tx.commit().await.unwrap();
        clock.advance_seconds(7_200);
        for id in waiting(&db).await {
            actions::send_invitation(&company.state, &system(), id).await.unwrap();
        }
        assert!(timeline(&db, Kind::Invitation).await.is_empty());
        let mut read = db.read().await.unwrap();
        let all = surveys::actions::invitations(&mut read, &system(), None, None, None, None, 9).await.unwrap();
        assert_eq!(all.items[0].reason, Some(surveys::rule::Reason::CaseReopened));
    })
    .await;
}
