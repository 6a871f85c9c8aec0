//! How long after its due instant a missed deadline is told, with the real program, also across a `kill -9`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use calendar::{Counting, Definition, Target};
use cases::actions::settings::{NewCalendar, NewPromise, create_calendar, create_promise};
use cases::case::{Channel, NewCase};
use cases::promise::{Conditions, Targets};
use db::{Config, Db, params, sql};
use kernel::{Actor, Clock as _, SystemClock, Timestamp};

use crate::Figure;
use crate::process::Program;

/// Deadlines, one every so many milliseconds.
const DEADLINES: i64 = 400;
const EVERY_MS: i64 = 40;
/// What is promised: long enough for the program to be started.
const PROMISED_SECONDS: i64 = 8;

/// Lets 400 deadlines pass within 16 s, kills the program half-way and starts it again.
pub async fn run() -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let first_due = prepare(folder.path()).await?;
    let program = Program::start(folder.path(), &["serve"], false)?;
    let half = first_due.plus_micros(DEADLINES * EVERY_MS * 1_000 / 2);
    wait_until(half).await;
    program.kill();
    let down = SystemClock.now();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let program = Program::start(folder.path(), &["serve"], false)?;
    let up = SystemClock.now();
    wait_until(first_due.plus_micros((DEADLINES * EVERY_MS + 3_000) * 1_000)).await;
    program.kill();
    let lateness = told(folder.path(), down, up).await?;
    anyhow::ensure!(
        lateness.len() == usize::try_from(DEADLINES)?,
        "{} of {DEADLINES} deadlines were told",
        lateness.len()
    );
    let worst = lateness.iter().copied().fold(0.0, f64::max);
    let mut sorted = lateness;
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    Ok(vec![
        Figure { what: "deadline told after due, p50", value: middle, bar: 1.0, unit: "s" },
        Figure { what: "deadline told after due, p100, across kill -9", value: worst, bar: 1.0, unit: "s" },
    ])
}

async fn open(folder: &std::path::Path) -> Result<Db> {
    let url = format!("sqlite:{}", folder.join("entente.db").display());
    let db = Db::open(&Config { url, readers: 2 }, Arc::new(SystemClock), 0).await?;
    db.migrate().await?;
    Ok(db)
}

/// Opens cases whose first reply is due in turn; the first due instant.
async fn prepare(folder: &std::path::Path) -> Result<Timestamp> {
    let db = open(folder).await?;
    let actor = Actor::system("bench");
    let mut tx = db.begin().await?;
    let now = tx.now();
    let new = NewCalendar { name: "always".to_owned(), is_default: true, definition: Definition::always() };
    let calendar = create_calendar(&mut tx, &actor, new).await?;
    let target = Target { seconds: PROMISED_SECONDS, counting: Counting::Elapsed, pauses: Vec::new() };
    let promise = NewPromise {
        name: "bench".to_owned(),
        place: 1,
        conditions: Conditions::default(),
        targets: Targets { first_reply: Some(target), ..Targets::default() },
        calendar_id: calendar.id,
        is_published: false,
    };
    create_promise(&mut tx, &actor, promise).await?;
    for index in 0..DEADLINES {
        let at = now.plus_micros(index * EVERY_MS * 1_000);
        tx.set_now(at);
        cases::actions::open(&mut tx, &actor, NewCase::new(Channel::Mail, "bench", at)).await?;
    }
    tx.commit().await?;
    db.close().await;
    Ok(now.plus_seconds(PROMISED_SECONDS))
}

async fn wait_until(instant: Timestamp) {
    let micros = instant.as_micros() - SystemClock.now().as_micros();
    tokio::time::sleep(Duration::from_micros(u64::try_from(micros).unwrap_or_default())).await;
}

/// Seconds from due to told in which the program was there to tell: those between `down` and `up` count for nobody, also
/// not for a deadline that was due in the last moment before the kill.
async fn told(folder: &std::path::Path, down: Timestamp, up: Timestamp) -> Result<Vec<f64>> {
    let db = open(folder).await?;
    let rows = db
        .read()
        .await?
        .all(sql!("select payload, at from outbox where name = 'deadline_missed' order by id limit 10000"), params![])
        .await?;
    let mut seconds = Vec::new();
    for row in rows {
        let payload: serde_json::Value = serde_json::from_str(&row.get::<String>("payload")?)?;
        let due: Timestamp = payload.get("due_at").and_then(|it| it.as_str()).context("no due_at")?.parse()?;
        let [due, at, down, up] = [due, row.get("at")?, down, up].map(Timestamp::as_micros);
        let away = (at.min(up) - due.max(down)).max(0);
        #[expect(clippy::cast_precision_loss, reason = "microseconds of a few seconds")]
        seconds.push((at - due - away) as f64 / 1e6);
    }
    Ok(seconds)
}
