//! `cargo xtask demo`: from a checkout to a running company.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{packages, shell, web};

/// What the demo takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many customers the company has.
    #[arg(long, default_value_t = 20_000)]
    customers: u32,
    /// The same seed makes the same company.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The port on this machine.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where it is kept; demo-data/ in the checkout by default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Forget the company that is there and make it anew.
    #[arg(long)]
    fresh: bool,
    /// Build with all optimisations: twice the minutes before, faster seeding of very large companies.
    #[arg(long)]
    release: bool,
}

/// Builds what is stale and runs the demo company in the foreground until Ctrl-C.
pub fn run(root: &Path, arguments: &Arguments) -> Result<()> {
    packages::find("npm").context("npm is missing: apt-get install nodejs npm")?;
    web::build_if_stale(root)?;
    println!("  the program …");
    let profile = if arguments.release { "release" } else { "dev" };
    let words = ["cargo", "build", "--quiet", "--profile", profile, "-p", "server", "--bin", "entente"];
    shell::run(&mut shell::command(root, &words))?;
    let binary = if arguments.release { "target/release/entente" } else { "target/debug/entente" };
    let data = arguments.data.clone().unwrap_or_else(|| root.join("demo-data"));
    let mut command = shell::command(root, &[binary, "demo"]);
    command.arg("--data").arg(data).args(["--customers", &arguments.customers.to_string()]);
    command.args(["--seed", &arguments.seed.to_string(), "--port", &arguments.port.to_string()]);
    if arguments.fresh {
        command.arg("--fresh");
    }
    shell::run(&mut command)
}
