use std::io::Cursor;

use super::*;
use crate::import::encoding;

fn read(bytes: &[u8], letters: &str, layout: &str) -> Vec<Row> {
    let layout = layout::parse(layout).unwrap();
    Fixed::new(Box::new(Cursor::new(bytes.to_vec())), encoding::named(letters).unwrap(), layout).collect()
}

/// The cells of the rows that could be read, and line and reason of those that could not.
fn shape(rows: &[Row]) -> (Vec<Vec<&str>>, Vec<(u64, &str)>) {
    let cells = rows.iter().filter(|it| it.flaw.is_none()).map(|it| it.cells.iter().map(String::as_str).collect());
    let flaws = rows.iter().filter_map(|it| Some((it.line, it.flaw?.reason)));
    (cells.collect(), flaws.collect())
}

/// ```text
/// 01 CLIENT.
///    05 NUMERO      PIC 9(5) COMP-3.
///    05 NOM         PIC X(10).
///    05 SOLDE       PIC S9(5)V99.
///    05 NAISSANCE   PIC 9(8) COMP-3.
/// ```
const COBOL: &str = "numero 1 3 packed\nnom 4 10\nsolde 14 7 zoned 2\nnaissance 21 5 packed YYYYMMDD\n";

/// Two records of it in code page 1147, written by hand: the number of the second holds the byte 0x15, which ends lines.
const RECORDS: [&[u8]; 2] = [
    b"\x00\x12\x3c\xc8\xc0\x93\xd0\x95\x85\x40\x9f\x40\x40\xf0\xf0\xf1\xf2\xf3\xf4\xd5\x01\x97\x90\x31\x2f",
    b"\x42\x15\x7c\xe9\x96\xc0\x40\x40\x40\x40\x40\x40\x40\xf0\xf0\xf0\xf0\xf0\xf0\xc0\x00\x00\x00\x00\x0f",
];

#[test]
fn a_record_of_cobol_in_ebcdic_is_read_by_length_and_by_line() {
    let expected = [["123", "Hélène €", "-123.45", "1979-03-12"], ["42157", "Zoé", "0.00", ""]];
    let by_length = format!("record 25\n{COBOL}");
    let rows = read(&RECORDS.concat(), "IBM1147", &by_length);
    assert_eq!(shape(&rows), (expected.map(|it| it.to_vec()).to_vec(), vec![]));
    for end in [b"\x15".as_slice(), b"\x25", b"\x0d\x25"] {
        let rows = read(&RECORDS.map(|it| [it, end].concat()).concat(), "IBM1147", COBOL);
        assert_eq!(shape(&rows), (expected.map(|it| it.to_vec()).to_vec(), vec![]), "{end:x?}");
    }
    // 1979-03-12 as S9(8) COMP-3 needs 5 bytes: 9 digits and the sign.
    assert_eq!(RECORDS[0].len(), 25);
}

#[test]
fn a_record_too_short_or_too_long_is_told_and_takes_no_other_with_it() {
    let (one, two, by_length) = (RECORDS[0], RECORDS[1], format!("record 25\n{COBOL}"));
    for (bytes, layout, kept, told) in [
        (b"01Zoe  Lille\n02Roy\n03Lea  Lyon\n".to_vec(), "id 1 2\nname 3 5\ncity 8 5\n", 2, vec![(2, "record-short")]),
        (b"01Zoe  Lille\n02Roy\n".to_vec(), "trimmed\nid 1 2\nname 3 5\ncity 8 5\n", 2, vec![]),
        (
            b"01Zoe  Lille\n02Roy  Lyonx y\n03Lea  Lyon  \n\n".to_vec(),
            "id 1 2\nname 3 5\ncity 8 5\n",
            2,
            vec![(2, "record-long")],
        ),
        ([one, two, &two[..7]].concat(), by_length.as_str(), 2, vec![(3, "record-short")]),
        ([one, two, b"\x25"].concat(), by_length.as_str(), 2, vec![]),
        // The second ends before its packed day, behind whose end the line end was first looked for.
        ([one, b"\x15", &one[..9], b"\x15", one, b"\x15"].concat(), COBOL, 2, vec![(2, "record-short")]),
    ] {
        let rows = read(&bytes, if bytes[0] == b'0' { "UTF-8" } else { "IBM1147" }, layout);
        let (cells, flaws) = shape(&rows);
        assert_eq!((cells.len(), flaws), (kept, told), "{rows:?}");
    }
}

#[test]
fn a_number_that_is_none_is_told_with_its_column_and_its_bytes() {
    let mut bytes = RECORDS.concat();
    bytes[2] = 0x31;
    bytes[25 + 17] = 0x40;
    let rows = read(&bytes, "IBM1147", &format!("record 25\n{COBOL}"));
    let told: Vec<(u64, &str, &str, &str)> = rows
        .iter()
        .flat_map(|row| row.cell_flaws.iter().map(|it| (row.line, it.column.as_str(), it.value.as_str(), it.reason)))
        .collect();
    assert_eq!(told, [(1, "numero", "001231", "packed"), (2, "solde", "0000 0é", "zoned")]);
}

#[test]
fn places_count_letters_in_utf8_unless_the_layout_says_bytes() {
    let layout = "id 1 4\nname 5 5\ncity 10 5\n";
    let expected = vec![vec!["0001", "ZOÉ", "Lille"]];
    assert_eq!(shape(&read("\u{feff}0001ZOÉ  Lille\r\n".as_bytes(), "UTF-8", layout)).0, expected);
    assert_eq!(shape(&read("0001ZOÉ Lille\n".as_bytes(), "UTF-8", &format!("bytes\n{layout}"))).0, expected);
    assert_eq!(shape(&read(b"0001ZO\xc9  Lille\n", "ISO-8859-1", layout)).0, expected);
    assert!(!can_read(encoding::named("UTF-16LE").unwrap()));
}

#[test]
fn the_files_of_fixed_width_of_the_vectors_give_the_rows_and_errors_they_ask_for() {
    let Some(folder) = kernel::test_data!("torture/entente-imports") else { return };
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let fixed = cases.iter().filter(|it| it["file"].as_str().unwrap().starts_with("fixed_"));
    let (mut total, mut wrong) = (0, Vec::new());
    for case in fixed {
        let file = case["file"].as_str().unwrap();
        let letters = if file.contains("ebcdic") { "IBM037" } else { "UTF-8" };
        let layout = "id 1 4\nname 5 10\ndate 15 8 date\namount 23 8 zoned\n";
        let rows = read(&std::fs::read(folder.join(file)).unwrap(), letters, layout);
        let (cells, flaws) = shape(&rows);
        let is_right = cells.len() as u64 == case["rows"].as_u64().unwrap()
            && flaws.len() as u64 == case["errors"].as_u64().unwrap_or(0)
            && rows.iter().all(|it| it.cell_flaws.is_empty());
        if !is_right || (file.contains("overpunch") && [&cells[0][3], &cells[1][3]] != [&"1250", &"-99"]) {
            wrong.push(format!("{file}: {rows:?}"));
        }
        total += 1;
    }
    kernel::vectors_told!("torture/entente-imports, fixed width", total, &wrong);
    assert!(total > 0 && wrong.is_empty(), "{wrong:#?}");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_reading_records_fail_or_lose_one(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        length in 25usize..40,
    ) {
        for letters in ["IBM1147", "UTF-8", "windows-1252"] {
            read(&bytes, letters, COBOL);
            read(&bytes, letters, "a 1 4\nb 5 6 date\nc 9 3 zoned\n");
            let rows = read(&bytes, letters, &format!("record {length}\n{COBOL}"));
            proptest::prop_assert!(rows.len() >= bytes.len() / length);
        }
    }
}
