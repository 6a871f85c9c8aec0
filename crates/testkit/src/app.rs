//! The assembled program on a fresh store, with a clock that stands until it is moved.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use db::Db;
use db::blob::Blobs;
use db::testing::FreshStore;
use http_body_util::BodyExt as _;
use kernel::{Actor, Clock as _, ManualClock, Permission, Role, StaffId, TeamId, Timestamp};
use serde_json::Value;
use server::config::Config;
use tower::ServiceExt as _;

/// Where the application under test says that it is.
pub const PUBLIC_URL: &str = "http://care.example";

/// The program, assembled, without a socket: requests are handed to its router.
pub struct App {
    /// The store.
    pub db: Db,
    /// The only time there is.
    pub clock: Arc<ManualClock>,
    /// What every handler is given.
    pub state: api::State,
    /// What it was configured with.
    pub config: Config,
    router: Router,
    store: FreshStore,
    blobs: tempfile::TempDir,
}

impl App {
    /// On a fresh SQLite file.
    pub async fn sqlite() -> Self {
        Self::on(db::testing::sqlite().await)
    }

    /// On a fresh PostgreSQL database; `None` where no server is configured for tests.
    pub async fn postgres() -> Option<Self> {
        db::testing::postgres().await.map(Self::on)
    }

    /// Runs `story` on a fresh application of each engine there is.
    pub async fn each_engine<F: Future<Output = ()>>(story: impl Fn(Self) -> F) {
        story(Self::sqlite().await).await;
        if let Some(app) = Self::postgres().await {
            story(app).await;
        }
    }

    fn on(store: FreshStore) -> Self {
        access::testing::cheap_passwords();
        let blobs = tempfile::tempdir().expect("a temporary folder");
        let config = Config {
            public_url: PUBLIC_URL.to_owned(),
            company: "Mutuelle des Rives".to_owned(),
            secret_key: "a key for tests, known to everybody".to_owned(),
            ..Config::default()
        };
        let files = Blobs::folder(blobs.path()).expect("a folder of files");
        let state = api::State::new(store.db.clone(), files, config.api().expect("a configuration"));
        let router = server::assembly::router(&state);
        Self { db: store.db.clone(), clock: store.clock.clone(), state, config, router, store, blobs }
    }

    /// The address of the store, for a second connection to it.
    pub fn database_url(&self) -> &str {
        &self.store.url
    }

    /// Where the files are.
    pub fn blob_folder(&self) -> &std::path::Path {
        self.blobs.path()
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Runs every job that is due and every reaction to what happened, until nothing is due any more.
    pub async fn run_due(&self) -> usize {
        server::assembly::worker(&self.state, &self.config).run_due().await.expect("the worker runs")
    }

    /// Moves the clock and runs what becomes due.
    pub async fn pass_seconds(&self, seconds: i64) -> usize {
        self.clock.advance_seconds(seconds);
        self.run_due().await
    }

    /// A team.
    pub async fn team(&self, name: &str) -> TeamId {
        access::testing::team(&self.db, name).await
    }

    /// Somebody new with `role` in `teams`, signed in.
    pub async fn sign_in(&self, role: Role, teams: &[TeamId]) -> Client {
        let id = access::testing::staff(&self.db, role, teams).await;
        let token = access::testing::session(&self.db, id).await;
        let actor = access::testing::actor(&self.db, id).await;
        Client { cookie: Some(format!("entente_session={token}")), staff: Some((id, actor)), ..self.visitor() }
    }

    /// A program with a key that carries `scopes`.
    pub async fn program(&self, scopes: &[Permission]) -> Client {
        let key = access::testing::api_key(&self.db, scopes).await;
        Client { bearer: Some(key), ..self.visitor() }
    }

    /// Whoever sends `secret` as a key, be it one or not.
    pub fn bearer(&self, secret: &str) -> Client {
        Client { bearer: Some(secret.to_owned()), ..self.visitor() }
    }

    /// Somebody who is not signed in: a customer, or anyone.
    pub fn visitor(&self) -> Client {
        Client { router: self.router.clone(), cookie: None, bearer: None, staff: None }
    }
}

/// Somebody who sends requests.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
    bearer: Option<String>,
    staff: Option<(StaffId, Actor)>,
}

impl Client {
    /// The member of staff, if it is one.
    pub fn staff_id(&self) -> StaffId {
        self.staff.as_ref().expect("a member of staff").0
    }

    /// The actor that the member of staff is, for calling actions directly.
    pub fn actor(&self) -> &Actor {
        &self.staff.as_ref().expect("a member of staff").1
    }

    /// `GET path`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    /// `POST path` with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], Some(body)).await
    }

    /// `PUT path` with a JSON body, for the `version` that was read.
    pub async fn put(&self, path: &str, version: i64, body: &Value) -> Answer {
        self.send("PUT", path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
    }

    /// `PATCH path` with a JSON body, for the `version` that was read.
    pub async fn patch(&self, path: &str, version: i64, body: &Value) -> Answer {
        self.send("PATCH", path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
    }

    /// `DELETE path`, for the `version` that was read.
    pub async fn delete(&self, path: &str, version: i64) -> Answer {
        self.send("DELETE", path, &[("if-match", &format!("\"{version}\""))], None).await
    }

    /// Any request with further headers; a body is sent as JSON.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let kind = [("content-type", "application/json")];
        let headers: Vec<_> = headers.iter().chain(body.iter().flat_map(|_| &kind)).copied().collect();
        self.request(method, path, &headers, body.map(ToString::to_string)).await
    }

    /// Any request with these headers, `content-type` among them if there is a body.
    pub async fn send_text(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Answer {
        self.request(method, path, headers, body.map(str::to_owned)).await
    }

    /// A form, as a browser without script posts it from our own page.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [("origin", PUBLIC_URL), ("sec-fetch-site", "same-origin"), kind];
        self.request("POST", path, &headers, Some(pairs.join("&"))).await
    }

    /// A form with one file in it, as the pages of staff send it.
    pub async fn upload(&self, path: &str, name: &str, media_type: &str, content: &str) -> Answer {
        let form = format!(
            "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n\
             {content}\r\n--X--\r\n"
        );
        self.request("POST", path, &[("content-type", "multipart/form-data; boundary=X")], Some(form)).await
    }

    async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
        let mut request = axum::http::Request::builder().method(method).uri(path).header("host", "care.example");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie).header("origin", PUBLIC_URL);
        }
        if let Some(bearer) = &self.bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from));
        let response = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the whole body").to_bytes();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body.
    pub text: String,
}

impl Answer {
    /// The body as JSON, after checking the status.
    #[track_caller]
    pub fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The version in the `ETag`.
    #[track_caller]
    pub fn version(&self) -> i64 {
        let tag = self.header("etag");
        tag.trim_matches('"').parse().unwrap_or_else(|_| panic!("no version in the ETag {tag:?}"))
    }

    /// A header's text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Percent-encoding of a form's name or value: all but letters, digits and `-._~`.
fn encode(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
