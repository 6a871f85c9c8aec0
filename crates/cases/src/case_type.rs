//! What customers' requests are about: the first thing promises and reports ask of a case.

use kernel::TeamId;
use serde::{Deserialize, Serialize};

/// Highest place in the order.
pub const PLACE_MAX: i64 = 999;

/// A kind of case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CaseType {
    /// Stable name in rules and reports: lower-case letters, digits and `_`.
    #[schema(example = "complaint")]
    pub key: String,
    /// As read in French.
    pub name_fr: String,
    /// As read in English.
    pub name_en: String,
    /// A complaint in the sense of ISO 10002.
    pub is_complaint: bool,
    /// Offered for new cases.
    pub is_active: bool,
    /// Offered to customers on the contact page.
    pub is_public: bool,
    /// Its place among those people choose from, lowest first, 0 to 999.
    pub place: i64,
    /// Team that new cases of it go to when nothing else says so.
    pub team_id: Option<TeamId>,
    /// Rises with each edit.
    pub version: i64,
}

/// Whether `key` can name a type, an intent or the like: 1 to 40 lower-case letters, digits and `_`, a letter first.
pub fn is_key(key: &str) -> bool {
    (1..=40).contains(&key.len())
        && key.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
        && key.starts_with(|it: char| it.is_ascii_lowercase())
}

/// Whether `name` can be read by people: 1 to 80 characters on one line, not only spaces.
pub fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 80 && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_plain_and_a_name_is_one_line() {
        for (key, expected) in [("claim_2", true), ("", false), ("2nd", false), ("Claim", false), ("a b", false)] {
            assert_eq!(is_key(key), expected, "{key}");
        }
        for (name, expected) in [("Bris de glace", true), (" ", false), ("a\nb", false)] {
            assert_eq!(is_name(name), expected, "{name}");
        }
        assert!(!is_name(&"x".repeat(81)));
    }
}
