//! Keyset pages: a page says where the next one starts, never how many there are.

use serde::{Deserialize, Serialize};

/// The most rows one page may hold.
pub const LIMIT_MAX: u32 = 200;

/// One page of a list. `next` is `None` on the last page.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts, or nothing.
    pub next: Option<Cursor>,
    /// How many rows the whole list has; only where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// A page from `limit + 1` rows read: the row too many says that there is a next page, after `key` of the last.
    pub fn from_rows(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> Cursor) -> Self {
        let limit = limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next, total: None }
    }

    /// The same page with each row turned into another form.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next, total: self.total }
    }
}

/// An opaque place in a list: the sort keys of the last row, up to two numbers, or a text and a number.
///
/// Shown as `~`-separated parts in hexadecimal, so that it needs no escaping in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Vec<String>);

impl Cursor {
    /// From the last row's sort keys, in the order of the list's `order by`.
    pub fn new(parts: impl IntoIterator<Item = impl ToString>) -> Self {
        Self(parts.into_iter().map(|it| it.to_string()).collect())
    }

    /// The `place`-th key as a number; `None` if it is absent or no number.
    pub fn number(&self, place: usize) -> Option<i64> {
        self.0.get(place)?.parse().ok()
    }

    /// The `place`-th key as text.
    pub fn text(&self, place: usize) -> Option<&str> {
        self.0.get(place).map(String::as_str)
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, part) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("~")?;
            }
            for byte in part.bytes() {
                write!(f, "{byte:02x}")?;
            }
        }
        Ok(())
    }
}

/// A cursor that this server did not write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this cursor was not written by this server")]
pub struct CursorError;

impl std::str::FromStr for Cursor {
    type Err = CursorError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let part = |hex: &str| {
            let bytes = hex.as_bytes();
            if !bytes.len().is_multiple_of(2) || bytes.len() > 1_000 {
                return Err(CursorError);
            }
            let digit = |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok()).ok_or(CursorError);
            let mut decoded = Vec::with_capacity(bytes.len() / 2);
            for pair in bytes.chunks_exact(2) {
                let [high, low] = pair else { return Err(CursorError) };
                decoded.push(digit(*high)? * 16 + digit(*low)?);
            }
            String::from_utf8(decoded).map_err(|_| CursorError)
        };
        text.split('~').map(part).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Cursor {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("An opaque place in a list: give it back as `after`."))
            .into()
    }
}

impl utoipa::ToSchema for Cursor {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Cursor")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = Cursor::new(["é~", "-12"]);
        assert_eq!(cursor.to_string().parse(), Ok(cursor.clone()));
        assert_eq!(cursor.number(1), Some(-12));
        assert_eq!("zz".parse::<Cursor>(), Err(CursorError));
    }

    #[test]
    fn the_row_too_many_says_that_there_is_more() {
        let page = Page::from_rows(vec![1, 2, 3], 2, |it| Cursor::new([*it]));
        assert_eq!((page.items, page.next), (vec![1, 2], Some(Cursor::new([2]))));
        assert_eq!(Page::from_rows(vec![1, 2], 2, |it| Cursor::new([*it])).next, None);
    }
}
