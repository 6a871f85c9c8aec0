//! The web app: packages, types, lint, tests, build, weight.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use regex::Regex;

use crate::shell::{self, Count};

/// `npm ci` in `folder` unless what is installed is what its lock file says.
pub fn install(root: &Path, folder: &str) -> Result<()> {
    let folder = root.join(folder);
    let lock = std::fs::read_to_string(folder.join("package-lock.json")).context("package-lock.json")?;
    let mark = folder.join("node_modules/.entente-lock");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::output(&mut shell::command(&folder, &["npm", "ci", "--no-audit", "--no-fund"]))?;
    std::fs::write(mark, lock)?;
    Ok(())
}

/// Everything about the web app; returns what it wrote and what it counted.
pub fn check(root: &Path) -> Result<(String, Count)> {
    install(root, "web")?;
    let folder = root.join("web");
    let (mut said, mut count) = (String::new(), Count::default());
    for (script, what) in
        [("types", "types"), ("lint", "lint"), ("test", "unit tests"), ("build", "build"), ("size", "weight")]
    {
        let text =
            output(shell::command(&folder, &["npm", "run", "--silent", script]).env("NO_COLOR", "1").env("CI", "true"))
                .with_context(|| format!("web: {what}"))?;
        count = count.plus(if script == "test" { vitest(&text)? } else { Count::passed(1) });
        if script == "size" {
            said.push_str(&text);
        }
    }
    Ok((said, count))
}

/// Builds the web app unless dist/ is newer than every source of it.
pub fn build_if_stale(root: &Path) -> Result<()> {
    let built = std::fs::metadata(root.join("web/dist/index.html")).and_then(|meta| meta.modified()).ok();
    let sources = ["web/src", "web/public", "web/index.html", "web/package-lock.json", "web/vite.config.ts", "locales"];
    let newest = sources.iter().filter_map(|path| newest(&root.join(path))).max();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    println!("  packages and build of the web app …");
    install(root, "web")?;
    shell::output(&mut shell::command(&root.join("web"), &["npm", "run", "--silent", "build"]))?;
    Ok(())
}

/// The latest change below `path`.
pub fn newest(path: &Path) -> Option<std::time::SystemTime> {
    let meta = std::fs::metadata(path).ok()?;
    if meta.is_file() {
        return meta.modified().ok();
    }
    std::fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max()
}

fn output(command: &mut Command) -> Result<String> {
    let out = command.output()?;
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    if !out.status.success() {
        bail!("{text}");
    }
    Ok(text)
}

/// Reads `Tests  12 passed (12)`.
fn vitest(text: &str) -> Result<Count> {
    let passed = Regex::new(r"Tests\s+(?:\d+ failed \| )?(\d+) passed")?;
    let number = passed.captures(text).and_then(|hit| hit.get(1)?.as_str().parse().ok());
    Ok(Count::passed(number.with_context(|| format!("vitest did not say how many tests passed:\n{text}"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_of_vitest_is_read_and_its_absence_is_an_error() {
        assert_eq!(vitest(" Test Files  3 passed (3)\n      Tests  28 passed (28)\n").unwrap(), Count::passed(28));
        assert!(vitest("nothing ran").is_err());
    }
}
