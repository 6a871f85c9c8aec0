//! E-mail addresses: lower case, placeholders out, the slips of domains mended for comparison.

/// Writes `text` to `out` in lower case, with its domain mended; false and nothing if it is no address or a placeholder.
pub fn email_into(text: &str, out: &mut Vec<u8>) -> bool {
    let text = text.trim();
    let Some((user, domain)) = text.rsplit_once('@') else { return false };
    if user.is_empty() || !domain.contains('.') || generic(user, domain) {
        return false;
    }
    out.extend(user.bytes().map(|it| it.to_ascii_lowercase()));
    out.push(b'@');
    let lower = domain.to_ascii_lowercase();
    out.extend_from_slice(mended(&lower).as_bytes());
    true
}

/// Users that stand for "has none".
const NOBODY: [&str; 14] = [
    "nomail", "noemail", "no-mail", "no.mail", "aucun", "sansmail", "sans", "pasdemail", "noreply", "no-reply", "none", "inconnu",
    "unknown", "null",
];

fn generic(user: &str, domain: &str) -> bool {
    NOBODY.iter().any(|it| user.eq_ignore_ascii_case(it)) || domain.eq_ignore_ascii_case("example.com")
}

/// Domains of many customers, and what hands make of them.
fn mended(domain: &str) -> &str {
    match domain {
        "gmial.com" | "gmai.com" | "gamil.com" | "gmail.fr" | "gmail.co" | "gmal.com" | "gnail.com" | "googlemail.com" => "gmail.com",
        "orange.com" | "ornage.fr" | "orage.fr" | "oange.fr" => "orange.fr",
        "hotmal.fr" | "hotmial.fr" | "hotmai.fr" | "homail.fr" => "hotmail.fr",
        "hotmal.com" | "hotmial.com" | "hotmai.com" => "hotmail.com",
        "yaho.fr" | "yahou.fr" | "yhoo.fr" => "yahoo.fr",
        "wanado.fr" | "wanadou.fr" | "wandoo.fr" => "wanadoo.fr",
        "laposte.fr" | "lapost.net" => "laposte.net",
        other => other,
    }
}
