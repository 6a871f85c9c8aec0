//! The queue on both engines: what is due runs once, what fails comes again, what cannot succeed is set aside.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::testing::each_engine;
use db::{Db, DbError, Event, params, sql};
use jobs::{Job, Lane, State, Worker, admin};
use kernel::id::JobId;
use kernel::{Clock, SystemClock, Timestamp};
use tokio::sync::watch;

#[derive(serde::Serialize, serde::Deserialize)]
struct Note {
    text: String,
}

impl Job for Note {
    const NAME: &'static str = "note";
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Poison {}

impl Job for Poison {
    const NAME: &'static str = "poison";
    const TRIES_MAX: u32 = 3;
    const LANE: Lane = Lane::Mail;
}

#[derive(serde::Serialize)]
struct NoteWritten {
    n: i64,
}

impl Event for NoteWritten {
    const NAME: &'static str = "note_written";
    fn subject(&self) -> String {
        self.n.to_string()
    }
}

fn note(text: &str) -> Note {
    Note { text: text.to_owned() }
}

/// A worker that writes down the notes it runs.
fn writer(db: &Db) -> (Worker, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = seen.clone();
    let worker = Worker::new(db.clone()).on(move |job: Note| {
        let kept = kept.clone();
        async move {
            kept.lock().unwrap().push(job.text);
            Ok::<_, DbError>(())
        }
    });
    (worker, seen)
}

fn taken(seen: &Mutex<Vec<String>>) -> Vec<String> {
    std::mem::take(&mut *seen.lock().unwrap())
}

async fn states(db: &Db, state: State) -> Vec<admin::JobRow> {
    admin::list(&mut db.read().await.unwrap(), state, None, 100).await.unwrap().items
}

#[tokio::test]
async fn a_job_exists_if_and_only_if_its_transaction_is_committed() {
    each_engine(async |db, _| {
        let (worker, seen) = writer(&db);
        let mut tx = db.begin().await.unwrap();
        jobs::enqueue(&mut tx, &note("dropped")).await.unwrap();
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        jobs::enqueue(&mut tx, &note("kept")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(taken(&seen), ["kept"]);
        assert_eq!(worker.run_due().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_timer_waits_for_its_instant_and_is_replaced_or_cancelled_by_its_key() {
    each_engine(async |db, clock| {
        let (worker, seen) = writer(&db);
        let start = db.now();
        let mut tx = db.begin().await.unwrap();
        jobs::set_timer(&mut tx, "a", &note("first"), start.plus_seconds(10)).await.unwrap();
        jobs::set_timer(&mut tx, "a", &note("second"), start.plus_seconds(60)).await.unwrap();
        jobs::set_timer(&mut tx, "b", &note("never"), start.plus_seconds(5)).await.unwrap();
        jobs::cancel(&mut tx, "b").await.unwrap();
        tx.commit().await.unwrap();
        clock.advance_seconds(59);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        clock.advance_seconds(1);
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert_eq!(taken(&seen), ["second"]);
    })
    .await;
}

/// Counts what is logged as a warning or worse.
#[derive(Clone, Default)]
struct Alarms(Arc<AtomicUsize>);

impl tracing::Subscriber for Alarms {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::WARN
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test]
async fn a_timer_dropped_by_its_own_handler_raises_no_alarm_and_a_lost_lease_does() {
    let alarms = Alarms::default();
    let _listens = tracing::subscriber::set_default(alarms.clone());
    each_engine(async |db, _| {
        let inner = db.clone();
        let worker = Worker::new(db.clone()).on(move |job: Note| {
            let db = inner.clone();
            async move {
                let mut tx = db.begin().await?;
                if job.text == "drops itself" {
                    jobs::cancel(&mut tx, "own").await?;
                } else {
                    tx.run(sql!("update jobs set lease_token = lease_token + 1 where state = 'running'"), params![])
                        .await?;
                }
                tx.commit().await
            }
        });
        for (text, expected) in [("drops itself", 0), ("is taken over", 1)] {
            alarms.0.store(0, Ordering::SeqCst);
            let mut tx = db.begin().await.unwrap();
            let now = tx.now();
            jobs::set_timer(&mut tx, "own", &note(text), now).await.unwrap();
            tx.commit().await.unwrap();
            worker.run_due().await.unwrap();
            assert_eq!(alarms.0.load(Ordering::SeqCst), expected, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn due_jobs_start_in_the_order_they_are_due() {
    each_engine(async |db, clock| {
        let (worker, seen) = writer(&db);
        let worker = worker.budget(Lane::Other, 1);
        let mut tx = db.begin().await.unwrap();
        let start = tx.now();
        for (text, seconds) in [("c", 3), ("a", 1), ("b", 2), ("b2", 2)] {
            jobs::enqueue_at(&mut tx, &note(text), start.plus_seconds(seconds)).await.unwrap();
        }
        tx.commit().await.unwrap();
        clock.advance_seconds(3);
        worker.run_due().await.unwrap();
        assert_eq!(taken(&seen), ["a", "b", "b2", "c"]);
    })
    .await;
}

#[tokio::test]
async fn a_poison_job_is_set_aside_and_can_be_retried_or_dropped() {
    each_engine(async |db, clock| {
        let started = Arc::new(AtomicUsize::new(0));
        let count = started.clone();
        let worker = Worker::new(db.clone()).on(move |_: Poison| {
            let count = count.clone();
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                if count.load(Ordering::SeqCst) == 2 {
                    panic!("a broken handler")
                }
                Err::<(), _>("the server said no")
            }
        });
        let mut tx = db.begin().await.unwrap();
        let id = jobs::enqueue(&mut tx, &Poison {}).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..10 {
            worker.run_due().await.unwrap();
            clock.advance_seconds(3_600);
        }
        assert_eq!(started.load(Ordering::SeqCst), 3, "started TRIES_MAX times, the panic included");
        let aside = states(&db, State::SetAside).await;
        assert_eq!(aside.iter().map(|it| it.id).collect::<Vec<_>>(), [id]);
        assert_eq!(aside[0].last_error.as_deref(), Some("the server said no"));
        let mut tx = db.begin().await.unwrap();
        assert!(admin::retry(&mut tx, id).await.unwrap());
        assert!(!admin::retry(&mut tx, id).await.unwrap(), "it is pending already");
        tx.commit().await.unwrap();
        worker.run_due().await.unwrap();
        assert_eq!(started.load(Ordering::SeqCst), 4);
        for _ in 0..3 {
            clock.advance_seconds(3_600);
            worker.run_due().await.unwrap();
        }
        let mut tx = db.begin().await.unwrap();
        assert_eq!(admin::retry_all(&mut tx, Some("other")).await.unwrap(), 0);
        assert!(admin::drop_one(&mut tx, id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(states(&db, State::SetAside).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_end_the_job() {
    each_engine(async |db, clock| {
        let mut tx = db.begin().await.unwrap();
        let id = jobs::enqueue(&mut tx, &note("slow")).await.unwrap();
        tx.commit().await.unwrap();
        // The first worker's handler hangs until told; meanwhile its lease runs out and a second worker takes over.
        let (go, _) = watch::channel(false);
        let gate = go.clone();
        let slow = Worker::new(db.clone()).on(move |_: Note| {
            let mut gate = gate.subscribe();
            async move {
                gate.wait_for(|it| *it).await.map(drop).map_err(|error| error.to_string())?;
                Err("too late to fail".to_owned())
            }
        });
        let first = tokio::spawn(async move { slow.run_due().await });
        while states(&db, State::Running).await.is_empty() {
            tokio::task::yield_now().await;
        }
        clock.advance_seconds(31);
        let (second, seen) = writer(&db);
        assert_eq!(second.run_due().await.unwrap(), 1);
        assert_eq!(taken(&seen), ["slow"]);
        go.send(true).unwrap();
        first.await.unwrap().unwrap();
        let done = states(&db, State::Done).await;
        assert_eq!(done.iter().map(|it| (it.id, it.tries)).collect::<Vec<_>>(), [(id, 2)]);
        assert_eq!(done[0].last_error, None, "the first worker's failure was fenced off");
    })
    .await;
}

#[tokio::test]
async fn a_timer_set_anew_while_it_runs_and_fails_runs_once_more_only() {
    each_engine(async |db, clock| {
        let (inner, count) = (db.clone(), Arc::new(AtomicUsize::new(0)));
        let counted = count.clone();
        let worker = Worker::new(db.clone()).on(move |_: Note| {
            let (db, count) = (inner.clone(), counted.clone());
            async move {
                if count.fetch_add(1, Ordering::SeqCst) > 0 {
                    return Ok(());
                }
                let mut tx = db.begin().await?;
                let run_at = tx.now().plus_seconds(100);
                jobs::set_timer(&mut tx, "k", &note("again"), run_at).await?;
                tx.commit().await?;
                Err(DbError::NotFound)
            }
        });
        let mut tx = db.begin().await.unwrap();
        let now = tx.now();
        jobs::set_timer(&mut tx, "k", &note("first"), now).await.unwrap();
        tx.commit().await.unwrap();
        worker.run_due().await.unwrap();
        clock.advance_seconds(99);
        assert_eq!(worker.run_due().await.unwrap(), 0, "the failed one gave way");
        clock.advance_seconds(1);
        assert_eq!(worker.run_due().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn each_handler_of_an_event_has_its_own_tries() {
    each_engine(async |db, clock| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let (one, two) = (log.clone(), log.clone());
        let worker = Worker::new(db.clone())
            .on_event("note_written", "steady", move |envelope| {
                let log = one.clone();
                async move {
                    log.lock().unwrap().push(format!("steady {}", envelope.payload["n"]));
                    Ok::<_, DbError>(())
                }
            })
            .on_event("note_written", "shaky", move |envelope| {
                let log = two.clone();
                async move {
                    log.lock().unwrap().push(format!("shaky {}", envelope.subject));
                    let failures = log.lock().unwrap().iter().filter(|it| it.starts_with("shaky")).count();
                    if failures < 3 { Err("not yet") } else { Ok(()) }
                }
            });
        let mut tx = db.begin().await.unwrap();
        tx.emit(&NoteWritten { n: 7 }).await.unwrap();
        tx.commit().await.unwrap();
        worker.run_due().await.unwrap();
        for _ in 0..3 {
            clock.advance_seconds(60);
            worker.run_due().await.unwrap();
        }
        let mut lines = log.lock().unwrap().clone();
        lines.sort();
        assert_eq!(lines, ["shaky 7", "shaky 7", "shaky 7", "steady 7"]);
    })
    .await;
}

#[tokio::test]
async fn what_comes_again_runs_once_a_period_whatever_the_number_of_workers() {
    each_engine(async |db, clock| {
        let count = Arc::new(AtomicUsize::new(0));
        let worker = || {
            let count = count.clone();
            Worker::new(db.clone()).periodic("sweep", 60, move || {
                let count = count.clone();
                async move {
                    count.fetch_add(1, Ordering::SeqCst);
                    Err::<(), _>("even if it fails")
                }
            })
        };
        // Two workers start, then stop at once: the periodic job is written once.
        for _ in 0..2 {
            let (_, stopped) = watch::channel(true);
            worker().run(stopped).await.unwrap();
        }
        worker().run_due().await.unwrap();
        worker().run_due().await.unwrap();
        assert_eq!(count.load(Ordering::SeqCst), 1);
        clock.advance_seconds(60);
        worker().run_due().await.unwrap();
        assert_eq!(count.load(Ordering::SeqCst), 2);
    })
    .await;
}

#[tokio::test]
async fn a_heavy_lane_does_not_starve_the_timers() {
    each_engine(async |db, _| {
        let (go, _) = watch::channel(false);
        let (gate, (worker, seen)) = (go.clone(), writer(&db));
        let worker = worker.on(move |_: Poison| {
            let mut gate = gate.subscribe();
            async move { gate.wait_for(|it| *it).await.map(drop) }
        });
        let mut tx = db.begin().await.unwrap();
        for _ in 0..20 {
            jobs::enqueue(&mut tx, &Poison {}).await.unwrap();
        }
        jobs::enqueue(&mut tx, &note("through")).await.unwrap();
        tx.commit().await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(worker.run(stopped));
        tokio::time::timeout(Duration::from_secs(10), async {
            while seen.lock().unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .expect("the other lane goes on while mail is stuck");
        let stuck = states(&db, State::Running).await.into_iter().filter(|it| it.lane == "mail").count();
        assert_eq!(stuck, 4, "mail keeps to its budget");
        go.send(true).unwrap();
        stop.send(true).unwrap();
        running.await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_timer_does_not_wait_until_every_fact_is_relayed() {
    each_engine(async |db, _| {
        let left: Arc<Mutex<Vec<i64>>> = Arc::default();
        let (log, inner) = (left.clone(), db.clone());
        let worker = Worker::new(db.clone())
            .on(move |_: Note| {
                let (log, db) = (log.clone(), inner.clone());
                async move {
                    let unrelayed = sql!("select count(*) as n from outbox where relayed_at is null");
                    let n = db.read().await?.one(unrelayed, params![]).await?.get("n")?;
                    log.lock().unwrap().push(n);
                    Ok::<_, DbError>(())
                }
            })
            .on_event("note_written", "nothing", |_| async { Ok::<_, DbError>(()) });
        let mut tx = db.begin().await.unwrap();
        for n in 0..4_000 {
            tx.emit(&NoteWritten { n }).await.unwrap();
        }
        jobs::enqueue(&mut tx, &note("due")).await.unwrap();
        tx.commit().await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(worker.run(stopped));
        let relayed = async || {
            let unrelayed = db::outbox::has_unrelayed(&mut db.read().await.unwrap()).await.unwrap();
            !unrelayed && !left.lock().unwrap().is_empty()
        };
        tokio::time::timeout(Duration::from_secs(60), async {
            while !relayed().await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .expect("all is relayed, and the timer ran");
        stop.send(true).unwrap();
        running.await.unwrap().unwrap();
        let left = left.lock().unwrap().clone();
        assert!(left.len() == 1 && left[0] > 2_000, "when the timer ran, {left:?} of 4,000 facts waited");
    })
    .await;
}

#[tokio::test]
async fn a_timer_fires_within_a_second_also_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let config = db::Config { url, readers: 2 };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let open = async || {
        let db = Db::open(&config, clock.clone(), 0).await.unwrap();
        db.migrate().await.unwrap();
        db
    };
    let db = open().await;
    let due_at = db.now().plus_micros(700_000);
    let mut tx = db.begin().await.unwrap();
    jobs::set_timer(&mut tx, "due", &note("timer"), due_at).await.unwrap();
    let dead: JobId = jobs::enqueue(&mut tx, &note("left running by a killed process")).await.unwrap();
    tx.run(
        sql!("update jobs set state = 'running', lease_until = $2, lease_token = 1, tries = 1 where id = $1"),
        params![dead, due_at.plus_seconds(30)],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let db = open().await;
    let fired: Arc<Mutex<Vec<(String, Timestamp)>>> = Arc::default();
    let (log, inner) = (fired.clone(), db.clone());
    let worker = Worker::new(db.clone()).on(move |job: Note| {
        log.lock().unwrap().push((job.text, inner.now()));
        async { Ok::<_, DbError>(()) }
    });
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(worker.run(stopped));
    tokio::time::timeout(Duration::from_secs(10), async {
        while fired.lock().unwrap().len() < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("both ran");
    stop.send(true).unwrap();
    running.await.unwrap().unwrap();
    let fired = fired.lock().unwrap().clone();
    assert!(fired[0].0.starts_with("left running"), "{fired:?}");
    let late = fired[1].1.as_micros() - due_at.as_micros();
    assert!((0..1_000_000).contains(&late), "the timer fired {late} µs after it was due");
}
