//! The values that cross the border to the store, and JSON in a `text` column.

pub use kernel::value::{FromValue, IntoValue, Value};

use crate::error::DbError;

/// A value kept as JSON in a `text` column.
#[derive(Debug, Clone, PartialEq)]
pub struct Json<T>(pub T);

impl<T: serde::Serialize> IntoValue for Json<T> {
    fn into_value(self) -> Value {
        // What we store are our own types, whose keys are strings: turning them into JSON cannot fail.
        Value::Text(serde_json::to_string(&self.0).ok())
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl<T: serde::de::DeserializeOwned> FromValue for Json<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        let text = String::from_value(value)?;
        serde_json::from_str(&text).map(Json).map_err(|error| error.to_string())
    }
}

/// Reads `value` as `T`; `column` names it in the error.
pub(crate) fn read<T: FromValue>(value: Value, column: &str) -> Result<T, DbError> {
    T::from_value(value).map_err(|problem| DbError::Column { column: column.to_owned(), problem })
}

/// The parameters of a statement, in the order of `$1`, `$2`…: `params![case.id, &case.subject, None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::IntoValue::into_value($value)),*] };
}
