//! An address with its display name, as it stood in a header.

use kernel::Email;
use serde::{Deserialize, Serialize};

/// A display name and an address: `Hélène Després <helene@example.fr>`.
///
/// The address is what the header said and may not be a valid one; [`Mailbox::email`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name, without line breaks and control characters. Text, never markup.
    pub name: Option<String>,
    /// The address as written, trimmed.
    pub address: String,
}

impl Mailbox {
    /// A mailbox without a name.
    pub fn new(address: impl Into<String>) -> Self {
        Self { name: None, address: address.into() }
    }

    /// A mailbox with a name; an empty name is none.
    pub fn named(name: &str, address: impl Into<String>) -> Self {
        let name = name.trim();
        Self { name: (!name.is_empty()).then(|| name.to_owned()), address: address.into() }
    }

    /// The address in the form two systems can be compared by, if it is one.
    pub fn email(&self) -> Option<Email> {
        self.address.parse().ok()
    }
}

/// `text` in one line: control characters, line breaks and direction overrides become spaces; at most `chars_max` long.
///
/// Direction overrides (U+202A–202E, U+2066–2069) are how `gpj.exe` is made to read `exe.jpg`.
pub fn one_line(text: &str, chars_max: usize) -> String {
    let plain = text.chars().map(|it| {
        let is_override = matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        if it.is_control() || is_override || it == '\u{2028}' || it == '\u{2029}' { ' ' } else { it }
    });
    let mut out = String::new();
    let mut last_was_space = true;
    for it in plain.take(chars_max.saturating_mul(4)) {
        if it == ' ' && last_was_space {
            continue;
        }
        last_was_space = it == ' ';
        out.push(it);
    }
    let end = out.char_indices().nth(chars_max).map_or(out.len(), |(at, _)| at);
    out.truncate(end);
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_one_line() {
        assert_eq!(one_line("a\r\nBcc: x@y.example\0  b", 100), "a Bcc: x@y.example b");
        assert_eq!(one_line("invoice\u{202e}gpj.exe", 100), "invoice gpj.exe");
        assert_eq!(one_line("éàü", 2), "éà");
    }
}
