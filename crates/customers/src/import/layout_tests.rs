use super::*;

#[test]
fn a_layout_is_read_from_text_and_from_json() {
    let text = "# customers\nencoding IBM1147\nrecord 60 # without line ends\nname;start;length;type\n\
        id 1 8\n\"Nom de famille\"\t9\t30\ttext\nborn_on, 39, 8, date, YYYYMMDD\nbalance 47 5 packed 2\n\
        points 52 4 zoned\nsince 56 5 packed YYYYMMDD\n";
    let layout = parse(text).unwrap();
    assert_eq!((layout.encoding.as_deref(), layout.record_bytes, layout.width()), (Some("IBM1147"), Some(60), 60));
    let names: Vec<&str> = layout.fields.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["id", "Nom de famille", "born_on", "balance", "points", "since"]);
    let kinds: Vec<(Kind, u8, Option<&str>)> =
        layout.fields.iter().map(|it| (it.kind, it.decimals, it.date_form.as_deref())).collect();
    assert_eq!(kinds[2..4], [(Kind::Date, 0, Some("YYYYMMDD")), (Kind::Packed, 2, None)]);
    assert_eq!(kinds[4..], [(Kind::Zoned, 0, None), (Kind::Packed, 0, Some("YYYYMMDD"))]);
    let json = serde_json::to_string_pretty(&layout).unwrap();
    assert_eq!(parse(&json).unwrap(), layout, "{json}");
}

#[test]
fn what_is_wrong_with_a_layout_is_told_with_its_line() {
    for (text, place, fault) in [
        ("", 0, Fault::Empty),
        ("id 1 8\nname 9\n", 2, Fault::Words),
        ("id 1 8\n\nname 9 3 words\n", 3, Fault::Words),
        ("id one 8\n", 1, Fault::Number),
        ("id 0 8\n", 1, Fault::Number),
        ("# x\nid 1 8 packed 99\n", 2, Fault::Number),
        ("id 1 8\nid 9 8\n", 2, Fault::NameTwice),
        ("record 10\nid 1 8\nname 9 3\n", 3, Fault::BehindRecord),
        ("id 1 8\nborn 9 8 date DDMM\n", 2, Fault::DateForm),
        ("id 1 4294967295\n", 1, Fault::BehindRecord),
        ("record 0\nid 1 8\n", 0, Fault::Number),
        ("{\n\"fields\": 3}", 2, Fault::Json),
        ("{\"fields\": []}", 0, Fault::Empty),
    ] {
        assert_eq!(parse(text), Err(LayoutProblem { place, fault }), "{text}");
    }
    assert!(parse("id 1 8\nFILLER 9 2\nFILLER 11 2\n").is_ok());
}

#[test]
fn days_are_read_in_the_ways_mainframes_write_them() {
    for (pattern, text, expected) in [
        ("YYYYMMDD", "19791231", Ok(Some("1979-12-31"))),
        ("JJMMAAAA", "31121979", Ok(Some("1979-12-31"))),
        ("DD/MM/YYYY", "31/12/1979", Ok(Some("1979-12-31"))),
        ("YYMMDD", "791231", Ok(Some("1979-12-31"))),
        ("YYMMDD", "051231", Ok(Some("2005-12-31"))),
        ("CYYMMDD", "1450131", Ok(Some("2045-01-31"))),
        ("CYYMMDD", "0050131", Ok(Some("1905-01-31"))),
        ("YYYYDDD", "2024366", Ok(Some("2024-12-31"))),
        ("YYYYDDD", "2023366", Err(OtherForm)),
        ("YYYYMMDD", "00000000", Ok(None)),
        ("DD/MM/YYYY", "  /  /    ", Ok(None)),
        ("YYYYMMDD", "        ", Ok(None)),
        ("YYYYMMDD", "1979123", Err(OtherForm)),
        ("DD/MM/YYYY", "31-12-1979", Err(OtherForm)),
        ("YYYYMMDD", "1979AB31", Err(OtherForm)),
    ] {
        let found = day(text, &form(pattern).unwrap());
        assert_eq!(found, expected.map(|it| it.map(str::to_owned)), "{pattern} {text}");
    }
    assert_eq!((form("MMDD"), form("YYYY"), form("YYYYMMDDD"), form("")), (None, None, None, None));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_reading_a_layout_fail(text in "\\PC{0,200}", lines in "([a-z]{1,3} [0-9]{1,11} [0-9]{1,11} (packed|date|zoned|text)? [0-9YMDC]{0,8}\n){0,4}") {
        let _ = parse(&text);
        let _ = parse(&lines);
        let _ = form(&text).map(|it| day(&text, &it));
    }
}
