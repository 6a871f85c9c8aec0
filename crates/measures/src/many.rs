//! Many comparisons at once: false alarms, agreement of coders.

/// Benjamini–Hochberg: p-values adjusted so that rejecting those ≤ α keeps the share of false alarms at α.
///
/// Shape: as `p`. Source: Benjamini & Hochberg, JRSS B 57, 1995, 289–300. O(n log n).
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    step_up(p, 1.0)
}

/// Benjamini–Yekutieli: the same under any dependence. Source: Annals of Statistics 29, 2001, 1165–1188.
pub fn benjamini_yekutieli(p: &[f64]) -> Vec<f64> {
    let harmonic: f64 = (1..=p.len()).map(|it| 1.0 / it as f64).sum();
    step_up(p, harmonic)
}

/// Holm: p-values adjusted so that the chance of any false alarm stays at α. Source: Scand. J. Stat. 6, 1979, 65–70.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut highest = 0.0_f64;
    for (rank, (place, value)) in ranked(p).into_iter().enumerate() {
        highest = highest.max(value * (p.len() - rank) as f64).min(1.0);
        if let Some(it) = adjusted.get_mut(place) {
            *it = highest;
        }
    }
    adjusted
}

/// Probability of at least one false alarm among `tests` at level `alpha`: 1 − (1 − α)^m.
pub fn false_alarm(tests: u32, alpha: f64) -> f64 {
    1.0 - (1.0 - alpha).powf(f64::from(tests))
}

/// Cohen's κ of two coders: (observed agreement, agreement by chance, κ); `None` without codes or chance of differing.
/// Source: Cohen, Educational and Psychological Measurement 20, 1960, 37–46.
pub fn cohen_kappa<T: PartialEq>(first: &[T], second: &[T]) -> Option<(f64, f64, f64)> {
    let n = first.len().min(second.len()) as f64;
    let agreed = first.iter().zip(second).filter(|(a, b)| a == b).count() as f64;
    let chance: f64 = first.iter().map(|a| second.iter().filter(|b| a == *b).count() as f64).sum::<f64>() / (n * n);
    (n > 0.0 && chance < 1.0).then(|| (agreed / n, chance, (agreed / n - chance) / (1.0 - chance)))
}

fn step_up(p: &[f64], factor: f64) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut lowest = 1.0_f64;
    for (rank, (place, value)) in ranked(p).into_iter().enumerate().rev() {
        lowest = lowest.min(value * factor * p.len() as f64 / (rank + 1) as f64);
        if let Some(it) = adjusted.get_mut(place) {
            *it = lowest;
        }
    }
    adjusted
}

/// The values with their places, rising.
fn ranked(p: &[f64]) -> Vec<(usize, f64)> {
    let mut ranked: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    ranked
}
