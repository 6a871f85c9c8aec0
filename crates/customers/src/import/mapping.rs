//! What the columns of a file mean: guessed from their names in French and English and from what stands in them,
//! decided by people.

use std::io::{self, Read, Seek};

use kernel::fold::words;
use serde::{Deserialize, Serialize};

use crate::import::encoding;
use crate::import::reading::{Reader, Row, says_separator, separator};
use crate::person::{Field, phone};

/// Rows looked at to guess.
const SAMPLE_ROWS: usize = 1_000;

/// In what order the parts of a day stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// 31/12/1979.
    DayFirst,
    /// 12/31/1979.
    MonthFirst,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in the file, or its place if it has none.
    pub name: String,
    /// The field it fills; nothing: it is left out.
    pub field: Option<Field>,
    /// It holds the person's number in the source.
    #[serde(default)]
    pub is_external_id: bool,
    /// The order of days in it, if it holds days.
    #[serde(default)]
    pub day_order: Option<DayOrder>,
    /// Another column has the same name: only one of them can be meant.
    #[serde(default)]
    pub is_repeated: bool,
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The encoding, by its WHATWG name: `UTF-8`, `windows-1252`, `macintosh`…
    pub encoding: String,
    /// What stands between cells.
    pub separator: char,
    /// The first row holds names, not values.
    pub has_header: bool,
    /// The columns, in their order.
    pub columns: Vec<Column>,
}

/// The rows below the header, one after another.
///
/// A name, an address to write to or a number holds no line break: a row that has one there is an open quote that met
/// another by chance. Its first line is given up, and the rows it had swallowed are read.
#[derive(Debug)]
pub struct Rows<R> {
    first: Option<Row>,
    reader: Reader<R>,
    one_line: Vec<usize>,
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = self.first.take().or_else(|| self.reader.next())?;
        let is_torn = |place: &usize| row.cells.get(*place).is_some_and(|it| it.trim().contains(['\n', '\r']));
        let is_torn = row.lines > 1 && !row.is_unclosed && self.one_line.iter().any(is_torn);
        Some(if is_torn { self.reader.give_up(&row) } else { row })
    }
}

impl<R: Read> Rows<R> {
    /// Why they ended before the end of the file, if they did: to be asked once there are no more.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.reader.failure()
    }
}

/// Opens the rows below the header; `None`: the mapping names no encoding.
pub fn rows<R: Read>(source: R, mapping: &Mapping) -> Option<Rows<R>> {
    let encoding = encoding::named(&mapping.encoding)?;
    let mut reader = Reader::new(source, encoding, mapping.separator);
    let mut first = reader.next();
    if first.as_ref().is_some_and(says_separator) {
        first = reader.next();
    }
    if mapping.has_header {
        first = reader.next();
    }
    let is_one_line = |it: &Column| it.is_external_id || it.field.is_some_and(|it| it != Field::AddressLine);
    let one_line = mapping.columns.iter().enumerate().filter(|(_, it)| is_one_line(it)).map(|(place, _)| place);
    Some(Rows { first, reader, one_line: one_line.collect() })
}

/// The mapping that a file seems to want. `encoding` and `separator` if people know better.
///
/// Reads a sample of `source` from its beginning; all of it only where it is all ASCII.
pub fn guess<R: Read + Seek>(
    source: &mut R,
    known_encoding: Option<&str>,
    known_separator: Option<char>,
) -> io::Result<Mapping> {
    source.rewind()?;
    let encoding = match known_encoding.and_then(encoding::named) {
        Some(known) => known,
        None => encoding::detect(&mut *source)?,
    };
    let separator = match known_separator {
        Some(known) => known,
        None => separator(source, encoding)?,
    };
    source.rewind()?;
    let mut sample: Vec<Row> = Reader::new(&mut *source, encoding, separator).take(SAMPLE_ROWS).collect();
    if sample.first().is_some_and(says_separator) {
        sample.remove(0);
    }
    let has_header = has_header(&sample);
    let names: Vec<String> = match sample.first() {
        Some(first) if has_header => first.cells.iter().map(|it| it.trim().to_owned()).collect(),
        Some(first) => vec![String::new(); first.cells.len()],
        None => Vec::new(),
    };
    let below = sample.get(usize::from(has_header)..).unwrap_or_default();
    let columns = columns(&names, below);
    Ok(Mapping { encoding: encoding.name().to_owned(), separator, has_header, columns })
}

/// The first row holds names if one of its cells is a name we know, or if none of them has a digit or `@` while the
/// next row has.
fn has_header(sample: &[Row]) -> bool {
    let Some(first) = sample.first() else { return true };
    let known = first.cells.iter().any(|it| by_name(it).is_some() || is_number_name(it));
    let looks_like_value = |it: &String| it.contains('@') || it.chars().any(|c| c.is_ascii_digit());
    let first_has_values = first.cells.iter().any(looks_like_value);
    let next_has_values = sample.get(1).is_none_or(|it| it.cells.iter().any(looks_like_value));
    known || (!first_has_values && next_has_values)
}

fn columns(names: &[String], below: &[Row]) -> Vec<Column> {
    let mut taken: Vec<Field> = Vec::new();
    let mut has_external_id = false;
    let has_first_name = names.iter().any(|it| by_name(it) == Some(Field::FirstName));
    let mut columns = Vec::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        let values: Vec<&str> =
            below.iter().filter_map(|row| Some(row.cells.get(place)?.trim())).filter(|it| !it.is_empty()).collect();
        let is_external_id = !has_external_id && is_number_name(name);
        let guessed = match by_name(name) {
            // « Nom » beside « Prénom » is the family name; alone it is the whole name.
            Some(Field::FullName) if has_first_name && is_plain_name(name) => Some(Field::LastName),
            Some(field) => Some(field),
            None if is_external_id => None,
            None => by_content(&values),
        };
        let field = guessed.map(|it| free(it, &taken)).filter(|it| !taken.contains(it));
        taken.extend(field);
        has_external_id |= is_external_id;
        columns.push(Column {
            name: if name.is_empty() { format!("#{}", place + 1) } else { name.clone() },
            field,
            is_external_id,
            day_order: (field == Some(Field::BornOn)).then(|| day_order(&values)),
            is_repeated: !name.is_empty() && names.iter().filter(|it| it.eq_ignore_ascii_case(name)).count() > 1,
        });
    }
    columns
}

/// The second e-mail or phone of a file is the other one.
fn free(field: Field, taken: &[Field]) -> Field {
    match field {
        Field::Email if taken.contains(&field) => Field::OtherEmail,
        Field::Phone if taken.contains(&field) => Field::OtherPhone,
        other => other,
    }
}

/// A column is day first if a first part passes 12, month first if a second does; if neither, as the French write.
pub fn day_order(values: &[&str]) -> DayOrder {
    for value in values {
        let mut parts = value.split(['/', '-', '.', ' ']);
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match (first.parse::<u32>(), second.parse::<u32>()) {
            (Ok(13..=31), Ok(_)) => return DayOrder::DayFirst,
            (Ok(1..=12), Ok(13..=31)) => return DayOrder::MonthFirst,
            _ => {}
        }
    }
    DayOrder::DayFirst
}

fn by_content(values: &[&str]) -> Option<Field> {
    if values.is_empty() {
        return None;
    }
    let mostly = |is: &dyn Fn(&str) -> bool| values.iter().filter(|it| is(it)).count() * 10 >= values.len() * 8;
    let is_email = |it: &str| it.parse::<kernel::Email>().is_ok();
    let is_phone = |it: &str| it.starts_with(['0', '+']) && it.len() >= 9 && phone(it).is_some();
    if mostly(&is_email) {
        Some(Field::Email)
    } else if mostly(&is_phone) {
        Some(Field::Phone)
    } else if mostly(&|it| crate::person::iban(it).is_some()) {
        Some(Field::Iban)
    } else {
        None
    }
}

fn plain(name: &str) -> String {
    // `clientId` and `client_id` are two words.
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && was_small {
            spaced.push(' ');
        }
        was_small = letter.is_lowercase();
        spaced.push(letter);
    }
    words(&spaced).join(" ")
}

/// « Nom » or « name » and nothing more.
fn is_plain_name(name: &str) -> bool {
    matches!(plain(name).as_str(), "nom" | "name" | "noms")
}

/// Whether a column of this name holds a number of the source.
fn is_number_name(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "id",
        "identifiant",
        "external id",
        "id externe",
        "customer id",
        "id client",
        "client id",
        "contact id",
        "id contact",
        "person id",
        "id personne",
        "numero client",
        "num client",
        "no client",
        "n client",
        "code client",
        "ref client",
        "reference client",
        "reference",
        "ref",
        "matricule",
        "numero adherent",
        "no adherent",
        "n adherent",
        "numero societaire",
        "n societaire",
        "no societaire",
        "societaire",
        "customer number",
        "client number",
        "account number",
        "numero contrat",
        "n contrat",
        "no contrat",
        "contract number",
        "key",
        "cle",
        "uid",
        "uuid",
    ];
    NAMES.contains(&plain(name).as_str())
}

/// What columns of each field are called, in French and English, folded.
const FIELD_NAMES: &[(Field, &[&str])] = &[
    (
        Field::FullName,
        &[
            "nom",
            "name",
            "noms",
            "nom complet",
            "full name",
            "fullname",
            "nom prenom",
            "nom et prenom",
            "prenom nom",
            "contact name",
            "customer name",
            "nom client",
            "client name",
            "display name",
        ],
    ),
    (Field::Title, &["civilite", "civ", "titre", "title", "salutation", "civility"]),
    (
        Field::FirstName,
        &["prenom", "prenoms", "first name", "firstname", "given name", "givenname", "forename", "prenom client"],
    ),
    (
        Field::LastName,
        &[
            "nom de famille",
            "nom famille",
            "last name",
            "lastname",
            "surname",
            "family name",
            "nom usage",
            "nom d usage",
            "nom usuel",
        ],
    ),
    (Field::Language, &["langue", "language", "lang", "locale", "preferred language", "langue preferee"]),
    (
        Field::BornOn,
        &[
            "date de naissance",
            "date naissance",
            "naissance",
            "ne le",
            "nee le",
            "ne e le",
            "birth date",
            "birthdate",
            "date of birth",
            "dob",
            "birthday",
            "ddn",
            "dt naissance",
        ],
    ),
    (
        Field::AddressLine,
        &[
            "adresse",
            "address",
            "rue",
            "street",
            "adresse 1",
            "adresse1",
            "adresse postale",
            "voie",
            "address line 1",
            "address1",
            "address line",
            "street address",
            "ligne adresse",
        ],
    ),
    (
        Field::Postcode,
        &[
            "code postal",
            "cp",
            "codepostal",
            "zip",
            "zip code",
            "zipcode",
            "postcode",
            "post code",
            "postal code",
            "code postal client",
        ],
    ),
    (Field::City, &["ville", "city", "town", "commune", "localite", "municipality"]),
    (Field::Country, &["pays", "country", "country code", "code pays"]),
    (
        Field::Email,
        &[
            "email",
            "e mail",
            "mail",
            "courriel",
            "adresse mail",
            "adresse email",
            "adresse e mail",
            "adresse electronique",
            "email address",
            "e mail address",
            "mel",
            "email 1",
            "mail 1",
            "email pro",
        ],
    ),
    (
        Field::OtherEmail,
        &[
            "email 2",
            "mail 2",
            "autre email",
            "autre mail",
            "other email",
            "secondary email",
            "email secondaire",
            "email perso",
        ],
    ),
    (
        Field::Phone,
        &[
            "telephone",
            "tel",
            "phone",
            "mobile",
            "portable",
            "tel mobile",
            "tel portable",
            "telephone portable",
            "telephone mobile",
            "mobile phone",
            "cell",
            "cell phone",
            "numero de telephone",
            "gsm",
            "phone number",
            "phone 1",
            "tel 1",
            "telephone 1",
            "numero telephone",
        ],
    ),
    (
        Field::OtherPhone,
        &[
            "fixe",
            "tel fixe",
            "telephone fixe",
            "tel 2",
            "telephone 2",
            "phone 2",
            "home phone",
            "landline",
            "other phone",
            "autre telephone",
            "work phone",
            "tel domicile",
            "tel bureau",
        ],
    ),
    (Field::Iban, &["iban", "compte bancaire", "bank account", "rib"]),
];

/// The field a column of this name holds, in French or English.
pub fn by_name(name: &str) -> Option<Field> {
    let plain = plain(name);
    FIELD_NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|it| it.0)
}

/// Why a mapping cannot be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MappingProblem {
    /// No such encoding.
    #[error("the encoding is unknown")]
    Encoding,
    /// This column, from 0, fills the field of one before it.
    #[error("column {0} fills the same field as one before it")]
    FieldTwice(usize),
    /// This column, from 0, holds the number of the source, and so does one before it.
    #[error("column {0} holds the number of the source, as one before it does")]
    NumberTwice(usize),
    /// Nobody could be recognised.
    #[error("no column holds a number of the source, an e-mail address or a phone number")]
    NothingToTellBy,
    /// Whose file it is was not said.
    #[error("the source is not chosen")]
    NoSource,
    /// What our staff type is not imported.
    #[error("what our staff type is not imported")]
    StaffSource,
}

/// Why a mapping cannot be run; `None`: it can.
pub fn problem(mapping: &Mapping) -> Option<MappingProblem> {
    let columns = || mapping.columns.iter().enumerate();
    let twice =
        columns().find(|(place, it)| it.field.is_some() && columns().take(*place).any(|(_, b)| b.field == it.field));
    let mut keys = columns().filter(|(_, it)| it.is_external_id).map(|(place, _)| place);
    let (key, other_key) = (keys.next(), keys.next());
    let reaches = columns().any(|(_, it)| matches!(it.field, Some(Field::Email | Field::Phone)));
    if encoding::named(&mapping.encoding).is_none() {
        Some(MappingProblem::Encoding)
    } else if let Some((place, _)) = twice {
        Some(MappingProblem::FieldTwice(place))
    } else if let Some(place) = other_key {
        Some(MappingProblem::NumberTwice(place))
    } else if key.is_none() && !reaches {
        Some(MappingProblem::NothingToTellBy)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: char, expected: &[Option<Field>]) {
        let mapping = guess(&mut io::Cursor::new(text), None, None).unwrap();
        assert_eq!(mapping.separator, separator, "{text}");
        assert_eq!(mapping.columns.iter().map(|it| it.field).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn columns_are_known_by_their_names_in_both_languages() {
        use Field::{BornOn, City, Email, FirstName, FullName, LastName, OtherEmail, OtherPhone, Phone, Postcode};
        check(
            "N° client;Nom;Prénom;Né(e) le;CP;Ville\n1;D;H;1/2/1979;59000;Lille",
            ';',
            &[None, Some(LastName), Some(FirstName), Some(BornOn), Some(Postcode), Some(City)],
        );
        check(
            "customerId\tFirst Name\tname\tE-mail\n1\ta\tb\ta@x.example",
            '\t',
            &[None, Some(FirstName), Some(LastName), Some(Email)],
        );
        check(
            "nom|mail|mail 2|tel|tel\nx|a@x.fr|b@x.fr|1|2",
            '|',
            &[Some(FullName), Some(Email), Some(OtherEmail), Some(Phone), Some(OtherPhone)],
        );
        check("a@x.example,0612345678\nb@x.example,0712345678", ',', &[Some(Email), Some(Phone)]);
    }

    #[test]
    fn the_order_of_days_is_that_of_the_whole_column() {
        for (values, expected) in [
            (&["03/04/2026", "13/04/2026"][..], DayOrder::DayFirst),
            (&["03/04/2026", "04/13/2026"], DayOrder::MonthFirst),
            (&["03/04/2026"], DayOrder::DayFirst),
            (&["2026-04-13"], DayOrder::DayFirst),
        ] {
            assert_eq!(day_order(values), expected);
        }
    }

    #[test]
    fn a_mapping_needs_something_to_tell_people_by() {
        let mut mapping = guess(&mut io::Cursor::new("nom,ville\nx,y"), None, None).unwrap();
        assert_eq!(problem(&mapping), Some(MappingProblem::NothingToTellBy));
        mapping.columns[0].is_external_id = true;
        assert_eq!(problem(&mapping), None);
        mapping.columns[1].field = mapping.columns[0].field;
        assert_eq!(problem(&mapping), Some(MappingProblem::FieldTwice(1)));
    }
}
