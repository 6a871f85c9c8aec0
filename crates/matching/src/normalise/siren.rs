//! Numbers of French companies and their premises, SIREN and SIRET, checked by their last digit.

use crate::normalise::Junk;

/// La Poste: its premises are more than a check digit each can tell apart.
const LA_POSTE: u64 = 356_000_000;

/// The SIREN of `text`: nine digits, spaces and dots between them left out.
///
/// Reads a SIRET too, of which it is the beginning, and a French VAT number, of which it is the end. Source: INSEE,
/// *Répertoire Sirene*; check digit after ISO/IEC 7812-1, annex B (Luhn).
///
/// # Errors
/// Empty, not digits, too few of them, all the same, or a check digit that contradicts the rest.
pub fn siren(text: &str) -> Result<u64, Junk> {
    let text = text.trim();
    let digits = text.get(..2).filter(|it| it.eq_ignore_ascii_case("FR")).and_then(|_| text.get(2..)).unwrap_or(text);
    let (number, count) = digits_of(digits)?;
    let siren = match count {
        9 => number,
        // The key of a VAT number stands before it.
        11 if text.len() > digits.len() => number % 1_000_000_000,
        14 => siret(text)? / 100_000,
        0..=8 => return Err(Junk::Incomplete),
        _ => return Err(Junk::Unreadable),
    };
    plausible(siren)?;
    if luhn(siren) { Ok(siren) } else { Err(Junk::WrongCheck) }
}

/// The SIRET of `text`: the nine digits of the SIREN and five of the premises.
///
/// La Poste (SIREN 356 000 000) has more premises than check digits: of theirs, but for the seat, the sum of the digits is a
/// multiple of five. Source: INSEE, *Numéro SIRET*, definition; ISO/IEC 7812-1, annex B.
///
/// # Errors
/// As of [`siren`].
pub fn siret(text: &str) -> Result<u64, Junk> {
    let (number, count) = digits_of(text.trim())?;
    match count {
        14 => {}
        0..=13 => return Err(Junk::Incomplete),
        _ => return Err(Junk::Unreadable),
    }
    plausible(number / 100_000)?;
    let holds = luhn(number) || (number / 100_000 == LA_POSTE && digit_sum(number).is_multiple_of(5));
    if holds && luhn(number / 100_000) { Ok(number) } else { Err(Junk::WrongCheck) }
}

/// Whether the last digit of `number` follows from the others: every second digit from behind doubled, nines cast out, the sum
/// a multiple of ten. Source: ISO/IEC 7812-1, annex B.
pub fn luhn(mut number: u64) -> bool {
    let (mut sum, mut doubles) = (0, false);
    while number > 0 {
        let digit = number % 10 * if doubles { 2 } else { 1 };
        sum += if digit > 9 { digit - 9 } else { digit };
        doubles = !doubles;
        number /= 10;
    }
    sum.is_multiple_of(10)
}

/// The key of the French VAT number of `siren`: (12 + 3 × (SIREN mod 97)) mod 97. Source: CGI, ann. II, art. 289.
pub fn vat_key(siren: u64) -> u64 {
    (12 + 3 * (siren % 97)) % 97
}

fn digit_sum(mut number: u64) -> u64 {
    let mut sum = 0;
    while number > 0 {
        sum += number % 10;
        number /= 10;
    }
    sum
}

fn digits_of(text: &str) -> Result<(u64, usize), Junk> {
    let (mut number, mut count) = (0_u64, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                count += 1;
                number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            }
            b' ' | b'.' | b'-' | b'/' | 0xC2 | 0xA0 => {}
            _ => return Err(Junk::Unreadable),
        }
    }
    if count == 0 { Err(Junk::Empty) } else { Ok((number, count)) }
}

/// No number of a company: nought, or one digit throughout, or the keys of a keyboard in their order.
fn plausible(siren: u64) -> Result<(), Junk> {
    if siren == 123_456_789 || siren.is_multiple_of(111_111_111) { Err(Junk::Placeholder) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sirens_of_known_companies_hold() {
        // Of their legal notices: SNCF, EDF, Orange, La Poste, Carrefour, Danone, Renault.
        for text in
            ["552 049 447", "552081317", "380129866", "356 000 000", "652 014 051", "552 032 534", "441 639 465"]
        {
            assert!(siren(text).is_ok(), "{text}");
        }
        assert_eq!(siren("FR 40 303 265 045"), Ok(303_265_045));
        assert_eq!(siren("552 081 317 66522"), siren("552081317"));
    }

    #[test]
    fn what_is_no_siren_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("-", Junk::Empty),
            ("552049448", Junk::WrongCheck),
            ("55204944", Junk::Incomplete),
            ("000000000", Junk::Placeholder),
            ("111111111", Junk::Placeholder),
            ("123456789", Junk::Placeholder),
            ("ABC", Junk::Unreadable),
            ("5520494471", Junk::Unreadable),
            ("99999999999999999999999999", Junk::Unreadable),
        ] {
            assert_eq!(siren(text), Err(cause), "{text}");
        }
    }

    #[test]
    fn la_poste_has_a_rule_of_its_own() {
        // The seat holds by Luhn; 356 000 000 49837 by INSEE's example of the sum of digits.
        assert_eq!(siret("356 000 000 00048"), Ok(35_600_000_000_048));
        assert_eq!(siret("356 000 000 49837"), Ok(35_600_000_049_837));
        assert_eq!(siret("356 000 000 49838"), Err(Junk::WrongCheck));
        // Another company does not get by with it.
        assert_eq!(siret("732 829 320 00074"), Ok(73_282_932_000_074));
        assert_eq!(siret("732 829 320 00075"), Err(Junk::WrongCheck));
        assert_eq!(siret("732 829 320"), Err(Junk::Incomplete));
    }

    #[test]
    fn the_key_of_vat_follows_from_the_siren() {
        // Example of the European Commission's list of algorithms: FR 40 303 265 045.
        assert_eq!(vat_key(303_265_045), 40);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_seen(head in 1_000_000_u64..99_999_999, place in 0_u32..9, by in 1_u64..10) {
            let right = (0..10).map(|it| head * 10 + it).find(|it| luhn(*it)).expect("one of ten digits holds");
            let digit = right / 10_u64.pow(place) % 10;
            let wrong = right - digit * 10_u64.pow(place) + (digit + by) % 10 * 10_u64.pow(place);
            prop_assert!(!luhn(wrong));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}") {
            let _ = (siren(&text), siret(&text));
        }
    }
}
