//! The program over HTTP: the queue for admins, live events for whoever may see them, the staff app.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use db::blob::Blobs;
use db::testing::each_engine;
use db::{Db, Event};
use http_body_util::BodyExt;
use jobs::{Job, Worker};
use kernel::id::StaffId;
use kernel::{Clock, Role, Timestamp};
use server::config::Config;
use tokio::sync::watch;
use tower::ServiceExt;

#[derive(serde::Serialize, serde::Deserialize)]
struct Doomed {}

impl Job for Doomed {
    const NAME: &'static str = "doomed";
    const TRIES_MAX: u32 = 1;
}

/// A fact that only those who manage mailboxes may see.
#[derive(serde::Serialize)]
struct MailboxChanged {}

impl Event for MailboxChanged {
    const NAME: &'static str = "mailbox_changed";
    fn subject(&self) -> String {
        "mbox".to_owned()
    }
}

/// A fact for everyone.
#[derive(serde::Serialize)]
struct StaffChanged {
    staff_id: StaffId,
}

impl Event for StaffChanged {
    const NAME: &'static str = "staff_changed";
    fn subject(&self) -> String {
        self.staff_id.to_string()
    }
}

fn state(db: &Db) -> api::State {
    let config = Config {
        public_url: "http://care.example".to_owned(),
        secret_key: "a key for tests, known to everybody".to_owned(),
        ..Config::default()
    };
    api::State::new(db.clone(), Blobs::folder(std::env::temp_dir()).unwrap(), config.api().unwrap())
}

async fn sign_in(db: &Db, role: Role) -> (StaffId, String) {
    let id = access::testing::staff(db, role, &[]).await;
    (id, format!("entente_session={}", access::testing::session(db, id).await))
}

async fn ask(router: &Router, method: &str, path: &str, cookie: &str, body: &str) -> Response {
    let mut request = Request::builder().method(method).uri(path).header("host", "care.example");
    if !cookie.is_empty() {
        request = request.header("cookie", cookie).header("sec-fetch-site", "same-origin");
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

async fn json(response: Response) -> serde_json::Value {
    serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
}

#[tokio::test]
async fn admins_see_what_was_set_aside_and_put_it_back() {
    each_engine(async |db, _| {
        access::testing::cheap_passwords();
        let router = server::assembly::router(&state(&db));
        let (_, adviser) = sign_in(&db, Role::Adviser).await;
        let (_, admin) = sign_in(&db, Role::Admin).await;
        let mut tx = db.begin().await.unwrap();
        let id = jobs::enqueue(&mut tx, &Doomed {}).await.unwrap();
        tx.commit().await.unwrap();
        let worker = Worker::new(db.clone()).on(|_: Doomed| async { Err::<(), _>("no") });
        worker.run_due().await.unwrap();
        for (cookie, expected) in [("", 401), (adviser.as_str(), 403), (admin.as_str(), 200)] {
            assert_eq!(ask(&router, "GET", "/api/v1/jobs", cookie, "").await.status(), expected);
            assert_eq!(ask(&router, "GET", "/api/v1/job-counts", cookie, "").await.status(), expected);
        }
        let list = json(ask(&router, "GET", "/api/v1/jobs", &admin, "").await).await;
        assert_eq!(list["items"][0]["id"], id.to_string());
        assert_eq!(list["items"][0]["last_error"], "no");
        assert_eq!(list["items"][0]["case_id"], serde_json::Value::Null);
        let one = format!("/api/v1/jobs/{id}");
        let retry = format!("{one}/retry");
        assert_eq!(ask(&router, "PUT", &retry, &adviser, "").await.status(), 403);
        assert_eq!(ask(&router, "PUT", &retry, &admin, "").await.status(), 204);
        let again = ask(&router, "PUT", &retry, &admin, "").await;
        assert_eq!(json(again).await["code"], "job_not_set_aside");
        assert_eq!(json(ask(&router, "GET", &one, &admin, "").await).await["state"], "pending");
        worker.run_due().await.unwrap();
        let all = json(ask(&router, "POST", "/api/v1/job-retries", &admin, r#"{"name": "doomed"}"#).await).await;
        assert_eq!(all["count"], 1);
        worker.run_due().await.unwrap();
        assert_eq!(ask(&router, "DELETE", &one, &admin, "").await.status(), 204);
        assert_eq!(ask(&router, "GET", &one, &admin, "").await.status(), 404);
    })
    .await;
}

/// A job that carries what leads to a case.
#[derive(serde::Serialize, serde::Deserialize)]
struct Timed {
    case_id: kernel::CaseId,
}

impl Job for Timed {
    const NAME: &'static str = "timed";
}

#[tokio::test]
async fn what_is_to_come_is_listed_by_its_instant_and_names_its_case() {
    each_engine(async |db, clock| {
        access::testing::cheap_passwords();
        let router = server::assembly::router(&state(&db));
        let (_, admin) = sign_in(&db, Role::Admin).await;
        let case = kernel::CaseId::new(77);
        let mut tx = db.begin().await.unwrap();
        for hours in [3, 1, 2] {
            let run_at = tx.now().plus_seconds(hours * 3_600);
            jobs::enqueue_at(&mut tx, &Timed { case_id: case }, run_at).await.unwrap();
        }
        jobs::enqueue(&mut tx, &Timed { case_id: case }).await.unwrap();
        tx.commit().await.unwrap();
        let worker = Worker::new(db.clone()).on(|_: Timed| async { Ok::<(), std::convert::Infallible>(()) });
        worker.run_due().await.unwrap();
        let start = clock.now();
        let (mut shown, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/jobs?state=pending&limit=2{after}");
            let page = json(ask(&router, "GET", &path, &admin, "").await).await;
            for it in page["items"].as_array().unwrap() {
                assert_eq!(it["case_id"], case.to_string());
                let run_at: Timestamp = serde_json::from_value(it["run_at"].clone()).unwrap();
                shown.push(run_at.seconds_since(start) / 3_600);
            }
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(shown, [1, 2, 3]);
        let counts = json(ask(&router, "GET", "/api/v1/job-counts", &admin, "").await).await;
        let count = |state: &str| {
            let lines = counts.as_array().unwrap().iter().filter(|it| it["name"] == "timed" && it["state"] == state);
            lines.filter_map(|it| it["count"].as_i64()).sum::<i64>()
        };
        assert_eq!((count("pending"), count("done")), (3, 1));
    })
    .await;
}

/// Reads the stream until it holds `until` or ends; what was read.
async fn read_until(body: &mut Body, until: &str) -> (String, bool) {
    let mut text = String::new();
    let reading = async {
        while !text.contains(until) {
            let Some(frame) = body.frame().await else { return true };
            text.push_str(&String::from_utf8_lossy(frame.unwrap().data_ref().unwrap()));
        }
        false
    };
    let ended = tokio::time::timeout(Duration::from_secs(20), reading).await;
    (text, ended.unwrap_or(false))
}

#[tokio::test]
async fn the_stream_shows_what_one_may_see_and_ends_with_the_session() {
    each_engine(async |db, _| {
        access::testing::cheap_passwords();
        let state = state(&db);
        let router = server::assembly::router(&state);
        let (id, adviser) = sign_in(&db, Role::Adviser).await;
        assert_eq!(ask(&router, "GET", "/api/v1/events", "", "").await.status(), 401);
        let (stop, stopped) = watch::channel(false);
        let feeding = tokio::spawn(state.live.clone().run(db.clone(), stopped));
        // The feeder begins at the newest fact there is: give it the time to have begun.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let response = ask(&router, "GET", "/api/v1/events", &adviser, "").await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut body = response.into_body();
        let mut tx = db.begin().await.unwrap();
        tx.emit(&MailboxChanged {}).await.unwrap();
        tx.emit(&StaffChanged { staff_id: id }).await.unwrap();
        tx.commit().await.unwrap();
        let (text, _) = read_until(&mut body, "staff_changed").await;
        assert!(text.contains("id: evt_"), "{text}");
        assert!(!text.contains("mailbox_changed"), "{text}");
        assert_eq!(ask(&router, "DELETE", "/api/v1/session", &adviser, "").await.status(), 204);
        let (rest, ended) = read_until(&mut body, "never written").await;
        assert!(ended && !rest.contains("session_ended"), "{rest}");
        stop.send(true).unwrap();
        feeding.await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_stream_ends_with_the_key_and_when_a_session_or_key_runs_out() {
    each_engine(async |db, clock| {
        access::testing::cheap_passwords();
        let open = async |state: &api::State, auth: (&str, &str)| {
            let router = server::assembly::router(state);
            let request = Request::get("/api/v1/events").header("host", "care.example").header(auth.0, auth.1);
            let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.status(), 200);
            let mut body = response.into_body();
            read_until(&mut body, "entente").await;
            body
        };
        let key = async |expires_at| {
            let mut tx = db.begin().await.unwrap();
            let (actor, scopes) = (kernel::Actor::system("test"), vec![kernel::Permission::CasesRead]);
            let made = access::actions::api_keys::create(&mut tx, &actor, "CRM", scopes, expires_at).await.unwrap();
            tx.commit().await.unwrap();
            (made.0.id, format!("Bearer {}", made.1))
        };
        // Revoked: at once, long before the next heartbeat.
        let at_once = state(&db);
        let (stop, stopped) = watch::channel(false);
        let feeding = tokio::spawn(at_once.live.clone().run(db.clone(), stopped));
        let (revoked, other) = (key(None).await, key(None).await);
        let mut body = open(&at_once, ("authorization", &revoked.1)).await;
        let mut goes_on = open(&at_once, ("authorization", &other.1)).await;
        // The feeder begins at the newest fact there is: give it the time to have begun.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let mut tx = db.begin().await.unwrap();
        access::actions::api_keys::revoke(&mut tx, &kernel::Actor::system("test"), revoked.0).await.unwrap();
        tx.emit(&StaffChanged { staff_id: StaffId::new(1) }).await.unwrap();
        tx.commit().await.unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(10), read_until(&mut body, "never written")).await;
        assert!(ended.expect("before the next heartbeat").1);
        assert!(read_until(&mut goes_on, "staff_changed").await.0.contains("staff_changed"), "another key's goes on");
        stop.send(true).unwrap();
        feeding.await.unwrap().unwrap();
        // Run out: nothing is told, each heartbeat asks.
        let mut beating = state(&db);
        beating.live = api::Live::new().beating(Duration::from_millis(20));
        let (_, cookie) = sign_in(&db, Role::Adviser).await;
        let (_, expiring) = key(Some(clock.now().plus_seconds(3_600))).await;
        let mut of_session = open(&beating, ("cookie", &cookie)).await;
        let mut of_key = open(&beating, ("authorization", &expiring)).await;
        clock.advance_seconds(3_600);
        assert!(read_until(&mut of_key, "never written").await.1);
        clock.advance_seconds(access::session::IDLE_SECONDS);
        assert!(read_until(&mut of_session, "never written").await.1);
    })
    .await;
}

#[tokio::test]
async fn the_document_is_served_and_an_unknown_route_of_the_api_is_a_problem() {
    let store = db::testing::sqlite().await;
    let router = server::assembly::router(&state(&store.db));
    let document = json(ask(&router, "GET", "/api/v1/openapi.json", "", "").await).await;
    assert_eq!(document["paths"]["/api/v1/jobs"]["get"]["operationId"], "list_jobs");
    let absent = ask(&router, "GET", "/api/v1/absent", "", "").await;
    assert_eq!(absent.status(), StatusCode::NOT_FOUND);
    assert_eq!(json(absent).await["code"], "not_found");
    let write = ask(&router, "POST", "/inbox", "", "").await;
    assert_eq!(write.status(), StatusCode::NOT_FOUND);
}
