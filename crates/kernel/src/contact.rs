//! The plain forms of e-mail addresses and phone numbers: what identification compares.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

/// An e-mail address in the form two systems can be compared by: no spaces, lower case, composed (NFC).
///
/// Lower-casing the local part is against RFC 5321 §2.4 in theory and with every mail service in practice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// A text that cannot be an e-mail address or a phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// No local part and domain around one `@`, or characters that cannot stand there.
    #[error("`{0}` is not an e-mail address such as helene@example.fr")]
    Email(String),
    /// No number that could be dialled.
    #[error("`{0}` is not a phone number such as +33 6 12 34 56 78")]
    Phone(String),
}

impl ContactError {
    /// The stable name of the refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Email(_) => "invalid_email",
            Self::Phone(_) => "invalid_phone",
        }
    }
}

impl Email {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address with its middle hidden, for logs and screens that must not show it: `h…e@example.fr`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or(("", &self.0));
        let first = local.chars().next().unwrap_or('…');
        let last = local.chars().next_back().unwrap_or('…');
        format!("{first}…{last}@{domain}")
    }
}

impl FromStr for Email {
    type Err = ContactError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ContactError::Email(text.to_owned());
        let plain: String = text.trim().trim_matches(['<', '>']).nfc().flat_map(char::to_lowercase).collect();
        let (local, domain) = plain.rsplit_once('@').ok_or_else(refuse)?;
        let is_odd = |it: char| it.is_whitespace() || it.is_control() || "<>()[]\\,;:\"@".contains(it);
        let label_is_good = |it: &str| {
            !it.is_empty() && it.len() <= 63 && !it.starts_with('-') && !it.ends_with('-') && !it.contains('_')
        };
        let is_good = !local.is_empty()
            && local.len() <= 64
            && plain.len() <= 254
            && !local.contains(is_odd)
            && !domain.contains(is_odd)
            && domain.split('.').all(label_is_good);
        if is_good { Ok(Self(plain)) } else { Err(refuse()) }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A phone number in E.164: `+33612345678`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads `text` as dialled from `country` (ISO 3166-1 alpha-2, such as `FR`). O(length).
    pub fn parse(text: &str, country: &str) -> Result<Self, ContactError> {
        let refuse = || ContactError::Phone(text.to_owned());
        let country: phonenumber::country::Id = country.parse().map_err(|_| refuse())?;
        let number = phonenumber::parse(Some(country), text.trim()).map_err(|_| refuse())?;
        if !phonenumber::is_valid(&number) {
            return Err(refuse());
        }
        Ok(Self(number.format().mode(phonenumber::Mode::E164).to_string()))
    }

    /// The number as text, E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! as_text {
    ($name:ident, $read:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                let read: fn(&str) -> Result<$name, ContactError> = $read;
                read(&text).map_err(|it| serde::de::Error::custom(format_args!("[{}] {it}", it.code())))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String).into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}

as_text!(Email, |text| text.parse());
as_text!(Phone, |text| Phone::parse(text, "FR"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_plain_form() {
        for text in ["Helene.Despres@Example.FR", " helene.despres@example.fr ", "<helene.despres@example.fr>"] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), "helene.despres@example.fr");
        }
        for text in ["", "helene", "@example.fr", "helene@", "a b@example.fr", "a@b@c", "a@-b.fr", "a@b..fr"] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_has_one_plain_form() {
        for text in ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "06.12.34.56.78"] {
            assert_eq!(Phone::parse(text, "FR").unwrap().as_str(), "+33612345678", "{text}");
        }
        for text in ["", "12", "not a number", "0000000000"] {
            assert!(Phone::parse(text, "FR").is_err(), "{text}");
        }
    }
}
