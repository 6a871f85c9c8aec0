//! The mailroom over HTTP: passwords go in and never come out, the accounts reconcile, an answer over unread words is
//! refused, a call opens a case.

#![expect(clippy::unwrap_used, reason = "what a test cannot get has failed it")]

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use db::Db;
use db::blob::Blobs;
use http_body_util::BodyExt;
use kernel::{ManualClock, Permission, Role};
use serde_json::{Value, json};
use tower::ServiceExt;

/// What an integration that looks after mail may do.
const MAIL: [Permission; 2] = [Permission::MailboxesManage, Permission::QuarantineManage];

struct Client {
    router: axum::Router,
    /// The header by which it is known, and what it says.
    known: (header::HeaderName, String),
}

impl Client {
    async fn ask(&self, method: &str, path: &str, version: Option<i64>, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(&self.known.0, &self.known.1);
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let request = match body {
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
            }
            None => request.body(Body::empty()).unwrap(),
        };
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let value = serde_json::from_slice(&bytes).unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes)));
        (status, value)
    }
}

async fn client(db: &Db, folder: &tempfile::TempDir, scopes: &[Permission]) -> Client {
    let key = access::testing::api_key(db, scopes).await;
    known_by(db, folder, (header::AUTHORIZATION, format!("Bearer {key}")))
}

fn known_by(db: &Db, folder: &tempfile::TempDir, known: (header::HeaderName, String)) -> Client {
    let blobs = Blobs::folder(folder.path().join("blobs")).unwrap();
    let key = api::Secret::new(*b"0123456789abcdef0123456789abcdef").unwrap();
    let state = api::State::new(db.clone(), blobs, api::Config::new("https://care.example.fr", key));
    let router = mailroom::routes().split_for_parts().0.with_state(state);
    Client { router, known }
}

#[tokio::test]
async fn a_mailbox_is_set_up_and_its_passwords_never_come_out() {
    db::testing::each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let folder = tempfile::tempdir().unwrap();
        let admin = client(&db, &folder, &MAIL).await;
        let mut body = json!({
            "name": "Support", "address": "Support@Desk.example", "language": "fr", "imap_password": "trois chats gris",
            "settings": {"imap": {"host": "127.0.0.1", "port": 1, "security": "tls", "username": "support"}},
        });
        let (status, made) = admin.ask("POST", "/mailboxes", None, Some(body.clone())).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert!(!made.to_string().contains("chats") && made["has_passwords"] == true, "{made}");
        assert_eq!((&made["address"], &made["health"]), (&json!("support@desk.example"), &json!("never")));
        let (status, _) = admin.ask("POST", "/mailboxes", None, Some(body.clone())).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let path = format!("/mailboxes/{}", made["id"].as_str().unwrap());
        assert_eq!(admin.ask("PUT", &path, None, Some(body.clone())).await.0.as_u16(), 428);

        // The password stays for its server, and is not sent to another one.
        body.as_object_mut().unwrap().remove("imap_password");
        body["name"] = json!("Accueil");
        let (status, changed) = admin.ask("PUT", &path, Some(1), Some(body.clone())).await;
        assert_eq!((status, &changed["has_passwords"]), (StatusCode::OK, &json!(true)), "{changed}");
        body["settings"]["imap"]["host"] = json!("evil.example");
        let (_, changed) = admin.ask("PUT", &path, Some(2), Some(body.clone())).await;
        assert_eq!(changed["has_passwords"], false, "{changed}");
        assert_eq!(admin.ask("PUT", &path, Some(2), Some(body.clone())).await.0, StatusCode::PRECONDITION_FAILED);
        body["settings"] = json!({});
        assert_eq!(admin.ask("PUT", &path, Some(3), Some(body)).await.0, StatusCode::UNPROCESSABLE_ENTITY);

        let adviser = client(&db, &folder, Role::Adviser.permissions()).await;
        for path in ["/mailboxes", "/inbound-mails", "/inbound-mail-days", "/outbound-mails"] {
            assert_eq!(adviser.ask("GET", path, None, None).await.0, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(admin.ask("GET", path, None, None).await.0, StatusCode::OK, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_connection_test_streams_its_steps() {
    let store = db::testing::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let admin = client(&store.db, &folder, &MAIL).await;
    let body = json!({"mailbox": {
        "name": "Support", "address": "support@desk.example", "language": "fr",
        "settings": {"imap": {"host": "127.0.0.1", "port": 1, "security": "tls", "username": "support"}},
    }});
    let (status, text) = admin.ask("POST", "/mailbox-tests", None, Some(body)).await;
    let text = text.as_str().unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(
        text.contains("\"imap_dns\"")
            && text.contains("127.0.0.1:1 ne répond pas.")
            && text.contains("Connection refused"),
        "{text}"
    );
    assert!(!text.contains("imap_login"), "a step that fails ends its half: {text}");
}

#[tokio::test]
async fn a_call_opens_a_case_and_answers_follow_the_rules() {
    db::testing::each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let folder = tempfile::tempdir().unwrap();
        let adviser = client(&db, &folder, Role::Adviser.permissions()).await;
        let body = json!({
            "person": {"name": "Hélène Després", "email": "helene@cust.example"}, "channel": "phone",
            "text": "Rappelle pour son contrat.", "external_key": "call:7",
        });
        let (status, opened) = adviser.ask("POST", "/cases", None, Some(body.clone())).await;
        assert_eq!(status, StatusCode::CREATED, "{opened}");
        let (_, again) = adviser.ask("POST", "/cases", None, Some(body)).await;
        assert_eq!((&again["case_id"], &again["is_new"]), (&opened["case_id"], &json!(false)));
        let case = opened["case_id"].as_str().unwrap();
        let early = json!({"person": {"name": "Hélène Després"}, "channel": "phone", "text": "Rappelle.",
            "at": "2030-01-01T09:00:00Z"});
        let (status, problem) = adviser.ask("POST", "/cases", None, Some(early)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("at_in_future")), "{problem}");

        let replies = format!("/cases/{case}/replies");
        let (status, problem) = adviser.ask("POST", &replies, None, Some(json!({"text": "Bonjour"}))).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("newer_words")), "{problem}");
        let seen = &opened["interaction_id"];
        let body = json!({"text": "Bonjour", "last_seen_interaction_id": seen});
        let (status, written) = adviser.ask("POST", &replies, None, Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{written}");
        let one = format!("{replies}/{}", written["interaction_id"].as_str().unwrap());
        let (status, back) = adviser.ask("DELETE", &one, None, None).await;
        assert_eq!((status, &back["text"]), (StatusCode::OK, &json!("Bonjour")), "{back}");
        assert_eq!(adviser.ask("DELETE", &one, None, None).await.0, StatusCode::NOT_FOUND);
        let body = json!({"text": "x", "last_seen_interaction_id": seen, "hold_seconds": 61});
        assert_eq!(adviser.ask("POST", &replies, None, Some(body)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let (status, _) =
            adviser.ask("POST", &format!("/cases/{case}/notes"), None, Some(json!({"text": "Vu."}))).await;
        assert_eq!(status, StatusCode::CREATED);
        let reader = client(&db, &folder, &[Permission::CasesRead]).await;
        let (status, _) = reader.ask("POST", &format!("/cases/{case}/notes"), None, Some(json!({"text": "Vu."}))).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_call_about_what_another_team_does_is_kept_and_goes_to_that_team() {
    db::testing::each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (access::testing::team(&db, "Auto").await, access::testing::team(&db, "Habitation").await);
        let session = access::testing::sign_in_as(&db, Role::Adviser, &[own]).await;
        let adviser = known_by(&db, &folder, (header::COOKIE, format!("__Host-entente_session={session}")));
        let mut tx = db.begin().await.unwrap();
        let set = db::sql!("update case_types set team_id = $1 where key = 'complaint'");
        tx.run(set, db::params![other]).await.unwrap();
        tx.commit().await.unwrap();
        let call = |key: &str| {
            json!({"person": {"name": "Luc Blin"}, "channel": "phone", "type": key, "text": "Le toit fuit encore.",
                "external_key": format!("call:{key}")})
        };
        let (status, opened) = adviser.ask("POST", "/cases", None, Some(call("complaint"))).await;
        assert_eq!(status, StatusCode::CREATED, "{opened}");
        assert_eq!((&opened["team_id"], &opened["is_visible"]), (&json!(other), &json!(false)), "{opened}");
        let (_, again) = adviser.ask("POST", "/cases", None, Some(call("complaint"))).await;
        assert_eq!((&again["case_id"], &again["is_new"]), (&opened["case_id"], &json!(false)), "{again}");
        assert_eq!(again["is_visible"], false, "{again}");
        let mut read = db.read().await.unwrap();
        let id: kernel::CaseId = opened["case_id"].as_str().unwrap().parse().unwrap();
        let text =
            db::sql!("select i.body_text from cases c join interactions i on i.id = c.last_inbound_id where c.id = $1");
        let words: String = read.one(text, db::params![id]).await.unwrap().get("body_text").unwrap();
        assert_eq!(words, "Le toit fuit encore.");
        let (_, seen) = adviser.ask("POST", "/cases", None, Some(call("question"))).await;
        assert_eq!((&seen["team_id"], &seen["is_visible"]), (&Value::Null, &json!(true)), "{seen}");
    })
    .await;
}

#[tokio::test]
async fn another_system_names_people_by_its_own_numbers() {
    db::testing::each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let folder = tempfile::tempdir().unwrap();
        let crm = client(&db, &folder, &[Permission::CasesRead, Permission::CasesWrite]).await;
        let mut tx = db.begin().await.unwrap();
        let new = customers::actions::NewSource { key: "crm".to_owned(), name: "CRM".to_owned(), trust: 60 };
        customers::actions::create_source(&mut tx, &kernel::Actor::system("test"), &new).await.unwrap();
        tx.commit().await.unwrap();
        let by = |source: &str, id: &str, path: &str| {
            let external = json!({"source": source, "id": id});
            match path {
                "/cases" => json!({"person": {"external": external}, "channel": "phone", "text": "Appel."}),
                _ => {
                    json!({"external": external, "email": "paul@cust.example", "message": "Bonjour", "language": "fr"})
                }
            }
        };
        let mut people = Vec::new();
        for (path, id) in [("/cases", "C-17"), ("/cases", "C-17"), ("/web-forms", "C-17"), ("/cases", "C-18")] {
            let (status, opened) = crm.ask("POST", path, None, Some(by("crm", id, path))).await;
            assert_eq!(status, StatusCode::CREATED, "{opened}");
            people.push(opened["person_id"].as_str().unwrap().to_owned());
        }
        assert!(people[0] == people[1] && people[1] == people[2] && people[2] != people[3], "{people:?}");
        for (source, id, at) in [("erp", "1", "source"), ("contact", "1", "source"), ("crm", " ", "id")] {
            for (path, before) in [("/cases", "/person/external"), ("/web-forms", "/external")] {
                let (status, problem) = crm.ask("POST", path, None, Some(by(source, id, path))).await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
                assert_eq!(problem["errors"][0]["pointer"], json!(format!("#{before}/{at}")), "{problem}");
            }
        }
    })
    .await;
}
