//! The store's promises, on each engine.

use std::sync::Arc;

use kernel::id::CaseId;

use crate::store::{Config, Db, Engine};
use crate::testing::{self, each_engine};
use crate::{DbError, Event, Json, Row, params, sql};

#[derive(serde::Serialize)]
struct Happened {
    what: String,
}

impl Event for Happened {
    const NAME: &'static str = "happened";
    fn subject(&self) -> String {
        self.what.clone()
    }
}

async fn count(db: &Db) -> i64 {
    let mut read = db.read().await.unwrap();
    read.one(sql!("select count(*) as n from outbox"), params![]).await.unwrap().get("n").unwrap()
}

async fn emit(db: &Db, what: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    tx.emit(&Happened { what: what.to_owned() }).await?;
    tx.commit().await
}

#[tokio::test]
async fn migrations_run_once_and_apply_on_each_engine() {
    each_engine(async |db, _| {
        assert_eq!(db.migrate().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn values_of_every_type_read_back() {
    each_engine(async |db, _| {
        let mut read = db.read().await.unwrap();
        let row: Row = read
            .one(
                sql!(
                    "select cast($1 as bigint) as i, cast($2 as text) as t, cast($3 as double precision) as r,
                            cast($4 as bigint) as absent, 1 as small, count(*) as n, cast(sum(7) as bigint) as s
                     from outbox"
                ),
                params![CaseId::new(42), "é\u{202f}« »", 1.5, None::<i64>],
            )
            .await
            .unwrap();
        assert_eq!(row.get::<CaseId>("i").unwrap(), CaseId::new(42));
        assert_eq!(row.get::<String>("t").unwrap(), "é\u{202f}« »");
        assert_eq!(row.get::<f64>("r").unwrap(), 1.5);
        assert_eq!(row.get::<Option<i64>>("absent").unwrap(), None);
        assert_eq!(row.get::<i64>("small").unwrap(), 1);
        assert_eq!(row.get::<i64>("n").unwrap(), 0);
        assert!(matches!(row.get::<i64>("absent"), Err(DbError::Column { .. })));
        assert!(matches!(row.get::<i64>("nowhere"), Err(DbError::Column { .. })));
    })
    .await;
}

#[tokio::test]
async fn json_reads_back() {
    each_engine(async |db, _| {
        let mut read = db.read().await.unwrap();
        let row = read.one(sql!("select cast($1 as text) as j"), params![Json(vec![1, 2, 3])]).await.unwrap();
        assert_eq!(row.get::<Json<Vec<i64>>>("j").unwrap().0, [1, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn a_list_finds_its_rows() {
    each_engine(async |db, _| {
        for what in ["a", "b", "c"] {
            emit(&db, what).await.unwrap();
        }
        let mut read = db.read().await.unwrap();
        let found = async |read: &mut crate::Read, list: &[&'static str]| {
            let sql = sql!("select subject from outbox where name = $1 and subject in ($list) order by id limit 10");
            let rows = read.all_in(sql, params!["happened"], list.iter().copied()).await.unwrap();
            rows.iter().map(|it| it.get::<String>("subject").unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(found(&mut read, &["a", "c", "x"]).await, ["a", "c"]);
        assert!(found(&mut read, &[]).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    each_engine(async |db, _| {
        let mut tx = db.begin().await.unwrap();
        tx.emit(&Happened { what: "lost".to_owned() }).await.unwrap();
        drop(tx);
        emit(&db, "kept").await.unwrap();
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_writers_that_share_a_commit_only_the_failing_one_is_undone() {
    each_engine(async |db, _| {
        let tasks: Vec<_> = (0..64)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = db.begin().await?;
                    let id: kernel::EventId = if n % 4 == 0 { kernel::EventId::new(1) } else { tx.id() };
                    let insert =
                        sql!("insert into outbox (id, name, subject, payload, at) values ($1, 'n', 's', '{}', 0)");
                    tx.run(insert, params![id]).await?;
                    tx.commit().await
                })
            })
            .collect();
        let mut refused = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => {}
                Err(DbError::Unique(_)) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        // Sixteen wanted the same id: one got it.
        assert_eq!((refused, count(&db).await), (15, 49));
    })
    .await;
}

#[tokio::test]
async fn a_task_that_is_cut_in_its_turn_frees_the_writer() {
    each_engine(async |db, _| {
        let holder = tokio::spawn({
            let db = db.clone();
            async move {
                let _tx = db.begin().await.unwrap();
                std::future::pending::<()>().await;
            }
        });
        tokio::task::yield_now().await;
        let waiting = tokio::spawn({
            let db = db.clone();
            async move { emit(&db, "after").await }
        });
        tokio::task::yield_now().await;
        holder.abort();
        waiting.await.unwrap().unwrap();
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_task_that_is_cut_between_the_grant_and_its_turn_spoils_nobody_s_commit() {
    let store = testing::sqlite().await;
    let db = &store.db;
    let mut cut = Box::pin(db.begin());
    let cutting = async {
        // Asks, behind the one below, and never looks again: its turn is granted in the same batch.
        let waits = cut.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
        assert!(waits.is_pending());
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        drop(cut);
    };
    let (kept, ()) = tokio::join!(biased; emit(db, "kept"), cutting);
    kept.unwrap();
    emit(db, "after").await.unwrap();
    assert_eq!(count(db).await, 2);
}

#[tokio::test]
async fn readers_go_on_while_the_writer_writes_and_see_only_what_is_committed() {
    each_engine(async |db, _| {
        let mut tx = db.begin().await.unwrap();
        tx.emit(&Happened { what: "unseen".to_owned() }).await.unwrap();
        assert_eq!(count(&db).await, 0);
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_reader_cannot_write_to_the_embedded_store() {
    let store = testing::sqlite().await;
    let mut read = store.db.read().await.unwrap();
    let refused = read.run(sql!("delete from outbox"), params![]).await;
    assert!(matches!(refused, Err(DbError::Driver(_))), "{refused:?}");
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_again() {
    let store = testing::sqlite().await;
    emit(&store.db, "kept").await.unwrap();
    let config = Config { url: store.url.clone(), readers: 1 };
    let again = Db::open(&config, testing::clock(), 0).await.unwrap();
    assert_eq!(count(&again).await, 1);
}

#[tokio::test]
async fn two_programs_on_one_embedded_store_wait_for_each_other() {
    let store = testing::sqlite().await;
    let config = Config { url: store.url.clone(), readers: 1 };
    let other = Db::open(&config, testing::clock(), 1).await.unwrap();
    let tasks: Vec<_> = [store.db.clone(), other]
        .into_iter()
        .map(|db| {
            tokio::spawn(async move {
                for n in 0..100 {
                    emit(&db, &n.to_string()).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(count(&store.db).await, 200);
}

#[tokio::test]
async fn a_wrong_address_is_named() {
    let config = Config { url: "mysql://x".to_owned(), readers: 1 };
    let refused = Db::open(&config, testing::clock(), 0).await;
    assert!(matches!(refused, Err(DbError::Url(url)) if url == "mysql://x"));
}

#[tokio::test]
async fn commits_wake_whoever_waits() {
    each_engine(async |db, _| {
        let mut committed = db.committed();
        committed.mark_unchanged();
        emit(&db, "wake").await.unwrap();
        assert!(committed.has_changed().unwrap());
    })
    .await;
}

#[tokio::test]
async fn text_sorts_the_same_on_each_engine() {
    each_engine(async |db, clock| {
        for what in ["b", "A", "é", "a", "Z"] {
            clock.advance_seconds(1);
            emit(&db, what).await.unwrap();
        }
        let mut read = db.read().await.unwrap();
        let rows = read.all(sql!("select subject from outbox order by subject limit 9"), params![]).await.unwrap();
        let sorted: Vec<String> = rows.iter().map(|it| it.get("subject").unwrap()).collect();
        assert_eq!(sorted, ["A", "Z", "a", "b", "é"], "{:?}", db.engine());
    })
    .await;
}

#[tokio::test]
async fn the_engine_is_what_the_address_says() {
    each_engine(async |db, _| {
        assert!(matches!(db.engine(), Engine::Sqlite | Engine::Postgres));
        let _shared: Arc<dyn kernel::Clock> = db.clock();
    })
    .await;
}

#[tokio::test]
async fn a_long_read_does_not_hold_up_the_others() {
    let store = testing::sqlite().await;
    let mut read = store.db.read().await.unwrap();
    // Millions of steps: interrupted where it stands and run again on another thread.
    let sql = sql!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 300000) select count(*) as n from n"
    );
    let ticks = std::sync::atomic::AtomicU32::new(0);
    let answer = tokio::select! {
        row = read.one(sql, params![]) => row.unwrap().get::<i64>("n").unwrap(),
        () = async { loop { ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed); tokio::task::yield_now().await; } } => 0,
    };
    assert_eq!(answer, 300_000);
    assert!(ticks.into_inner() > 0);
    assert_eq!(read.one(sql!("select 1 as n"), params![]).await.unwrap().get::<i64>("n").unwrap(), 1);
}

#[tokio::test]
async fn parameters_go_by_their_number_wherever_they_stand() {
    each_engine(async |db, _| {
        let mut read = db.read().await.unwrap();
        let sql = sql!("select cast($2 as text) as b, cast($1 as text) as a, cast($2 as text) as again");
        let row = read.one(sql, params!["one", "two"]).await.unwrap();
        let texts: Vec<String> = ["a", "b", "again"].iter().map(|it| row.get(it).unwrap()).collect();
        assert_eq!(texts, ["one", "two", "two"]);
    })
    .await;
}
