//! Proof that a form was shown by us, and when: what meets programs that fill in forms, without a puzzle for people.
//!
//! A form carries its instant and a MAC over it. Sent back within two seconds, no person has read it: nothing is
//! taken, the page is shown again with all that was typed and the same proof, so that the second sending is taken.
//! The proof also tells one page from another, so that a form sent twice by a double click is taken once.

use hmac::{Hmac, KeyInit, Mac};
use kernel::Timestamp;
use sha2::{Digest, Sha256};

use crate::fields::Sent;

/// A person needs at least this long, in seconds.
pub const SECONDS_MIN: i64 = 2;
/// A form older than this is shown again, in seconds: one day.
pub const SECONDS_MAX: i64 = 24 * 3_600;
/// The name of the field that people do not see and programs fill in.
pub const TRAP: &str = "website";

/// What a proof proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proven {
    /// Shown by us, read by somebody.
    Good,
    /// Sent back before anybody can have read it; show again with the same proof.
    TooFast,
    /// Older than a day, or not ours; show again with a new one.
    Stale,
}

fn mac(key: &[u8], form: &str, micros: i64) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(format!("form\n{form}\n{micros}").as_bytes());
    Some(mac)
}

/// The proof for `form` (its path) shown at `now`.
pub fn make(key: &[u8], form: &str, now: Timestamp) -> String {
    let micros = now.as_micros();
    let tag = mac(key, form, micros).map(|it| hex(&it.finalize().into_bytes())).unwrap_or_default();
    format!("{micros}.{tag}")
}

/// What `proof`, sent back for `form` at `now`, proves.
pub fn check(key: &[u8], form: &str, proof: &str, now: Timestamp) -> Proven {
    let Some((micros, tag)) = proof.split_once('.') else { return Proven::Stale };
    let (Ok(micros), Some(tag)) = (micros.parse::<i64>(), bytes(tag)) else { return Proven::Stale };
    let is_ours = mac(key, form, micros).is_some_and(|it| it.verify_slice(&tag).is_ok());
    let age = now.seconds_since(Timestamp::from_micros(micros));
    match is_ours {
        true if (0..SECONDS_MIN).contains(&age) => Proven::TooFast,
        true if (SECONDS_MIN..=SECONDS_MAX).contains(&age) => Proven::Good,
        _ => Proven::Stale,
    }
}

/// What a form that was sent is known by: its address, its proof, all that was typed, and what was attached. Sent twice
/// from one page as it is, it is the same; with another word in it, it is another.
pub fn of_form(form: &str, sent: &Sent, attached: &str) -> Vec<u8> {
    let fields: Vec<String> = sent.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
    let text = format!("{form}\n{attached}\n{}", fields.join("\n"));
    Sha256::digest(text).to_vec()
}

/// A MAC over `text` as 32 hexadecimal digits, for addresses that only we may make.
pub fn sign(key: &[u8], text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(format!("address\n{text}").as_bytes());
    hex(&mac.finalize().into_bytes()).chars().take(32).collect()
}

/// Whether `tag` is [`sign`] of `text`.
pub fn is_signed(key: &[u8], text: &str, tag: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    mac.update(format!("address\n{text}").as_bytes());
    bytes(tag).is_some_and(|it| it.len() == 16 && mac.verify_truncated_left(&it).is_ok())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|it| u8::from_str_radix(hex.get(it..it + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_too_fast_too_late_or_by_a_stranger_is_not_taken() {
        let (key, now) = ([7_u8; 32], Timestamp::from_seconds(1_000_000));
        let proof = make(&key, "/contact", now);
        for (seconds, expected) in [
            (0, Proven::TooFast),
            (1, Proven::TooFast),
            (2, Proven::Good),
            (SECONDS_MAX, Proven::Good),
            (SECONDS_MAX + 1, Proven::Stale),
            (-1, Proven::Stale),
        ] {
            assert_eq!(check(&key, "/contact", &proof, now.plus_seconds(seconds)), expected, "{seconds}");
        }
        let later = now.plus_seconds(10);
        assert_eq!(check(&key, "/other", &proof, later), Proven::Stale);
        assert_eq!(check(&[8; 32], "/contact", &proof, later), Proven::Stale);
        for forged in ["", "x", "1.zz", "1000000000000.", &proof.replace('.', "1.")] {
            assert_eq!(check(&key, "/contact", forged, later), Proven::Stale, "{forged}");
        }
    }

    #[test]
    fn an_address_is_only_ours_with_its_whole_tag() {
        let key = [7_u8; 32];
        let tag = sign(&key, "case_1");
        assert!(is_signed(&key, "case_1", &tag));
        assert!(!is_signed(&key, "case_2", &tag));
        assert!(!is_signed(&key, "case_1", &tag.chars().take(2).collect::<String>()));
        assert!(!is_signed(&key, "case_1", ""));
    }
}
