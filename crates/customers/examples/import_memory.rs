//! What a large file costs in memory: `cargo run -p customers --example import_memory -- 200` (megabytes).
//!
//! Writes the file, brings it in by pieces as an upload comes, guesses its columns, counts its rows and takes the first
//! ones in. Prints the most memory the process ever held (Linux); ends with 1 if it is more than a quarter of the file
//! and 100 MB.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement at the terminal")]

use std::io::{BufWriter, Read, Write};
use std::sync::Arc;

use customers::actions::{NewSource, create_source, imports};
use db::blob::Blobs;
use kernel::{Actor, SystemClock};

/// Rows taken in: the rest is read and counted, which is where a file could pile up.
const ROWS_TAKEN: usize = 5_000;

/// The most memory this process ever held, in MB.
fn most() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().split(' ').next().and_then(|it| it.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[tokio::main]
async fn main() {
    let megabytes: u64 = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(200);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("entente.db").display());
    let db = db::Db::open(&db::Config { url, readers: 2 }, Arc::new(SystemClock), 0).await.unwrap();
    db.migrate().await.unwrap();
    let blobs = Blobs::folder(folder.path().join("blobs")).unwrap();
    let path = folder.path().join("crm.csv");
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    let (mut size, mut rows) = (0, 0_u64);
    writeln!(file, "id;prénom;nom;naissance;adresse;cp;ville;email").unwrap();
    while size < megabytes * 1024 * 1024 {
        let row = format!("C{rows};Hélène;Martin{rows:x};01/02/1979;12 rue Haute;59000;Lille;c{rows}@x.example\n");
        file.write_all(row.as_bytes()).unwrap();
        (size, rows) = (size + row.len() as u64, rows + 1);
    }
    file.flush().unwrap();
    let before = most();
    let mut source = std::fs::File::open(&path).unwrap();
    let (mut upload, mut piece) = (blobs.writer().await.unwrap(), vec![0_u8; 16 * 1024]);
    loop {
        let read = source.read(&mut piece).unwrap();
        if read == 0 {
            break;
        }
        upload.write(piece.get(..read).unwrap()).await.unwrap();
    }
    let blob = upload.finish().await.unwrap();
    let after_upload = most();
    let actor = Actor::system("bench");
    let mapping = imports::guess(&blobs, blob, &Default::default()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let new = NewSource { key: "crm".to_owned(), name: "CRM".to_owned(), trust: 60 };
    let source = create_source(&mut tx, &actor, &new).await.unwrap();
    let import = imports::create_import(&mut tx, &actor, "crm.csv", blob, size, mapping.clone()).await.unwrap();
    imports::set_mapping(&mut tx, &actor, import.id, import.version, source.id, mapping).await.unwrap();
    imports::order(&mut tx, &actor, import.id, imports::Order::DryRun).await.unwrap();
    tx.commit().await.unwrap();
    imports::perform(&db, &blobs, import.id, Some(ROWS_TAKEN)).await.unwrap();
    let import = imports::find_import(&mut db.read().await.unwrap(), &actor, import.id).await.unwrap();
    assert_eq!(import.rows_total, i64::try_from(rows).ok());
    let held = most();
    println!(
        "{megabytes} MB, {rows} rows: {before} MB held before, {after_upload} MB after the upload, {held} MB after the run"
    );
    if held > megabytes / 4 + 100 {
        println!("more than a quarter of the file and 100 MB");
        std::process::exit(1);
    }
}
