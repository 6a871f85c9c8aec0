//! Indicators over HTTP.

use std::sync::Arc;

use access::testing::sign_in_as;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use db::Db;
use db::blob::Blobs;
use db::testing::each_engine;
use http_body_util::BodyExt;
use kernel::{ManualClock, Role};
use serde_json::Value;
use tower::ServiceExt;

/// The routes of this crate, and a signed-in member of staff.
struct App {
    router: axum::Router,
    cookie: String,
    _folder: tempfile::TempDir,
}

impl App {
    async fn new(db: &Db, role: Role) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = api::Config::new("http://localhost", api::Secret::new([7; 32]).unwrap());
        let state = api::State::new(db.clone(), Blobs::folder(folder.path()).unwrap(), config);
        let (router, _) = crate::api::routes().split_for_parts();
        let cookie = format!("entente_session={}", sign_in_as(db, role, &[]).await);
        Self { router: router.with_state(state), cookie, _folder: folder }
    }

    async fn call(&self, method: Method, path: &str, version: Option<i64>, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path).header("cookie", &self.cookie);
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.call(Method::GET, path, None, None).await
    }
}

#[tokio::test]
async fn every_figure_leaves_with_its_interval_its_count_and_its_definition() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let app = App::new(&db, Role::Adviser).await;
        let (status, list) = app.get("/indicators").await;
        assert_eq!((status, list["items"].as_array().unwrap().len()), (StatusCode::OK, 11));
        let (status, dashboard) = app.get("/dashboard?period=2026-05").await;
        assert_eq!(status, StatusCode::OK);
        for panel in dashboard["panels"].as_array().unwrap() {
            for key in ["value", "low", "high", "n", "unit", "level", "state", "definition", "versus"] {
                assert!(panel.get(key).is_some(), "{key} of {panel}");
            }
            assert!(panel["definition"]["version"].is_i64() && panel["versus"]["change"]["verdict"].is_string());
        }
        let (status, nps) = app.get("/indicators/nps?period=2026-W22&vs=none&weeks=2").await;
        assert_eq!((status, nps["series"].as_array().unwrap().len()), (StatusCode::OK, 2));
        assert_eq!((nps["state"].as_str(), nps["versus"].is_null()), (Some("no_data"), true));
        let (status, records) = app.get("/indicators/nps/records?period=2026-05").await;
        assert_eq!((status, records["items"].as_array().unwrap().len()), (StatusCode::OK, 0));
        for (path, expected) in [
            ("/indicators/mood", StatusCode::NOT_FOUND),
            ("/indicators/nps?period=soon", StatusCode::UNPROCESSABLE_ENTITY),
            ("/dashboard?period=2016-01-01..2025-12-31", StatusCode::UNPROCESSABLE_ENTITY),
            ("/indicators/nps?vs=2016-01-01..2025-12-31", StatusCode::UNPROCESSABLE_ENTITY),
            ("/indicators/nps?by=team", StatusCode::OK),
            ("/indicators/nps?by=anything", StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(app.call(Method::GET, path, None, None).await.0, expected, "{path}");
        }
    })
    .await;
}
