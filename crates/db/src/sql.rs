//! A statement's text: a literal of ours, never a built string.

/// The text of one statement. Made by `sql!("…")` from a literal only, so that no value can get into it.
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

/// A statement: lower case, explicit columns, `$1` parameters, the same text for SQLite and PostgreSQL.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $crate::Sql::literal($text)
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
    fn the_group_of_an_insert_is_repeated_for_each_row() {
        let text = sql!("insert into t (a, b) values ($1, $2) on conflict do nothing").with_rows(2, 2);
        assert_eq!(text, "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing");
    }
}
