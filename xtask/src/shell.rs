//! Running other programs, and saying what ran and how long it took.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// What a step counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Tests or checks that held.
    pub passed: u64,
    /// Those that did not.
    pub failed: u64,
    /// Those that wanted what is not here.
    pub skipped: u64,
}

impl Count {
    /// So many that held.
    pub const fn passed(passed: u64) -> Self {
        Self { passed, failed: 0, skipped: 0 }
    }

    /// The sum of both.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} SKIPPED for want of what is named above", self.skipped)?;
        }
        Ok(())
    }
}

/// A command in `folder`, by its words.
///
/// What cargo said of this package when it started us is kept from it: build scripts read such variables, and a build
/// begun here would be another one than the same build begun by hand, each undoing the other's.
pub fn command(folder: &Path, words: &[&str]) -> Command {
    let mut words = words.iter();
    let mut command = Command::new(words.next().copied().unwrap_or("true"));
    command.args(words).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|it| it.starts_with("CARGO_MANIFEST_") || it.starts_with("CARGO_PKG_")) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs `command`, letting its output through; fails if it does.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("could not start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs `command` and returns what it wrote; fails, with all it wrote, if it does.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let out = command.output().with_context(|| format!("could not start `{shown}`"))?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    if !out.status.success() {
        bail!("`{shown}` failed ({})\n{text}\n{}", out.status, String::from_utf8_lossy(&out.stderr));
    }
    Ok(text)
}

/// Runs `command` and hands each line of its output on as it comes; standard error goes through. Fails if it does.
pub fn lines(command: &mut Command, mut each: impl FnMut(&str)) -> Result<()> {
    let shown = shown(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start `{shown}`"))?;
    let stdout = child.stdout.take().context("no standard output")?;
    for line in BufReader::new(stdout).lines() {
        each(&line?);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Where `program` is: on the path, or in one of the places Debian keeps servers in.
pub fn which(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let extra = ["/usr/sbin", "/usr/local/sbin", "/sbin"].map(std::path::PathBuf::from);
    std::env::split_paths(&path).chain(extra).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// `4 min 07 s`, `12.3 s`, `48 ms`.
pub fn duration(time: Duration) -> String {
    match time.as_millis() {
        ms @ 0..1_000 => format!("{ms} ms"),
        ms @ 1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        ms => format!("{} min {:02} s", ms / 60_000, ms / 1_000 % 60),
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_at_their_scale() {
        let shown: Vec<_> = [48, 12_345, 247_000].map(|ms| duration(Duration::from_millis(ms))).into();
        assert_eq!(shown, ["48 ms", "12.3 s", "4 min 07 s"]);
    }

    #[test]
    fn a_failing_program_is_an_error_with_its_words() {
        let error = output(&mut command(Path::new("."), &["sh", "-c", "echo why; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
    }
}
