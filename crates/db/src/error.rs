//! What can go wrong in the store.

/// A failure of the store, in words a maintainer can act on.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Exactly one row was asked for and none was there.
    #[error("no row")]
    NotFound,
    /// A file that a row names is not in the blob folder.
    #[error("the file {0} is not in the blob folder")]
    FileMissing(crate::blob::BlobHash),
    /// A unique index refused the row; holds the constraint's name or columns.
    #[error("already there: {0}")]
    Unique(String),
    /// A check, foreign key or not-null constraint refused the row.
    #[error("refused by constraint: {0}")]
    Constraint(String),
    /// A column is absent or holds another type.
    #[error("column `{column}`: {problem}")]
    Column {
        /// The column asked for.
        column: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The store is set up in a way that could lose data, or is too old.
    #[error("the store refuses to start: {0}")]
    Unsafe(String),
    /// A migration failed, or one that ran was changed since.
    #[error("migration {name}: {problem}")]
    Migration {
        /// Its file name without ending.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The address of the store cannot be read.
    #[error("database_url `{0}` is neither sqlite:PATH nor postgres://…")]
    Url(String),
    /// The writer has stopped, as at shutdown.
    #[error("the store is closing")]
    Closed,
    /// A value could not be turned into JSON or back.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// A file of the blob folder.
    #[error("blob store: {0}")]
    Blob(#[from] std::io::Error),
    /// Anything else the driver says.
    #[error("store: {0}")]
    Driver(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DbError {
    /// A failure that the driver told in words only.
    pub(crate) fn driver(problem: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Driver(problem.into())
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{
            SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_NOTNULL,
            SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE,
        };
        let rusqlite::Error::SqliteFailure(code, Some(message)) = &error else { return Self::driver(error) };
        let what = message.rsplit_once(": ").map_or(message.as_str(), |(_, what)| what).to_owned();
        match code.extended_code {
            SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY => Self::Unique(what),
            SQLITE_CONSTRAINT_CHECK | SQLITE_CONSTRAINT_FOREIGNKEY | SQLITE_CONSTRAINT_NOTNULL => {
                Self::Constraint(what)
            }
            _ => Self::driver(error),
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let Some(refusal) = error.as_database_error() else {
            return match error {
                sqlx::Error::RowNotFound => Self::NotFound,
                other => Self::driver(other),
            };
        };
        let name = refusal.constraint().map_or_else(|| refusal.message().to_owned(), str::to_owned);
        if refusal.is_unique_violation() {
            Self::Unique(name)
        } else if refusal.is_check_violation()
            || refusal.is_foreign_key_violation()
            || refusal.code().is_some_and(|it| it == "23502")
        {
            Self::Constraint(name)
        } else {
            Self::driver(error)
        }
    }
}
