//! Statements on a connection: the same four calls for a reader and for the writer's turn.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgConnection, Postgres};

use crate::error::DbError;
use crate::pool::PooledReader;
use crate::row::{Row, postgres_rows};
use crate::sql::Sql;
use crate::sqlite;
use crate::store::Engine;
use crate::value::Value;

/// The most values one `$list` may hold, so that no statement passes an engine's limit of parameters.
pub const LIST_MAX: usize = 5_000;

/// A connection that runs statements. Got from [`crate::Db::read`] or [`crate::Db::begin`].
#[derive(Debug)]
pub struct Conn {
    pub(crate) inner: Inner,
    pub(crate) statements: Arc<AtomicU64>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    /// The writer's own connection, lent for a turn. `None` once given back.
    SqliteWriter(Option<rusqlite::Connection>),
    SqliteReader(PooledReader),
    PostgresReader(PoolConnection<Postgres>),
    PostgresTx(sqlx::Transaction<'static, Postgres>),
}

/// A pooled reader. Sees what was committed before each of its statements; cannot write.
#[derive(Debug)]
pub struct Read(pub(crate) Conn);

impl Deref for Read {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Read {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// A statement's text, whether fixed or with its list spread out.
enum Text {
    Fixed(&'static str),
    Spread(String),
}

impl Conn {
    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::SqliteWriter(_) | Inner::SqliteReader(_) => Engine::Sqlite,
            Inner::PostgresReader(_) | Inner::PostgresTx(_) => Engine::Postgres,
        }
    }

    /// Every row of `sql`. Lists must carry their own limit.
    pub async fn all(&mut self, sql: Sql, params: Vec<Value>) -> Result<Vec<Row>, DbError> {
        self.rows(Text::Fixed(sql.text()), params).await
    }

    /// Every row of `sql`, in which `$list` stands for `list`; at most [`LIST_MAX`] values.
    pub async fn all_in(
        &mut self,
        sql: Sql,
        params: Vec<Value>,
        list: impl IntoIterator<Item = impl crate::IntoValue>,
    ) -> Result<Vec<Row>, DbError> {
        let (text, params) = spread(sql, params, list)?;
        self.rows(text, params).await
    }

    /// The first row of `sql`, if any.
    pub async fn optional(&mut self, sql: Sql, params: Vec<Value>) -> Result<Option<Row>, DbError> {
        Ok(self.all(sql, params).await?.into_iter().next())
    }

    /// The first row of `sql`; [`DbError::NotFound`] if there is none.
    pub async fn one(&mut self, sql: Sql, params: Vec<Value>) -> Result<Row, DbError> {
        self.optional(sql, params).await?.ok_or(DbError::NotFound)
    }

    /// Runs `sql` and tells how many rows it changed.
    pub async fn run(&mut self, sql: Sql, params: Vec<Value>) -> Result<u64, DbError> {
        self.change(Text::Fixed(sql.text()), params).await
    }

    /// Runs `sql`, in which `$list` stands for `list`, at most [`LIST_MAX`] values; tells how many rows it changed.
    pub async fn run_in(
        &mut self,
        sql: Sql,
        params: Vec<Value>,
        list: impl IntoIterator<Item = impl crate::IntoValue>,
    ) -> Result<u64, DbError> {
        let (text, params) = spread(sql, params, list)?;
        self.change(text, params).await
    }

    /// Runs an insert of one row, `… values ($1, $2) …`, for many rows at once; `values` holds them one after another,
    /// `columns` values each. Tells how many rows it changed.
    ///
    /// SQLite runs the one prepared statement row by row, which is fastest there; PostgreSQL gets statements of many
    /// rows, cut so that none passes [`LIST_MAX`] values.
    pub async fn run_rows(&mut self, sql: Sql, columns: usize, mut values: Vec<Value>) -> Result<u64, DbError> {
        let columns = columns.max(1);
        let at_once = (LIST_MAX / columns).max(1) * columns;
        let mut changed = 0;
        while !values.is_empty() {
            let rest = values.split_off(values.len().min(at_once));
            self.statements.fetch_add(1, Ordering::Relaxed);
            let text = Text::Spread(sql.with_rows(columns, values.len() / columns));
            changed += match &mut self.inner {
                Inner::SqliteWriter(lent) => {
                    let connection = lent.as_ref().ok_or(DbError::Closed)?;
                    let mut count = 0;
                    for row in values.chunks(columns) {
                        count += sqlite::run(connection, sql.text(), row)?;
                    }
                    count
                }
                Inner::PostgresTx(transaction) => {
                    bind_postgres(text, values).execute(&mut **transaction).await?.rows_affected()
                }
                Inner::SqliteReader(_) | Inner::PostgresReader(_) => return Err(DbError::Closed),
            };
            values = rest;
        }
        Ok(changed)
    }

    async fn change(&mut self, text: Text, params: Vec<Value>) -> Result<u64, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        match &mut self.inner {
            Inner::SqliteWriter(lent) => {
                let connection = lent.as_ref().ok_or(DbError::Closed)?;
                #[cfg(feature = "testing")]
                crate::testing::note_plan(connection, text.as_str(), &params)?;
                sqlite::run(connection, text.as_str(), &params)
            }
            Inner::SqliteReader(reader) => reader.reader()?.run(text.as_str().to_owned(), params).await,
            Inner::PostgresReader(pooled) => run_postgres(pooled, text, params).await,
            Inner::PostgresTx(transaction) => run_postgres(transaction, text, params).await,
        }
    }

    async fn rows(&mut self, text: Text, params: Vec<Value>) -> Result<Vec<Row>, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        match &mut self.inner {
            Inner::SqliteWriter(lent) => {
                let connection = lent.as_ref().ok_or(DbError::Closed)?;
                #[cfg(feature = "testing")]
                crate::testing::note_plan(connection, text.as_str(), &params)?;
                sqlite::rows(connection, text.as_str(), &params)
            }
            Inner::SqliteReader(reader) => reader.reader()?.rows(text.as_str().to_owned(), params).await,
            Inner::PostgresReader(pooled) => rows_postgres(pooled, text, params).await,
            Inner::PostgresTx(transaction) => rows_postgres(transaction, text, params).await,
        }
    }

    /// Runs a script of several statements without parameters: migrations only.
    pub(crate) async fn script(&mut self, script: String) -> Result<(), DbError> {
        match &mut self.inner {
            Inner::SqliteWriter(lent) => lent.as_ref().ok_or(DbError::Closed)?.execute_batch(&script)?,
            Inner::PostgresTx(transaction) => {
                sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut **transaction).await?;
            }
            Inner::SqliteReader(_) | Inner::PostgresReader(_) => return Err(DbError::Closed),
        }
        Ok(())
    }

    /// Prepares `text` without running it: for `cargo xtask sql`.
    #[cfg(feature = "testing")]
    pub(crate) async fn prepare(&mut self, text: String) -> Result<(), DbError> {
        use sqlx::{Executor, SqlSafeStr};
        match &mut self.inner {
            Inner::SqliteWriter(lent) => drop(lent.as_ref().ok_or(DbError::Closed)?.prepare(&text)?),
            Inner::PostgresTx(transaction) => {
                transaction.prepare(AssertSqlSafe(text).into_sql_str()).await?;
            }
            Inner::SqliteReader(_) | Inner::PostgresReader(_) => return Err(DbError::Closed),
        }
        Ok(())
    }
}

impl Text {
    fn as_str(&self) -> &str {
        match self {
            Self::Fixed(text) => text,
            Self::Spread(text) => text,
        }
    }
}

async fn rows_postgres(connection: &mut PgConnection, text: Text, params: Vec<Value>) -> Result<Vec<Row>, DbError> {
    let rows = bind_postgres(text, params).fetch_all(connection).await?;
    postgres_rows(&rows)
}

/// The text of `sql` with its `$list` spread, and all its values.
fn spread(
    sql: Sql,
    mut params: Vec<Value>,
    list: impl IntoIterator<Item = impl crate::IntoValue>,
) -> Result<(Text, Vec<Value>), DbError> {
    let before = params.len();
    params.extend(list.into_iter().map(crate::IntoValue::into_value));
    let count = params.len() - before;
    if count > LIST_MAX {
        return Err(DbError::Constraint(format!("a list of {count} values passes {LIST_MAX}")));
    }
    Ok((Text::Spread(sql.with_list(before, count)), params))
}

async fn run_postgres(connection: &mut PgConnection, text: Text, params: Vec<Value>) -> Result<u64, DbError> {
    Ok(bind_postgres(text, params).execute(connection).await?.rows_affected())
}

fn bind_postgres(
    text: Text,
    params: Vec<Value>,
) -> sqlx::query::Query<'static, Postgres, <Postgres as sqlx::Database>::Arguments> {
    let mut query = match text {
        Text::Fixed(text) => sqlx::query(text),
        Text::Spread(text) => sqlx::query(AssertSqlSafe(text)).persistent(false),
    };
    for value in params {
        query = match value {
            Value::Int(it) => query.bind(it),
            Value::Text(it) => query.bind(it),
            Value::Real(it) => query.bind(it),
            Value::Bytes(it) => query.bind(it),
            Value::Null => query.bind(None::<String>),
        };
    }
    query
}
