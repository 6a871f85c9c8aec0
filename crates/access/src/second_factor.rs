//! The second factor: time-based one-time passwords after RFC 6238, and recovery codes.

use totp_rs::{Algorithm, Builder, Secret, Totp};

use kernel::Timestamp;

/// Length of a step, in seconds.
pub const STEP_SECONDS: i64 = 30;
/// Length of a secret, in bytes; RFC 4226 §4 recommends 160 bits.
pub const SECRET_BYTES: usize = 20;
/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;

fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SECONDS.unsigned_abs())
        .with_secret(Secret::new(secret.into()))
        .build()
        .ok()
}

/// The step whose code `code` is, if it is the present one or a neighbour and later than `step_last`.
///
/// A code is good once: whoever accepts it stores the step. RFC 6238 §5.2.
pub fn accept(secret: &[u8], code: &str, step_last: i64, now: Timestamp) -> Option<i64> {
    let plain: String = code.chars().filter(|it| !it.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_seconds()).ok()?;
    let step = totp(secret)?.check(&plain, seconds)?;
    i64::try_from(step).ok().filter(|it| *it > step_last)
}

/// The code of `secret` at `now`. For tests and for proving a set-up.
pub fn code_at(secret: &[u8], now: Timestamp) -> Option<String> {
    Some(totp(secret)?.generate(u64::try_from(now.as_seconds()).ok()?).to_string())
}

/// The secret as people type it: base32 in RFC 4648.
pub fn base32(secret: &[u8]) -> String {
    Secret::new(secret.into()).to_base32()
}

/// The address an authenticator reads from a QR code. Source: Google Authenticator's Key URI Format.
pub fn otpauth_uri(secret: &[u8], issuer: &str, email: &str) -> String {
    let (issuer, email) = (percent(issuer), percent(email));
    format!("otpauth://totp/{issuer}:{email}?secret={}&issuer={issuer}&digits=6&period=30", base32(secret))
}

/// A recovery code as it is compared: no spaces or dashes, lower case.
pub fn plain_recovery_code(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect()
}

/// A recovery code as people read it, from 10 random bytes: `k7mq-2xva-9dhe-t3rw`, 80 bits.
pub fn recovery_code(random: [u8; 10]) -> String {
    let digits: Vec<char> = base32(&random).to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    digits.chunks(4).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1 rows; the last six of the eight digits.
    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(secret, Timestamp::from_seconds(seconds)).unwrap(), code);
            assert_eq!(accept(secret, code, 0, Timestamp::from_seconds(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_is_good_once_and_for_one_step_around() {
        let (secret, now) = (b"12345678901234567890", Timestamp::from_seconds(1_234_567_890));
        let step = accept(secret, "005 924", 0, now).unwrap();
        assert_eq!(accept(secret, "005924", step, now), None);
        assert!(accept(secret, "005924", 0, now.plus_seconds(30)).is_some());
        assert!(accept(secret, "005924", 0, now.plus_seconds(60)).is_none());
        assert!(accept(secret, "", 0, now).is_none());
    }

    #[test]
    fn the_address_is_escaped() {
        let uri = otpauth_uri(b"12345678901234567890", "Mutuelle & fils", "lea+a@example.fr");
        assert!(uri.starts_with("otpauth://totp/Mutuelle%20%26%20fils:lea%2Ba@example.fr?secret=GEZDGNBV"), "{uri}");
    }

    #[test]
    fn a_recovery_code_reads_back_however_it_is_typed() {
        let code = recovery_code([7; 10]);
        assert_eq!(code.len(), 19);
        assert_eq!(plain_recovery_code(&code.to_uppercase().replace('-', " ")), plain_recovery_code(&code));
    }
}
