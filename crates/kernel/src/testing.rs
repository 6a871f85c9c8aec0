//! What tests of every crate say and ask alike: what they skip, where the data of others is, what they told of vectors.

/// For a test that wants data or programs that are not here: says so on the standard output itself, past the harness that
/// keeps what passing tests print, so that the test command counts it. Takes what `format!` takes.
#[macro_export]
macro_rules! skipped {
    ($($why:tt)*) => {{
        let line = format!("SKIPPED: {}\n", format!($($why)*));
        // Nothing is lost but the word itself if nobody reads.
        let _ = std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes());
    }};
}

/// For a test that runs on data of others: where `name` is in the folder that `ENTENTE_TEST_DATA` names, else in the
/// `shared/data` beside the repository. `None`, said as [`skipped!`] says it, where it is not.
#[macro_export]
macro_rules! test_data {
    ($name:expr) => {{
        let name: &str = $name;
        let root = std::env::var_os("ENTENTE_TEST_DATA").map(std::path::PathBuf::from).or_else(|| {
            let above = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
            above.map(|it| it.join("shared/data")).find(|it| it.is_dir())
        });
        let found = root.map(|it| it.join(name)).filter(|it| it.exists());
        if found.is_none() {
            $crate::skipped!("no {name} in ENTENTE_TEST_DATA, else in shared/data beside the repository");
        }
        found
    }};
}

/// For a test of vectors: tells `cargo xtask vectors`, past the harness, that of `total` in `file` all hold but those
/// named in `wrong`. That command runs the tests with `vectors` in their name; whether so many are enough they assert.
#[macro_export]
macro_rules! vectors_told {
    ($file:expr, $total:expr, $wrong:expr) => {{
        let (file, total, wrong): (&str, usize, &[String]) = ($file, $total, $wrong);
        let mut told = format!("VECTORS {file} {}/{total}\n", total - wrong.len());
        wrong.iter().for_each(|it| told.push_str(&format!("VECTORS {file} ✗ {}\n", it.replace(char::is_control, " "))));
        // Nothing is lost but the word itself if nobody reads.
        let _ = std::io::Write::write_all(&mut std::io::stdout(), told.as_bytes());
    }};
}
