//! Means of scores: the customer effort score, indices over themes.

use crate::interval::Interval;
use crate::special;

/// Mean of `values`; `None` of none.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Standard deviation with n−1; `None` below two values.
pub fn deviation(values: &[f64]) -> Option<f64> {
    let middle = mean(values)?;
    let squares: f64 = values.iter().map(|it| (it - middle).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() as f64 - 1.0)).sqrt())
}

/// Student's interval of the mean; `None` below two values: with one there are no degrees of freedom.
pub fn student(values: &[f64], level: f64) -> Option<Interval> {
    let sums = values.iter().fold(Sums::default(), |sums, it| sums.with(*it, 1));
    sums.student(level)
}

/// Sums from which mean and interval follow, so that a store can count by score instead of reading answers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    /// How many values.
    pub n: u64,
    /// Their sum.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Sums {
    /// These sums and `count` more values of `value`.
    #[must_use]
    pub fn with(self, value: f64, count: u64) -> Self {
        let many = count as f64;
        Self { n: self.n + count, sum: self.sum + value * many, squares: self.squares + value * value * many }
    }

    /// The mean; `None` of none.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// Student's interval of the mean; `None` below two values.
    /// Exact enough for scores (small whole numbers); not meant for values far from zero with little spread.
    pub fn student(&self, level: f64) -> Option<Interval> {
        let middle = self.mean()?;
        let n = self.n as f64;
        if self.n < 2 {
            return None;
        }
        let variance = ((self.squares - n * middle * middle) / (n - 1.0)).max(0.0);
        let t = special::student_quantile(0.5 + level / 2.0, n - 1.0);
        Some(Interval::around(middle, t * (variance / n).sqrt()))
    }
}

/// Mean of 1..=5 answers over themes as 0..=100; `None` if fewer than `least` themes were answered.
pub fn theme_index(themes: &[Option<f64>], least: usize) -> Option<f64> {
    let answered: Vec<f64> = themes.iter().flatten().map(|it| (it - 1.0) / 4.0 * 100.0).collect();
    if answered.len() < least { None } else { mean(&answered) }
}

/// Cronbach's α of the columns of `rows`: whether themes measure one thing. `None` below two rows or two columns.
/// Source: Cronbach, Psychometrika 16, 1951, 297–334.
pub fn cronbach_alpha(rows: &[Vec<f64>]) -> Option<f64> {
    let columns = rows.first()?.len();
    if columns < 2 {
        return None;
    }
    let totals: Vec<f64> = rows.iter().map(|it| it.iter().sum()).collect();
    let mut within = 0.0;
    for column in 0..columns {
        let values: Vec<f64> = rows.iter().filter_map(|it| it.get(column).copied()).collect();
        within += deviation(&values)?.powi(2);
    }
    let k = columns as f64;
    Some(k / (k - 1.0) * (1.0 - within / deviation(&totals)?.powi(2)))
}
