//! The command line.

use clap::Parser;
use server::command::Arguments;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    // Two threads serve fifty advisers; more would only hold more memory.
    let threads = std::thread::available_parallelism().map_or(2, |it| it.get().clamp(2, 8));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    runtime.block_on(arguments.run())
}
