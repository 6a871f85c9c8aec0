//! Bank accounts: IBAN and the French RIB, checked, each written as the other.

use crate::normalise::Junk;

/// Writes the IBAN of `text` to `out` without spaces, in upper case; false and nothing if it is too short to be one.
///
/// One that fails its check is kept: a wrong digit is still evidence, and equality decides. A French RIB becomes the IBAN it
/// is part of. Who wants the cause takes [`read_into`].
pub fn iban_into(text: &str, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    match read_into(text, out) {
        Ok(()) => true,
        Err(Junk::WrongCheck | Junk::Impossible | Junk::Incomplete | Junk::Unreadable) => {
            compact_into(text, out);
            let long_enough = (14..=40).contains(&(out.len() - start));
            if !long_enough {
                out.truncate(start);
            }
            long_enough
        }
        Err(_) => false,
    }
}

/// Writes the IBAN of `text` to `out`, compact; of a French RIB (23 characters) the IBAN it is part of.
///
/// Checked: the country's length, ISO/IEC 7064 mod 97-10, and of French, Monégasque and overseas accounts the RIB's own
/// key too: mod 97 alone lets bank and branch change places. Source: ISO 13616-1:2020; SWIFT, *IBAN Registry*, release 99;
/// CFONB, *Relevé d'identité bancaire*.
///
/// # Errors
/// The cause; nothing is written then.
pub fn read_into(text: &str, out: &mut Vec<u8>) -> Result<(), Junk> {
    let start = out.len();
    compact_into(text, out);
    let read = judged(out, start);
    if read.is_err() {
        out.truncate(start);
    }
    read
}

fn compact_into(text: &str, out: &mut Vec<u8>) {
    let text = text.trim();
    let text = text.get(..4).filter(|it| it.eq_ignore_ascii_case("IBAN")).and_then(|_| text.get(4..)).unwrap_or(text);
    out.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()));
}

fn judged(out: &mut Vec<u8>, start: usize) -> Result<(), Junk> {
    let written = out.get(start..).unwrap_or(&[]);
    if written.is_empty() {
        return Err(Junk::Empty);
    }
    let tail = written.get(4..).unwrap_or(written);
    if tail.iter().all(|it| Some(it) == tail.first()) {
        return Err(Junk::Placeholder);
    }
    if written.first().is_some_and(u8::is_ascii_digit) {
        let iban = iban_of_rib(written)?;
        out.truncate(start);
        out.extend_from_slice(&iban);
        return Ok(());
    }
    let country = written.get(..2).filter(|it| it.iter().all(u8::is_ascii_uppercase)).ok_or(Junk::Unreadable)?;
    let length = length(country).ok_or(Junk::Impossible)?;
    if written.len() != length {
        return Err(if written.len() < length { Junk::Incomplete } else { Junk::Unreadable });
    }
    if !holds(written) {
        return Err(Junk::WrongCheck);
    }
    let french = matches!(country, b"FR" | b"MC");
    if french && !written.get(4..).is_some_and(rib_holds) { Err(Junk::WrongCheck) } else { Ok(()) }
}

/// Whether a compact IBAN passes mod 97-10 (ISO 13616).
pub fn holds(iban: &[u8]) -> bool {
    if iban.len() < 15 || iban.len() > 34 {
        return false;
    }
    let (head, tail) = iban.split_at(4);
    let rest = tail.iter().chain(head).try_fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    });
    rest == Some(1)
}

/// The key of a French account: 97 − (89 × bank + 15 × branch + 3 × account) mod 97, letters by their place in the
/// account (A, J = 1; B, K, S = 2; …). None unless `rib` begins with five digits, five digits, eleven digits or letters.
pub fn rib_key(rib: &[u8]) -> Option<u64> {
    let number = |from: usize, to: usize| {
        rib.get(from..to)?.iter().try_fold(0_u64, |all, it| {
            let digit = match it {
                b'0'..=b'9' => it - b'0',
                b'A'..=b'I' => it - b'A' + 1,
                b'J'..=b'R' => it - b'J' + 1,
                b'S'..=b'Z' => it - b'S' + 2,
                _ => return None,
            };
            Some(all * 10 + u64::from(digit))
        })
    };
    Some(97 - (89 * number(0, 5)? + 15 * number(5, 10)? + 3 * number(10, 21)?) % 97)
}

fn rib_holds(rib: &[u8]) -> bool {
    let key = rib
        .get(21..23)
        .filter(|_| rib.len() == 23)
        .and_then(|it| std::str::from_utf8(it).ok())
        .and_then(|it| it.parse::<u64>().ok());
    key.is_some() && key == rib_key(rib)
}

/// The IBAN of a French RIB of 23 characters: bank, branch, account, key.
///
/// # Errors
/// Too short, too long, or a key that contradicts the rest.
pub fn iban_of_rib(rib: &[u8]) -> Result<Vec<u8>, Junk> {
    match rib.len() {
        23 => {}
        0..=22 => return Err(Junk::Incomplete),
        _ => return Err(Junk::Unreadable),
    }
    if !rib_holds(rib) {
        return Err(Junk::WrongCheck);
    }
    // F = 15, R = 27, and nought for the key that is looked for.
    let rest = rib.iter().chain(b"152700").try_fold(0_u32, |rest, it| match it {
        b'0'..=b'9' => Some((rest * 10 + u32::from(it - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(it - b'A') + 10) % 97),
        _ => None,
    });
    let key = 98 - rest.ok_or(Junk::Unreadable)?;
    let mut iban = format!("FR{key:02}").into_bytes();
    iban.extend_from_slice(rib);
    Ok(iban)
}

/// The RIB of a French or Monégasque IBAN; none of another.
pub fn rib_of_iban(iban: &[u8]) -> Option<&[u8]> {
    iban.get(4..).filter(|it| it.len() == 23 && (iban.starts_with(b"FR") || iban.starts_with(b"MC")))
}

/// How many characters the IBANs of a country have. Source: SWIFT, *IBAN Registry*, release 99.
pub fn length(country: &[u8]) -> Option<usize> {
    Some(match country {
        b"NO" => 15,
        b"BE" => 16,
        b"DK" | b"FO" | b"FI" | b"AX" | b"GL" | b"NL" | b"SD" | b"FK" => 18,
        b"MK" | b"SI" => 19,
        b"AT" | b"BA" | b"EE" | b"KZ" | b"XK" | b"LT" | b"LU" | b"MN" => 20,
        b"HR" | b"LV" | b"LI" | b"CH" => 21,
        b"BH" | b"BG" | b"CR" | b"GE" | b"DE" | b"IE" | b"ME" | b"RS" | b"GB" | b"VA" => 22,
        b"GI" | b"IQ" | b"IL" | b"TL" | b"AE" | b"OM" | b"SO" => 23,
        b"AD" | b"CZ" | b"MD" | b"PK" | b"RO" | b"SA" | b"SK" | b"ES" | b"SE" | b"TN" | b"VG" => 24,
        b"LY" | b"PT" | b"ST" => 25,
        b"IS" | b"TR" => 26,
        // The overseas parts of France have accounts of France.
        b"BI" | b"DJ" | b"FR" | b"GF" | b"GP" | b"MQ" | b"RE" | b"PF" | b"TF" | b"YT" | b"NC" | b"BL" | b"MF"
        | b"PM" | b"WF" | b"GR" | b"IT" | b"MR" | b"MC" | b"SM" => 27,
        b"AL" | b"AZ" | b"BY" | b"CY" | b"DO" | b"SV" | b"GT" | b"HU" | b"LB" | b"NI" | b"PL" => 28,
        b"BR" | b"EG" | b"PS" | b"QA" | b"UA" => 29,
        b"JO" | b"KW" | b"MU" | b"YE" => 30,
        b"MT" | b"SC" => 31,
        b"LC" => 32,
        b"RU" => 33,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, Junk> {
        let mut out = b"KEPT".to_vec();
        let read = read_into(text, &mut out);
        assert!(out.starts_with(b"KEPT"));
        assert_eq!(read.is_err(), out.len() == 4);
        read.map(|()| String::from_utf8(out.split_off(4)).unwrap())
    }

    /// Examples of the IBAN Registry.
    #[test]
    fn accounts_of_the_registry_hold() {
        for text in [
            "FR14 2004 1010 0505 0001 3M02 606",
            "MC58 1122 2000 0101 2345 6789 030",
            "DE89 3704 0044 0532 0130 00",
            "BE68 5390 0754 7034",
            "NL91 ABNA 0417 1643 00",
            "ES91 2100 0418 4502 0005 1332",
            "IT60 X054 2811 1010 0000 0123 456",
            "PT50 0002 0123 1234 5678 9015 4",
            "LU28 0019 4006 4475 0000",
            "GB29 NWBK 6016 1331 9268 19",
            "CH93 0076 2011 6238 5295 7",
            "IE29 AIBK 9311 5212 3456 78",
            "AT61 1904 3002 3457 3201",
            "PL61 1090 1014 0000 0712 1981 2874",
            "NO93 8601 1117 947",
            "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        ] {
            let compact: String = text.split(' ').collect();
            assert_eq!(read(text), Ok(compact), "{text}");
        }
        assert_eq!(read("iban fr14-2004-1010-0505-0001-3m02-606"), read("FR1420041010050500013M02606"));
    }

    #[test]
    fn a_rib_and_its_iban_are_one_account() {
        // The RIB within the registry's French example.
        assert_eq!(rib_key(b"20041010050500013M02606"), Some(6));
        assert_eq!(read("20041 01005 0500013M026 06"), Ok("FR1420041010050500013M02606".to_owned()));
        assert_eq!(rib_of_iban(b"FR1420041010050500013M02606"), Some(b"20041010050500013M02606".as_slice()));
        assert_eq!(rib_of_iban(b"DE89370400440532013000"), None);
    }

    #[test]
    fn what_is_no_account_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("FR15 2004 1010 0505 0001 3M02 606", Junk::WrongCheck),
            ("20041 01005 0500013M026 07", Junk::WrongCheck),
            ("FR14 2004 1010", Junk::Incomplete),
            ("ZZ14 2004 1010 0505 0001", Junk::Impossible),
            ("DE89 3704 0044 0532 0130 001", Junk::Unreadable),
            ("00000000000000000000000", Junk::Placeholder),
            ("FR76 0000 0000 0000 0000 0000 000", Junk::Placeholder),
            ("inconnu", Junk::Impossible),
        ] {
            assert_eq!(read(text), Err(cause), "{text}");
        }
    }

    #[test]
    fn for_comparison_a_wrong_digit_is_kept_and_nonsense_is_not() {
        let mut out = Vec::new();
        assert!(iban_into("FR7640618015061536822298553", &mut out));
        assert_eq!(out, b"FR7640618015061536822298553");
        for text in ["", "0", "FR76", "0000000000000000000000000"] {
            out.clear();
            assert!(!iban_into(text, &mut out) && out.is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_rib_that_holds_gives_an_iban_that_holds(bank in 0_u64..100_000, branch in 0_u64..100_000, account in "[0-9A-Z]{11}") {
            let rib = format!("{bank:05}{branch:05}{account}");
            let rib = format!("{rib}{:02}", rib_key(rib.as_bytes()).unwrap());
            let iban = iban_of_rib(rib.as_bytes()).unwrap();
            prop_assert!(holds(&iban));
            prop_assert_eq!(rib_of_iban(&iban), Some(rib.as_bytes()));
        }

        #[test]
        fn one_wrong_digit_is_always_seen(at in 4_usize..27, by in 1_u8..10) {
            let mut iban = b"FR7640618015061536822298552".to_vec();
            iban[at] = b'0' + (iban[at] - b'0' + by) % 10;
            prop_assert!(!holds(&iban));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[FRDE]{0,2}\\PC{0,40}") {
            let _ = read(&text);
            let mut out = Vec::new();
            let once = iban_into(&text, &mut out);
            let first = String::from_utf8(out.clone()).unwrap();
            let mut again = Vec::new();
            prop_assert_eq!(iban_into(&first, &mut again), once);
            prop_assert_eq!(out, again);
        }
    }
}
