//! The bars that need the program itself: `bench survey | deadline | memory | demo-start`. Prints each figure beside its bar; ends with 1 if one is
//! missed. Run by `cargo xtask bench`, in release.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]
#![expect(clippy::disallowed_methods, reason = "it runs the real program and takes the real time")]

mod company;
mod deadline;
mod demo_start;
mod memory;
mod process;
mod survey;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let figures = match name.as_str() {
        "survey" => survey::run().await?,
        "deadline" => deadline::run().await?,
        "memory" => memory::run().await?,
        "demo-start" => demo_start::run()?,
        _ => anyhow::bail!("bench survey | deadline | memory | demo-start"),
    };
    let missed = figures.iter().filter(|figure| !figure.holds()).count();
    for figure in &figures {
        println!("{figure}");
    }
    anyhow::ensure!(missed == 0, "{missed} bars missed");
    Ok(())
}

/// A measured figure and its bar.
pub struct Figure {
    /// What was measured.
    pub what: &'static str,
    /// What came out.
    pub value: f64,
    /// At most this.
    pub bar: f64,
    /// Of both.
    pub unit: &'static str,
}

impl Figure {
    fn holds(&self) -> bool {
        self.value <= self.bar
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = if self.holds() { '✓' } else { '✗' };
        write!(f, "  {mark} {:48} {:>9.2} {:3} (bar ≤ {} {})", self.what, self.value, self.unit, self.bar, self.unit)
    }
}
