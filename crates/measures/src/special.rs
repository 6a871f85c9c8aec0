//! The normal, Student, beta and binomial distributions, as far as the intervals need them.
//!
//! Written for accuracy (about 1e-12), not for speed: each call is a few dozen operations.

/// Coefficients of Lanczos' approximation with g = 7, nine terms.
/// Source: P. Godfrey, "A note on the computation of the convergent Lanczos complex Gamma approximation", 2001.
const LANCZOS: [f64; 9] = [
    0.999_999_999_999_809_9,
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];

/// Natural logarithm of Γ(x) for x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    if x < 0.5 {
        // Reflection: Γ(x)Γ(1−x) = π / sin πx.
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let [first, rest @ ..] = LANCZOS;
    let sum = rest.iter().zip(1..).fold(first, |sum, (term, place)| sum + term / (x + f64::from(place)));
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// Share of the standard normal distribution below `z`.
pub fn normal_cdf(z: f64) -> f64 {
    if z.abs() > 38.0 {
        return if z > 0.0 { 1.0 } else { 0.0 };
    }
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z.abs() < 5.0 {
        // Marsaglia, "Evaluating the normal distribution", J. Stat. Software 11(4), 2004.
        let (mut term, mut sum, mut odd) = (z, z, 3.0);
        while term.abs() > 1e-17 * sum.abs() && odd < 500.0 {
            term *= z * z / odd;
            sum += term;
            odd += 2.0;
        }
        return 0.5 + sum * density;
    }
    // Laplace's continued fraction of the upper tail.
    let x = z.abs();
    let fraction = (1..60).rev().fold(x, |rest, k| x + f64::from(k) / rest);
    let tail = density / fraction;
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// The `p`-quantile of the standard normal distribution; ±∞ at 1 and 0.
pub fn normal_quantile(p: f64) -> f64 {
    quantile(p, -39.0, 39.0, normal_cdf)
}

/// I_x(a, b), the share of the beta distribution with parameters `a`, `b` > 0 below `x` in 0..=1.
///
/// Continued fraction by Lentz's method. Source: DLMF 8.17.22.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_cdf(1.0 - x, b, a);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let guard = |it: f64| if it.abs() < 1e-300 { 1e-300 } else { it };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * value
}

/// The `p`-quantile of the beta distribution with parameters `a`, `b` > 0.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    quantile(p, 0.0, 1.0, |x| beta_cdf(x, a, b))
}

/// Share of Student's distribution with `df` > 0 degrees of freedom below `t`.
pub fn student_cdf(t: f64, df: f64) -> f64 {
    let tail = 0.5 * beta_cdf(df / (df + t * t), df / 2.0, 0.5);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The `p`-quantile of Student's distribution with `df` > 0 degrees of freedom.
pub fn student_quantile(p: f64, df: f64) -> f64 {
    let mut reach = 40.0;
    while student_cdf(reach, df) < p.max(1.0 - p) && reach < 1e12 {
        reach *= 10.0;
    }
    quantile(p, -reach, reach, |t| student_cdf(t, df))
}

/// Probability of at most `k` hits in `n` tries that each hit with probability `p`.
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    beta_cdf(1.0 - p, (n - k) as f64, k as f64 + 1.0)
}

/// Probability of exactly `k` hits in `n` tries that each hit with probability `p`.
pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    let (k, n) = (k as f64, n as f64);
    let choose = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let power = |base: f64, exponent: f64| if exponent == 0.0 { 0.0 } else { exponent * base.ln() };
    (choose + power(p, k) + power(1.0 - p, n - k)).exp()
}

/// Where the rising `cdf` reaches `p` between `low` and `high`, by bisection to the last bit.
fn quantile(p: f64, low: f64, high: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    if p <= 0.0 {
        return low;
    }
    if p >= 1.0 {
        return high;
    }
    root(low, high, |x| cdf(x) - p)
}

/// A zero of `rising` between `low` and `high`, by bisection to the last bit; the nearer end if there is none.
pub fn root(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-10 * expected.abs().max(1.0), "{got} is not {expected}");
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // NIST/SEMATECH e-Handbook 1.3.6.7 and R 4 qnorm, qt, qbeta.
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(normal_quantile(0.95), 1.644_853_626_951_472_2);
        close(normal_quantile(0.025), -1.959_963_984_540_054);
        close(student_quantile(0.975, 11.0), 2.200_985_160_082_949_3);
        close(student_quantile(0.975, 1.0), 12.706_204_736_432_095);
        // Beta(1, n) has the closed form 1 − (1−p)^(1/n).
        close(beta_quantile(0.975, 1.0, 10.0), 1.0 - 0.025_f64.powf(0.1));
    }

    #[test]
    fn a_quantile_undoes_its_distribution() {
        for p in [0.001, 0.2, 0.5, 0.77, 0.999] {
            close(normal_cdf(normal_quantile(p)), p);
            close(beta_cdf(beta_quantile(p, 3.5, 0.7), 3.5, 0.7), p);
            close(student_cdf(student_quantile(p, 4.0), 4.0), p);
        }
        assert!(normal_cdf(-8.0) > 0.0 && normal_cdf(-8.0) < 1e-14);
    }

    #[test]
    fn the_binomial_sums_to_its_distribution() {
        let mut sum = 0.0;
        for k in 0..=19 {
            sum += binomial_pmf(k, 20, 0.3);
            close(binomial_cdf(k, 20, 0.3), sum);
        }
        close(binomial_cdf(20, 20, 0.3), 1.0);
    }
}
