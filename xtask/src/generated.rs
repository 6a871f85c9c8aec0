//! What is generated and kept: docs/openapi.json, the web client's types, the schema of both engines.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::postgres::{Postgres, VARIABLE};
use crate::{shell, web};

/// Writes the generated files, or with `check` only compares them.
pub fn run(root: &Path, check: bool) -> Result<()> {
    let postgres = Postgres::start()?;
    let stale = refresh(root, &postgres.url, check)?;
    if check && !stale.is_empty() {
        bail!("out of date: {} (run `cargo xtask openapi` and commit)", stale.join(", "));
    }
    for path in stale {
        println!("  wrote {path}");
    }
    Ok(())
}

/// Makes every generated file; returns those that differ from what is there, which are written unless `check`.
pub fn refresh(root: &Path, url: &str, check: bool) -> Result<Vec<&'static str>> {
    std::fs::create_dir_all(root.join("web/dist"))?;
    let mut stale = Vec::new();
    let openapi = shell::output(&mut shell::command(
        root,
        &["cargo", "run", "--quiet", "-p", "server", "--bin", "entente", "--", "openapi"],
    ))?;
    keep(root, "docs/openapi.json", &openapi, check, &mut stale)?;
    for (engine, path) in [("sqlite", "migrations/schema.sqlite.sql"), ("postgres", "migrations/schema.postgres.sql")] {
        let words =
            ["cargo", "run", "--quiet", "-p", "db", "--features", "testing", "--example", "schema", "--", engine];
        let schema = shell::output(shell::command(root, &words).env(VARIABLE, url))?;
        keep(root, path, &schema, check, &mut stale)?;
    }
    web::install(root, "web")?;
    let made = std::env::temp_dir().join(format!("entente-schema-{}.d.ts", std::process::id()));
    let source = std::env::temp_dir().join(format!("entente-openapi-{}.json", std::process::id()));
    std::fs::write(&source, &openapi)?;
    let words = ["node_modules/.bin/openapi-typescript"];
    shell::output(shell::command(&root.join("web"), &words).arg(&source).arg("-o").arg(&made))?;
    let types = std::fs::read_to_string(&made).with_context(|| made.display().to_string())?;
    keep(root, "web/src/api/schema.d.ts", &types, check, &mut stale)?;
    for file in [made, source] {
        let _ = std::fs::remove_file(file);
    }
    Ok(stale)
}

fn keep(root: &Path, path: &'static str, text: &str, check: bool, stale: &mut Vec<&'static str>) -> Result<()> {
    let text = format!("{}\n", text.trim_end());
    if std::fs::read_to_string(root.join(path)).is_ok_and(|kept| kept == text) {
        return Ok(());
    }
    stale.push(path);
    if !check {
        std::fs::write(root.join(path), text).with_context(|| path.to_owned())?;
    }
    Ok(())
}
