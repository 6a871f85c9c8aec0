use super::*;
use crate::import::{mapping, rows, text};

#[test]
fn days_are_read_in_every_way_files_write_them() {
    for (text, order, expected) in [
        ("31/12/1979", DayOrder::DayFirst, Ok("1979-12-31")),
        ("12/31/1979", DayOrder::MonthFirst, Ok("1979-12-31")),
        ("3.4.79", DayOrder::DayFirst, Ok("1979-04-03")),
        ("1979-12-31T00:00:00", DayOrder::DayFirst, Ok("1979-12-31")),
        ("1979-12-31 00:00", DayOrder::DayFirst, Ok("1979-12-31")),
        ("19791231", DayOrder::DayFirst, Ok("1979-12-31")),
        ("31121979", DayOrder::DayFirst, Ok("1979-12-31")),
        ("1er août 1979", DayOrder::DayFirst, Ok("1979-08-01")),
        // 46347 is 2026-11-21 in the 1900 system: 46347 − 25569 = 20778 days after 1970-01-01.
        ("46347", DayOrder::DayFirst, Ok("2026-11-21")),
        ("31/02/1979", DayOrder::DayFirst, Err("day-absent")),
        ("1979", DayOrder::DayFirst, Ok("1905-06-01")),
        ("hier", DayOrder::DayFirst, Err("day")),
    ] {
        assert_eq!(day(text, order), expected.map(str::to_owned), "{text}");
    }
}

/// What a file gives with the mapping guessed: rows taken in (a later one of the same key counts once), and problems
/// that are errors.
fn run(bytes: &[u8]) -> (usize, usize, usize, Vec<Read>) {
    let file = text::file_of(bytes);
    let Ok(mapping) = mapping::guess(&file, &mapping::Known::default()) else { return (0, 0, 1, Vec::new()) };
    // What looks like EBCDIC is not read before its layout is known.
    let Some(rows) = rows::rows(&file, &mapping).unwrap() else { return (0, 0, 1, Vec::new()) };
    let rows: Vec<Row> = rows.collect();
    let reads: Vec<Read> = rows.iter().map(|it| read(it, &mapping)).collect();
    for (row, read) in rows.iter().zip(&reads) {
        assert_eq!(key(row, &mapping), read.taken.as_ref().map(|it| it.0.clone()), "the key beforehand is the key");
        assert!(read.taken.is_some() || read.problems.iter().any(|it| it.effect == Effect::Row), "{row:?}");
    }
    let keys: std::collections::BTreeSet<&String> = reads.iter().filter_map(|it| Some(&it.taken.as_ref()?.0)).collect();
    let errors = reads.iter().map(|it| it.problems.len()).sum();
    (keys.len(), rows.len(), errors, reads.clone())
}

#[test]
fn the_files_of_the_vectors_give_the_rows_and_errors_they_ask_for() {
    let Some(folder) = kernel::test_data!("torture/entente-imports") else { return };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let file = case["file"].as_str().unwrap();
        if file.starts_with("fixed_") {
            // Files without separators are described by a layout: their test stands beside their reader.
            continue;
        }
        let (taken, read, errors, reads) = run(&std::fs::read(folder.join(file)).unwrap());
        let expected = (case["rows"].as_u64().unwrap(), case["errors"].as_u64().unwrap_or(0));
        if (taken as u64, errors as u64) != expected {
            wrong.push(format!("{file}: {taken} rows of {read}, {errors} errors, not {expected:?}: {reads:?}"));
        }
    }
    kernel::vectors_told!("torture/entente-imports", cases.len(), &wrong);
    assert!(!cases.is_empty() && wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_value_that_cannot_be_read_is_told_with_its_line_and_column() {
    let (taken, _, _, reads) = run("email;naissance;nom\na@x.example;31/02/1979;Zoé".as_bytes());
    assert_eq!(taken, 1);
    let told = &reads[0].problems[0];
    assert_eq!((told.line, told.column.as_deref(), told.value.as_deref()), (2, Some("naissance"), Some("31/02/1979")));
    assert_eq!((told.reason, told.effect), ("day-absent", Effect::Value));
    let (_, values) = reads[0].taken.as_ref().unwrap();
    assert_eq!(values.get(&Field::FullName).map(String::as_str), Some("Zoé"));
    assert!(!values.contains_key(&Field::BornOn));
}

#[test]
fn an_open_quote_takes_no_other_row_with_it() {
    // Its quote is closed by the one of line 4, which stands before a separator: as the format goes, one row.
    let file = "id,last_name,first_name,email\n\
        1,\"Broken,Paul,paul@b.example\n\
        2,Martin,Luc,luc@m.example\n\
        3,Roy\",Anne,anne@r.example\n\
        4,\"Le Goff\",Zoé,zoe@g.example\n";
    let (taken, _, _, reads) = run(file.as_bytes());
    let lines: Vec<(u64, bool)> = reads.iter().map(|it| (it.line, it.taken.is_some())).collect();
    assert_eq!((taken, lines), (3, vec![(2, false), (3, true), (4, true), (5, true)]));
    assert_eq!(reads[0].problems[0].reason, "unclosed-quote");
    // Where lines may be broken, they stay.
    let (taken, _, _, reads) = run("id,email,adresse\n1,a@x.example,\"3 rue X\nbât. B\"\n2,b@x.example,y\n".as_bytes());
    assert_eq!((taken, reads.len()), (2, 2), "{reads:?}");
}

#[test]
fn leading_zeros_stay_and_eaten_ones_come_back() {
    let (_, _, _, reads) = run(b"id,zip,tel\n007,01000,612345678");
    let (key, values) = reads[0].taken.as_ref().unwrap();
    assert_eq!(key, "007");
    assert_eq!(values[&Field::Postcode], "01000");
    assert_eq!(values[&Field::Phone], "+33612345678");
}

proptest::proptest! {
    #[test]
    fn no_file_makes_the_reader_fail_or_lose_a_row(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        run(&bytes);
    }
}
