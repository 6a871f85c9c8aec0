//! A day at the desk: a case that was misread is put right. Through the assembled program, with a mailbox that is a
//! folder and a clock that stands.

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
