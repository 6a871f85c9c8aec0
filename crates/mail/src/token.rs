//! Signed marks: Message-IDs and reply addresses that only we could have written.
//!
//! An id that leaks does not grant anything: whoever joins a thread must also be one of its participants, proven. The
//! signature stops what needs no leak: made-up ids (CVE-2026-47123 of a neighbour was accepting them).
//! Form: `<payload.mac@domain>` and `local+payload.mac@domain`, payload and MAC in lower-case base32 without `i l o u`,
//! so that servers which change letter case do no harm.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Bytes of HMAC kept: 80 bits, out of reach of guessing over mail.
const MAC_BYTES: usize = 10;
const MAC_DIGITS: usize = 16;

/// Makes and verifies signed marks with one secret key.
#[derive(Clone)]
pub struct Signer {
    key: Vec<u8>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

/// What a signature is for; a mark made for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    MessageId,
    ReplyAddress,
}

impl Signer {
    /// A signer with `key`, at least 16 random bytes.
    pub fn new(key: &[u8]) -> Self {
        Self { key: key.to_vec() }
    }

    /// `payload.mac@domain`, without angle brackets. `payload` is letters, digits, `-` and `_`.
    pub fn message_id(&self, payload: &str, domain: &str) -> String {
        format!("{payload}.{}@{domain}", self.mac(Purpose::MessageId, payload))
    }

    /// The payload of a Message-ID this signer made, in constant time; `None` for any other.
    pub fn read_message_id<'i>(&self, id: &'i str) -> Option<&'i str> {
        let (local, _domain) = id.trim().trim_matches(['<', '>', ' ']).rsplit_once('@')?;
        self.verify(Purpose::MessageId, local)
    }

    /// `local+payload.mac@domain` for the mailbox `address`.
    pub fn reply_address(&self, payload: &str, address: &str) -> Option<String> {
        let (local, domain) = address.rsplit_once('@')?;
        Some(format!("{local}+{payload}.{}@{domain}", self.mac(Purpose::ReplyAddress, payload)))
    }

    /// The payload of a reply address this signer made, in any letter case, lower-cased.
    pub fn read_reply_address(&self, address: &str) -> Option<String> {
        let address = address.to_ascii_lowercase();
        let (local, _domain) = address.rsplit_once('@')?;
        let (_, marked) = local.rsplit_once('+')?;
        self.verify(Purpose::ReplyAddress, marked).map(str::to_owned)
    }

    fn verify<'p>(&self, purpose: Purpose, marked: &'p str) -> Option<&'p str> {
        let (payload, mac) = marked.rsplit_once('.')?;
        let given = read_base32(&mac.to_ascii_lowercase())?;
        self.hmac(purpose, &payload.to_ascii_lowercase())?.verify_truncated_left(&given).ok()?;
        Some(payload)
    }

    fn mac(&self, purpose: Purpose, payload: &str) -> String {
        let full = self.hmac(purpose, &payload.to_ascii_lowercase()).map(|it| it.finalize().into_bytes());
        let kept: Vec<u8> = full.iter().flatten().copied().take(MAC_BYTES).collect();
        base32(&kept)
    }

    fn hmac(&self, purpose: Purpose, payload: &str) -> Option<Hmac<Sha256>> {
        let mut hmac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        hmac.update(match purpose {
            Purpose::MessageId => b"entente message-id\0".as_slice(),
            Purpose::ReplyAddress => b"entente reply-address\0".as_slice(),
        });
        hmac.update(payload.as_bytes());
        Some(hmac)
    }
}

/// Whole groups of five bytes as eight digits.
fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(MAC_DIGITS);
    for group in bytes.chunks_exact(5) {
        let bits = group.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let digit = usize::try_from(bits >> (place * 5) & 31).unwrap_or(0);
            out.push(char::from(DIGITS.get(digit).copied().unwrap_or(b'0')));
        }
    }
    out
}

fn read_base32(text: &str) -> Option<Vec<u8>> {
    if text.len() != MAC_DIGITS {
        return None;
    }
    let mut out = Vec::with_capacity(MAC_BYTES);
    for group in text.as_bytes().chunks_exact(8) {
        let mut bits = 0u64;
        for byte in group {
            let digit = DIGITS.iter().position(|it| it == byte)?;
            bits = bits << 5 | digit as u64;
        }
        out.extend(bits.to_be_bytes().iter().skip(3));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::new(b"0123456789abcdef")
    }

    #[test]
    fn a_mark_reads_back_and_survives_letter_case() {
        let id = signer().message_id("0j5xk7q2m8n4p-0j5xk7q2m8n4q", "desk.example");
        assert_eq!(signer().read_message_id(&id), Some("0j5xk7q2m8n4p-0j5xk7q2m8n4q"));
        assert_eq!(
            signer().read_message_id(&format!("< {} >", id.replace("desk", "DESK"))),
            Some("0j5xk7q2m8n4p-0j5xk7q2m8n4q")
        );
        let address = signer().reply_address("0j5xk7q2m8n4p", "support@desk.example").unwrap();
        assert_eq!(signer().read_reply_address(&address.to_uppercase()).as_deref(), Some("0j5xk7q2m8n4p"));
    }

    #[test]
    fn what_we_did_not_sign_is_nothing() {
        let id = signer().message_id("t1", "desk.example");
        let (local, _) = id.split_once('@').unwrap();
        let mac = local.rsplit_once('.').unwrap().1;
        assert_eq!(signer().read_message_id(&format!("t2.{mac}@desk.example")), None);
        assert_eq!(signer().read_message_id("t1.AAAAAAA@desk.example"), None);
        assert_eq!(signer().read_message_id("t1.@desk.example"), None);
        assert_eq!(signer().read_message_id("plain@cust.example"), None);
        assert_eq!(Signer::new(b"another key 1234").read_message_id(&id), None);
        // A mark for one purpose is worth nothing for the other.
        assert_eq!(signer().read_reply_address(&format!("support+{local}@desk.example")), None);
    }
}
