//! Addresses as La Poste wants them on an envelope: six lines of 38 characters, after AFNOR NF Z10-011.

use crate::normalise::address::{self, WAYS};
use crate::normalise::{Junk, commune, fold_into, words};

/// The longest line. Source: AFNOR NF Z10-011, 4.2.
pub const LINE: usize = 38;

/// What goes on an envelope, each as it was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Envelope<'a> {
    /// Line 1: who.
    pub name: &'a str,
    /// Lines 2 and 3: flat, floor, staircase; building, residence.
    pub complement: &'a str,
    /// Line 4: number and street; complements that stand there go to line 3, a box to line 5.
    pub street: &'a str,
    /// Line 5: hamlet.
    pub place: &'a str,
    /// Line 6.
    pub postcode: &'a str,
    /// Line 6.
    pub town: &'a str,
}

/// The lines of an envelope: at most six, 38 characters each, capitals without accents or points, none empty.
///
/// The norm asks for capitals in the last three lines and allows them in all. What is too long is abbreviated in the order of the
/// norm: kind of way, titles, words of the name; then words fall from the left, never the last one.
///
/// # Errors
/// Without a town or a postcode nothing can be delivered: the cause.
pub fn lines(envelope: &Envelope<'_>) -> Result<Vec<String>, Junk> {
    let postcode = commune::postcode(envelope.postcode)?;
    let street =
        if envelope.street.trim().is_empty() { address::Address::default() } else { address::read(envelope.street)? };
    let number = match (street.street.number, street.street.number_to) {
        (0, _) => String::new(),
        (from, 0) => from.to_string(),
        (from, to) => format!("{from}-{to}"),
    };
    let repeat = match street.street.repeat {
        0 => "",
        b'B' => "BIS",
        b'T' => "TER",
        b'Q' => "QUATER",
        other => std::str::from_utf8(&[other])
            .map(str::to_owned)
            .map_or("", |it| LETTERS.iter().find(|letter| **letter == it).copied().unwrap_or("")),
    };
    let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
    let way = [number.as_str(), repeat, &text(&street.way)]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let place = [text(&street.post_box), envelope.place.to_owned()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let (first, second) = halves(envelope.complement, &text(&street.complement));
    let town = format!("{postcode:05} {}", cedex(envelope.town));
    let made = [envelope.name, &first, &second, &way, &place, &town].into_iter().map(line);
    Ok(made.filter(|it| !it.is_empty()).collect())
}

const LETTERS: [&str; 26] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W",
    "X", "Y", "Z",
];

/// Lines 2 and 3: what was written apart, and what stood in the line of the street.
fn halves(apart: &str, within: &str) -> (String, String) {
    match (apart.trim(), within) {
        ("", within) => (String::new(), within.to_owned()),
        (apart, within) => (apart.to_owned(), within.to_owned()),
    }
}

/// The town as line 6 has it: districts fall, `CEDEX 12` stays.
fn cedex(town: &str) -> String {
    let mut name = Vec::new();
    let Ok(read) = commune::town_into(town, &mut name) else { return String::new() };
    let folded = crate::normalise::folded(town);
    let number = words(&folded).skip_while(|it| *it != b"CEDEX").nth(1).filter(|it| it.iter().all(u8::is_ascii_digit));
    let mut made = String::from_utf8_lossy(&name).into_owned();
    if read.is_cedex {
        made.push_str(" CEDEX");
        if let Some(number) = number {
            made.push(' ');
            made.push_str(&String::from_utf8_lossy(number));
        }
    }
    made
}

/// `text` as one line: folded, and no longer than 38 characters. Idempotent.
pub fn line(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    // A range of numbers keeps its hyphen.
    for (at, part) in text.split('-').enumerate() {
        let before = folded.last().is_some_and(u8::is_ascii_digit);
        let range = at > 0 && before && part.starts_with(|it: char| it.is_ascii_digit());
        if at > 0 {
            folded.push(if range { b'-' } else { b' ' });
        }
        fold_into(part, &mut folded);
    }
    let all: Vec<&str> = folded
        .split(|it| *it == b' ')
        .filter(|it| !it.is_empty())
        .filter_map(|it| std::str::from_utf8(it).ok())
        .collect();
    shortened(all, LINE)
}

/// Abbreviates words from the left until the line is short enough, then lets words fall.
fn shortened(mut all: Vec<&str>, most: usize) -> String {
    let length = |all: &[&str]| all.iter().map(|it| it.chars().count() + 1).sum::<usize>().saturating_sub(1);
    for abbreviated in [way, title, common] {
        for at in 0..all.len().saturating_sub(1) {
            if length(&all) <= most {
                break;
            }
            if let Some(word) = all.get_mut(at)
                && let Some(short) = abbreviated(word)
            {
                *word = short;
            }
        }
    }
    // Articles first, then words from behind the number, the last one never: sorting offices read it.
    for falls in [is_article as fn(&str) -> bool, |it: &str| !it.starts_with(|it: char| it.is_ascii_digit())] {
        while length(&all) > most && all.len() > 1 {
            let last = all.len() - 1;
            let Some(at) = all.iter().take(last).position(|it| falls(it)) else { break };
            all.remove(at);
        }
    }
    let made = all.join(" ");
    if made.chars().count() > most { made.chars().take(most).collect::<String>().trim_end().to_owned() } else { made }
}

fn is_article(word: &str) -> bool {
    matches!(word, "DE" | "DU" | "DES" | "D" | "LA" | "LE" | "LES" | "L" | "ET")
}

fn way(word: &str) -> Option<&'static str> {
    WAYS.iter().find(|it| it.0 == word && it.1.len() > 1).map(|it| it.1)
}

/// Titles. Source: AFNOR NF Z10-011, annex on abbreviations.
fn title(word: &str) -> Option<&'static str> {
    Some(match word {
        "GENERAL" => "GAL",
        "MARECHAL" => "MAL",
        "COMMANDANT" => "CDT",
        "CAPITAINE" => "CNE",
        "COLONEL" => "COL",
        "LIEUTENANT" => "LT",
        "SERGENT" => "SGT",
        "DOCTEUR" => "DR",
        "PROFESSEUR" => "PR",
        "PRESIDENT" => "PDT",
        "MONSEIGNEUR" => "MGR",
        "SAINT" => "ST",
        "SAINTE" => "STE",
        "SAINTS" => "STS",
        "MONSIEUR" => "M",
        "MADAME" => "MME",
        "MADEMOISELLE" => "MLLE",
        _ => return None,
    })
}

/// Common words of complements and names.
fn common(word: &str) -> Option<&'static str> {
    Some(match word {
        "RESIDENCE" => "RES",
        "BATIMENT" => "BAT",
        "APPARTEMENT" => "APT",
        "ESCALIER" => "ESC",
        "ETAGE" => "ETG",
        "IMMEUBLE" => "IMM",
        "ENTREE" => "ENT",
        "QUARTIER" => "QUA",
        "GRAND" => "GD",
        "GRANDE" => "GDE",
        "VIEUX" => "VX",
        "ZONE" => "Z",
        "INDUSTRIELLE" => "IND",
        "CENTRE" => "CTRE",
        "COMMERCIAL" => "CCIAL",
        "ETABLISSEMENTS" => "ETS",
        "SOCIETE" => "STE",
        "COMPAGNIE" => "CIE",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_envelope_has_the_lines_of_the_norm() {
        let made = lines(&Envelope {
            name: "Mme Hélène Dupont",
            complement: "",
            street: "Apt 12, bât. B, 107 bis, avenue du Général-de-Gaulle",
            place: "",
            postcode: "75012",
            town: "Paris 12e",
        });
        assert_eq!(
            made.unwrap(),
            ["MME HELENE DUPONT", "APPARTEMENT 12 BATIMENT B", "107 BIS AVENUE DU GENERAL DE GAULLE", "75012 PARIS"]
        );
        let made = lines(&Envelope {
            name: "Éts Martin & Fils",
            complement: "Service achats",
            street: "12-14 rue Pasteur BP 123",
            place: "",
            postcode: "42950",
            town: "St-Étienne Cedex 9",
        });
        assert_eq!(
            made.unwrap(),
            ["ETS MARTIN FILS", "SERVICE ACHATS", "12-14 RUE PASTEUR", "BP 123", "42950 SAINT ETIENNE CEDEX 9"]
        );
        assert_eq!(lines(&Envelope { town: "Paris", ..Envelope::default() }), Err(Junk::Empty));
    }

    #[test]
    fn long_lines_are_abbreviated_in_the_order_of_the_norm() {
        for (text, expected) in [
            ("12 boulevard du Maréchal Foch", "12 BOULEVARD DU MARECHAL FOCH"),
            ("120 boulevard du Maréchal de Lattre de Tassigny", "120 BD DU MAL DE LATTRE DE TASSIGNY"),
            ("12 boulevard de la Grande Résidence du Président Wilson", "12 BD DE LA GDE RES DU PDT WILSON"),
        ] {
            let made = line(text);
            assert!(made.len() <= LINE);
            assert_eq!(made, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_each_is_its_own_form(text in "\\PC{0,80}|[A-Za-z -]{0,80}") {
            let made = line(&text);
            prop_assert!(made.chars().count() <= LINE);
            prop_assert_eq!(line(&made), made);
        }

        #[test]
        fn no_envelope_makes_it_panic(name in "\\PC{0,30}", street in "\\PC{0,50}", town in "\\PC{0,20}", postcode in "[0-9]{0,6}") {
            if let Ok(lines) = lines(&Envelope { name: &name, complement: "", street: &street, place: "", postcode: &postcode, town: &town }) {
                prop_assert!(lines.len() <= 6 && lines.iter().all(|it| it.chars().count() <= LINE && !it.is_empty()));
            }
        }
    }
}
