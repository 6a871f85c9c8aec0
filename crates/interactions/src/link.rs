//! Links that open for whoever holds them, in mails that stand on a timeline.
//!
//! Whoever reads a survey's link can answer it, and staff read the timeline: so the mail as recorded has a mark where
//! the token goes, and the token is put in as the mail leaves. Words that quote such a mail lose the token too. How a
//! token is made: `actions::links`.

/// Where `meta` names the seeds of the hidden tokens, in the order of their marks.
pub const META: &str = "hidden_links";
/// What stands where a token was, when it is not ours to put back.
const MASK: &str = "***";
/// The shortest run of letters taken for a token; ours have 22.
const TOKEN_LENGTH_MIN: usize = 16;

/// What stands in a recorded mail for token `place`, counted from 0.
pub fn mark(place: usize) -> String {
    format!("***{place}***")
}

/// `text` with each mark replaced by its token.
pub fn revealed(text: &str, tokens: &[String]) -> String {
    let reveal = |text: String, (place, token): (usize, &String)| text.replace(&mark(place), token);
    tokens.iter().enumerate().fold(text.to_owned(), reveal)
}

/// `text` without the tokens of links to `host`, whichever way the address is written: `host/s/…`, `host/d/…`, or
/// escaped in the address of somebody who watches over clicks. O(n).
pub fn masked(text: &str, host: &str) -> String {
    if host.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(host) {
        out.push_str(before);
        out.push_str(host);
        rest = after;
        let path =
            ["/s/", "/d/", "%2Fs%2F", "%2Fd%2F", "%2fs%2f", "%2fd%2f"].into_iter().find(|it| after.starts_with(it));
        let Some((path, after)) = path.and_then(|it| Some((it, after.strip_prefix(it)?))) else { continue };
        let is_of_token = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
        let end = after.find(|it| !is_of_token(it)).unwrap_or(after.len());
        if let Some((_, after)) = after.split_at_checked(end).filter(|it| it.0.len() >= TOKEN_LENGTH_MIN) {
            out.push_str(path);
            out.push_str(MASK);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_replaced_by_their_own_tokens() {
        let text: String = (0..11).map(|it| format!("https://a.fr/d/{}?x\n", mark(it))).collect();
        let tokens: Vec<String> = (0..11).map(|it| format!("token{it}")).collect();
        let revealed = revealed(&text, &tokens);
        assert!(revealed.contains("/d/token1?x") && revealed.contains("/d/token10?x") && !revealed.contains('*'));
    }

    #[test]
    fn what_quotes_a_link_loses_its_token_and_nothing_else() {
        const TOKEN: &str = "AbCdEfGhIjKlMnOpQrSt-_";
        for (text, expected) in [
            (format!("> https://care.fr/s/{TOKEN}?lang=fr\n"), "> https://care.fr/s/***?lang=fr\n"),
            (format!("<a href=\"https://care.fr/d/{TOKEN}\">ici</a>"), "<a href=\"https://care.fr/d/***\">ici</a>"),
            (
                format!("https://safe.example/?url=https%3A%2F%2Fcare.fr%2Fs%2F{TOKEN}%3Flang"),
                "https://safe.example/?url=https%3A%2F%2Fcare.fr%2Fs%2F***%3Flang",
            ),
            (
                format!("https://other.fr/s/{TOKEN} care.fr/s/short care.fr"),
                "https://other.fr/s/AbCdEfGhIjKlMnOpQrSt-_ care.fr/s/short care.fr",
            ),
        ] {
            assert_eq!(masked(&text, "care.fr"), expected);
        }
    }
}
