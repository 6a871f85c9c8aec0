//! Embedding sees new files in `locales/` only if a change of the folder makes the crate build again.

fn main() {
    println!("cargo:rerun-if-changed=../../locales");
}
