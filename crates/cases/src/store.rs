//! Every statement of this crate, by topic. Functions that read take a connection; those that write take the
//! transaction.

pub mod batches;
pub mod calendars;
pub mod cases;
pub mod clocks;
pub mod drafts;
pub mod history;
pub mod list;
pub mod participants;
pub mod promises;
pub mod templates;
pub mod trial;
pub mod types;
pub mod views;

use db::{DbError, Row};

/// A column that holds one of our codes.
pub(crate) fn code<T>(row: &Row, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    read(&text).ok_or_else(|| unknown(column, &text))
}

/// As [`code`], where the column may be null.
pub(crate) fn code_or_null<T>(row: &Row, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, DbError> {
    let text: Option<String> = row.get(column)?;
    text.map(|it| read(&it).ok_or_else(|| unknown(column, &it))).transpose()
}

/// A column that holds a value this program does not know.
pub(crate) fn unknown(column: &str, text: &str) -> DbError {
    DbError::Column { column: column.to_owned(), problem: format!("holds `{text}`, which this program does not know") }
}
