//! A statement's text: literals of ours, never a built string.

/// The text of one statement. Made by `sql!` while compiling, from literals only, so that no value can get into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql(&'static str);

impl Sql {
    /// For `sql!` alone.
    #[doc(hidden)]
    pub const fn literal(text: &'static str) -> Self {
        Self(text)
    }

    /// The text.
    pub const fn text(self) -> &'static str {
        self.0
    }

    /// The text of an insert with its one group `values ($1, $2)` repeated for `rows` rows of `columns` values.
    pub(crate) fn with_rows(self, columns: usize, rows: usize) -> String {
        let Some((head, rest)) = self.0.split_once("values (") else { return self.0.to_owned() };
        let Some((_, tail)) = rest.split_once(')') else { return self.0.to_owned() };
        let mut text = format!("{head}values ");
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 1..=columns {
                let comma = if column == 1 { "$" } else { ", $" };
                text.push_str(comma);
                text.push_str(&(row * columns + column).to_string());
            }
            text.push(')');
        }
        text.push_str(tail);
        text
    }

    /// The text with `$list` replaced by `count` placeholders that follow the `before` first ones.
    pub(crate) fn with_list(self, before: usize, count: usize) -> String {
        let places: Vec<String> = (before + 1..=before + count).map(|it| format!("${it}")).collect();
        let places = if places.is_empty() { "null".to_owned() } else { places.join(", ") };
        self.0.replace("$list", &places)
    }
}

/// A piece that several statements share. Made by `sql_part!("…")` from a literal only, and joined by `sql!`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqlPart(&'static str);

impl SqlPart {
    /// For `sql!` and `sql_part!` alone.
    #[doc(hidden)]
    pub const fn literal(text: &'static str) -> Self {
        Self(text)
    }

    const fn bytes(self) -> &'static [u8] {
        self.0.as_bytes()
    }
}

/// How long `parts` are, joined by spaces, in bytes. For `sql!` alone.
#[doc(hidden)]
pub const fn joined_length(mut parts: &[SqlPart]) -> usize {
    let mut length = 0;
    while let [part, rest @ ..] = parts {
        length += part.bytes().len() + if rest.is_empty() { 0 } else { 1 };
        parts = rest;
    }
    length
}

/// `parts` joined by spaces; `LENGTH` is their [`joined_length`]. For `sql!` alone, while compiling.
#[doc(hidden)]
pub const fn joined<const LENGTH: usize>(mut parts: &[SqlPart]) -> [u8; LENGTH] {
    let mut text = [b' '; LENGTH];
    let mut left: &mut [u8] = &mut text;
    while let [part, rest @ ..] = parts {
        let (place, after) = left.split_at_mut(part.bytes().len());
        place.copy_from_slice(part.bytes());
        left = match after.split_first_mut() {
            Some((_space, after)) => after,
            None => &mut [],
        };
        parts = rest;
    }
    text
}

/// A statement: lower case, explicit columns, `$1` parameters, the same text for SQLite and PostgreSQL.
///
/// Given several pieces, joins them by spaces while compiling: each is a literal, or the name of a `const` that
/// `sql_part!` made in the same file (`cargo xtask sql` reads file by file). A value cannot be a piece: it is not
/// known while compiling.
/// ```
/// use db::{SqlPart, sql, sql_part};
/// const LIVE: SqlPart = sql_part!("state <> 'closed'");
/// let text = sql!("select count(*) as n from cases where", LIVE, "and team_id = $1");
/// assert_eq!(text.text(), "select count(*) as n from cases where state <> 'closed' and team_id = $1");
/// ```
/// ```compile_fail
/// use db::{SqlPart, sql};
/// fn refused(given: SqlPart) -> db::Sql { sql!("select", given) }
/// ```
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $crate::Sql::literal($text)
    };
    ($($piece:tt),+ $(,)?) => {{
        const PIECES: &[$crate::SqlPart] = &[$($crate::sql!(@piece $piece)),+];
        const LENGTH: usize = $crate::joined_length(PIECES);
        const BYTES: [u8; LENGTH] = $crate::joined(PIECES);
        const TEXT: &str = match ::core::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => panic!("whole pieces of text are text"),
        };
        $crate::Sql::literal(TEXT)
    }};
    (@piece $text:literal) => {
        $crate::sql_part!($text)
    };
    (@piece $part:ident) => {
        $part
    };
}

/// A piece of a statement for `sql!` to join: `const LIVE: SqlPart = sql_part!("state <> 'closed'");`
#[macro_export]
macro_rules! sql_part {
    ($text:literal) => {
        $crate::SqlPart::literal($text)
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_becomes_placeholders_after_the_plain_ones() {
        let text = sql!("select id from t where kind = $1 and id in ($list)").with_list(1, 3);
        assert_eq!(text, "select id from t where kind = $1 and id in ($2, $3, $4)");
        assert!(sql!("id in ($list)").with_list(0, 0).contains("(null)"));
    }

    #[test]
    fn pieces_are_joined_by_spaces() {
        const MINE: crate::SqlPart = sql_part!("owner_id = $1");
        assert_eq!(
            sql!("select id from t where", MINE, "and é = $2").text(),
            "select id from t where owner_id = $1 and é = $2"
        );
        assert_eq!(sql!("a", "b"), sql!("a b"));
        assert_eq!(sql!("", MINE, "").text(), " owner_id = $1 ");
    }

    #[test]
    fn the_group_of_an_insert_is_repeated_for_each_row() {
        let text = sql!("insert into t (a, b) values ($1, $2) on conflict do nothing").with_rows(2, 2);
        assert_eq!(text, "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing");
    }
}
