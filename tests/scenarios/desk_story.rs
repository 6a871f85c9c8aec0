//! A day at the desk: a case that was misread is put right, an answer leaves with files. Through the assembled program,
//! with a mailbox that is a folder and a clock that stands.

use serde_json::{Value, json};
use testkit::App;
use testkit::check::{check_problem, text};

use crate::loop_story::{Company, company};

/// The only case of the inbox.
async fn only_case(it: &Company) -> String {
    let page = it.adviser.get("/api/v1/cases?view=to_handle&limit=10").await.json(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
    text(&page, "/items/0/id").to_owned()
}

/// How many contacts stand on the timeline of `person`.
async fn contacts_of(it: &Company, person: &str) -> usize {
    it.app.run_due().await;
    let page = it.adviser.get(&format!("/api/v1/interactions?person_id={person}&limit=50")).await.json(200);
    page["items"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_misread_case_is_put_right_and_taken_back() {
    App::each_engine(async |app| {
        let it = company(app).await;
        it.receive("a1", "Luc Martin <famille@cust.example>", "Je voudrais qu'on me rappelle.").await;
        let path = format!("/api/v1/cases/{}", only_case(&it).await);
        let before = it.adviser.get(&path).await.json(200);
        let luc = text(&before, "/person_id").to_owned();
        let fields = json!({"fields": {"first_name": "Anne", "last_name": "Martin", "phone": "0241000000"}});
        let anne = it.adviser.post("/api/v1/persons", &fields).await.json(201);
        let account = it.lead.post("/api/v1/accounts", &json!({"name": "Garage Martin", "kind": "company"})).await;
        let account = text(&account.json(201), "/id").to_owned();
        let said = contacts_of(&it, &luc).await;
        assert!(said >= 2, "their mail, and that it came in");

        // Another type is another promise; the words go where the person is.
        let right = json!({"type": "callback", "subject": "Rappel demandé", "language": "en", "market": "be",
            "person_id": anne["id"], "account_id": account});
        let after = it.adviser.patch(&path, before["version"].as_i64().unwrap(), &right).await.json(200);
        for (field, value) in right.as_object().unwrap() {
            assert_eq!(&after[field], value, "{field}");
        }
        assert_eq!((&before["promise_name"], &after["promise_name"]), (&json!("Messages"), &json!("Rappels")));
        assert_ne!(before["due"]["at"], after["due"]["at"]);
        assert_eq!((&after["person_name"], &after["account_name"]), (&json!("Anne Martin"), &json!("Garage Martin")));
        assert_eq!(contacts_of(&it, text(&anne, "/id")).await, said);
        assert_eq!(contacts_of(&it, &luc).await, 0);

        // Undone by the way back: all is as it was, the deadline too.
        let names = ["type", "subject", "language", "market", "person_id", "account_id"];
        let back: serde_json::Map<String, Value> =
            names.map(|it| (it.to_owned(), before[it].clone())).into_iter().collect();
        let undone = it.adviser.patch(&path, after["version"].as_i64().unwrap(), &Value::Object(back)).await.json(200);
        for field in names.iter().chain(&["promise_name", "person_name"]) {
            assert_eq!(undone[*field], before[*field], "{field}");
        }
        assert_eq!(undone["due"]["at"], before["due"]["at"], "the time that passed under the other promise counts");
        assert_eq!((contacts_of(&it, &luc).await, contacts_of(&it, text(&anne, "/id")).await), (said, 0));

        for (field, value, code) in [
            ("person_id", json!("person_0000000000000"), "person_unknown"),
            ("account_id", json!("acct_0000000000000"), "account_unknown"),
            ("type", json!("nothing"), "case_type_unknown"),
            ("subject", json!("  "), "subject_empty"),
        ] {
            let refused = it.adviser.patch(&path, undone["version"].as_i64().unwrap(), &json!({field: value})).await;
            check_problem(&refused, 422, code);
        }
    })
    .await;
}

/// The ids of the files that wait for the adviser's answer.
async fn waiting_files(it: &Company, path: &str) -> Vec<String> {
    let list = it.adviser.get(&format!("{path}/reply-files")).await.json(200);
    list["items"].as_array().unwrap().iter().map(|it| text(it, "/id").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_leaves_with_its_files_and_gives_them_back_when_it_is_taken_back() {
    App::each_engine(async |app| {
        let it = company(app).await;
        let from = "helene@cust.example";
        it.receive("f1", &format!("Helene Roy <{from}>"), "Pouvez-vous m'envoyer le devis ?").await;
        let path = format!("/api/v1/cases/{}", only_case(&it).await);
        let files = format!("{path}/reply-files");
        let seen = it.adviser.get(&path).await.json(200)["last_inbound_id"].clone();
        let devis = it.adviser.upload(&files, "../Devis été.pdf", "application/pdf", "%PDF-1.4 devis").await.json(201);
        assert_eq!((&devis["name"], &devis["size_bytes"]), (&json!("Devis été.pdf"), &json!(14)), "{devis}");
        let note = it.adviser.upload(&files, "note.txt", "text/plain", "pour plus tard").await.json(201);
        let script = it.adviser.upload(&files, "photo.jpg.exe", "image/jpeg", "MZ").await.json(201);
        assert_eq!((&devis["is_dangerous"], &script["is_dangerous"]), (&json!(false), &json!(true)));
        let gone = format!("{files}/{}", text(&script, "/id"));
        for _ in 0..2 {
            assert_eq!(it.adviser.delete(&gone, 1).await.status, 204, "as often as one likes");
        }
        assert_eq!(waiting_files(&it, &path).await, [text(&devis, "/id"), text(&note, "/id")]);
        // What waits is its writer's alone.
        assert_eq!(it.lead.get(&files).await.json(200)["items"], json!([]));
        let large = "x".repeat(18_000_000);
        check_problem(&it.adviser.upload(&files, "film.mp4", "video/mp4", &large).await, 413, "reply_files_large");

        let answer = |ids: Vec<&str>| {
            json!({"text": "Bonjour,\n\nvoici le devis.", "hold_seconds": 10, "close_after": true,
                "last_seen_interaction_id": seen, "file_ids": ids})
        };
        let foreign = it.lead.post(&format!("{path}/replies"), &answer(vec![text(&devis, "/id")])).await;
        check_problem(&foreign, 409, "reply_file_gone");
        let held = it.adviser.post(&format!("{path}/replies"), &answer(vec![text(&devis, "/id")])).await.json(201);
        assert_eq!(waiting_files(&it, &path).await, [text(&note, "/id")]);
        let held = format!("{path}/replies/{}", text(&held, "/interaction_id"));
        let back = it.adviser.delete(&held, 1).await.json(200);
        assert_eq!(back["text"], "Bonjour,\n\nvoici le devis.");
        let waiting = waiting_files(&it, &path).await;
        assert_eq!(waiting.len(), 2, "the file waits again: {waiting:?}");

        let again = answer(vec![waiting[1].as_str()]);
        let sent = it.adviser.post(&format!("{path}/replies"), &again).await.json(201);
        it.app.pass_seconds(10).await;
        let mail = it.sent(from).into_iter().find(|it| it.text.contains("voici le devis")).unwrap();
        assert_eq!(mail.attachments.len(), 1);
        assert_eq!(mail.attachments[0].name, "Devis été.pdf");
        assert_eq!(mail.attachments[0].bytes, b"%PDF-1.4 devis");
        let shown = it.adviser.get(&format!("/api/v1/interactions/{}", text(&sent, "/interaction_id"))).await.json(200);
        assert_eq!((&shown["state"], &shown["attachments"][0]["name"]), (&json!("sent"), &json!("Devis été.pdf")));
        let content = format!("/api/v1/attachments/{}/content", text(&shown, "/attachments/0/id"));
        assert_eq!(it.adviser.get(&content).await.text, "%PDF-1.4 devis");
        assert_eq!(waiting_files(&it, &path).await, [text(&note, "/id")], "what was not named still waits");
        check_problem(&it.adviser.post(&format!("{path}/replies"), &again).await, 409, "reply_file_gone");
        for check in server::verification::run(&it.app.state).await.unwrap() {
            assert!(check.problems.is_empty(), "{:?}", check.problems);
        }
    })
    .await;
}
