//! Given names: which words are one, of which sex, how it is written, and what short forms stand for.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::OnceLock;

/// Given names of France: folded, sex (`M`, `F`, `X` both), thousands of births, written with accents.
///
/// Derived from INSEE, *Fichier des prénoms*, births 1925 to 2010: single words with 2,000 births or more; `X` if neither
/// sex has 98 % of them. See `data/README.md`.
const NAMES: &str = include_str!("../../data/given_names.txt");

/// Short forms and what they stand for; ours.
const NICKNAMES: &str = include_str!("../../data/nicknames.txt");

/// Whose given name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bearer {
    /// Nearly always a man.
    Man,
    /// Nearly always a woman.
    Woman,
    /// Both.
    Either,
}

/// What is known of a given name of France.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenName {
    /// Whose name it is.
    pub bearer: Bearer,
    /// Births from 1925 to 2010, in thousands.
    pub thousands: u32,
    /// With its accents: `Hélène`.
    pub written: &'static str,
}

type Map<T> = HashMap<&'static [u8], T, FxBuildHasher>;

/// What is known of a folded word as a given name; none if it is rare or no given name.
pub fn known(word: &[u8]) -> Option<GivenName> {
    static KNOWN: OnceLock<Map<GivenName>> = OnceLock::new();
    if word.len() < 2 {
        return None;
    }
    KNOWN.get_or_init(|| NAMES.lines().filter_map(line).collect()).get(word).copied()
}

fn line(line: &'static str) -> Option<(&'static [u8], GivenName)> {
    let mut parts = line.splitn(4, ' ');
    let (word, sex, thousands, written) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let bearer = match sex {
        "M" => Bearer::Man,
        "F" => Bearer::Woman,
        _ => Bearer::Either,
    };
    Some((word.as_bytes(), GivenName { bearer, thousands: thousands.parse().ok()?, written }))
}

/// What a short form stands for, folded: `BABETH` for `ELISABETH` and `ELIZABETH`; empty if it is none we know.
pub fn stands_for(short: &[u8]) -> &'static [&'static [u8]] {
    static LONG: OnceLock<Map<Vec<&'static [u8]>>> = OnceLock::new();
    let map = LONG.get_or_init(|| {
        let lines = NICKNAMES.lines().filter(|it| !it.starts_with('#'));
        lines
            .filter_map(|it| it.split_once(' '))
            .map(|(short, long)| (short.as_bytes(), long.split(' ').map(str::as_bytes).collect()))
            .collect()
    });
    // The longest short form has nine letters; most names are not looked up at all.
    if short.len() > 9 { &[] } else { map.get(short).map_or(&[], Vec::as_slice) }
}

/// Whether one folded given name is a short form of the other: the table says so (`BOB` of ROBERT, `MANUE` of
/// EMMANUELLE), or it is the other's beginning (`JOS` of JOSÉPHINE).
///
/// A beginning that is a name of its own is none: `JEAN` is not short for JEANNE, nor `MARC` for MARCEL — where both are
/// names of France, the table alone decides from four letters on, and no woman's name is a man's with an ending.
pub fn is_short_form(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let begins = short.len() >= 2 && short.len() < long.len() && long.starts_with(short);
    if stands_for(short).contains(&long) || stands_for(long).contains(&short) {
        return true;
    }
    begins
        && match (known(short), known(long)) {
            (Some(x), Some(y)) => {
                short.len() < 4 && !(x.bearer != y.bearer && is_feminine_end(long.get(short.len()..).unwrap_or(&[])))
            }
            _ => true,
        }
}

/// What makes a woman's name of a man's: LUC and LUCE, LUCIE.
fn is_feminine_end(end: &[u8]) -> bool {
    matches!(
        end,
        b"E" | b"A" | b"IE" | b"IA" | b"NE" | b"LE" | b"TE" | b"TTE" | b"ETTE" | b"INE" | b"INA" | b"IENNE" | b"IANE"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_tables_are_sorted_and_each_line_is_read() {
        let shorts: Vec<&str> =
            NICKNAMES.lines().filter(|it| !it.starts_with('#')).map(|it| it.split(' ').next().unwrap()).collect();
        assert!(shorts.is_sorted_by(|a, b| a < b));
        assert!(
            shorts.iter().all(|it| !stands_for(it.as_bytes()).is_empty()),
            "a short form is too long for the filter"
        );
        let names: Vec<&str> = NAMES.lines().collect();
        assert!(names.is_sorted());
        assert!(names.iter().all(|it| line(it).is_some()));
        assert_eq!(names.len(), 1_520);
        for name in NAMES.lines().filter_map(line) {
            assert_eq!(crate::normalise::folded(name.1.written), name.0);
        }
    }

    #[test]
    fn given_names_have_a_bearer_and_accents() {
        for (word, bearer, written) in [
            ("HELENE", Bearer::Woman, "Hélène"),
            ("JEAN", Bearer::Man, "Jean"),
            ("CAMILLE", Bearer::Either, "Camille"),
            ("FRANCOISE", Bearer::Woman, "Françoise"),
        ] {
            let name = known(word.as_bytes()).unwrap();
            assert_eq!((name.bearer, name.written), (bearer, written), "{word}");
        }
        assert_eq!(known(b"DUPONT"), None);
        assert_eq!(known(b""), None);
    }

    #[test]
    fn short_forms_are_known_by_table_and_by_beginning() {
        for (short, long) in [
            ("ALEX", "ALEXANDRE"),
            ("ALEX", "ALEXANDRA"),
            ("FRED", "FREDERIC"),
            ("PHIL", "PHILIPPE"),
            ("STEPH", "STEPHANIE"),
            ("CHRIS", "CHRISTOPHE"),
            ("NICO", "NICOLAS"),
            ("SEB", "SEBASTIEN"),
            ("TOM", "THOMAS"),
            ("BEN", "BENJAMIN"),
            ("CATHY", "CATHERINE"),
            ("ISA", "ISABELLE"),
            ("VAL", "VALERIE"),
            ("PAT", "PATRICIA"),
            ("VERO", "VERONIQUE"),
            ("DOM", "DOMINIQUE"),
            ("GUIGUI", "GUILLAUME"),
            ("MAX", "MAXIMILIEN"),
            ("JO", "JOSEPHINE"),
            ("FANFAN", "FRANCOISE"),
            ("JACKY", "JACQUELINE"),
            ("MANU", "EMMANUEL"),
            ("MANUE", "EMMANUELLE"),
            ("MAT", "MATTHIEU"),
            ("LOLO", "LAURENT"),
            ("BABETH", "ELISABETH"),
            ("CARO", "CAROLINE"),
            ("NINI", "VIRGINIE"),
            ("BOB", "ROBERT"),
            ("BILL", "WILLIAM"),
            ("PEGGY", "MARGARET"),
            ("TED", "EDWARD"),
            ("LIZ", "ELIZABETH"),
            ("CHUCK", "CHARLES"),
            ("GERMAI", "GERMAINE"),
        ] {
            assert!(is_short_form(short.as_bytes(), long.as_bytes()), "{short} {long}");
            assert!(is_short_form(long.as_bytes(), short.as_bytes()), "{long} {short}");
        }
    }

    #[test]
    fn names_of_their_own_are_no_short_forms() {
        for (a, b) in [
            ("JEAN", "JEANNE"),
            ("MICHEL", "MICHELE"),
            ("DANIEL", "DANIELLE"),
            ("MARC", "MARCEL"),
            ("PAUL", "PAULINE"),
            ("MARTIN", "MARTINE"),
            ("LOUIS", "LOUISE"),
            ("LUC", "LUCIE"),
            ("LUC", "LUCE"),
            ("JULIE", "JULIETTE"),
            ("SIMON", "SIMONE"),
            ("ANDRE", "ANDREE"),
            ("PIERRE", "PAUL"),
            ("J", "JEAN"),
            ("", "JEAN"),
            ("JEAN", "JEAN"),
            ("BOB", "WILLIAM"),
        ] {
            assert!(!is_short_form(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn short_forms_do_not_depend_on_the_order(a in "[A-Z]{0,9}", b in "[A-Z]{0,9}") {
            prop_assert_eq!(is_short_form(a.as_bytes(), b.as_bytes()), is_short_form(b.as_bytes(), a.as_bytes()));
            prop_assert!(!is_short_form(a.as_bytes(), a.as_bytes()));
        }
    }
}
