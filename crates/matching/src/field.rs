//! What a column holds: guessed from its name, in French and English, and from its values; or told.

use crate::normalise::{commune, company, date, folded, given, iban, name, phone, siren, vat, words};

/// What a column says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The record's own key in its system.
    Key,
    /// The system it is from.
    Source,
    /// Given names, the usual one first.
    Given,
    /// Family name in use.
    Family,
    /// Family name at birth.
    Birth,
    /// Given and family name together.
    Full,
    /// Civility or sex.
    Sex,
    /// Date of birth.
    Day,
    /// E-mail address.
    Email,
    /// A phone number; several columns may be.
    Phone,
    /// Number in the street.
    Number,
    /// Street line.
    Street,
    /// Postcode.
    Postcode,
    /// Town.
    City,
    /// Bank account.
    Iban,
    /// Another identifier, of the person alone (social security, member number).
    Identifier,
    /// A word that many share (occupation, place of birth).
    Category,
    /// Not compared.
    Ignored,
}

impl Field {
    /// Every field with the word that files and commands call it by.
    pub const NAMED: [(Self, &'static str); 18] = [
        (Self::Key, "key"),
        (Self::Source, "source"),
        (Self::Given, "given"),
        (Self::Family, "family"),
        (Self::Birth, "birth_name"),
        (Self::Full, "full_name"),
        (Self::Sex, "sex"),
        (Self::Day, "born_on"),
        (Self::Email, "email"),
        (Self::Phone, "phone"),
        (Self::Number, "street_number"),
        (Self::Street, "street"),
        (Self::Postcode, "postcode"),
        (Self::City, "city"),
        (Self::Iban, "iban"),
        (Self::Identifier, "identifier"),
        (Self::Category, "category"),
        (Self::Ignored, "ignored"),
    ];

    /// The word it is called by.
    pub fn word(self) -> &'static str {
        Self::NAMED.iter().find(|(field, _)| *field == self).map_or("", |(_, word)| *word)
    }

    /// The field called `word`.
    pub fn named(word: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == word).map(|(field, _)| *field)
    }
}

/// What the columns of `header` hold, by their names in French and English.
///
/// A column of whole names is left out where others have the parts, and a company beside people is a category of theirs.
pub fn guess(header: &[&str]) -> Vec<Field> {
    guess_all(header, &[]).into_iter().map(|it| it.field).collect()
}

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// There are none.
    Nothing,
    /// E-mail addresses.
    Email,
    /// Bank accounts.
    Iban,
    /// French companies' premises.
    Siret,
    /// French companies.
    Siren,
    /// VAT numbers.
    Vat,
    /// Days.
    Day,
    /// Phone numbers.
    Phone,
    /// French postcodes.
    Postcode,
    /// Civilities, sexes.
    Sex,
    /// Lines with a number and a way.
    Street,
    /// French towns.
    Town,
    /// Given names of France.
    Given,
    /// Given and family name together.
    Full,
    /// Names with a legal form.
    Company,
    /// Small numbers.
    Number,
    /// Anything else.
    Text,
}

/// What told what a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// Its name.
    Header,
    /// Its values.
    Values,
    /// Both say the same.
    Both,
    /// A person.
    Told,
    /// Nothing did.
    Nothing,
}

/// What a column holds, how sure that is, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// What it holds.
    pub field: Field,
    /// What its values look like: finer than the field, which has no SIRET of its own.
    pub form: Form,
    /// How sure, 0..=1: a scale for screens to colour, not a probability that was measured.
    pub confidence: f64,
    /// What told.
    pub by: By,
}

/// What the columns hold, by their names and the values of `sample` rows; some hundred rows are enough.
///
/// Where name and values differ, values of a form that does not come about by chance (address, account, date, number with check
/// digits) win over the name, and the name wins over the rest. O(values), each read in some microseconds.
pub fn guess_all(header: &[&str], sample: &[Vec<&str>]) -> Vec<Guess> {
    let mut all: Vec<Guess> = header
        .iter()
        .enumerate()
        .map(|(column, written)| {
            let values: Vec<&str> = sample.iter().filter_map(|row| row.get(column).copied()).collect();
            judged(of_header(written), form(&values))
        })
        .collect();
    let has = |all: &[Guess], field: Field| all.iter().any(|it| it.field == field);
    let people = has(&all, Field::Given) || has(&all, Field::Family);
    for it in &mut all {
        match (it.field, it.form) {
            (Field::Full, _) if people => it.field = Field::Ignored,
            (Field::Full, Form::Company) if people => it.field = Field::Category,
            // Until companies have a comparison of their own, their names are compared as family names are.
            (Field::Full, Form::Company) => it.field = Field::Family,
            _ => {}
        }
    }
    all
}

/// Puts what a person told in the place of what was guessed; columns that do not exist are passed over.
pub fn overridden(mut guesses: Vec<Guess>, told: &[(usize, Field)]) -> Vec<Guess> {
    for (column, field) in told {
        if let Some(it) = guesses.get_mut(*column) {
            *it = Guess { field: *field, confidence: 1.0, by: By::Told, ..*it };
        }
    }
    guesses
}

/// The name's word, the values' word, and which of them counts.
fn judged(header: Option<(Field, bool)>, (form, share): (Form, f64)) -> Guess {
    let of_form = field_of(form);
    let guess = |field, confidence, by| Guess { field, form, confidence, by };
    match (header, of_form) {
        (Some((field, _)), Some(seen)) if field == seen => guess(field, 0.9 + share / 10.0, By::Both),
        // A date of change is a date: the name knows better what the values cannot tell.
        (Some((Field::Ignored | Field::Birth | Field::Category | Field::Identifier | Field::Key, _)), _)
        | (Some(_), None) => {
            let (field, exact) = header.unwrap_or((Field::Ignored, false));
            guess(field, if exact { 0.9 } else { 0.7 }, By::Header)
        }
        (Some(_), Some(seen)) if is_telling(form) && share >= 0.9 => guess(seen, 0.6, By::Values),
        (Some((field, exact)), Some(_)) => guess(field, if exact { 0.7 } else { 0.5 }, By::Header),
        (None, Some(seen)) if is_telling(form) || share >= 0.6 => guess(seen, 0.8 * share, By::Values),
        (None, _) => guess(Field::Ignored, 0.3, By::Nothing),
    }
}

fn field_of(form: Form) -> Option<Field> {
    Some(match form {
        Form::Email => Field::Email,
        Form::Iban => Field::Iban,
        Form::Siret | Form::Siren | Form::Vat => Field::Identifier,
        Form::Day => Field::Day,
        Form::Phone => Field::Phone,
        Form::Postcode => Field::Postcode,
        Form::Sex => Field::Sex,
        Form::Street => Field::Street,
        Form::Town => Field::City,
        Form::Given => Field::Given,
        Form::Full | Form::Company => Field::Full,
        Form::Nothing | Form::Number | Form::Text => return None,
    })
}

/// Forms that do not come about by chance.
fn is_telling(form: Form) -> bool {
    matches!(form, Form::Email | Form::Iban | Form::Siret | Form::Siren | Form::Vat | Form::Phone)
}

/// Whether a value has a form.
type Test<'a> = &'a dyn Fn(&str) -> bool;

/// The form of most of `values`, and which share of those that are not empty has it. The first 200 are looked at.
fn form(values: &[&str]) -> (Form, f64) {
    let values: Vec<&str> = values.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).take(200).collect();
    if values.is_empty() {
        return (Form::Nothing, 0.0);
    }
    let order = date::order(values.iter().copied());
    let share = |has: Test| values.iter().filter(|it| has(it)).count() as f64 / values.len() as f64;
    let digits = |it: &str| it.bytes().filter(u8::is_ascii_digit).count();
    let mut out = Vec::new();
    let forms: [(Form, f64, Test); 15] = [
        (Form::Email, 0.6, &|it| it.contains('@') && it.contains('.')),
        (Form::Iban, 0.6, &|it| iban::read_into(it, &mut Vec::new()).is_ok()),
        (Form::Vat, 0.6, &|it| vat::vat_into(it, None, &mut Vec::new()).is_ok()),
        (Form::Siret, 0.8, &|it| siren::siret(it).is_ok()),
        (Form::Siren, 0.8, &|it| digits(it) == 9 && siren::siren(it).is_ok()),
        (Form::Sex, 0.8, &|it| name::sex(it) != 0),
        (Form::Postcode, 0.8, &|it| {
            it.len() == 5 && commune::postcode(it).is_ok_and(|it| commune::towns(it).next().is_some())
        }),
        (Form::Day, 0.7, &|it| {
            digits(it) >= 6
                && date::read(it, order, date::Bounds { from: 1850_0000, ..date::Bounds::default() }).is_ok()
        }),
        (Form::Phone, 0.6, &|it| {
            digits(it) >= 9 && it.bytes().all(|it| !it.is_ascii_alphabetic()) && phone::phone(it).is_some()
        }),
        (Form::Number, 0.9, &|it| it.len() <= 5 && it.bytes().all(|it| it.is_ascii_digit())),
        (Form::Street, 0.4, &|it| crate::normalise::address::read(it).is_ok_and(|it| it.street.has_way)),
        (Form::Given, 0.6, &|it| {
            words(&folded(it)).next().is_some_and(|it| given::known(it).is_some()) && it.split_whitespace().count() < 3
        }),
        (Form::Company, 0.3, &|it| company::company_into(it, &mut Vec::new()).is_ok_and(|it| it.is_some())),
        (Form::Town, 0.5, &|it| is_town(it)),
        (Form::Full, 0.6, &|it| is_whole_name(it)),
    ];
    for (form, least, has) in forms {
        let share = share(has);
        // Words that are given names twice in a row are whole names: `Jean Martin`.
        if share >= least {
            out.push((form, share));
        }
    }
    match out.as_slice() {
        [(Form::Given, _), .., (Form::Full, whole)] => (Form::Full, *whole),
        [first, ..] => *first,
        [] => (Form::Text, 1.0),
    }
}

fn is_town(text: &str) -> bool {
    let mut town = Vec::new();
    commune::town_into(text, &mut town).is_ok() && !commune::postcodes(&town).is_empty()
}

/// Two words or more of which the first or the last is a given name and another is none.
fn is_whole_name(text: &str) -> bool {
    let all = folded(text);
    let known = |it: Option<&[u8]>| it.is_some_and(|it| given::known(it).is_some());
    let (first, last) = (words(&all).next(), words(&all).last());
    words(&all).count() >= 2 && (known(first) != known(last)) && !all.iter().any(u8::is_ascii_digit)
}

/// Names of columns, most telling first: `=` the whole name, otherwise words in a row; of five letters and more, letters in a row.
const NAMES: [(Field, &str); 22] = [
    (
        Field::Key,
        "=RECORD ID|=REC ID|=UNIQUE ID|=ID|=IDENTIFIANT|=KEY|=CLE|=EXTERNAL ID|=ID EXTERNE|=ID CLIENT|=CUSTOMER ID|=CLIENT ID|=CONTACT ID|=PERSON ID|=USER ID",
    ),
    (Field::Source, "=SOURCE|=SYSTEM|=SYSTEME|=SOURCE SYSTEM|=SYSTEME SOURCE|=ORIGINE"),
    (
        Field::Ignored,
        "UPDATE|UPDATED|CREATED|CREATION|CLUSTER|TRUE ID|MODIF|MAJ|TIMESTAMP|DECES|DEATH|DIED|COMMENTAIRE|COMMENT|REMARQUE|STATUT|STATUS",
    ),
    (
        Field::Birth,
        "BIRTH NAME|NAME AT BIRTH|MAIDEN|NOM DE NAISSANCE|NOM NAISSANCE|NOM JEUNE|NOM DE JEUNE|PATRONYM|NDJF|GEBURTSNAME",
    ),
    (
        Field::Category,
        "BIRTH PLACE|BIRTHPLACE|PLACE OF BIRTH|LIEU DE NAISSANCE|LIEU NAISSANCE|LIEU NAISS|COMMUNE DE NAISSANCE|VILLE DE NAISSANCE|PAYS DE NAISSANCE|COUNTRY OF BIRTH",
    ),
    (Field::Day, "BIRTH|NAISSANCE|NAISS|DOB|DDN|BORN|GEBURT"),
    (
        Field::Full,
        "=FULL NAME|=FIRST AND SURNAME|=NOM COMPLET|=NOM PRENOM|=NOM ET PRENOM|=PRENOM NOM|=PRENOM ET NOM|=CONTACT NAME|=NOM CONTACT|=IDENTITE|=DISPLAY NAME|=FULLNAME",
    ),
    (Field::Given, "GIVEN|FIRST NAME|FIRSTNAME|PRENOM|FORENAME|VORNAME|=FNAME"),
    (
        Field::Full,
        "RAISON SOCIALE|COMPANY|=SOCIETE|DENOMINATION|=ORGANISATION|=ORGANIZATION|ORGANISATION NAME|ENSEIGNE|NOM SOCIETE|NOM ENTREPRISE|=ENTREPRISE|BUSINESS NAME",
    ),
    (
        Field::Family,
        "FAMILY|SURNAME|LAST NAME|LASTNAME|NOM DE FAMILLE|NOM USAGE|NOM D USAGE|NOM USUEL|NOM MARITAL|NACHNAME|=LNAME|=NOM|=NAME|=NOM CLIENT",
    ),
    (Field::Sex, "CIVIL|SEX|SEXE|GENDER|GENRE|TITRE|TITLE|SALUTATION|ANREDE|=CIV"),
    (Field::Email, "MAIL|EMAIL|COURRIEL|MEL"),
    (Field::Phone, "PHONE|MOBILE|TEL|TELEPHONE|PORTABLE|GSM|CELL|FIXE|=FAX"),
    (Field::Number, "STREET NUMBER|HOUSE NUMBER|NUMERO VOIE|NUMERO DE VOIE|NUM VOIE|NO VOIE|NUMERO RUE"),
    (Field::Postcode, "POSTCODE|POST CODE|POSTAL|ZIP|=CP|PLZ"),
    (
        Field::Category,
        "ADDRESS 2|ADRESSE 2|ADDRESS2|ADRESSE2|ADDRESS 3|ADRESSE 3|COMPLEMENT|STATE|PAYS|COUNTRY|REGION|DEPARTEMENT",
    ),
    (Field::Street, "ADDRESS|ADRESSE|STREET|RUE|VOIE|STRASSE"),
    (Field::City, "CITY|TOWN|VILLE|SUBURB|COMMUNE|LOCALITE|=ORT"),
    (Field::Iban, "IBAN|RIB|BANK ACCOUNT|COMPTE BANCAIRE"),
    (
        Field::Identifier,
        "SOC SEC|SSN|NIR|NSS|SECURITE SOCIALE|NUMERO SECU|MEMBER|ADHERENT|SIRET|SIREN|TVA|VAT|NUMERO CLIENT|CUSTOMER NUMBER|CLIENT NUMBER",
    ),
    (Field::Category, "OCCUPATION|PROFESSION|JOB|METIER|FONCTION|CSP|NATIONALITE|NATIONALITY"),
    (Field::Ignored, "FLAG|SCORE|SEGMENT|MONTANT|AMOUNT"),
];

/// The field of a column's name, and whether all of the name says it; none if the name is not known.
fn of_header(written: &str) -> Option<(Field, bool)> {
    let name = header_words(written);
    let glued: String = name.split(' ').collect();
    NAMES.iter().find_map(|(field, all)| {
        all.split('|').find_map(|it| match it.strip_prefix('=') {
            Some(whole) => (whole == name || whole.split(' ').collect::<String>() == glued).then_some((*field, true)),
            None if it == name => Some((*field, true)),
            None => {
                let in_row = format!(" {name} ").contains(&format!(" {it} "));
                let letters: String = it.split(' ').collect();
                (in_row
                    || (letters.len() >= 4
                        && !matches!(letters.as_str(), "MAIL" | "CELL" | "VOIE" | "FIXE")
                        && glued.contains(&letters))
                    || (letters == "MAIL" && glued.ends_with("MAIL")))
                .then_some((*field, false))
            }
        })
    })
}

/// `dateNaissance`, `DATE_NAISSANCE` and `Date de naissance` in words and capitals; digits at the end apart.
fn header_words(written: &str) -> String {
    let mut spaced = String::with_capacity(written.len() + 4);
    let mut before = ' ';
    for character in written.chars() {
        let rises = character.is_uppercase() && before.is_lowercase();
        let counts = character.is_ascii_digit() && before.is_alphabetic();
        if rises || counts {
            spaced.push(' ');
        }
        spaced.push(character);
        before = character;
    }
    String::from_utf8_lossy(&folded(&spaced)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_are_known_by_their_names_in_two_languages() {
        for (header, expected) in [
            (&["record_id", "Identifiant", "unique_id", "rec_id"][..], Field::Key),
            (&["source", "Système"], Field::Source),
            (&["given_names", "Prénom", "PRENOM_1", "firstName", "First Name", "Prénom usuel"], Field::Given),
            (&["family_name", "Nom", "surname", "lastName", "Nom de famille", "NOM_USAGE"], Field::Family),
            (&["birth_name", "Nom de naissance", "nomNaissance", "maiden name", "nom_jeune_fille"], Field::Birth),
            (
                &["birth_date", "Date de naissance", "DT_NAISS", "dob", "date_of_birth", "dateNaissance", "DDN"],
                Field::Day,
            ),
            (&["civility", "Civilité", "sexe", "gender", "Titre"], Field::Sex),
            (&["email", "E-mail", "Courriel", "adresse mail", "mail_pro", "adresseEmail"], Field::Email),
            (&["phone", "phone2", "Tél.", "telephone_mobile", "Portable", "N° de téléphone"], Field::Phone),
            (&["street_number", "Numéro de voie"], Field::Number),
            (&["address", "address_1", "Adresse", "libellé voie", "Adresse 1"], Field::Street),
            (&["postcode", "Code postal", "CP", "zip", "postcode_fake", "codePostal"], Field::Postcode),
            (&["city", "Ville", "suburb", "Commune"], Field::City),
            (&["iban", "IBAN", "RIB"], Field::Iban),
            (&["soc_sec_id", "SIRET", "N° TVA", "Numéro adhérent", "NIR"], Field::Identifier),
            (&["birth_place", "Lieu de naissance", "occupation", "address_2", "state", "Pays"], Field::Category),
            (
                &["updated_at", "cluster", "Date de modification", "true_id", "zzz", "", "souvenir", "hotel"],
                Field::Ignored,
            ),
            (&["Nom complet", "full_name"], Field::Full),
            (&["Raison sociale", "company"], Field::Full),
        ] {
            for name in header {
                assert_eq!(guess(&[name]), [expected], "{name}");
            }
        }
    }

    #[test]
    fn where_there_are_parts_the_whole_is_left_out() {
        assert_eq!(guess(&["full_name", "first_name", "surname"]), [Field::Ignored, Field::Given, Field::Family]);
    }

    #[test]
    fn columns_without_a_name_are_known_by_their_values() {
        let rows = [
            vec![
                "jean@orange.fr",
                "FR7640618015061536822298552",
                "0682945220",
                "12/03/1956",
                "75012",
                "Paris",
                "Jean",
                "M.",
                "12 rue Pasteur",
                "DUPONT Jean",
                "SARL Dupont",
                "732 829 320 00074",
                "bla",
            ],
            vec![
                "marie@free.fr",
                "",
                "01 49 04 63 38",
                "25/12/1960",
                "42000",
                "St Etienne",
                "Marie",
                "Mme",
                "3 av Foch",
                "LEROUX Marie",
                "Martin SAS",
                "356 000 000 00048",
                "blub",
            ],
        ];
        let header = [""; 13];
        let guesses = guess_all(&header, &rows);
        let fields: Vec<(Field, Form)> = guesses.iter().map(|it| (it.field, it.form)).collect();
        assert_eq!(
            fields,
            [
                (Field::Email, Form::Email),
                (Field::Iban, Form::Iban),
                (Field::Phone, Form::Phone),
                (Field::Day, Form::Day),
                (Field::Postcode, Form::Postcode),
                (Field::City, Form::Town),
                (Field::Given, Form::Given),
                (Field::Sex, Form::Sex),
                (Field::Street, Form::Street),
                (Field::Ignored, Form::Full),
                (Field::Ignored, Form::Company),
                (Field::Identifier, Form::Siret),
                (Field::Ignored, Form::Text),
            ]
        );
        assert!(guesses.iter().all(|it| (0.0..=1.0).contains(&it.confidence)));
    }

    #[test]
    fn values_that_cannot_be_chance_win_over_a_name_and_a_person_over_both() {
        let rows = [vec!["jean@orange.fr", "1956-03-12"], vec!["marie@free.fr", "1960-12-25"]];
        let guesses = guess_all(&["ville", "updated_at"], &rows);
        assert_eq!((guesses[0].field, guesses[0].by), (Field::Email, By::Values));
        assert_eq!((guesses[1].field, guesses[1].by), (Field::Ignored, By::Header));
        let told = overridden(guesses, &[(0, Field::Category), (9, Field::Key)]);
        assert_eq!((told[0].field, told[0].by, told[0].confidence), (Field::Category, By::Told, 1.0));
    }

    #[test]
    fn a_file_of_companies_has_its_names_compared() {
        let rows = [vec!["SARL Dupont", "732829320"], vec!["Martin SAS", "552081317"]];
        let guesses = guess_all(&["Raison sociale", "SIREN"], &rows);
        assert_eq!(guesses.iter().map(|it| it.field).collect::<Vec<_>>(), [Field::Family, Field::Identifier]);
        assert_eq!(guesses[1].form, Form::Siren);
    }

    proptest! {
        #[test]
        fn every_column_gets_one_guess(header in proptest::collection::vec("\\PC{0,20}", 0..6), values in proptest::collection::vec("\\PC{0,20}", 0..6)) {
            let header: Vec<&str> = header.iter().map(String::as_str).collect();
            let rows = [values.iter().map(String::as_str).collect()];
            prop_assert_eq!(guess_all(&header, &rows).len(), header.len());
            prop_assert_eq!(guess(&header).len(), header.len());
        }
    }
}
