//! `entente demo`: makes the company if it is not there yet, says where it is, and keeps it alive.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use kernel::{Clock, ManualClock, SystemClock, Timestamp};
use serde::{Deserialize, Serialize};

use crate::config::{Config, hold};
use crate::demo::company::{self, ADVISERS, OTHERS};
use crate::demo::seed::{self, Size, Written};
use crate::demo::viewer::Post;
use crate::demo::{incidents, live};
use crate::serving;

/// What the demo takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    /// How many customers the company has.
    #[arg(long, default_value_t = 20_000)]
    pub customers: usize,
    /// The same seed makes the same company.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The port on this machine.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Where it is kept.
    #[arg(long, default_value = "demo-data")]
    pub data: PathBuf,
    /// Forget the company that is there and make it anew.
    #[arg(long)]
    pub fresh: bool,
    /// Let nothing happen by itself: for tests and measurements.
    #[arg(long)]
    pub still: bool,
    /// Make it and stop.
    #[arg(long)]
    pub seed_only: bool,
}

/// What stands beside the store to say what is in it. Written last: without it the store is half made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Label {
    customers: usize,
    seed: u64,
    version: String,
}

/// Runs the demo until it is told to stop.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let started = Instant::now();
    let config = config(arguments)?;
    let _held = config.hold()?;
    let label = make(arguments, &config).await?;
    if arguments.seed_only {
        return Ok(());
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let post = Post::open(&arguments.data.join("mail"))?;
    let state = config.open(clock).await?.with(post.clone()).with(cases::Presence::default());
    // Only who has the port may say that it is open.
    let listener = serving::listen(&config).await?;
    tell(arguments, &config, started)?;
    let stop = serving::stop_signal();
    if !arguments.still {
        tokio::spawn(live::go_on(state.clone(), post, label.seed, label.customers, stop.clone()));
    }
    serving::run(&config, state, listener, stop).await
}

/// The configuration of a demo.
pub fn config(arguments: &Arguments) -> anyhow::Result<Config> {
    let mut config = Config {
        company: company::NAME.to_owned(),
        data_folder: arguments.data.to_str().context("the folder's name is not text")?.to_owned(),
        ..Config::default()
    };
    config.http.listen = format!("127.0.0.1:{}", arguments.port);
    Ok(config)
}

/// Makes the company unless one is there; tells which the store now holds.
async fn make(arguments: &Arguments, config: &Config) -> anyhow::Result<Label> {
    let file = arguments.data.join("demo.json");
    let wanted =
        Label { customers: arguments.customers, seed: arguments.seed, version: crate::assembly::VERSION.to_owned() };
    if !arguments.fresh
        && let Some(there) = label(&file)
    {
        if there != wanted {
            say(&format!(
                "  kept: a company of {} customers, seed {} (--fresh makes another)",
                there.customers, there.seed
            ));
        }
        return Ok(there);
    }
    clear(&arguments.data)?;
    let started = Instant::now();
    let written = fill(arguments, config, SystemClock.now()).await?;
    std::fs::write(&file, serde_json::to_vec_pretty(&wanted)?).with_context(|| file.display().to_string())?;
    let Written { customers, cases, interactions, responses } = written;
    let seconds = started.elapsed().as_secs_f64();
    say(&format!(
        "  {customers} customers, {cases} cases, {interactions} contacts, {responses} survey answers in {seconds:.1} s"
    ));
    Ok(wanted)
}

fn label(file: &Path) -> Option<Label> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

/// Removes what an earlier demo left, and refuses to touch a folder that is not a demo's.
fn clear(folder: &Path) -> anyhow::Result<()> {
    const OURS: [&str; 7] =
        ["entente.db", "entente.db-wal", "entente.db-shm", "blobs", "mail", "secret.key", "demo.json"];
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if name != hold::NAME && !OURS.iter().any(|ours| name == *ours) {
            bail!("{} holds {}, which no demo made: choose another folder", folder.display(), name.display());
        }
    }
    for path in OURS.map(|it| folder.join(it)) {
        let cleared = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match cleared {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("clearing {}", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Fills a fresh store with the year before `now`, through a clock that stands in the past, so that ids rise with the
/// history.
pub async fn fill(arguments: &Arguments, config: &Config, now: Timestamp) -> anyhow::Result<Written> {
    std::fs::create_dir_all(&arguments.data).with_context(|| arguments.data.display().to_string())?;
    let size = Size { customers: arguments.customers, seed: arguments.seed, now };
    let clock = Arc::new(ManualClock::new(size.now.plus_seconds(-400 * 86_400)));
    let post = Post::open(&arguments.data.join("mail"))?;
    let state = config.open(clock.clone()).await?.with(post.clone());
    let password = access::actions::staff::chosen_password(company::PASSWORD).await?;
    let mut last = (String::new(), 0);
    let (waiting, written) = seed::seed(&state.db, size, &company::hours()?, &password, |what, share| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage")]
        let percent = (share * 20.0) as u32 * 5;
        if (last.0.as_str(), last.1) != (what, percent) {
            say(&format!("  {what}: {percent} %"));
            last = (what.to_owned(), percent);
        }
    })
    .await?;
    live::ensure_mailbox(&state, &post).await?;
    let worker = crate::assembly::worker(&state, config);
    incidents::happen(&state, &worker, &clock, (size.seed, size.now), &waiting).await.context("the last weeks")?;
    state.db.close().await;
    Ok(written)
}

fn tell(arguments: &Arguments, config: &Config, started: Instant) -> anyhow::Result<()> {
    let url = config.public_url();
    let login = |role: kernel::Role| OTHERS.iter().chain(&ADVISERS).find(|it| it.role == role).map(company::login);
    say(&format!("\n{} is open at {url} (ready in {:.1} s)\n", company::NAME, started.elapsed().as_secs_f64()));
    for (role, what) in [
        (kernel::Role::Adviser, "adviser"),
        (kernel::Role::TeamLead, "team lead"),
        (kernel::Role::Analyst, "analyst"),
        (kernel::Role::Marketing, "marketing"),
        (kernel::Role::Admin, "admin"),
    ] {
        say(&format!("  {what:10} {}", login(role).context("a role without anybody")?));
    }
    say(&format!("  password   {}\n\n  customers’ mail: {url}/demo/mailbox", company::PASSWORD));
    say(&format!("  contact form:    {url}/contact\n  kept in:         {}\n", arguments.data.display()));
    Ok(())
}

/// For whoever started the demo; if they no longer read it, it goes on without.
fn say(text: &str) {
    let _ = crate::command::print(&format!("{text}\n"));
}
