//! How fast a file comes in and people are found: `cargo run --release -p customers --example import_rate -- 100000`.
//!
//! Prints rows a second for a first import, for the same file again, and the slowest of 200 searches.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement at the terminal"
)]

use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

use customers::actions::{NewSource, create_source, imports, search};
use customers::person::Narrow;
use db::blob::Blobs;
use kernel::{Actor, SystemClock};

const FIRST: [&str; 16] = [
    "Hélène", "Paul", "Léa", "Jean", "Marie", "Karim", "Zoé", "Louis", "Anaïs", "Hugo", "Inès", "Noé", "Chloé", "Rémi",
    "Éva", "Luc",
];
const LAST: [&str; 16] = [
    "Martin", "Bernard", "Dubois", "Thomas", "Robert", "Richard", "Petit", "Durand", "Leroy", "Moreau", "Simon",
    "Laurent", "Lefèvre", "Michel", "Garcia", "David",
];

#[tokio::main]
async fn main() {
    let rows: usize = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let url =
        std::env::args().nth(2).unwrap_or_else(|| format!("sqlite:{}", folder.path().join("entente.db").display()));
    let db = db::Db::open(&db::Config { url, readers: 2 }, Arc::new(SystemClock), 0).await.unwrap();
    db.migrate().await.unwrap();
    let blobs = Blobs::folder(folder.path().join("blobs")).unwrap();
    let mut text = String::from("id;prénom;nom;naissance;adresse;cp;ville;email;tél\n");
    for row in 0..rows {
        let (first, last) = (FIRST[row % 16], LAST[row / 16 % 16]);
        let (day, month, year) = (row % 28 + 1, row % 12 + 1, 1930 + row % 80);
        writeln!(
            text,
            "C{row};{first};{last}{:x};{day:02}/{month:02}/{year};{} rue Haute;{:05};Ville{};c{row}@x.example;06{:08}",
            row / 256,
            row % 200,
            1_000 + row % 94_000,
            row % 500,
            row % 100_000_000
        )
        .unwrap();
    }
    let path = folder.path().join("crm.csv");
    std::fs::write(&path, &text).unwrap();
    let actor = Actor::system("bench");
    let mut tx = db.begin().await.unwrap();
    let new = NewSource { key: "crm".to_owned(), name: "CRM".to_owned(), trust: 60 };
    let source = create_source(&mut tx, &actor, &new).await.unwrap();
    tx.commit().await.unwrap();
    for again in ["first", "again"] {
        let start = Instant::now();
        let import = imports::import_file(&db, &blobs, &actor, &path, source.id, &Default::default()).await.unwrap();
        let seconds = start.elapsed().as_secs_f64();
        println!("{again}: {rows} rows in {seconds:.2} s, {:.0} rows/s, {:?}", rows as f64 / seconds, import.counts);
    }
    let mut slowest = Vec::new();
    let mut read = db.read().await.unwrap();
    for text in
        ["mar", "ma", "m", "jean mar", "j m", "lef hel", "06000", "c123", "c1234@x", "haut zzz", "ville1 p", "le lu"]
    {
        for _ in 0..15 {
            let start = Instant::now();
            let page = search::persons(&mut read, text, Narrow::default(), None, 20).await.unwrap();
            slowest.push((start.elapsed().as_micros(), text, page.items.len()));
        }
    }
    slowest.sort_unstable();
    println!("search: p50 {} µs, slowest {:?}", slowest[slowest.len() / 2].0, slowest.last().unwrap());
}
