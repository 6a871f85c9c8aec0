//! The loop, once round: a mail arrives, is answered and closed; the customer is asked, answers, and is called back;
//! the figures move. Through the assembled program, with a mailbox that is a folder and a clock that stands.

use std::path::PathBuf;

use kernel::{Actor, Locale, Role};
use mailroom::mailbox::{Kind, NewMailbox, Secrets, Settings};
use serde_json::{Value, json};
use testkit::check::{check_problem, hidden_fields, number, text};
use testkit::{App, Client};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
/// What is promised for a first answer.
const FIRST_REPLY: i64 = 4 * HOUR;
/// What is promised for a call-back.
const CALL: i64 = 8 * HOUR;
/// How long after the closing customers are asked.
const ASKED_AFTER: i64 = 2 * HOUR;
const DASHBOARD: &str = "/api/v1/dashboard?period=2026-06";

pub struct Company {
    pub app: App,
    room: mailroom::Mailroom,
    pub adviser: Client,
    pub lead: Client,
    stranger: Client,
    folder: tempfile::TempDir,
}

fn system() -> Actor {
    Actor::system("story")
}

/// Two teams, a mailbox, hours, promises, a survey and its rule.
pub async fn company(app: App) -> Company {
    let folder = tempfile::tempdir().unwrap();
    let (team, other) = (app.team("Sinistres").await, app.team("Santé").await);
    let room = mailroom::Mailroom::new(&app.state);
    let mailbox = NewMailbox {
        name: "Contact".to_owned(),
        address: "contact@rives.example".parse().unwrap(),
        display_name: "Mutuelle des Rives".to_owned(),
        kind: Kind::Folder,
        settings: Settings { directory: Some(folder.path().display().to_string()), ..Settings::default() },
        team_id: Some(team),
        case_type: "question".to_owned(),
        language: Locale::Fr,
        market: None,
        acknowledges: true,
        requires_proof: false,
        is_active: true,
    };
    let mut tx = app.db.begin().await.unwrap();
    room.create_mailbox(&mut tx, &system(), &mailbox, &Secrets::default()).await.unwrap();
    promises(&mut tx).await;
    let asked = questionnaire::templates::after_case();
    let survey = surveys::actions::create(&mut tx, &system(), "Après un dossier", asked).await.unwrap();
    surveys::actions::publish(&mut tx, &system(), survey.id, survey.version).await.unwrap();
    let rule = surveys::actions::RuleDraft {
        place: 0,
        name: "Tous".to_owned(),
        survey_id: survey.id,
        is_active: true,
        delay_seconds: ASKED_AFTER,
        quiet_days: 90,
        spares_complaints: true,
        case_types: vec![],
        channels: vec![],
        share: 1.0,
        open_days: 30,
    };
    surveys::actions::create_rule(&mut tx, &system(), rule).await.unwrap();
    tx.commit().await.unwrap();
    let adviser = app.sign_in(Role::Adviser, &[team]).await;
    let lead = app.sign_in(Role::TeamLead, &[team]).await;
    let stranger = app.sign_in(Role::TeamLead, &[other]).await;
    Company { app, room, adviser, lead, stranger, folder }
}

/// Any hour counts; call-backs have a promise of their own.
async fn promises(tx: &mut db::Tx) {
    use cases::actions::settings::{NewCalendar, NewPromise, create_calendar, create_promise};
    use cases::promise::{Conditions, Targets};
    let definition = calendar::Definition::always();
    let hours = NewCalendar { name: "Toujours".to_owned(), is_default: true, definition };
    let calendar_id = create_calendar(tx, &system(), hours).await.unwrap().id;
    let callback = Conditions { type_key: Some("callback".to_owned()), ..Conditions::default() };
    for (place, name, conditions, seconds) in
        [(1, "Rappels", callback, CALL), (2, "Messages", Conditions::default(), FIRST_REPLY)]
    {
        let target = calendar::Target { seconds, counting: calendar::Counting::Elapsed, pauses: vec![] };
        let targets = Targets { first_reply: Some(target), ..Targets::default() };
        let is_published = true;
        let new = NewPromise { name: name.to_owned(), place, conditions, targets, calendar_id, is_published };
        create_promise(tx, &system(), new).await.unwrap();
    }
}

impl Company {
    /// Puts a mail into the mailbox and has it fetched.
    pub async fn receive(&self, id: &str, from: &str, words: &str) {
        let raw = format!(
            "From: {from}\r\nTo: contact@rives.example\r\nSubject: Degats des eaux\r\nMessage-ID: <{id}@cust.example>\r\n\
             Date: Mon, 01 Jun 2026 08:00:00 +0000\r\n\r\n{words}\r\n"
        );
        std::fs::create_dir_all(self.folder.path().join("in")).unwrap();
        std::fs::write(self.folder.path().join("in").join(format!("{id}.eml")), raw).unwrap();
        let taken = mailroom::jobs::runner::take_folders_once(&self.room).await.unwrap();
        assert_eq!(taken, 1);
        self.app.run_due().await;
    }

    /// What was sent to `to`, in the order of sending.
    pub fn sent(&self, to: &str) -> Vec<mail::InboundMail> {
        let entries = std::fs::read_dir(self.folder.path().join("out")).into_iter().flatten().flatten();
        let mut files: Vec<(std::time::SystemTime, PathBuf)> =
            entries.map(|it| (it.metadata().unwrap().modified().unwrap(), it.path())).collect();
        files.sort();
        let read =
            |it: &PathBuf| mail::InboundMail::parse(&std::fs::read(it).unwrap(), &mail::Budget::default()).unwrap();
        files.iter().map(|it| read(&it.1)).filter(|it| it.to[0].address == to).collect()
    }

    /// The one open case of the inbox.
    async fn only_case(&self) -> Value {
        let page = self.adviser.get("/api/v1/cases?view=to_handle&limit=10").await.json(200);
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{page}");
        items[0].clone()
    }

    async fn panel(&self, key: &str) -> Value {
        let dashboard = self.lead.get(DASHBOARD).await.json(200);
        let panels = dashboard["panels"].as_array().unwrap();
        panels.iter().find(|it| it["definition"]["key"] == key).unwrap_or_else(|| panic!("no {key}")).clone()
    }

    /// How many rows there are of whatever a fact handled twice could make twice.
    async fn counts(&self) -> Vec<(String, i64)> {
        let mut read = self.app.db.read().await.unwrap();
        let row = read
            .one(
                db::sql!(
                    "select (select count(*) from persons) as persons, (select count(*) from cases) as cases,
                       (select count(*) from interactions) as interactions, (select count(*) from invitations) as invitations,
                       (select count(*) from responses) as responses, (select count(*) from callbacks) as callbacks,
                       (select count(*) from outbound_mails) as mails, (select count(*) from outbox) as facts"
                ),
                db::params![],
            )
            .await
            .unwrap();
        row.names().iter().map(|it| (it.clone(), row.get(it).unwrap())).collect()
    }

    /// From a customer's mail to their answer; the case.
    async fn round(&self, name: &str, scores: [&str; 2]) -> String {
        let from = format!("{name}@cust.example");
        self.receive(name, &format!("Helene Roy <{from}>"), "Bonjour, ma cave est inondee.").await;
        let case = self.answered(&from).await;
        let token = self.invited(&case, &from).await;
        self.answer(&token, scores).await;
        case
    }

    /// The adviser takes the only case, answers and closes it.
    pub async fn answered(&self, from: &str) -> String {
        let row = self.only_case().await;
        let case = text(&row, "/id").to_owned();
        let path = format!("/api/v1/cases/{case}");
        assert_eq!(row["due"]["metric"], "first_reply", "{row}");
        assert_eq!(text(&row, "/due/at"), self.app.now().plus_seconds(FIRST_REPLY).to_string());
        assert_eq!(row["last"]["text"], "Bonjour, ma cave est inondee.");
        let acknowledged = self.sent(from);
        assert_eq!(acknowledged.len(), 1);
        assert_eq!(acknowledged[0].header("auto-submitted"), Some("auto-generated"));

        self.app.pass_seconds(30 * MINUTE).await;
        let version = self.adviser.get(&path).await.version();
        let mine = json!({"team_id": row["team_id"], "owner_id": self.adviser.staff_id()});
        self.adviser.put(&format!("{path}/assignment"), version, &mine).await.json(200);
        let words = json!({"text": "Bonjour,\n\nUn expert vous appelle demain.", "hold_seconds": 10,
            "last_seen_interaction_id": row["last"]["interaction_id"]});
        self.adviser.post(&format!("{path}/replies"), &words).await.json(201);
        self.app.pass_seconds(9).await;
        assert_eq!(self.sent(from).len(), 1, "held: it can still be taken back");
        self.app.pass_seconds(1).await;
        let sent = self.sent(from);
        assert_eq!(sent.len(), 2);
        let reply = sent.iter().find(|it| it.header("auto-submitted").is_none()).unwrap();
        assert!(reply.text.contains("Un expert vous appelle demain."), "{}", reply.text);
        let clocks = self.adviser.get(&format!("{path}/clocks")).await.json(200);
        let ledger = &clocks["items"][0]["ledger"];
        assert_eq!(ledger["metric"], "first_reply");
        assert_eq!(ledger["outcome"], "kept", "{ledger}");
        let version = self.adviser.get(&path).await.version();
        let closed = self.adviser.put(&format!("{path}/closure"), version, &Value::Null).await.json(200);
        assert_eq!(closed["state"], "closed", "{closed}");
        case
    }

    /// The invitation leaves when it is due, and opening its links records nothing; its secret.
    pub async fn invited(&self, case: &str, from: &str) -> String {
        self.app.run_due().await;
        let before = self.sent(from).len();
        self.app.pass_seconds(ASKED_AFTER - 1).await;
        assert_eq!(self.sent(from).len(), before, "not yet");
        self.app.pass_seconds(1).await;
        let mails = self.sent(from);
        assert_eq!(mails.len(), before + 1, "asked once, about {case}");
        let mail = mails.iter().find(|it| it.text.contains("/s/")).unwrap();
        let (_, rest) = mail.text.split_once("http://care.example/s/").unwrap();
        let token = rest.split(['?', '\n', ' ', '>']).next().unwrap().trim().to_owned();
        assert_eq!(token.len(), 22, "128 bits: {token}");
        assert!(mail.html.as_deref().unwrap_or_default().contains("score=10"));
        let before = self.counts().await;
        for score in 0..=10 {
            let page = self.app.visitor().get(&format!("/s/{token}?lang=fr&score={score}")).await;
            assert_eq!(page.status, 200, "{}", page.text);
            let chosen = format!("value=\"{score}\" id=\"nps\" checked");
            let chosen_later = format!("value=\"{score}\" checked");
            assert!(page.text.contains(&chosen) || page.text.contains(&chosen_later), "{score} is chosen");
        }
        self.app.run_due().await;
        assert_eq!(self.counts().await, before, "a scanner that follows links answers nothing");
        token
    }

    /// The customer answers page by page, as a browser without script.
    pub async fn answer(&self, token: &str, [nps, satisfaction]: [&str; 2]) {
        let visitor = self.app.visitor();
        let mut path = format!("/s/{token}?lang=fr&score=10");
        let pages: [&[(&str, &str)]; 3] =
            [&[("nps", nps), ("satisfaction", satisfaction)], &[("why", "Trop long")], &[]];
        for typed in pages {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, 200, "{}", page.text);
            assert!(page.text.len() <= 20_000 && !page.text.contains("<script"), "{} bytes", page.text.len());
            let hidden = hidden_fields(&page.text);
            let fields: Vec<(&str, &str)> = hidden
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .chain(typed.iter().copied())
                .collect();
            // Nobody answers at once: what does is a program.
            self.app.pass_seconds(5).await;
            let taken = visitor.submit(&format!("/s/{token}"), &fields).await;
            assert_eq!(taken.status, 303, "{}", taken.text);
            path = taken.header("location").to_owned();
            if path.contains("done=1") {
                break;
            }
        }
        assert!(path.contains("done=1"), "{path}");
        assert_eq!(visitor.get(&path).await.status, 200);
        self.app.run_due().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_goes_round_the_loop_and_a_detractor_is_called_back() {
    App::each_engine(async |app| {
        let it = company(app).await;
        for key in ["nps", "csat"] {
            let panel = it.panel(key).await;
            assert_eq!((&panel["state"], &panel["value"], &panel["n"]), (&json!("no_data"), &Value::Null, &json!(0)));
        }
        let origin = it.round("helene", ["3", "2"]).await;
        let (nps, csat) = (it.panel("nps").await, it.panel("csat").await);
        assert_eq!((nps["n"].clone(), nps["value"].clone()), (json!(1), json!(-100.0)), "{nps}");
        assert_eq!((csat["n"].clone(), csat["value"].clone()), (json!(1), json!(0.0)), "{csat}");
        for panel in [&nps, &csat] {
            assert!(panel["state"] != "no_data", "{panel}");
            // One answer says next to nothing: the interval is wide, and says so.
            assert!(number(panel, "/low") < number(panel, "/high"), "{panel}");
        }
        let callback = owed(&it, &origin).await;
        history_of(&it, &origin).await;

        // A promoter moves the figure, and is not called.
        done(&it, &callback).await;
        it.round("paul", ["10", "5"]).await;
        let nps = it.panel("nps").await;
        assert_eq!((nps["n"].clone(), nps["value"].clone()), (json!(2), json!(0.0)), "{nps}");
        assert_eq!(it.panel("csat").await["value"], json!(0.5));
        let open = it.lead.get("/api/v1/callbacks").await.json(200);
        assert_eq!(open["items"], json!([]));
        replay(&it).await;
    })
    .await;
}

/// The call-back that follows from the answer about `origin`, as the team's lead and nobody else sees it.
async fn owed(it: &Company, origin: &str) -> Value {
    let list = it.lead.get("/api/v1/callbacks").await.json(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    let callback = list["items"][0].clone();
    assert_eq!((&callback["reason"], &callback["nps"]), (&json!("detractor"), &json!(3)), "{callback}");
    assert_eq!(callback["origin_case_id"], origin);
    let case = it.lead.get(&format!("/api/v1/cases/{}", text(&callback, "/case_id"))).await.json(200);
    assert_eq!((&case["type"], &case["promise_name"]), (&json!("callback"), &json!("Rappels")), "{case}");
    let opened: kernel::Timestamp = text(&case, "/opened_at").parse().unwrap();
    assert_eq!(text(&callback, "/due_at"), opened.plus_seconds(CALL).to_string());
    let path = format!("/api/v1/callbacks/{}", text(&callback, "/id"));
    check_problem(&it.stranger.get(&path).await, 404, "not_found");
    assert_eq!(it.stranger.get("/api/v1/callbacks").await.json(200)["items"], json!([]));
    callback
}

/// The whole story stands on the customer's timeline.
async fn history_of(it: &Company, case: &str) {
    let of_case = it.adviser.get(&format!("/api/v1/interactions?case_id={case}&limit=50")).await.json(200);
    let mut kinds: Vec<String> = of_case["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {}", text(it, "/direction"), text(it, "/channel"), text(it, "/kind")))
        .collect();
    kinds.sort();
    let expected =
        ["inbound mail message", "inbound survey answer", "outbound mail invitation", "outbound mail message"];
    for wanted in expected {
        assert!(kinds.iter().any(|it| it == wanted), "{wanted} in {kinds:?}");
    }
}

/// The lead calls; the case ends with the call-back.
async fn done(it: &Company, callback: &Value) {
    let path = format!("/api/v1/callbacks/{}/closure", text(callback, "/id"));
    let closure = json!({"outcome": "reached", "note": "Excuses ; l’expert passe jeudi."});
    let version = callback["version"].as_i64().unwrap();
    let closed = it.lead.put(&path, version, &closure).await.json(200);
    assert_eq!((&closed["is_open"], &closed["outcome"]), (&json!(false), &json!("reached")), "{closed}");
    it.app.run_due().await;
    let case = it.lead.get(&format!("/api/v1/cases/{}", text(callback, "/case_id"))).await.json(200);
    assert_eq!(case["state"], "closed");
}

/// Every fact handed on once more, and every mail found in the mailbox again, change nothing.
async fn replay(it: &Company) {
    let before = it.counts().await;
    let letters = (it.sent("helene@cust.example").len(), it.sent("paul@cust.example").len());
    let mut tx = it.app.db.begin().await.unwrap();
    let facts = tx.run(db::sql!("update outbox set relayed_at = null"), db::params![]).await.unwrap();
    assert!(facts > 20, "{facts} facts");
    tx.commit().await.unwrap();
    it.app.run_due().await;
    it.app.pass_seconds(2 * ASKED_AFTER).await;
    assert_eq!(it.counts().await, before);
    let again = (it.sent("helene@cust.example").len(), it.sent("paul@cust.example").len());
    assert_eq!(again, letters, "nobody is written to twice");
    let cases = before.iter().find(|it| it.0 == "cases").unwrap().1;
    it.receive("helene", "Helene Roy <helene@cust.example>", "Bonjour, ma cave est inondee.").await;
    assert_eq!(it.counts().await.iter().find(|it| it.0 == "cases").unwrap().1, cases);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_on_the_page_of_their_case_is_called_once_on_the_number_they_gave() {
    App::each_engine(async |app| {
        let it = company(app).await;
        it.receive("helene", "Helene Roy <helene@cust.example>", "Bonjour, ma cave est inondee.").await;
        let row = it.only_case().await;
        let case: kernel::CaseId = text(&row, "/id").parse().unwrap();
        let mut tx = it.app.db.begin().await.unwrap();
        let person = text(&row, "/person_id").parse().unwrap();
        let key = it.app.state.config.secret_key.bytes();
        let token = portal::actions::make_link(&mut tx, key, case, person).await.unwrap().token;
        tx.commit().await.unwrap();
        ask_to_be_called(&it, &token, "06 12 34 56 78").await;
        let list = it.lead.get("/api/v1/callbacks").await.json(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
        let callback = &list["items"][0];
        assert_eq!((&callback["reason"], &callback["response_id"]), (&json!("asked"), &Value::Null), "{callback}");
        assert_eq!((&callback["phone"], &callback["nps"]), (&json!("+33612345678"), &Value::Null));
        assert_eq!((&callback["origin_case_id"], &callback["team_id"]), (&row["id"], &row["team_id"]));
        assert_eq!(it.stranger.get("/api/v1/callbacks").await.json(200)["items"], json!([]));
        // Asked again with the right number, or told again: still one call, and on that number.
        ask_to_be_called(&it, &token, "06 12 34 56 79").await;
        let mut tx = it.app.db.begin().await.unwrap();
        tx.run(db::sql!("update outbox set relayed_at = null"), db::params![]).await.unwrap();
        tx.commit().await.unwrap();
        it.app.run_due().await;
        let list = it.lead.get("/api/v1/callbacks").await.json(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
        assert_eq!(list["items"][0]["phone"], json!("+33612345679"), "{list}");
        // Called, and told once more of the old wish: nothing. A new wish: a new call.
        done(&it, &list["items"][0]).await;
        let mut tx = it.app.db.begin().await.unwrap();
        tx.run(db::sql!("update outbox set relayed_at = null"), db::params![]).await.unwrap();
        tx.commit().await.unwrap();
        it.app.run_due().await;
        assert_eq!(it.lead.get("/api/v1/callbacks").await.json(200)["items"], json!([]));
        it.app.pass_seconds(HOUR).await;
        ask_to_be_called(&it, &token, "06 12 34 56 80").await;
        let list = it.lead.get("/api/v1/callbacks").await.json(200);
        assert_eq!(list["items"][0]["phone"], json!("+33612345680"), "{list}");
    })
    .await;
}

async fn ask_to_be_called(it: &Company, token: &str, phone: &str) {
    let visitor = it.app.visitor();
    let page = visitor.get(&format!("/d/{token}?lang=fr")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let hidden = hidden_fields(&page.text);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    fields.push(("phone", phone));
    it.app.pass_seconds(5).await;
    let asked = visitor.submit(&format!("/d/{token}/callback"), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    it.app.run_due().await;
}
