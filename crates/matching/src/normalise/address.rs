//! Postal addresses after the French norm (AFNOR NF Z10-011), close enough to compare: number, kind of way, name;
//! complements apart. How an address is *written* after the norm is [`crate::normalise::afnor`]'s matter, towns are
//! [`crate::normalise::commune`]'s.

use crate::normalise::{Junk, fold_into, is_small_word, placeholder, push_word, words};

/// Kinds of ways: as spelt out, as the norm abbreviates them. Source: AFNOR NF Z10-011, annex; La Poste, *Abréviations des
/// types de voies*. Sorted by what is common.
pub(crate) const WAYS: [(&str, &str); 43] = [
    ("RUE", "RUE"),
    ("AVENUE", "AV"),
    ("BOULEVARD", "BD"),
    ("CHEMIN", "CHE"),
    ("ALLEE", "ALL"),
    ("IMPASSE", "IMP"),
    ("PLACE", "PL"),
    ("ROUTE", "RTE"),
    ("SQUARE", "SQ"),
    ("COURS", "CRS"),
    ("QUAI", "QUAI"),
    ("PASSAGE", "PAS"),
    ("SENTIER", "SEN"),
    ("FAUBOURG", "FG"),
    ("LOTISSEMENT", "LOT"),
    ("VILLA", "VLA"),
    ("RUELLE", "RLE"),
    ("CHAUSSEE", "CHS"),
    ("ESPLANADE", "ESP"),
    ("PROMENADE", "PRO"),
    ("SENTE", "SENTE"),
    ("TRAVERSE", "TRA"),
    ("MONTEE", "MTE"),
    ("DESCENTE", "DSC"),
    ("ROCADE", "ROC"),
    ("CORNICHE", "COR"),
    ("VENELLE", "VEN"),
    ("CARREFOUR", "CAR"),
    ("PARVIS", "PRV"),
    ("VOIE", "VOI"),
    ("HAMEAU", "HAM"),
    ("ALLEES", "ALLEES"),
    ("GRANDRUE", "GR"),
    ("GALERIE", "GALERIE"),
    ("MAIL", "MAIL"),
    ("ROTONDE", "RTD"),
    ("PERIPHERIQUE", "PER"),
    ("AUTOROUTE", "A"),
    ("RAMPE", "RPE"),
    ("ESCALIERS", "ESCS"),
    ("BERGE", "BER"),
    ("COTE", "COTE"),
    ("DRAILLE", "DRA"),
];

/// The word that an abbreviation of an address stands for: of ways, titles and complements.
pub(crate) fn opened(word: &[u8]) -> &[u8] {
    match word {
        b"AV" | b"AVE" | b"AVN" => b"AVENUE",
        b"BD" | b"BVD" | b"BLD" | b"BLVD" | b"BOUL" | b"BOULV" => b"BOULEVARD",
        b"CHE" | b"CH" | b"CHEM" | b"CHM" => b"CHEMIN",
        b"ALL" => b"ALLEE",
        b"IMP" | b"IMPAS" => b"IMPASSE",
        b"PL" | b"PLC" => b"PLACE",
        b"RTE" | b"RT" => b"ROUTE",
        b"R" => b"RUE",
        b"SQ" => b"SQUARE",
        b"CRS" => b"COURS",
        b"PAS" | b"PSG" => b"PASSAGE",
        b"SEN" => b"SENTIER",
        b"FG" | b"FBG" => b"FAUBOURG",
        b"LOT" | b"LOTIS" => b"LOTISSEMENT",
        b"CHS" => b"CHAUSSEE",
        b"ESP" => b"ESPLANADE",
        b"PRO" | b"PROM" => b"PROMENADE",
        b"RLE" => b"RUELLE",
        b"TRA" => b"TRAVERSE",
        b"MTE" => b"MONTEE",
        b"VLA" => b"VILLA",
        b"VEN" => b"VENELLE",
        b"HAM" => b"HAMEAU",
        b"ST" => b"SAINT",
        b"STE" => b"SAINTE",
        b"STS" => b"SAINTS",
        b"GAL" | b"GEN" => b"GENERAL",
        b"MAL" | b"MAR" => b"MARECHAL",
        b"DR" => b"DOCTEUR",
        b"PR" | b"PROF" => b"PROFESSEUR",
        b"PDT" => b"PRESIDENT",
        b"CDT" => b"COMMANDANT",
        b"CNE" | b"CPT" => b"CAPITAINE",
        b"LT" => b"LIEUTENANT",
        b"SGT" => b"SERGENT",
        b"MGR" => b"MONSEIGNEUR",
        b"ND" => b"NOTRE DAME",
        b"GD" => b"GRAND",
        b"GDE" => b"GRANDE",
        b"VX" => b"VIEUX",
        b"RES" => b"RESIDENCE",
        b"BAT" | b"BT" => b"BATIMENT",
        b"APT" | b"APPT" | b"APP" => b"APPARTEMENT",
        b"ESC" => b"ESCALIER",
        b"ETG" | b"ET" => b"ETAGE",
        b"IMM" => b"IMMEUBLE",
        b"ENT" => b"ENTREE",
        b"QUA" | b"QRT" => b"QUARTIER",
        b"LD" => b"LIEU",
        other => other,
    }
}

/// What ends the street in a line: of the building, of the post. `BP` and its like name a box, not a place.
fn is_complement(whole: &[u8]) -> bool {
    matches!(
        whole,
        b"RESIDENCE"
            | b"BATIMENT"
            | b"APPARTEMENT"
            | b"LIEU"
            | b"ETAGE"
            | b"ESCALIER"
            | b"IMMEUBLE"
            | b"ENTREE"
            | b"CHEZ"
            | b"PORTE"
            | b"HALL"
            | b"BLOC"
            | b"LOGEMENT"
            | b"BOITE"
            | b"BP"
            | b"CS"
            | b"TSA"
            | b"CEDEX"
            | b"RDC"
    )
}

fn is_way(whole: &[u8]) -> bool {
    WAYS.iter().any(|(it, _)| it.as_bytes() == whole)
}

/// Whether a word of a street's or a town's name binds two others.
fn is_article(word: &[u8]) -> bool {
    is_small_word(word) || matches!(word, b"SUR" | b"SOUS")
}

/// What an address line says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Street {
    /// Number in the street; 0 if none.
    pub number: u32,
    /// The last number of `12-14 rue…`; 0 if there is one alone.
    pub number_to: u32,
    /// What repeats a number: `B` bis, `T` ter, `Q` quater, or the letter; 0 if none.
    pub repeat: u8,
    /// Whether a kind of way was found: without, the whole line is the street.
    pub has_way: bool,
}

/// Writes the street of `line` to `street` (number, kind and name, complements left out) and answers its number.
///
/// Abbreviations are spelt out; `12B` is 12 BIS; of `12-14` the first number stays; leading noughts fall. A line with no way in
/// it is kept whole. `street` may hold a number already, followed by a space. O(n).
pub fn street_into(line: &str, scratch: &mut Vec<u8>, street: &mut Vec<u8>) -> Street {
    scratch.clear();
    fold_into(line, scratch);
    let cut = Cut::of(scratch);
    let start = street.len();
    let mut said = Street { has_way: cut.has_way, ..Street::default() };
    if cut.has_way {
        for (at, word) in words(scratch).enumerate().skip(cut.from).take(cut.to - cut.from) {
            if at < cut.way && !said.take(word, street, start) {
                continue;
            }
            if at >= cut.way {
                push_word(street, start, opened(word));
            }
        }
        return said;
    }
    for word in words(scratch) {
        push_word(street, start, opened(word));
    }
    let digits = words(street.get(start..).unwrap_or(&[])).next().filter(|it| it.iter().all(u8::is_ascii_digit));
    said.number = digits.map_or(0, value);
    said
}

impl Street {
    /// Reads a word that stands before the way; false if nothing of it is to be written.
    fn take(&mut self, word: &[u8], street: &mut Vec<u8>, start: usize) -> bool {
        let digits = word.iter().take_while(|it| it.is_ascii_digit()).count();
        let (number, letters) = word.split_at(digits);
        if digits > 0 {
            if self.number > 0 {
                self.number_to = value(number);
                return false;
            }
            self.number = value(number);
            push_word(
                street,
                start,
                number.iter().position(|it| *it != b'0').and_then(|at| number.get(at..)).unwrap_or(b"0"),
            );
        }
        let repeat: &[u8] = match letters {
            b"" => return true,
            b"B" | b"BIS" => b"BIS",
            b"T" | b"TER" => b"TER",
            b"Q" | b"QUATER" => b"QUATER",
            [letter] if letter.is_ascii_uppercase() => letters,
            _ => return false,
        };
        if self.number > 0 && self.repeat == 0 {
            self.repeat = repeat.first().copied().unwrap_or(0);
            push_word(street, start, repeat);
        }
        true
    }
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().take(6).fold(0, |n, digit| n * 10 + u32::from(digit.wrapping_sub(b'0')))
}

/// Which words of a folded line are the street.
struct Cut {
    from: usize,
    way: usize,
    to: usize,
    has_way: bool,
}

impl Cut {
    /// From the number before the way to the next complement. Of several ways the first with a number wins: `Résidence du
    /// Cours, 12 rue Pasteur` is in the rue Pasteur.
    fn of(folded: &[u8]) -> Self {
        let (mut best, mut last_number, mut total) = (None::<(usize, Option<usize>)>, None, 0);
        for (at, word) in words(folded).enumerate() {
            total = at + 1;
            if word.first().is_some_and(u8::is_ascii_digit) {
                last_number = Some(at);
            } else if best.is_none_or(|it| it.1.is_none()) && is_way(opened(word)) {
                // `12 BIS`, `12 14`, `12 A 14`: two words may stand between the number and the way.
                let number = last_number.filter(|it| at - it <= 2);
                let is_name = word == b"R" && at > 3;
                let may_begin = at > 0 || last_number.is_none();
                if may_begin && !is_name && (best.is_none() || number.is_some()) {
                    best = Some((at, number));
                }
            }
        }
        let Some((way, number)) = best else { return Self { from: 0, way: 0, to: total, has_way: false } };
        let before = |at: usize| words(folded).nth(at).is_some_and(|it| it.first().is_some_and(u8::is_ascii_digit));
        // The first number of a range.
        let from = number.map_or(way, |it| if it > 0 && before(it - 1) { it - 1 } else { it });
        Self { from, way, to: end(folded, way).unwrap_or(total), has_way: true }
    }
}

/// Where the complements after the way begin: not at `rue de la Porte`, and with the number of `2E ETAGE`.
fn end(folded: &[u8], way: usize) -> Option<usize> {
    let mut before: &[u8] = b"";
    for (at, word) in words(folded).enumerate().skip(way) {
        let whole = opened(word);
        let bound = at == way + 1 || is_article(before);
        if at > way && !(bound && before != b"A") && is_complement(whole) {
            let counted = whole == b"ETAGE" && before.first().is_some_and(u8::is_ascii_digit) && at > way + 1;
            return Some(if counted { at - 1 } else { at });
        }
        before = word;
    }
    None
}

/// An address line taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Numbers and what repeats them.
    pub street: Street,
    /// Kind and name of the way, spelt out, folded: `AVENUE DE LA REPUBLIQUE`.
    pub way: Vec<u8>,
    /// Building, staircase, floor, flat, residence, spelt out.
    pub complement: Vec<u8>,
    /// Box or special service: `BP 123`, `CS 40001`, `TSA 12345`.
    pub post_box: Vec<u8>,
}

/// An address line taken apart, for writing it after the norm. O(n).
///
/// # Errors
/// The cause, if it is no address: empty, a placeholder, a note.
pub fn read(line: &str) -> Result<Address, Junk> {
    let mut folded = Vec::new();
    fold_into(line, &mut folded);
    if let Some(junk) = placeholder(&folded) {
        return Err(junk);
    }
    let cut = Cut::of(&folded);
    let mut made = Address { street: Street { has_way: cut.has_way, ..Street::default() }, ..Address::default() };
    let (mut ignored, mut is_box) = (Vec::new(), false);
    for (at, word) in words(&folded).enumerate() {
        let whole = opened(word);
        if matches!(word, b"BP" | b"CS" | b"TSA") {
            is_box = true;
        } else if !word.iter().all(u8::is_ascii_digit) {
            is_box = false;
        }
        if is_box {
            push_word(&mut made.post_box, 0, word);
        } else if cut.has_way && (cut.from..cut.way).contains(&at) {
            made.street.take(word, &mut ignored, 0);
        } else if (cut.way..cut.to).contains(&at) {
            push_word(&mut made.way, 0, whole);
        } else {
            push_word(&mut made.complement, 0, whole);
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn street(line: &str) -> (String, Street) {
        let (mut scratch, mut out) = (Vec::new(), Vec::new());
        let said = street_into(line, &mut scratch, &mut out);
        (String::from_utf8(out).unwrap(), said)
    }

    #[test]
    fn one_street_has_one_form() {
        for (lines, expected) in [
            (
                &[
                    "42 AV DE LA FONTAINE",
                    "42, avenue de la Fontaine",
                    "42 Ave De La Fontaine",
                    "0042 AVENUE DE LA FONTAINE",
                    "n° 42 av. de la fontaine",
                ][..],
                "42 AVENUE DE LA FONTAINE",
            ),
            (
                &[
                    "107 BIS AV HECTOR BERLIOZ",
                    "107bis avenue Hector Berlioz",
                    "107 B AV HECTOR BERLIOZ",
                    "107B avenue Hector-Berlioz",
                ],
                "107 BIS AVENUE HECTOR BERLIOZ",
            ),
            (&["5 TER IMP PASTEUR", "5T IMPASSE PASTEUR"], "5 TER IMPASSE PASTEUR"),
            (&["12A rue Pasteur", "12 A RUE PASTEUR"], "12 A RUE PASTEUR"),
            (&["12-14 rue Pasteur", "12/14 RUE PASTEUR", "12 RUE PASTEUR"], "12 RUE PASTEUR"),
            (
                &["3 BD DU GAL DE GAULLE", "3 Boulevard du Général de Gaulle", "3 BLD DU GENERAL DE GAULLE"],
                "3 BOULEVARD DU GENERAL DE GAULLE",
            ),
            (&["1 PL ST MARTIN", "1 place Saint-Martin"], "1 PLACE SAINT MARTIN"),
            (&["7 R DU 8 MAI 1945", "7 rue du 8 mai 1945"], "7 RUE DU 8 MAI 1945"),
            (
                &[
                    "RESIDENCE LES PINS 12 RUE PASTEUR",
                    "12 rue Pasteur, Résidence Les Pins",
                    "12 R PASTEUR RES LES PINS",
                    "12 rue Pasteur bât A apt 12",
                    "Apt 3 Bat B 12 rue Pasteur",
                    "12 rue Pasteur 2e étage",
                    "12 RUE PASTEUR BP 123",
                    "Villa Cours 12 rue Pasteur",
                    "12 rue Pasteur chez M. Dupont",
                ],
                "12 RUE PASTEUR",
            ),
            (&["rue de la Porte"], "RUE DE LA PORTE"),
            (&["4 rue de la Résidence"], "4 RUE DE LA RESIDENCE"),
            (&["LIEU DIT LE BOURG", "LD DIT LE BOURG"], "LIEU DIT LE BOURG"),
            (&["Le Bourg"], "LE BOURG"),
            (&["6 RTE DE LYON"], "6 ROUTE DE LYON"),
            (&["8 rue N.D. des Champs", "8 RUE N D DES CHAMPS"], "8 RUE N D DES CHAMPS"),
            (&["8 R ND DES CHAMPS", "8 rue Notre-Dame des Champs"], "8 RUE NOTRE DAME DES CHAMPS"),
            (&["", "-"], ""),
        ] {
            for line in lines {
                assert_eq!(street(line).0, expected, "{line}");
            }
        }
    }

    #[test]
    fn numbers_are_told_apart() {
        for (line, number, to, repeat) in [
            ("12 rue Pasteur", 12, 0, 0),
            ("12-14 rue Pasteur", 12, 14, 0),
            ("107 BIS AV BERLIOZ", 107, 0, b'B'),
            ("5T imp Pasteur", 5, 0, b'T'),
            ("12A rue Pasteur", 12, 0, b'A'),
            ("rue Pasteur", 0, 0, 0),
            ("Le Bourg", 0, 0, 0),
            ("3 Le Bourg", 3, 0, 0),
            ("12 quater r Pasteur", 12, 0, b'Q'),
        ] {
            let said = street(line).1;
            assert_eq!((said.number, said.number_to, said.repeat), (number, to, repeat), "{line}");
        }
    }

    #[test]
    fn a_number_written_before_stays() {
        let (mut scratch, mut out) = (Vec::new(), b"12 ".to_vec());
        street_into("rue Pasteur", &mut scratch, &mut out);
        assert_eq!(out, b"12 RUE PASTEUR");
    }

    #[test]
    fn a_line_is_taken_apart() {
        let text = |it: &[u8]| String::from_utf8(it.to_vec()).unwrap();
        for (line, way, complement, post_box) in [
            ("Apt 3 bât B 12 rue Pasteur", "RUE PASTEUR", "APPARTEMENT 3 BATIMENT B", ""),
            ("12 r Pasteur BP 123", "RUE PASTEUR", "", "BP 123"),
            ("BP 40001", "", "", "BP 40001"),
            ("12 r Pasteur Rés. Les Pins CS 40 001", "RUE PASTEUR", "RESIDENCE LES PINS", "CS 40 001"),
            ("Le Bourg", "LE BOURG", "", ""),
        ] {
            let read = read(line).unwrap();
            assert_eq!(
                (text(&read.way), text(&read.complement), text(&read.post_box)),
                (way.into(), complement.into(), post_box.into()),
                "{line}"
            );
        }
        assert_eq!(read("non renseigné"), Err(Junk::Placeholder));
        assert_eq!(read("pas d'adresse"), Err(Junk::Placeholder));
        assert_eq!(read(""), Err(Junk::Empty));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(line in "[0-9A-Z ]{0,40}|\\PC{0,60}") {
            let _ = (street(&line), read(&line));
        }

        #[test]
        fn a_street_read_again_is_the_same(number in 1_u32..400, way in 0_usize..16, name in "[A-Z][a-z]{3,8}( [A-Z][a-z]{3,8})?", repeat in "| bis| ter|a") {
            let line = format!("{number}{repeat} {} {name}", WAYS[way].1);
            let (once, said) = street(&line);
            prop_assume!(!words(&crate::normalise::folded(&name)).any(|it| is_complement(opened(it)) || is_way(opened(it))));
            prop_assert_eq!(said.number, number);
            prop_assert_eq!(street(&once).0, once);
        }

        #[test]
        fn every_word_of_a_line_stands_in_one_part(line in "[A-Z0-9]{1,4}( [A-Z]{1,6}){0,6}") {
            if let Ok(read) = read(&line) {
                let parts = words(&read.way).count() + words(&read.complement).count() + words(&read.post_box).count();
                prop_assert!(parts + 3 >= words(line.as_bytes()).count());
            }
        }
    }
}
