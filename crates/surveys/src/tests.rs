//! Surveys on a store: who is asked, what a link does, what is counted.

use std::sync::Arc;

use db::testing::each_engine;
use db::{Db, Tx, params, sql};
use kernel::{Actor, CaseId, Locale, ManualClock, PersonId, Role, StaffId, Timestamp};
use questionnaire::{Answer, Status, templates};

use crate::actions::{self, Addressed, RuleDraft, Submitted};
use crate::error::SurveyError;
use crate::rule::{ClosedCase, Reason};
use crate::survey::InvitationState;
use crate::visit::Visit;

const PERSON: PersonId = PersonId::new(501);
const CASE: CaseId = CaseId::new(901);

fn system() -> Actor {
    Actor::system("test")
}

async fn person(tx: &mut Tx, id: PersonId, email: Option<&str>) {
    tx.run(
        sql!(
            "insert into persons (id, display_name, language, email, provenance, search_words, created_at, changed_at,
               version) values ($1, 'Hélène Roy', 'en', $2, '{}', '', 0, 0, 1)"
        ),
        params![id, email],
    )
    .await
    .unwrap();
}

async fn case(tx: &mut Tx, id: CaseId, person: PersonId, type_key: &str, state: &str) {
    tx.run(
        sql!(
            "insert into cases (id, type_key, channel, priority, language, subject, subject_folded, state, person_id,
               opened_by, opened_at, received_at, answer_count, reopened_count, due_key, updated_at, version)
             values ($1, $2, 'mail', 'normal', 'fr', 'Sinistre', 'sinistre', $3, $4, 'test', 0, 0, 0, 0, 0, 0, 1)"
        ),
        params![id, type_key, state, person],
    )
    .await
    .unwrap();
}

/// The case of [`CASE`], closed when the clock starts.
fn closed() -> ClosedCase {
    ClosedCase {
        id: CASE,
        has_person: true,
        case_type: "question".to_owned(),
        channel: "mail".to_owned(),
        closed_at: db::testing::START.parse().unwrap(),
    }
}

fn draft(survey_id: kernel::SurveyId) -> RuleDraft {
    RuleDraft {
        place: 0,
        name: "Après chaque dossier".to_owned(),
        survey_id,
        is_active: true,
        delay_seconds: 3_600,
        quiet_days: 90,
        spares_complaints: true,
        case_types: vec![],
        channels: vec![],
        share: 1.0,
        open_days: 30,
    }
}

/// A published survey with its rule, a person with an address, their closed case.
async fn prepare(db: &Db) -> kernel::SurveyId {
    let mut tx = db.begin().await.unwrap();
    let survey = actions::create(&mut tx, &system(), "Après un dossier", templates::after_case()).await.unwrap();
    actions::publish(&mut tx, &system(), survey.id, 1).await.unwrap();
    actions::create_rule(&mut tx, &system(), draft(survey.id)).await.unwrap();
    person(&mut tx, PERSON, Some("helene@example.fr")).await;
    case(&mut tx, CASE, PERSON, "question", "closed").await;
    tx.commit().await.unwrap();
    survey.id
}

/// An invitation that left.
struct Leaving {
    id: kernel::InvitationId,
    token: String,
    addressed: Addressed,
}

async fn invited(db: &Db, clock: &ManualClock) -> Leaving {
    let mut tx = db.begin().await.unwrap();
    let scheduled = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    clock.advance_seconds(3_600);
    let mut tx = db.begin().await.unwrap();
    let token = db::secret::token().unwrap();
    let addressed = actions::send(&mut tx, &system(), scheduled.id, &token).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    Leaving { id: scheduled.id, token, addressed }
}

async fn post(db: &Db, token: &str, page: usize, fields: &[(&str, &str)]) -> Submitted {
    let mut tx = db.begin().await.unwrap();
    let done = actions::submit_for_token(&mut tx, token, page, None, fields.iter().copied()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    done
}

async fn events(db: &Db, name: &str) -> i64 {
    let mut read = db.read().await.unwrap();
    let row = read.one(sql!("select count(*) as n from outbox where name = $1"), params![name]).await.unwrap();
    row.get("n").unwrap()
}

async fn refusals(db: &Db) -> Vec<Option<Reason>> {
    let mut read = db.read().await.unwrap();
    let refused = Some(InvitationState::Refused);
    let page = actions::invitations(&mut read, &system(), None, None, refused, None, 50).await.unwrap();
    page.items.iter().map(|it| it.reason).collect()
}

#[tokio::test]
async fn a_closed_case_is_surveyed_once_after_the_delay() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let leaving = invited(&db, &clock).await;
        assert_eq!((leaving.addressed.person_id, leaving.addressed.locale), (PERSON, Locale::En));
        let mut tx = db.begin().await.unwrap();
        assert_eq!(actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap(), None);
        assert_eq!(actions::send(&mut tx, &system(), leaving.id, "t").await.unwrap(), None, "sent twice");
        tx.commit().await.unwrap();
        assert_eq!(events(&db, "invitation_sent").await, 1);
        let mut read = db.read().await.unwrap();
        let rows = read.all(sql!("select token_hash from invitations order by id limit 9"), params![]).await.unwrap();
        let stored: Vec<u8> = rows[0].get("token_hash").unwrap();
        assert_eq!(stored, db::secret::hash(&leaving.token), "only the hash is stored");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_invitations_for_one_person_at_once_one_leaves() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let mut pairs = Vec::new();
        let mut tx = db.begin().await.unwrap();
        for number in 0..10 {
            let whom = PersonId::new(600 + number);
            person(&mut tx, whom, Some(&format!("p{number}@example.fr"))).await;
            let mut pair = Vec::new();
            for place in 0..2 {
                let about = ClosedCase { id: CaseId::new(2_000 + 2 * number + place), ..closed() };
                case(&mut tx, about.id, whom, "question", "closed").await;
                let made = actions::decide_on_closed_case(&mut tx, &system(), &about, Some(whom)).await.unwrap();
                pair.push(made.unwrap().id);
            }
            pairs.push((whom, pair));
        }
        tx.commit().await.unwrap();
        clock.advance_seconds(3_600);
        for (whom, pair) in pairs {
            // Both at once: each holds its transaction open a while after it has decided.
            let sending = pair.into_iter().map(|id| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = db.begin().await.unwrap();
                    let token = db::secret::token().unwrap();
                    let is_sent = actions::send(&mut tx, &system(), id, &token).await.unwrap().is_some();
                    for _ in 0..20 {
                        let mut read = db.read().await.unwrap();
                        read.one(sql!("select count(*) as n from cases"), params![]).await.unwrap();
                    }
                    tx.commit().await.unwrap();
                    is_sent
                })
            });
            let mut left = 0;
            for one in sending.collect::<Vec<_>>() {
                left += usize::from(one.await.unwrap());
            }
            assert_eq!(left, 1, "{whom} was asked {left} times");
        }
        assert_eq!(refusals(&db).await, vec![Some(Reason::AskedRecently); 10]);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_twice_in_the_quiet_days_nor_while_a_complaint_is_open() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        invited(&db, &clock).await;
        let again = |id: i64, person: PersonId| ClosedCase { id: CaseId::new(id), ..closed() }.pair(person);
        let mut tx = db.begin().await.unwrap();
        case(&mut tx, CaseId::new(902), PERSON, "question", "closed").await;
        let other = PersonId::new(502);
        person(&mut tx, other, Some("paul@example.fr")).await;
        case(&mut tx, CaseId::new(903), other, "complaint", "waiting").await;
        case(&mut tx, CaseId::new(904), other, "question", "closed").await;
        let silent = PersonId::new(503);
        person(&mut tx, silent, None).await;
        case(&mut tx, CaseId::new(905), silent, "question", "closed").await;
        let mut due = Vec::new();
        for (case, person) in [again(902, PERSON), again(904, other), again(905, silent)] {
            due.push(
                actions::decide_on_closed_case(&mut tx, &system(), &case, Some(person)).await.unwrap().unwrap().id,
            );
        }
        tx.commit().await.unwrap();
        for id in due {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(actions::send(&mut tx, &system(), id, "t").await.unwrap(), None);
            tx.commit().await.unwrap();
        }
        let expected = [Reason::NoAddress, Reason::ComplaintOpen, Reason::AskedRecently].map(Some);
        assert_eq!(refusals(&db).await, expected, "latest first");
    })
    .await;
}

impl ClosedCase {
    fn pair(self, person: PersonId) -> (Self, PersonId) {
        (self, person)
    }
}

#[tokio::test]
async fn a_case_reopened_before_the_invitation_is_asked_about_when_it_closes_again() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let first = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap().unwrap();
        tx.run(sql!("update cases set state = 'open' where id = $1"), params![CASE]).await.unwrap();
        tx.commit().await.unwrap();
        clock.advance_seconds(3_600);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(actions::send(&mut tx, &system(), first.id, "t").await.unwrap(), None);
        tx.commit().await.unwrap();
        assert_eq!(refusals(&db).await, [Some(Reason::CaseReopened)]);
        clock.advance_seconds(60);
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("update cases set state = 'closed' where id = $1"), params![CASE]).await.unwrap();
        let again = ClosedCase { closed_at: tx.now(), ..closed() };
        let second = actions::decide_on_closed_case(&mut tx, &system(), &again, Some(PERSON)).await.unwrap().unwrap();
        assert_eq!((second.id, second.due_at), (first.id, tx.now().plus_seconds(3_600)));
        assert_eq!(actions::decide_on_closed_case(&mut tx, &system(), &again, Some(PERSON)).await.unwrap(), None);
        tx.commit().await.unwrap();
        clock.advance_seconds(3_600);
        let mut tx = db.begin().await.unwrap();
        assert!(actions::send(&mut tx, &system(), second.id, "t").await.unwrap().is_some());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_case_closed_again_before_the_invitation_left_is_asked_about_a_delay_after_its_last_closing() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let first = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        clock.advance_seconds(3_500);
        let mut tx = db.begin().await.unwrap();
        let again = ClosedCase { closed_at: tx.now(), ..closed() };
        let second = actions::decide_on_closed_case(&mut tx, &system(), &again, Some(PERSON)).await.unwrap();
        let second = second.expect("scheduled anew");
        tx.commit().await.unwrap();
        clock.advance_seconds(100);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(
            actions::send(&mut tx, &system(), first.id, "t").await.unwrap(),
            None,
            "the first job comes too early"
        );
        tx.commit().await.unwrap();
        assert!(refusals(&db).await.is_empty(), "and refuses nothing");
        clock.advance_seconds(3_500);
        let mut tx = db.begin().await.unwrap();
        assert!(actions::send(&mut tx, &system(), second.id, "t").await.unwrap().is_some());
        tx.commit().await.unwrap();
        let late = ClosedCase { closed_at: db.now(), ..closed() };
        let mut tx = db.begin().await.unwrap();
        let third = actions::decide_on_closed_case(&mut tx, &system(), &late, Some(PERSON)).await.unwrap();
        assert_eq!(third, None, "nobody is asked twice about one case");
    })
    .await;
}

#[tokio::test]
async fn a_case_put_right_and_closed_again_is_decided_on_anew_whatever_was_decided_before() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let later = RuleDraft { place: 5, case_types: vec!["claim".to_owned()], ..draft(survey) };
        actions::create_rule(&mut tx, &system(), later).await.unwrap();
        let rules = actions::rules(&mut tx, &system()).await.unwrap();
        let first = RuleDraft { case_types: vec!["question".to_owned()], ..draft(survey) };
        actions::update_rule(&mut tx, &system(), rules[0].id, 1, first).await.unwrap();
        let mut decide = async |case_type: &str, person: Option<PersonId>, seconds: i64| {
            let closed_at = closed().closed_at.plus_seconds(seconds);
            let case =
                ClosedCase { case_type: case_type.to_owned(), has_person: person.is_some(), closed_at, ..closed() };
            let made = actions::decide_on_closed_case(&mut tx, &system(), &case, person).await.unwrap();
            let all = actions::invitations(&mut tx, &system(), None, None, None, None, 9).await.unwrap().items;
            (made.is_some(), all.iter().rev().map(|it| (it.state, it.reason)).collect::<Vec<_>>())
        };
        let refused = |reason| (InvitationState::Refused, Some(reason));
        let scheduled = (InvitationState::Scheduled, None);
        assert_eq!(
            decide("question", None, 0).await,
            (false, vec![refused(Reason::PersonUnknown)]),
            "the rule that is for it has decided"
        );
        assert_eq!(decide("question", Some(PERSON), 60).await, (true, vec![scheduled]), "the person is known now");
        assert_eq!(
            decide("claim", Some(PERSON), 120).await,
            (true, vec![refused(Reason::OtherCaseType), scheduled]),
            "another rule concerns it now, and the first asks no longer"
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_the_case_is_for_when_the_invitation_leaves_is_asked() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let anne = PersonId::new(502);
        let mut tx = db.begin().await.unwrap();
        person(&mut tx, anne, Some("anne@example.fr")).await;
        let made = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap().unwrap();
        let by_hand = actions::invite_person(&mut tx, &system(), (survey, PERSON, Some(CASE)), false).await.unwrap();
        tx.run(sql!("update cases set person_id = $2 where id = $1"), params![CASE, anne]).await.unwrap();
        tx.commit().await.unwrap();
        clock.advance_seconds(3_600);
        let mut read = db.read().await.unwrap();
        let planned = actions::address(&mut read, &system(), made.id, db.now()).await.unwrap().unwrap().unwrap();
        drop(read);
        let mut tx = db.begin().await.unwrap();
        let sent = actions::send(&mut tx, &system(), made.id, "t").await.unwrap().unwrap();
        assert_eq!((planned.person_id, sent.person_id), (anne, anne));
        let of_anne = actions::invitations(&mut tx, &system(), None, Some(anne), None, None, 9).await.unwrap().items;
        assert_eq!(of_anne.iter().map(|it| it.id).collect::<Vec<_>>(), [made.id], "her answer will be hers");
        let sent = actions::send(&mut tx, &system(), by_hand.id, "u").await.unwrap().unwrap();
        assert_eq!(sent.person_id, PERSON, "whom somebody chose is asked");
    })
    .await;
}

#[tokio::test]
async fn who_waits_is_asked_what_the_rule_asks_when_it_is_time() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let before = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let made = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap().unwrap();
        let next = actions::create(&mut tx, &system(), "La suite", templates::satisfaction()).await.unwrap();
        actions::publish(&mut tx, &system(), next.id, 1).await.unwrap();
        let rule = actions::rules(&mut tx, &system()).await.unwrap().remove(0);
        actions::update_rule(&mut tx, &system(), rule.id, 1, draft(next.id)).await.unwrap();
        actions::update(&mut tx, &system(), before, 2, |it| it.is_active = false).await.unwrap();
        tx.commit().await.unwrap();
        clock.advance_seconds(3_600);
        let mut tx = db.begin().await.unwrap();
        let sent = actions::send(&mut tx, &system(), made.id, "t").await.unwrap().expect("it leaves");
        assert_eq!((sent.survey_id, sent.definition), (next.id, templates::satisfaction()));
        tx.commit().await.unwrap();
        assert_eq!(post(&db, "t", 0, &[("satisfaction", "4"), ("effort", "5")]).await, Submitted::Next(1));
        let mut read = db.read().await.unwrap();
        for (survey, expected) in [(before, 0), (next.id, 1)] {
            let invited = actions::invitations(&mut read, &system(), Some(survey), None, None, None, 9).await.unwrap();
            let answered = actions::responses(&mut read, &system(), None, Some(survey), None, 9).await.unwrap();
            assert_eq!((invited.items.len(), answered.items.len()), (expected, expected));
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_asked_about_anybody_elses_case_nor_twice_about_their_own() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let paul = PersonId::new(502);
        let mut tx = db.begin().await.unwrap();
        person(&mut tx, paul, Some("paul@example.fr")).await;
        for (whom, about, is_theirs) in [
            (PERSON, None, true),
            (PERSON, Some(CASE), true),
            (paul, Some(CASE), false),
            (paul, Some(CaseId::new(7)), false),
        ] {
            let made = actions::invite_person(&mut tx, &system(), (survey, whom, about), false).await;
            let is_refused = matches!(&made, Err(SurveyError::Field { field: "/case_id", .. }));
            assert_eq!((made.is_ok(), is_refused), (is_theirs, !is_theirs), "{whom} {about:?}");
        }
        // Asked as a question, put right, and closed again as a claim, for which there is another rule without quiet days.
        let rules = actions::rules(&mut tx, &system()).await.unwrap();
        let first = RuleDraft { case_types: vec!["question".to_owned()], ..draft(survey) };
        actions::update_rule(&mut tx, &system(), rules[0].id, 1, first).await.unwrap();
        let claims = RuleDraft { place: 5, quiet_days: 0, case_types: vec!["claim".to_owned()], ..draft(survey) };
        actions::create_rule(&mut tx, &system(), claims).await.unwrap();
        tx.commit().await.unwrap();
        invited(&db, &clock).await;
        let mut tx = db.begin().await.unwrap();
        let again = ClosedCase { case_type: "claim".to_owned(), closed_at: tx.now(), ..closed() };
        assert_eq!(actions::decide_on_closed_case(&mut tx, &system(), &again, Some(PERSON)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn answers_are_kept_page_by_page_and_told_once_at_the_end() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let token = invited(&db, &clock).await.token;
        assert_eq!(post(&db, &token, 0, &[("nps", "4")]).await, Submitted::Next(1));
        assert_eq!(events(&db, "response_received").await, 0);
        assert_eq!(post(&db, &token, 1, &[("why", "Trop long")]).await, Submitted::Next(2));
        let mut read = db.read().await.unwrap();
        let now = db.now();
        let shown = actions::page_for_token(&mut read, &token, now, None, None, Some("9")).await.unwrap().unwrap();
        assert!(matches!(&shown, Visit::Page(view) if view.page == 2 && view.step.number == 3), "{shown:?}");
        drop(read);
        assert!(matches!(post(&db, &token, 2, &[("callback", "yes")]).await, Submitted::Complete(_)));
        assert!(matches!(post(&db, &token, 0, &[("nps", "10")]).await, Submitted::Closed(Visit::Answered(_))));
        assert_eq!(events(&db, "response_received").await, 1);
        let mut read = db.read().await.unwrap();
        let found =
            actions::responses(&mut read, &system(), Some(PERSON), None, None, 10).await.unwrap().items.remove(0);
        assert_eq!((found.nps, found.wants_callback, found.is_complete), (Some(4), Some(true), true));
        assert_eq!(found.answers[2].answer, Some(Answer::Text("Trop long".to_owned())));
        let (from, to) = (Timestamp::from_micros(0), now.plus_seconds(9));
        let results = actions::results(&mut read, &system(), survey, from, to, Locale::Fr).await.unwrap();
        assert_eq!((results.complete, results.partial, results.invitations.sent), (1, 0, 1));
        let nps = &results.questions[0];
        assert_eq!((nps.answered, nps.distribution[4].1, nps.estimate.unwrap().value), (1, 1, Some(-100.0)));
        assert_eq!(results.words[0].text, "Trop long");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_not_taken_keeps_the_answers_that_can_be() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut short = templates::after_case();
        let mut why = short.pages.remove(1);
        why.questions[0].required = true;
        short.pages[0].questions.extend(why.questions);
        actions::update(&mut tx, &system(), survey, 2, |it| it.draft = short).await.unwrap();
        actions::publish(&mut tx, &system(), survey, 3).await.unwrap();
        tx.commit().await.unwrap();
        let token = invited(&db, &clock).await.token;
        // The score is there, the words that are waited for are not.
        let refused = post(&db, &token, 0, &[("nps", "3")]).await;
        assert!(matches!(&refused, Submitted::Refused(view) if view.refusals.len() == 1), "{refused:?}");
        let mut read = db.read().await.unwrap();
        let shown = actions::page_for_token(&mut read, &token, db.now(), None, None, None).await.unwrap().unwrap();
        let Visit::Page(view) = shown else { panic!("{shown:?}") };
        assert_eq!((view.page, view.questions[0].answer.clone()), (0, Some(Answer::Score(3))));
        let found = actions::responses(&mut read, &system(), Some(PERSON), None, None, 10).await.unwrap().items;
        assert_eq!((found[0].nps, found[0].is_complete), (Some(3), false));
        assert_eq!(found[0].answers[2].status, Status::NotAsked);
        drop(read);
        clock.advance_seconds(actions::REST_SECONDS + 1);
        crate::jobs::SettleSurveys::run(&db).await.unwrap();
        assert_eq!(events(&db, "response_received").await, 1, "the unhappy one is heard of");
        assert!(matches!(post(&db, &token, 0, &[("nps", "3"), ("why", "Trop long")]).await, Submitted::Next(1)));
    })
    .await;
}

#[tokio::test]
async fn by_hand_nobody_is_asked_whom_the_rules_spare_unless_somebody_insists() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        // Somebody whom a rule asked a moment ago.
        invited(&db, &clock).await;
        let mut tx = db.begin().await.unwrap();
        person(&mut tx, PersonId::new(611), Some("y@example.fr")).await;
        person(&mut tx, PersonId::new(612), None).await;
        let now = tx.now();
        for (who, insists, refusal) in [
            (PERSON, false, Some("asked_recently")),
            (PERSON, true, None),
            (PersonId::new(611), false, None),
            (PersonId::new(612), false, Some("no_address")),
            (PersonId::new(612), true, Some("no_address")),
        ] {
            let answer = actions::may_be_asked(&mut tx, (survey, who, None), insists, now).await;
            let refused = answer.err().map(|it| match it {
                SurveyError::MayNotBeAsked { reason, .. } => reason.code(),
                other => panic!("{other}"),
            });
            assert_eq!(refused, refusal, "{who} {insists}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_invitation_by_hand_is_held_to_the_rules_when_it_leaves_unless_somebody_insists() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut made = Vec::new();
        // Two colleagues ask the same person before the first invitation has left; a third insists.
        for insists in [false, false, true] {
            let whom = (survey, PERSON, None);
            actions::may_be_asked(&mut tx, whom, insists, db.now()).await.unwrap();
            made.push(actions::invite_person(&mut tx, &system(), whom, insists).await.unwrap().id);
        }
        tx.commit().await.unwrap();
        let mut left = Vec::new();
        for id in made {
            let mut tx = db.begin().await.unwrap();
            let token = db::secret::token().unwrap();
            left.push(actions::send(&mut tx, &system(), id, &token).await.unwrap().is_some());
            tx.commit().await.unwrap();
        }
        assert_eq!(left, [true, false, true]);
        assert_eq!(refusals(&db).await, [Some(Reason::AskedRecently)]);
        // A complaint that was opened since spares them, too.
        let other = PersonId::new(502);
        let mut tx = db.begin().await.unwrap();
        person(&mut tx, other, Some("paul@example.fr")).await;
        let asked = actions::invite_person(&mut tx, &system(), (survey, other, None), false).await.unwrap();
        case(&mut tx, CaseId::new(903), other, "complaint", "open").await;
        assert_eq!(actions::send(&mut tx, &system(), asked.id, "t").await.unwrap(), None);
        tx.commit().await.unwrap();
        assert_eq!(refusals(&db).await[0], Some(Reason::ComplaintOpen));
    })
    .await;
}

#[tokio::test]
async fn not_asked_not_answered_and_incomplete_are_counted_apart() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tokens = vec![invited(&db, &clock).await.token];
        for id in [511, 512, 513] {
            let mut tx = db.begin().await.unwrap();
            person(&mut tx, PersonId::new(id), Some("x@example.fr")).await;
            let whom = (survey, PersonId::new(id), None);
            let asked = actions::invite_person(&mut tx, &system(), whom, false).await.unwrap();
            tokens.push(db::secret::token().unwrap());
            assert!(actions::send(&mut tx, &system(), asked.id, tokens.last().unwrap()).await.unwrap().is_some());
            tx.commit().await.unwrap();
        }
        // Who would rather not say is asked no more; an unhappy one leaves the call-back open; the third stops after the
        // scores.
        post(&db, &tokens[0], 0, &[("nps", "declined")]).await;
        post(&db, &tokens[1], 0, &[("nps", "0"), ("satisfaction", "1")]).await;
        post(&db, &tokens[1], 1, &[("why", "Rien")]).await;
        post(&db, &tokens[1], 2, &[]).await;
        post(&db, &tokens[2], 0, &[("nps", "5"), ("satisfaction", "4")]).await;
        let mut read = db.read().await.unwrap();
        let to = db.now().plus_seconds(9);
        let results =
            actions::results(&mut read, &system(), survey, Timestamp::from_micros(0), to, Locale::Fr).await.unwrap();
        assert_eq!((results.complete, results.partial), (2, 1));
        // Every invitation that left is one of four things, and the rate is of invitations, by a definition it names.
        let sent = &results.invitations;
        assert_eq!((sent.sent, sent.answered, sent.started, sent.waiting, sent.expired), (4, 2, 1, 1, 0));
        assert_eq!((results.response_rate.value, results.response_rate.n), (Some(0.75), 4));
        let named = |it: &Option<crate::results::FigureDefinition>| it.clone().map(|it| (it.key, it.version));
        assert_eq!(named(&results.response_rate_definition), Some(("response_rate".to_owned(), 1)));
        let figures: Vec<_> = results.questions.iter().map(|it| named(&it.definition)).collect();
        assert_eq!(figures, [Some(("nps".to_owned(), 1)), Some(("csat".to_owned(), 1)), None, None]);
        let counts: Vec<_> = results
            .questions
            .iter()
            .map(|it| (it.question.as_str(), it.answered, it.declined, it.not_answered, it.not_asked, it.incomplete))
            .collect();
        let scores = [("nps", 2, 1, 0, 0, 0), ("satisfaction", 2, 0, 1, 0, 0)];
        assert_eq!(counts[..2], scores);
        assert_eq!(counts[2..], [("why", 1, 0, 0, 1, 1), ("callback", 0, 0, 1, 1, 1)]);
    })
    .await;
}

#[tokio::test]
async fn of_two_rules_that_concern_a_case_the_one_placed_first_decides() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let rules = actions::rules(&mut tx, &system()).await.unwrap();
        let later = RuleDraft { place: 5, delay_seconds: 1, ..draft(survey) };
        let moved = RuleDraft { place: 9, ..draft(survey) };
        actions::create_rule(&mut tx, &system(), later).await.unwrap();
        actions::update_rule(&mut tx, &system(), rules[0].id, 1, moved).await.unwrap();
        let places: Vec<i64> = actions::rules(&mut tx, &system()).await.unwrap().iter().map(|it| it.place).collect();
        assert_eq!(places, [5, 9]);
        let made = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap().unwrap();
        assert_eq!(made.due_at, tx.now().plus_seconds(1));
        let far = actions::create_rule(&mut tx, &system(), RuleDraft { place: 1_000, ..draft(survey) }).await;
        assert!(matches!(far, Err(SurveyError::Field { field: "/place", .. })));
    })
    .await;
}

#[tokio::test]
async fn whom_the_draw_of_a_rule_spares_no_later_rule_asks() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let all = actions::rules(&mut tx, &system()).await.unwrap().remove(0);
        let sample = RuleDraft { case_types: vec!["claim".to_owned()], share: 0.25, ..draft(survey) };
        let sample = actions::create_rule(&mut tx, &system(), sample).await.unwrap();
        let everybody = RuleDraft { place: 9, ..draft(survey) };
        actions::update_rule(&mut tx, &system(), all.id, 1, everybody).await.unwrap();
        let mut asked = 0;
        for number in 0..100 {
            let claim = ClosedCase { id: CaseId::new(5_000 + number), case_type: "claim".to_owned(), ..closed() };
            let made = actions::decide_on_closed_case(&mut tx, &system(), &claim, Some(PERSON)).await.unwrap();
            assert_eq!(made.is_some(), sample.draw(claim.id) < 0.25, "{}", claim.id);
            asked += usize::from(made.is_some());
        }
        assert!((5..50).contains(&asked), "{asked} of 100 claims");
        // What the first rule is not for goes on to the next.
        let made = actions::decide_on_closed_case(&mut tx, &system(), &closed(), Some(PERSON)).await.unwrap();
        assert!(made.is_some());
    })
    .await;
}

#[tokio::test]
async fn going_back_forgets_what_is_no_longer_asked() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let token = invited(&db, &clock).await.token;
        post(&db, &token, 0, &[("nps", "2")]).await;
        post(&db, &token, 1, &[("why", "Trop long")]).await;
        assert!(matches!(post(&db, &token, 0, &[("nps", "9")]).await, Submitted::Complete(_)));
        let mut read = db.read().await.unwrap();
        let found =
            actions::responses(&mut read, &system(), Some(PERSON), None, None, 10).await.unwrap().items.remove(0);
        let statuses: Vec<_> = found.answers.iter().map(|it| it.status).collect();
        assert_eq!(statuses, [Status::Answered, Status::NotAnswered, Status::NotAsked, Status::NotAsked]);
        assert_eq!(found.nps, Some(9));
    })
    .await;
}

#[tokio::test]
async fn a_partial_response_is_told_of_once_each_time_it_rests() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let token = invited(&db, &clock).await.token;
        post(&db, &token, 0, &[("nps", "1")]).await;
        clock.advance_seconds(actions::REST_SECONDS - 1);
        crate::jobs::SettleSurveys::run(&db).await.unwrap();
        assert_eq!(events(&db, "response_received").await, 0, "they may still be writing");
        clock.advance_seconds(2);
        for _ in 0..2 {
            crate::jobs::SettleSurveys::run(&db).await.unwrap();
        }
        assert_eq!(events(&db, "response_received").await, 1);
        post(&db, &token, 1, &[("why", "Voilà")]).await;
        clock.advance_seconds(actions::REST_SECONDS + 1);
        for _ in 0..2 {
            crate::jobs::SettleSurveys::run(&db).await.unwrap();
        }
        assert_eq!(events(&db, "response_received").await, 2, "once more: there is something new");
        post(&db, &token, 2, &[]).await;
        crate::jobs::SettleSurveys::run(&db).await.unwrap();
        assert_eq!(events(&db, "response_received").await, 3, "and once complete");
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_over_or_unknown_takes_nothing() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let token = invited(&db, &clock).await.token;
        // Sent on 1 June in Paris, for thirty days: 1 July is theirs to its end.
        clock.set("2026-07-01T21:59:59Z".parse().unwrap());
        assert_eq!(post(&db, &token, 0, &[("nps", "1")]).await, Submitted::Next(1));
        clock.set("2026-07-01T22:00:00Z".parse().unwrap());
        assert!(matches!(post(&db, &token, 1, &[("why", "x")]).await, Submitted::Closed(Visit::Expired(_))));
        let mut tx = db.begin().await.unwrap();
        assert_eq!(actions::submit_for_token(&mut tx, "nope", 0, None, []).await.unwrap(), None);
        drop(tx);
        crate::jobs::SettleSurveys::run(&db).await.unwrap();
        let mut read = db.read().await.unwrap();
        let page = actions::invitations(&mut read, &system(), None, None, None, None, 9).await.unwrap();
        assert_eq!(page.items[0].state, InvitationState::Expired);
    })
    .await;
}

#[tokio::test]
async fn a_page_and_its_sending_take_at_most_six_statements() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut short = templates::after_case();
        short.pages.truncate(2);
        let why = short.pages.remove(1);
        short.pages[0].questions.extend(why.questions);
        actions::update(&mut tx, &system(), survey, 2, |it| it.draft = short).await.unwrap();
        actions::publish(&mut tx, &system(), survey, 3).await.unwrap();
        tx.commit().await.unwrap();
        let token = invited(&db, &clock).await.token;
        let before = db.statements();
        let mut read = db.read().await.unwrap();
        actions::page_for_token(&mut read, &token, db.now(), None, None, None).await.unwrap();
        drop(read);
        post(&db, &token, 0, &[("nps", "8"), ("why", "Bien")]).await;
        let used = db.statements() - before;
        assert!(used <= 6, "{used} statements");
    })
    .await;
}

#[tokio::test]
async fn a_version_never_changes_and_faults_bar_publishing() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let survey = prepare(&db).await;
        let mut tx = db.begin().await.unwrap();
        let same = actions::publish(&mut tx, &system(), survey, 2).await;
        assert!(matches!(same, Err(SurveyError::Unchanged(_))));
        let faulty = actions::update(&mut tx, &system(), survey, 2, |it| it.draft.pages.clear()).await.unwrap();
        assert_eq!((faulty.version, faulty.findings.len()), (3, 1));
        assert!(matches!(actions::publish(&mut tx, &system(), survey, 3).await, Err(SurveyError::Faulty(_))));
        let stale = actions::update(&mut tx, &system(), survey, 2, |_| ()).await;
        assert!(matches!(stale, Err(SurveyError::Stale { given: 2, present: 3 })));
        let asked = actions::version(&mut tx, &system(), survey, 1).await.unwrap();
        assert_eq!(asked.definition, templates::after_case());
    })
    .await;
}

#[tokio::test]
async fn what_was_said_of_a_case_is_for_those_who_see_the_case() {
    each_engine(async |db: Db, clock: Arc<ManualClock>| {
        prepare(&db).await;
        let token = invited(&db, &clock).await.token;
        post(&db, &token, 0, &[("nps", "3")]).await;
        let team = kernel::TeamId::new(41);
        let seen = async |role: Role, teams: Vec<kernel::TeamId>| {
            let actor = Actor::staff(StaffId::new(1), role, teams);
            let mut read = db.read().await.unwrap();
            let items = actions::responses(&mut read, &actor, Some(PERSON), None, None, 9).await.unwrap().items;
            let all = actions::responses(&mut read, &system(), Some(PERSON), None, None, 9).await.unwrap().items;
            let one = actions::response(&mut read, &actor, all[0].id).await;
            assert_eq!(one.is_ok(), items.len() == 1, "{one:?}");
            items.len()
        };
        assert_eq!(seen(Role::Adviser, vec![]).await, 1, "a case without a team is everybody's");
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("update cases set team_id = $2 where id = $1"), params![CASE, team]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen(Role::Adviser, vec![kernel::TeamId::new(42)]).await, 0, "another team's");
        assert_eq!(seen(Role::Adviser, vec![team]).await, 1);
        assert_eq!(seen(Role::Marketing, vec![]).await, 1, "who reads surveys reads them all");
    })
    .await;
}

#[tokio::test]
async fn an_adviser_neither_writes_surveys_nor_reads_all_responses_but_reads_a_customers() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let adviser = Actor::staff(StaffId::new(1), Role::Adviser, vec![]);
        let mut tx = db.begin().await.unwrap();
        let made = actions::create(&mut tx, &adviser, "x", templates::after_case()).await;
        assert!(matches!(made, Err(SurveyError::Denied(_))));
        assert!(actions::responses(&mut tx, &adviser, None, None, None, 5).await.is_err());
        assert!(actions::responses(&mut tx, &adviser, Some(PERSON), None, None, 5).await.is_ok());
    })
    .await;
}
