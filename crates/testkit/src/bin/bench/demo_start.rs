//! The demo company that is there already: how long from its start until it answers.

use std::time::Instant;

use anyhow::Result;

use crate::{Figure, company};

/// Starts, of which the slowest counts.
const STARTS: usize = 5;

/// Starts the program on the company of 20,000 and asks it until it answers, five times.
pub fn run() -> Result<Vec<Figure>> {
    let folder = company::ensure()?;
    let mut seconds = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let program = company::start(&folder, &[])?;
        seconds.push(begun.elapsed().as_secs_f64());
        // As somebody who shuts their machine would.
        program.kill();
    }
    let slowest = seconds.into_iter().fold(0.0, f64::max);
    Ok(vec![Figure { what: "demo of 20,000, start to ready, slowest of 5", value: slowest, bar: 3.0, unit: "s" }])
}
