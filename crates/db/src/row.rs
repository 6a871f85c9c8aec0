//! A row that was read: names and values, apart from the engine that gave them.

use std::sync::Arc;

use sqlx::{Column, Row as _, TypeInfo, ValueRef};

use crate::error::DbError;
use crate::value::{self, FromValue, Value};

/// One row. Columns are found by name.
#[derive(Debug, Clone)]
pub struct Row {
    names: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    /// The column `name` as `T`. O(columns).
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, DbError> {
        let place = self.names.iter().position(|it| it == name).ok_or_else(|| DbError::Column {
            column: name.to_owned(),
            problem: format!("is not among {}", self.names.join(", ")),
        })?;
        self.at(place)
    }

    /// The `place`-th column, from 0, as `T`.
    pub fn at<T: FromValue>(&self, place: usize) -> Result<T, DbError> {
        let name = self.names.get(place).map_or("?", String::as_str);
        value::read(self.values.get(place).cloned().unwrap_or(Value::Null), name)
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

impl Row {
    /// Rows of one statement share their names.
    pub(crate) fn new(names: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { names, values }
    }
}

pub(crate) fn postgres_rows(rows: &[sqlx::postgres::PgRow]) -> Result<Vec<Row>, DbError> {
    let names: Arc<[String]> =
        rows.first().map(|row| row.columns().iter().map(|it| it.name().to_owned()).collect()).unwrap_or_default();
    rows.iter().map(|row| Ok(Row { names: names.clone(), values: postgres_values(row)? })).collect()
}

fn postgres_values(row: &sqlx::postgres::PgRow) -> Result<Vec<Value>, DbError> {
    (0..row.len())
        .map(|place| {
            let raw = row.try_get_raw(place)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let kind = raw.type_info().name().to_owned();
            Ok(match kind.as_str() {
                "INT8" => Value::Int(row.try_get(place)?),
                "INT4" => Value::Int(row.try_get::<Option<i32>, _>(place)?.map(i64::from)),
                "INT2" => Value::Int(row.try_get::<Option<i16>, _>(place)?.map(i64::from)),
                "BOOL" => Value::Int(row.try_get::<Option<bool>, _>(place)?.map(i64::from)),
                "FLOAT8" => Value::Real(row.try_get(place)?),
                "FLOAT4" => Value::Real(row.try_get::<Option<f32>, _>(place)?.map(f64::from)),
                "BYTEA" => Value::Bytes(row.try_get(place)?),
                "TEXT" | "VARCHAR" | "NAME" | "CHAR" | "UNKNOWN" => Value::Text(row.try_get_unchecked(place)?),
                other => {
                    return Err(DbError::Column {
                        column: row.columns().get(place).map_or_else(String::new, |it| it.name().to_owned()),
                        problem: format!("has the type {other}: cast it to bigint, text or double precision"),
                    });
                }
            })
        })
        .collect()
}
