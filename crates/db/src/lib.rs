//! One store over SQLite and PostgreSQL: connections, transactions, rows, migrations, the outbox, blobs.
//!
//! Nobody above this crate sees the driver. One SQL text serves both engines; `sql!` takes literals only, so a built
//! string cannot be run. Not for words of the field: tables belong to the crates that own them.
//!
//! Start with [`Db`]: `db.read()` for a reader, `db.begin()` for the writer's turn, `tx.commit()` returns when the
//! change is durable.

pub mod blob;
pub mod conn;
pub mod error;
pub mod migrate;
pub mod outbox;
mod pool;
pub mod row;
pub mod secret;
pub mod sql;
mod sqlite;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tx;
pub mod value;
mod writer;

pub use crate::conn::{Conn, Read};
pub use crate::error::DbError;
pub use crate::outbox::{Envelope, Event};
pub use crate::row::Row;
pub use crate::sql::{Sql, SqlPart, joined, joined_length};
pub use crate::store::{Config, Db, Engine};
pub use crate::tx::Tx;
pub use crate::value::{FromValue, IntoValue, Json, Value};

#[cfg(test)]
mod tests;
