//! The permission matrix: every operation of the assembled document, for everyone there is, on their own object and on
//! a foreign one. Requests are made from the document, expectations stand in [`crate::matrix_table`].

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use kernel::{Actor, CaseId, Locale, Permission, PersonId, Role, TeamId};
use serde_json::{Value, json};
use testkit::{App, Client};

use crate::matrix_table::{Line, Object, TABLE, Who};

/// One operation as the document has it.
struct Operation {
    id: String,
    method: String,
    path: String,
    /// Path parameters: name and the prefix of the id they hold, if they hold one.
    parameters: Vec<(String, Option<String>)>,
    /// Query parameters that must be there.
    query: Vec<(String, Value)>,
    body: Option<Value>,
    is_form: bool,
    is_multipart: bool,
}

/// Somebody who calls.
struct Somebody {
    name: String,
    client: Client,
    actor: Option<Actor>,
    /// Things of their own: prefix and id.
    own: BTreeMap<String, String>,
}

/// What there is to call about: an id for each prefix.
struct World {
    own: BTreeMap<String, String>,
    foreign: BTreeMap<String, String>,
    links: BTreeMap<&'static str, String>,
}

fn system() -> Actor {
    Actor::system("matrix")
}

fn schemas(document: &Value) -> &Value {
    &document["components"]["schemas"]
}

/// The prefix of the id that `schema` describes.
fn prefix(document: &Value, schema: &Value) -> Option<String> {
    let text = resolved(document, schema)["description"].as_str()?.strip_prefix("An id: ")?;
    Some(text.split('_').next()?.to_owned())
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/components/schemas/")) {
        Some(name) => resolved(document, &schemas(document)[name]),
        None => schema,
    }
}

/// The smallest value that `schema` takes, with ids from `ids`.
fn smallest(document: &Value, schema: &Value, ids: &BTreeMap<String, String>) -> Value {
    if let Some(prefix) = prefix(document, schema) {
        return ids.get(&prefix).map_or_else(|| json!(kernel::id::show(&prefix, 1)), |it| json!(it));
    }
    let schema = resolved(document, schema);
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|it| it.first()) {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf"] {
        let choices = schema[choice].as_array().map(Vec::as_slice).unwrap_or_default();
        if choices.iter().any(|it| it["type"] == "null") {
            return Value::Null;
        }
        if let Some(first) = choices.first() {
            return smallest(document, first, ids);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = serde_json::Map::new();
        for part in parts {
            if let Value::Object(fields) = smallest(document, part, ids) {
                whole.extend(fields);
            }
        }
        return Value::Object(whole);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) if kinds.iter().any(|it| it == "null") => return Value::Null,
        Value::String(kind) => kind.as_str(),
        _ => "object",
    };
    match kind {
        "string" if schema["format"] == "date-time" => json!("2026-07-01T08:00:00Z"),
        "string" if schema["format"] == "email" => json!("somebody@example.fr"),
        "string" => json!("texte"),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(false),
        "array" => json!([]),
        "null" => Value::Null,
        _ => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let field = |it: &Value| {
                let name = it.as_str().unwrap().to_owned();
                let value = smallest(document, &schema["properties"][&name], ids);
                (name, value)
            };
            Value::Object(required.iter().map(field).collect())
        }
    }
}

fn operations(document: &Value, ids: &BTreeMap<String, String>) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let of = |place: &str| parameters.iter().filter(move |it| it["in"] == place).cloned().collect::<Vec<_>>();
            let content = &operation["requestBody"]["content"];
            let schema = &content["application/json"]["schema"];
            found.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                parameters: of("path")
                    .iter()
                    .map(|it| (it["name"].as_str().unwrap().to_owned(), prefix(document, &it["schema"])))
                    .collect(),
                query: of("query")
                    .iter()
                    .filter(|it| it["required"] == true)
                    .map(|it| (it["name"].as_str().unwrap().to_owned(), smallest(document, &it["schema"], ids)))
                    .collect(),
                body: if schema.is_null() { None } else { Some(body(id, smallest(document, schema, ids), ids)) },
                is_form: content.get("application/x-www-form-urlencoded").is_some(),
                is_multipart: content.get("multipart/form-data").is_some(),
            });
        }
    }
    found
}

/// What the document cannot say of a body.
fn body(operation: &str, made: Value, ids: &BTreeMap<String, String>) -> Value {
    match operation {
        "open_case" => json!({
            "subject": "Contrat", "channel": "phone", "text": "Bonjour", "person": { "id": ids["person"] },
        }),
        "create_api_key" => json!({ "name": "CRM", "scopes": ["audit_read"] }),
        "create_survey" => json!({ "name": "Enquête", "definition": questionnaire::templates::after_case() }),
        "set_import_mapping" => json!({
            "source_id": ids["src"],
            "mapping": { "encoding": "utf-8", "separator": ";", "has_header": true, "columns": [] },
        }),
        // To one's own team and to nobody: what an adviser may do without sharing work out.
        "set_case_assignment" => json!({ "team_id": ids.get("team"), "owner_id": null }),
        "add_case_participant" => json!({ "address": "expert@example.fr", "part": "copied" }),
        "create_case_batch" => json!({ "selection": { "view": "closed" }, "act": { "kind": "closure" } }),
        "create_mailbox" | "set_mailbox" | "test_mailbox" => {
            let mut made = made;
            let mailbox = if operation == "test_mailbox" { &mut made["mailbox"] } else { &mut made };
            mailbox["address"] = json!("contact@example.fr");
            made
        }
        _ => made,
    }
}

/// Teams, customers, cases, words, surveys and settings, some of one's own team, some of another.
async fn world(app: &App, own_team: TeamId, foreign_team: TeamId) -> World {
    let db = &app.db;
    let mut world = World { own: BTreeMap::new(), foreign: BTreeMap::new(), links: BTreeMap::new() };
    let colleague = access::testing::staff(db, Role::Adviser, &[]).await;
    let api_key = access::testing::api_key(db, &[Permission::AuditRead]).await;
    let key_id = {
        let mut read = db.read().await.unwrap();
        let row =
            read.one(db::sql!("select id from api_keys where key_hash = $1"), db::params![db::secret::hash(&api_key)]);
        row.await.unwrap().get::<kernel::ApiKeyId>("id").unwrap()
    };
    let key = app.state.config.secret_key.bytes();
    let blob = app.state.blobs.put(bytes::Bytes::from_static(b"hello")).await.unwrap();
    let quarantined = quarantined(app).await;
    let file = bytes::Bytes::from_static(b"email;nom\na@example.fr;Roy\n");
    let file = (app.state.blobs.put(file.clone()).await.unwrap(), file);
    let mut tx = db.begin().await.unwrap();
    let asked = customers::Identifiers {
        person: None,
        external: None,
        email: Some("helene@example.fr".to_owned()),
        phone: None,
        name: Some("Hélène Roy".to_owned()),
        language: Some("fr".to_owned()),
    };
    let person = customers::actions::identify(&mut tx, &system(), &asked).await.unwrap().person().unwrap();
    let account = customers::actions::NewAccount {
        name: "Garage Roy".to_owned(),
        kind: serde_json::from_value(json!("company")).unwrap(),
        registration: None,
    };
    let account = customers::actions::create_account(&mut tx, &system(), &account).await.unwrap();
    let source = customers::actions::NewSource { key: "crm".to_owned(), name: "CRM".to_owned(), trust: 50 };
    let source = customers::actions::create_source(&mut tx, &system(), &source).await.unwrap();
    let point = tx
        .one(db::sql!("select id from contact_points where person_id = $1 limit 1"), db::params![person])
        .await
        .unwrap()
        .get::<kernel::ContactPointId>("id")
        .unwrap();
    for (team, ids) in [(own_team, &mut world.own), (foreign_team, &mut world.foreign)] {
        let (case, words, file) = case(&mut tx, person, team, blob).await;
        ids.insert("case".to_owned(), case.to_string());
        ids.insert("int".to_owned(), words);
        ids.insert("att".to_owned(), file);
        ids.insert("cb".to_owned(), callback(&mut tx, case, person).await);
        world.links.insert(
            if team == own_team { "case" } else { "foreign_case" },
            portal::actions::make_link(&mut tx, key, case, person).await.unwrap().token,
        );
    }
    let survey = surveys::actions::create(&mut tx, &system(), "Après", questionnaire::templates::after_case()).await;
    let survey = survey.unwrap();
    surveys::actions::publish(&mut tx, &system(), survey.id, survey.version).await.unwrap();
    let invitation =
        surveys::actions::invite_person(&mut tx, &system(), (survey.id, person, None), false).await.unwrap();
    let token = db::secret::token().unwrap();
    surveys::actions::send(&mut tx, &system(), invitation.id, &token).await.unwrap().unwrap();
    let answered = surveys::actions::submit_for_token(&mut tx, &token, 0, None, [("nps", "3")]).await.unwrap();
    assert!(answered.is_some());
    let response = tx.one(db::sql!("select id from responses limit 1"), db::params![]).await.unwrap();
    let rule = surveys::actions::RuleDraft {
        place: 0,
        name: "Après chaque dossier".to_owned(),
        survey_id: survey.id,
        is_active: true,
        delay_seconds: 3_600,
        quiet_days: 90,
        spares_complaints: true,
        case_types: vec![],
        channels: vec![],
        share: 1.0,
        open_days: 30,
    };
    let rule = surveys::actions::create_rule(&mut tx, &system(), rule).await.unwrap();
    let hours = cases::actions::settings::NewCalendar {
        name: "Toujours".to_owned(),
        is_default: false,
        definition: calendar::Definition::always(),
    };
    let hours = cases::actions::settings::create_calendar(&mut tx, &system(), hours).await.unwrap();
    let target = calendar::Target { seconds: 3_600, counting: calendar::Counting::Elapsed, pauses: vec![] };
    let promise = cases::actions::settings::NewPromise {
        name: "Une heure".to_owned(),
        place: 1,
        conditions: cases::promise::Conditions::default(),
        targets: cases::promise::Targets { first_reply: Some(target), ..Default::default() },
        calendar_id: hours.id,
        is_published: true,
    };
    let promise = cases::actions::settings::create_promise(&mut tx, &system(), promise).await.unwrap();
    let template = cases::actions::templates::NewTemplate {
        name: "Accusé".to_owned(),
        intent: "acknowledge".to_owned(),
        language: Locale::Fr,
        body: "Bonjour,".to_owned(),
        variables: vec![],
    };
    let template = cases::actions::templates::create(&mut tx, &system(), template).await.unwrap();
    let mapping = customers::actions::imports::guess(&app.state.blobs, file.0, &Default::default()).await.unwrap();
    let size = file.1.len() as u64;
    let import =
        customers::actions::imports::create_import(&mut tx, &system(), "a.csv", file.0, size, mapping).await.unwrap();
    let mailbox = mailroom::Mailroom::new(&app.state)
        .create_mailbox(&mut tx, &system(), &mailbox(), &Default::default())
        .await
        .unwrap();
    let job = portal::jobs::SendFollowLinks { email: "nobody@example.fr".to_owned(), locale: Locale::Fr };
    jobs::enqueue(&mut tx, &job).await.unwrap();
    let job = tx.one(db::sql!("select max(id) as id from jobs"), db::params![]).await.unwrap();
    for (prefix, id) in [
        ("staff", colleague.to_string()),
        ("team", own_team.to_string()),
        ("key", key_id.to_string()),
        ("person", person.to_string()),
        ("acct", account.id.to_string()),
        ("src", source.id.to_string()),
        ("cp", point.to_string()),
        ("surv", survey.id.to_string()),
        ("inv", invitation.id.to_string()),
        ("srule", rule.id.to_string()),
        ("resp", response.get::<kernel::ResponseId>("id").unwrap().to_string()),
        ("cal", hours.id.to_string()),
        ("prom", promise.id.to_string()),
        ("tpl", template.id.to_string()),
        ("imp", import.id.to_string()),
        ("mbox", mailbox.id.to_string()),
        ("in", quarantined),
        ("job", job.get::<kernel::JobId>("id").unwrap().to_string()),
    ] {
        world.own.insert(prefix.to_owned(), id);
    }
    tx.commit().await.unwrap();
    world.links.insert("survey", token);
    world
}

fn mailbox() -> mailroom::mailbox::NewMailbox {
    mailroom::mailbox::NewMailbox {
        name: "Contact".to_owned(),
        address: "contact@rives.example".parse().unwrap(),
        display_name: "Mutuelle des Rives".to_owned(),
        kind: mailroom::mailbox::Kind::Folder,
        settings: mailroom::mailbox::Settings { directory: Some("nowhere".to_owned()), ..Default::default() },
        team_id: None,
        case_type: "question".to_owned(),
        language: Locale::Fr,
        market: None,
        acknowledges: false,
        requires_proof: true,
        is_active: true,
    }
}

/// A mail in quarantine.
async fn quarantined(app: &App) -> String {
    let received = mailroom::actions::intake::Received {
        mailbox_id: None,
        uid: None,
        place: Some("matrix".to_owned()),
        raw: bytes::Bytes::from_static(
            b"From: machine@example.fr\r\nAuto-Submitted: auto-replied\r\nSubject: x\r\n\r\nx\r\n",
        ),
        history: None,
    };
    let settled = mailroom::Mailroom::new(&app.state).take(received).await.unwrap();
    assert_eq!(settled.outcome, mailroom::intake::Outcome::Quarantine, "{:?}", settled.cause);
    settled.id.to_string()
}

/// The call-back that the customer of `case` asked for.
async fn callback(tx: &mut db::Tx, case: CaseId, person: PersonId) -> String {
    let asked = programme::actions::Asked { case_id: case, person_id: person, at: tx.now() };
    let words = api::Words::embedded();
    programme::actions::open_requested_callback(tx, &system(), &asked, words, Locale::Fr).await.unwrap();
    let row = tx.one(db::sql!("select max(id) as id from callbacks"), db::params![]).await.unwrap();
    row.get::<kernel::id::CallbackId>("id").unwrap().to_string()
}

/// A case of `team` with the customer's words and a file.
async fn case(tx: &mut db::Tx, person: PersonId, team: TeamId, blob: db::blob::BlobHash) -> (CaseId, String, String) {
    let now = tx.now();
    let new = cases::NewCase {
        team_id: Some(team),
        person_id: Some(person),
        ..cases::NewCase::new(cases::Channel::Mail, "Contrat", now)
    };
    let case = cases::actions::open(tx, &system(), new).await.unwrap();
    let file = interactions::actions::NewAttachment::new("a.txt", "text/plain", b"hello", blob, None);
    let words = interactions::actions::NewInteraction {
        person_id: Some(person),
        case_id: Some(case.id),
        html_blob: Some(blob),
        attachments: vec![file],
        ..interactions::actions::NewInteraction::new(
            interactions::Channel::Mail,
            interactions::Kind::Message,
            "Bonjour",
        )
    };
    let unverified = interactions::State::Unverified;
    let words = interactions::actions::record_inbound(tx, &system(), words, unverified).await.unwrap().id;
    let files = interactions::actions::attachments(tx, words).await.unwrap();
    (case.id, words.to_string(), files[0].id.to_string())
}

/// Everyone there is. Members of staff are in `team`, and have a view and a second session of their own.
async fn everyone(app: &App, team: TeamId, links: &BTreeMap<&'static str, String>, who: Who) -> Vec<Somebody> {
    let nobody =
        |name: &str, client: Client| Somebody { name: name.to_owned(), client, actor: None, own: BTreeMap::new() };
    let mut everyone = vec![
        nobody("anonymous", app.visitor()),
        // A customer's link is no key and no session.
        nobody("customer with a link", app.bearer(&links["case"])),
    ];
    for role in Role::ALL {
        let client = app.sign_in(role, &[team]).await;
        let actor = client.actor().clone();
        let mut own = BTreeMap::new();
        access::testing::session(&app.db, client.staff_id()).await;
        let mut read = app.db.read().await.unwrap();
        let session = read
            .one(db::sql!("select max(id) as id from sessions where staff_id = $1"), db::params![client.staff_id()])
            .await
            .unwrap();
        drop(read);
        own.insert("sess".to_owned(), session.get::<kernel::SessionId>("id").unwrap().to_string());
        if actor.may(Permission::CasesRead) {
            let view = cases::actions::views::NewView {
                name: "À moi".to_owned(),
                is_shared: false,
                filter: serde_json::from_value(json!({})).unwrap(),
                sort: serde_json::from_value(json!("due")).unwrap(),
                place: 1,
            };
            let mut tx = app.db.begin().await.unwrap();
            let view = cases::actions::views::create(&mut tx, &actor, view).await.unwrap();
            tx.commit().await.unwrap();
            own.insert("view".to_owned(), view.id.to_string());
        }
        if actor.may(Permission::CasesRead) && actor.may(Permission::CasesWrite) {
            let (none, act) = (serde_json::from_value(json!({ "q": "zzz" })).unwrap(), cases::batch::Act::Closure);
            let mut tx = app.db.begin().await.unwrap();
            let batch = cases::actions::batches::start(&mut tx, &actor, &none, act).await.unwrap();
            tx.commit().await.unwrap();
            own.insert("batch".to_owned(), batch.id.to_string());
        }
        everyone.push(Somebody { name: role.code().to_owned(), client, actor: Some(actor), own });
    }
    for (name, scopes) in [("key with the scope", needed(who)), ("key without", not_needed(who))] {
        let actor = Actor::api_key(kernel::ApiKeyId::new(1), scopes.clone());
        let client = app.program(&scopes).await;
        everyone.push(Somebody { name: name.to_owned(), client, actor: Some(actor), own: BTreeMap::new() });
    }
    everyone
}

const NOT_FOR_KEYS: [Permission; 2] = [Permission::StaffManage, Permission::ApiKeysManage];

/// The scopes that a key for an operation carries; what keys never carry is left out.
fn needed(who: Who) -> Vec<Permission> {
    let wanted = match who {
        Who::All(all) | Who::Staff(all) => all.to_vec(),
        Who::Any(any) => any.iter().take(1).copied().collect(),
        Who::Both(all, any) => all.iter().chain(any.iter().take(1)).copied().collect(),
        _ => vec![Permission::CasesRead],
    };
    let wanted: Vec<Permission> = wanted.into_iter().filter(|it| !NOT_FOR_KEYS.contains(it)).collect();
    if wanted.is_empty() { vec![Permission::CasesReadAll] } else { wanted }
}

/// A scope that has nothing to do with the operation.
fn not_needed(who: Who) -> Vec<Permission> {
    let listed: &[Permission] = match who {
        Who::All(listed) | Who::Staff(listed) | Who::Any(listed) | Who::Both(listed, _) => listed,
        _ => &[Permission::CasesRead],
    };
    let other = [Permission::AuditRead, Permission::JobsManage].into_iter().find(|it| !listed.contains(it));
    vec![other.unwrap_or(Permission::MailboxesManage)]
}

/// What is expected of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// 401.
    SignIn,
    /// 403; or 404 where the object is not told of.
    Refused,
    /// 404.
    Unseen,
    /// Anything that is no refusal: done, or refused for what was sent.
    Heard,
}

fn expected(who: Who, object: Object, somebody: &Somebody, is_own: bool) -> Expected {
    let Some(actor) = &somebody.actor else {
        return if matches!(who, Who::Everyone | Who::Link) { Expected::Heard } else { Expected::SignIn };
    };
    let is_staff = actor.staff_id().is_some();
    let may = match who {
        Who::Everyone | Who::Link => return Expected::Heard,
        Who::Caller => true,
        Who::Person => is_staff,
        Who::Colleague => is_staff || actor.may(Permission::CasesRead),
        Who::All(all) => all.iter().all(|it| actor.may(*it)),
        Who::Any(any) => any.iter().any(|it| actor.may(*it)),
        Who::Both(all, any) => all.iter().all(|it| actor.may(*it)) && any.iter().any(|it| actor.may(*it)),
        Who::Staff(all) => is_staff && all.iter().all(|it| actor.may(*it)),
    };
    let sees = match (object, actor.case_scope()) {
        (Object::OfCase, kernel::Scope::Nothing) => false,
        (Object::OfCase, kernel::Scope::Teams(_)) => is_own,
        (Object::Private | Object::Shared, _) => is_own,
        _ => true,
    };
    match (may, sees) {
        (false, _) => Expected::Refused,
        (true, false) => Expected::Unseen,
        (true, true) => Expected::Heard,
    }
}

/// Sends one call; `None` if the answer never ends, as a stream of events.
async fn call(operation: &Operation, somebody: &Somebody, path: &str) -> Option<testkit::Answer> {
    let call = async {
        if operation.is_form {
            return somebody.client.submit(path, &[]).await;
        }
        let mut headers = vec![("if-match", "\"1\"")];
        if operation.is_multipart {
            headers.push(("content-type", "multipart/form-data; boundary=X"));
        }
        somebody.client.send(&operation.method, path, &headers, operation.body.as_ref()).await
    };
    tokio::time::timeout(Duration::from_millis(1_500), call).await.ok()
}

/// The prefix of the ids that stand where `name` stands in `path`, where the document does not say it.
fn kind_of(path: &str, name: &str) -> Option<&'static str> {
    let before = path.split(&format!("/{{{name}}}")).next()?.rsplit('/').next()?;
    Some(match before {
        "jobs" => "job",
        "cases" => "case",
        "imports" => "imp",
        "interactions" | "replies" => "int",
        "attachments" | "reply-files" => "att",
        "mailboxes" => "mbox",
        "inbound-mails" => "in",
        "callbacks" => "cb",
        "persons" | "members" => "person",
        "accounts" => "acct",
        "sources" => "src",
        "promises" => "prom",
        "calendars" => "cal",
        "reply-templates" => "tpl",
        "inbox-views" => "view",
        _ => return None,
    })
}

/// The path of a call by `somebody` on their own or a foreign object.
fn path(operation: &Operation, object: Object, somebody: &Somebody, world: &World, is_own: bool) -> String {
    let mut path = operation.path.clone();
    for (name, prefix) in &operation.parameters {
        let unknown = |prefix: &str| kernel::id::show(prefix, 4_611_686_018_427_387_904);
        let value = match prefix.as_deref() {
            Some(prefix) if is_own => {
                let found = somebody.own.get(prefix).or_else(|| world.own.get(prefix));
                found.cloned().unwrap_or_else(|| unknown(prefix))
            }
            Some(prefix) if object == Object::OfCase => {
                world.foreign.get(prefix).or_else(|| world.own.get(prefix)).cloned().unwrap_or_else(|| unknown(prefix))
            }
            Some(prefix) => unknown(prefix),
            None => match name.as_str() {
                "mode" => "reply".to_owned(),
                "address" => "nobody@example.fr".to_owned(),
                "key" if operation.path.contains("/indicators/") => "nps".to_owned(),
                "key" | "topic" => "question".to_owned(),
                _ if kind_of(&operation.path, name).is_some() => {
                    let prefix = kind_of(&operation.path, name).unwrap();
                    let foreign = (object == Object::OfCase).then(|| world.foreign.get(prefix)).flatten();
                    let own = somebody.own.get(prefix).or_else(|| world.own.get(prefix));
                    let found = if is_own { own } else { foreign };
                    found.cloned().unwrap_or_else(|| unknown(prefix))
                }
                "token" => "AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
                other => panic!("{}: what is a {other}?", operation.id),
            },
        };
        path = path.replace(&format!("{{{name}}}"), &value);
    }
    let query: Vec<String> =
        operation.query.iter().map(|(key, value)| format!("{key}={}", value.to_string().trim_matches('"'))).collect();
    // Lists of contacts are of somebody: the document cannot say that one of three must be there.
    let query = match operation.id.as_str() {
        "list_interactions" | "list_interaction_counts" => vec![format!("person_id={}", world.own["person"])],
        _ => query,
    };
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// What is wrong with an answer, if anything is.
fn fault(
    operation: &Operation,
    answer: &Option<testkit::Answer>,
    expected: Expected,
    object: Object,
    was_done: bool,
) -> Option<String> {
    let Some(answer) = answer else {
        return (expected != Expected::Heard).then(|| "answered with a stream".to_owned());
    };
    let code = serde_json::from_str::<Value>(&answer.text).ok().and_then(|it| it["code"].as_str().map(str::to_owned));
    let code = code.unwrap_or_default();
    let is_good = match expected {
        Expected::SignIn => answer.status == 401 && code == "not_signed_in",
        Expected::Refused => answer.status == 403 || (answer.status == 404 && object != Object::None),
        Expected::Unseen => answer.status == 404,
        Expected::Heard => {
            let is_refusal = answer.status == 403 || code == "not_signed_in" || answer.status >= 500;
            let may_be_lost = was_done || crate::matrix_table::NOTHING_THERE.contains(&operation.id.as_str());
            let is_lost = answer.status == 404 && object != Object::None && !may_be_lost;
            // A form with a file is sent without one: it is enough that it is listened to.
            let is_unread =
                !operation.is_multipart && (matches!(answer.status, 400 | 405 | 415 | 428) || code == "invalid_field");
            !is_refusal && !is_lost && !is_unread
        }
    };
    let text: String = answer.text.chars().take(300).collect();
    (!is_good).then(|| format!("{} {code} instead of {expected:?}: {text}", answer.status))
}

async fn check_operation(app: &App, document: &Value, line: &Line, faults: &mut Vec<String>) {
    let (id, who, object) = *line;
    let (team, other) = (app.team("Auto").await, app.team("Habitation").await);
    let world = world(app, team, other).await;
    let all = operations(document, &world.own);
    let operation = all.iter().find(|it| it.id == id).expect("checked before");
    if matches!(who, Who::Link) {
        return check_link(app, operation, &world, faults).await;
    }
    let mut was_done = false;
    let everyone = everyone(app, team, &world.links, who).await;
    let cells = || everyone.iter().flat_map(|it| [(it, false), (it, true)]);
    // First those who are refused, while everything is as it was made; then those who are heard, and change it.
    let is_heard = |(it, is_own): &(&Somebody, bool)| expected(who, object, it, *is_own) == Expected::Heard;
    let (heard, refused): (Vec<_>, Vec<_>) = cells().partition(is_heard);
    for (somebody, is_own) in refused.into_iter().chain(heard) {
        if object == Object::None && !is_own {
            continue;
        }
        let path = path(operation, object, somebody, &world, is_own);
        let answer = call(operation, somebody, &path).await;
        let expected = expected(who, object, somebody, is_own);
        // The first admin is made, so claiming is refused; and who is not recognised at the door gets a 401 too.
        let is_door = matches!(id, "create_session" | "claim_setup");
        let fault = if is_door { None } else { fault(operation, &answer, expected, object, was_done) };
        if let Some(fault) = fault {
            let whose = if is_own { "own" } else { "foreign" };
            faults.push(format!("{} {} ({id}), {}, {whose}: {fault}", operation.method, path, somebody.name));
        }
        was_done |= operation.method == "DELETE" && answer.is_some_and(|it| it.status < 300);
    }
}

/// A link opens the same for everyone, and one that is not ours opens for nobody, whoever is signed in.
async fn check_link(app: &App, operation: &Operation, world: &World, faults: &mut Vec<String>) {
    let token = if operation.path.starts_with("/s/") { &world.links["survey"] } else { &world.links["case"] };
    let admin = app.sign_in(Role::Admin, &[]).await;
    for (name, client) in [("anonymous", app.visitor()), ("admin", admin)] {
        for (token, good) in [("AAAAAAAAAAAAAAAAAAAAAA", &[410][..]), (token.as_str(), &[200, 303, 422][..])] {
            let path = operation.path.replace("{token}", token);
            let answer = if operation.is_form { client.submit(&path, &[]).await } else { client.get(&path).await };
            if !good.contains(&answer.status) {
                faults.push(format!("{} ({}), {name}: {} for a link", operation.method, operation.id, answer.status));
            }
        }
    }
}

/// Enough for reading the document apart from any store.
fn unknown_ids() -> BTreeMap<String, String> {
    ["person", "src"].map(|it| (it.to_owned(), kernel::id::show(it, 1))).into()
}

fn document() -> Value {
    serde_json::to_value(server::assembly::document()).unwrap()
}

#[test]
fn every_operation_has_a_line_in_the_table_and_every_line_an_operation() {
    let document = document();
    let in_document: BTreeSet<String> = operations(&document, &unknown_ids()).into_iter().map(|it| it.id).collect();
    let in_table: BTreeSet<String> = TABLE.iter().map(|it| it.0.to_owned()).collect();
    assert_eq!(in_table.len(), TABLE.len(), "a line stands twice");
    let uncovered: Vec<&String> = in_document.difference(&in_table).collect();
    let gone: Vec<&String> = in_table.difference(&in_document).collect();
    assert!(uncovered.is_empty() && gone.is_empty(), "without a line: {uncovered:?}\nwithout an operation: {gone:?}");
}

/// Whoever adds a resource gives the world one: a call about what is not there shows nothing but a 404.
#[tokio::test]
async fn every_resource_that_is_called_about_exists() {
    let app = App::sqlite().await;
    let (team, other) = (app.team("Auto").await, app.team("Habitation").await);
    let world = world(&app, team, other).await;
    let everyone = everyone(&app, team, &world.links, Who::Everyone).await;
    let admin = everyone.iter().find(|it| it.name == "admin").unwrap();
    let lead = everyone.iter().find(|it| it.name == "team_lead").unwrap();
    let mut missing = Vec::new();
    for operation in operations(&document(), &world.own) {
        for (name, prefix) in &operation.parameters {
            let Some(prefix) = prefix.clone().or_else(|| kind_of(&operation.path, name).map(str::to_owned)) else {
                continue;
            };
            let is_there = [&world.own, &admin.own, &lead.own].into_iter().any(|it| it.contains_key(&prefix));
            if !is_there {
                missing.push(format!("{} {} ({}): no {prefix}", operation.method, operation.path, operation.id));
            }
            let line = TABLE.iter().find(|it| it.0 == operation.id).unwrap();
            if line.2 == Object::None && !matches!(line.1, Who::Link) {
                missing.push(format!("{} is about a {prefix}, and the table says about nothing", operation.id));
            }
            if line.2 == Object::OfCase && prefix != "person" && !world.foreign.contains_key(&prefix) {
                missing.push(format!("{}: no foreign {prefix}", operation.id));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Parts that the table is checked in, side by side.
const PARTS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_gets_exactly_what_the_table_says_first_quarter() {
    check_part(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_gets_exactly_what_the_table_says_second_quarter() {
    check_part(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_gets_exactly_what_the_table_says_third_quarter() {
    check_part(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_gets_exactly_what_the_table_says_last_quarter() {
    check_part(3).await;
}

/// Every [`PARTS`]th line of the table, from line `part` on.
async fn check_part(part: usize) {
    let document = document();
    let known: BTreeSet<String> = operations(&document, &unknown_ids()).into_iter().map(|it| it.id).collect();
    let mut faults = Vec::new();
    for line in TABLE.iter().skip(part).step_by(PARTS).filter(|it| known.contains(it.0)) {
        let app = App::sqlite().await;
        check_operation(&app, &document, line, &mut faults).await;
        // One store per engine is enough for the permissions; PostgreSQL sees the lines that look at a case.
        if line.2 == Object::OfCase
            && let Some(app) = App::postgres().await
        {
            check_operation(&app, &document, line, &mut faults).await;
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
