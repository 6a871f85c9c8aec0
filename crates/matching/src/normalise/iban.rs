//! IBAN: compact, checked by ISO 7064 mod 97-10.

/// Writes the IBAN of `text` to `out` without spaces, in upper case; false and nothing if it is too short to be one.
/// One that fails its check is kept: a wrong digit is still evidence, and equality decides.
pub fn iban_into(text: &str, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()));
    if out.len() - start < 14 {
        out.truncate(start);
        return false;
    }
    true
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
