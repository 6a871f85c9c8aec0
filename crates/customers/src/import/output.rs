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
        let Some(path) = kernel::test_data!("torture/entente-csv-formula/cases.json") else { return };
        let cases: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut wrong = Vec::new();
        for case in &cases {
            let given = case["cell"].as_str().unwrap();
            let written = cell(given);
            let is_set_off = written.starts_with("\"'");
            let mut rows = crate::import::reading::Reader::new(written.as_bytes(), encoding_rs::UTF_8, ';');
            let back = rows.next().unwrap().cells.swap_remove(0);
            let reads_back = back.strip_prefix('\'').unwrap_or(&back) == given;
            if is_set_off != case["must_be_neutralised"].as_bool().unwrap() || !reads_back {
                wrong.push(format!("{given:?}: written as {written:?}, read back as {back:?}"));
            }
        }
        kernel::vectors_told!("torture/entente-csv-formula", cases.len(), &wrong);
        assert!(!cases.is_empty() && wrong.is_empty(), "{wrong:#?}");
    }
}
