//! Phone numbers to digits: the nine significant ones of a French number, or country code and number.

/// Digits of `text` in one form, or none if it cannot be a number (too short, one digit throughout, a run).
/// `+33 6 12…`, `0033 (0)6 12…`, `06.12…` and `612…` are one number. O(n).
pub fn phone(text: &str) -> Option<u64> {
    let mut digits = [0_u8; 16];
    let mut n = 0;
    let plus = text.trim_start().starts_with('+');
    for byte in text.bytes().filter(u8::is_ascii_digit) {
        *digits.get_mut(n)? = byte - b'0';
        n += 1;
    }
    let all = digits.get(..n)?;
    let mut rest = all;
    if let [0, 0, tail @ ..] = rest && tail.len() >= 9 {
        rest = tail;
        if let [3, 3, national @ ..] = rest {
            rest = national;
        }
    } else if let [3, 3, national @ ..] = rest && (plus || all.len() >= 11) {
        rest = national;
    }
    if let [0, national @ ..] = rest && national.len() >= 8 {
        rest = national;
    }
    if rest.len() < 8 || rest.iter().all(|it| Some(it) == rest.first()) || rest == [1, 2, 3, 4, 5, 6, 7, 8, 9] {
        return None;
    }
    Some(rest.iter().fold(1, |number, digit| number * 10 + u64::from(*digit)))
}
