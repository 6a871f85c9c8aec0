//! A whole import of each format on each engine: counts that sum, the same file twice, going on after a crash.

use std::io::Write;

use axum::http::StatusCode;
use bytes::Bytes;
use db::blob::Blobs;
use db::testing::each_engine;
use db::{Db, sql};
use kernel::{ImportId, Role};
use serde_json::{Value, json};

use crate::actions::imports::{self, Order};
use crate::error::CustomerError;
use crate::import::format::{FileProblem, Format};
use crate::import::mapping::Known;
use crate::import::run::{Counts, Progress};
use crate::import::{ebcdic, layout, parquet};
use crate::import_tests::{App, count, counts, found, ordered, source};
use crate::person::Source;
use crate::store;
use crate::tests::system;

/// Text in code page 1147.
fn in_ebcdic(text: &str) -> Vec<u8> {
    let letters = ebcdic::named("IBM1147").unwrap().letters();
    text.chars().map(|it| letters.iter().position(|known| *known == it).unwrap() as u8).collect()
}

/// A number of five digits, packed.
fn packed(number: u32) -> Vec<u8> {
    let halves: Vec<u8> = format!("{number:05}C").chars().map(|it| it.to_digit(16).unwrap() as u8).collect();
    halves.chunks(2).map(|it| it[0] << 4 | it[1]).collect()
}

const LAYOUT: &str = "record 45\nencoding IBM1147\nid 1 3 packed\nlast_name 4 10\nemail 14 24\nborn_on 38 8 date\n";

/// Four records: one fine, one with a day that does not exist, one whose number is none, one fine.
fn in_fixed_width() -> Vec<u8> {
    let text = |name: &str, email: &str, born_on: &str| in_ebcdic(&format!("{name:10}{email:24}{born_on:8}"));
    [
        packed(1),
        text("Desprès", "h@x.example", "19790312"),
        packed(2),
        text("Le Goff", "g@x.example", "19800231"),
        vec![0x12, 0x34, 0x56],
        text("Personne", "p@x.example", "00000000"),
        packed(10_152),
        text("Noël", "n@x.example", "        "),
    ]
    .concat()
}

const LINES: &str = concat!(
    r#"{"id": 1, "name": {"last_name": "Desprès"}, "emails": ["h@x.example"], "born_on": "1979-03-12"}"#,
    "\n",
    r#"{"id": 2, "name": {"last_name": "Le Goff"}, "emails": ["g@x.example"], "born_on": "1980-02-31"}"#,
    "\n",
    r#"{"id": 3, "name": {"last_name": "#,
    "\n\n",
    r#"{"id": 10152, "name": {"last_name": "Noël"}, "emails": ["n@x.example"]}"#,
    "\n",
);

const TABS: &str = "id\tlast_name\temail\tborn_on\n1\tDesprès\th@x.example\t12/03/1979\n\
    2\tLe Goff\tg@x.example\t31/02/1980\n\tPersonne\tp@x.example\t\n10152\tNoël\tn@x.example\t\n";

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packing.write_all(bytes).unwrap();
    packing.finish().unwrap()
}

fn in_parquet() -> Vec<u8> {
    parquet::sample(&[
        (1, "h@x.example", Some(3_357), "Lille", &["0612345678"]),
        (2, "no address", None, "Lyon", &["0712345678"]),
        (10_152, "n@x.example", None, "Metz", &[]),
    ])
}

async fn uploaded(db: &Db, blobs: &Blobs, source: &Source, bytes: &[u8], known: &Known) -> ImportId {
    let blob = blobs.put(Bytes::from(bytes.to_vec())).await.unwrap();
    let mapping = imports::guess(blobs, blob, known).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let size = bytes.len() as u64;
    let import = imports::create_import(&mut tx, &system(), "a", blob, size, mapping.clone()).await.unwrap();
    imports::set_mapping(&mut tx, &system(), import.id, 1, source.id, mapping).await.unwrap();
    tx.commit().await.unwrap();
    import.id
}

/// Imports the file, stopped by a crash after a row; twice. What was told of it: line, column, reason.
async fn check(bytes: &[u8], layout_text: Option<&str>, format: Format, expected: Counts, told: &[(i64, &str, &str)]) {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let crm = source(&db, "crm", 60).await;
        let known = Known { layout: layout_text.map(|it| layout::parse(it).unwrap()), ..Known::default() };
        let id = uploaded(&db, &blobs, &crm, bytes, &known).await;
        assert_eq!(found(&db, id).await.mapping.format, format);
        ordered(&db, id, Order::Run).await;
        imports::perform(&db, &blobs, id, Some(1)).await.unwrap();
        assert_eq!((found(&db, id).await.state, found(&db, id).await.counts.rows()), (Progress::Running, 1));
        imports::perform(&db, &blobs, id, None).await.unwrap();
        let done = found(&db, id).await;
        assert_eq!((done.state, done.counts, done.rows_total), (Progress::Done, expected, Some(expected.rows())));
        assert_eq!(count(&db, sql!("select count(*) as n from persons")).await, expected.created);
        let refusals = store::imports::refusals(&mut db.read().await.unwrap(), id, None, 10).await.unwrap();
        let refusals: Vec<(i64, &str, &str)> =
            refusals.iter().map(|it| (it.line, it.column.as_deref().unwrap_or_default(), it.reason.as_str())).collect();
        assert_eq!(refusals, told);

        let again = uploaded(&db, &blobs, &crm, bytes, &known).await;
        ordered(&db, again, Order::Run).await;
        imports::perform(&db, &blobs, again, None).await.unwrap();
        let Counts { created, refused, set_aside, .. } = expected;
        assert_eq!(found(&db, again).await.counts, counts(created, 0, 0, refused, set_aside), "twice changes nothing");
        assert_eq!(count(&db, sql!("select count(*) as n from persons where version > 1")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_with_tabs_comes_in_whole() {
    let told = [(3, "born_on", "day-absent"), (4, "", "number-missing")];
    check(TABS.as_bytes(), None, Format::Delimited, counts(0, 0, 3, 1, 1), &told).await;
}

#[tokio::test]
async fn json_lines_come_in_whole_packed_or_not() {
    let told = [(2, "born_on", "day-absent"), (3, "", "json")];
    for bytes in [LINES.as_bytes(), &gzipped(LINES.as_bytes())] {
        check(bytes, None, Format::JsonLines, counts(0, 0, 3, 1, 1), &told).await;
    }
}

#[tokio::test]
async fn records_of_a_mainframe_come_in_whole() {
    let told = [(2, "born_on", "day-absent"), (3, "id", "packed")];
    check(&in_fixed_width(), Some(LAYOUT), Format::FixedWidth, counts(0, 0, 3, 1, 1), &told).await;
}

#[tokio::test]
async fn parquet_comes_in_whole() {
    check(&in_parquet(), None, Format::Parquet, counts(0, 0, 3, 0, 1), &[(2, "email", "email")]).await;
}

#[tokio::test]
async fn a_file_that_is_cut_off_leaves_nothing_behind() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let crm = source(&db, "crm", 60).await;
        let parquet = in_parquet();
        let blob = blobs.put(Bytes::from(parquet[..parquet.len() / 2].to_vec())).await.unwrap();
        let refused = imports::guess(&blobs, blob, &Known::default()).await.unwrap_err();
        assert!(matches!(refused, CustomerError::File(FileProblem::Damaged)), "{refused}");
        // What is cut off far behind the sample is found before a row is taken in.
        let lines: String =
            (0..120_000).map(|it| format!("{it},n{}@x.example,Zoé\n", it * 7_919 % 1_000_003)).collect();
        let packed = gzipped(format!("id,email,nom\n{lines}").as_bytes());
        let cut = &packed[..packed.len() - 5_000];
        let id = uploaded(&db, &blobs, &crm, cut, &Known::default()).await;
        ordered(&db, id, Order::Run).await;
        imports::perform(&db, &blobs, id, None).await.unwrap();
        let ended = found(&db, id).await;
        assert_eq!(
            (ended.state, ended.failure.as_deref(), ended.counts.rows()),
            (Progress::Failed, Some("damaged"), 0)
        );
        assert_eq!(count(&db, sql!("select count(*) as n from persons")).await, 0);
    })
    .await;
}

fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        let file = if *name == "file" { "; filename=\"CLIENTS.DAT\"" } else { "" };
        write!(body, "--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").unwrap();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

async fn upload(app: &App, parts: &[(&str, &[u8])]) -> (StatusCode, Value) {
    let (status, _, body) = app.send("POST", "/imports", "multipart/form-data; boundary=x", 0, form(parts)).await;
    (status, serde_json::from_str(&body).unwrap_or_default())
}

#[tokio::test]
async fn a_file_of_fixed_width_asks_for_its_layout_and_is_read_by_it_over_http() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let app = App::new(&db, &blobs, Role::Admin).await;
        let crm = source(&db, "crm", 60).await;
        let (status, import) = upload(&app, &[("file", &in_fixed_width())]).await;
        assert_eq!((status, &import["mapping"]["format"]), (StatusCode::CREATED, &"fixed_width".into()), "{import}");
        assert_eq!(import["mapping"]["encoding"], "IBM1147");
        assert!(import["mapping_problem"].as_str().unwrap().starts_with("Donnez le dessin"), "{import}");
        let path = format!("/imports/{}", import["id"].as_str().unwrap());
        let (_, preview) = app.json("GET", &format!("{path}/preview"), 0, Value::Null).await;
        assert_eq!(preview["rows"], json!([]));

        let format = format!("{path}/format");
        let (status, refused) = app.json("PUT", &format, 1, json!({"layout_text": "id 1 3 packed\nname 4\n"})).await;
        assert_eq!((status, &refused["errors"][0]["pointer"]), (StatusCode::UNPROCESSABLE_ENTITY, &"#/layout".into()));
        assert_eq!(refused["errors"][0]["values"]["line"], 2, "{refused}");
        let (status, read) = app.json("PUT", &format, 1, json!({"layout_text": LAYOUT})).await;
        assert_eq!((status, &read["mapping_problem"], &read["version"]), (StatusCode::OK, &Value::Null, &2.into()));
        assert_eq!(read["mapping"]["layout"]["record_bytes"], 45);
        assert_eq!(
            app.json("PUT", &format, 1, json!({"layout_text": LAYOUT})).await.0,
            StatusCode::PRECONDITION_FAILED
        );
        let (_, preview) = app.json("GET", &format!("{path}/preview"), 0, Value::Null).await;
        assert_eq!(preview["rows"][0]["cells"], json!(["1", "Desprès", "h@x.example", "1979-03-12"]));
        let problem = preview["rows"][2]["problems"][0].as_str().unwrap();
        assert!(problem.contains("123456") && problem.contains("COMP-3"), "{problem}");

        let change = json!({"source_id": crm.id, "mapping": read["mapping"]});
        let (status, _) = app.json("PUT", &format!("{path}/mapping"), 2, change).await;
        assert_eq!(status, StatusCode::OK);
        app.json("PUT", &format!("{path}/run"), 3, json!({"order": "run"})).await;
        imports::perform(&db, &blobs, import["id"].as_str().unwrap().parse().unwrap(), None).await.unwrap();
        let (_, _, file) = app.send("GET", &format!("{path}/refusals.csv"), "", 0, String::new()).await;
        assert!(file.contains("\r\n3;id;123456;"), "{file}");
        let adviser = App::new(&db, &blobs, Role::Adviser).await;
        assert_eq!(adviser.json("PUT", &format, 5, json!({})).await.0, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_layout_comes_with_its_file_and_what_was_found_can_be_said_otherwise_over_http() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let app = App::new(&db, &Blobs::folder(folder.path()).unwrap(), Role::Admin).await;
        // Packed numbers of ASCII files are no text: without their layout they would be refused.
        let record = [&b"\x00\x00\x1c"[..], b"Roy  ", b"\x00\x00\x2c", b"Noel "].concat();
        let layout = br#"{"record_bytes": 8, "fields": [{"name": "id", "start": 1, "length": 3, "type": "packed"},
            {"name": "last_name", "start": 4, "length": 5}]}"#;
        let (status, _) = upload(&app, &[("file", &record)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let (status, import) = upload(&app, &[("layout", layout), ("file", &record)]).await;
        assert_eq!((status, &import["mapping"]["format"]), (StatusCode::CREATED, &"fixed_width".into()), "{import}");
        assert_eq!(upload(&app, &[("layout", b"id 1"), ("file", &record)]).await.0, StatusCode::UNPROCESSABLE_ENTITY);

        let (_, import) = upload(&app, &[("file", LINES.as_bytes())]).await;
        let path = format!("/imports/{}/format", import["id"].as_str().unwrap());
        assert_eq!(import["mapping"]["format"], "json_lines");
        let (status, other) = app.json("PUT", &path, 1, json!({"format": "delimited", "separator": ","})).await;
        assert_eq!((status, &other["mapping"]["format"]), (StatusCode::OK, &"delimited".into()), "{other}");
        let (status, back) = app.json("PUT", &path, 2, json!({})).await;
        assert_eq!((status, &back["mapping"]), (StatusCode::OK, &import["mapping"]), "what is not said is found");
        let (status, _) = app.json("PUT", &path, 3, json!({"encoding": "klingon"})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let (status, _) = app.json("PUT", &path, 3, json!({"format": "parquet"})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it has no end that says what is in it");
    })
    .await;
}
