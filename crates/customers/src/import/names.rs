//! What columns are called, in French and English, and which field a name stands for.

use kernel::fold::words;

use crate::person::Field;

/// The field a column of this name holds, in French or English.
pub fn by_name(name: &str) -> Option<Field> {
    let plain = plain(name);
    FIELD_NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|it| it.0)
}

/// The field of a value that stands at `path` in a record: `contact.email`, `address.city`, `phones.1`. The whole is
/// asked first, then its last word; « name » alone is the name of anything there.
pub fn by_path(path: &str) -> Option<Field> {
    let words: Vec<&str> = path.split('.').filter(|it| it.parse::<u32>().is_err()).collect();
    let last = words.last()?;
    let one = last.strip_suffix('s').unwrap_or(last);
    let of_last = || [*last, one].into_iter().find_map(by_name).filter(|it| *it != Field::FullName || words.len() == 1);
    by_name(&words.join(" ")).or_else(of_last)
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
pub fn is_plain_name(name: &str) -> bool {
    matches!(plain(name).as_str(), "nom" | "name" | "noms")
}

/// Whether a column of this name holds a number of the source.
pub fn is_number_name(name: &str) -> bool {
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
            "born on",
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
