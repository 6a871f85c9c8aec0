//! The languages the product speaks.

use std::fmt;
use std::str::FromStr;

/// A language of screens, pages and mails. A person whose language we do not speak gets their market's.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// Every language, the first is the default.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The two-letter code of ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header that we speak, by its weights; the default if none.
    pub fn from_accept_language(header: &str) -> Self {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let locale = pieces.next()?.trim().parse().ok()?;
                let weight = pieces.find_map(|it| it.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                Some((weight, locale))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map_or(Self::default(), |it| it.1)
    }
}

/// A language we do not speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of ours: fr, en")]
pub struct LocaleError(pub String);

impl FromStr for Locale {
    type Err = LocaleError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let language = text.split(['-', '_']).next().unwrap_or(text);
        Self::ALL
            .into_iter()
            .find(|it| language.eq_ignore_ascii_case(it.code()))
            .ok_or_else(|| LocaleError(text.to_owned()))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        for (header, expected) in [
            ("en-GB,en;q=0.9,fr;q=0.8", Locale::En),
            ("de,fr;q=0.5,en;q=0.7", Locale::En),
            ("de", Locale::Fr),
            ("", Locale::Fr),
            ("fr-CA", Locale::Fr),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header}");
        }
    }
}
