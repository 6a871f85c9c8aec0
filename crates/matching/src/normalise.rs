//! From what systems hold to one form: the work without which nothing compares.
//!
//! Each normaliser takes the text as a system wrote it and gives either its value in one form or, as [`Junk`], why there
//! is none: a screen of data quality counts the causes, the engine compares only what is left. None of them panics, reads
//! a clock or a file; each says its source.
//!
//! [`fold_into`] is under them all. Not for display: what is shown of a person is what their systems wrote.

mod junk;
mod letters;
mod repair;

pub mod address;
pub mod afnor;
pub mod commune;
pub mod company;
pub mod date;
pub mod email;
pub mod given;
pub mod iban;
pub mod name;
pub mod phone;
pub mod phonetic;
pub mod siren;
pub mod vat;

pub use junk::{Junk, placeholder};
pub use repair::repaired;

/// Appends `text` to `out` in upper case, without accents, everything but letters and digits as single spaces. O(n).
///
/// Latin letters become A–Z, whatever stands on or through them (`É` E, `Ł` L, `ø` O, `ð` D); `œ`, `æ`, `ß`, `þ` become
/// two. Text that was read in the wrong character set (`HÃ©lÃ¨ne`) and entities of HTML (`H&eacute;l&egrave;ne`) are
/// mended before; a lost character (`H�lène`) leaves no gap. Letters of other scripts stay, in upper case. Folding what is
/// folded changes nothing.
/// Source: Unicode 15, `UnicodeData.txt`, decompositions; ICAO Doc 9303-3, 6, for the letters that have none.
pub fn fold_into(text: &str, out: &mut Vec<u8>) {
    let start = out.len();
    if text.bytes().all(|it| it.is_ascii() && it != b'&') {
        out.reserve(text.len());
        for byte in text.bytes() {
            push(out, start, byte.to_ascii_uppercase());
        }
    } else {
        for character in repaired(text).chars() {
            fold_character(character, start, out);
        }
    }
    if out.len() > start && out.last() == Some(&b' ') {
        out.pop();
    }
}

fn fold_character(character: char, start: usize, out: &mut Vec<u8>) {
    if character.is_ascii() {
        push(out, start, (character as u8).to_ascii_uppercase());
    } else if let Some(letter) = letters::base(character) {
        out.push(letter);
    } else if let Some(several) = letters::several(character) {
        out.extend_from_slice(several.as_bytes());
    } else if letters::is_mark(character) || character == char::REPLACEMENT_CHARACTER {
        // An accent that stands alone, or a letter that was lost: the name around it is one word all the same.
    } else if character.is_alphanumeric() && !matches!(character, 'º' | 'ª') {
        let upper = character.to_uppercase().next().unwrap_or(character);
        match letters::base(upper) {
            Some(letter) => out.push(letter),
            None => out.extend_from_slice(upper.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    } else {
        push(out, start, b' ');
    }
}

fn push(out: &mut Vec<u8>, start: usize, byte: u8) {
    if byte.is_ascii_alphanumeric() {
        out.push(byte);
    } else if out.len() > start && out.last() != Some(&b' ') {
        out.push(b' ');
    }
}

/// `text` folded, for what is done once and not per record. See [`fold_into`].
pub fn folded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The words of a folded text.
pub fn words(folded: &[u8]) -> impl Iterator<Item = &[u8]> {
    folded.split(|it| *it == b' ').filter(|it| !it.is_empty())
}

/// Whether a folded word is an article or a preposition that French names are strung together with.
pub(crate) fn is_small_word(word: &[u8]) -> bool {
    matches!(word, b"DE" | b"DU" | b"DES" | b"D" | b"LA" | b"LE" | b"LES" | b"L" | b"AU" | b"AUX" | b"A" | b"EN")
}

/// Keeps of `out`, from `start` on, the bytes that `keep` says: what stands before belongs to others, and is not gone over.
pub(crate) fn retain_from(out: &mut Vec<u8>, start: usize, mut keep: impl FnMut(u8) -> bool) {
    let mut kept = start;
    for at in start..out.len() {
        let byte = out.get(at).copied().unwrap_or(0);
        if keep(byte) {
            if let Some(place) = out.get_mut(kept) {
                *place = byte;
            }
            kept += 1;
        }
    }
    out.truncate(kept.max(start));
}

/// Appends `word` after a space if something stands in `out` since `start`.
pub(crate) fn push_word(out: &mut Vec<u8>, start: usize, word: &[u8]) {
    if out.len() > start {
        out.push(b' ');
    }
    out.extend_from_slice(word);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(String::from_utf8(folded(text)).unwrap(), expected, "{text}");
    }

    #[test]
    fn names_are_folded_to_plain_letters() {
        for (text, expected) in [
            ("Hélène", "HELENE"),
            ("He\u{301}le\u{300}ne", "HELENE"),
            ("L'Éléphant", "L ELEPHANT"),
            ("d’Ormesson", "D ORMESSON"),
            ("  Jean--Pierre ", "JEAN PIERRE"),
            ("Cœur Æsir", "COEUR AESIR"),
            ("Großmann", "GROSSMANN"),
            ("GROẞMANN", "GROSSMANN"),
            ("Łukasz Đorđević", "LUKASZ DORDEVIC"),
            ("Þórður Guðmundsson", "THORDUR GUDMUNDSSON"),
            ("Søren Ångström", "SOREN ANGSTROM"),
            ("Nguyễn Thị Hường", "NGUYEN THI HUONG"),
            ("İbrahim Işık Şahin", "IBRAHIM ISIK SAHIN"),
            ("Ĳsbrand", "IJSBRAND"),
            ("ﬁlle", "FILLE"),
            ("Ｊｅａｎ", "JEAN"),
            ("Ștefan Țăranu", "STEFAN TARANU"),
            ("Ivan Иванов", "IVAN ИВАНОВ"),
            ("n° 12", "N 12"),
            ("3º", "3"),
            ("", ""),
            ("--", ""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_was_read_in_the_wrong_character_set_is_mended() {
        for (text, expected) in [
            ("HÃ©lÃ¨ne", "HELENE"),
            ("HÃ‰LÃˆNE", "HELENE"),
            ("hã©lã¨ne", "HELENE"),
            ("H&eacute;l&egrave;ne", "HELENE"),
            ("H&#233;l&#xe8;ne", "HELENE"),
            ("H\u{fffd}lène", "HLENE"),
            ("FranÃƒÂ§ois", "FRANCOIS"),
            ("JÃ¶rg MÃ¼ller", "JORG MULLER"),
            ("Lâ€™Hermitte", "L HERMITTE"),
            ("CÅ“ur", "COEUR"),
            ("Dupont &amp; Fils", "DUPONT FILS"),
            ("JOÃO", "JOAO"),
        ] {
            check(text, expected);
        }
    }

    proptest! {
        #[test]
        fn folding_is_total_and_folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = folded(&text);
            let once = String::from_utf8(once).expect("folded text is UTF-8");
            prop_assert_eq!(String::from_utf8(folded(&once)).unwrap(), once.clone());
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        }

        #[test]
        fn latin_names_become_plain_letters(text in "[A-Za-zÀ-ÖØ-öø-ɏḀ-ỹ '-]{0,30}") {
            let folded = String::from_utf8(folded(&text)).unwrap();
            // The letters of the range that Latin alphabets of Europe do not use stay as they are.
            let odd = text.chars().any(|it| letters::base(it).is_none() && letters::several(it).is_none() && !it.is_ascii());
            prop_assert!(odd || folded.bytes().all(|it| it.is_ascii_uppercase() || it == b' '), "{}", folded);
        }

        #[test]
        fn a_name_written_in_utf_8_and_read_in_latin_1_is_the_same_name(text in "[A-Za-zéèêëàâçîïôöùûü]{0,20}") {
            let read_wrong: String = text.bytes().map(char::from).collect();
            prop_assert_eq!(folded(&read_wrong), folded(&text));
        }
    }
}
