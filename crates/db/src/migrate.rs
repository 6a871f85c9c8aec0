//! Brings a store's tables up to date. One text per migration serves both engines.
//!
//! Column types are `text | bigint | double precision | bytes`. On PostgreSQL `text` columns get `collate "C"`, so that
//! order and prefixes mean the same on both engines, and `bytes` is `bytea`; on SQLite `bytes` is `blob`.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::conn::Conn;
use crate::error::DbError;
use crate::store::{Db, Engine};
use crate::{params, sql};

/// Every migration: name and text, in order.
pub const MIGRATIONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

impl Db {
    /// Runs the migrations that have not run yet, each in its own transaction; tells how many.
    ///
    /// Fails if one that ran was changed since, or if the store knows one that this program does not: it is newer.
    pub async fn migrate(&self) -> Result<usize, DbError> {
        let mut tx = self.begin().await?;
        tx.script(dialect(LEDGER, self.engine())).await?;
        let pending = pending(&mut tx).await?;
        tx.commit().await?;
        for (name, text) in &pending {
            self.run_migration(name, text).await?;
        }
        Ok(pending.len())
    }

    /// The names of the migrations that have not run yet, in order. Fails as [`Db::migrate`] does, and on what holds no
    /// store at all; changes nothing.
    pub async fn pending_migrations(&self) -> Result<Vec<&'static str>, DbError> {
        let pending = pending(&mut *self.read().await?).await?;
        Ok(pending.into_iter().map(|(name, _)| name).collect())
    }

    async fn run_migration(&self, name: &str, text: &str) -> Result<(), DbError> {
        let failed = |error: DbError| DbError::Migration { name: name.to_owned(), problem: error.to_string() };
        let mut tx = self.begin().await?;
        tx.script(dialect(text, self.engine())).await.map_err(failed)?;
        let now = tx.now();
        tx.run(
            sql!("insert into schema_migrations (name, checksum, ran_at) values ($1, $2, $3)"),
            params![name, checksum_of(text), now],
        )
        .await?;
        tx.commit().await.map_err(failed)
    }
}

async fn pending(conn: &mut Conn) -> Result<Vec<(&'static str, &'static str)>, DbError> {
    let done =
        conn.all(sql!("select name, checksum from schema_migrations order by name limit 10000"), params![]).await?;
    let mut ran = BTreeMap::new();
    for row in done {
        ran.insert(row.get::<String>("name")?, row.get::<String>("checksum")?);
    }
    let mut pending = Vec::new();
    for (name, text) in MIGRATIONS {
        match ran.remove(*name) {
            Some(checksum) if checksum == checksum_of(text) => {}
            Some(_) => {
                let problem = "was changed after it ran: never edit a released migration".to_owned();
                return Err(DbError::Migration { name: (*name).to_owned(), problem });
            }
            None => pending.push((*name, *text)),
        }
    }
    if let Some((name, _)) = ran.pop_last() {
        let problem = "is in the store but not in this program: the store is of a newer version".to_owned();
        return Err(DbError::Migration { name, problem });
    }
    Ok(pending)
}

/// The first table of all, which knows what ran.
const LEDGER: &str = "
create table if not exists schema_migrations (
    name text primary key,
    checksum text not null,
    ran_at bigint not null
);
";

fn checksum_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text as `engine` wants it: column types only, line by line, comments untouched.
pub(crate) fn dialect(text: &str, engine: Engine) -> String {
    let mut script = String::with_capacity(text.len() + 256);
    for line in text.lines() {
        script.push_str(&dialect_line(line, engine));
        script.push('\n');
    }
    script
}

fn dialect_line(line: &str, engine: Engine) -> String {
    let trimmed = line.trim_start();
    if trimmed.starts_with("--") {
        return line.to_owned();
    }
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    // A column is `name type …` inside a table, or follows `add column`.
    let place = words.iter().position(|it| *it == "column").map_or(1, |it| it + 2);
    let is_column = place == 1 || trimmed.starts_with("alter table");
    let Some(kind) = words.get(place).filter(|_| is_column) else { return line.to_owned() };
    let replacement = match (kind.trim_end_matches([',', ';']), engine) {
        ("text", Engine::Postgres) => "text collate \"C\"",
        ("bytes", Engine::Postgres) => "bytea",
        ("bytes", Engine::Sqlite) => "blob",
        _ => return line.to_owned(),
    };
    let kind = kind.trim_end_matches([',', ';']);
    // The type is the first such word after the column's name, so that a name equal to a type stays.
    let name = words.get(place - 1).copied().unwrap_or_default();
    let Some(after_name) = line.find(name).map(|it| it + name.len()) else { return line.to_owned() };
    let (head, tail) = line.split_at(after_name);
    format!("{head}{}", tail.replacen(kind, replacement, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_take_the_engine_s_form() {
        for (line, sqlite, postgres) in [
            ("    subject text not null,", "    subject text not null,", "    subject text collate \"C\" not null,"),
            ("    text text,", "    text text,", "    text text collate \"C\","),
            ("    hash bytes not null,", "    hash blob not null,", "    hash bytea not null,"),
            ("    at bigint not null,", "    at bigint not null,", "    at bigint not null,"),
            ("-- a text of bytes", "-- a text of bytes", "-- a text of bytes"),
            (
                "alter table t add column note text;",
                "alter table t add column note text;",
                "alter table t add column note text collate \"C\";",
            ),
            ("create index a on t (text);", "create index a on t (text);", "create index a on t (text);"),
        ] {
            assert_eq!(dialect_line(line, Engine::Sqlite), sqlite);
            assert_eq!(dialect_line(line, Engine::Postgres), postgres);
        }
    }
}
