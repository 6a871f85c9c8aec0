//! The one folding of words for search and comparison: `Lefèvre` and `LEFEVRE` are the same key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in lower case without accents; ligatures opened (`œ` → `oe`, `ß` → `ss`). O(n).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfd().filter(|it| !is_combining_mark(*it)) {
        for lower in character.to_lowercase() {
            match lower {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                other => folded.push(other),
            }
        }
    }
    folded
}

/// The folded words of `text`: runs of letters and digits, each at most 40 characters. O(n).
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(|it| it.chars().take(40).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_ligatures_fold() {
        assert_eq!(fold("Hélène DESPRÈS-Lefèvre"), "helene despres-lefevre");
        assert_eq!(words("Cœur d’Œuvre, 12 bis"), ["coeur", "d", "oeuvre", "12", "bis"]);
    }
}
