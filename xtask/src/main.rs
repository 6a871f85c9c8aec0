//! The project's commands: `cargo xtask <command>`.
//!
//! Few dependencies on purpose: it is the first thing a newcomer compiles. Whatever needs the program itself (preparing SQL,
//! measuring, seeding) is a binary of `testkit` or the server, which this one builds and runs.
#![expect(clippy::print_stdout, reason = "a command speaks on standard output")]
#![expect(clippy::disallowed_methods, reason = "a command runs other programs; the rule is for the server")]

mod bench;
mod demo;
mod generated;
mod packages;
mod postgres;
mod shell;
mod source;
mod sql;
mod test;
mod tidy;
mod tree;
mod vectors;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's commands.
#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's commands.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything that must hold: form, rules of the house, both stores, the web app, the real browser.
    Test {
        /// Run only these steps.
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
        /// List the steps and stop.
        #[arg(long)]
        list: bool,
    },
    /// The rules of the house that no compiler checks.
    Tidy,
    /// Prepares every SQL text on SQLite and on PostgreSQL.
    Sql,
    /// Writes what is generated: docs/openapi.json, the web client's types, the schema dumps.
    Openapi {
        /// Change nothing; fail where a generated file is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Checks the words: complete in both languages, used, well set.
    Locales,
    /// Runs every vector file of a folder that the project implements.
    Vectors {
        /// The folder; else shared/data beside the repository if it is there, else fixtures/.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Starts the demo company and prints its address and logins.
    Demo(demo::Arguments),
    /// Measures a bar and prints the figure beside it.
    Bench {
        /// Which; all of them without a name.
        name: Option<String>,
    },
}

fn main() -> ExitCode {
    let root = tree::root();
    let outcome = match Arguments::parse().command {
        Command::Test { only, list } => test::run(&root, &only, list),
        Command::Tidy => tidy::run(&root),
        Command::Sql => sql::run(&root),
        Command::Openapi { check } => generated::run(&root, check),
        Command::Locales => tidy::run_locales(&root),
        Command::Vectors { data } => vectors::run(&root, data).map(drop),
        Command::Demo(arguments) => demo::run(&root, &arguments),
        Command::Bench { name } => bench::run(&root, name.as_deref()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}
