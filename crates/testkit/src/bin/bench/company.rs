//! The demo company on which bars are measured: of the size they speak of, and nobody's else, as measuring changes it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::Program;

/// The size the bars speak of.
const CUSTOMERS: u64 = 20_000;

/// The folder of the company, made if it is not there; refuses one of another size.
///
/// In `ENTENTE_TEST_COMPANY`, else below target/.
pub fn ensure() -> Result<PathBuf> {
    let folder =
        std::env::var_os("ENTENTE_TEST_COMPANY").map_or_else(|| PathBuf::from("target/bench-company"), PathBuf::from);
    let label = folder.join("demo.json");
    if !label.exists() {
        let binary = std::env::var("ENTENTE_TEST_BINARY").context("ENTENTE_TEST_BINARY says where the program is")?;
        let mut command = Command::new(binary);
        command.args(["demo", "--seed-only", "--customers", &CUSTOMERS.to_string(), "--data"]).arg(&folder);
        anyhow::ensure!(command.status()?.success(), "the company was not made");
    }
    let said: serde_json::Value = serde_json::from_slice(&std::fs::read(&label)?)?;
    let there = said.get("customers").and_then(serde_json::Value::as_u64);
    anyhow::ensure!(
        there == Some(CUSTOMERS),
        "the company in {} has {there:?} customers, the bar speaks of {CUSTOMERS}",
        folder.display()
    );
    Ok(folder)
}

/// The program at work on that company.
pub fn start(folder: &std::path::Path, arguments: &[&str]) -> Result<Program> {
    let name = folder.to_string_lossy();
    let all = [&["demo", "--data", &*name], arguments].concat();
    Program::start(folder, &all, true)
}
