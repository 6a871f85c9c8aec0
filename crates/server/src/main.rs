//! The command line.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use server::command::{Arguments, told};

fn main() -> ExitCode {
    let Err(error) = run(Arguments::parse()) else { return ExitCode::SUCCESS };
    // What failed and why, for whoever typed the command; a trace of our own functions would bury it, also where the
    // environment asks for one. Where nobody can be told, the exit code says it.
    let _unheard = writeln!(std::io::stderr(), "error: {}", told(&error));
    ExitCode::FAILURE
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    // Two threads serve fifty advisers; more would only hold more memory.
    let threads = std::thread::available_parallelism().map_or(2, |it| it.get().clamp(2, 8));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    runtime.block_on(arguments.run())
}
