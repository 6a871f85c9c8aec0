//! Numbers as COBOL writes them: packed (COMP-3) and zoned, with the sign in the last byte.
//!
//! Source: IBM, "Enterprise COBOL for z/OS Language Reference", USAGE clause and SIGN clause; IBM, "z/Architecture
//! Principles of Operation", chapter 8, for the codes of signs. Numbers become text as they are, never floating point.

/// What stands there is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no number")]
pub struct NoNumber;

/// A number's digits as written and its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits {
    /// All of them, with their leading zeros.
    pub digits: String,
    /// Below zero.
    pub is_negative: bool,
}

impl Digits {
    /// The number with so many decimals: `-12.50`. Zeros before it go.
    pub fn with_decimals(&self, decimals: u8) -> String {
        let decimals = usize::from(decimals);
        let padded = format!("{:0>width$}", self.digits, width = decimals + 1);
        let (whole, part) = padded.split_at_checked(padded.len() - decimals).unwrap_or((&padded, ""));
        let whole = whole.trim_start_matches('0');
        let is_zero = whole.is_empty() && part.bytes().all(|it| it == b'0');
        let sign = if self.is_negative && !is_zero { "-" } else { "" };
        let whole = if whole.is_empty() { "0" } else { whole };
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

/// Whether nothing was written: blanks of either alphabet, or zeros, which no packed number ends in.
fn is_unset(bytes: &[u8]) -> bool {
    [0x00, 0x20, 0x40].iter().any(|blank| bytes.iter().all(|it| it == blank))
}

/// What the half byte says of the sign: A, C, E, F are plus, B and D minus.
fn is_minus(half: u8) -> Option<bool> {
    match half {
        0xa | 0xc | 0xe | 0xf => Some(false),
        0xb | 0xd => Some(true),
        _ => None,
    }
}

fn digit(half: u8) -> Option<char> {
    char::from_digit(u32::from(half), 10)
}

/// A packed number: two digits a byte, the last half byte its sign. `Ok(None)`: nothing was written. Error: no number.
pub fn packed(bytes: &[u8]) -> Result<Option<Digits>, NoNumber> {
    if is_unset(bytes) {
        return Ok(None);
    }
    let (last, rest) = bytes.split_last().ok_or(NoNumber)?;
    let halves = rest.iter().flat_map(|it| [it >> 4, it & 0xf]).chain([last >> 4]);
    let digits: Option<String> = halves.map(digit).collect();
    let is_negative = is_minus(last & 0xf).ok_or(NoNumber)?;
    Ok(Some(Digits { digits: digits.ok_or(NoNumber)?, is_negative }))
}

/// A zoned number in EBCDIC: a digit a byte, the sign in the zone of the last one, or in a byte of its own (0x4E, 0x60)
/// at either end. `Ok(None)`: nothing was written. Error: no number.
pub fn zoned(bytes: &[u8]) -> Result<Option<Digits>, NoNumber> {
    if is_unset(bytes) {
        return Ok(None);
    }
    let bytes = trim(bytes, 0x40);
    let (bytes, mut is_negative) = match bytes {
        [sign @ (0x4e | 0x60), rest @ ..] | [rest @ .., sign @ (0x4e | 0x60)] => (rest, *sign == 0x60),
        _ => (bytes, false),
    };
    let (last, rest) = bytes.split_last().ok_or(NoNumber)?;
    if rest.iter().any(|it| it >> 4 != 0xf) {
        return Err(NoNumber);
    }
    is_negative |= is_minus(last >> 4).ok_or(NoNumber)?;
    let digits: Option<String> = bytes.iter().map(|it| digit(it & 0xf)).collect();
    Ok(Some(Digits { digits: digits.ok_or(NoNumber)?, is_negative }))
}

/// The bytes without this one around them.
fn trim(mut bytes: &[u8], blank: u8) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && *first == blank
    {
        bytes = rest;
    }
    while let [rest @ .., last] = bytes
        && *last == blank
    {
        bytes = rest;
    }
    bytes
}

/// A zoned number in letters: a sign before or behind it, or in its last letter as it was punched over: `{` and `A` to
/// `I` are +0 to +9, `}` and `J` to `R` -0 to -9. From the French code page `{` and `}` came as « é » and « è »; `p` to
/// `y` are -0 to -9 as Micro Focus writes them. `Ok(None)`: nothing was written. Error: no number.
pub fn zoned_text(text: &str) -> Result<Option<Digits>, NoNumber> {
    let text = text.trim_matches([' ', '\0']);
    let Some(last) = text.chars().next_back() else { return Ok(None) };
    let punched = |from: char| char::from_digit(u32::from(last).wrapping_sub(u32::from(from)), 10);
    let (digits, is_negative) = match last {
        '{' | 'é' => (with_last(text, '0'), false),
        '}' | 'è' => (with_last(text, '0'), true),
        'A'..='I' => (with_last(text, char::from_digit(u32::from(last) - u32::from('@'), 10).ok_or(NoNumber)?), false),
        'J'..='R' => (with_last(text, char::from_digit(u32::from(last) - u32::from('I'), 10).ok_or(NoNumber)?), true),
        'p'..='y' => (with_last(text, punched('p').ok_or(NoNumber)?), true),
        '+' | '-' => (text.strip_suffix(last).unwrap_or(text).to_owned(), last == '-'),
        _ => (text.strip_prefix(['+', '-']).unwrap_or(text).to_owned(), text.starts_with('-')),
    };
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(NoNumber);
    }
    Ok(Some(Digits { digits, is_negative }))
}

fn with_last(text: &str, digit: char) -> String {
    let mut letters = text.chars();
    letters.next_back();
    letters.chain([digit]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        found: Result<Option<Digits>, NoNumber>,
        decimals: u8,
        expected: Result<Option<&str>, NoNumber>,
        what: &str,
    ) {
        let found = found.map(|it| it.map(|it| it.with_decimals(decimals)));
        assert_eq!(found, expected.map(|it| it.map(str::to_owned)), "{what}");
    }

    #[test]
    fn packed_numbers_are_read_with_their_sign() {
        for (bytes, decimals, expected) in [
            (b"\x00\x12\x5c".as_slice(), 2, Ok(Some("1.25"))),
            (b"\x01\x25\x0d", 2, Ok(Some("-12.50"))),
            (b"\x12\x34\x5f", 0, Ok(Some("12345"))),
            (b"\x7b", 0, Ok(Some("-7"))),
            (b"\x00\x0d", 2, Ok(Some("0.00"))),
            (b"\x19\x79\x12\x31\x0c", 0, Ok(Some("197912310"))),
            (b"\x40\x40\x40", 2, Ok(None)),
            (b"\x00\x00", 0, Ok(None)),
            (b"\x12\x34\x56", 0, Err(NoNumber)),
            (b"\x1a\x5c", 0, Err(NoNumber)),
        ] {
            check(packed(bytes), decimals, expected, &format!("{bytes:x?}"));
        }
    }

    #[test]
    fn zoned_numbers_are_read_with_their_sign() {
        for (bytes, decimals, expected) in [
            (b"\xf0\xf1\xf2\xf5\xc0".as_slice(), 2, Ok(Some("12.50"))),
            (b"\xf0\xf0\xf9\xd9", 0, Ok(Some("-99"))),
            (b"\xf4\xf2", 0, Ok(Some("42"))),
            (b"\x4e\xf0\xf7", 0, Ok(Some("7"))),
            (b"\xf0\xf7\x60", 0, Ok(Some("-7"))),
            (b"\x40\x40\xf7", 0, Ok(Some("7"))),
            (b"\x40\x40", 0, Ok(None)),
            (b"\xc1\xf1", 0, Err(NoNumber)),
            (b"\xf1\x81", 0, Err(NoNumber)),
        ] {
            check(zoned(bytes), decimals, expected, &format!("{bytes:x?}"));
        }
        for (text, decimals, expected) in [
            ("0000125{", 0, Ok(Some("1250"))),
            ("0000009R", 0, Ok(Some("-99"))),
            ("0125é", 2, Ok(Some("12.50"))),
            ("012è", 0, Ok(Some("-120"))),
            ("12s", 0, Ok(Some("-123"))),
            ("+0001250", 2, Ok(Some("12.50"))),
            ("-0000099", 0, Ok(Some("-99"))),
            ("99-", 0, Ok(Some("-99"))),
            ("   7", 0, Ok(Some("7"))),
            ("    ", 0, Ok(None)),
            ("12.5", 0, Err(NoNumber)),
            ("--12", 0, Err(NoNumber)),
            ("ALICE", 0, Err(NoNumber)),
        ] {
            check(zoned_text(text), decimals, expected, text);
        }
    }
}
