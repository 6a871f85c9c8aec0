//! Prints the schema that the migrations make on one engine: what `cargo xtask openapi` keeps in `migrations/schema.*.sql`.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use db::{Conn, DbError, Row, params, sql, testing};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = std::env::args().nth(1).unwrap_or_default();
    let text = if engine == "sqlite" {
        let store = testing::sqlite().await;
        sqlite(&mut *store.db.read().await?).await?
    } else {
        let store = testing::postgres().await.ok_or("ENTENTE_TEST_POSTGRES names no server")?;
        postgres(&mut *store.db.read().await?).await?
    };
    println!("-- Made by `cargo xtask openapi` from the migrations. Not for editing.\n\n{text}");
    Ok(())
}

/// SQLite keeps each statement as it was written.
async fn sqlite(conn: &mut Conn) -> Result<String, DbError> {
    let rows = conn
        .all(sql!("select sql from sqlite_master where sql is not null order by tbl_name, type desc, name"), params![])
        .await?;
    joined(&rows, "sql", ";\n\n")
}

/// PostgreSQL keeps no statement: columns, constraints and indexes, a line each.
async fn postgres(conn: &mut Conn) -> Result<String, DbError> {
    let columns = conn
        .all(
            sql!(
                "select c.table_name || '.' || c.column_name || ' ' || c.data_type
                   || coalesce(' collate ' || c.collation_name, '')
                   || case when c.is_nullable = 'NO' then ' not null' else '' end
                   || coalesce(' default ' || c.column_default, '') as line
                 from information_schema.columns c where c.table_schema = 'public'
                 order by c.table_name, c.ordinal_position"
            ),
            params![],
        )
        .await?;
    let constraints = conn
        .all(
            sql!(
                "select r.relname || ': ' || pg_get_constraintdef(k.oid) as line
                 from pg_constraint k join pg_class r on r.oid = k.conrelid join pg_namespace n on n.oid = r.relnamespace
                 where n.nspname = 'public' order by 1"
            ),
            params![],
        )
        .await?;
    let indexes = conn
        .all(sql!("select indexdef as line from pg_indexes where schemaname = 'public' order by 1"), params![])
        .await?;
    Ok([joined(&columns, "line", "\n")?, joined(&constraints, "line", "\n")?, joined(&indexes, "line", "\n")?]
        .join("\n\n"))
}

fn joined(rows: &[Row], column: &str, between: &str) -> Result<String, DbError> {
    let lines = rows.iter().map(|row| row.get::<String>(column)).collect::<Result<Vec<_>, _>>()?;
    Ok(lines.join(between))
}
