//! Promises, calendars, templates, views and drafts.

use std::collections::BTreeMap;

use db::testing::each_engine;
use kernel::{Actor, Locale, Role, Timestamp};

use crate::CaseError;
use crate::actions::settings::{self, NewCalendar};
use crate::actions::templates::{self, NewTemplate, Saying};
use crate::actions::views::{self, NewView};
use crate::actions::{self, drafts, inbox};
use crate::case_type::CaseType;
use crate::draft::Mode;
use crate::inbox::{Filter, Sort};
use crate::promise::{Conditions, Targets};
use crate::template::Variable;
use crate::tests::{Desk, office};

#[tokio::test]
async fn a_promise_is_tried_on_past_cases_and_changes_nothing() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        // Ten cases, answered after 10, 20, … 100 minutes: six within the hour that was promised.
        for n in 1..=10 {
            let case = desk.open().await;
            desk.clock.advance_seconds(n * 600);
            let mut tx = desk.tx().await;
            let now = tx.now();
            actions::record_answer(&mut tx, &desk.adviser, case.id, crate::tests::said(n), now).await.unwrap();
            tx.commit().await.unwrap();
            desk.clock.advance_seconds(86_400 - n * 600);
        }
        let before = desk.facts("case_changed").await.len();
        let admin = Actor::system("test");
        let mut read = desk.db.read().await.unwrap();
        let trying = |seconds, conditions: Conditions| crate::actions::settings::NewPromise {
            name: "Essai".into(),
            place: 0,
            conditions,
            targets: Targets { first_reply: crate::tests::target(seconds, &[]), ..Targets::default() },
            calendar_id: desk.calendar,
            is_published: false,
        };
        let now = desk.db.now();
        let any = Conditions::default;
        let trial = crate::actions::trial::run(&mut read, &admin, trying(35 * 60, any()), None, now).await.unwrap();
        assert_eq!((trial.looked_at, trial.fall_under, trial.is_sample), (10, 10, false));
        let first = trial.metrics.iter().find(|it| it.metric == calendar::Metric::FirstReply).unwrap();
        // The sixth and seventh of June are a weekend: what came then was answered before the desk opened.
        assert_eq!((first.was.kept, first.was.decided), (7, 10));
        assert_eq!((first.would_be.kept, first.would_be.decided), (5, 10));
        let same = crate::actions::trial::run(&mut read, &admin, trying(3600, any()), Some(desk.standard.id), now);
        let same = same.await.unwrap();
        let same = same.metrics.iter().find(|it| it.metric == calendar::Metric::FirstReply).unwrap();
        assert_eq!(same.was, same.would_be, "the promise that held, tried again, says what was");
        let chat = Conditions { channel: Some(crate::Channel::Chat), ..any() };
        let none = crate::actions::trial::run(&mut read, &admin, trying(3600, chat), None, now).await.unwrap();
        assert_eq!((none.looked_at, none.fall_under), (10, 0));
        let refused = crate::actions::trial::run(&mut read, &desk.lead, trying(60, any()), None, now).await;
        assert!(matches!(refused, Err(CaseError::Denied(_))));
        assert_eq!(desk.facts("case_changed").await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn settings_are_for_those_who_manage_promises() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let mut tx = desk.tx().await;
        let new = || NewCalendar { name: "Nuit".into(), is_default: false, definition: office() };
        let refused = settings::create_calendar(&mut tx, &desk.lead, new()).await;
        assert!(matches!(refused, Err(CaseError::Denied(_))));
        let admin = Actor::staff(kernel::StaffId::new(1), Role::Admin, vec![]);
        let calendar = settings::create_calendar(&mut tx, &admin, new()).await.unwrap();
        let stale = settings::update_calendar(&mut tx, &admin, (calendar.id, 7), new()).await;
        assert!(matches!(stale, Err(CaseError::SettingsStale)));
        let twice = settings::create_calendar(&mut tx, &admin, new()).await;
        assert!(matches!(twice, Err(CaseError::NameTaken(_))));
    })
    .await;
}

#[tokio::test]
async fn a_type_has_its_place_and_sends_new_cases_to_its_team() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let admin = Actor::system("test");
        let mut tx = desk.tx().await;
        let team = kernel::TeamId::new(41);
        tx.run(db::sql!("insert into teams (id, name, created_at) values ($1, 'Vitrages', 0)"), db::params![team])
            .await
            .unwrap();
        let kind = |key: &str, place, team_id| CaseType {
            key: key.to_owned(),
            name_fr: "Bris de glace".to_owned(),
            name_en: "Broken window".to_owned(),
            is_complaint: false,
            is_active: true,
            is_public: false,
            place,
            team_id,
            version: 0,
        };
        let nobody = settings::set_case_type(&mut tx, &admin, kind("glass", 5, Some(kernel::TeamId::new(42)))).await;
        assert!(matches!(nobody, Err(CaseError::UnknownTeam(_))));
        let far = settings::set_case_type(&mut tx, &admin, kind("glass", 1_000, None)).await;
        assert!(matches!(far, Err(CaseError::Place(1_000))));
        let made = settings::set_case_type(&mut tx, &admin, kind("glass", 5, Some(team))).await.unwrap();
        let listed = settings::case_types(&mut tx, &admin).await.unwrap();
        assert_eq!(listed.first(), Some(&made), "the lowest place first");
        let open = async |tx: &mut db::Tx, team_id| {
            let mut new = crate::NewCase::new(crate::Channel::Mail, "Vitre", tx.now());
            (new.type_key, new.team_id) = ("glass".to_owned(), team_id);
            crate::actions::open(tx, &Actor::system("test"), new).await.unwrap().team_id
        };
        assert_eq!(open(&mut tx, None).await, Some(team));
        assert_eq!(open(&mut tx, Some(desk.team)).await, Some(desk.team), "who says where it goes is heard");
        let gone = kernel::TeamId::new(7);
        assert_eq!(open(&mut tx, Some(gone)).await, Some(team), "a setting that names a team of the past is not");
        tx.run(db::sql!("update teams set is_active = 0 where id = $1"), db::params![team]).await.unwrap();
        assert_eq!(open(&mut tx, None).await, None, "nor is a type whose team was put to rest: all see the case");
    })
    .await;
}

#[tokio::test]
async fn one_calendar_is_the_default() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let admin = Actor::system("test");
        let mut tx = desk.tx().await;
        let mut definition = office();
        definition.time_zone = "America/New_York".into();
        let new = NewCalendar { name: "New York".into(), is_default: true, definition };
        settings::create_calendar(&mut tx, &admin, new).await.unwrap();
        let defaults: Vec<String> = settings::calendars(&mut tx, &admin)
            .await
            .unwrap()
            .into_iter()
            .filter(|it| it.is_default)
            .map(|it| it.name)
            .collect();
        assert_eq!(defaults, ["New York"]);
        assert_eq!(crate::store::calendars::default_zone(&mut tx).await.unwrap(), "America/New_York");
    })
    .await;
}

#[tokio::test]
async fn a_template_is_filled_in_from_the_case_and_says_what_is_missing() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let variable = |name: &str, is_required| Variable { name: name.into(), fallback: None, is_required };
        let new = NewTemplate {
            name: "Pièce reçue".into(),
            intent: "acknowledge".into(),
            language: Locale::Fr,
            body: "Bonjour{% if first_name %} {{ first_name }}{% endif %}, réponse le {{ due_at }} : {{ amount }}."
                .into(),
            variables: vec![variable("first_name", false), variable("due_at", true), variable("amount", true)],
        };
        let number = NewTemplate {
            name: "Numéro".into(),
            body: "Dossier {{ case_number }}".into(),
            variables: vec![variable("case_number", true)],
            ..new.clone()
        };
        let mut tx = desk.tx().await;
        assert!(matches!(templates::create(&mut tx, &desk.adviser, new.clone()).await, Err(CaseError::Denied(_))));
        let template = templates::create(&mut tx, &desk.lead, new).await.unwrap();
        let instant = |_: Locale, it: Timestamp| it.to_string();
        let typed = BTreeMap::new();
        let saying = || Saying { instant: &instant, day: &instant, company: "Mutuelle", typed: &typed };
        let which = (template.id, case.id);
        let rendering = templates::render(&mut tx, &desk.adviser, which, saying()).await.unwrap();
        assert_eq!(rendering.text, "Bonjour, réponse le 2026-06-02T08:45:00Z : ⟦amount⟧.");
        assert_eq!(rendering.gaps, ["amount"]);
        let number = templates::create(&mut tx, &desk.lead, number).await.unwrap();
        let numbered = templates::render(&mut tx, &desk.adviser, (number.id, case.id), saying()).await.unwrap();
        assert_eq!(numbered.text, format!("Dossier {}", case.id.number()), "the number customers and staff read");
        let typed = BTreeMap::from([("amount".to_owned(), "12 €".to_owned())]);
        let saying = Saying { typed: &typed, ..saying() };
        assert!(templates::render(&mut tx, &desk.adviser, which, saying).await.unwrap().gaps.is_empty());
        let hidden = Saying { instant: &instant, day: &instant, company: "", typed: &typed };
        let stranger = templates::render(&mut tx, &desk.stranger, which, hidden).await;
        assert!(matches!(stranger, Err(CaseError::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn a_view_of_ones_own_is_nobody_elses() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        desk.open().await;
        let new = |is_shared| NewView {
            name: "Mail".into(),
            is_shared,
            filter: Filter { channel: Some(crate::Channel::Mail), ..Filter::default() },
            sort: Sort::Received,
            place: 1,
        };
        let mut tx = desk.tx().await;
        assert!(matches!(views::create(&mut tx, &desk.adviser, new(true)).await, Err(CaseError::Denied(_))));
        let own = views::create(&mut tx, &desk.adviser, new(false)).await.unwrap();
        views::create(&mut tx, &desk.lead, new(true)).await.unwrap();
        let hidden = views::delete(&mut tx, &desk.stranger, own.id, 1).await;
        assert!(matches!(hidden, Err(CaseError::ViewNotFound(_))));
        let changed = views::update(&mut tx, &desk.adviser, own.id, (new(false), 1)).await.unwrap();
        assert_eq!(changed.version, 2);
        let now = tx.now();
        let seen = async |tx: &mut db::Tx, actor: &Actor| {
            inbox::counts(tx, actor, now).await.unwrap().1.iter().map(|it| it.1).collect::<Vec<_>>()
        };
        assert_eq!(seen(&mut tx, &desk.adviser).await, [1, 1]);
        assert_eq!(seen(&mut tx, &desk.stranger).await, [0]);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_kept_apart_by_mode_and_person_until_it_is_sent() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let mut tx = desk.tx().await;
        let reply = (case.id, Mode::Reply);
        let text = |it: &str| (it.to_owned(), None);
        let first = drafts::save(&mut tx, &desk.adviser, reply, text("Bonjour"), Some(0)).await.unwrap();
        drafts::save(&mut tx, &desk.adviser, (case.id, Mode::Note), text("à voir"), None).await.unwrap();
        drafts::save(&mut tx, &desk.adviser, reply, text("Bonjour Hélène"), Some(first.version)).await.unwrap();
        let stale = drafts::save(&mut tx, &desk.adviser, reply, text("x"), Some(first.version)).await;
        assert!(matches!(stale, Err(CaseError::SettingsStale)));
        assert_eq!(drafts::get(&mut tx, &desk.lead, case.id, Mode::Reply).await.unwrap(), None);
        let now = tx.now();
        crate::actions::record_answer(&mut tx, &desk.adviser, case.id, crate::tests::said(1), now).await.unwrap();
        assert_eq!(drafts::get(&mut tx, &desk.adviser, case.id, Mode::Reply).await.unwrap(), None);
        assert!(drafts::get(&mut tx, &desk.adviser, case.id, Mode::Note).await.unwrap().is_some());
    })
    .await;
}
