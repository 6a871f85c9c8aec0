//! What a column holds: guessed from its name and values, or told.

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

/// What the columns of `header` hold, by their names in French and English.
pub fn guess(header: &[&str]) -> Vec<Field> {
    header.iter().map(|name| guess_one(name)).collect()
}

fn guess_one(name: &str) -> Field {
    let name: String = name.trim().to_lowercase().chars().map(|it| if it.is_alphanumeric() { it } else { '_' }).collect();
    let is = |words: &[&str]| words.contains(&name.as_str());
    let has = |words: &[&str]| words.iter().any(|it| name.contains(it));
    if is(&["record_id", "rec_id", "unique_id", "id", "identifiant"]) {
        Field::Key
    } else if is(&["source", "system", "systeme", "système"]) {
        Field::Source
    } else if has(&["update", "created", "cluster", "true_id", "modif"]) {
        Field::Ignored
    } else if has(&["birth_name", "maiden", "nom_de_naissance", "nom_naissance", "nom_jeune"]) {
        Field::Birth
    } else if has(&["birth_place", "lieu_de_naissance", "birthplace"]) {
        Field::Category
    } else if has(&["birth", "naissance", "dob"]) {
        Field::Day
    } else if is(&["full_name", "first_and_surname"]) {
        Field::Ignored
    } else if has(&["given", "first_name", "firstname", "prenom", "prénom", "forename"]) {
        Field::Given
    } else if has(&["family", "surname", "last_name", "lastname"]) || is(&["nom", "name"]) {
        Field::Family
    } else if has(&["civil", "sex", "gender", "titre", "title"]) {
        Field::Sex
    } else if has(&["mail", "courriel"]) {
        Field::Email
    } else if has(&["phone", "mobile", "tel", "portable"]) {
        Field::Phone
    } else if has(&["street_number", "house_number", "numero_voie"]) {
        Field::Number
    } else if has(&["postcode", "postal", "zip"]) || is(&["cp"]) {
        Field::Postcode
    } else if has(&["address_2", "complement", "state", "pays", "country"]) {
        Field::Category
    } else if has(&["address", "adresse", "street", "rue", "voie"]) {
        Field::Street
    } else if has(&["city", "town", "ville", "suburb", "commune"]) {
        Field::City
    } else if has(&["iban", "rib"]) {
        Field::Iban
    } else if has(&["soc_sec", "ssn", "nir", "member", "adherent", "siret"]) {
        Field::Identifier
    } else if has(&["occupation", "profession", "job"]) {
        Field::Category
    } else {
        Field::Ignored
    }
}
