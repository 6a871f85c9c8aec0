//! Access as its callers meet it: over HTTP, on each engine.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use db::{Db, params, sql};
use http_body_util::BodyExt;
use kernel::{Actor, ManualClock, Permission, Role, StaffId};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::testing::{self, PASSWORD};
use crate::{actions, second_factor, session, store};

mod guard;

/// The routes of access on a store.
#[derive(Clone)]
struct App {
    db: Db,
    state: api::State,
    router: axum::Router,
}

struct Reply {
    status: StatusCode,
    cookie: Option<String>,
    etag: Option<String>,
    retry_after: Option<String>,
    body: Value,
}

impl App {
    fn new(db: Db) -> Self {
        testing::cheap_passwords();
        let folder = std::env::temp_dir().join("entente-access-tests");
        let blobs = db::blob::Blobs::folder(folder).unwrap();
        let config = api::Config::new("http://127.0.0.1", api::Secret::new([7; 32]).unwrap());
        let state = api::State::new(db.clone(), blobs, config);
        let router = crate::routes().split_for_parts().0.with_state(state.clone());
        Self { db, state, router }
    }

    async fn call(&self, method: Method, path: &str, auth: &str, etag: Option<i64>, body: Value) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if auth.starts_with("entente_") {
            request = request.header(header::AUTHORIZATION, format!("Bearer {auth}"));
        } else if !auth.is_empty() {
            request = request.header(header::COOKIE, format!("entente_session={auth}"));
        }
        if let Some(version) = etag {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let request = if body.is_null() {
            request.body(Body::empty())
        } else {
            request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
        };
        let (head, content) = self.router.clone().oneshot(request.unwrap()).await.unwrap().into_parts();
        let text = |name: header::HeaderName| Some(head.headers.get(name)?.to_str().unwrap().to_owned());
        let cookie = text(header::SET_COOKIE)
            .map(|it| it.split(';').next().unwrap().trim_start_matches("entente_session=").to_owned());
        let (status, etag, retry_after) = (head.status, text(header::ETAG), text(header::RETRY_AFTER));
        let bytes = content.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Reply { status, cookie, etag, retry_after, body }
    }

    async fn get(&self, path: &str, auth: &str) -> Reply {
        self.call(Method::GET, path, auth, None, Value::Null).await
    }

    async fn post(&self, path: &str, auth: &str, body: Value) -> Reply {
        self.call(Method::POST, path, auth, None, body).await
    }

    async fn sign_in(&self, email: &str, password: &str, code: Option<&str>) -> Reply {
        self.post("/session", "", json!({ "email": email, "password": password, "code": code })).await
    }

    async fn email(&self, id: StaffId) -> String {
        actions::staff::found(&mut self.db.read().await.unwrap(), id).await.unwrap().email
    }

    async fn version(&self, id: StaffId) -> i64 {
        actions::staff::found(&mut self.db.read().await.unwrap(), id).await.unwrap().version
    }

    async fn events(&self, name: &str) -> usize {
        let mut read = self.db.read().await.unwrap();
        read.all(sql!("select id from outbox where name = $1"), params![name]).await.unwrap().len()
    }
}

async fn each_engine<F: Future<Output = ()>>(body: impl Fn(App, Arc<ManualClock>) -> F) {
    db::testing::each_engine(|db, clock| body(App::new(db), clock)).await;
}

fn check(reply: &Reply, status: u16, code: &str) {
    assert_eq!(
        (reply.status.as_u16(), reply.body["code"].as_str().unwrap_or_default()),
        (status, code),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn signing_in_opens_a_session_that_signing_out_ends() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::TeamLead, &[]).await;
        let email = app.email(id).await;
        let reply = app.sign_in(&format!("  {} ", email.to_uppercase()), PASSWORD, None).await;
        assert_eq!((reply.status, reply.body["role"].as_str()), (StatusCode::OK, Some("team_lead")));
        let token = reply.cookie.unwrap();
        let me = app.get("/me", &token).await;
        assert_eq!(me.body["id"], json!(id));
        assert!(me.etag.is_some());
        // Only the hash of the token is stored.
        let mut read = app.db.read().await.unwrap();
        let row = read.one(sql!("select token_hash from sessions"), params![]).await.unwrap();
        assert_eq!(row.get::<Vec<u8>>("token_hash").unwrap(), db::secret::hash(&token));
        drop(read);
        let out = app.call(Method::DELETE, "/session", &token, None, Value::Null).await;
        assert_eq!((out.status, out.cookie.as_deref()), (StatusCode::NO_CONTENT, Some("")));
        check(&app.get("/me", &token).await, 401, "not_signed_in");
        assert_eq!(app.events("session_ended").await, 1);
    })
    .await;
}

#[tokio::test]
async fn unknown_people_wrong_passwords_and_the_deactivated_get_one_answer() {
    each_engine(async |app, _| {
        let known = testing::staff(&app.db, Role::Adviser, &[]).await;
        let gone = testing::staff(&app.db, Role::Adviser, &[]).await;
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let off = json!({ "is_active": false });
        let version = app.version(gone).await;
        app.call(Method::PATCH, &format!("/staff/{gone}"), &admin, Some(version), off).await;
        let answers = [
            app.sign_in(&app.email(known).await, "un autre chat", None).await,
            app.sign_in(&app.email(gone).await, PASSWORD, None).await,
            app.sign_in("nobody@example.fr", PASSWORD, None).await,
            app.sign_in("not an address", PASSWORD, None).await,
        ];
        for answer in &answers {
            check(answer, 401, "sign_in_refused");
            assert_eq!(answer.body, answers[0].body);
        }
    })
    .await;
}

#[tokio::test]
async fn five_failures_lock_the_door_for_known_and_unknown_alike_and_say_until_when() {
    each_engine(async |app, clock| {
        let known = app.email(testing::staff(&app.db, Role::Adviser, &[]).await).await;
        for email in [known.as_str(), "nobody@example.fr"] {
            for _ in 0..5 {
                check(&app.sign_in(email, "un autre chat", None).await, 401, "sign_in_refused");
            }
            let locked = app.sign_in(email, PASSWORD, None).await;
            check(&locked, 429, "locked_out");
            assert_eq!(locked.retry_after.as_deref(), Some("31"));
            assert_eq!(locked.body["values"]["until"], "2026-06-01T08:00:30Z", "{}", locked.body);
        }
        clock.advance_seconds(31);
        assert_eq!(app.sign_in(&known, PASSWORD, None).await.status, StatusCode::OK);
        // A success forgives the pair: four more failures are free again.
        for _ in 0..4 {
            check(&app.sign_in(&known, "un autre chat", None).await, 401, "sign_in_refused");
        }
        assert_eq!(app.sign_in(&known, PASSWORD, None).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn tries_made_at_once_count_like_tries_made_in_a_row() {
    each_engine(async |app, _| {
        let email = app.email(testing::staff(&app.db, Role::Adviser, &[]).await).await;
        let tries = (0..12).map(|_| {
            let (app, email) = (app.clone(), email.clone());
            tokio::spawn(async move { app.sign_in(&email, "un autre chat", None).await.status.as_u16() })
        });
        let mut statuses = Vec::new();
        for attempt in tries.collect::<Vec<_>>() {
            statuses.push(attempt.await.unwrap());
        }
        statuses.retain(|it| *it == 401);
        assert!(statuses.len() <= 5, "{} guesses were heard", statuses.len());
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_hands_out_a_fresh_one() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let (here, elsewhere) = (testing::session(&app.db, id).await, testing::session(&app.db, id).await);
        let change = |old: &str, new: &str| json!({ "password": old, "new_password": new });
        let put = async |body| app.call(Method::PUT, "/me/password", &here, None, body).await;
        check(&put(change("un autre chat", "cinq chiens blancs")).await, 422, "password_wrong");
        check(&put(change(PASSWORD, "court")).await, 422, "password_weak");
        let done = put(change(PASSWORD, "cinq chiens blancs")).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        for old in [&here, &elsewhere] {
            check(&app.get("/me", old).await, 401, "not_signed_in");
        }
        assert_eq!(app.get("/me", &done.cookie.unwrap()).await.status, StatusCode::OK);
        assert_eq!(app.events("session_ended").await, 2);
        check(&app.sign_in(&app.email(id).await, PASSWORD, None).await, 401, "sign_in_refused");
    })
    .await;
}

#[tokio::test]
async fn a_new_role_new_teams_or_deactivation_end_the_sessions_at_once() {
    each_engine(async |app, _| {
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let team = testing::team(&app.db, "Auto").await;
        for patch in [
            json!({ "role": "team_lead" }),
            json!({ "teams": [team] }),
            json!({ "is_active": false }),
            json!({ "email": "other@example.fr" }),
        ] {
            let id = testing::staff(&app.db, Role::Adviser, &[]).await;
            let token = testing::session(&app.db, id).await;
            assert_eq!(app.get("/me", &token).await.status, StatusCode::OK);
            let version = app.version(id).await;
            let done = app.call(Method::PATCH, &format!("/staff/{id}"), &admin, Some(version), patch).await;
            assert_eq!(done.status, StatusCode::OK, "{}", done.body);
            check(&app.get("/me", &token).await, 401, "not_signed_in");
        }
        // Also when the team takes its members rather than the member the team.
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let token = testing::session(&app.db, id).await;
        let patch = json!({ "members": [id] });
        let done = app.call(Method::PATCH, &format!("/teams/{team}"), &admin, Some(2), patch).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        check(&app.get("/me", &token).await, 401, "not_signed_in");
        // A new name ends nothing.
        let token = testing::session(&app.db, id).await;
        let version = app.version(id).await;
        let patch = json!({ "name": "Léa Martin" });
        app.call(Method::PATCH, &format!("/staff/{id}"), &admin, Some(version), patch).await;
        assert_eq!(app.get("/me", &token).await.body["name"], "Léa Martin");
    })
    .await;
}

#[tokio::test]
async fn a_session_is_over_after_four_idle_hours_or_fourteen_in_all() {
    each_engine(async |app, clock| {
        let token = testing::sign_in_as(&app.db, Role::Adviser, &[]).await;
        for _ in 0..3 {
            clock.advance_seconds(session::IDLE_SECONDS - 1);
            assert_eq!(app.get("/me", &token).await.status, StatusCode::OK);
        }
        clock.advance_seconds(session::LIFE_SECONDS - 3 * (session::IDLE_SECONDS - 1));
        check(&app.get("/me", &token).await, 401, "not_signed_in");
        let idle = testing::sign_in_as(&app.db, Role::Adviser, &[]).await;
        clock.advance_seconds(session::IDLE_SECONDS);
        check(&app.get("/me", &idle).await, 401, "not_signed_in");
    })
    .await;
}

#[tokio::test]
async fn people_see_and_end_their_own_sessions_and_nobody_elses() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let (here, elsewhere) = (testing::session(&app.db, id).await, testing::session(&app.db, id).await);
        let stranger = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let list = app.get("/sessions", &here).await;
        let items = list.body["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        let other = items.iter().find(|it| it["is_present"] == json!(false)).unwrap()["id"].as_str().unwrap();
        let path = format!("/sessions/{other}");
        check(&app.call(Method::DELETE, &path, &stranger, None, Value::Null).await, 404, "not_found");
        assert_eq!(app.get("/me", &elsewhere).await.status, StatusCode::OK);
        let done = app.call(Method::DELETE, &path, &here, None, Value::Null).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        check(&app.get("/me", &elsewhere).await, 401, "not_signed_in");
        check(&app.call(Method::DELETE, &path, &here, None, Value::Null).await, 404, "not_found");
    })
    .await;
}

/// Sets up a second factor for `token`; the secret, the recovery codes and the new session.
async fn with_totp(app: &App, token: &str) -> (Vec<u8>, Vec<String>, String) {
    let setup = app.post("/me/totp", token, json!({ "password": PASSWORD })).await;
    assert_eq!(setup.status, StatusCode::OK, "{}", setup.body);
    let secret = totp_rs::Secret::try_from_base32(setup.body["secret"].as_str().unwrap()).unwrap().as_bytes().to_vec();
    assert!(setup.body["uri"].as_str().unwrap().contains(setup.body["secret"].as_str().unwrap()));
    let code = second_factor::code_at(&secret, app.db.now()).unwrap();
    let done = app.call(Method::PUT, "/me/totp", token, None, json!({ "code": code })).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let codes: Vec<String> = serde_json::from_value(done.body["recovery_codes"].clone()).unwrap();
    (secret, codes, done.cookie.unwrap())
}

#[tokio::test]
async fn with_a_second_factor_the_password_alone_tells_nothing_and_a_code_is_good_once() {
    each_engine(async |app, clock| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let email = app.email(id).await;
        let first = testing::session(&app.db, id).await;
        let (secret, codes, token) = with_totp(&app, &first).await;
        check(&app.get("/me", &first).await, 401, "not_signed_in");
        assert_eq!(app.get("/me", &token).await.body["has_totp"], json!(true));
        assert_eq!(codes.len(), 10);
        // The right password without a code reads like a wrong one.
        let missing = app.sign_in(&email, PASSWORD, None).await;
        let wrong = app.sign_in(&email, "un autre chat", None).await;
        check(&missing, 401, "sign_in_refused");
        assert_eq!(missing.body, wrong.body);
        // The code that proved the set-up is used up; the next one is good once.
        let used = second_factor::code_at(&secret, clock_now(&app)).unwrap();
        check(&app.sign_in(&email, PASSWORD, Some(&used)).await, 401, "sign_in_refused");
        clock.advance_seconds(60);
        let code = second_factor::code_at(&secret, clock_now(&app)).unwrap();
        assert_eq!(app.sign_in(&email, PASSWORD, Some(&code)).await.status, StatusCode::OK);
        check(&app.sign_in(&email, PASSWORD, Some(&code)).await, 401, "sign_in_refused");
        // A recovery code too.
        assert_eq!(app.sign_in(&email, PASSWORD, Some(&codes[3].to_uppercase())).await.status, StatusCode::OK);
        check(&app.sign_in(&email, PASSWORD, Some(&codes[3])).await, 401, "sign_in_refused");
        // Taken away again by the password.
        let gone = app.call(Method::DELETE, "/me/totp", &token, None, json!({ "password": PASSWORD })).await;
        assert_eq!((gone.status, &gone.body["has_totp"]), (StatusCode::OK, &json!(false)));
        assert_eq!(app.sign_in(&email, PASSWORD, None).await.status, StatusCode::OK);
    })
    .await;
}

async fn stored_totp(app: &App, id: StaffId) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut read = app.db.read().await.unwrap();
    let stored = store::staff::credentials(&mut read, id).await.unwrap().unwrap();
    (stored.totp_secret.unwrap(), stored.totp_pending_secret)
}

#[tokio::test]
async fn a_second_factor_is_sealed_where_it_is_stored() {
    each_engine(async |app, clock| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let (secret, _, _) = with_totp(&app, &testing::session(&app.db, id).await).await;
        let (stored, _) = stored_totp(&app, id).await;
        assert!(!stored.windows(secret.len()).any(|it| it == secret));
        // With another person's name on it, or under another key, it does not open.
        assert_eq!(actions::sealing::open(&[7; 32], id, &stored).unwrap(), secret);
        assert_eq!(actions::sealing::open(&[7; 32], StaffId::new(1), &stored), None);
        assert_eq!(actions::sealing::open(&[8; 32], id, &stored), None);
        clock.advance_seconds(60);
        let code = second_factor::code_at(&secret, app.db.now()).unwrap();
        let email = app.email(id).await;
        assert_eq!(app.sign_in(&email, PASSWORD, Some(&code)).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_store_file_holds_no_second_factor_and_plain_ones_are_sealed_at_the_start() {
    each_engine(async |app, _| {
        let (old, new) =
            (testing::staff(&app.db, Role::Adviser, &[]).await, testing::staff(&app.db, Role::Adviser, &[]).await);
        let plain = *b"a plain secret of 20";
        let mut tx = app.db.begin().await.unwrap();
        let statement = sql!("update staff set totp_secret = $1, totp_pending_secret = $1 where id = $2");
        tx.run(statement, params![plain.as_slice(), old]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(actions::sealing::seal_plain(&app.db, &[7; 32]).await.unwrap(), 1);
        assert_eq!(actions::sealing::seal_plain(&app.db, &[7; 32]).await.unwrap(), 0, "once");
        let (used, pending) = stored_totp(&app, old).await;
        for stored in [used, pending.unwrap()] {
            assert_eq!(actions::sealing::open(&[7; 32], old, &stored).unwrap(), plain);
        }
        // Made now, it was never in the file nor in its log; `secret` is what the person saw.
        let (secret, ..) = with_totp(&app, &testing::session(&app.db, new).await).await;
        let mut read = app.db.read().await.unwrap();
        let Ok(row) = read.one(sql!("select file from pragma_database_list where name = 'main'"), params![]).await
        else {
            return; // PostgreSQL: its files are not ours to read.
        };
        let file: String = row.get("file").unwrap();
        for name in [file.clone(), format!("{file}-wal")] {
            let bytes = std::fs::read(&name).unwrap();
            assert!(!bytes.windows(secret.len()).any(|it| it == secret), "{name} holds the secret");
        }
    })
    .await;
}

fn clock_now(app: &App) -> kernel::Timestamp {
    app.db.now()
}

#[tokio::test]
async fn of_fifty_sign_ins_with_one_code_one_gets_in() {
    each_engine(async |app, clock| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let first = testing::session(&app.db, id).await;
        let (secret, _, _) = with_totp(&app, &first).await;
        clock.advance_seconds(60);
        let step =
            second_factor::accept(&secret, &second_factor::code_at(&secret, app.db.now()).unwrap(), 0, app.db.now());
        let tries = (0..50).map(|_| {
            let db = app.db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let is_first = store::staff::use_totp_step(&mut tx, id, step.unwrap()).await.unwrap();
                tx.commit().await.unwrap();
                is_first
            })
        });
        let mut winners = 0;
        for attempt in tries.collect::<Vec<_>>() {
            winners += usize::from(attempt.await.unwrap());
        }
        assert_eq!(winners, 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_admin_stays() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::Admin, &[]).await;
        let token = testing::session(&app.db, id).await;
        let path = format!("/staff/{id}");
        for patch in [json!({ "role": "adviser" }), json!({ "is_active": false })] {
            let version = app.version(id).await;
            check(&app.call(Method::PATCH, &path, &token, Some(version), patch).await, 409, "last_admin");
        }
        testing::staff(&app.db, Role::Admin, &[]).await;
        let version = app.version(id).await;
        let done = app.call(Method::PATCH, &path, &token, Some(version), json!({ "role": "adviser" })).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    })
    .await;
}

#[tokio::test]
async fn edits_need_the_version_and_take_no_field_they_do_not_know() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let own = testing::session(&app.db, id).await;
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let path = format!("/staff/{id}");
        let patch = json!({ "name": "Léa" });
        check(&app.call(Method::PATCH, &path, &admin, None, patch.clone()).await, 428, "version_required");
        check(&app.call(Method::PATCH, &path, &admin, Some(99), patch).await, 412, "stale");
        for field in ["password_hash", "is_admin", "version", "totp_secret", "permissions"] {
            let body = json!({ field: "x" });
            check(&app.call(Method::PATCH, &path, &admin, Some(1), body.clone()).await, 422, "invalid_field");
            check(&app.call(Method::PATCH, "/me", &own, Some(1), body).await, 422, "invalid_field");
        }
        // One's own page cannot give oneself a role.
        check(&app.call(Method::PATCH, "/me", &own, Some(1), json!({ "role": "admin" })).await, 422, "invalid_field");
        let patch = json!({ "locale": "en", "preferences": { "theme": "dark", "shortcuts": "off" } });
        let done = app.call(Method::PATCH, "/me", &own, Some(1), patch).await;
        assert_eq!(done.body["preferences"], json!({ "theme": "dark", "density": "auto", "shortcuts": "off" }));
        assert_eq!(done.body["locale"], "en");
    })
    .await;
}

#[tokio::test]
async fn colleagues_see_names_and_managers_see_addresses() {
    each_engine(async |app, _| {
        let adviser = testing::sign_in_as(&app.db, Role::Adviser, &[]).await;
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let seen = app.get("/staff", &adviser).await;
        for item in seen.body["items"].as_array().unwrap() {
            let mut fields: Vec<&String> = item.as_object().unwrap().keys().collect();
            fields.sort();
            assert_eq!(fields, ["id", "is_active", "name", "role", "teams", "version"]);
        }
        assert!(app.get("/staff", &admin).await.body["items"][0]["email"].is_string());
        check(
            &app.post("/staff", &adviser, json!({ "name": "X", "email": "x@example.fr", "role": "admin" })).await,
            403,
            "forbidden",
        );
    })
    .await;
}

#[tokio::test]
async fn a_colleague_starts_with_a_password_that_opens_nothing_but_its_replacement() {
    each_engine(async |app, _| {
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let new = json!({ "name": "Karim Haddad", "email": "Karim@Example.fr", "role": "team_lead" });
        let added = app.post("/staff", &admin, new.clone()).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
        check(&app.post("/staff", &admin, new).await, 409, "email_taken");
        let given = added.body["initial_password"].as_str().unwrap();
        let reply = app.sign_in("karim@example.fr", given, None).await;
        assert_eq!(reply.body["permissions"], json!([]));
        let token = reply.cookie.unwrap();
        check(&app.get("/staff", &token).await, 403, "forbidden");
        let change = json!({ "password": given, "new_password": "cinq chiens blancs" });
        let done = app.call(Method::PUT, "/me/password", &token, None, change).await;
        assert_eq!(done.body["must_change_password"], json!(false));
        assert_eq!(app.get("/staff", &done.cookie.unwrap()).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn only_the_printed_code_makes_the_first_admin_and_only_once() {
    each_engine(async |app, _| {
        let code = {
            let mut tx = app.db.begin().await.unwrap();
            let code = actions::setup::issue_code(&mut tx).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            code
        };
        assert_eq!(app.get("/setup", "").await.body["needs_admin"], json!(true));
        let claim = |code: &str| {
            json!({ "code": code, "name": "Ada", "email": "ada@example.fr", "new_password": "trois chats gris", "locale": "en" })
        };
        check(&app.post("/setup/claim", "", claim("")).await, 403, "setup_code_wrong");
        check(&app.post("/setup/claim", "", claim("guess")).await, 403, "setup_code_wrong");
        let made = app.post("/setup/claim", "", claim(&code)).await;
        assert_eq!((made.status, &made.body["role"]), (StatusCode::OK, &json!("admin")), "{}", made.body);
        check(&app.post("/setup/claim", "", claim(&code)).await, 409, "setup_done");
        let token = made.cookie.unwrap();
        let change = json!({ "company_name": "Mutuelle du Littoral", "time_zone": "Europe/Paris", "step_done": "company" });
        let version: i64 = app.get("/setup", "").await.etag.unwrap().trim_matches('"').parse().unwrap();
        check(&app.call(Method::PUT, "/setup", "", Some(version), change.clone()).await, 401, "not_signed_in");
        let done = app.call(Method::PUT, "/setup", &token, Some(version), change).await;
        assert_eq!(done.body["steps"][1], json!({ "step": "company", "is_done": true }), "{}", done.body);
        let mut tx = app.db.begin().await.unwrap();
        assert_eq!(actions::setup::issue_code(&mut tx).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_key_opens_what_its_scopes_say_until_it_is_over_or_revoked() {
    each_engine(async |app, clock| {
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let expires_at = app.db.now().plus_seconds(3_600);
        let new = json!({ "name": "CRM", "scopes": ["audit_read"], "expires_at": expires_at });
        let made = app.post("/api-keys", &admin, new).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let secret = made.body["secret"].as_str().unwrap().to_owned();
        assert!(secret.ends_with(made.body["hint"].as_str().unwrap()));
        assert_eq!(app.get("/audit-entries", &secret).await.status, StatusCode::OK);
        check(&app.get("/api-keys", &secret).await, 403, "forbidden");
        check(&app.get("/me", &secret).await, 403, "staff_only");
        check(&app.get("/staff", &secret).await, 403, "forbidden");
        let path = format!("/api-keys/{}", made.body["id"].as_str().unwrap());
        let seen = app.get(&path, &admin).await;
        assert!(seen.body["secret"].is_null() && seen.body["last_used_at"].is_string());
        for scopes in [json!([]), json!(["staff_manage"]), json!(["api_keys_manage"])] {
            check(
                &app.post("/api-keys", &admin, json!({ "name": "x", "scopes": scopes })).await,
                422,
                "invalid_scopes",
            );
        }
        clock.advance_seconds(3_600);
        check(&app.get("/audit-entries", &secret).await, 401, "not_signed_in");
        let lasting = app.post("/api-keys", &admin, json!({ "name": "BI", "scopes": ["audit_read"] })).await;
        let secret = lasting.body["secret"].as_str().unwrap().to_owned();
        assert_eq!(app.get("/audit-entries", &secret).await.status, StatusCode::OK);
        let path = format!("/api-keys/{}", lasting.body["id"].as_str().unwrap());
        assert_eq!(app.call(Method::DELETE, &path, &admin, None, Value::Null).await.status, StatusCode::NO_CONTENT);
        check(&app.get("/audit-entries", &secret).await, 401, "not_signed_in");
        check(&app.call(Method::DELETE, &path, &admin, None, Value::Null).await, 409, "key_revoked");
    })
    .await;
}

#[tokio::test]
async fn every_change_stands_in_the_audit_log_with_who_and_on_what() {
    each_engine(async |app, _| {
        let admin_id = testing::staff(&app.db, Role::Admin, &[]).await;
        let admin = testing::session(&app.db, admin_id).await;
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        app.call(Method::PATCH, &format!("/staff/{id}"), &admin, Some(1), json!({ "role": "analyst" })).await;
        let found = app.get(&format!("/audit-entries?subject={id}&action=staff_changed"), &admin).await;
        let items = found.body["items"].as_array().unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(
            (&items[0]["actor"], &items[0]["details"]["role"]),
            (&json!(admin_id), &json!(["adviser", "analyst"]))
        );
        assert_eq!(app.get("/audit-entries?since=2030-01-01T00:00:00Z", &admin).await.body["items"], json!([]));
        let first = app.get("/audit-entries?limit=1", &admin).await;
        let next = first.body["next"].as_str().unwrap();
        let second = app.get(&format!("/audit-entries?limit=1&after={next}"), &admin).await;
        assert!(first.body["items"][0]["id"].as_str() > second.body["items"][0]["id"].as_str());
    })
    .await;
}

#[tokio::test]
async fn what_is_written_late_into_the_audit_log_is_sealed_and_an_idle_minute_takes_no_turn() {
    each_engine(async |app, clock| {
        let db = &app.db;
        let record = async |id: i64| {
            let mut tx = db.begin().await.unwrap();
            let insert = sql!(
                "insert into audit_entries (id, at, actor, action, subject, details) values ($1, 0, '', '', '', '{}')"
            );
            tx.run(insert, params![id]).await.unwrap();
            tx.commit().await.unwrap();
        };
        let sealed = async || {
            let statement = sql!("select count(*) as n from audit_seals");
            db.read().await.unwrap().one(statement, params![]).await.unwrap().get::<i64>("n").unwrap()
        };
        clock.advance_seconds(3_600);
        let minutes_ago = |minutes: i64| db.id::<kernel::AuditId>().get() - ((minutes * 60_000) << 21);
        let before = sealed().await;
        record(minutes_ago(0)).await;
        crate::jobs::seal_audit(db).await.unwrap();
        let now = sealed().await;
        assert!(now > before);
        record(minutes_ago(9)).await;
        record(minutes_ago(30)).await;
        crate::jobs::seal_audit(db).await.unwrap();
        assert_eq!(sealed().await, now + 1, "what is later than ten minutes waits for the day's look");
        crate::jobs::seal_audit_whole(db).await.unwrap();
        assert_eq!(sealed().await, now + 2);
        assert_eq!(actions::audit::verify(&mut db.read().await.unwrap(), &Actor::system("test")).await.unwrap(), None);
        if db.engine() == db::Engine::Sqlite {
            // Nothing to seal: it ends while somebody else holds the writer.
            let _held = db.begin().await.unwrap();
            crate::jobs::seal_audit(db).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn an_audit_entry_changed_or_taken_out_afterwards_is_found() {
    each_engine(async |app, _| {
        let db = &app.db;
        let system = Actor::system("test");
        for number in 0..5 {
            let mut tx = db.begin().await.unwrap();
            let subject = number.to_string();
            actions::audit::record(&mut tx, &system, "tested", &subject, &json!({ "n": number })).await.unwrap();
            tx.commit().await.unwrap();
        }
        crate::jobs::seal_audit(db).await.unwrap();
        let verify = async || actions::audit::verify(&mut db.read().await.unwrap(), &system).await.unwrap();
        assert_eq!(verify().await, None);
        let touch = async |statement| {
            let mut tx = db.begin().await.unwrap();
            tx.run(statement, params![]).await.unwrap();
            tx.commit().await.unwrap();
        };
        touch(sql!("update audit_entries set details = '{}' where subject = '2'")).await;
        assert_eq!(verify().await, Some(3));
        touch(sql!("update audit_entries set details = '{\"n\":2}' where subject = '2'")).await;
        assert_eq!(verify().await, None);
        touch(sql!("delete from audit_entries where subject = '4'")).await;
        assert_eq!(verify().await, Some(5));
        assert!(
            actions::audit::verify(
                &mut db.read().await.unwrap(),
                &Actor::api_key(kernel::ApiKeyId::new(1), vec![Permission::CasesRead])
            )
            .await
            .is_err()
        );
    })
    .await;
}
