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

/// Writes a second of `writers` writers who each wait for their own answer, and how long each write took, ms.
async fn rate(db: &Db, writers: usize, writes: usize, took: &mut Vec<f64>) -> f64 {
    let started = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut took = Vec::new();
                for _ in 0..writes / writers {
                    let asked = Instant::now();
                    write(&db).await;
                    took.push(asked.elapsed().as_secs_f64() * 1_000.0);
                }
                took
            })
        })
        .collect();
    for task in tasks {
        took.extend(task.await.expect("a writer"));
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of writes")]
    let count = (writes / writers * writers) as f64;
    count / started.elapsed().as_secs_f64()
}

/// The value that so many hundredths of `values` lie below.
fn percentile(values: &mut [f64], hundredths: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * hundredths / 100).copied().unwrap_or(f64::NAN)
}

#[tokio::main]
async fn main() {
    let writes: usize = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(6_400);
    let store = db::testing::sqlite().await;
    let (mut shared, mut single) = (Vec::new(), Vec::new());
    let (mut shared_ms, mut single_ms) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        // One writer alone commits each write by itself: the same path, the same disk, the same minute.
        single.push(rate(&store.db, 1, writes / 16, &mut single_ms).await);
        shared.push(rate(&store.db, 64, writes, &mut shared_ms).await);
    }
    let (shared, single) = (percentile(&mut shared, 50), percentile(&mut single, 50));
    let [single_50, single_99] = [50, 99].map(|it| percentile(&mut single_ms, it));
    let [shared_50, shared_99] = [50, 99].map(|it| percentile(&mut shared_ms, it));
    let said = serde_json::json!({
        "writers": 64, "writes_per_second": shared, "one_commit_each_per_second": single,
        "ratio": shared / single, "ratio_bar": 10,
        "alone_ms": [single_50, single_99], "among_64_ms": [shared_50, shared_99],
        // What a write waits longer for sharing its commit with 63 others.
        "added_ms": shared_50 - single_50, "added_ms_bar": 5,
    });
    println!("{said}");
}
