//! What a password must be: length, and not one of the first that everybody tries.
//!
//! Nothing is asked of its letters, and it never expires: NIST SP 800-63B-4 §3.1.1.2 says why.

use crate::error::AccessError;

/// Fewest characters.
pub const LENGTH_MIN: usize = 12;
/// Most bytes: longer ones are refused, not cut.
pub const BYTES_MAX: usize = 1_024;

/// The beginnings of what people choose when they are made to choose twelve characters.
const COMMON: [&str; 20] = [
    "123456",
    "azerty",
    "qwerty",
    "password",
    "motdepasse",
    "abcdef",
    "abc123",
    "iloveyou",
    "jetaime",
    "welcome",
    "bonjour",
    "bienvenue",
    "soleil",
    "letmein",
    "admin",
    "000000",
    "111111",
    "doudou",
    "changeme",
    "entente",
];

/// Refuses a password that is too short, too long, one repeated pattern, or built on a word everybody tries.
///
/// `email` is who it is for: its local part may not make up the password.
pub fn check(password: &str, email: &str) -> Result<(), AccessError> {
    if password.chars().count() < LENGTH_MIN || password.len() > BYTES_MAX {
        return Err(AccessError::PasswordLength);
    }
    let folded = kernel::fold::fold(password);
    let local = email.split('@').next().unwrap_or_default();
    let distinct = folded.chars().collect::<std::collections::BTreeSet<_>>().len();
    let rest = |word: &str| folded.replace(word, "").chars().filter(|it| it.is_alphabetic()).count();
    let is_common = COMMON.iter().any(|word| folded.contains(word) && rest(word) < 6);
    let is_own = local.chars().count() >= 4 && folded.contains(local) && rest(local) < 6;
    if distinct < 5 || is_common || is_own {
        return Err(AccessError::PasswordCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_own_passwords_are_refused() {
        for password in ["court", "aaaaaaaaaaaaaa", "azerty123456", "Motdepasse2026!", "lea.martin2026", "ABABABABABAB"]
        {
            assert!(check(password, "lea.martin@example.fr").is_err(), "{password}");
        }
        for password in ["trois chats gris", "kD9-fvq2-PPw8", "correct horse battery"] {
            assert!(check(password, "lea.martin@example.fr").is_ok(), "{password}");
        }
    }
}
