//! Cases over HTTP.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use db::testing::each_engine;
use kernel::Role;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::tests::{Desk, owner};

struct App {
    desk: Desk,
    router: axum::Router,
    token: String,
}

struct Reply {
    status: StatusCode,
    etag: Option<String>,
    body: Value,
}

impl App {
    async fn new(desk: Desk) -> Self {
        let blobs = db::blob::Blobs::folder(std::env::temp_dir().join("entente-cases-tests")).unwrap();
        let mut config = api::Config::new("http://127.0.0.1", api::Secret::new([7; 32]).unwrap());
        config.company = "Mutuelle".into();
        let state = api::State::new(desk.db.clone(), blobs, config).with(crate::Presence::new());
        let router = crate::routes().split_for_parts().0.with_state(state);
        let token = access::testing::session(&desk.db, owner(&desk.adviser).unwrap()).await;
        Self { desk, router, token }
    }

    async fn call(&self, method: Method, path: &str, version: Option<i64>, body: Value) -> Reply {
        self.call_as(&self.token, (method, path), version, body).await
    }

    async fn call_as(&self, token: &str, what: (Method, &str), version: Option<i64>, body: Value) -> Reply {
        let mut request = Request::builder().method(what.0).uri(what.1);
        request = request.header(header::COOKIE, format!("entente_session={token}"));
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let request = if body.is_null() {
            request.body(Body::empty())
        } else {
            request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
        };
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let (status, etag) = (response.status(), response.headers().get(header::ETAG).cloned());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Reply { status, etag: etag.map(|it| it.to_str().unwrap().to_owned()), body }
    }

    async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path, None, Value::Null).await
    }
}

#[tokio::test]
async fn a_case_is_read_taken_waited_with_closed_and_opened_again() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        let case = app.desk.open().await;
        let path = format!("/cases/{}", case.id);
        let read = app.get(&path).await;
        assert_eq!((read.status, read.etag.as_deref()), (StatusCode::OK, Some("\"1\"")));
        assert_eq!(read.body["due"]["metric"], "first_reply");
        assert_eq!(read.body["due"]["nearness"], "soon");
        assert_eq!(read.body["promise_name"], "Standard");

        let me = owner(&app.desk.adviser).unwrap().to_string();
        let take = json!({"team_id": app.desk.team.to_string(), "owner_id": me});
        let assignment = format!("{path}/assignment");
        for (version, status) in [(None, 428), (Some(9), 412), (Some(1), 200)] {
            let reply = app.call(Method::PUT, &assignment, version, take.clone()).await;
            assert_eq!(reply.status.as_u16(), status, "{version:?} {}", reply.body);
        }
        let wait = json!({"cause": "customer", "until": "2026-06-01T07:00:00Z"});
        let refused = app.call(Method::PUT, &format!("{path}/waiting"), Some(2), wait).await;
        assert_eq!((refused.status.as_u16(), refused.body["code"].as_str()), (422, Some("wait_in_past")));
        assert_eq!(refused.body["errors"][0]["pointer"], "#/until");
        let waiting = app.call(Method::PUT, &format!("{path}/waiting"), Some(2), json!({"cause": "supplier"})).await;
        assert_eq!(waiting.body["waiting"], json!({"cause": "supplier", "until": null}));
        let resumed = app.call(Method::DELETE, &format!("{path}/waiting"), Some(3), Value::Null).await;
        assert_eq!(resumed.body["state"], "open");
        let closed = app.call(Method::PUT, &format!("{path}/closure"), Some(4), Value::Null).await;
        assert_eq!((closed.body["state"].as_str(), closed.body["due"].is_null()), (Some("closed"), true));
        let twice = app.call(Method::PUT, &format!("{path}/closure"), Some(5), Value::Null).await;
        assert_eq!((twice.status.as_u16(), twice.body["code"].as_str()), (409, Some("case_closed")));
        let opened = app.call(Method::DELETE, &format!("{path}/closure"), Some(5), Value::Null).await;
        assert_eq!(opened.body["state"], "open");
        let history = app.get(&format!("{path}/history?limit=3")).await;
        assert_eq!(history.body["items"][0]["detail"], json!({"kind": "reopened", "is_undo": true}));
        let next = history.body["next"].as_str().unwrap();
        let older = app.get(&format!("{path}/history?limit=50&after={next}")).await;
        let older = older.body["items"].as_array().unwrap();
        assert_eq!(older.last().unwrap()["detail"]["kind"], "opened");
        let chosen: Vec<_> = older.iter().filter(|it| it["detail"]["kind"] == "promised").collect();
        assert!(!chosen.is_empty() && chosen.iter().all(|it| it["promise_name"].is_string()), "{chosen:?}");
    })
    .await;
}

#[tokio::test]
async fn a_field_is_corrected_and_null_clears() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        let case = app.desk.open_with(|new| new.market = Some("be".into())).await;
        let path = format!("/cases/{}", case.id);
        let patch = json!({"priority": "urgent", "market": null, "subject": "Attestation RC"});
        let changed = app.call(Method::PATCH, &path, Some(1), patch).await;
        assert_eq!(changed.body["market"], Value::Null);
        assert_eq!((changed.body["promise_name"].as_str(), changed.etag.as_deref()), (Some("Urgent"), Some("\"2\"")));
        for (patch, pointer) in [
            (json!({"type": "nothing"}), "#/type"),
            (json!({"person_id": "person_0000000000009"}), "#/person_id"),
            (json!({"subject": ""}), "#/subject"),
            (json!({"priority": "very"}), "#/priority"),
        ] {
            let refused = app.call(Method::PATCH, &path, Some(2), patch).await;
            assert_eq!((refused.status.as_u16(), refused.body["errors"][0]["pointer"].as_str()), (422, Some(pointer)));
        }
    })
    .await;
}

#[tokio::test]
async fn the_ledger_answers_why() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        let case = app.desk.open().await;
        let clocks = app.get(&format!("/cases/{}/clocks", case.id)).await;
        let resolution = &clocks.body["items"][1];
        assert_eq!(
            (resolution["promise_name"].as_str(), resolution["promise_version"].as_i64()),
            (Some("Standard"), Some(1))
        );
        assert_eq!(resolution["time_zone"], "Europe/Paris");
        let segments = resolution["ledger"]["segments"].as_array().unwrap();
        let kinds: Vec<&str> = segments.iter().map(|it| it["reason"]["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["counted", "closed", "counted", "closed", "counted"]);
        assert_eq!(segments[4]["sum_micros"].as_i64(), Some(8 * 3_600_000_000));
        assert_eq!(segments[4]["to"], resolution["ledger"]["due_at"]);
    })
    .await;
}

#[tokio::test]
async fn the_inbox_lists_counts_and_hides() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        for _ in 0..3 {
            app.desk.open().await;
        }
        app.desk.open_with(|new| new.team_id = Some(app.desk.other_team)).await;
        let views = app.get("/inbox-views").await;
        let counts: Vec<(&str, i64)> = views.body["built_in"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["key"].as_str().unwrap(), it["count"].as_i64().unwrap()))
            .collect();
        assert_eq!(counts[..4], [("mine", 0), ("to_handle", 3), ("late", 0), ("unassigned", 3)]);
        let first = app.get("/cases?view=to_handle&limit=2&count=true").await;
        assert_eq!((first.body["items"].as_array().unwrap().len(), first.body["total"].as_i64()), (2, Some(3)));
        let next = first.body["next"].as_str().unwrap();
        let second = app.get(&format!("/cases?view=to_handle&limit=2&after={next}")).await;
        assert_eq!((second.body["items"].as_array().unwrap().len(), second.body["next"].is_null()), (1, true));
        let filtered = app.get("/cases?state=open&channel=phone&type=question&overdue=true&sort=received").await;
        assert_eq!(filtered.body["items"], json!([]));
        let nobodys = app.get("/cases?view=all&unassigned=true&count=true").await;
        assert_eq!(
            (nobodys.body["total"].as_i64(), app.get("/cases?view=mine&unassigned=false").await.body["items"].clone()),
            (Some(3), json!([]))
        );
        // A view saved from another starts with what that one shows.
        assert_eq!(views.body["built_in"][3]["filter"]["is_unassigned"], true);
        assert_eq!(app.get("/cases?view=nothing").await.status, 404);
        assert_eq!(app.get("/cases?state=nothing").await.status, 400);

        let body = json!({"name": "À moi", "filter": {"state": "open"}, "sort": "due"});
        let saved = app.call(Method::POST, "/inbox-views", None, body).await;
        assert_eq!(saved.status, 201);
        let id = saved.body["id"].as_str().unwrap();
        assert_eq!(app.get(&format!("/cases?view={id}")).await.body["items"].as_array().unwrap().len(), 3);
        let gone = app.call(Method::DELETE, &format!("/inbox-views/{id}"), Some(1), Value::Null).await;
        assert_eq!(gone.status, 204);

        let stranger = access::testing::session(&app.desk.db, owner(&app.desk.stranger).unwrap()).await;
        let id = first.body["items"][0]["id"].as_str().unwrap();
        for path in [format!("/cases/{id}"), format!("/cases/{id}/clocks"), format!("/cases/{id}/history")] {
            let hidden = app.call_as(&stranger, (Method::GET, &path), None, Value::Null).await;
            assert_eq!(hidden.status, 404, "{path}");
        }
        let marketing = access::testing::sign_in_as(&app.desk.db, Role::Marketing, &[]).await;
        assert_eq!(app.call_as(&marketing, (Method::GET, "/cases"), None, Value::Null).await.status, 403);
        assert_eq!(app.call_as("", (Method::GET, "/cases"), None, Value::Null).await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn people_on_a_case_see_each_other() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        let case = app.desk.open().await;
        let path = format!("/cases/{}/presence", case.id);
        let alone = app.call(Method::PUT, &path, None, json!({"doing": "viewing"})).await;
        assert_eq!(alone.body["items"], json!([]));
        let lead = access::testing::session(&app.desk.db, owner(&app.desk.lead).unwrap()).await;
        let other = app.call_as(&lead, (Method::PUT, &path), None, json!({"doing": "replying"})).await;
        assert_eq!(other.body["items"][0]["doing"], "viewing");
        app.call(Method::PUT, &path, None, json!({"doing": "viewing"})).await;
        let row = app.get("/cases?view=all").await;
        assert_eq!(row.body["items"][0]["present"].as_array().unwrap().len(), 2);
        app.call(Method::DELETE, &path, None, Value::Null).await;
        // Two came, one left; the second sign of life was no news.
        assert_eq!(app.desk.facts("case_presence_changed").await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn settings_and_texts_over_http() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        let case = app.desk.open().await;
        let admin = access::testing::sign_in_as(&app.desk.db, Role::Admin, &[]).await;
        let window = json!([{"from": "09:00", "to": "12:00"}, {"from": "11:00", "to": "13:00"}]);
        let calendar = json!({"name": "Samedi", "definition": {"time_zone": "Europe/Paris", "week": {"saturday": window}}});
        let refused = app.call_as(&admin, (Method::POST, "/calendars"), None, calendar.clone()).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let error = &refused.body["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!("#/definition/week/saturday"), &json!("calendar_windows_overlap")));
        assert_eq!((&error["values"]["first"], &error["values"]["second"]), (&json!("09:00-12:00"), &json!("11:00-13:00")));
        let backward = json!({"name": "Samedi", "definition": {
            "time_zone": "Europe/Paris", "week": {"saturday": [{"from": "18:00", "to": "09:00"}]}}});
        let refused = app.call_as(&admin, (Method::POST, "/calendars"), None, backward).await;
        let error = &refused.body["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!("#/definition/week/saturday/0"), &json!("calendar_window_backward")));
        let calendar = json!({"name": "Samedi", "definition": {
            "time_zone": "Europe/Paris", "week": {"saturday": [{"from": "09:00", "to": "12:00"}]}, "holidays": "france"}});
        let made = app.call_as(&admin, (Method::POST, "/calendars"), None, calendar).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let promise = json!({"name": "Samedi", "place": 9, "calendar_id": made.body["id"],
            "targets": {"resolution": {"seconds": 0}}});
        let refused = app.call_as(&admin, (Method::POST, "/promises"), None, promise).await;
        assert_eq!((refused.status.as_u16(), refused.body["code"].as_str()), (422, Some("target_out_of_range")));
        assert_eq!(app.get("/promises").await.body["items"][0]["name"], "Urgent");
        let kind = json!({"name_fr": "Résiliation", "name_en": "Cancellation", "is_complaint": false, "is_active": true});
        let set = app.call_as(&admin, (Method::PUT, "/case-types/cancellation"), None, kind).await;
        assert_eq!((set.status.as_u16(), set.etag.as_deref()), (200, Some("\"1\"")));
        let kinds = app.get("/case-types").await.body["items"].clone();
        assert!(kinds.as_array().unwrap().iter().any(|it| it["name_fr"] == "Résiliation"), "{kinds}");

        let template = json!({"name": "Délai", "intent": "delay", "language": "fr",
            "body": "Bonjour{% if first_name %} {{ first_name }}{% endif %}, avant {{ due_at }}. {{ company }}",
            "variables": [{"name": "first_name"}, {"name": "due_at", "is_required": true}, {"name": "company"}]});
        let unguarded = app.call_as(&admin, (Method::POST, "/reply-templates"), None, template.clone()).await;
        assert_eq!((unguarded.status.as_u16(), unguarded.body["code"].as_str()), (422, Some("template_unusable")));
        let mut template = template;
        template["variables"][2] = json!({"name": "company", "fallback": "Votre mutuelle"});
        let made = app.call_as(&admin, (Method::POST, "/reply-templates"), None, template).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let path = format!("/reply-templates/{}/rendering", made.body["id"].as_str().unwrap());
        let rendering = app.call(Method::POST, &path, None, json!({"case_id": case.id.to_string()})).await;
        // 2 June 2026 is a Tuesday; 8:45 UTC is 10:45 in Paris.
        assert_eq!(rendering.body["text"], "Bonjour, avant mardi 2 juin à 10:45. Mutuelle");
        assert_eq!(rendering.body["fallbacks"], json!([{"name": "first_name", "text": null}]));
        assert_eq!(rendering.body["gaps"], json!([]));

        let draft = format!("/cases/{}/drafts/reply", case.id);
        assert_eq!(app.get(&draft).await.status, 204);
        let elsewhere = format!("/cases/{}/drafts/reply", kernel::CaseId::new(1));
        assert_eq!(app.get(&elsewhere).await.status, 404);
        let kept = app.call(Method::PUT, &draft, None, json!({"body": "Bonjour"})).await;
        assert_eq!((kept.status.as_u16(), kept.etag.as_deref()), (200, Some("\"1\"")));
        assert_eq!(app.get(&draft).await.body["body"], "Bonjour");
        assert_eq!(app.call(Method::DELETE, &draft, None, Value::Null).await.status, 204);
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_of_cases_that_are_named_and_no_word_of_it_is_passed_over() {
    each_engine(async |db, clock| {
        let app = App::new(Desk::new(db, clock).await).await;
        app.desk.open().await;
        let act = json!({"kind": "closure"});
        for (selection, status, code) in [
            (json!({"state": "open", "team": app.desk.team}), 422, "invalid_field"),
            (json!({"state": "open", "sort": "due"}), 422, "invalid_field"),
            (json!({}), 422, "selection_empty"),
            (json!({"q": " "}), 422, "selection_empty"),
        ] {
            let body = json!({"selection": selection, "act": act});
            let reply = app.call(Method::POST, "/case-batches", None, body).await;
            assert_eq!(
                (reply.status.as_u16(), reply.body["code"].as_str()),
                (status, Some(code)),
                "{selection} {}",
                reply.body
            );
        }
        let body = json!({"selection": {"view": "to_handle", "team_id": app.desk.team}, "act": act});
        let reply = app.call(Method::POST, "/case-batches", None, body).await;
        assert_eq!((reply.status.as_u16(), &reply.body["total"]), (202, &json!(1)), "{}", reply.body);
        let lenient = app.get("/cases?view=to_handle&limit=5&utm_source=mail").await;
        assert_eq!(lenient.status, StatusCode::OK);
    })
    .await;
}
