//! `entente admin …`: staff, from the machine itself.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::Arc;

use access::actions::setup::{FirstAdmin, create_admin};
use anyhow::Context;
use clap::Subcommand;
use kernel::SystemClock;

use crate::command::print;
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Adds an admin.
    Create {
        /// The e-mail address they will sign in with.
        #[arg(long)]
        email: String,
        /// The name colleagues will read.
        #[arg(long)]
        name: String,
        /// The password. Without it the command asks for it on standard input, which keeps it out of the shell's history.
        #[arg(long, env = "ENTENTE_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
    /// Takes the key as set or in its file, or makes one, in place of the one that was lost.
    ReplaceKey,
    /// Forgets every failed sign-in, so that whoever is locked out may try again at once.
    Unlock,
}

impl Command {
    pub(crate) async fn run(self, config: &Config) -> anyhow::Result<()> {
        match self {
            Self::Create { email, name, password } => create(config, &email, name, password).await,
            Self::Unlock => unlock(config).await,
            Self::ReplaceKey => replace_key(config).await,
        }
    }
}

async fn create(config: &Config, email: &str, name: String, password: Option<String>) -> anyhow::Result<()> {
    let password = password.map_or_else(ask, Ok)?;
    let email = email.parse().context("--email")?;
    let state = config.open_beside(Arc::new(SystemClock)).await?;
    let admin = FirstAdmin { name, email, password, locale: config.locale() };
    let staff = create_admin(&state.db, admin).await?;
    print(&format!("{} may sign in at {}\n", staff.id, state.config.link("/sign-in")))
}

async fn unlock(config: &Config) -> anyhow::Result<()> {
    let state = config.open_beside(Arc::new(SystemClock)).await?;
    access::actions::sign_in::unlock(&state.db).await?;
    print("Every failed sign-in is forgotten\n")
}

async fn replace_key(config: &Config) -> anyhow::Result<()> {
    // A server that runs would go on with the key before, and seal with it what nobody can open after.
    let _held = config.hold()?;
    let db = config.open_store(Arc::new(SystemClock)).await?;
    let key = config.replace_key(&db).await?;
    print(&format!(
        "{key} is the key of this store from now on. Enter the passwords of mailboxes again and reset second factors: what \
         the key before sealed does not open any more\n"
    ))
}

fn ask() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let mut screen = std::io::stderr();
        write!(screen, "Password (shown as you type): ")?;
        screen.flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
