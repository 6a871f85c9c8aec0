//! Surveys over HTTP.

use std::sync::Arc;

use access::testing::sign_in_as;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use db::Db;
use db::blob::Blobs;
use db::testing::each_engine;
use http_body_util::BodyExt;
use kernel::{ManualClock, Role};
use serde_json::{Value, json};
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
async fn a_survey_is_drafted_from_a_template_published_and_read() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let app = App::new(&db, Role::Analyst).await;
        let (status, templates) = app.get("/survey-templates").await;
        assert_eq!((status, templates["items"].as_array().unwrap().len()), (StatusCode::OK, 3));
        let new = json!({ "name": "Après un dossier", "template": "after_case" });
        let (status, survey) = app.call(Method::POST, "/surveys", None, Some(new)).await;
        assert_eq!((status, survey["findings"].as_array().unwrap().len()), (StatusCode::CREATED, 0));
        let path = format!("/surveys/{}", survey["id"].as_str().unwrap());
        let versions = format!("{path}/versions");
        let (status, _) = app.call(Method::POST, &versions, None, None).await;
        assert_eq!(status, StatusCode::PRECONDITION_REQUIRED);
        let (status, published) = app.call(Method::POST, &versions, Some(1), None).await;
        assert_eq!((status, published["number"].as_i64()), (StatusCode::CREATED, Some(1)));
        let (status, problem) = app.call(Method::POST, &versions, Some(2), None).await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("survey_unchanged")));
        let (status, preview) = app.get(&format!("{path}/preview?locale=en&score=3")).await;
        assert_eq!((status, preview["pages"].as_array().unwrap().len()), (StatusCode::OK, 3));
        let (status, results) = app.get(&format!("{path}/results")).await;
        assert_eq!((status, &results["questions"][0]["estimate"]["state"]), (StatusCode::OK, &json!("no_data")));
        let (_, list) = app.get("/surveys").await;
        assert_eq!(list["items"][0]["version_published"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_faulty_draft_is_told_field_by_field_and_a_rule_keeps_its_bounds() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let app = App::new(&db, Role::Analyst).await;
        let mut draft = serde_json::to_value(questionnaire::templates::after_case()).unwrap();
        draft["pages"][1]["questions"][0]["text"] = json!({ "fr": "Pourquoi ?" });
        let new = json!({ "name": "x", "definition": draft });
        let (_, survey) = app.call(Method::POST, "/surveys", None, Some(new)).await;
        let path = format!("/surveys/{}/versions", survey["id"].as_str().unwrap());
        let (status, problem) = app.call(Method::POST, &path, Some(1), None).await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("survey_faulty")));
        let found = &problem["errors"][0];
        assert_eq!((&found["code"], &found["values"]["code"]), (&json!("survey_finding"), &json!("wording_missing")));
        assert_eq!((&found["values"]["language"], &found["values"]["part"]), (&json!("en"), &json!("text")));
        let rule = |share: f64| {
            json!({
                "name": "Tous", "survey_id": survey["id"], "is_active": true, "delay_seconds": 60, "quiet_days": 90,
                "spares_complaints": true, "share": share, "open_days": 30,
            })
        };
        let (status, _) = app.call(Method::POST, "/survey-rules", None, Some(rule(0.0))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let (status, made) = app.call(Method::POST, "/survey-rules", None, Some(rule(1.0))).await;
        assert_eq!(status, StatusCode::CREATED);
        let path = format!("/survey-rules/{}", made["id"].as_str().unwrap());
        let (status, _) = app.call(Method::PUT, &path, Some(7), Some(rule(0.5))).await;
        assert_eq!(status, StatusCode::PRECONDITION_FAILED);
        let (status, changed) = app.call(Method::PUT, &path, Some(1), Some(rule(0.5))).await;
        assert_eq!((status, changed["share"].as_f64()), (StatusCode::OK, Some(0.5)));
    })
    .await;
}

#[tokio::test]
async fn an_adviser_may_not_read_surveys_but_a_customers_responses() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let app = App::new(&db, Role::Adviser).await;
        for path in ["/surveys", "/survey-templates", "/survey-rules", "/invitations", "/responses"] {
            assert_eq!(app.get(path).await.0, StatusCode::FORBIDDEN, "{path}");
        }
        let path = format!("/responses?person_id={}", kernel::PersonId::new(5));
        assert_eq!(app.get(&path).await.0, StatusCode::OK);
    })
    .await;
}
