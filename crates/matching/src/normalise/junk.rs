//! What is no value: why, so that a screen of data quality can count the causes.

/// Why a text holds no value of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Junk {
    /// Nothing is written: blanks, dashes, dots.
    Empty,
    /// Written so that a mandatory field is not empty: `INCONNU`, `nomail@nomail.fr`, `0000000000`, `01/01/1900`.
    Placeholder,
    /// Somebody tried the system: `TEST`, `AZERTY`, `toto@toto.fr`.
    Test,
    /// A word to colleagues, not a value: `NE PAS UTILISER`, `DOUBLON`.
    Note,
    /// Not of this field's form: an address without `@`, a phone without digits.
    Unreadable,
    /// Too little of it: a phone of six digits, half an account.
    Incomplete,
    /// Of the right form, and cannot be: 31 February, the 14th month, a country that does not exist.
    Impossible,
    /// Its check digits contradict the rest: one character at least is wrong.
    WrongCheck,
    /// Real, and of so many that it names nobody: a switchboard, a premium-rate number.
    Shared,
}

impl Junk {
    /// Every cause, in the order of the definition.
    pub const ALL: [Self; 9] = [
        Self::Empty,
        Self::Placeholder,
        Self::Test,
        Self::Note,
        Self::Unreadable,
        Self::Incomplete,
        Self::Impossible,
        Self::WrongCheck,
        Self::Shared,
    ];

    /// The stable name of the cause, for indicators and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Placeholder => "placeholder",
            Self::Test => "test",
            Self::Note => "note",
            Self::Unreadable => "unreadable",
            Self::Incomplete => "incomplete",
            Self::Impossible => "impossible",
            Self::WrongCheck => "wrong_check",
            Self::Shared => "shared",
        }
    }
}

/// Whether a folded text is what people write instead of a value, in any field of words; French and English. O(n).
///
/// Ours, from what operators of customer files write, without words that are families of France in INSEE's *Fichier des noms*
/// and more often so than not (Bar, Blank, Sans, Vide); a family called Null, Toto or Inconnu pays for it. One letter, but `X`, is
/// left to the caller: it may be an initial.
pub fn placeholder(folded: &[u8]) -> Option<Junk> {
    match folded {
        b"" => return Some(Junk::Empty),
        b"INCONNU" | b"INCONNUE" | b"INCONNUS" | b"NOM INCONNU" | b"PRENOM INCONNU" | b"UNKNOWN" | b"NOT KNOWN"
        | b"X" | b"N A" | b"NA" | b"NC" | b"N C" | b"ND" | b"N D" | b"NR" | b"N R" | b"S O" | b"NULL" | b"NONE"
        | b"NAN" | b"UNDEFINED" | b"NEANT" | b"R A S" | b"AUCUN" | b"AUCUNE" | b"EMPTY" | b"SANS NOM"
        | b"SANS PRENOM" | b"SANS OBJET" | b"SANS ADRESSE" | b"PAS D ADRESSE" | b"NON RENSEIGNE"
        | b"NON RENSEIGNEE" | b"NON COMMUNIQUE" | b"NON COMMUNIQUEE" | b"NON CONNU" | b"NON DISPONIBLE"
        | b"NON FOURNI" | b"NON PRECISE" | b"NON SPECIFIE" | b"NOT PROVIDED" | b"NOT AVAILABLE" | b"NOT GIVEN"
        | b"NO NAME" | b"NONAME" | b"ANONYME" | b"ANONYMOUS" | b"ANONYMISE" | b"ANONYMISEE" | b"A RENSEIGNER"
        | b"A COMPLETER" | b"A DEFINIR" | b"A PRECISER" | b"TBD" | b"TBC" | b"TO BE DEFINED" | b"PRENOM" | b"NOM"
        | b"NOM PRENOM" | b"FIRST NAME" | b"LAST NAME" | b"FIRSTNAME" | b"LASTNAME" | b"DEFAULT" | b"JOHN DOE"
        | b"JANE DOE" => {
            return Some(Junk::Placeholder);
        }
        b"TEST" | b"TESTS" | b"TESTE TEST" | b"TEST TEST" | b"ESSAI" | b"ESSAIS" | b"CLIENT TEST" | b"TEST CLIENT"
        | b"TOTO" | b"TITI TOTO" | b"TOTO TITI" | b"TOTO TOTO" | b"AZERTY" | b"AZERTYUIOP" | b"QWERTY" | b"QWERTZ"
        | b"ASDF" | b"ASDFGH" | b"QSDF" | b"QSDFGH" | b"ABC" | b"ABCD" | b"ABCDE" | b"ABCDEF" | b"BLABLA" | b"FOO"
        | b"FOOBAR" | b"LOREM IPSUM" => return Some(Junk::Test),
        _ => {}
    }
    let mut letters = folded.iter().filter(|it| **it != b' ');
    let first = letters.next().copied();
    if folded.len() >= 3 && first.is_some() && letters.all(|it| Some(*it) == first) {
        return Some(Junk::Placeholder);
    }
    note(folded)
}

/// Whether a folded text is a word to colleagues.
fn note(folded: &[u8]) -> Option<Junk> {
    const BEGINNINGS: [&[u8]; 17] = [
        b"NE PAS ",
        b"NE PLUS ",
        b"NPU ",
        b"A SUPPRIMER",
        b"A EFFACER",
        b"SUPPRIME",
        b"DOUBLON",
        b"DOUBLE COMPTE",
        b"ANCIEN CLIENT",
        b"CLOTURE",
        b"COMPTE FERME",
        b"FICHE ",
        b"VOIR ",
        b"DO NOT ",
        b"DELETED",
        b"DUPLICATE",
        b"TO DELETE",
    ];
    BEGINNINGS.iter().any(|it| folded.starts_with(it)).then_some(Junk::Note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::folded;

    fn check(text: &str, expected: Option<Junk>) {
        assert_eq!(placeholder(&folded(text)), expected, "{text}");
    }

    #[test]
    fn what_stands_for_nothing_is_named_by_its_cause() {
        for (text, expected) in [
            ("", Junk::Empty),
            (" - ", Junk::Empty),
            ("...", Junk::Empty),
            ("Inconnu", Junk::Placeholder),
            ("N/A", Junk::Placeholder),
            ("n.c.", Junk::Placeholder),
            ("XXX", Junk::Placeholder),
            ("xxxxxxxx", Junk::Placeholder),
            ("X X X", Junk::Placeholder),
            ("non renseigné", Junk::Placeholder),
            ("NULL", Junk::Placeholder),
            ("TEST", Junk::Test),
            ("azerty", Junk::Test),
            ("Toto", Junk::Test),
            ("Ne pas utiliser", Junk::Note),
            ("NE PAS UTILISER - DUPONT", Junk::Note),
            ("doublon", Junk::Note),
            ("A SUPPRIMER", Junk::Note),
        ] {
            check(text, Some(expected));
        }
    }

    #[test]
    fn names_of_people_are_left_alone() {
        for text in [
            "Martin", "Testard", "Testu", "Ly", "Xu", "O", "Nana", "Anna", "Bob", "Bar", "Blank", "Sans", "So", "Ras",
            "Vide", "Essaïd", "Vider", "Ne", "Voirin", "Fichet", "Nonna",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn each_cause_has_a_name_of_its_own() {
        let mut codes: Vec<&str> = Junk::ALL.iter().map(|it| it.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Junk::ALL.len());
    }
}
