//! Actions and routes on each engine.

use access::testing::{session, staff, team};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use bytes::Bytes;
use db::blob::Blobs;
use db::testing::each_engine;
use db::{Db, params, sql};
use http_body_util::BodyExt;
use kernel::{Actor, CaseId, InteractionId, Permission, PersonId, Role, TeamId};
use tower::ServiceExt;

use crate::InteractionError;
use crate::actions::timeline::{self, Filter, Order, Whose};
use crate::actions::{self, NewAttachment, NewInteraction, Recorded};
use crate::interaction::{Channel, Kind, State};

fn system() -> Actor {
    Actor::system("test")
}

fn message(person: PersonId, text: &str) -> NewInteraction {
    let mut new = NewInteraction::new(Channel::Mail, Kind::Message, text);
    new.person_id = Some(person);
    new
}

async fn inbound(db: &Db, new: NewInteraction) -> Recorded {
    let mut tx = db.begin().await.unwrap();
    let recorded = actions::record_inbound(&mut tx, &system(), new, State::Received).await.unwrap();
    tx.commit().await.unwrap();
    recorded
}

/// A row of `cases`, which is not this crate's: the test stands in for its owner.
async fn case(db: &Db, team: TeamId) -> CaseId {
    let mut tx = db.begin().await.unwrap();
    let id: CaseId = tx.id();
    tx.run(
        sql!(
            "insert into cases (id, type_key, channel, priority, language, subject, subject_folded, state, team_id,
               opened_by, opened_at, received_at, answer_count, reopened_count, due_key, updated_at, version)
             values ($1, 'claim', 'mail', 'normal', 'fr', 'x', 'x', 'open', $2, 'test', 0, 0, 0, 0, 0, 0, 1)"
        ),
        params![id, team],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_contact_is_recorded_once_however_often_it_is_given() {
    each_engine(async |db, _| {
        let mut new = message(PersonId::new(7), "Bonjour\0");
        new.external_key = Some("mail:1".to_owned());
        let first = inbound(&db, new.clone()).await;
        let second = inbound(&db, new).await;
        assert_eq!((first.is_new, second), (true, Recorded { id: first.id, is_new: false }));
        let mut tx = db.begin().await.unwrap();
        let facts = tx.all(sql!("select payload from outbox where name = 'interaction_recorded'"), params![]).await;
        assert_eq!(facts.unwrap().len(), 1);
        let wrong = actions::record_inbound(&mut tx, &system(), message(PersonId::new(7), "x"), State::Sent).await;
        assert!(matches!(wrong, Err(InteractionError::Start { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_contact_given_by_two_at_once_is_recorded_once() {
    each_engine(async |db, _| {
        let mut new = message(PersonId::new(7), "Bonjour");
        new.external_key = Some("response:1".to_owned());
        let mut tx = db.begin().await.unwrap();
        let first = actions::record_inbound(&mut tx, &system(), new.clone(), State::Received).await.unwrap();
        let (other, again) = (db.clone(), new.clone());
        let second = tokio::spawn(async move { inbound(&other, again).await });
        // On PostgreSQL it has looked by now and waits for what we have not committed; on SQLite it waits for its turn.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        tx.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), Recorded { id: first.id, is_new: false });
    })
    .await;
}

#[tokio::test]
async fn a_held_message_can_be_taken_back_and_a_sent_one_cannot() {
    each_engine(async |db, _| {
        let mut tx = db.begin().await.unwrap();
        let new = message(PersonId::new(7), "Part dans 10 s");
        let id = actions::record_outbound(&mut tx, &system(), new.clone(), State::Held).await.unwrap().id;
        let back = actions::withdraw(&mut tx, &system(), id).await.unwrap();
        assert_eq!(back.body_text, "Part dans 10 s");
        assert!(actions::find(&mut tx, id).await.unwrap().is_none());

        let id = actions::record_outbound(&mut tx, &system(), new, State::Held).await.unwrap().id;
        for (to, moves) in [(State::Queued, true), (State::Queued, false), (State::Sending, true), (State::Sent, true)]
        {
            assert_eq!(actions::set_state(&mut tx, &system(), id, to, None).await.unwrap(), moves, "{to:?}");
        }
        for refused in [
            actions::withdraw(&mut tx, &system(), id).await.map(|_| ()),
            actions::set_state(&mut tx, &system(), id, State::Queued, None).await.map(|_| ()),
        ] {
            assert!(matches!(refused, Err(InteractionError::State { from: "sent", .. })));
        }
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_timeline_of_thousands_is_paged_both_ways_and_counted() {
    each_engine(async |db, clock| {
        let person = PersonId::new(7);
        let start = db.now();
        let mut tx = db.begin().await.unwrap();
        for step in 0..500_i64 {
            let mut new = message(person, "x");
            // Several at the same instant: the id breaks the tie.
            new.at = Some(start.plus_seconds(-(step / 3) * 86_400 * 7));
            new.channel = if step % 2 == 0 { Channel::Mail } else { Channel::Phone };
            actions::record_inbound(&mut tx, &system(), new, State::Received).await.unwrap();
        }
        tx.commit().await.unwrap();
        clock.advance_seconds(1);
        let mut read = db.read().await.unwrap();
        for order in [Order::Newest, Order::Oldest] {
            let filter = Filter { order, channel: Some(Channel::Phone), ..Filter::default() };
            let (mut after, mut all) = (None, Vec::new());
            loop {
                let whose = Whose::Person(person);
                let page = timeline::page(&mut read, &system(), whose, &filter, after.as_ref(), 60).await.unwrap();
                all.extend(page.items.iter().map(|it| (it.interaction.at, it.interaction.id)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let mut sorted = all.clone();
            sorted.sort_unstable();
            sorted.dedup();
            if order == Order::Newest {
                sorted.reverse();
            }
            assert_eq!((all.len(), &all), (250, &sorted), "{order:?}");
        }
        let counts = timeline::counts(&mut read, &system(), Whose::Person(person)).await.unwrap();
        assert_eq!(counts.iter().map(|it| it.2).sum::<i64>(), 500);
        assert_eq!(counts.iter().filter(|it| it.1 == Channel::Mail).map(|it| it.2).sum::<i64>(), 250);
        // 500 contacts, three a week backwards from June 2026: 166 weeks, into 2023.
        assert_eq!(counts.first().map(|it| it.0), Some(2023));
        assert_eq!(counts.last().map(|it| it.0), Some(2026));
    })
    .await;
}

#[tokio::test]
async fn the_words_of_another_teams_case_are_a_line_on_the_timeline_and_nothing_by_themselves() {
    each_engine(async |db, _| {
        let (mine, theirs) = (team(&db, "mine").await, team(&db, "theirs").await);
        let reader = access::testing::actor(&db, staff(&db, Role::Adviser, &[mine]).await).await;
        let person = PersonId::new(7);
        let mut secret = message(person, "secret");
        secret.subject = Some("secret".to_owned());
        secret.case_id = Some(case(&db, theirs).await);
        let secret = inbound(&db, secret).await.id;
        let mut open = message(person, "open");
        open.case_id = Some(case(&db, mine).await);
        open.author = Some(reader.label());
        let open = inbound(&db, open).await.id;

        let mut read = db.read().await.unwrap();
        let filter = Filter::default();
        let page = timeline::page(&mut read, &reader, Whose::Person(person), &filter, None, 10).await.unwrap();
        let shown: Vec<_> =
            page.items.iter().map(|it| (it.interaction.id, it.interaction.body_text.as_str())).collect();
        assert_eq!(shown, [(open, "open"), (secret, "")]);
        assert!(page.items[0].author_name.is_some());
        assert!(page.items[1].is_hidden && page.items[1].interaction.subject.is_none());
        assert!(matches!(timeline::one(&mut read, &reader, secret).await, Err(InteractionError::NotFound(_))));
        let foreign = page.items[1].interaction.case_id.unwrap();
        let thread = timeline::page(&mut read, &reader, Whose::Case(foreign), &filter, None, 10).await.unwrap();
        assert!(thread.items.is_empty());
        let lead = Actor::staff(kernel::StaffId::new(1), Role::Analyst, vec![]);
        assert!(timeline::one(&mut read, &lead, secret).await.is_ok(), "who sees every case sees it");
    })
    .await;
}

#[tokio::test]
async fn words_go_to_another_person_as_theirs_and_what_staff_wrote_stays_staffs() {
    each_engine(async |db, _| {
        let (before, now) = (PersonId::new(7), PersonId::new(8));
        let case = case(&db, team(&db, "mine").await).await;
        let lead = Actor::staff(kernel::StaffId::new(1), Role::Analyst, vec![]);
        let mut ids = Vec::new();
        for author in [before.to_string(), lead.label()] {
            let mut new = message(before, "Bonjour");
            (new.case_id, new.author) = (Some(case), Some(author));
            ids.push(inbound(&db, new).await.id);
        }
        let mut tx = db.begin().await.unwrap();
        actions::move_case(&mut tx, &system(), case, Some(before), Some(now)).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        for (id, author) in ids.into_iter().zip([now.to_string(), lead.label()]) {
            let it = actions::find(&mut read, id).await.unwrap().unwrap();
            assert_eq!((it.person_id, it.author), (Some(now), author));
        }
    })
    .await;
}

struct App {
    routes: axum::Router,
    /// Who asks: a header.
    caller: (&'static str, String),
}

async fn app(db: &Db, blobs: Blobs) -> App {
    let config = api::Config::new("http://localhost", api::Secret::new([7; 32]).unwrap());
    let state = api::State::new(db.clone(), blobs, config);
    let (router, _) = crate::api::routes().split_for_parts();
    let member = staff(db, Role::Adviser, &[]).await;
    let cookie = format!("entente_session={}", session(db, member).await);
    App { routes: router.with_state(state), caller: ("cookie", cookie) }
}

impl App {
    async fn get(&self, path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
        let request = Request::get(path).header(self.caller.0, &self.caller.1).body(Body::empty()).unwrap();
        self.send(request).await
    }

    async fn post(&self, path: &str, body: serde_json::Value) -> (StatusCode, axum::http::HeaderMap, String) {
        let request = Request::post(path)
            .header(self.caller.0, &self.caller.1)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (head.status, head.headers, String::from_utf8_lossy(&bytes).into_owned())
    }
}

async fn with_files(db: &Db, blobs: &Blobs) -> InteractionId {
    let png = b"\x89PNG\r\n\x1a\nrest".as_slice();
    let html = mail::html::sanitise(
        "<p onclick=x>Bonjour</p><script>alert(1)</script><img src='cid:logo@x'><img src='https://t.example/p.gif'>",
    );
    let mut new = message(PersonId::new(7), "Bonjour");
    new.html_blob = Some(blobs.put(Bytes::from(html.html)).await.unwrap());
    for (name, kind, content, id) in [
        ("logo.png", "image/png", png, Some("logo@x".to_owned())),
        ("\u{202e}facture.html", "image/png", b"<script>alert(1)</script>".as_slice(), None),
        ("été.txt", "text/html", b"du texte".as_slice(), None),
    ] {
        let blob = blobs.put(Bytes::copy_from_slice(content)).await.unwrap();
        new.attachments.push(NewAttachment::new(name, kind, content, blob, id));
    }
    inbound(db, new).await.id
}

#[tokio::test]
async fn foreign_html_is_served_so_that_it_can_run_and_fetch_nothing() {
    let store = db::testing::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    let app = app(&store.db, blobs.clone()).await;
    let id = with_files(&store.db, &blobs).await;
    let (status, headers, body) = app.get(&format!("/interactions/{id}/content")).await;
    assert_eq!(status, StatusCode::OK);
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'; img-src data:;") && policy.contains("sandbox"), "{policy}");
    assert!(body.contains("Bonjour") && !body.contains("script>alert") && !body.contains("onclick"), "{body}");
    assert!(body.contains("src=\"data:image/png;base64,"), "the image in the mail is embedded: {body}");
    assert!(!body.contains("src=\"https://t.example"), "the remote image is blocked: {body}");
    let (_, headers, body) = app.get(&format!("/interactions/{id}/content?images=allowed")).await;
    assert!(body.contains("src=\"https://t.example/p.gif\""), "{body}");
    assert!(headers["content-security-policy"].to_str().unwrap().contains("img-src data: https:;"));
}

#[tokio::test]
async fn attachments_are_served_so_that_they_cannot_run() {
    let store = db::testing::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    let app = app(&store.db, blobs.clone()).await;
    let id = with_files(&store.db, &blobs).await;
    let (_, _, body) = app.get(&format!("/interactions/{id}")).await;
    let seen: serde_json::Value = serde_json::from_str(&body).unwrap();
    let files = seen["attachments"].as_array().unwrap();
    assert_eq!(files[1]["name"], "facture.html", "the mark that turns the name is gone");
    let expected = [
        ("image/png", "inline; filename=\"logo.png\"", false),
        ("application/octet-stream", "attachment; filename=\"facture.html\"", true),
        ("text/plain; charset=utf-8", "attachment; filename=\"_t_.txt\"; filename*=UTF-8''%C3%A9t%C3%A9.txt", false),
    ];
    for (file, (kind, disposition, is_dangerous)) in files.iter().zip(expected) {
        let path = format!("/attachments/{}/content?inline=true", file["id"].as_str().unwrap());
        let (status, headers, _) = app.get(&path).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-type"], kind);
        assert!(headers["content-disposition"].to_str().unwrap().starts_with(disposition), "{headers:?}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        assert_eq!(file["is_dangerous"], is_dangerous);
    }
}

#[tokio::test]
async fn a_contact_changed_since_it_was_read_is_not_moved() {
    each_engine(async |db, _| {
        let id = inbound(&db, message(PersonId::new(7), "Bonjour")).await.id;
        let read = actions::find(&mut db.read().await.unwrap(), id).await.unwrap().unwrap();
        let attach = async |person| {
            let mut tx = db.begin().await.unwrap();
            let done = actions::attach_to_person(&mut tx, &system(), &read, Some(PersonId::new(person)), None).await;
            tx.commit().await.unwrap();
            done
        };
        attach(8).await.unwrap();
        assert!(matches!(attach(9).await, Err(InteractionError::Stale(it)) if it == id));
        let now = actions::find(&mut db.read().await.unwrap(), id).await.unwrap().unwrap();
        assert_eq!((now.person_id, now.version), (Some(PersonId::new(8)), 2));
    })
    .await;
}

#[tokio::test]
async fn a_key_that_reads_cases_alone_reads_what_belongs_to_one() {
    let store = db::testing::sqlite().await;
    let db = &store.db;
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    let loose = with_files(db, &blobs).await;
    let mut new = message(PersonId::new(7), "Sur un dossier");
    new.case_id = Some(case(db, team(db, "Auto").await).await);
    let filed = inbound(db, new).await.id;
    let file = {
        let mut read = db.read().await.unwrap();
        actions::attachments(&mut read, loose).await.unwrap()[0].id
    };
    let reads = async |scopes: &[Permission]| {
        let mut app = app(db, blobs.clone()).await;
        app.caller = ("authorization", format!("Bearer {}", access::testing::api_key(db, scopes).await));
        let mut statuses = Vec::new();
        for path in [
            format!("/interactions/{filed}"),
            format!("/interactions/{loose}"),
            format!("/interactions/{loose}/content"),
            format!("/attachments/{file}/content"),
        ] {
            statuses.push(app.get(&path).await.0.as_u16());
        }
        statuses
    };
    assert_eq!(reads(&[Permission::CasesRead, Permission::CasesReadAll]).await, [200, 404, 404, 404]);
    assert_eq!(reads(&[Permission::CustomersRead]).await, [404, 200, 200, 200]);
}

#[tokio::test]
async fn a_call_is_logged_on_the_timeline() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&db, Blobs::folder(folder.path()).unwrap()).await;
        let person = PersonId::new(7);
        let call = serde_json::json!({"person_id": person, "kind": "call", "direction": "inbound",
            "body_text": "Demande un relevé", "duration_seconds": 360});
        let (status, _, body) = app.post("/interactions", call.clone()).await;
        assert_eq!((status, body.contains("person_unknown")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{body}");
        let mut tx = db.begin().await.unwrap();
        tx.run(
            sql!(
                "insert into persons (id, display_name, provenance, search_words, created_at, changed_at, version)
                 values ($1, 'Hélène', '{}', ' ', 0, 0, 1)"
            ),
            params![person],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let mut lost = call.clone();
        lost["account_id"] = serde_json::json!(kernel::AccountId::new(9));
        let (status, _, body) = app.post("/interactions", lost).await;
        assert_eq!((status, body.contains("account_unknown")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{body}");
        let (status, headers, body) = app.post("/interactions", call).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        assert!(headers["location"].to_str().unwrap().starts_with("/api/v1/interactions/int_"));
        let place = headers["location"].to_str().unwrap().trim_start_matches("/api/v1");
        let moved = Request::patch(place).header(app.caller.0, &app.caller.1).header("if-match", "\"1\"");
        let lost = serde_json::json!({"account_id": kernel::AccountId::new(9)}).to_string();
        let moved = moved.header("content-type", "application/json").body(Body::from(lost)).unwrap();
        assert!(app.send(moved).await.2.contains("account_unknown"));
        let (_, _, body) = app.get(&format!("/interactions?person_id={person}&channel=phone")).await;
        let page: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(page["items"][0]["excerpt"], "Demande un relevé");
        assert_eq!(page["items"][0]["duration_seconds"], 360);
        assert!(page["items"][0]["author_name"].is_string(), "{body}");
        let (_, _, body) = app.get(&format!("/interaction-counts?person_id={person}")).await;
        assert_eq!(body, r#"{"total":1,"items":[{"year":2026,"channel":"phone","n":1}]}"#);
        let (status, _, _) = app.get("/interactions").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let wrong = serde_json::json!({"person_id": person, "kind": "note", "direction": "inbound", "body_text": "x"});
        assert_eq!(app.post("/interactions", wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}
