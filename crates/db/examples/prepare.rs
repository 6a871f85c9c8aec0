//! Prepares each statement given on standard input, one JSON `{"place": …, "text": …}` a line, on each engine.
//!
//! Prints `place: engine: problem` for each that an engine refuses, and ends with 1 if there was one.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for maintainers: it prints, and stops when it cannot go on"
)]

use std::io::BufRead;

#[derive(serde::Deserialize)]
struct Statement {
    place: String,
    text: String,
    /// `sqlite` or `postgres` for a fork that only one engine reads; both without.
    engine: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::process::ExitCode {
    let mut stores = vec![db::testing::sqlite().await];
    stores.extend(db::testing::postgres().await);
    let (mut count, mut refused) = (0, 0);
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let statement: Statement = serde_json::from_str(&line).expect("a line is {place, text}");
        count += 1;
        let reads = |db: &db::Db| {
            statement.engine.as_ref().is_none_or(|it| format!("{:?}", db.engine()).to_lowercase().starts_with(it))
        };
        for store in stores.iter().filter(|store| reads(&store.db)) {
            if let Err(error) = db::testing::prepare(&store.db, &statement.text).await {
                refused += 1;
                println!("{}: {:?}: {error}", statement.place, store.db.engine());
            }
        }
    }
    println!("{count} statements on {} engine(s), {refused} refused", stores.len());
    if refused == 0 { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}
