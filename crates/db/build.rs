//! Lists `migrations/*.sql`, in the order of their names, for `migrate.rs` to embed.
use std::{env, fmt::Write, fs, path::PathBuf};

fn main() {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<PathBuf> = fs::read_dir(&folder)
        .map(|entries| entries.filter_map(|it| it.ok().map(|it| it.path())).collect())
        .unwrap_or_default();
    names.retain(|it| {
        let name = it.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        name.ends_with(".sql") && name.starts_with("20")
    });
    names.sort();
    let mut list = String::from("&[\n");
    for path in names {
        let name = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default();
        println!("cargo::rerun-if-changed={}", path.display());
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("migrations.rs");
    if let Err(error) = fs::write(&out, list) {
        println!("cargo::error=cannot write {}: {error}", out.display());
    }
}
