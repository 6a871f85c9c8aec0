//! E-mail addresses: lower case, placeholders out, the slips of domains mended for comparison.

use crate::normalise::{Junk, retain_from};

/// What an address says beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Address {
    /// Whether its domain was taken for a slip and mended: `gmial.com`. Show the original.
    pub is_mended: bool,
    /// Whether it is of a function and not of a person: `contact@`, `info@`.
    pub is_role: bool,
    /// Whether its domain gives addresses to everybody: an equal domain tells nothing.
    pub is_provider: bool,
}

impl Address {
    /// Why the address, though real, names nobody: several people read one of a function.
    pub fn shared(self) -> Option<Junk> {
        self.is_role.then_some(Junk::Shared)
    }
}

/// Writes `text` to `out` in lower case, with its domain mended; false and nothing if it is no address or a placeholder.
/// Who wants the cause takes [`read_into`].
pub fn email_into(text: &str, out: &mut Vec<u8>) -> bool {
    read_into(text, out).is_ok()
}

/// Writes `text` to `out` in lower case, with its domain mended, and answers what it is.
///
/// What people and systems put around an address (`mailto:`, `<…>`, a name, blanks, a comma for the dot) is taken off. The
/// local part is lower-cased: RFC 5321, 2.4 allows otherwise, no provider does. Domains that are one slip from one of many
/// customers are mended, for comparison: what was written is the caller's to keep. O(n).
///
/// # Errors
/// Empty; no address; a placeholder (`nomail@…`, `aucun@…`); a test (`test@…`, `toto@toto.fr`).
pub fn read_into(text: &str, out: &mut Vec<u8>) -> Result<Address, Junk> {
    let start = out.len();
    let text = bare(text);
    if text.is_empty() {
        return Err(Junk::Empty);
    }
    let Some((user, domain)) = text.rsplit_once('@') else {
        let mut folded = Vec::new();
        crate::normalise::fold_into(text, &mut folded);
        return Err(crate::normalise::placeholder(&folded).unwrap_or(Junk::Unreadable));
    };
    let (user, domain) = (user.trim(), domain.trim().trim_end_matches(['.', ',', ';']));
    let odd = |it: char| it.is_whitespace() || it.is_control() || "<>()[]\\,;:\"@".contains(it);
    if user.is_empty() || domain.is_empty() || user.contains(odd) || user.len() > 64 || domain.len() > 253 {
        return Err(Junk::Unreadable);
    }
    push_lower(user, out);
    let at = out.len();
    out.push(b'@');
    push_lower(domain, out);
    // `orange,fr`, `orange..fr`
    out.iter_mut().skip(at).filter(|it| **it == b',').for_each(|it| *it = b'.');
    let mut before = 0;
    retain_from(out, at, |it| {
        let doubled = it == b'.' && (before == b'.' || before == b'@');
        before = it;
        !doubled
    });
    let judged = judged(out, start, at);
    if judged.is_err() {
        out.truncate(start);
    }
    judged
}

fn judged(out: &mut Vec<u8>, start: usize, at: usize) -> Result<Address, Junk> {
    let user = out.get(start..at).unwrap_or(&[]);
    let domain = out.get(at + 1..).unwrap_or(&[]);
    let label = domain.split(|it| *it == b'.').next().unwrap_or(domain);
    if let Some(junk) = generic(user, domain, label) {
        return Err(junk);
    }
    let is_role = is_role(user);
    if is_provider(domain) {
        return Ok(Address { is_mended: false, is_role, is_provider: true });
    }
    if let Some(right) = mended(domain) {
        out.truncate(at + 1);
        out.extend_from_slice(right.as_bytes());
        return Ok(Address { is_mended: true, is_role, is_provider: true });
    }
    if label.len() < domain.len() && !label.is_empty() && !domain.ends_with(b".") && !domain.contains(&b'_') {
        Ok(Address { is_mended: false, is_role, is_provider: false })
    } else {
        Err(Junk::Unreadable)
    }
}

/// Writes to `out` the form that two addresses of one box have in common: without `+shop`, and at Google without dots.
/// `address` is what [`read_into`] wrote. A second key only: elsewhere a dot makes another box. Source: Gmail Help, *Dots
/// don't matter in Gmail addresses*; RFC 5233 (sub-addressing).
pub fn comparable_into(address: &[u8], out: &mut Vec<u8>) {
    let at = address.iter().rposition(|it| *it == b'@').unwrap_or(address.len());
    let (user, domain) = address.split_at(at);
    let user = match user.iter().position(|it| *it == b'+') {
        Some(plus) if plus > 0 => user.get(..plus).unwrap_or(user),
        _ => user,
    };
    let google = domain == b"@gmail.com";
    out.extend(user.iter().filter(|it| !(google && **it == b'.')));
    out.extend_from_slice(domain);
}

/// What people and systems put around an address taken off.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let text =
        text.get(..7).filter(|it| it.eq_ignore_ascii_case("mailto:")).and_then(|_| text.get(7..)).unwrap_or(text);
    let inner = text.split_once('<').and_then(|(_, after)| after.split_once('>')).map_or(text, |(inner, _)| inner);
    // Of two addresses the first.
    let first = inner
        .split([';', ' ', '\n'])
        .find(|it| it.contains('@'))
        .filter(|it| !it.starts_with('@') && !it.ends_with('@'));
    first.unwrap_or(inner).trim_matches(['\'', '"', '<', '>', '.', ',', ' '])
}

fn push_lower(text: &str, out: &mut Vec<u8>) {
    if text.is_ascii() {
        out.extend(text.bytes().map(|it| it.to_ascii_lowercase()));
    } else {
        out.extend_from_slice(text.to_lowercase().as_bytes());
    }
}

/// Users and domains that stand for "has none", or for somebody who tried the form.
fn generic(user: &[u8], domain: &[u8], label: &[u8]) -> Option<Junk> {
    match user {
        b"nomail" | b"noemail" | b"no-mail" | b"no.mail" | b"no_mail" | b"no-email" | b"no.email" | b"aucun"
        | b"aucune" | b"aucunmail" | b"sansmail" | b"sans" | b"sans.mail" | b"sans-mail" | b"sansemail"
        | b"pasdemail" | b"pas.de.mail" | b"pasdadresse" | b"pasmail" | b"pas" | b"noreply" | b"no-reply"
        | b"no.reply" | b"ne-pas-repondre" | b"nepasrepondre" | b"donotreply" | b"none" | b"inconnu" | b"inconnue"
        | b"unknown" | b"null" | b"nc" | b"na" | b"n.a" | b"nr" | b"rien" | b"vide" | b"anonyme" | b"anonymous"
        | b"nobody" | b"personne" | b"refus" | b"refuse" | b"nonrenseigne" | b"non.renseigne" | b"noname" | b"xxx"
        | b"xx" | b"x" | b"mail" | b"email" => return Some(Junk::Placeholder),
        b"test" | b"tests" | b"teste" | b"testtest" | b"essai" | b"toto" | b"titi" | b"tata" | b"azerty"
        | b"qwerty" | b"abc" | b"aaa" | b"asdf" => {
            return Some(Junk::Test);
        }
        _ => {}
    }
    match label {
        b"nomail" | b"noemail" | b"no-mail" | b"aucun" | b"aucunmail" | b"sansmail" | b"sans" | b"pasdemail"
        | b"inconnu" | b"none" | b"null" | b"example" | b"exemple" | b"invalid" | b"localhost" | b"xxx" | b"xxxx"
        | b"xx" | b"nc" | b"domain" | b"domaine" => return Some(Junk::Placeholder),
        b"test" | b"toto" | b"titi" | b"azerty" => return Some(Junk::Test),
        _ => {}
    }
    if user.len() >= 3
        && user.iter().all(|it| Some(it) == user.first())
        && !user.first().is_some_and(u8::is_ascii_digit)
    {
        return Some(Junk::Placeholder);
    }
    (user == label && user.len() <= 3 && domain.len() <= 8).then_some(Junk::Test)
}

/// Users of functions, sorted. Source: RFC 2142, and what French companies print.
const ROLES: [&str; 71] = [
    "abuse",
    "accounting",
    "accueil",
    "achat",
    "achats",
    "admin",
    "administrateur",
    "administration",
    "agence",
    "billing",
    "bonjour",
    "booking",
    "boutique",
    "bureau",
    "client",
    "clients",
    "commande",
    "commandes",
    "commercial",
    "commerciaux",
    "communication",
    "compta",
    "comptabilite",
    "contact",
    "contacts",
    "direction",
    "dpo",
    "emploi",
    "equipe",
    "facturation",
    "facture",
    "factures",
    "gerance",
    "gestion",
    "hello",
    "hostmaster",
    "hr",
    "info",
    "information",
    "informations",
    "infos",
    "jobs",
    "juridique",
    "magasin",
    "mairie",
    "marketing",
    "office",
    "orders",
    "postmaster",
    "press",
    "presse",
    "reception",
    "recrutement",
    "reservation",
    "reservations",
    "rgpd",
    "rh",
    "sales",
    "sav",
    "secretariat",
    "service",
    "service-client",
    "serviceclient",
    "serviceclients",
    "shop",
    "support",
    "syndic",
    "team",
    "vente",
    "ventes",
    "webmaster",
];

/// Whether an address is of a function: several people read it, and change. `user` is in lower case.
pub fn is_role(user: &[u8]) -> bool {
    ROLES.binary_search_by(|it| it.as_bytes().cmp(user)).is_ok()
}

/// Providers of addresses for everybody, most customers first.
const PROVIDERS: [&str; 62] = [
    "gmail.com",
    "orange.fr",
    "hotmail.fr",
    "hotmail.com",
    "free.fr",
    "wanadoo.fr",
    "yahoo.fr",
    "yahoo.com",
    "sfr.fr",
    "laposte.net",
    "outlook.fr",
    "outlook.com",
    "icloud.com",
    "live.fr",
    "live.com",
    "msn.com",
    "neuf.fr",
    "bbox.fr",
    "aol.com",
    "club-internet.fr",
    "numericable.fr",
    "me.com",
    "mac.com",
    "gmx.fr",
    "gmx.com",
    "cegetel.net",
    "aliceadsl.fr",
    "voila.fr",
    "noos.fr",
    "libertysurf.fr",
    "9online.fr",
    "dbmail.com",
    "ymail.com",
    "rocketmail.com",
    "mail.com",
    "email.com",
    "protonmail.com",
    "proton.me",
    "hotmail.be",
    "hotmail.it",
    "hotmail.es",
    "hotmail.de",
    "hotmail.co.uk",
    "live.be",
    "yahoo.co.uk",
    "yahoo.de",
    "yahoo.es",
    "yahoo.it",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "libero.it",
    "telenet.be",
    "skynet.be",
    "bluewin.ch",
    "btinternet.com",
    "mail.ru",
    "tutanota.com",
    "zohomail.com",
];

/// Whether `domain`, in lower case, gives addresses to everybody.
pub fn is_provider(domain: &[u8]) -> bool {
    PROVIDERS.iter().any(|it| it.as_bytes() == domain)
}

/// The domain that one of many customers is a slip of; none if it is none, or might be of two.
///
/// A list of what is written for what — the wrong end (`orange.com`, `gmail.fr`) and other languages' — and, for names of five
/// letters and more, one letter too many, missing, other, or two that changed places (Damerau, *CACM* 7-3, 1964). Domains of
/// companies that are one letter from a provider are what this may get wrong: it is for comparison, the original stands.
pub fn mended(domain: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(domain).ok()?;
    let (label, end) = text.split_once('.')?;
    let listed = match text {
        "gmail.fr" | "gmail.co" | "gmail.net" | "gmail.org" | "googlemail.com" | "google.mail" | "g.mail.com"
        | "gmail.com.fr" => Some("gmail.com"),
        "orange.com" | "orange.net" | "orang.fr" | "orage.fr" | "orange.ft" => Some("orange.fr"),
        "laposte.fr" | "laposte.com" | "la-poste.net" | "la.poste.net" => Some("laposte.net"),
        "wanadoo.com" | "wanadoo.net" => Some("wanadoo.fr"),
        "free.com" | "fre.fr" | "freee.fr" | "feee.fr" => Some("free.fr"),
        "sfr.com" | "srf.fr" | "sfr.net" => Some("sfr.fr"),
        "icloud.fr" | "icloud.net" | "iclod.com" => Some("icloud.com"),
        "yahou.fr" | "yhoo.fr" => Some("yahoo.fr"),
        _ => None,
    };
    if listed.is_some() {
        return listed;
    }
    let end = match end {
        "f" | "fe" | "ft" | "rf" | "frr" | "ffr" | "fr.fr" | "dr" | "gr" | "r" | "fr.com" => "fr",
        "con" | "cm" | "comm" | "cmo" | "ocm" | "om" | "vom" | "xom" | "cim" | "coml" | "con.fr" | "com.com" => "com",
        "ne" | "nett" | "ner" | "nte" => "net",
        other => other,
    };
    let mut found = None;
    for provider in PROVIDERS {
        let Some((right, right_end)) = provider.split_once('.') else { continue };
        if right_end != end {
            continue;
        }
        if right == label {
            return (provider != text).then_some(provider);
        }
        let near = right.len() >= 5
            && label.len().abs_diff(right.len()) <= 1
            && crate::similarity::one_slip(right.as_bytes(), label.as_bytes());
        if near && found.replace(provider).is_some() {
            return None;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<(String, Address), Junk> {
        let mut out = b"KEPT".to_vec();
        let read = read_into(text, &mut out);
        assert_eq!(read.is_err(), out == b"KEPT", "{text}");
        read.map(|it| (String::from_utf8(out.split_off(4)).unwrap(), it))
    }

    #[test]
    fn one_box_has_one_form() {
        for text in [
            "jean.dupont@orange.fr",
            "JEAN.DUPONT@ORANGE.FR",
            " jean.dupont@orange.fr ",
            "mailto:jean.dupont@orange.fr",
            "<jean.dupont@orange.fr>",
            "Jean Dupont <Jean.Dupont@Orange.fr>",
            "jean.dupont@orange.fr;",
            "jean.dupont@orange.fr; autre@free.fr",
            "jean.dupont@orange,fr",
            "jean.dupont@orange..fr",
            "jean.dupont@orange.fr.",
        ] {
            assert_eq!(read(text).map(|it| it.0), Ok("jean.dupont@orange.fr".to_owned()), "{text}");
        }
    }

    #[test]
    fn slips_of_domains_are_mended() {
        for (written, right) in [
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("gmail.fr", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("gnail.com", "gmail.com"),
            ("googlemail.com", "gmail.com"),
            ("hotmial.fr", "hotmail.fr"),
            ("hotmal.com", "hotmail.com"),
            ("hotmail.f", "hotmail.fr"),
            ("wanado.fr", "wanadoo.fr"),
            ("wandoo.fr", "wanadoo.fr"),
            ("orange.f", "orange.fr"),
            ("orange.com", "orange.fr"),
            ("ornage.fr", "orange.fr"),
            ("oragne.fr", "orange.fr"),
            ("yaho.fr", "yahoo.fr"),
            ("yahooo.fr", "yahoo.fr"),
            ("laposte.fr", "laposte.net"),
            ("lapost.net", "laposte.net"),
            ("outlok.fr", "outlook.fr"),
            ("outlook.con", "outlook.com"),
            ("iclou.com", "icloud.com"),
            ("free.frr", "free.fr"),
            ("sfr.f", "sfr.fr"),
            ("live.frr", "live.fr"),
            ("numericabe.fr", "numericable.fr"),
        ] {
            let (address, about) = read(&format!("jean.dupont@{written}")).unwrap();
            assert_eq!(address, format!("jean.dupont@{right}"), "{written}");
            assert!(about.is_mended, "{written}");
        }
    }

    #[test]
    fn real_domains_are_left_alone() {
        for domain in PROVIDERS.into_iter().chain([
            "ymail.com",
            "email.com",
            "entente.fr",
            "ac-lyon.fr",
            "sfr.com.example-bank.fr",
            "orano.fr",
            "frre.fr",
            "ibm.com",
            "gmx.net",
            "grange.fr.eu",
        ]) {
            let (address, about) = read(&format!("jean.dupont@{domain}")).unwrap();
            assert_eq!(address, format!("jean.dupont@{domain}"));
            assert!(!about.is_mended, "{domain}");
        }
    }

    #[test]
    fn what_is_no_address_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("-", Junk::Unreadable),
            ("nomail@nomail.fr", Junk::Placeholder),
            ("noemail@free.fr", Junk::Placeholder),
            ("inconnu@inconnu.fr", Junk::Placeholder),
            ("aucun@aucun.com", Junk::Placeholder),
            ("jean@nomail.com", Junk::Placeholder),
            ("noreply@orange.fr", Junk::Placeholder),
            ("xxx@xxx.fr", Junk::Placeholder),
            ("aaaa@gmail.com", Junk::Placeholder),
            ("jean@example.com", Junk::Placeholder),
            ("test@test.fr", Junk::Test),
            ("test@gmail.com", Junk::Test),
            ("toto@toto.fr", Junk::Test),
            ("a@a.fr", Junk::Test),
            ("inconnu", Junk::Placeholder),
            ("jean.dupont", Junk::Unreadable),
            ("jean.dupont@", Junk::Unreadable),
            ("@orange.fr", Junk::Unreadable),
            ("jean@orange", Junk::Unreadable),
            ("jean dupont@", Junk::Unreadable),
            ("a@b@", Junk::Unreadable),
        ] {
            // A lone dash folds to nothing at all.
            let cause = if text == "-" { Junk::Empty } else { cause };
            assert_eq!(read(text).map(|it| it.0), Err(cause), "{text}");
        }
    }

    #[test]
    fn functions_and_providers_are_told() {
        assert!(ROLES.is_sorted());
        for (text, role, provider) in [
            ("contact@dupont.fr", true, false),
            ("INFO@dupont.fr", true, false),
            ("jean@dupont.fr", false, false),
            ("jean@gmail.com", false, true),
        ] {
            let about = read(text).unwrap().1;
            assert_eq!((about.is_role, about.is_provider), (role, provider), "{text}");
            assert_eq!(about.shared(), role.then_some(Junk::Shared), "{text}");
        }
    }

    #[test]
    fn two_addresses_of_one_box_compare() {
        for (text, expected) in [
            ("jean.dupont+shop@gmail.com", "jeandupont@gmail.com"),
            ("j.e.a.n.dupont@gmail.com", "jeandupont@gmail.com"),
            ("jean.dupont+shop@orange.fr", "jean.dupont@orange.fr"),
            ("jean.dupont@orange.fr", "jean.dupont@orange.fr"),
            ("+33@orange.fr", "+33@orange.fr"),
        ] {
            let mut out = Vec::new();
            comparable_into(text.as_bytes(), &mut out);
            assert_eq!(out, expected.as_bytes(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_reading_again_changes_nothing(text in "[a-z.]{0,8}@?[a-z.,]{0,12}|\\PC{0,40}") {
            if let Ok((once, _)) = read(&text) {
                prop_assert_eq!(read(&once).map(|it| it.0), Ok(once));
            }
        }

        #[test]
        fn a_slip_of_a_long_provider_is_mended_or_left(user in "[a-z]{5,9}", at in 0_usize..6, letter in "[a-z]") {
            let mut wrong = "wanadoo".to_owned();
            wrong.replace_range(at..=at, &letter);
            let (address, _) = read(&format!("jean{user}@{wrong}.fr")).unwrap();
            prop_assert_eq!(address, format!("jean{user}@wanadoo.fr"));
        }
    }
}
