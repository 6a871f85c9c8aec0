//! The values a store keeps: numbers, texts, bytes; each may be null and still knows its type.

use crate::time::Timestamp;

/// One value of a row or parameter. A null carries its type, since PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `bigint`.
    Int(Option<i64>),
    /// `text`.
    Text(Option<String>),
    /// `double precision`.
    Real(Option<f64>),
    /// `bytes`.
    Bytes(Option<Vec<u8>>),
    /// A null read from a column whose type the engine did not tell.
    Null,
}

/// What can be given as a parameter.
pub trait IntoValue {
    /// The value, typed also when null.
    fn into_value(self) -> Value;
    /// The null of this type.
    fn null() -> Value;
}

/// What a column can be read as.
pub trait FromValue: Sized {
    /// Reads it, or says what stands there instead.
    fn from_value(value: Value) -> Result<Self, String>;
}

macro_rules! plain {
    ($type:ty, $variant:ident, $into:expr, $from:expr) => {
        impl IntoValue for $type {
            fn into_value(self) -> Value {
                let into = $into;
                Value::$variant(Some(into(self)))
            }
            fn null() -> Value {
                Value::$variant(None)
            }
        }
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, String> {
                match value {
                    Value::$variant(Some(it)) => {
                        let from = $from;
                        from(it)
                    }
                    other => Err(format!("holds {}, not {}", other.kind(), stringify!($type))),
                }
            }
        }
    };
}

plain!(i64, Int, |it| it, Ok);
plain!(u32, Int, i64::from, |it| u32::try_from(it).map_err(|_| format!("{it} is outside u32")));
plain!(u8, Int, i64::from, |it| u8::try_from(it).map_err(|_| format!("{it} is outside u8")));
plain!(bool, Int, i64::from, |it| Ok(it != 0));
plain!(String, Text, |it| it, Ok);
plain!(Vec<u8>, Bytes, |it| it, Ok);
plain!(Timestamp, Int, Timestamp::as_micros, |it| Ok(Timestamp::from_micros(it)));

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        Value::Real(Some(self))
    }
    fn null() -> Value {
        Value::Real(None)
    }
}

impl FromValue for f64 {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Real(Some(it)) => Ok(it),
            // SQLite keeps a real that is whole as an integer in some expressions.
            #[expect(clippy::cast_precision_loss, reason = "sums and counts stay far below 2^53")]
            Value::Int(Some(it)) => Ok(it as f64),
            other => Err(format!("holds {}, not f64", other.kind())),
        }
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::Text(Some(self.to_owned()))
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl IntoValue for &String {
    fn into_value(self) -> Value {
        Value::Text(Some(self.clone()))
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl IntoValue for &[u8] {
    fn into_value(self) -> Value {
        Value::Bytes(Some(self.to_vec()))
    }
    fn null() -> Value {
        Value::Bytes(None)
    }
}

impl IntoValue for i32 {
    fn into_value(self) -> Value {
        Value::Int(Some(i64::from(self)))
    }
    fn null() -> Value {
        Value::Int(None)
    }
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
    fn null() -> Value {
        Value::Null
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or_else(T::null, T::into_value)
    }
    fn null() -> Value {
        T::null()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        if value.is_null() { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl Value {
    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Int(None) | Self::Text(None) | Self::Real(None) | Self::Bytes(None) | Self::Null)
    }

    /// Its kind in words, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            it if it.is_null() => "null",
            Self::Int(_) => "a bigint",
            Self::Text(_) => "a text",
            Self::Real(_) => "a double",
            Self::Bytes(_) => "bytes",
            Self::Null => "null",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_keeps_its_type() {
        let values = [
            None::<i64>.into_value(),
            None::<&str>.into_value(),
            Some(1.5).into_value(),
            true.into_value(),
            vec![1_u8].into_value(),
            None::<Timestamp>.into_value(),
        ];
        assert_eq!(
            values,
            [
                Value::Int(None),
                Value::Text(None),
                Value::Real(Some(1.5)),
                Value::Int(Some(1)),
                Value::Bytes(Some(vec![1])),
                Value::Int(None)
            ]
        );
    }

    #[test]
    fn a_wrong_type_says_what_stands_there() {
        assert_eq!(i64::from_value(Value::Text(Some("x".into()))), Err("holds a text, not i64".to_owned()));
    }
}
