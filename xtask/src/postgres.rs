//! A PostgreSQL of our own for a test run: fresh folder, free port, loopback only, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{packages, shell};

/// The environment variable the tests read.
pub const VARIABLE: &str = "ENTENTE_TEST_POSTGRES";

/// A running server; stopped and its folder removed when dropped.
pub struct Postgres {
    server: Option<Child>,
    folder: PathBuf,
    /// Where it listens.
    pub url: String,
}

impl Postgres {
    /// The server named by the environment, else one started here.
    pub fn start() -> Result<Self> {
        if let Ok(url) = std::env::var(VARIABLE) {
            return Ok(Self { server: None, folder: PathBuf::new(), url });
        }
        let initdb = packages::find("initdb").context("PostgreSQL is not installed: apt-get install postgresql")?;
        let bin = initdb.parent().context("initdb has no folder")?.to_path_buf();
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("entente-postgres-{port}"));
        std::fs::create_dir_all(&folder)?;
        let root = Path::new("/");
        if packages::is_root(root) {
            shell::output(&mut shell::command(root, &["chown", "postgres", &folder.to_string_lossy()]))?;
        }
        let data = folder.join("data").to_string_lossy().into_owned();
        let init = ["-D", &data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
        shell::output(as_postgres(&bin.join("initdb"))?.args(init).current_dir(&folder))?;
        let socket = folder.to_string_lossy().into_owned();
        let server = as_postgres(&bin.join("postgres"))?
            .args(["-D", &data, "-p", &port.to_string(), "-k", &socket, "-c", "listen_addresses=127.0.0.1"])
            // What a test run needs: many databases, no waiting for the disk.
            .args(["-c", "fsync=off", "-c", "max_connections=300", "-c", "shared_buffers=128MB"])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.with_extension("log"))?)
            .spawn()
            .context("could not start postgres")?;
        let postgres =
            Self { server: Some(server), folder, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") };
        postgres.wait(port, &bin)?;
        Ok(postgres)
    }

    fn wait(&self, port: u16, bin: &Path) -> Result<()> {
        for _ in 0..300 {
            let asked =
                Command::new(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).status();
            if asked.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("PostgreSQL did not start within 30 s: see {}", self.folder.with_extension("log").display());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(server) = &mut self.server else { return };
        // SIGINT is PostgreSQL's fast shutdown; through runuser it reaches the server, which a kill of runuser would not.
        let _ = Command::new("kill").args(["-INT", &server_pid(&self.folder, server.id()).to_string()]).status();
        let _ = server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
        let _ = std::fs::remove_file(self.folder.with_extension("log"));
    }
}

/// The server's own process id as it wrote it, else that of the process we started.
fn server_pid(folder: &Path, started: u32) -> u32 {
    let written = std::fs::read_to_string(folder.join("data/postmaster.pid")).ok();
    written.and_then(|text| text.lines().next()?.trim().parse().ok()).unwrap_or(started)
}

/// PostgreSQL refuses to run as root: as the user postgres then.
fn as_postgres(program: &Path) -> Result<Command> {
    if !packages::is_root(Path::new("/")) {
        return Ok(Command::new(program));
    }
    let runuser = shell::which("runuser").context("runuser is missing (package util-linux)")?;
    let mut command = Command::new(runuser);
    command.args(["-u", "postgres", "--"]).arg(program);
    Ok(command)
}
