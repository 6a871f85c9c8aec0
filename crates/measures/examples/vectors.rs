//! `cargo run -p measures --example vectors -- FILE…`: passes and failures of each file of vectors.
#![expect(clippy::print_stdout, reason = "a command prints its result")]

use measures::vectors::{self, Outcome};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let reports = vectors::run(&std::fs::read_to_string(&path)?)?;
        let passed = reports.iter().filter(|it| it.outcome == Outcome::Passed).count();
        println!("{path}: {passed}/{}", reports.len());
        for report in reports {
            match report.outcome {
                Outcome::Passed => {}
                Outcome::Failed(why) => println!("  failed {}: {why}", report.id),
                Outcome::NotImplemented(what) => println!("  not implemented {}: {what}", report.id),
            }
        }
    }
    Ok(())
}
