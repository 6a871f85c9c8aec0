//! Statements on SQLite, run where they stand.
//!
//! A point read or write takes a few microseconds; handing it to another thread costs more than running it. So the
//! writer's statements run on the calling task, and a reader's do for the first [`STEPS_INLINE`] steps of the engine:
//! a statement that needs more is interrupted, which is harmless for a read, and run again on a thread for blocking
//! work. ADR-0002 has the figures.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use crate::error::DbError;
use crate::row::Row;
use crate::value::Value;

/// Steps of SQLite's virtual machine that a read may take on the calling task: about a millisecond.
const STEPS_INLINE: i32 = 50_000;

/// Runs `text` and reads every row.
pub(crate) fn rows(connection: &Connection, text: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
    let mut statement = connection.prepare_cached(text)?;
    bind(&mut statement, params)?;
    let names: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
    let mut cursor = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = cursor.next()? {
        let values = (0..names.len()).map(|place| Ok(value(row.get_ref(place)?))).collect::<Result<_, DbError>>()?;
        rows.push(Row::new(names.clone(), values));
    }
    Ok(rows)
}

/// Runs `text` and counts the rows it changed.
pub(crate) fn run(connection: &Connection, text: &str, params: &[Value]) -> Result<u64, DbError> {
    let mut statement = connection.prepare_cached(text)?;
    bind(&mut statement, params)?;
    let mut changed = 0;
    if statement.column_count() == 0 {
        changed = statement.raw_execute()?;
    } else {
        // `returning` gives a row for each changed one.
        let mut cursor = statement.raw_query();
        while cursor.next()?.is_some() {
            changed += 1;
        }
    }
    Ok(changed as u64)
}

/// SQLite numbers `$2` by where it first stands, not by its digit: each is bound by its name.
fn bind(statement: &mut CachedStatement<'_>, params: &[Value]) -> Result<(), DbError> {
    for index in 1..=statement.parameter_count() {
        let number = statement.parameter_name(index).and_then(|it| it.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|it| params.get(it.checked_sub(1)?));
        let Some(value) = value else {
            return Err(DbError::driver(format!("parameter {index} has no value among {}", params.len())));
        };
        statement.raw_bind_parameter(index, Bound(value))?;
    }
    Ok(())
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Int(Some(it)) => ToSqlOutput::Owned(SqliteValue::Integer(*it)),
            Value::Real(Some(it)) => ToSqlOutput::Owned(SqliteValue::Real(*it)),
            Value::Text(Some(it)) => ToSqlOutput::Borrowed(ValueRef::Text(it.as_bytes())),
            Value::Bytes(Some(it)) => ToSqlOutput::Borrowed(ValueRef::Blob(it)),
            _ => ToSqlOutput::Owned(SqliteValue::Null),
        })
    }
}

fn value(stored: ValueRef<'_>) -> Value {
    match stored {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => Value::Int(Some(it)),
        ValueRef::Real(it) => Value::Real(Some(it)),
        ValueRef::Text(it) => Value::Text(Some(String::from_utf8_lossy(it).into_owned())),
        ValueRef::Blob(it) => Value::Bytes(Some(it.to_vec())),
    }
}

/// A reading connection, which hands long statements to another thread.
#[derive(Debug)]
pub(crate) struct Reader {
    /// `None` while a statement runs elsewhere; for good if that was cut off.
    connection: Option<Connection>,
    /// Whether the engine may take as long as it likes.
    is_unbounded: Arc<AtomicBool>,
}

impl Reader {
    pub(crate) fn new(mut connection: Connection) -> Result<Self, DbError> {
        let is_unbounded = Arc::new(AtomicBool::new(true));
        let seen = is_unbounded.clone();
        // Called after so many steps of one statement; `true` interrupts it.
        connection.progress_handler(STEPS_INLINE, Some(move || !seen.load(Ordering::Relaxed)))?;
        connection.pragma_update(None, "query_only", "on")?;
        Ok(Self { connection: Some(connection), is_unbounded })
    }

    /// Whether the connection can be used again.
    pub(crate) fn is_whole(&self) -> bool {
        self.connection.is_some()
    }

    /// Every row of `text`.
    pub(crate) async fn rows(&mut self, text: String, params: Vec<Value>) -> Result<Vec<Row>, DbError> {
        self.statement(text, params, rows).await
    }

    /// Rows changed: none can be, so this tells the engine's refusal.
    pub(crate) async fn run(&mut self, text: String, params: Vec<Value>) -> Result<u64, DbError> {
        self.statement(text, params, run).await
    }

    async fn statement<T: Send + 'static>(
        &mut self,
        text: String,
        params: Vec<Value>,
        how: fn(&Connection, &str, &[Value]) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let connection = self.connection.as_ref().ok_or(DbError::Closed)?;
        self.is_unbounded.store(false, Ordering::Relaxed);
        let inline = how(connection, &text, &params);
        self.is_unbounded.store(true, Ordering::Relaxed);
        if !inline.as_ref().is_err_and(is_interrupted) {
            return inline;
        }
        let connection = self.connection.take().ok_or(DbError::Closed)?;
        let (connection, answer) = tokio::task::spawn_blocking(move || {
            let answer = how(&connection, &text, &params);
            (connection, answer)
        })
        .await
        .map_err(|_| DbError::Closed)?;
        self.connection = Some(connection);
        answer
    }
}

fn is_interrupted(error: &DbError) -> bool {
    let DbError::Driver(cause) = error else { return false };
    let code = cause.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    code == Some(rusqlite::ErrorCode::OperationInterrupted)
}
