//! Delimited text on its way out: safe to open in a spreadsheet, which runs what starts like a formula.

/// One row, quoted where needed, ended by CRLF. Texts that a spreadsheet could run are set off by an apostrophe.
pub fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
    format!("{}\r\n", cells.join(";"))
}

/// One text cell.
///
/// Source: OWASP, "CSV Injection": a cell must not begin with `= + - @`, tab or line end; full-width forms are read
/// alike by some, and what cannot be seen before them does not help.
pub fn cell(text: &str) -> String {
    let is_unseen =
        |it: char| it == ' ' || it == '"' || matches!(it, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{a0}');
    let first = text.trim_start_matches(is_unseen).chars().next();
    let is_number = text.parse::<f64>().is_ok() && text.starts_with('-');
    let runs = first.is_some_and(|it| "=+-@|\t\r\n＝＋－＠".contains(it)) && !is_number;
    if runs {
        return format!("\"'{}\"", text.replace('"', "\"\""));
    }
    if text.contains([';', ',', '"', '\n', '\r', '\t']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_set_off_as_the_vectors_ask() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/torture/entente-csv-formula/cases.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            kernel::skipped!("{path} is not here");
            return;
        };
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        for case in cases {
            let given = case["cell"].as_str().unwrap();
            let written = cell(given);
            assert_eq!(written.starts_with("\"'"), case["must_be_neutralised"].as_bool().unwrap(), "{given:?}");
            let mut rows = crate::import::reading::Reader::new(written.as_bytes(), encoding_rs::UTF_8, ';');
            let back = rows.next().unwrap().cells.swap_remove(0);
            assert_eq!(back.strip_prefix('\'').unwrap_or(&back), given, "what was written reads back");
        }
    }
}
