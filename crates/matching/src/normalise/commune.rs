//! Towns and postcodes of France: names in one form, and whether a postcode and a town belong together.
//!
//! The list is La Poste's, *Base officielle des codes postaux*, of metropolitan France; see `data/README.md`. Towns of overseas
//! departments, hamlets and communes that were merged away are not in it: of those nothing is said.

use crate::normalise::{Junk, fold_into, placeholder, push_word, words};
use crate::similarity::one_slip;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::OnceLock;

/// A line for each postcode: `01000 BOURG EN BRESSE|ST DENIS LES BOURG`, sorted.
const LIST: &str = include_str!("../../data/communes.txt");

/// What is written beside the name of a town.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Town {
    /// District of Paris, Lyon or Marseille; 0 if not said.
    pub district: u8,
    /// Whether it is a delivery for large receivers.
    pub is_cedex: bool,
}

/// Writes the name of the town of `text` to `out`, folded and spelt out.
///
/// `ST` → SAINT, `STE` → SAINTE, `S/` → SUR, `SS` → SOUS, `LEZ` → LES; `HAVRE (LE)` → LE HAVRE; postcode, CEDEX and district taken out:
/// `75012 PARIS CEDEX 12`, `Paris 12e`, `PARIS 12EME ARRONDISSEMENT` and `PARIS XII` are PARIS. O(n).
///
/// # Errors
/// The cause, if it is no town; nothing is written then.
pub fn town_into(text: &str, out: &mut Vec<u8>) -> Result<Town, Junk> {
    let start = out.len();
    fold_into(text, out);
    let folded = out.split_off(start);
    if let Some(junk) = placeholder(&folded) {
        return Err(junk);
    }
    let mut town = Town::default();
    let mut article: &[u8] = b"";
    let count = words(&folded).count();
    for (at, word) in words(&folded).enumerate() {
        let digits = word.iter().all(u8::is_ascii_digit);
        if word == b"CEDEX" {
            town.is_cedex = true;
        } else if digits && (word.len() == 5 || town.is_cedex) {
            // The postcode before, the number of the CEDEX after.
        } else if let Some(district) = district(word).filter(|_| has_districts(out.get(start..).unwrap_or(&[]))) {
            town.district = district;
        } else if matches!(word, b"ARRONDISSEMENT" | b"ARR" | b"ARRDT" | b"EME" | b"ER" | b"E")
            && at > 0
            && has_districts(out.get(start..).unwrap_or(&[]))
        {
        } else if at + 1 == count && at > 0 && matches!(word, b"LE" | b"LA" | b"LES" | b"L") {
            article = word;
        } else {
            push_word(out, start, opened(word, out.len() > start && at + 1 < count));
        }
    }
    if !article.is_empty() {
        out.splice(start..start, article.iter().copied().chain([b' ']));
    }
    if out.len() == start || !out.iter().skip(start).any(u8::is_ascii_alphabetic) {
        out.truncate(start);
        return Err(Junk::Unreadable);
    }
    Ok(town)
}

fn opened(word: &[u8], inside: bool) -> &[u8] {
    match word {
        b"ST" => b"SAINT",
        b"STE" => b"SAINTE",
        b"STS" => b"SAINTS",
        b"STES" => b"SAINTES",
        b"S" if inside => b"SUR",
        b"SS" if inside => b"SOUS",
        b"LEZ" => b"LES",
        b"ND" => b"NOTRE DAME",
        other => other,
    }
}

fn has_districts(town: &[u8]) -> bool {
    matches!(town, b"PARIS" | b"LYON" | b"MARSEILLE")
}

/// `12`, `12E`, `1ER`, `12EME`, `XII` as a district.
fn district(word: &[u8]) -> Option<u8> {
    const ROMAN: [&[u8]; 20] = [
        b"I", b"II", b"III", b"IV", b"V", b"VI", b"VII", b"VIII", b"IX", b"X", b"XI", b"XII", b"XIII", b"XIV", b"XV",
        b"XVI", b"XVII", b"XVIII", b"XIX", b"XX",
    ];
    if let Some(at) = ROMAN.iter().position(|it| *it == word) {
        return Some(at as u8 + 1);
    }
    let digits = word.iter().take_while(|it| it.is_ascii_digit()).count();
    let (number, end) = word.split_at(digits);
    let number = number.iter().take(3).fold(0, |all: u32, it| all * 10 + u32::from(it - b'0'));
    (digits <= 2 && (1..=20).contains(&number) && matches!(end, b"" | b"E" | b"ER" | b"EME" | b"IEME" | b"ND"))
        .then_some(number as u8)
}

/// The postcode of `text`: five digits as a number, 1000..=98999.
///
/// `F-75012`, `75 012` and, where a leading zero was lost, `1000` are read. Source: La Poste, *Code postal*.
///
/// # Errors
/// Empty, no digits, too few, all the same, or of no department.
pub fn postcode(text: &str) -> Result<u32, Junk> {
    let text = text.trim();
    let text = text.strip_prefix("FR").or_else(|| text.strip_prefix('F')).unwrap_or(text);
    let (mut number, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if count < 8 => {
                number = number * 10 + u32::from(byte - b'0');
                count += 1;
            }
            b' ' | b'-' | b'.' => {}
            _ => return Err(Junk::Unreadable),
        }
    }
    match (count, number) {
        (0, _) => Err(Junk::Empty),
        (_, 0 | 11_111 | 12_345 | 99_999) => Err(Junk::Placeholder),
        (4 | 5, 1_000..=98_999) if department(number) != 96 => Ok(number),
        (0..=3, _) => Err(Junk::Incomplete),
        (4 | 5, _) => Err(Junk::Impossible),
        _ => Err(Junk::Unreadable),
    }
}

/// The department of a postcode: 1..=95, 20 for both of Corsica, 971..=988 overseas.
pub fn department(postcode: u32) -> u32 {
    if postcode >= 97_000 { postcode / 100 } else { postcode / 1_000 }
}

/// The postcode of a district: Paris 12 is 75012; none of other towns.
pub fn postcode_of_district(town: &[u8], district: u8) -> Option<u32> {
    let (first, count) = match town {
        b"PARIS" => (75_000, 20),
        b"LYON" => (69_000, 9),
        b"MARSEILLE" => (13_000, 16),
        _ => return None,
    };
    (1..=count).contains(&district).then(|| first + u32::from(district))
}

#[derive(Debug)]
struct List {
    /// Of each postcode, in their order, its towns in one form.
    postcodes: Vec<(u32, Vec<Box<[u8]>>)>,
    towns: HashMap<Box<[u8]>, Vec<u32>, FxBuildHasher>,
}

/// The list, read at the first use: some ten milliseconds, three megabytes.
fn list() -> &'static List {
    static READ: OnceLock<List> = OnceLock::new();
    READ.get_or_init(|| {
        let mut list = List { postcodes: Vec::with_capacity(6_100), towns: HashMap::default() };
        let mut name = Vec::new();
        for (postcode, names) in LIST
            .lines()
            .filter_map(|it| it.split_once(' '))
            .filter_map(|(code, names)| Some((code.parse().ok()?, names)))
        {
            let mut towns = Vec::new();
            for written in names.split('|') {
                name.clear();
                if town_into(written, &mut name).is_ok() {
                    towns.push(name.clone().into_boxed_slice());
                    let of_town: &mut Vec<u32> = list.towns.entry(name.clone().into_boxed_slice()).or_default();
                    if of_town.last() != Some(&postcode) {
                        of_town.push(postcode);
                    }
                }
            }
            list.postcodes.push((postcode, towns));
        }
        list
    })
}

/// The towns of a postcode, in the form of [`town_into`]; empty if it is not in the list.
pub fn towns(postcode: u32) -> impl Iterator<Item = &'static [u8]> {
    let list = list();
    let found = list.postcodes.binary_search_by_key(&postcode, |it| it.0).ok().and_then(|at| list.postcodes.get(at));
    found.into_iter().flat_map(|it| it.1.iter().map(AsRef::as_ref))
}

/// The postcodes of a town in the form of [`town_into`], sorted; empty if it is not in the list.
pub fn postcodes(town: &[u8]) -> &'static [u32] {
    list().towns.get(town).map_or(&[], Vec::as_slice)
}

/// Whether a postcode and a town belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// They do.
    Agrees,
    /// All but for a slip in the name or a name cut short: what it should be.
    Nearly(&'static [u8]),
    /// The town is elsewhere.
    Disagrees,
    /// Neither list nor rule tells: a hamlet, a commune merged away, overseas.
    Unknown,
}

/// Whether `postcode` is of `town`, in the form of [`town_into`].
///
/// A postcode that is not in the list (of a CEDEX, of a large receiver) agrees with each town of its department. One look-up,
/// and for what disagrees a comparison with each town of the postcode.
pub fn agreement(postcode: u32, town: &[u8]) -> Agreement {
    let of_town = postcodes(town);
    if of_town.binary_search(&postcode).is_ok() {
        return Agreement::Agrees;
    }
    if towns(postcode).next().is_none() {
        return match of_town.iter().any(|it| department(*it) == department(postcode)) {
            true => Agreement::Agrees,
            false if of_town.is_empty() || department(postcode) > 95 => Agreement::Unknown,
            false => Agreement::Disagrees,
        };
    }
    let cut = |it: &[u8]| town.len() >= 8 && it.starts_with(town);
    match towns(postcode).find(|it| one_slip(it, town) || cut(it)) {
        Some(right) => Agreement::Nearly(right),
        None if of_town.is_empty() => Agreement::Unknown,
        None => Agreement::Disagrees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn town(text: &str) -> Result<(String, Town), Junk> {
        let mut out = b"KEPT".to_vec();
        let read = town_into(text, &mut out);
        assert_eq!(read.is_err(), out.len() == 4, "{text}");
        read.map(|it| (String::from_utf8(out.split_off(4)).unwrap(), it))
    }

    #[test]
    fn one_town_has_one_form() {
        for (texts, expected) in [
            (
                &["Saint-Étienne", "ST ETIENNE", "St. Etienne", "ST-ETIENNE CEDEX 2", "42000 Saint Etienne"][..],
                "SAINT ETIENNE",
            ),
            (&["Sainte-Croix", "STE CROIX"], "SAINTE CROIX"),
            (&["Le Havre", "HAVRE (LE)", "LE HAVRE CEDEX", "Havre, Le"], "LE HAVRE"),
            (
                &[
                    "Paris",
                    "PARIS 12",
                    "Paris 12e",
                    "PARIS 12EME ARRONDISSEMENT",
                    "PARIS XII",
                    "75012 PARIS",
                    "PARIS CEDEX 12",
                    "Paris 1er",
                    "PARIS 01",
                ],
                "PARIS",
            ),
            (&["Lyon 3e", "LYON 03", "LYON CEDEX 03"], "LYON"),
            (&["Boulogne s/ Mer", "BOULOGNE S/MER", "Boulogne-sur-Mer"], "BOULOGNE SUR MER"),
            (&["Fontenay ss Bois", "FONTENAY SOUS BOIS"], "FONTENAY SOUS BOIS"),
            (&["Vic-lès-Toul", "VIC LEZ TOUL"], "VIC LES TOUL"),
            (&["L'Haÿ-les-Roses", "L HAY LES ROSES"], "L HAY LES ROSES"),
            (&["Château-l'Évêque", "CHATEAU L EVEQUE"], "CHATEAU L EVEQUE"),
            (&["Roissy-en-France"], "ROISSY EN FRANCE"),
        ] {
            for text in texts {
                assert_eq!(town(text).map(|it| it.0), Ok(expected.to_owned()), "{text}");
            }
        }
        assert_eq!(town("Paris 12e").unwrap().1, Town { district: 12, is_cedex: false });
        assert_eq!(town("PARIS XII").unwrap().1.district, 12);
        assert!(town("Lyon Cedex 03").unwrap().1.is_cedex);
        assert_eq!(postcode_of_district(b"PARIS", 12), Some(75_012));
        assert_eq!(postcode_of_district(b"LYON", 12), None);
    }

    #[test]
    fn what_is_no_town_or_postcode_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("inconnue", Junk::Placeholder),
            ("75012", Junk::Unreadable),
            ("CEDEX", Junk::Unreadable),
            ("XXX", Junk::Placeholder),
        ] {
            assert_eq!(town(text).map(|it| it.0), Err(cause), "{text}");
        }
        for (text, expected) in [
            ("75012", Ok(75_012)),
            ("F-75012", Ok(75_012)),
            ("75 012", Ok(75_012)),
            ("1000", Ok(1_000)),
            ("01000", Ok(1_000)),
            ("97400", Ok(97_400)),
            ("", Err(Junk::Empty)),
            ("00000", Err(Junk::Placeholder)),
            ("99999", Err(Junk::Placeholder)),
            ("750", Err(Junk::Incomplete)),
            ("99500", Err(Junk::Impossible)),
            ("96000", Err(Junk::Impossible)),
            ("750120", Err(Junk::Unreadable)),
            ("SW1A 1AA", Err(Junk::Unreadable)),
        ] {
            assert_eq!(postcode(text), expected, "{text}");
        }
    }

    #[test]
    fn the_list_is_whole() {
        // Counts of the file it is derived from: 6,051 postcodes, 35,300 pairs.
        assert_eq!(list().postcodes.len(), 6_051);
        assert!(list().postcodes.is_sorted_by_key(|it| it.0));
        let pairs: usize = LIST.lines().map(|it| it.split('|').count()).sum();
        assert!((35_200..=35_300).contains(&pairs), "{pairs}");
    }

    #[test]
    fn a_postcode_agrees_with_its_towns_alone() {
        for (code, written, expected) in [
            (42_000, "St Etienne", Agreement::Agrees),
            (75_012, "Paris 12e", Agreement::Agrees),
            (75_012, "PARIS", Agreement::Agrees),
            (1_000, "Bourg-en-Bresse", Agreement::Agrees),
            (1_000, "Saint-Denis-lès-Bourg", Agreement::Agrees),
            (13_001, "Lyon", Agreement::Disagrees),
            (42_000, "Bourg en Bresse", Agreement::Disagrees),
            (1_000, "Bourg en Brese", Agreement::Nearly(b"BOURG EN BRESSE")),
            (1_000, "Bourg en Br", Agreement::Nearly(b"BOURG EN BRESSE")),
            // Of a CEDEX: not in the list, the department tells.
            (42_950, "Saint-Étienne Cedex 9", Agreement::Agrees),
            (42_950, "Bourg en Bresse", Agreement::Disagrees),
            (97_400, "Saint-Denis", Agreement::Unknown),
            (1_000, "Les Vennes", Agreement::Unknown),
        ] {
            let name = town(written).unwrap().0;
            assert_eq!(agreement(code, name.as_bytes()), expected, "{code} {written}");
        }
    }

    proptest! {
        #[test]
        fn every_town_of_the_list_agrees_with_its_postcode(at in 0_usize..6_051) {
            let (code, towns) = &list().postcodes[at];
            for town in towns {
                prop_assert_eq!(agreement(*code, town), Agreement::Agrees);
            }
        }

        #[test]
        fn no_text_makes_it_panic_and_a_town_read_again_is_the_same(text in "[A-Z0-9 ]{0,24}|\\PC{0,30}") {
            let _ = postcode(&text);
            if let Ok((once, _)) = town(&text) {
                let _ = agreement(75_001, once.as_bytes());
                let read = town(&once);
                // `A CEDEX L` turns about once; the second reading may turn again.
                prop_assume!(!once.split(' ').any(|it| matches!(it, "LE" | "LA" | "LES" | "L" | "S" | "SS" | "ST" | "STE")));
                prop_assert!(read.is_err() || read.map(|it| it.0) == Ok(once));
            }
        }
    }
}
