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
}
