//! Phone numbers to one number: country code and national number, as E.164 has it.

use crate::normalise::Junk;

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// French mobile.
    Mobile,
    /// French line of a place, or a box at home (09).
    Fixed,
    /// French number of a service (08): a company's, never a person's.
    Service,
    /// Of another country, kind not known.
    Foreign,
}

/// How a country writes its numbers at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Country {
    /// Country code.
    pub code: u16,
    /// The digit before a national number that is not dialled from abroad; none in Italy and Spain.
    pub trunk: Option<u8>,
    /// Digits of a national number, trunk digit not counted: fewest and most.
    pub length: (usize, usize),
}

/// France: nine digits after 0.
pub const FRANCE: Country = Country { code: 33, trunk: Some(0), length: (9, 9) };

/// Countries whose numbers at home are read, by ISO 3166-1 code. Source: ITU, *National Numbering Plans*, 2023.
pub fn country(iso: &str) -> Option<Country> {
    let (code, trunk, least, most) = match iso {
        "FR" => return Some(FRANCE),
        "BE" => (32, Some(0), 8, 9),
        "CH" => (41, Some(0), 9, 9),
        "LU" => (352, None, 5, 11),
        "DE" => (49, Some(0), 6, 11),
        "AT" => (43, Some(0), 6, 13),
        "ES" => (34, None, 9, 9),
        "PT" => (351, None, 9, 9),
        "IT" => (39, None, 6, 11),
        "NL" => (31, Some(0), 9, 9),
        "GB" => (44, Some(0), 9, 10),
        "IE" => (353, Some(0), 7, 9),
        "PL" => (48, None, 9, 9),
        "MA" => (212, Some(0), 9, 9),
        "DZ" => (213, Some(0), 8, 9),
        "TN" => (216, None, 8, 8),
        "US" | "CA" => (1, Some(1), 10, 10),
        _ => return None,
    };
    Some(Country { code, trunk, length: (least, most) })
}

/// Digits of `text` as E.164 (country code and number), taken for French where it does not say; none if it is no number of
/// one person. `+33 6 12…`, `0033 (0)6 12…`, `06.12…` and `612…` are one number. O(n). Who wants the cause takes [`read`].
pub fn phone(text: &str) -> Option<u64> {
    read(text, FRANCE).and_then(personal).ok()
}

/// The E.164 number `phone`, if it may be one person's.
///
/// # Errors
/// [`Junk::Shared`] of a French number of a service (08): real, and a company's. Source: Arcep, decision 2018-0881.
pub fn personal(phone: u64) -> Result<u64, Junk> {
    if phone / 100_000_000 == 338 { Err(Junk::Shared) } else { Ok(phone) }
}

/// Digits of `text` as E.164: country code and national number. At most 15 digits.
///
/// A number without `+` or `00` is one of `home`, with its trunk digit or without. French numbers of overseas departments get
/// their own code (`0692…` is +262 692…). Of two numbers in one field the first is read; an extension is left out.
/// Source: ITU-T E.164; Arcep, *Plan national de numérotation*, decision 2018-0881.
///
/// # Errors
/// Empty; no digits; too few; more than there can be, or no such French number; a placeholder (one digit throughout, runs,
/// `0102030405`, round numbers, pairs repeated, the numbers that Arcep keeps for films).
pub fn read(text: &str, home: Country) -> Result<u64, Junk> {
    let text = text.trim();
    let first = alone(text);
    let (digits, plus) = digits_of(first)?;
    let number = international(digits.get(), plus, home)?;
    if is_generic(number) { Err(Junk::Placeholder) } else { Ok(number) }
}

/// What the E.164 number `phone` is for.
pub fn kind(phone: u64) -> Kind {
    let text = phone.to_string();
    match text.as_bytes() {
        [b'3', b'3', b'6' | b'7', ..] if text.len() == 11 => Kind::Mobile,
        [b'3', b'3', b'8', ..] if text.len() == 11 => Kind::Service,
        [b'3', b'3', _, ..] if text.len() == 11 => Kind::Fixed,
        // Overseas: +590 690, +594 694, +596 696, +262 692.
        [b'5', b'9', b'0' | b'4' | b'6', b'6', b'9', ..] | [b'2', b'6', b'2', b'6', ..] if text.len() == 12 => {
            Kind::Mobile
        }
        [b'5', b'9', b'0' | b'4' | b'6', ..] | [b'2', b'6', b'2', ..] if text.len() == 12 => Kind::Fixed,
        _ => Kind::Foreign,
    }
}

/// Writes the number as people dial it in France: `06 12 34 56 78`, or `+32 470123456` of elsewhere.
pub fn shown(phone: u64) -> String {
    if phone / 1_000_000_000 == 33 {
        let it = phone % 1_000_000_000;
        let pair = |at: u32| it / 100_u64.pow(at) % 100;
        format!("0{} {:02} {:02} {:02} {:02}", it / 100_000_000, pair(3), pair(2), pair(1), pair(0))
    } else {
        let text = phone.to_string();
        let code = code_length(text.as_bytes().iter().map(|it| it - b'0'));
        let (code, number) = text.split_at_checked(code).unwrap_or((&text, ""));
        format!("+{code} {number}")
    }
}

/// The first number of a field: what stands before an extension or a second number.
fn alone(text: &str) -> &str {
    // Digits alone are by far the most common.
    if text.len() <= 20 && !text.bytes().any(|it| it.is_ascii_alphabetic() || matches!(it, b';' | b'#' | b'|' | b',')) {
        return text;
    }
    let digits = |it: &str| it.bytes().filter(u8::is_ascii_digit).count();
    let lower = text.to_ascii_lowercase();
    let mut end = text.len();
    for mark in ["poste", "ext", "#", ";", "|", ",", " ou ", " et ", " or ", " / ", "\n", "x"] {
        if let Some(at) = lower.find(mark).filter(|it| digits(lower.get(..*it).unwrap_or("")) >= 8) {
            end = end.min(at);
        }
    }
    let first = text.get(..end).unwrap_or(text);
    match first.split_once('/') {
        Some((before, after)) if digits(before) >= 9 && digits(after) >= 8 => before,
        _ => first,
    }
}

/// At most 17 digits.
struct Digits {
    all: [u8; 17],
    count: usize,
}

impl Digits {
    fn get(&self) -> &[u8] {
        self.all.get(..self.count).unwrap_or(&[])
    }
}

fn digits_of(text: &str) -> Result<(Digits, bool), Junk> {
    let mut digits = Digits { all: [0; 17], count: 0 };
    let (mut plus, mut letters, mut anything) = (false, 0, false);
    for byte in text.bytes() {
        anything |= byte.is_ascii_alphanumeric() || !byte.is_ascii();
        match byte {
            b'0'..=b'9' => {
                *digits.all.get_mut(digits.count).ok_or(Junk::Unreadable)? = byte - b'0';
                digits.count += 1;
            }
            b'+' if digits.count == 0 => plus = true,
            b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
            _ => {}
        }
    }
    match digits.count {
        0 if !anything => Err(Junk::Empty),
        0 => Err(Junk::Unreadable),
        // `Tél. 06…` is a number; words with a few digits are not.
        it if letters > it + 4 => Err(Junk::Unreadable),
        _ => Ok((digits, plus)),
    }
}

fn international(digits: &[u8], plus: bool, home: Country) -> Result<u64, Junk> {
    if digits.len() >= 4 && digits.iter().all(|it| Some(it) == digits.first()) {
        return Err(Junk::Placeholder);
    }
    let abroad = match digits {
        [0, 0, rest @ ..] if rest.len() >= 8 => Some(rest),
        _ if plus => Some(digits),
        _ => None,
    };
    if let Some(rest) = abroad {
        return coded(rest);
    }
    let (least, most) = home.length;
    let national = match (digits, home.trunk) {
        ([first, rest @ ..], Some(trunk)) if *first == trunk && rest.len() >= least => rest,
        _ => digits,
    };
    if (least..=most).contains(&national.len()) {
        return within(national, home);
    }
    // `33612345678`: a system that lost the plus.
    let code = value(digits.get(..code_length(digits.iter().copied())).unwrap_or(&[]));
    if code == u64::from(home.code) && digits.len() > most {
        return coded(digits);
    }
    Err(if national.len() < least { Junk::Incomplete } else { Junk::Unreadable })
}

/// A number that begins with its country's code.
fn coded(digits: &[u8]) -> Result<u64, Junk> {
    let length = code_length(digits.iter().copied());
    let (code, mut national) = digits.split_at_checked(length).ok_or(Junk::Incomplete)?;
    let code = value(code);
    if code == u64::from(FRANCE.code) {
        // `+33 (0)6…`: the zero is for dialling at home.
        if let [0, rest @ ..] = national {
            national = rest;
        }
        return match national.len() {
            9 => within(national, FRANCE),
            0..=8 => Err(Junk::Incomplete),
            _ => Err(Junk::Unreadable),
        };
    }
    if let ([0, rest @ ..], false) = (national, code == 39) {
        national = rest;
    }
    match national.len() {
        0..=4 => Err(Junk::Incomplete),
        it if it + length > 15 => Err(Junk::Unreadable),
        it => Ok(code * 10_u64.pow(it as u32) + value(national)),
    }
}

/// A national number of its country.
fn within(national: &[u8], country: Country) -> Result<u64, Junk> {
    let number = value(national);
    if country != FRANCE {
        if national.first() == Some(&0) && country.code != 39 {
            return Err(Junk::Impossible);
        }
        return Ok(u64::from(country.code) * 10_u64.pow(national.len() as u32) + number);
    }
    // Overseas departments have codes of their own, and numbers that are dialled from home like any.
    let code = match national {
        [0, ..] => return Err(Junk::Impossible),
        [5, 9, 0, ..] | [6, 9, 0 | 1, ..] => 590,
        [5, 9, 4, ..] | [6, 9, 4, ..] => 594,
        [5, 9, 6, ..] | [6, 9, 6 | 7, ..] => 596,
        [2, 6, 2 | 3 | 9, ..] | [6, 9, 2 | 3, ..] | [6, 3, 9, 0..=7, ..] => 262,
        _ => 33,
    };
    Ok(code * 1_000_000_000 + number)
}

fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |all, it| all * 10 + u64::from(*it))
}

/// How many of the digits are the country code. Source: ITU-T E.164, list of assigned codes, 2023.
fn code_length(mut digits: impl Iterator<Item = u8>) -> usize {
    match (digits.next(), digits.next()) {
        (Some(1 | 7), _) => 1,
        (Some(2), Some(0 | 7))
        | (Some(3), Some(0..=4 | 6 | 9))
        | (Some(4), Some(0 | 1 | 3..=9))
        | (Some(5), Some(1..=8))
        | (Some(6), Some(0..=6))
        | (Some(8), Some(1 | 2 | 4 | 6))
        | (Some(9), Some(0..=5 | 8)) => 2,
        _ => 3,
    }
}

/// Whether an E.164 number is one that people write to have written something.
fn is_generic(number: u64) -> bool {
    let mut digits = [0_u8; 9];
    let mut rest = number;
    for slot in digits.iter_mut().rev() {
        *slot = (rest % 10) as u8;
        rest /= 10;
    }
    let tail = digits.get(1..).unwrap_or(&[]);
    let same = |it: &[u8]| it.iter().all(|digit| Some(digit) == it.first());
    // +33 6 00 00 00 00, 6 11 11 11 11; 6 06 06 06 06 (with the trunk digit, five equal pairs).
    if same(tail) || tail.iter().rev().take(7).all(|it| *it == 0) {
        return true;
    }
    if number / 1_000_000_000 != 33 {
        return false;
    }
    let pairs = digits == [digits[0], 0, digits[0], 0, digits[0], 0, digits[0], 0, digits[0]];
    let run = matches!(
        digits,
        [1, 2, 3, 4, 5, 6, 7, 8, 9]
            | [9, 8, 7, 6, 5, 4, 3, 2, 1]
            | [_, 1, 2, 3, 4, 5, 6, 7, 8]
            | [1 | 6 | 7, 0, 2, 0, 3, 0, 4, 0, 5]
            | [6 | 7, 0, 1, 0, 2, 0, 3, 0, 4]
            | [6 | 7, 2, 3, 4, 5, 6, 7, 8, 9]
            | [_, 9, 8, 7, 6, 5, 4, 3, 2]
    );
    // Kept for films and books. Source: Arcep, decision 2018-0881, annex 1.
    let film = matches!(
        digits,
        [1, 9, 9, 0, 0, ..]
            | [2, 6, 1, 9, 1, ..]
            | [3, 5, 3, 0, 1, ..]
            | [4, 6, 5, 7, 1, ..]
            | [5, 3, 6, 4, 9, ..]
            | [6, 3, 9, 9, 8, ..]
    );
    pairs || run || film
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_has_one_form() {
        for text in [
            "0682945220",
            "06 82 94 52 20",
            "06.82.94.52.20",
            "06-82-94-52-20",
            "06/82/94/52/20",
            "682945220",
            "+33682945220",
            "+33 6 82 94 52 20",
            "+33 (0)6 82 94 52 20",
            "0033682945220",
            "0033 (0) 6 82 94 52 20",
            "33682945220",
            "(+33) 6 82 94 52 20",
            "Tél. 06 82 94 52 20",
            "06 82 94 52 20 / 01 49 04 63 38",
            "0682945220;0149046338",
            "06 82 94 52 20 poste 12",
            "06 82 94 52 20 ou 01 49 04 63 38",
            "\u{a0}06\u{a0}82\u{a0}94\u{a0}52\u{a0}20",
        ] {
            assert_eq!(read(text, FRANCE), Ok(33_682_945_220), "{text}");
        }
        assert_eq!(phone("149046338"), Some(33_149_046_338));
    }

    #[test]
    fn numbers_of_elsewhere_keep_their_country() {
        for (text, home, expected) in [
            ("+32 470 12 34 56", "FR", 32_470_123_456),
            ("0032 470 12 34 56", "FR", 32_470_123_456),
            ("0470 12 34 56", "BE", 32_470_123_456),
            ("+32 (0)470 12 34 56", "BE", 32_470_123_456),
            ("+44 20 7946 0958", "FR", 442_079_460_958),
            ("020 7946 0958", "GB", 442_079_460_958),
            ("+1 (212) 736-5000", "FR", 12_127_365_000),
            ("(212) 736-5000", "US", 12_127_365_000),
            ("+39 06 6982 3456", "FR", 390_669_823_456),
            ("06 6982 3456", "IT", 390_669_823_456),
            ("+352 27 12 34 56", "FR", 35_227_123_456),
            ("+41 79 123 45 60", "FR", 41_791_234_560),
        ] {
            assert_eq!(read(text, country(home).unwrap()), Ok(expected), "{text}");
        }
    }

    #[test]
    fn overseas_departments_have_codes_of_their_own() {
        for (text, expected) in [
            ("0692 12 34 56", 262_692_123_456),
            ("+262 692 12 34 56", 262_692_123_456),
            ("0262 41 23 56", 262_262_412_356),
            ("0690 35 12 46", 590_690_351_246),
            ("0694 21 36 58", 594_694_213_658),
            ("+33 696 21 36 58", 596_696_213_658),
            ("0639 21 36 58", 262_639_213_658),
            ("+687 27 12 35", 687_271_235),
        ] {
            assert_eq!(read(text, FRANCE), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("--", Junk::Empty),
            ("inconnu", Junk::Unreadable),
            ("0000000000", Junk::Placeholder),
            ("9999999999", Junk::Placeholder),
            ("0102030405", Junk::Placeholder),
            ("0600000000", Junk::Placeholder),
            ("0700000000", Junk::Placeholder),
            ("0123456789", Junk::Placeholder),
            ("123456789", Junk::Placeholder),
            ("0606060606", Junk::Placeholder),
            ("0611111111", Junk::Placeholder),
            ("0612345678", Junk::Placeholder),
            ("+33600000000", Junk::Placeholder),
            ("0601020304", Junk::Placeholder),
            ("01 99 00 12 34", Junk::Placeholder),
            ("06 39 98 12 34", Junk::Placeholder),
            ("3639", Junk::Incomplete),
            ("06 82 94", Junk::Incomplete),
            ("+33 6 82", Junk::Incomplete),
            ("068294522012", Junk::Unreadable),
            ("12345678901234567890", Junk::Unreadable),
            ("rappeler le client vers 18h", Junk::Unreadable),
            ("+33 00 82 94 52 20", Junk::Impossible),
        ] {
            assert_eq!(read(text, FRANCE), Err(cause), "{text}");
        }
    }

    #[test]
    fn a_number_tells_what_it_is_for_and_how_it_is_dialled() {
        for (text, expected, dialled) in [
            ("0682945220", Kind::Mobile, "06 82 94 52 20"),
            ("0149046338", Kind::Fixed, "01 49 04 63 38"),
            ("0972101234", Kind::Fixed, "09 72 10 12 34"),
            ("0825123654", Kind::Service, "08 25 12 36 54"),
            ("0692123456", Kind::Mobile, "+262 692123456"),
            ("+32470123456", Kind::Foreign, "+32 470123456"),
        ] {
            let number = read(text, FRANCE).unwrap();
            assert_eq!((kind(number), shown(number).as_str()), (expected, dialled), "{text}");
        }
    }

    #[test]
    fn a_number_of_a_service_is_nobodys() {
        assert_eq!(read("0825 12 36 54", FRANCE).and_then(personal), Err(Junk::Shared));
        assert_eq!(phone("0825 12 36 54"), None);
        assert_eq!(read("0682945220", FRANCE).and_then(personal), Ok(33_682_945_220));
    }

    proptest! {
        #[test]
        fn every_way_of_writing_a_french_number_is_one(number in 100_000_000_u64..800_000_000, way in 0_usize..7) {
            let it = number.to_string();
            let text = match way {
                0 => format!("0{it}"),
                1 => it.clone(),
                2 => format!("+33{it}"),
                3 => format!("0033{it}"),
                4 => format!("+33 (0){it}"),
                5 => format!("33{it}"),
                _ => format!("0{}", it.chars().map(|it| format!("{it}.")).collect::<String>()),
            };
            prop_assert_eq!(read(&text, FRANCE), read(&format!("+33{it}"), FRANCE), "{}", text);
        }

        #[test]
        fn no_text_makes_it_panic_and_a_number_read_again_is_the_same(text in "[+0-9 ()./x]{0,24}|\\PC{0,30}") {
            for home in ["FR", "BE", "IT", "LU", "US"] {
                if let Ok(number) = read(&text, country(home).unwrap()) {
                    prop_assert!(number < 1_000_000_000_000_000);
                    prop_assert_eq!(read(&format!("+{number}"), FRANCE), Ok(number));
                    let _ = (kind(number), shown(number));
                }
            }
        }
    }
}
