//! Imports on each engine, through actions and through HTTP.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use bytes::Bytes;
use db::blob::Blobs;
use db::testing::each_engine;
use db::{Db, params, sql};
use http_body_util::BodyExt;
use kernel::{ImportId, Role};
use tower::ServiceExt;

use crate::actions::imports::{self, Order};
use crate::actions::{self, NewPerson, NewSource, follow};
use crate::import::mapping::Known;
use crate::import::run::{Counts, Import, Progress};
use crate::person::{Field, Source};
use crate::store;
use crate::tests::{system, values};

pub(crate) async fn source(db: &Db, key: &str, trust: u8) -> Source {
    let mut tx = db.begin().await.unwrap();
    let new = NewSource { key: key.to_owned(), name: key.to_uppercase(), trust };
    let source = actions::create_source(&mut tx, &system(), &new).await.unwrap();
    tx.commit().await.unwrap();
    source
}

async fn uploaded(db: &Db, blobs: &Blobs, source: &Source, text: &str) -> ImportId {
    let content = Bytes::from(text.to_owned());
    let blob = blobs.put(content.clone()).await.unwrap();
    let guessed = imports::guess(blobs, blob, &Known::default()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let size = content.len() as u64;
    let import = imports::create_import(&mut tx, &system(), "a.csv", blob, size, guessed.clone()).await.unwrap();
    imports::set_mapping(&mut tx, &system(), import.id, 1, source.id, guessed).await.unwrap();
    tx.commit().await.unwrap();
    import.id
}

pub(crate) async fn ordered(db: &Db, id: ImportId, order: Order) -> Import {
    let mut tx = db.begin().await.unwrap();
    let import = imports::order(&mut tx, &system(), id, order).await.unwrap();
    tx.commit().await.unwrap();
    import
}

async fn run(db: &Db, blobs: &Blobs, source: &Source, text: &str) -> Import {
    let id = uploaded(db, blobs, source, text).await;
    ordered(db, id, Order::Run).await;
    imports::perform(db, blobs, id, None).await.unwrap();
    found(db, id).await
}

pub(crate) async fn found(db: &Db, id: ImportId) -> Import {
    imports::find_import(&mut db.read().await.unwrap(), &system(), id).await.unwrap()
}

pub(crate) async fn count(db: &Db, sql: db::Sql) -> i64 {
    db.read().await.unwrap().one(sql, params![]).await.unwrap().get("n").unwrap()
}

pub(crate) fn counts(identical: i64, changed: i64, created: i64, refused: i64, set_aside: i64) -> Counts {
    Counts { identical, changed, created, refused, set_aside }
}

const FILE: &str = "N° client;Nom;Prénom;Naissance;Email;Tél\n\
    C1;Desprès;Hélène;12/03/1979;h@x.example;06 12 34 56 78\n\
    C2;Durand;Paul;31/02/1980;famille@x.example;\n\
    C3;Durand;Léa;;famille@x.example;0712345678\n\
    ;Personne;;;;\n\
    C1;Desprès;Hélène;12/03/1979;h2@x.example;06 12 34 56 78\n";

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_the_four_counts_sum() {
    each_engine(async |db, clock| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let crm = source(&db, "crm", 60).await;
        let first = run(&db, &blobs, &crm, FILE).await;
        assert_eq!((first.state, first.rows_total, first.counts), (Progress::Done, Some(5), counts(0, 0, 3, 2, 1)));
        assert_eq!(first.counts.rows(), 5);
        let refusals = store::imports::refusals(&mut db.read().await.unwrap(), first.id, None, 10).await.unwrap();
        let told: Vec<(i64, &str, &str)> =
            refusals.iter().map(|it| (it.line, it.reason.as_str(), it.effect.as_str())).collect();
        let expected = [(2, "superseded", "superseded"), (3, "day-absent", "value"), (5, "number-missing", "row")];
        assert_eq!(told, expected);

        clock.advance_seconds(3_600);
        let second = run(&db, &blobs, &crm, FILE).await;
        assert_eq!(second.counts, counts(3, 0, 0, 2, 1));
        assert_eq!(count(&db, sql!("select count(*) as n from persons")).await, 3);
        assert_eq!(count(&db, sql!("select count(*) as n from persons where version > 1")).await, 0);

        let third = run(&db, &blobs, &crm, &FILE.replace("Durand;Léa", "Durand-Petit;Léa")).await;
        assert_eq!(third.counts, counts(2, 1, 0, 2, 1));
        let changed = sql!("select count(*) as n from persons where last_name = 'Durand-Petit' and version = 2");
        assert_eq!(count(&db, changed).await, 1);
        assert_eq!(count(&db, sql!("select count(*) as n from person_terms where term = 'petit'")).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_stands_twice_is_no_error_and_one_that_is_said_otherwise_is_told() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let crm = source(&db, "crm", 60).await;
        let file = "id,nom,email\n1,Roy,r@x.example\n1,Roy,r@x.example\n2,Le Goff,g@x.example\n2,Le Gof,g@x.example\n";
        let done = run(&db, &blobs, &crm, file).await;
        assert_eq!((done.rows_total, done.counts), (Some(4), counts(1, 0, 2, 1, 0)));
        let told = store::imports::refusals(&mut db.read().await.unwrap(), done.id, None, 10).await.unwrap();
        assert_eq!(told.iter().map(|it| (it.line, it.reason.as_str())).collect::<Vec<_>>(), [(4, "superseded")]);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_gone_is_named_as_the_cause_and_the_import_waits_for_it() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let source = source(&db, "crm", 50).await;
        let id = uploaded(&db, &blobs, &source, FILE).await;
        ordered(&db, id, Order::Run).await;
        let blob = found(&db, id).await.blob;
        blobs.delete(blob.parse().unwrap()).await.unwrap();
        let cause = imports::perform(&db, &blobs, id, None).await.unwrap_err().to_string();
        assert_eq!(cause, format!("the file {blob} is not in the blob folder"));
        // Restored from a backup, it is brought in as if nothing had been.
        blobs.put(FILE.into()).await.unwrap();
        imports::perform(&db, &blobs, id, None).await.unwrap();
        assert_eq!(found(&db, id).await.state, Progress::Done);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_counts_and_writes_nothing() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let crm = source(&db, "crm", 60).await;
        let id = uploaded(&db, &blobs, &crm, FILE).await;
        ordered(&db, id, Order::DryRun).await;
        imports::perform(&db, &blobs, id, None).await.unwrap();
        let tried = found(&db, id).await;
        assert_eq!((tried.state, tried.is_dry, tried.counts), (Progress::Done, true, counts(0, 0, 3, 2, 1)));
        assert_eq!(count(&db, sql!("select count(*) as n from persons")).await, 0);
        ordered(&db, id, Order::Run).await;
        imports::perform(&db, &blobs, id, None).await.unwrap();
        assert_eq!(found(&db, id).await.counts, tried.counts, "the run does what the dry run said");
    })
    .await;
}

#[tokio::test]
async fn a_run_goes_on_at_the_row_it_was_after_a_crash_and_after_a_pause() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let crm = source(&db, "crm", 60).await;
        let rows: String = (0..1_700).map(|it| format!("{it},Nom{it},n{it}@x.example\n")).collect();
        let id = uploaded(&db, &blobs, &crm, &format!("id,nom,email\n{rows}")).await;
        ordered(&db, id, Order::Run).await;
        // A crash within the third batch leaves two batches and a part of the third counted.
        imports::perform(&db, &blobs, id, Some(700)).await.unwrap();
        let half = found(&db, id).await;
        assert_eq!((half.state, half.counts, half.line), (Progress::Running, counts(0, 0, 700, 0, 0), 702));
        let paused = ordered(&db, id, Order::Pause).await;
        imports::perform(&db, &blobs, id, None).await.unwrap();
        assert_eq!(found(&db, id).await.counts, paused.counts, "a paused import does nothing");
        ordered(&db, id, Order::Resume).await;
        imports::perform(&db, &blobs, id, None).await.unwrap();
        let done = found(&db, id).await;
        assert_eq!((done.state, done.counts), (Progress::Done, counts(0, 0, 1_700, 0, 0)));
        assert_eq!(count(&db, sql!("select count(*) as n from persons")).await, 1_700);
        let told = sql!("select count(*) as n from outbox where name = 'persons_imported'");
        assert_eq!(count(&db, told).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_record_joins_the_one_person_it_is_surely_about_and_nobody_else() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let (crm, web) = (source(&db, "crm", 60).await, source(&db, "web", 40).await);
        let mut tx = db.begin().await.unwrap();
        let new = NewPerson {
            values: values(&[(Field::Email, "h@x.example"), (Field::FirstName, "Hélène")]),
            source: None,
        };
        let helene = actions::create_person(&mut tx, &system(), &new).await.unwrap();
        tx.commit().await.unwrap();
        run(&db, &blobs, &crm, "id,prenom,nom,email\n1,HELENE,DESPRES,h@x.example\n2,Paul,Desprès,h@x.example\n").await;
        run(&db, &blobs, &web, "id,prenom,email\nw1,Zoé,h@x.example\nw2,,h@x.example\n").await;
        let mut read = db.read().await.unwrap();
        let records = store::records::of_persons(&mut read, &[helene]).await.unwrap();
        let sources: Vec<_> = records.iter().map(|it| it.claim.external_id.as_str()).collect();
        assert_eq!(sources.len(), 2, "her own and the CRM's first: {sources:?}");
        assert!(sources.contains(&"1"));
        assert_eq!(follow(&mut read, helene).await.unwrap().get(Field::LastName), Some("DESPRES"));
        drop(read);
        // Paul, Zoé, and w2, who may be any of three.
        assert_eq!(count(&db, sql!("select count(*) as n from persons")).await, 4);
    })
    .await;
}

/// The largest file that is taken in these tests: more than other requests may bring, 2 MB.
const UPLOAD_BYTES_MAX: u64 = 3 * 1024 * 1024;

pub(crate) struct App {
    routes: axum::Router,
    cookie: String,
}

impl App {
    pub(crate) async fn new(db: &Db, blobs: &Blobs, role: Role) -> Self {
        let mut config = api::Config::new("http://localhost", api::Secret::new([7; 32]).unwrap());
        config.upload_bytes_max = UPLOAD_BYTES_MAX;
        let state = api::State::new(db.clone(), blobs.clone(), config);
        let (router, _) = crate::api::routes().split_for_parts();
        let token = access::testing::sign_in_as(db, role, &[]).await;
        Self { routes: router.with_state(state), cookie: format!("entente_session={token}") }
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        version: i64,
        body: impl Into<Body>,
    ) -> (StatusCode, HeaderMap, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.cookie)
            .header("content-type", kind)
            .header("if-match", format!("\"{version}\""))
            .body(body.into())
            .unwrap();
        let (head, body) = self.routes.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (head.status, head.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    pub(crate) async fn json(
        &self,
        method: &str,
        path: &str,
        version: i64,
        body: serde_json::Value,
    ) -> (StatusCode, serde_json::Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, _, body) = self.send(method, path, "application/json", version, body).await;
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    async fn upload(&self, text: &str) -> (StatusCode, serde_json::Value) {
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"crm.csv\"\r\ncontent-type: text/csv\r\n\r\n{text}\r\n--x--\r\n"
        );
        let (status, _, body) = self.send("POST", "/imports", "multipart/form-data; boundary=x", 0, body).await;
        (status, serde_json::from_str(&body).unwrap_or_default())
    }
}

#[tokio::test]
async fn a_file_is_uploaded_mapped_run_and_its_refusals_downloaded() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let app = App::new(&db, &blobs, Role::Admin).await;
        let crm = source(&db, "crm", 60).await;
        let (status, import) =
            app.upload("email;nom;naissance\n=cmd|x;Zoé;31/02/1979\na@x.example;Léa;1979-01-01\n").await;
        assert_eq!((status, &import["mapping"]["separator"]), (StatusCode::CREATED, &";".into()), "{import}");
        let id = import["id"].as_str().unwrap().to_owned();
        let (_, preview) = app.json("GET", &format!("/imports/{id}/preview"), 0, serde_json::Value::Null).await;
        assert_eq!(preview["rows"][1]["values"]["born_on"], "1979-01-01");
        assert_eq!(
            preview["rows"][0]["problems"][1],
            "Ligne 2, naissance\u{a0}: «\u{a0}\u{2068}31/02/1979\u{2069}\u{a0}» n’existe pas."
                .replace(['\u{2068}', '\u{2069}'], "")
        );

        let change = serde_json::json!({"source_id": crm.id, "mapping": import["mapping"]});
        let (status, mapped) = app.json("PUT", &format!("/imports/{id}/mapping"), 1, change).await;
        assert_eq!((status, &mapped["version"]), (StatusCode::OK, &2.into()), "{mapped}");
        let (status, queued) =
            app.json("PUT", &format!("/imports/{id}/run"), 2, serde_json::json!({"order": "run"})).await;
        assert_eq!((status, &queued["state"]), (StatusCode::OK, &"queued".into()), "{queued}");
        imports::perform(&db, &blobs, id.parse().unwrap(), None).await.unwrap();
        let (_, done) = app.json("GET", &format!("/imports/{id}"), 0, serde_json::Value::Null).await;
        assert_eq!(
            (&done["state"], &done["counts"]["created"], &done["counts"]["refused"]),
            (&"done".into(), &1.into(), &1.into())
        );
        let (_, headers, file) = app.send("GET", &format!("/imports/{id}/refusals.csv"), "", 0, String::new()).await;
        assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        assert!(file.starts_with("\u{feff}ligne;colonne;valeur;cause;effet\r\n2;email;\"'=cmd|x\";"), "{file}");

        let (_, again) = app.upload("email;nom;naissance\n=cmd|x;Zoé;31/02/1979\na@x.example;Léa;1979-01-01\n").await;
        assert!(again["imported_before_at"].is_string(), "the same file is known again: {again}");
        assert_eq!(app.upload("<html>").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let adviser = App::new(&db, &blobs, Role::Adviser).await;
        assert_eq!(adviser.upload("email\na@x.example").await.0, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_the_most_and_leaves_nothing() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let app = App::new(&db, &blobs, Role::Admin).await;
        let mut text = String::from("email;nom\n");
        while text.len() as u64 <= UPLOAD_BYTES_MAX {
            text.push_str("a@x.example;Roy\n");
        }
        let (status, refused) = app.upload(&text).await;
        assert_eq!((status, &refused["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &"upload_too_large".into()));
        assert_eq!(refused["values"]["megabytes"], 3, "{refused}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is kept of it");
        // Larger than what other requests may bring.
        text.truncate(2_500_000);
        let (status, taken) = app.upload(&text).await;
        assert_eq!((status, &taken["size_bytes"]), (StatusCode::CREATED, &2_500_000.into()), "{taken}");
    })
    .await;
}

#[tokio::test]
async fn a_person_is_made_found_corrected_and_shown_with_rivals_over_http() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let app = App::new(&db, &Blobs::folder(folder.path()).unwrap(), Role::Admin).await;
        let crm = source(&db, "crm", 60).await;
        let new = serde_json::json!({"fields": {"last_name": "DESPRES", "email": "H@X.example", "iban": "FR14 2004 1010 0505 0001 3M02 606"},
            "source_id": crm.id, "external_id": "C-17"});
        let (status, person) = app.json("POST", "/persons", 0, new.clone()).await;
        assert_eq!((status, &person["has_one_source"]), (StatusCode::CREATED, &true.into()), "{person}");
        assert_eq!(app.json("POST", "/persons", 0, new).await.0, StatusCode::CONFLICT);
        let path = format!("/persons/{}", person["id"].as_str().unwrap());
        let change = serde_json::json!({"fields": {"last_name": "Desprès-Lefèvre"}});
        assert_eq!(app.json("PATCH", &path, 9, change.clone()).await.0, StatusCode::PRECONDITION_FAILED);
        let (status, after) = app.json("PATCH", &path, 1, change).await;
        assert_eq!((status, &after["display_name"]), (StatusCode::OK, &"Desprès-Lefèvre".into()), "{after}");
        let field = |name: &str| after["fields"].as_array().unwrap().iter().find(|it| it["field"] == name).cloned().unwrap();
        let name = field("last_name");
        assert_eq!((&name["rule"], &name["of"], name["said"].as_array().unwrap().len()), (&"trusted".into(), &2.into(), 2));
        assert_eq!(name["said"][0]["value"], "DESPRES");
        assert_eq!(field("iban")["value"], "FR1420041010050500013M02606");
        let (_, page) = app.json("GET", "/persons?q=c+17+lef", 0, serde_json::Value::Null).await;
        assert_eq!(page["items"][0]["id"], person["id"], "{page}");
        let (status, refused) = app.json("POST", "/persons", 0, serde_json::json!({"fields": {"email": "x"}})).await;
        assert_eq!((status, &refused["errors"][0]["pointer"]), (StatusCode::UNPROCESSABLE_ENTITY, &"#/email".into()));

        let account = serde_json::json!({"name": "Sté Vialat", "kind": "company"});
        let (_, account) = app.json("POST", "/accounts", 0, account).await;
        let member = format!("/accounts/{}/members/{}", account["id"].as_str().unwrap(), person["id"].as_str().unwrap());
        let (status, whole) = app.json("PUT", &member, 0, serde_json::json!({"role": "executive"})).await;
        assert_eq!((status, &whole["members"][0]["role"]), (StatusCode::OK, &"executive".into()), "{whole}");
        let (_, seen) = app.json("GET", &path, 0, serde_json::Value::Null).await;
        assert_eq!(seen["memberships"][0]["account_name"], "Sté Vialat");
        let (_, found) = app.json("GET", "/accounts?q=ste", 0, serde_json::Value::Null).await;
        assert_eq!(found["items"][0]["name"], "Sté Vialat");
    })
    .await;
}
