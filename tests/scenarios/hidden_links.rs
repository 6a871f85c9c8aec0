//! A link that opens for whoever holds it stands nowhere but in the mail that its customer got: not on the timeline, not
//! in the search, not in the store, not even where the customer quotes it.

use kernel::{Locale, Role};
use testkit::App;
use testkit::check::text;

use crate::loop_story::{Company, company};

const FROM: &str = "helene@cust.example";

/// The token of the last mail to her that has a link to `path`.
fn token(it: &Company, path: &str) -> String {
    let mails = it.sent(FROM);
    let link = format!("http://care.example{path}");
    let mail = mails.iter().rev().find(|it| it.text.contains(&link)).unwrap();
    let (_, rest) = mail.text.split_once(&link).unwrap();
    let token: String = rest.chars().take_while(|it| it.is_ascii_alphanumeric() || "-_".contains(*it)).collect();
    assert_eq!(token.len(), 22, "128 bits: {token} in {}", mail.text);
    token
}

/// Whoever may read everything reads everything, and the token is not in it.
async fn nobody_reads(it: &Company, token: &str) {
    let admin = it.app.sign_in(Role::Admin, &[]).await;
    let mut paths = vec![
        "/api/v1/interactions?limit=100&person_id=".to_owned() + &person(it).await,
        format!("/api/v1/cases?limit=100&q={token}"),
        "/api/v1/invitations?limit=100".to_owned(),
        "/api/v1/outbound-mails?limit=100".to_owned(),
        "/api/v1/jobs?limit=100".to_owned(),
        "/api/v1/audit-entries?limit=100".to_owned(),
        format!("/api/v1/persons?q={token}"),
    ];
    let mut read = it.app.db.read().await.unwrap();
    let rows = read.all(db::sql!("select id from interactions order by id"), db::params![]).await.unwrap();
    for row in &rows {
        let id: kernel::InteractionId = row.get("id").unwrap();
        paths.extend([format!("/api/v1/interactions/{id}"), format!("/api/v1/interactions/{id}/content")]);
    }
    drop(read);
    for client in [&admin, &it.adviser, &it.lead] {
        for path in &paths {
            let answer = client.get(path).await;
            assert!(answer.status < 500 && !answer.text.contains(token), "{path}: {}", answer.text);
        }
    }
    let found = admin.get(&format!("/api/v1/cases?limit=100&q={token}")).await.json(200);
    assert_eq!(found["items"], serde_json::json!([]), "a search by the token finds nothing");
    // The mails as they came are evidence, for those who run the mailboxes alone.
    for client in [&it.adviser, &it.lead] {
        for mail in testkit::check::all_items(&admin, "/api/v1/inbound-mails").await {
            let path = format!("/api/v1/inbound-mails/{}/content", text(&mail, "/id"));
            let answer = client.get(&path).await;
            assert!(!answer.text.contains(token), "{path}");
        }
    }
    in_no_row(it, token).await;
}

async fn person(it: &Company) -> String {
    let mut read = it.app.db.read().await.unwrap();
    let row = read.one(db::sql!("select min(id) as id from persons"), db::params![]).await.unwrap();
    row.get::<kernel::PersonId>("id").unwrap().to_string()
}

/// The text columns that a mail, a fact or a job could leave it in; on SQLite the file as a whole.
async fn in_no_row(it: &Company, token: &str) {
    let mut read = it.app.db.read().await.unwrap();
    let like = format!("%{token}%");
    let row = read
        .one(
            db::sql!(
                "select (select count(*) from interactions where body_text like $1 or meta like $1 or subject like $1)
                   + (select count(*) from outbox where payload like $1)
                   + (select count(*) from jobs where payload like $1 or last_error like $1)
                   + (select count(*) from idempotency_keys where body like $1) as n"
            ),
            db::params![like],
        )
        .await
        .unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 0);
    if let Some(file) = it.app.database_url().strip_prefix("sqlite:") {
        for name in [file.to_owned(), format!("{file}-wal")] {
            assert!(!holds(&std::fs::read(&name).unwrap(), token), "{name}");
        }
    }
}

fn holds(bytes: &[u8], token: &str) -> bool {
    bytes.windows(token.len()).any(|it| it == token.as_bytes())
}

fn files_with(it: &Company, token: &str) -> usize {
    let folders = std::fs::read_dir(it.app.blob_folder()).unwrap();
    let files = folders.flat_map(|it| std::fs::read_dir(it.unwrap().path()).unwrap());
    files.filter(|it| holds(&std::fs::read(it.as_ref().unwrap().path()).unwrap(), token)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_cannot_answer_in_the_customers_place() {
    App::each_engine(async |app| {
        let it = company(app).await;
        it.receive("helene", &format!("Helene Roy <{FROM}>"), "Bonjour, ma cave est inondee.").await;
        let case = it.answered(FROM).await;
        it.invited(&case, FROM).await;
        let token = token(&it, "/s/");
        nobody_reads(&it, &token).await;
        assert_eq!(files_with(&it, &token), 0, "not in a file beside the store either");
        // What staff see in its place opens nothing.
        let of_case = it.adviser.get(&format!("/api/v1/interactions?case_id={case}&limit=50")).await.json(200);
        let items = of_case["items"].as_array().unwrap();
        let invitation = items.iter().find(|it| it["kind"] == "invitation").unwrap();
        let whole = it.adviser.get(&format!("/api/v1/interactions/{}", text(invitation, "/id"))).await.text;
        assert!(whole.contains("/s/***0***?lang=fr"), "{whole}");
        assert_eq!(it.app.visitor().get("/s/***0***?lang=fr").await.status, 410);
        let seed = serde_json::from_str::<serde_json::Value>(&whole).unwrap();
        if let Some(seed) = seed["meta"]["hidden_links"][0].as_str() {
            assert_eq!(it.app.visitor().get(&format!("/s/{seed}")).await.status, 410, "nor does its seed");
        }
        // She writes back and quotes the whole mail.
        let quoting = format!("Merci.\r\n\r\n> http://care.example/s/{token}?lang=fr\r\n");
        it.receive("again", &format!("Helene Roy <{FROM}>"), &quoting).await;
        nobody_reads(&it, &token).await;
        assert_eq!(files_with(&it, &token), 1, "her mail as it came, which is evidence");
        it.answer(&token, ["9", "5"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_cannot_open_the_page_of_a_customers_case() {
    App::each_engine(async |app| {
        let it = company(app).await;
        let mut tx = it.app.db.begin().await.unwrap();
        let message = portal::contact::Message {
            topic: "question".to_owned(),
            text: "Bonjour, ma cave est inondée.".to_owned(),
            name: "Hélène Roy".to_owned(),
            reach: portal::contact::Reach::Email(FROM.parse().unwrap()),
        };
        portal::actions::open_case(&mut tx, &message, Locale::Fr, vec![]).await.unwrap();
        tx.commit().await.unwrap();
        it.app.run_due().await;
        let acknowledged = token(&it, "/d/");
        let mut tx = it.app.db.begin().await.unwrap();
        let job = portal::jobs::SendFollowLinks { email: FROM.to_owned(), locale: Locale::Fr };
        jobs::enqueue(&mut tx, &job).await.unwrap();
        tx.commit().await.unwrap();
        it.app.run_due().await;
        let asked_for = token(&it, "/d/");
        assert_ne!(acknowledged, asked_for);
        for token in [acknowledged, asked_for] {
            assert_eq!(it.app.visitor().get(&format!("/d/{token}")).await.status, 200);
            nobody_reads(&it, &token).await;
            assert_eq!(files_with(&it, &token), 0);
        }
    })
    .await;
}
