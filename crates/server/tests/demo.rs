//! The demo company: the same for the same seed, with something to find in it, and a day that goes on by itself.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use db::{Db, params, sql};
use http_body_util::BodyExt as _;
use kernel::{Actor, ManualClock, Role, StaffId, Timestamp};
use mailroom::Mailroom;
use mailroom::jobs::runner::take_folders_once;
use server::config::Config;
use server::demo::desk::Desk;
use server::demo::dice::Dice;
use server::demo::live::Day;
use server::demo::run::{Arguments, config, fill};
use server::demo::viewer::Post;
use tower::ServiceExt as _;

/// A Thursday morning.
const NOW: &str = "2026-11-19T10:00:00Z";
const CUSTOMERS: usize = 320;

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A company of few, in a folder of its own.
async fn company(seed: u64) -> (tempfile::TempDir, Config) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let (port, fresh, still, seed_only) = (0, false, false, true);
    let arguments = Arguments { customers: CUSTOMERS, seed, port, data, fresh, still, seed_only };
    let config = config(&arguments).unwrap();
    fill(&arguments, &config, now()).await.unwrap();
    (folder, config)
}

async fn lines(db: &Db, text: db::Sql) -> Vec<String> {
    let rows = db.read().await.unwrap().all(text, params![]).await.unwrap();
    rows.iter().map(|it| it.get("line").unwrap()).collect()
}

/// Open cases of that type, or of any, whose deadline has passed.
async fn late(db: &Db, type_key: &str) -> i64 {
    let text =
        sql!("select count(*) as n from cases where state = 'open' and due_key < $1 and ($2 = '' or type_key = $2)");
    db.read().await.unwrap().one(text, params![now(), type_key]).await.unwrap().get("n").unwrap()
}

async fn count(db: &Db, text: db::Sql) -> i64 {
    db.read().await.unwrap().one(text, params![]).await.unwrap().get("n").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_company_and_another_another() {
    let mut seen = Vec::new();
    for seed in [7, 7, 8] {
        let (_folder, config) = company(seed).await;
        let db = config.open(Arc::new(ManualClock::new(now()))).await.unwrap().db;
        let people = lines(
            &db,
            sql!("select display_name || ' ' || coalesce(email, '') as line from persons order by id limit 5000"),
        )
        .await;
        let cases = lines(
            &db,
            sql!("select subject || ' ' || state || ' ' || opened_at as line from cases order by id limit 5000"),
        )
        .await;
        let words = lines(&db, sql!("select body_text as line from interactions order by at, id limit 5000")).await;
        seen.push((people, cases, words));
    }
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[0], seen[2]);
    assert!(seen[0].1.len() > 250, "{}", seen[0].1.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_something_to_find_for_everybody() {
    let (_folder, config) = company(1).await;
    let db = config.open(Arc::new(ManualClock::new(now()))).await.unwrap().db;
    let setup = access::actions::setup::state(&mut db.read().await.unwrap()).await.unwrap().0;
    assert_eq!(setup.steps_done.len(), access::installation::Step::ALL.len(), "the first run is long over");
    let future = count(&db, sql!("select count(*) as n from interactions where at > 1795082400000000")).await;
    assert_eq!(future, 0, "nothing has happened that is yet to come");
    for (what, found, least) in [
        ("companies", count(&db, sql!("select count(*) as n from accounts")).await, 1),
        ("who acts for them", count(&db, sql!("select count(*) as n from memberships")).await, 1),
        (
            "records of the first customer",
            count(&db, sql!("select count(*) as n from persons where display_name = 'Hélène Vialat'")).await,
            2,
        ),
        (
            "quarantined post",
            count(&db, sql!("select count(*) as n from inbound_mails where outcome = 'quarantine'")).await,
            6,
        ),
        (
            "rejected post",
            count(&db, sql!("select count(*) as n from inbound_mails where outcome = 'rejected'")).await,
            2,
        ),
        (
            "unproven words",
            count(&db, sql!("select count(*) as n from interactions where state = 'unverified'")).await,
            3,
        ),
        ("jobs set aside", count(&db, sql!("select count(*) as n from jobs where state = 'set_aside'")).await, 1),
        (
            "calls that are owed",
            count(&db, sql!("select count(*) as n from callbacks where closed_at is null")).await,
            4,
        ),
        ("calls that should have been made", late(&db, "callback").await, 2),
        ("cases that are late", late(&db, "").await, 6),
        (
            "jobs that say which file is missing",
            count(
                &db,
                sql!("select count(*) as n from jobs where last_error like 'the file % is not in the blob folder'"),
            )
            .await,
            1,
        ),
        ("imports", count(&db, sql!("select count(*) as n from imports")).await, 2),
        ("lines refused", count(&db, sql!("select count(*) as n from import_refusals")).await, 2),
    ] {
        assert!(found >= least, "{what}: {found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_imaginary_advisers_work_and_keep_their_hands_off_what_a_visitor_does() {
    let (_folder, config) = company(1).await;
    let clock = Arc::new(ManualClock::new(now().plus_seconds(60)));
    let state = config.open(clock.clone()).await.unwrap().with(cases::Presence::default());
    let staff = access::store::staff::list(&mut state.db.read().await.unwrap(), None, None, false, 50).await.unwrap();
    let lea = staff.iter().find(|it| it.email.starts_with("lea@")).unwrap();
    let visitor = Actor::staff(lea.id, Role::Adviser, lea.teams.clone());
    access::testing::session(&state.db, lea.id).await;

    // The visitor does two cases, and has a third on the screen.
    let open = lines(&state.db, sql!("select cast(id as text) as line from cases where state = 'open' and owner_id is null and type_key <> 'callback' order by id limit 3")).await;
    let open: Vec<kernel::CaseId> = open.iter().map(|it| kernel::CaseId::new(it.parse().unwrap())).collect();
    for case in &open[..2] {
        let mut tx = state.db.begin().await.unwrap();
        let team = cases::actions::find(&mut tx, &Actor::system("test"), *case).await.unwrap().team_id;
        cases::actions::assign(&mut tx, &Actor::system("test"), *case, team, Some(lea.id)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mine = versions(&state.db, &open).await;
    let closed = sql!("select count(*) as n from cases where state = 'closed'");
    let before = count(&state.db, closed).await;

    let desk = Desk::open(&state, 1, CUSTOMERS).await.unwrap();
    let mut dice = Dice::new(3);
    for _ in 0..150 {
        clock.advance_seconds(6);
        let presence = state.part::<cases::Presence>().unwrap();
        presence.set(open[2], (lea.id, "Léa"), cases::presence::Doing::Viewing, clock_now(&state.db));
        desk.beat(&mut dice, &state).await.unwrap();
    }
    assert_eq!(versions(&state.db, &open).await, mine, "what the visitor does or looks at was left alone");
    let after = count(&state.db, closed).await;
    assert!(after >= before + 5, "{before} {after}");
    assert_eq!(
        written_by(&state.db, visitor.staff_id().unwrap(), now()).await,
        0,
        "nobody writes in the visitor's name"
    );
}

/// Fifty beats of the customers' day, from what is in `post`.
async fn live(state: &api::State, clock: &ManualClock, post: &Post) {
    let mut day = Day::new(post, 1, CUSTOMERS);
    for _ in 0..50 {
        clock.advance_seconds(6);
        day.beat(state, post).await.unwrap();
    }
}

/// The names of the letters that wait for the company.
fn waiting(post: &Post) -> BTreeSet<String> {
    let entries = std::fs::read_dir(post.path().join("in")).unwrap().flatten();
    entries.filter_map(|it| it.file_name().into_string().ok()).filter(|it| it.ends_with(".eml")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_live_day_opens_cases_and_is_the_same_whenever_it_begins() {
    let (folder, config) = company(1).await;
    let clock = Arc::new(ManualClock::new(now().plus_seconds(60)));
    let state = config.open(clock.clone()).await.unwrap().with(cases::Presence::default());
    // Twice with nothing in the post, at another hour and second: the same letters.
    let mut seen = Vec::new();
    for name in ["one", "two"] {
        let post = Post::open(&folder.path().join(name)).unwrap();
        live(&state, &clock, &post).await;
        clock.advance_seconds(3_601);
        seen.push(waiting(&post));
    }
    assert_eq!(seen[0], seen[1]);

    let post = Post::open(&Path::new(&config.data_folder).join("mail")).unwrap();
    let cases = sql!("select count(*) as n from cases");
    let before = count(&state.db, cases).await;
    live(&state, &clock, &post).await;
    let written = waiting(&post);
    // Three letters in ten beats, of which one in 25 is none of a customer's.
    assert!(written.len() >= 8, "{written:?}");
    let taken = take_folders_once(&Mailroom::new(&state)).await.unwrap();
    assert_eq!((taken, waiting(&post).len()), (written.len(), 0));
    let opened = usize::try_from(count(&state.db, cases).await - before).unwrap();
    assert!(opened + 3 >= written.len(), "{opened} cases of {written:?}");

    // A second morning is not the first once more: its letters would be taken for the same.
    live(&state, &clock, &post).await;
    assert!(waiting(&post).is_disjoint(&written) && waiting(&post).len() >= 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_visitor_writes_in_the_letterbox_becomes_a_case_and_is_acknowledged_there() {
    let (_folder, config) = company(1).await;
    let clock = Arc::new(ManualClock::new(now().plus_seconds(60)));
    let post = Post::open(&Path::new(&config.data_folder).join("mail")).unwrap();
    let state = config.open(clock.clone()).await.unwrap().with(post.clone());
    let router = server::assembly::router(&state);
    let ask = async |method: &str, path: &str, form: &str| {
        let host = config.public_url().replace("http://", "");
        let request = Request::builder().method(method).uri(path).header("host", host);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = router.clone().oneshot(request.body(Body::from(form.to_owned())).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        (status, String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
    };
    let (status, list) = ask("GET", "/demo/mailbox", "").await;
    assert_eq!(status, 200, "{list}");
    assert!(!list.contains("<li><a href"), "nobody wrote to this company yet: {list}");
    let (status, refused) = ask("POST", "/demo/mailbox?lang=fr", "from=nobody&words=Bonjour").await;
    assert!(status == 200 && refused.contains("role=\"alert\""), "{status} {refused}");
    let form = "from=visitor%40cust.example&name=Zo%C3%A9&subject=Ma+visite&words=Bonjour";
    let (status, answer) = ask("POST", "/demo/mailbox?lang=fr", form).await;
    assert_eq!(status, 303, "{answer}");
    assert_eq!(take_folders_once(&Mailroom::new(&state)).await.unwrap(), 1);
    let opened = sql!("select count(*) as n from cases where subject = 'Ma visite' and state = 'open'");
    assert_eq!(count(&state.db, opened).await, 1);
    server::assembly::worker(&state, &config).run_due().await.unwrap();
    let (_, found) = ask("GET", "/demo/mailbox?q=visitor%40cust.example&lang=fr", "").await;
    assert!(found.contains("visitor@cust.example"), "{found}");
    let (_, rest) = found.split_once("<li><a href=\"").unwrap();
    let (status, letter) = ask("GET", &rest.split_once('"').unwrap().0.replace("&#x2f;", "/"), "").await;
    assert!(status == 200 && letter.contains("<h1>Nous avons bien reçu votre message"), "{status} {letter}");
}

fn clock_now(db: &Db) -> Timestamp {
    db.now()
}

async fn versions(db: &Db, cases: &[kernel::CaseId]) -> Vec<i64> {
    let mut read = db.read().await.unwrap();
    let mut found = Vec::new();
    for case in cases {
        found.push(
            read.one(sql!("select version from cases where id = $1"), params![*case])
                .await
                .unwrap()
                .get("version")
                .unwrap(),
        );
    }
    found
}

async fn written_by(db: &Db, staff: StaffId, since: Timestamp) -> i64 {
    let mut read = db.read().await.unwrap();
    let text = sql!("select count(*) as n from interactions where author = $1 and at > $2");
    read.one(text, params![staff.to_string(), since]).await.unwrap().get("n").unwrap()
}
