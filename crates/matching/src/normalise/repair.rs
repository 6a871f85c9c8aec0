//! Text that passed through the wrong hands: UTF-8 read as Windows-1252, and entities of HTML, back to what was written.

use std::borrow::Cow;

/// How often the same text may have been spoilt; more is an attack and not a name.
const ROUNDS: usize = 4;

/// `text` as it was written: `HÃ©lÃ¨ne` and `H&eacute;l&egrave;ne` are Hélène. Text that is sound is only looked at.
///
/// Sequences are mended one by one, so that a text of which one half is sound is mended too. A sequence counts as spoilt
/// if its characters, written in Windows-1252, are the UTF-8 form of one character: `Ã` before `©` is no sequence of any
/// language. Source: WHATWG, *Encoding Standard*, index windows-1252; RFC 3629, 3. O(n).
pub fn repaired(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let spoilt = text.contains(['Ã', 'Â', 'Ä', 'Å', 'Æ', 'ã', 'â', 'ï', 'È']).then(|| decoded(&text)).flatten();
        let entities = text.contains('&').then(|| spelt_out(spoilt.as_deref().unwrap_or(&text))).flatten();
        match entities.or(spoilt) {
            Some(mended) => text = Cow::Owned(mended),
            None => break,
        }
    }
    text
}

/// The byte that Windows-1252 (or Latin-1, for the five it leaves open) writes for `character`.
fn windows_1252(character: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match character as u32 {
        code @ 0..=0xFF => Some(code as u8),
        _ => HIGH.iter().position(|it| *it == character).map(|at| 0x80 + at as u8),
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(character) = rest.chars().next() {
        if let Some((mended, read)) = sequence(rest) {
            out.push(mended);
            rest = rest.get(read..).unwrap_or("");
            changed = true;
        } else {
            out.push(character);
            rest = rest.get(character.len_utf8()..).unwrap_or("");
        }
    }
    changed.then_some(out)
}

/// The character whose UTF-8 form, read as Windows-1252, begins `text`, and how many bytes of `text` that is.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let lead = windows_1252(first).filter(|it| !it.is_ascii())?;
    // A system that writes all in lower case makes `ã` of `Ã`.
    let (lead, more) = match lead {
        0xC2..=0xDF => (lead, 1),
        0xE3 if characters.clone().next().is_some_and(|it| ('\u{a0}'..='\u{bf}').contains(&it)) => (0xC3, 1),
        0xE0..=0xEF => (lead, 2),
        _ => return None,
    };
    let mut bytes = [lead, 0, 0];
    let mut read = first.len_utf8();
    for slot in bytes.iter_mut().skip(1).take(more) {
        let next = characters.next()?;
        *slot = windows_1252(next).filter(|it| (0x80..=0xBF).contains(it))?;
        read += next.len_utf8();
    }
    let mended = std::str::from_utf8(bytes.get(..=more)?).ok()?.chars().next()?;
    // Latin letters and punctuation are what names are spoilt of; `ïœœ` spells a character nobody writes.
    matches!(mended, '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{20bf}' | '\u{2122}' | '\u{feff}').then_some((mended, read))
}

fn spelt_out(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after
            .split_once(';')
            .filter(|(name, _)| name.len() <= 10)
            .and_then(|(name, after)| Some((entity(name)?, after)));
        if let Some((character, after)) = found {
            out.push(character);
            rest = after;
            changed = true;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The character of an entity, by what matters to names: the letter, the accent being folded away anyway.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|it| !it.is_control());
    }
    Some(match name {
        "amp" => '&',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "quot" => '"',
        "oelig" | "OElig" => 'œ',
        "aelig" | "AElig" => 'æ',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "ccedil" => 'ç',
        _ => {
            let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
            let accent = name.get(1..)?;
            let known = ["acute", "grave", "circ", "uml", "cedil", "tilde", "ring", "slash", "caron"];
            return known.contains(&accent).then_some(letter);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sound_text_is_only_looked_at() {
        for text in ["Hélène", "João", "Ângela", "Åse", "AT&T", "Lebrun & Fils; associés", "Ãlvaro", "ÃO"] {
            assert_eq!(repaired(text), text);
            assert!(matches!(repaired(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn spoilt_text_is_mended_whole_and_in_part() {
        for (text, expected) in [
            ("HÃ©lÃ¨ne et Zoé", "Hélène et Zoé"),
            ("FranÃƒÂ§ois", "François"),
            ("Lâ€™Hay", "L’Hay"),
            ("ï»¿Nom", "\u{feff}Nom"),
            ("&amp;eacute;t&eacute;", "été"),
            ("Ã", "Ã"),
        ] {
            assert_eq!(repaired(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn mending_is_total(text in "[\\PCÃÂâ€™©&#;x0-9]{0,40}") {
            let _ = repaired(&text);
        }

        #[test]
        fn what_latin_1_spoilt_comes_back(text in "[a-zé-ïñò-üœ ]{0,20}") {
            let spoilt: String = text.bytes().map(char::from).collect();
            prop_assert_eq!(repaired(&spoilt), text);
        }
    }
}
