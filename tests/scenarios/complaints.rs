//! Real complaints, as the Consumer Financial Protection Bureau publishes them, imported as `entente import complaints`
//! does it, and held against the file read here once more and apart.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use kernel::Role;
use serde_json::Value;
use server::import::complaints;
use testkit::App;
use testkit::check::text;

/// What the file has, and as many of its first lines as PostgreSQL is given: the code is the same, the time is not.
const LINES: usize = 4_979;
const LINES_SOME: usize = 1_000;

/// What the file itself says of its lines.
#[derive(Debug, Default)]
struct Told {
    lines: Vec<Value>,
    in_time: usize,
    late: usize,
    open: usize,
    /// Without a day: closed, judged by nobody, in no period.
    undated: usize,
    channels: BTreeMap<&'static str, usize>,
}

fn told(file: &Path, lines: usize) -> Told {
    let reader = BufReader::new(flate2::read::MultiGzDecoder::new(std::fs::File::open(file).unwrap()));
    let mut told = Told::default();
    for line in reader.lines().take(lines) {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        match (line["date"].as_str(), line["timely"].as_str()) {
            (Some(_), Some("Yes")) => told.in_time += 1,
            (Some(_), Some("No")) => told.late += 1,
            (Some(_), _) => told.open += 1,
            (None, _) => told.undated += 1,
        }
        let channel = match line["via"].as_str() {
            Some("Phone") => "phone",
            Some("Email") => "mail",
            Some("Referral" | "Postal mail" | "Fax") => "portal",
            _ => "web_form",
        };
        *told.channels.entry(channel).or_default() += 1;
        told.lines.push(line);
    }
    told
}

async fn count(app: &App, statement: db::Sql) -> usize {
    let row = app.db.read().await.unwrap().one(statement, db::params![]).await.unwrap();
    usize::try_from(row.get::<i64>("n").unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn real_complaints_become_cases_on_timelines_judged_by_their_promise() {
    let Some(file) = kernel::test_data!("verbatims/cfpb/train.jsonl.gz") else { return };
    // One more is asked for than there are: the file is read to its end.
    check(&App::sqlite().await, &file, &told(&file, LINES + 1), LINES).await;
    let Some(app) = App::postgres().await else { return };
    let told = told(&file, LINES_SOME);
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("complaints.jsonl");
    let mut out = std::fs::File::create(&part).unwrap();
    for line in &told.lines {
        writeln!(out, "{line}").unwrap();
    }
    drop(out);
    check(&app, &part, &told, LINES_SOME).await;
}

async fn check(app: &App, file: &Path, told: &Told, lines: usize) {
    let report = complaints::import(&app.db, file, |_| {}).await.unwrap();
    assert_eq!((report.read, report.imported, report.known), (lines, lines, 0), "{report}");
    let ends = (report.timely, report.late, report.open, report.undated);
    assert_eq!(ends, (told.in_time, told.late, told.open, told.undated), "{report}");
    assert!(told.undated > 0, "this file has lines without a date");
    assert_eq!(report.channels, told.channels);
    let cases = count(app, db::sql!("select count(*) as n from cases where type_key = 'complaint'")).await;
    let persons = count(app, db::sql!("select count(*) as n from persons")).await;
    let contacts = count(app, db::sql!("select count(*) as n from interactions where case_id is not null")).await;
    assert_eq!((cases, persons, contacts), (lines, lines, lines));
    // Deadlines that were over before they were written down are told as missed.
    app.run_due().await;
    check_timeline(app, told).await;
    check_share(app, told).await;
    check_volume(app, told).await;
    let again = complaints::import(&app.db, file, |_| {}).await.unwrap();
    assert_eq!((again.read, again.imported, again.known), (lines, 0, lines), "a file read twice changes nothing");
    assert_eq!(count(app, db::sql!("select count(*) as n from interactions")).await, lines);
}

/// A hundred lines spread over the file: each one's words stand on its own person's timeline, on its day, word by word.
async fn check_timeline(app: &App, told: &Told) {
    let analyst = app.sign_in(Role::Admin, &[]).await;
    for line in told.lines.iter().step_by(told.lines.len() / 100) {
        let id = line["id"].as_str().unwrap();
        let row = app
            .db
            .read()
            .await
            .unwrap()
            .one(
                db::sql!("select person_id, case_id from interactions where external_key = $1"),
                db::params![format!("cfpb:{id}")],
            )
            .await
            .unwrap();
        let person: kernel::PersonId = row.get("person_id").unwrap();
        let case: kernel::CaseId = row.get("case_id").unwrap();
        let timeline = analyst.get(&format!("/api/v1/interactions?person_id={person}&limit=10")).await.json(200);
        let contacts = timeline["items"].as_array().unwrap();
        assert_eq!(contacts.len(), 1, "{id}: {timeline}");
        let words = analyst.get(&format!("/api/v1/interactions/{}", text(&contacts[0], "/id"))).await.json(200);
        assert_eq!(words["body_text"].as_str().map(str::trim), line["text"].as_str().map(str::trim), "{id}");
        if let Some(day) = line["date"].as_str() {
            assert!(text(&contacts[0], "/at").starts_with(day), "{id}: {}", contacts[0]["at"]);
        }
        let case = analyst.get(&format!("/api/v1/cases/{case}")).await.json(200);
        let is_done = line["date"].is_null() || line["timely"].is_string();
        assert_eq!(case["state"] == "closed", is_done, "{id}: {case}");
        assert_eq!((&case["type"], &case["market"]), (&"complaint".into(), &"us".into()), "{id}");
    }
}

/// The share in time, over all the years of the file, is the file's own; what it left open beyond its deadline is late.
async fn check_share(app: &App, told: &Told) {
    let analyst = app.sign_in(Role::Analyst, &[]).await;
    let (mut n, mut in_time) = (0, 0.0);
    for year in 2011..=2026 {
        let path = format!("/api/v1/indicators/share_in_time?period={year}&vs=none");
        let figure = analyst.get(&path).await.json(200);
        let counted = figure["n"].as_u64().unwrap();
        n += counted;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let part = figure["value"].as_f64().unwrap_or_default() * counted as f64;
        in_time += part;
    }
    assert_eq!(usize::try_from(n).unwrap(), told.in_time + told.late + told.open, "each is judged once");
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let wanted = told.in_time as f64;
    assert!((in_time - wanted).abs() < 1e-6, "{in_time} of {n} in time, the file says {wanted}");
}

/// What has a day counts in its year and nothing else counts in any: the day of the import is no day of a complaint.
async fn check_volume(app: &App, told: &Told) {
    let analyst = app.sign_in(Role::Analyst, &[]).await;
    let mut n = 0;
    for year in 2011..=2026 {
        let figure = analyst.get(&format!("/api/v1/indicators/volume?period={year}&vs=none")).await.json(200);
        n += figure["n"].as_u64().unwrap();
    }
    assert_eq!(usize::try_from(n).unwrap(), told.lines.len() - told.undated);
    let backlog = analyst.get("/api/v1/indicators/backlog?vs=none").await.json(200);
    assert_eq!(backlog["n"].as_u64().unwrap(), told.open as u64, "{backlog}");
}
