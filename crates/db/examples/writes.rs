//! Durable single-row writes: group commit against one commit each, on the same disk, in turns.
//!
//! `cargo run --release -p db --features testing --example writes [-- WRITES]`. Prints JSON.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for maintainers: it prints, and stops when it cannot go on"
)]

use std::time::Instant;

use db::{Db, params, sql};

async fn write(db: &Db) {
    let mut tx = db.begin().await.expect("a turn");
    let id: kernel::EventId = tx.id();
    let insert = sql!("insert into outbox (id, name, subject, payload, at) values ($1, 'n', 's', '{}', 0)");
    tx.run(insert, params![id]).await.expect("an insert");
    tx.commit().await.expect("a commit");
}

/// Writes a second of `writers` writers who each wait for their own answer.
async fn rate(db: &Db, writers: usize, writes: usize) -> f64 {
    let started = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                for _ in 0..writes / writers {
                    write(&db).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a writer");
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of writes")]
    let count = (writes / writers * writers) as f64;
    count / started.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[tokio::main]
async fn main() {
    let writes: usize = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(6_400);
    let store = db::testing::sqlite().await;
    let (mut shared, mut single) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        // One writer alone commits each write by itself: the same path, the same disk, the same minute.
        single.push(rate(&store.db, 1, writes / 16).await);
        shared.push(rate(&store.db, 64, writes).await);
    }
    let (shared, single) = (median(shared), median(single));
    println!(
        r#"{{"writers": 64, "writes_per_second": {shared:.0}, "one_commit_each_per_second": {single:.0}, "ratio": {:.1}, "bar": 10}}"#,
        shared / single
    );
}
