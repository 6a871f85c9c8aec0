//! Complaints from a file of the CFPB's layout: every line ends in one count, twice changes nothing.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::Write;

use db::testing::each_engine;
use db::{Conn, params, sql};
use server::import::complaints::{self, Report};

const FILE: &str = r#"{"id": "cfpb-1", "text": "They lost my payment.", "date": "2026-01-05", "via": "Web", "product": "credit_card", "issue": "Payment", "company": "A", "state": "TX", "response": "Closed with explanation", "timely": "Yes", "lang": "en", "src": "x"}
{"id": "cfpb-2", "text": "They never answered.", "date": "2026-01-06", "via": "Phone", "product": "mortgage", "issue": null, "company": "B", "state": null, "response": "Untimely response", "timely": "No", "lang": "en"}
{"id": "cfpb-3", "text": "No date is known.", "date": null, "via": null, "product": "debt_collection", "issue": null, "company": null, "state": null, "response": null, "timely": null, "lang": "en"}
{"id": "cfpb-4", "text": "Tomorrow's complaint.", "date": "2030-01-01", "via": "Web", "product": null, "issue": null, "company": null, "state": null, "response": null, "timely": null, "lang": "en"}
not json
{"id": "cfpb-1", "text": "The same number again.", "date": "2026-02-01", "via": "Web", "product": null, "issue": null, "company": null, "state": null, "response": null, "timely": "Yes", "lang": "en"}
"#;

async fn number(conn: &mut Conn, sql: db::Sql) -> i64 {
    conn.one(sql, params![]).await.unwrap().get("n").unwrap()
}

#[tokio::test]
async fn every_line_ends_in_one_count_and_a_file_read_twice_changes_nothing() {
    each_engine(async |db, _| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.jsonl.gz");
        let mut packed =
            flate2::write::GzEncoder::new(std::fs::File::create(&path).unwrap(), flate2::Compression::fast());
        packed.write_all(FILE.as_bytes()).unwrap();
        packed.finish().unwrap();
        let report = complaints::import(&db, &path, |_| {}).await.unwrap();
        assert!(report.reconciles(), "{report}");
        let Report { read, imported, known, refused, timely, late, open, undated, .. } = report;
        assert_eq!((read, imported, known, timely, late, open, undated), (6, 3, 1, 1, 1, 0, 1), "{refused:?}");
        assert_eq!(refused.iter().map(|it| it.0).collect::<Vec<_>>(), [4, 5]);
        let mut read = db.read().await.unwrap();
        assert_eq!(number(&mut read, sql!("select count(*) as n from cases where type_key = 'complaint'")).await, 3);
        assert_eq!(number(&mut read, sql!("select count(*) as n from interactions where kind = 'message'")).await, 2);
        assert_eq!(number(&mut read, sql!("select count(*) as n from persons")).await, 3);
        // 5 January 2026, 12:00 in Washington.
        let opened = "2026-01-05T17:00:00Z".parse::<kernel::Timestamp>().unwrap();
        let row = read
            .one(sql!("select opened_at, closed_at from cases order by opened_at limit 1"), params![])
            .await
            .unwrap();
        assert_eq!(row.get::<kernel::Timestamp>("opened_at").unwrap(), opened);
        assert_eq!(row.get::<kernel::Timestamp>("closed_at").unwrap(), opened.plus_seconds(15 * 24 * 3_600));
        drop(read);
        let again = complaints::import(&db, &path, |_| {}).await.unwrap();
        assert_eq!((again.read, again.imported, again.known, again.refused.len()), (6, 0, 4, 2));
    })
    .await;
}
