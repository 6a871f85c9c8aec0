//! From what systems hold to one form: the work without which nothing compares.

pub mod address;
pub mod date;
pub mod email;
pub mod iban;
pub mod name;
pub mod phone;
pub mod phonetic;

/// Appends `text` to `out` in upper case, without accents, everything but letters and digits as single spaces. O(n).
pub fn fold_into(text: &str, out: &mut Vec<u8>) {
    let start = out.len();
    let bytes = text.as_bytes();
    if text.is_ascii() {
        for &byte in bytes {
            push(out, start, byte.to_ascii_uppercase());
        }
    } else {
        for character in text.chars() {
            match character {
                'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => push(out, start, b'A'),
                'Ç' | 'ç' | 'Ć'..='č' => push(out, start, b'C'),
                'Ď'..='đ' | 'Ð' | 'ð' => push(out, start, b'D'),
                'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => push(out, start, b'E'),
                'Ĝ'..='ģ' => push(out, start, b'G'),
                'Ĥ'..='ħ' => push(out, start, b'H'),
                'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => push(out, start, b'I'),
                'Ĵ' | 'ĵ' => push(out, start, b'J'),
                'Ķ'..='ĸ' => push(out, start, b'K'),
                'Ĺ'..='ł' => push(out, start, b'L'),
                'Ñ' | 'ñ' | 'Ń'..='ŋ' => push(out, start, b'N'),
                'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => push(out, start, b'O'),
                'Ŕ'..='ř' => push(out, start, b'R'),
                'Ś'..='š' | 'Ș' | 'ș' => push(out, start, b'S'),
                'Ţ'..='ŧ' | 'Ț' | 'ț' => push(out, start, b'T'),
                'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => push(out, start, b'U'),
                'Ŵ' | 'ŵ' => push(out, start, b'W'),
                'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => push(out, start, b'Y'),
                'Ź'..='ž' => push(out, start, b'Z'),
                'Œ' | 'œ' => out.extend_from_slice(b"OE"),
                'Æ' | 'æ' => out.extend_from_slice(b"AE"),
                'ß' => out.extend_from_slice(b"SS"),
                '\u{300}'..='\u{36f}' => {}
                other if other.is_alphanumeric() => {
                    let mut buffer = [0; 4];
                    out.extend_from_slice(other.to_uppercase().next().unwrap_or(other).encode_utf8(&mut buffer).as_bytes());
                }
                other => push(out, start, if other.is_ascii() { (other as u8).to_ascii_uppercase() } else { b' ' }),
            }
        }
    }
    if out.len() > start && out.last() == Some(&b' ') {
        out.pop();
    }
}

fn push(out: &mut Vec<u8>, start: usize, byte: u8) {
    if byte.is_ascii_alphanumeric() {
        out.push(byte);
    } else if out.len() > start && out.last() != Some(&b' ') {
        out.push(b' ');
    }
}

/// The words of a folded text.
pub fn words(folded: &[u8]) -> impl Iterator<Item = &[u8]> {
    folded.split(|it| *it == b' ').filter(|it| !it.is_empty())
}
