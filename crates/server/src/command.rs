//! The command line.

mod admin;
mod import;
mod linking;
mod verify;

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::{assembly, serving};

/// entente: every contact with a customer, on one timeline.
#[derive(Debug, Parser)]
#[command(name = "entente", version, about, disable_help_subcommand = true)]
pub struct Arguments {
    /// The configuration file; `entente.toml` here if it is there.
    #[arg(long, short, global = true, env = "ENTENTE_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the staff app, the customers' pages and the API.
    Serve,
    /// Staff, from the machine itself.
    #[command(subcommand)]
    Admin(admin::Command),
    /// History, from files.
    #[command(subcommand)]
    Import(import::Command),
    /// Runs the demo company, made at the first start.
    Demo(crate::demo::run::Arguments),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Checks the store and its files; ends with 1 if anything is wrong.
    Verify,
    /// Who of the records in one or two files is one person: no store, no configuration.
    Match(linking::Arguments),
    /// Prints the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Reads it, says what is wrong, and prints what holds, without the key.
    Check,
}

impl Arguments {
    /// Does what was asked for.
    pub async fn run(self) -> anyhow::Result<()> {
        match &self.command {
            Command::Openapi => return print(&assembly::document_text()?),
            Command::Match(arguments) => return arguments.run(),
            _ => {}
        }
        let config = Config::read(self.config.as_deref(), std::env::vars())?;
        config.log.start();
        match self.command {
            Command::Serve => serving::serve(&config).await,
            Command::Admin(command) => command.run(&config).await,
            Command::Import(command) => command.run(&config).await,
            Command::Demo(arguments) => crate::demo::run::run(&arguments).await,
            Command::Config(ConfigCommand::Check) => print(&shown(&config)?),
            Command::Verify => verify::run(&config).await,
            Command::Match(_) | Command::Openapi => Ok(()),
        }
    }
}

/// What holds, as TOML; passwords and keys hidden.
fn shown(config: &Config) -> anyhow::Result<String> {
    let mut config = config.clone();
    config.database_url = hide_password(&config.database_url());
    config.public_url = config.public_url();
    config.blob_folder = config.blob_folder().display().to_string();
    if !config.secret_key.is_empty() {
        config.secret_key = "(set)".to_owned();
    }
    Ok(toml::to_string_pretty(&config)?)
}

fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.split_once('@') {
        Some((user, host)) => format!("{scheme}://{}:***@{host}", user.split(':').next().unwrap_or_default()),
        None => url.to_owned(),
    }
}

/// What failed, and each cause that the words before do not hold already.
pub fn told(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(|it| it.to_string()) {
        if text.contains(&cause) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause);
    }
    text
}

/// `1 mail`, `2 mails`: a word that takes an `s` when there is not one.
pub(crate) fn counted(count: impl TryInto<u64>, word: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Prints `text` for whoever runs the command. That they stopped reading (`entente demo | head`) is no failure; what
/// cannot be written otherwise, such as to a full disk, is.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;

    /// `admin create` with `--email`, `--name`…, for each command that does something.
    fn known(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
        for below in command.get_subcommands() {
            known(below, format!("{path} {}", below.get_name()).trim(), found);
        }
        if !command.has_subcommands() {
            found.insert(path.to_owned());
        }
        let own = command.get_arguments().filter_map(clap::Arg::get_long);
        found.extend(own.map(|flag| format!("{path} --{flag}").trim().to_owned()));
    }

    /// The same from the page: a heading names the command, a row of its table begins with a flag.
    fn documented() -> BTreeSet<String> {
        let page = include_str!("../../../docs/operate/commands.md");
        let (mut path, mut found) = (String::new(), BTreeSet::new());
        for line in page.lines() {
            if let Some(heading) = line.strip_prefix("## `entente") {
                let words = heading.split('`').next().unwrap().split_whitespace();
                path = words.take_while(|it| it.starts_with(char::is_lowercase)).collect::<Vec<_>>().join(" ");
                found.extend((!path.is_empty()).then(|| path.clone()));
            } else if let Some(flag) = line.strip_prefix("| `--") {
                let flag = flag.split(['`', ' ']).next().unwrap();
                found.insert(format!("{path} --{flag}").trim().to_owned());
            }
        }
        found
    }

    #[test]
    fn a_failure_is_told_with_its_causes_once_and_without_a_trace() {
        let io = || std::io::Error::new(std::io::ErrorKind::NotFound, "No such file");
        assert_eq!(told(&anyhow::Error::new(io()).context("reading /nope")), "reading /nope: No such file");
        let archive =
            mailroom::MailroomError::from(mail::mbox::ArchiveError::Io { place: "/nope".into(), source: io() });
        assert_eq!(told(&archive.into()), "/nope cannot be read: No such file");
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0, 1, 2].map(|it| counted(it, "mail")), ["0 mails", "1 mail", "2 mails"]);
    }

    #[test]
    fn the_page_lists_every_command_with_its_flags_and_no_other() {
        let mut expected = BTreeSet::new();
        known(&Arguments::command(), "", &mut expected);
        assert_eq!(documented(), expected);
    }
}
