//! The layers, extractors and live events over real requests, on both engines.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::sync::Arc;
use std::time::Duration;

use api::live::Until;
use api::{Answer, Audience, Config, IfMatch, Json, Paging, Problem, Secret, State, Versioned};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::blob::Blobs;
use db::testing::each_engine;
use db::{Db, Event, params, sql};
use futures_util::StreamExt;
use kernel::id::{EventId, StaffId, TeamId};
use kernel::{Actor, Role};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::watch;
use tower::ServiceExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
struct Thing {
    name: String,
    size: u8,
}

fn actor() -> Actor {
    Actor::staff(StaffId::new(1), Role::Adviser, vec![TeamId::new(7)])
}

#[utoipa::path(post, path = "/api/v1/things", operation_id = "create_thing", tag = "things", responses((status = 201, body = Thing)))]
async fn create_thing(
    axum::extract::State(state): axum::extract::State<State>,
    key: api::Idempotency,
    Json(thing): Json<Thing>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    if let Some(answer) = key.replay(&mut tx, &actor()).await? {
        return Ok(answer);
    }
    if thing.size == 0 {
        return Err(Problem::invalid("too_small").at("/size"));
    }
    tx.emit(&ThingMade { team: i64::from(thing.size) }).await?;
    let answer = key.store(&mut tx, &actor(), api::created("/api/v1/things/1", 1, &thing)?).await?;
    tx.commit().await?;
    Ok(answer)
}

#[utoipa::path(get, path = "/api/v1/things/{id}", operation_id = "read_thing", tag = "things", responses((status = 200, body = Thing)))]
async fn read_thing(api::Path(id): api::Path<TeamId>) -> Versioned<Thing> {
    Versioned::new(7, Thing { name: id.to_string(), size: 1 })
}

#[utoipa::path(put, path = "/api/v1/things/{id}", operation_id = "replace_thing", tag = "things", responses((status = 204)))]
async fn replace_thing(version: IfMatch, Json(thing): Json<Thing>) -> Result<Answer, Problem> {
    version.check(7)?;
    drop(thing);
    Ok(api::no_content())
}

#[utoipa::path(get, path = "/api/v1/things", operation_id = "list_things", tag = "things", params(Paging), responses((status = 200)))]
async fn list_things(paging: Paging) -> Result<Json<u32>, Problem> {
    if paging.limit == 13 {
        panic!("a broken handler");
    }
    Ok(Json(paging.limit))
}

#[derive(serde::Serialize)]
struct ThingMade {
    team: i64,
}

impl Event for ThingMade {
    const NAME: &'static str = "thing_made";
    fn subject(&self) -> String {
        self.team.to_string()
    }
}

fn state(db: &Db) -> State {
    let mut config = Config::new("https://care.example.fr", Secret::new([1; 32]).unwrap());
    config.docs_url = "https://docs.example".to_owned();
    State::new(db.clone(), Blobs::folder(std::env::temp_dir()).unwrap(), config)
}

fn app(db: &Db) -> axum::Router {
    router(state(db))
}

#[utoipa::path(get, path = "/api/v1/events", operation_id = "stream_things", tag = "things", responses((status = 200, body = String)))]
async fn stream_things(
    axum::extract::State(state): axum::extract::State<State>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    state.live.answer(&state.db, actor(), &headers, always()).await
}

fn router(state: State) -> axum::Router {
    let routes: OpenApiRouter<State> =
        OpenApiRouter::new().routes(routes!(create_thing, list_things)).routes(routes!(read_thing, replace_thing));
    let (router, _) = routes.routes(routes!(stream_things)).split_for_parts();
    api::http::stack(router, state)
}

async fn ask(app: &axum::Router, method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = Request::builder().method(method).uri(uri).header("host", "care.example.fr");
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

async fn json(response: Response) -> serde_json::Value {
    serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap()
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_and_the_work_is_done_once() {
    each_engine(async |db, clock| {
        let app = app(&db);
        let key = [("idempotency-key", "\"k-1\"")];
        let post =
            async |headers: &[(&str, &str)], body: &str| ask(&app, "POST", "/api/v1/things", headers, body).await;
        let first = post(&key, r#"{"name": "a", "size": 1}"#).await;
        assert_eq!((first.status(), first.headers()["etag"].to_str().unwrap()), (StatusCode::CREATED, "\"1\""));
        let again = post(&key, r#"{"name": "a", "size": 1}"#).await;
        assert_eq!(again.status(), StatusCode::CREATED);
        assert_eq!(again.headers()["idempotent-replayed"], "true");
        assert_eq!(again.headers()["location"], "/api/v1/things/1");
        assert_eq!(json(first).await, json(again).await);
        let other = post(&key, r#"{"name": "b", "size": 1}"#).await;
        assert_eq!(json(other).await["code"], "idempotency_key_reused");
        // What was refused is not stored: the same key is free for the corrected request.
        let refused = post(&[("idempotency-key", "k-2")], r#"{"name": "a", "size": 0}"#).await;
        assert_eq!(refused.status(), 422);
        assert_eq!(post(&[("idempotency-key", "k-2")], r#"{"name": "a", "size": 2}"#).await.status(), 201);
        let made = db.read().await.unwrap().all(sql!("select id from outbox"), params![]).await.unwrap();
        assert_eq!(made.len(), 2);
        // A request that took the key in a transaction of its own and still runs.
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("update idempotency_keys set status = null where key = $1"), params!["k-1"]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(post(&key, r#"{"name": "a", "size": 1}"#).await.status(), StatusCode::CONFLICT);
        clock.advance_seconds(api::idempotency::KEPT_SECONDS + 1);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(api::idempotency::purge(&mut tx).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert_eq!(post(&key, r#"{"name": "b", "size": 1}"#).await.status(), 201);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_at_the_same_time_does_the_work_once() {
    each_engine(async |db, _| {
        let app = app(&db);
        let key = [("idempotency-key", "at-once")];
        let both = futures_util::future::join_all(
            (0..8).map(|_| ask(&app, "POST", "/api/v1/things", &key, r#"{"name": "a", "size": 1}"#)),
        );
        for response in both.await {
            assert_eq!(response.status(), 201);
        }
        let made = db.read().await.unwrap().all(sql!("select id from outbox"), params![]).await.unwrap();
        assert_eq!(made.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn refusals_are_problems_with_an_address_that_explains_them() {
    let store = db::testing::sqlite().await;
    let app = app(&store.db);
    let english = [("accept-language", "en")];
    let problem = json(ask(&app, "POST", "/api/v1/things", &english, r#"{"name": "a", "size": 300}"#).await).await;
    insta::assert_json_snapshot!(problem, @r##"
    {
      "code": "invalid_field",
      "errors": [
        {
          "code": "value_unreadable",
          "detail": "“300” cannot be read here.",
          "pointer": "#/size",
          "values": {
            "cause": "invalid value: integer `300`, expected u8",
            "value": 300
          }
        }
      ],
      "instance": "/api/v1/things",
      "status": 422,
      "title": "A field is not as expected.",
      "type": "https://docs.example/problems/invalid-field"
    }
    "##);
    let french = json(ask(&app, "POST", "/api/v1/things", &[], r#"{"name": "a", "size": 300}"#).await).await;
    assert_eq!(french["errors"][0]["detail"], "«\u{a0}300\u{a0}» ne peut pas se lire ici.");
    let id = TeamId::new(5);
    let path = format!("/api/v1/things/{id}");
    for (method, uri, headers, body, expected) in [
        ("GET", "/api/v1/things/nothing", vec![], "", (404, "not_found")),
        ("DELETE", path.as_str(), vec![], "", (405, "method_not_allowed")),
        ("PUT", path.as_str(), vec![], "{}", (428, "version_required")),
        ("PUT", path.as_str(), vec![("if-match", "\"6\"")], r#"{"name":"a","size":1}"#, (412, "stale")),
        ("PUT", path.as_str(), vec![("if-match", "\"7\"")], "[", (400, "invalid_json")),
        ("POST", "/api/v1/things", vec![("content-type", "text/plain")], "", (415, "not_json")),
        ("GET", "/api/v1/things?limit=0", vec![], "", (400, "invalid_limit")),
        ("GET", "/api/v1/things?limit=13", vec![], "", (500, "internal")),
        (
            "POST",
            "/api/v1/things",
            vec![("cookie", "a=b"), ("sec-fetch-site", "cross-site")],
            "{}",
            (403, "cross_site"),
        ),
        ("POST", "/api/v1/things", vec![("idempotency-key", "")], "{}", (400, "idempotency_key_unreadable")),
    ] {
        let response = ask(&app, method, uri, &headers, body).await;
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{method} {uri}");
        let problem = json(response).await;
        assert_eq!((problem["status"].as_i64(), problem["code"].as_str()), (Some(expected.0), Some(expected.1)));
    }
    let elsewhere = Request::get("/api/v1/things").header("host", "evil.example").body(Body::empty()).unwrap();
    assert_eq!(app.clone().oneshot(elsewhere).await.unwrap().status(), StatusCode::MISDIRECTED_REQUEST);
    let large = format!(r#"{{"name": "{}", "size": 1}}"#, "x".repeat(3 << 20));
    assert_eq!(json(ask(&app, "POST", "/api/v1/things", &[], &large).await).await["code"], "body_too_large");
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_a_known_version_is_not_sent_again() {
    let store = db::testing::sqlite().await;
    let app = app(&store.db);
    let path = format!("/api/v1/things/{}", TeamId::new(5));
    for (uri, cache) in [(path.as_str(), "private, no-cache"), ("/api/v1/things", "no-store"), ("/absent", "no-store")]
    {
        let response = ask(&app, "GET", uri, &[], "").await;
        for (name, expected) in [
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
            ("cache-control", cache),
        ] {
            assert_eq!(response.headers()[name], expected, "{uri} {name}");
        }
    }
    let known = ask(&app, "GET", &path, &[("if-none-match", "W/\"6\", \"7\"")], "").await;
    assert_eq!((known.status(), known.headers()[header::ETAG].to_str().unwrap()), (StatusCode::NOT_MODIFIED, "\"7\""));
    assert_eq!(ask(&app, "GET", &path, &[("if-none-match", "\"6\"")], "").await.status(), StatusCode::OK);
    assert_eq!(ask(&app, "GET", "/healthz", &[], "").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_store_that_cannot_be_written_is_not_well() {
    each_engine(async |db, _| {
        let status = async || ask(&app(&db), "GET", "/healthz", &[], "").await.status();
        assert_eq!(status().await, StatusCode::OK);
        let mut read = db.read().await.unwrap();
        let at = read.one(sql!("select at from health_checks"), params![]).await.unwrap();
        assert_eq!(at.get::<kernel::Timestamp>("at").unwrap(), db.now(), "it was written");
        drop(read);
        if db.engine() == db::Engine::Sqlite {
            // Somebody holds the writer: reading goes on.
            let held = db.begin().await.unwrap();
            assert_eq!(status().await, StatusCode::SERVICE_UNAVAILABLE);
            drop(held);
        }
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("delete from health_checks"), params![]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(status().await, StatusCode::SERVICE_UNAVAILABLE);
    })
    .await;
}

fn by_team(_: Db, envelope: db::Envelope) -> api::live::AudienceFuture {
    Box::pin(async move {
        let team = envelope.payload["team"].as_i64().map(TeamId::new);
        Ok(Audience::OfTeam(team))
    })
}

fn always() -> Until {
    Until::new(|_| false, || Box::pin(async { true }))
}

async fn emit(db: &Db, team: i64) -> EventId {
    let mut tx = db.begin().await.unwrap();
    let id = tx.emit(&ThingMade { team }).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn live_events_reach_those_who_may_see_them_and_resume_where_they_were_cut() {
    each_engine(async |db, clock| {
        let live = state(&db).live;
        live.set_audience(Arc::new(by_team));
        let (stop, stopped) = watch::channel(false);
        let feeding = tokio::spawn(live.clone().run(db.clone(), stopped));
        // The feeder starts at the newest event: wait until it has started by emitting until one arrives.
        let mut events = live.events(&db, actor(), None, always()).await.unwrap();
        let ids = |given: api::live::Given| match given {
            api::live::Given::Event(event) => event.id,
            api::live::Given::Reset => EventId::new(0),
        };
        let mut last = emit(&db, 7).await;
        let first = loop {
            match tokio::time::timeout(Duration::from_millis(300), events.next()).await {
                Ok(given) => break ids(given.unwrap()),
                Err(_) => last = emit(&db, 7).await,
            }
        };
        assert_eq!(first, last);
        clock.advance_seconds(1);
        emit(&db, 8).await;
        let (ours, next) = (emit(&db, 7).await, emit(&db, 7).await);
        let seen = [ids(events.next().await.unwrap()), ids(events.next().await.unwrap())];
        assert_eq!(seen, [ours, next], "another team's event is not shown");
        // Cut off after `ours`, back with its id: only what was missed comes, once.
        let until = Until::new(move |it| it.id == next, || Box::pin(async { true }));
        let mut resumed = live.events(&db, actor(), Some(ours), until).await.unwrap();
        assert_eq!(ids(resumed.next().await.unwrap()), next);
        assert!(resumed.next().await.is_none(), "the stream ends when its session does");
        // What was missed is gone: the client is told to read everything again.
        let mut tx = db.begin().await.unwrap();
        tx.run(sql!("delete from outbox where id < $1"), params![next]).await.unwrap();
        tx.commit().await.unwrap();
        let mut late = live.events(&db, actor(), Some(first), always()).await.unwrap();
        assert!(matches!(late.next().await, Some(api::live::Given::Reset)));
        stop.send(true).unwrap();
        feeding.await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_client_that_is_too_slow_is_told_and_has_to_come_back() {
    let store = db::testing::sqlite().await;
    let db = &store.db;
    let live = state(db).live;
    live.set_audience(Arc::new(by_team));
    let (stop, stopped) = watch::channel(false);
    let feeding = tokio::spawn(live.clone().run(db.clone(), stopped));
    let mut slow = live.events(db, actor(), None, always()).await.unwrap();
    let mut quick = live.events(db, actor(), None, always()).await.unwrap();
    let mut seen = 0;
    // The feeder starts at the newest event: emit until it has started.
    while tokio::time::timeout(Duration::from_millis(300), quick.next()).await.is_err() {
        emit(db, 7).await;
    }
    for _ in 0..2 {
        let mut tx = db.begin().await.unwrap();
        for _ in 0..700 {
            tx.emit(&ThingMade { team: 7 }).await.unwrap();
        }
        let last = tx.emit(&ThingMade { team: 7 }).await.unwrap();
        tx.commit().await.unwrap();
        while let Some(api::live::Given::Event(event)) = quick.next().await {
            seen += 1;
            if event.id == last {
                break;
            }
        }
    }
    assert!(seen >= 1_402, "{seen}");
    assert!(matches!(slow.next().await, Some(api::live::Given::Reset)));
    assert!(slow.next().await.is_none(), "what ends its stream may be among what it missed");
    stop.send(true).unwrap();
    feeding.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_open_screen_does_not_hold_up_the_stop() {
    let store = db::testing::sqlite().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let state = state(&store.db);
    let feeding = tokio::spawn(state.live.clone().run(store.db.clone(), stopped.clone()));
    let limits = api::serve::Limits { farewell_seconds: 60, ..api::serve::Limits::default() };
    let serving = tokio::spawn(api::serve::serve(listener, router(state), limits, stopped));
    let mut screen = tokio::net::TcpStream::connect(address).await.unwrap();
    screen.write_all(b"GET /api/v1/events HTTP/1.1\r\nhost: care.example.fr\r\n\r\n").await.unwrap();
    let mut answer = [0; 15];
    screen.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(20), serving).await.expect("long before the farewell is over").unwrap();
    feeding.await.unwrap().unwrap();
}

#[tokio::test]
async fn slow_and_greedy_clients_are_cut_and_answers_under_way_finish() {
    let store = db::testing::sqlite().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let limits = api::serve::Limits { header_seconds: 1, connections_per_ip: 3, connections: 10, farewell_seconds: 5 };
    let serving = tokio::spawn(api::serve::serve(listener, app(&store.db), limits, stopped));
    let connect = async || tokio::net::TcpStream::connect(address).await.unwrap();
    let read = async |stream: &mut tokio::net::TcpStream| {
        let mut text = String::new();
        let ended = tokio::time::timeout(Duration::from_secs(8), stream.read_to_string(&mut text)).await;
        assert!(ended.is_ok(), "the connection was left open");
        text
    };
    let mut silent = connect().await;
    let mut dripping = connect().await;
    dripping.write_all(b"GET /healthz HTTP/1.1\r\nhost: care.exam").await.unwrap();
    let mut good = connect().await;
    good.write_all(b"GET /healthz HTTP/1.1\r\nhost: care.example.fr\r\n\r\n").await.unwrap();
    let mut answer = [0; 15];
    good.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    let mut fourth = connect().await;
    assert_eq!(read(&mut fourth).await, "", "the fourth connection of an address is refused");
    assert_eq!(read(&mut silent).await, "");
    let cut = read(&mut dripping).await;
    assert!(cut.is_empty() || cut.starts_with("HTTP/1.1 408"), "{cut}");
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(8), serving).await.expect("the server ends").unwrap();
}
