//! Names of companies: the legal form apart, abbreviations spelt out, initials joined.

use crate::normalise::{Junk, fold_into, is_small_word, placeholder, push_word, repaired, words};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::OnceLock;

/// Legal forms, by the word that is kept for each.
///
/// Each line: the form, the countries it is of, and what is written for it, folded, initials joined. A `<` before it is read
/// at the head of a name only, `>` at its end only: `SPA` at the end is Italian, and anywhere else a bath. Source: INSEE,
/// *Catégories juridiques*, 2022; ISO 20275 (GLEIF, *Entity Legal Forms*, 1.5).
const FORMS: [(&str, &str, &[&str]); 62] = [
    ("SASU", "FR", &["SASU", "SOCIETE PAR ACTIONS SIMPLIFIEE UNIPERSONNELLE"]),
    ("SAS", "FR", &["SAS", "SOCIETE PAR ACTIONS SIMPLIFIEE"]),
    (
        "SARL",
        "FR LU CH",
        &["SARLU", "SARL", "SARLAU", "SOCIETE A RESPONSABILITE LIMITEE", "STE A RESPONSABILITE LIMITEE"],
    ),
    ("EURL", "FR", &["EURL", "ENTREPRISE UNIPERSONNELLE A RESPONSABILITE LIMITEE"]),
    ("SA", "FR BE LU CH ES PL", &["SA", "SOCIETE ANONYME", "SOCIEDAD ANONIMA", "SPOLKA AKCYJNA"]),
    ("SCI", "FR", &["SCI", "SOCIETE CIVILE IMMOBILIERE"]),
    ("SCCV", "FR", &["SCCV", "SOCIETE CIVILE DE CONSTRUCTION VENTE"]),
    ("SCM", "FR", &["SCM", "SOCIETE CIVILE DE MOYENS"]),
    ("SCP", "FR", &["SCP", "SOCIETE CIVILE PROFESSIONNELLE"]),
    ("SCEA", "FR", &["SCEA", "SOCIETE CIVILE D EXPLOITATION AGRICOLE"]),
    ("SCOP", "FR", &["SCOP", "SOCIETE COOPERATIVE ET PARTICIPATIVE", "SOCIETE COOPERATIVE OUVRIERE DE PRODUCTION"]),
    ("SCIC", "FR", &["SCIC", "SOCIETE COOPERATIVE D INTERET COLLECTIF"]),
    ("SCA", "FR BE LU", &["SCA", "SOCIETE EN COMMANDITE PAR ACTIONS"]),
    ("SCS", "FR BE LU", &["SCS", "SOCIETE EN COMMANDITE SIMPLE"]),
    ("SNC", "FR BE IT", &["SNC", "SOCIETE EN NOM COLLECTIF"]),
    ("SELARL", "FR", &["SELARL", "SOCIETE D EXERCICE LIBERAL A RESPONSABILITE LIMITEE"]),
    ("SELAS", "FR", &["SELAS", "SELASU"]),
    ("SEM", "FR", &["SEM", "SAEM", "SAEML", "SOCIETE D ECONOMIE MIXTE"]),
    ("SPL", "FR", &["SPL", "SOCIETE PUBLIQUE LOCALE"]),
    ("GIE", "FR", &["GIE", "GROUPEMENT D INTERET ECONOMIQUE"]),
    ("GIP", "FR", &["GIP", "GROUPEMENT D INTERET PUBLIC"]),
    ("GAEC", "FR", &["GAEC", "GROUPEMENT AGRICOLE D EXPLOITATION EN COMMUN"]),
    ("EARL", "FR", &["EARL", "EXPLOITATION AGRICOLE A RESPONSABILITE LIMITEE"]),
    ("EIRL", "FR", &["EIRL"]),
    ("EI", "FR", &["EI", "ENTREPRISE INDIVIDUELLE", "ENTREPRENEUR INDIVIDUEL"]),
    ("ME", "FR", &["MICRO ENTREPRISE", "MICROENTREPRISE", "AUTO ENTREPRENEUR", "AUTOENTREPRENEUR"]),
    ("EPIC", "FR", &["EPIC", "ETABLISSEMENT PUBLIC A CARACTERE INDUSTRIEL ET COMMERCIAL"]),
    ("SDC", "FR", &["SDC", "SYNDICAT DES COPROPRIETAIRES", "SYNDICAT DE COPROPRIETE"]),
    (
        "ASSOCIATION",
        "FR",
        &[
            "ASSOCIATION LOI 1901",
            "ASSOCIATION LOI DE 1901",
            "ASS LOI 1901",
            "LOI 1901",
            "ASSOCIATION DECLAREE",
            "<ASSOCIATION",
            "<ASSOC",
            "<ASSO",
            ">ASBL",
        ],
    ),
    ("FONDATION", "FR", &["<FONDATION"]),
    ("SE", "EU", &[">SE", "SOCIETAS EUROPAEA", "SOCIETE EUROPEENNE"]),
    ("SRL", "IT BE RO", &[">SRL", ">SRLS", "SOCIETA A RESPONSABILITA LIMITATA"]),
    ("SPA", "IT", &[">SPA", "SOCIETA PER AZIONI"]),
    ("SAPA", "IT", &[">SAPA"]),
    ("SL", "ES", &[">SL", ">SLU", ">SLNE", "SOCIEDAD LIMITADA", "SOCIEDAD DE RESPONSABILIDAD LIMITADA"]),
    ("SAU", "ES", &[">SAU"]),
    ("LDA", "PT", &[">LDA", ">LIMITADA"]),
    ("GMBH CO KG", "DE AT", &["GMBH CO KG", "GMBH UND CO KG", "GMBH ET CO KG", "GMBH CO KGAA"]),
    ("GMBH", "DE AT CH", &["GMBH", "GGMBH", "MBH", "GESELLSCHAFT MIT BESCHRANKTER HAFTUNG"]),
    ("UG", "DE", &[">UG", "UG HAFTUNGSBESCHRANKT", "UNTERNEHMERGESELLSCHAFT"]),
    ("AG", "DE AT CH", &[">AG", "AKTIENGESELLSCHAFT"]),
    ("KGAA", "DE", &["KGAA"]),
    ("KG", "DE AT", &[">KG", ">CO KG"]),
    ("OHG", "DE", &[">OHG"]),
    ("EV", "DE", &[">EV", "EINGETRAGENER VEREIN"]),
    ("EK", "DE", &[">EK"]),
    ("LTD", "GB IE", &[">LTD", ">LIMITED", ">CO LTD", ">PTY LTD", ">PVT LTD"]),
    ("PLC", "GB IE", &[">PLC", "PUBLIC LIMITED COMPANY"]),
    ("LLP", "GB US", &[">LLP"]),
    ("LLC", "US", &[">LLC"]),
    ("INC", "US", &[">INC", ">INCORPORATED"]),
    ("CORP", "US", &[">CORP", ">CORPORATION"]),
    ("BV", "NL BE", &[">BV", ">BVBA", "BESLOTEN VENNOOTSCHAP"]),
    ("NV", "NL BE", &[">NV", "NAAMLOZE VENNOOTSCHAP"]),
    ("VOF", "NL BE", &[">VOF"]),
    ("CV", "NL BE", &[">CVBA", ">CV"]),
    ("SP ZOO", "PL", &["SP ZOO", "SP Z OO", "SPZOO", "SPOLKA Z OO", "SPOLKA Z OGRANICZONA ODPOWIEDZIALNOSCIA"]),
    ("SRO", "CZ SK", &[">SRO"]),
    ("AS", "CZ SK NO DK", &[">AS", ">ASA", ">APS"]),
    ("KFT", "HU", &[">KFT", ">ZRT"]),
    ("AB", "SE FI", &[">AB"]),
    ("OY", "FI", &[">OY", ">OYJ"]),
];

/// A legal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LegalForm {
    /// In one form: `SARL`, `GMBH`.
    pub code: &'static str,
    /// Where companies of it are, ISO 3166-1 codes parted by spaces; `EU` for all of the Union.
    pub countries: &'static str,
}

/// Writes the name of the company of `text` to `out`, folded: legal form taken out and answered, abbreviations spelt out,
/// initials joined.
///
/// `S.A.R.L. Éts Dupont & Fils` and `Établissements DUPONT ET FILS SARL` are both ETABLISSEMENTS DUPONT ET FILS, a SARL;
/// `S.N.C.F.` is SNCF. A name that is nothing but a legal form stays whole. O(n).
///
/// # Errors
/// The cause, if it names no company; nothing is written then.
pub fn company_into(text: &str, out: &mut Vec<u8>) -> Result<Option<LegalForm>, Junk> {
    let start = out.len();
    let spelt = repaired(text);
    let mut folded = Vec::with_capacity(spelt.len() + 8);
    for (at, part) in spelt.split(['&', '+']).enumerate() {
        folded.extend_from_slice(if at > 0 { b" ET " } else { b"" });
        fold_into(part, &mut folded);
    }
    let mut all = joined(&folded);
    let whole = all.join(b" ".as_slice());
    if let Some(junk) = placeholder(&whole) {
        return Err(junk);
    }
    let form = take_form(&mut all);
    for word in &all {
        push_word(out, start, opened(word));
    }
    Ok(form)
}

/// The words of a folded name, single letters that follow each other joined: `S N C F` is SNCF. `L ATELIER` is not.
fn joined(folded: &[u8]) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    let mut open = false;
    for word in words(folded) {
        let single = matches!(word, [it] if it.is_ascii_uppercase());
        match all.last_mut() {
            Some(last) if single && open => last.extend_from_slice(word),
            _ => all.push(word.to_vec()),
        }
        open = single;
    }
    // `SP Z O O` gives `ZOO`; `A` alone before initials (`A S N L`) is one of them.
    all
}

/// How one form is written.
#[derive(Debug)]
struct Written {
    words: Vec<&'static [u8]>,
    head_only: bool,
    end_only: bool,
    form: LegalForm,
}

/// What is written for each form, by its first word.
fn written(first: &[u8]) -> &'static [Written] {
    static BY_FIRST: OnceLock<HashMap<&'static [u8], Vec<Written>, FxBuildHasher>> = OnceLock::new();
    let all = BY_FIRST.get_or_init(|| {
        let mut all: HashMap<&'static [u8], Vec<Written>, FxBuildHasher> = HashMap::default();
        for (code, countries, texts) in FORMS {
            for text in texts {
                let words: Vec<&[u8]> = text.trim_start_matches(['<', '>']).split(' ').map(str::as_bytes).collect();
                let Some(first) = words.first().copied() else { continue };
                let form = LegalForm { code, countries };
                all.entry(first).or_default().push(Written {
                    words,
                    head_only: text.starts_with('<'),
                    end_only: text.starts_with('>'),
                    form,
                });
            }
        }
        all
    });
    all.get(first).map_or(&[], Vec::as_slice)
}

/// Takes the legal form out of the words: the longest, of equals the one at the end, before the one at the head.
fn take_form(all: &mut Vec<Vec<u8>>) -> Option<LegalForm> {
    let mut best: Option<((usize, u8), usize, LegalForm)> = None;
    for (at, word) in all.iter().enumerate() {
        for it in written(word) {
            let (ends, heads) = (at + it.words.len() == all.len(), at == 0);
            // One word of two letters within a name is a name's: `LE SA VOYAGE`.
            let within = !it.head_only && !it.end_only && (it.words.len() > 1 || word.len() > 2);
            let place = if ends && !it.head_only {
                2
            } else if heads && !it.end_only {
                1
            } else {
                0
            };
            let stands = all.iter().skip(at).zip(&it.words).filter(|(word, it)| word == it).count() == it.words.len();
            let told = (it.words.len(), place);
            if stands && it.words.len() < all.len() && (place > 0 || within) && best.is_none_or(|it| told > it.0) {
                best = Some((told, at, it.form));
            }
        }
    }
    let ((length, _), at, form) = best?;
    all.drain(at..at + length);
    Some(form)
}

/// Abbreviations of names of companies.
fn opened(word: &[u8]) -> &[u8] {
    match word {
        b"ETS" | b"ETABL" | b"ETABLISSEMENT" | b"ETB" => b"ETABLISSEMENTS",
        b"CIE" => b"COMPAGNIE",
        b"STE" | b"SOC" => b"SOCIETE",
        b"GPE" | b"GRP" => b"GROUPE",
        b"FRES" | b"FRS" => b"FRERES",
        b"ENT" | b"ENTR" | b"ENTREP" => b"ENTREPRISE",
        b"AND" | b"UND" => b"ET",
        b"INTL" | b"INTERNAT" => b"INTERNATIONAL",
        b"FCE" => b"FRANCE",
        b"IND" | b"INDS" => b"INDUSTRIES",
        b"SERV" | b"SVC" => b"SERVICES",
        b"ASSOC" | b"ASSO" => b"ASSOCIATION",
        b"CTRE" => b"CENTRE",
        b"COOP" => b"COOPERATIVE",
        b"DPT" | b"DEPT" => b"DEPARTEMENT",
        b"TPT" | b"TRANSP" | b"TRPS" => b"TRANSPORTS",
        b"BAT" => b"BATIMENT",
        b"ST" => b"SAINT",
        other => other,
    }
}

/// Appends the initials of a name in the form of [`company_into`]: `SOCIETE NATIONALE DES CHEMINS DE FER FRANCAIS` gives
/// SNCFF; articles and `ET` are left out. Nothing for a name of one word, which is no abbreviation of itself.
pub fn initials_into(name: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let told = |it: &&[u8]| !is_small_word(it) && !matches!(*it, b"ET" | b"POUR" | b"OF" | b"THE");
    out.extend(words(name).filter(told).filter_map(|it| it.first()));
    if out.len() < start + 2 {
        out.truncate(start);
    }
}

/// Whether one name, in the form of [`company_into`], may be the initials of the other: all of them, or all but the last one
/// or two (SNCF of … CHEMINS DE FER FRANCAIS). At least three letters: two say nothing.
pub fn is_acronym(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut initials = Vec::new();
    initials_into(long, &mut initials);
    short.len() >= 3 && words(short).count() == 1 && initials.starts_with(short) && initials.len() <= short.len() + 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<(String, &'static str), Junk> {
        let mut out = b"KEPT".to_vec();
        let read = company_into(text, &mut out);
        assert_eq!(read.is_err(), out.len() == 4, "{text}");
        read.map(|it| (String::from_utf8(out.split_off(4)).unwrap(), it.map_or("", |it| it.code)))
    }

    #[test]
    fn the_legal_form_is_taken_out_and_kept() {
        for (text, name, form) in [
            ("SARL Dupont", "DUPONT", "SARL"),
            ("Dupont S.A.R.L.", "DUPONT", "SARL"),
            ("DUPONT (SARL)", "DUPONT", "SARL"),
            ("Dupont, société à responsabilité limitée", "DUPONT", "SARL"),
            ("S.A. Dupont", "DUPONT", "SA"),
            ("Dupont SA", "DUPONT", "SA"),
            ("DUPONT SAS", "DUPONT", "SAS"),
            ("DUPONT S.A.S.U", "DUPONT", "SASU"),
            ("EURL MARTIN", "MARTIN", "EURL"),
            ("SCI Les Lilas", "LES LILAS", "SCI"),
            ("SNC Tabac de la Gare", "TABAC DE LA GARE", "SNC"),
            ("SCOP Le Fournil", "LE FOURNIL", "SCOP"),
            ("GIE Cartes Bancaires", "CARTES BANCAIRES", "GIE"),
            ("EI Jean Dupont", "JEAN DUPONT", "EI"),
            ("Jean Dupont, entreprise individuelle", "JEAN DUPONT", "EI"),
            ("Association sportive de Metz (loi 1901)", "ASSOCIATION SPORTIVE DE METZ", "ASSOCIATION"),
            ("Association Les Amis", "LES AMIS", "ASSOCIATION"),
            ("Siemens GmbH", "SIEMENS", "GMBH"),
            ("Müller GmbH & Co. KG", "MULLER", "GMBH CO KG"),
            ("Bayer AG", "BAYER", "AG"),
            ("Smith & Sons Ltd", "SMITH ET SONS", "LTD"),
            ("Smith LLP", "SMITH", "LLP"),
            ("Philips B.V.", "PHILIPS", "BV"),
            ("Philips N.V.", "PHILIPS", "NV"),
            ("Rossi S.r.l.", "ROSSI", "SRL"),
            ("Enel S.p.A.", "ENEL", "SPA"),
            ("García S.L.", "GARCIA", "SL"),
            ("Kowalski Sp. z o.o.", "KOWALSKI", "SP ZOO"),
            ("Volvo AB", "VOLVO", "AB"),
            ("Nokia Oyj", "NOKIA", "OY"),
            ("Airbus SE", "AIRBUS", "SE"),
            ("Acme Inc.", "ACME", "INC"),
            ("SELARL Pharmacie du Centre", "PHARMACIE DU CENTRE", "SELARL"),
            ("SPA", "SPA", ""),
            ("Spa Royal", "SPA ROYAL", ""),
            ("Dupont", "DUPONT", ""),
            ("L'Atelier", "L ATELIER", ""),
            ("SAS", "SAS", ""),
        ] {
            assert_eq!(read(text), Ok((name.to_owned(), form)), "{text}");
        }
    }

    #[test]
    fn abbreviations_are_spelt_out_and_initials_joined() {
        for (texts, expected) in [
            (
                &[
                    "Éts Dupont & Fils",
                    "Ets DUPONT ET FILS",
                    "Établissements Dupont et Fils",
                    "ETABLISSEMENTS DUPONT + FILS",
                    "Ets Dupont &amp; Fils",
                ][..],
                "ETABLISSEMENTS DUPONT ET FILS",
            ),
            (&["S.N.C.F.", "SNCF", "S N C F", "s.n.c.f"], "SNCF"),
            (&["Cie des Eaux", "Compagnie des eaux"], "COMPAGNIE DES EAUX"),
            (&["Sté Générale", "SOCIETE GENERALE"], "SOCIETE GENERALE"),
            (&["Gpe Martin Frères", "GROUPE MARTIN FRES"], "GROUPE MARTIN FRERES"),
            (&["M.A.D. Conseil", "MAD Conseil"], "MAD CONSEIL"),
        ] {
            for text in texts {
                assert_eq!(read(text).map(|it| it.0), Ok(expected.to_owned()), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_company_has_a_cause() {
        for (text, cause) in [
            ("", Junk::Empty),
            ("N/A", Junk::Placeholder),
            ("XXX", Junk::Placeholder),
            ("test", Junk::Test),
            ("Ne pas utiliser", Junk::Note),
        ] {
            assert_eq!(read(text).map(|it| it.0), Err(cause), "{text}");
        }
    }

    #[test]
    fn initials_may_stand_for_the_name() {
        for (a, b, expected) in [
            ("SNCF", "SOCIETE NATIONALE DES CHEMINS DE FER FRANCAIS", true),
            ("EDF", "ELECTRICITE DE FRANCE", false),
            ("BNP", "BANQUE NATIONALE DE PARIS", true),
            ("CGT", "COMPAGNIE GENERALE DE TRANSPORT", true),
            ("SNCF", "SOCIETE GENERALE", false),
            ("AB", "ATELIER BOIS", false),
            ("DUPONT", "DUPONT", false),
        ] {
            assert_eq!(is_acronym(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
            assert_eq!(is_acronym(b.as_bytes(), a.as_bytes()), expected, "{b} {a}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_something_is_left(text in "\\PC{0,40}|[A-Z .&]{0,40}") {
            if let Ok((name, _)) = read(&text) {
                prop_assert!(!name.is_empty());
                let _ = is_acronym(name.as_bytes(), text.as_bytes());
            }
        }

        #[test]
        fn a_form_is_found_at_the_head_and_at_the_end(name in "[A-Z]{4,9}", form in "SARL|SAS|SASU|SCI|SNC|EURL|SA") {
            prop_assume!(read(&name).is_ok_and(|it| it.0 == name && it.1.is_empty()));
            for text in [format!("{form} {name}"), format!("{name} {form}")] {
                prop_assert_eq!(read(&text), Ok((name.clone(), FORMS.iter().find(|it| it.0 == form).unwrap().0)));
            }
        }
    }
}
