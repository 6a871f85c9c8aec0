//! Postal addresses after the French norm (AFNOR NF Z10-011), close enough to compare: number, kind of way, name; complements apart.

use super::{fold_into, words};

/// Abbreviations of ways, titles and complements.
fn opened(word: &[u8]) -> &[u8] {
    match word {
        b"AV" | b"AVE" => b"AVENUE",
        b"BD" | b"BVD" | b"BLD" | b"BOUL" => b"BOULEVARD",
        b"CHE" | b"CH" | b"CHEM" => b"CHEMIN",
        b"ALL" => b"ALLEE",
        b"IMP" => b"IMPASSE",
        b"PL" => b"PLACE",
        b"RTE" => b"ROUTE",
        b"R" => b"RUE",
        b"SQ" => b"SQUARE",
        b"FG" | b"FBG" => b"FAUBOURG",
        b"LOT" => b"LOTISSEMENT",
        b"ST" => b"SAINT",
        b"STE" => b"SAINTE",
        b"GAL" | b"GEN" => b"GENERAL",
        b"MAL" | b"MAR" => b"MARECHAL",
        b"DR" => b"DOCTEUR",
        b"PDT" => b"PRESIDENT",
        b"CDT" => b"COMMANDANT",
        b"RES" => b"RESIDENCE",
        b"BAT" => b"BATIMENT",
        b"APT" | b"APPT" | b"APP" => b"APPARTEMENT",
        b"B" => b"BIS",
        b"T" => b"TER",
        other => other,
    }
}

const WAYS: [&[u8]; 16] = [
    b"RUE", b"AVENUE", b"BOULEVARD", b"CHEMIN", b"ALLEE", b"IMPASSE", b"PLACE", b"ROUTE", b"SQUARE", b"COURS", b"QUAI", b"PASSAGE",
    b"SENTIER", b"FAUBOURG", b"LOTISSEMENT", b"VILLA",
];
const COMPLEMENTS: [&[u8]; 9] =
    [b"RESIDENCE", b"BATIMENT", b"APPARTEMENT", b"LIEU", b"ETAGE", b"ESCALIER", b"IMMEUBLE", b"ENTREE", b"CHEZ"];

/// What an address line says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Street {
    /// Number in the street; 0 if none.
    pub number: u32,
}

/// Writes the street of `line` to `street` (number, kind and name, complements left out) and answers its number.
/// A line with no way in it is kept whole.
pub fn street_into(line: &str, scratch: &mut Vec<u8>, street: &mut Vec<u8>) -> Street {
    scratch.clear();
    fold_into(line, scratch);
    let found = cut(scratch);
    let start = street.len();
    for word in words(scratch).skip(found.0).take(found.1) {
        let word = if found.2 { opened_at(word, street.len() == start) } else { opened(word) };
        if street.len() > start {
            street.push(b' ');
        }
        street.extend_from_slice(word);
    }
    let digits = words(street.get(start..).unwrap_or(&[])).next().filter(|it| it.iter().all(u8::is_ascii_digit));
    let number = digits.map_or(0, |it| it.iter().take(6).fold(0, |n, digit| n * 10 + u32::from(digit - b'0')));
    Street { number }
}

fn opened_at(word: &[u8], first: bool) -> &[u8] {
    if first && word.iter().all(u8::is_ascii_digit) { word } else { opened(word) }
}

/// First word, how many, and whether a way was found: from the number before the way to the next complement.
fn cut(folded: &[u8]) -> (usize, usize, bool) {
    let mut way = None;
    let mut last_number = None;
    let mut total = 0;
    let mut end = None;
    for (at, word) in words(folded).enumerate() {
        total = at + 1;
        let whole = opened(word);
        if way.is_none() {
            if word.first().is_some_and(u8::is_ascii_digit) {
                last_number = Some(at);
            }
            if WAYS.contains(&whole) && (at > 0 || last_number.is_none()) && !(whole == b"RUE" && word == b"R" && at > 3) {
                way = Some(at);
            }
        } else if end.is_none() && COMPLEMENTS.contains(&whole) {
            end = Some(at);
        }
    }
    let Some(way) = way else { return (0, total, false) };
    let from = last_number.filter(|it| way - it <= 2).unwrap_or(way);
    (from, end.unwrap_or(total) - from, true)
}
