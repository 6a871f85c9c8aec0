//! Runs files of test vectors laid out like `stats_vectors.json` against this crate.
//!
//! A vector is `{id, topic, inputs, expected, tolerance}`; it passes when each expected key is computed and agrees
//! within its tolerance (and the ten significant digits the file keeps). What this crate does not compute is said to
//! be not implemented, never passed.

use serde_json::{Map, Value, json};

use crate::change;
use crate::chart;
use crate::frame;
use crate::interval::{Interval, LEVEL_DEFAULT};
use crate::many;
use crate::mean;
use crate::nps::{self, NpsCounts};
use crate::share::{self, ShareCounts};

/// How one vector ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every expected key agrees.
    Passed,
    /// What disagrees, key by key.
    Failed(String),
    /// What this crate does not compute.
    NotImplemented(String),
}

/// One vector's outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The vector's id.
    pub id: String,
    /// Its topic.
    pub topic: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// Runs every vector of `text`, a JSON document `{"vectors": […]}`.
///
/// # Errors
/// Returns what is wrong with the document.
pub fn run(text: &str) -> Result<Vec<Report>, String> {
    let document: Value = serde_json::from_str(text).map_err(|it| it.to_string())?;
    let vectors = document.get("vectors").and_then(Value::as_array).ok_or("the file has no list `vectors`")?;
    Ok(vectors.iter().map(one).collect())
}

fn one(vector: &Value) -> Report {
    let word = |key: &str| vector.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (id, topic) = (word("id"), word("topic"));
    let inputs = Inputs(vector.get("inputs").unwrap_or(&Value::Null));
    let tolerance = vector.get("tolerance").and_then(Value::as_f64).unwrap_or(1e-9);
    let outcome = match (compute(&id, &topic, &inputs), vector.get("expected").and_then(Value::as_object)) {
        (_, None) => Outcome::Failed("the vector expects nothing".to_owned()),
        (None, _) => Outcome::NotImplemented(format!("topic {topic}")),
        (Some(got), Some(expected)) => compare(&got, expected, tolerance),
    };
    Report { id, topic, outcome }
}

/// Keys that explain a vector to its reader and are no figures.
const WORDS: [&str; 3] = ["display", "reason", "note"];

fn compare(got: &Value, expected: &Map<String, Value>, tolerance: f64) -> Outcome {
    let mut wrong = Vec::new();
    let mut missing = Vec::new();
    for (key, value) in expected.iter().filter(|(key, _)| !WORDS.contains(&key.as_str())) {
        match got.get(key) {
            None => missing.push(key.clone()),
            Some(found) if agrees(found, value, tolerance) => {}
            Some(found) => wrong.push(format!("{key}: {found} is not {value}")),
        }
    }
    match (wrong.is_empty(), missing.is_empty()) {
        (false, _) => Outcome::Failed(wrong.join("; ")),
        (true, false) => Outcome::NotImplemented(missing.join(", ")),
        (true, true) => Outcome::Passed,
    }
}

fn agrees(found: &Value, expected: &Value, tolerance: f64) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => {
            let (Some(found), Some(expected)) = (found.as_f64(), expected.as_f64()) else { return false };
            (found - expected).abs() <= tolerance.max(1e-9 * expected.abs())
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| agrees(a, b, tolerance))
        }
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(key, it)| found.get(key).is_some_and(|found| agrees(found, it, tolerance)))
        }
        (found, expected) => found == expected,
    }
}

/// What the crate makes of a vector's inputs; `None` if it has no such method.
fn compute(id: &str, topic: &str, inputs: &Inputs<'_>) -> Option<Value> {
    match topic {
        "nps_ci" => nps_ci(inputs),
        "multinomial_ci" => multinomial(id, inputs),
        "bootstrap" => bootstrap(inputs),
        "bayes" => bayes(inputs),
        "csat_top2box" => csat(inputs),
        "ces" => ces(inputs),
        "wave_change" => wave_change(inputs),
        "finite_population" => finite_population(inputs),
        "cluster" => design(inputs),
        "response_rate" => response_rate(inputs),
        "multiplicity" => multiplicity(inputs),
        "control_chart" => control_chart(inputs),
        "trust_index" => trust_index(inputs),
        "anytime_valid" => anytime(inputs),
        "coverage" => coverage(inputs),
        "coding_agreement" => kappa(inputs),
        _ => None,
    }
}

fn nps_ci(inputs: &Inputs<'_>) -> Option<Value> {
    if let Some(scores) = inputs.numbers("scores") {
        let scores: Vec<u8> = scores.iter().map(|it| *it as u8).collect();
        let letter = |it: &u8| match nps::class(*it) {
            Some(nps::Class::Promoter) => "P",
            Some(nps::Class::Passive) => "N",
            Some(nps::Class::Detractor) => "D",
            None => "-",
        };
        let classes: Vec<&str> = scores.iter().map(letter).collect();
        return Some(json!({ "classes": classes, "nps": NpsCounts::of(scores).score() }));
    }
    let counts = inputs.counts()?;
    let level = inputs.level();
    let variance = counts.variance();
    Some(json!({
        "n": counts.n(), "nps": counts.score(), "var_per_response": variance, "se": counts.standard_error(),
        "wald": pair(counts.wald(level)), "adjusted_wald_clipped": pair(counts.adjusted_wald(level)),
        "adjusted_wald_centre": counts.adjusted_centre(), "wald_degenerate": variance.map(|it| it == 0.0),
        "score_tango": pair(counts.score_interval(level)), "var_population": variance,
        "var_sample": variance.map(|it| it * counts.n() as f64 / (counts.n() as f64 - 1.0)),
        "t_interval": pair(counts.student(level)), "nps_correct": counts.score(),
        // What counting the skipped as answers would make of it: shown to be different, offered nowhere.
        "nps_if_skips_counted": inputs.number("dismissed").and_then(|skipped| {
            Some(counts.score()? * counts.n() as f64 / (counts.n() as f64 + skipped))
        }),
    }))
}

fn multinomial(id: &str, inputs: &Inputs<'_>) -> Option<Value> {
    if let Some([promoters, passives, detractors]) = inputs.numbers("counts_P_N_D").as_deref() {
        let counts = trinomial(&[*promoters, *passives, *detractors])?;
        return Some(json!({ "interval": pair(counts.simultaneous(inputs.level())) }));
    }
    let counts: Vec<u64> = inputs.numbers("counts")?.iter().map(|it| *it as u64).collect();
    let limits: Vec<Value> = share::goodman(&counts, inputs.level()).into_iter().map(|it| pair(Some(it))).collect();
    id.contains("goodman").then(|| json!({ "intervals": limits }))
}

fn bootstrap(inputs: &Inputs<'_>) -> Option<Value> {
    let (limits, mean, error) = inputs.counts()?.bootstrap(inputs.level())?;
    Some(json!({ "percentile_interval": pair(Some(limits)), "boot_mean": mean, "boot_se": error }))
}

fn bayes(inputs: &Inputs<'_>) -> Option<Value> {
    let prior = inputs.numbers("prior")?;
    let (mean, deviation) = inputs.counts()?.posterior(prior.try_into().ok()?);
    Some(json!({ "mean": mean, "sd": deviation }))
}

fn csat(inputs: &Inputs<'_>) -> Option<Value> {
    if let Some(scores) = inputs.numbers("scores_1_to_5") {
        let bytes = || scores.iter().map(|it| *it as u8);
        let top = ShareCounts::at_least(bytes(), 4);
        let above_bottom = ShareCounts::at_least(bytes(), 3);
        let mean = mean::mean(&scores);
        return Some(json!({
            "top2_share": top.share(), "mean": mean, "mean_rescaled_0_100": mean.map(|it| (it - 1.0) / 4.0 * 100.0),
            "bottom2_share": above_bottom.share().map(|it| 1.0 - it),
        }));
    }
    let counts = ShareCounts::new(inputs.number("top2")? as u64, inputs.number("n")? as u64);
    let level = inputs.level();
    Some(json!({
        "p": counts.share(), "wilson": pair(counts.wilson(level)), "agresti_coull": pair(counts.agresti_coull(level)),
        "clopper_pearson": pair(counts.clopper_pearson(level)), "jeffreys": pair(counts.jeffreys(level)),
        "wald": pair(counts.wald(level)),
    }))
}

fn ces(inputs: &Inputs<'_>) -> Option<Value> {
    let scores = inputs.numbers("scores_1_to_7")?;
    let agree = ShareCounts::at_least(scores.iter().map(|it| *it as u8), 5);
    let level = inputs.level();
    Some(json!({
        "mean": mean::mean(&scores), "sd": mean::deviation(&scores), "t_interval": pair(mean::student(&scores, level)),
        "agree_share": agree.share(), "agree_wilson": pair(agree.wilson(level)),
    }))
}

fn wave_change(inputs: &Inputs<'_>) -> Option<Value> {
    let level = inputs.level();
    if let (Some(before), Some(after)) = (inputs.numbers("wave1"), inputs.numbers("wave2")) {
        if before.len() > 3 {
            let test = change::nps_paired(&before, &after)?;
            return Some(json!({
                "delta": test.delta, "se_paired": test.standard_error, "t": test.statistic, "p_t": test.p,
            }));
        }
        let (before, after) = (trinomial(&before)?, trinomial(&after)?);
        let test = change::nps_independent(&before, &after)?;
        if inputs.number("confidence").is_none() {
            let test = change::nps_adjusted(&before, &after)?;
            let limits = pair(Some(test.interval(level)));
            return Some(json!({
                "delta_adj": test.delta, "se": test.standard_error, "z": test.statistic, "p": test.p,
                "interval": limits,
            }));
        }
        return Some(json!({
            "delta": test.delta, "se": test.standard_error, "z": test.statistic, "p": test.p,
            "interval": pair(Some(test.interval(level))),
        }));
    }
    if let (Some(improved), Some(worsened)) = (inputs.number("improved"), inputs.number("worsened")) {
        let (exact, mid) = change::mcnemar(improved as u64, worsened as u64);
        let chi = (improved - worsened).powi(2) / (improved + worsened);
        return Some(json!({ "p_exact": exact, "p_mid": mid, "chi2": chi }));
    }
    if let Some(overlap) = inputs.number("overlap") {
        let (n, variance) =
            ([inputs.number("n1")?, inputs.number("n2")?], [inputs.number("var1")?, inputs.number("var2")?]);
        let error =
            |overlap| 100.0 * change::overlap_error(n, variance, overlap, inputs.number("correlation").unwrap_or(0.0));
        return Some(json!({ "se": error(overlap), "se_if_independent": error(0.0) }));
    }
    if let Some(hits) = inputs.number("x1") {
        let a = ShareCounts::new(hits as u64, inputs.number("n1")? as u64);
        let b = ShareCounts::new(inputs.number("x2")? as u64, inputs.number("n2")? as u64);
        let (difference, limits) = change::shares(&a, &b, level)?;
        return Some(json!({ "diff": difference, "newcombe_hybrid": pair(Some(limits)) }));
    }
    let (n, variance) = (inputs.number("n_per_wave")?, inputs.number("variance")?);
    let points = change::detectable(n, variance, inputs.number("alpha")?, inputs.number("power")?);
    Some(json!({ "mde_points": points }))
}

fn finite_population(inputs: &Inputs<'_>) -> Option<Value> {
    if let Some(margin) = inputs.number("margin") {
        let (endless, finite) =
            frame::sample_size(margin, inputs.number("variance")?, inputs.number("N"), inputs.level());
        return Some(json!({
            "n0": endless, "n0_ceil": endless.ceil(), "n_fpc": finite, "n_fpc_ceil": finite.map(f64::ceil),
        }));
    }
    let size = inputs.number("N")?;
    if let Some(counts) = inputs.counts() {
        let (score, error) = (counts.score()?, counts.standard_error()?);
        let margin = frame::nps_margin(&counts, size, inputs.level())?;
        return Some(json!({
            "nps": score, "se_infinite": error, "moe_infinite": frame::nps_margin(&counts, f64::INFINITY, inputs.level()),
            "fpc": frame::finite_correction(size, counts.n() as f64), "moe_fpc": margin,
            "interval_fpc": pair(Some(Interval::around(score, margin))),
        }));
    }
    let n = inputs.number("n")?;
    Some(json!({ "fpc": frame::finite_correction(size, n), "one_minus_f": 1.0 - n / size }))
}

fn design(inputs: &Inputs<'_>) -> Option<Value> {
    let effect = frame::design_effect(inputs.number("mean_cluster_size")?, inputs.number("icc")?);
    Some(json!({ "deff": effect, "n_eff": inputs.number("n")? / effect }))
}

fn response_rate(inputs: &Inputs<'_>) -> Option<Value> {
    if let Some(complete) = inputs.number("I") {
        let it = frame::Dispositions {
            complete,
            partial: inputs.number("P")?,
            refused: inputs.number("R")?,
            not_reached: inputs.number("NC")?,
            other: inputs.number("O")?,
            unknown: inputs.number("U")?,
        };
        return Some(json!({ "RR1": it.rate_1(), "RR2": it.rate_2(), "RR3": it.rate_3(inputs.number("e")?) }));
    }
    let (rate, score) = (inputs.number("response_rate")?, inputs.number("nps_respondents")?);
    let (lower, upper) = frame::nonresponse_bounds(rate, score);
    let bias = inputs.number("nps_nonrespondents_followup").map(|it| frame::nonresponse_bias(rate, score, it));
    let corrected = bias.map(|it| score - it);
    Some(json!({ "lower": lower, "upper": upper, "width": upper - lower, "bias": bias, "nps_corrected": corrected }))
}

fn multiplicity(inputs: &Inputs<'_>) -> Option<Value> {
    let alpha = inputs.number("alpha")?;
    if let Some(teams) = inputs.number("teams") {
        let any = many::false_alarm(teams as u32, alpha);
        return Some(json!({ "expected_false": teams * alpha, "prob_at_least_one": any }));
    }
    let p = inputs.numbers("p")?;
    let rejected = |adjusted: &[f64]| adjusted.iter().filter(|it| **it <= alpha).count();
    let full = |adjusted: Vec<f64>| json!({ "rejected": rejected(&adjusted), "adjusted": adjusted });
    let simple = many::benjamini_hochberg(&p);
    let bonferroni: Vec<f64> = p.iter().map(|it| (it * p.len() as f64).min(1.0)).collect();
    Some(json!({
        "bh": full(simple.clone()), "by": full(many::benjamini_yekutieli(&p)), "holm": full(many::holm(&p)),
        "bonferroni": full(bonferroni), "rejected": simple.iter().map(|it| *it <= alpha).collect::<Vec<_>>(),
        "adjusted": simple,
    }))
}

fn control_chart(inputs: &Inputs<'_>) -> Option<Value> {
    let from_one = |places: &[usize]| places.iter().map(|it| it + 1).collect::<Vec<_>>();
    let limits_of = |it: &chart::Chart| it.limits.iter().map(|it| pair(Some(*it))).collect::<Vec<_>>();
    if let Some(counts) = inputs.numbers("counts") {
        let n = inputs.number("n")? as u64;
        let periods: Vec<ShareCounts> = counts.iter().map(|it| ShareCounts::new(*it as u64, n)).collect();
        let chart = chart::shares(&periods)?;
        let limits = chart.limits.first()?;
        return Some(json!({
            "pbar": chart.centre, "ucl": limits.high, "lcl": limits.low,
            "out_of_control_samples_1based": from_one(&chart.signals),
        }));
    }
    if let (Some(hits), Some(n)) = (inputs.numbers("dissatisfied"), inputs.numbers("n")) {
        let periods: Vec<ShareCounts> =
            hits.iter().zip(&n).map(|(k, n)| ShareCounts::new(*k as u64, *n as u64)).collect();
        let chart = chart::shares(&periods)?;
        let (laney, sigma) = chart::laney(&periods)?;
        return Some(json!({
            "pbar": chart.centre, "limits": limits_of(&chart), "flags_1based": from_one(&chart.signals),
            "laney_sigma_z": sigma, "laney_limits": limits_of(&laney),
        }));
    }
    if let Some(satisfied) = inputs.numbers("satisfied") {
        let (good, bad, reach) = (inputs.number("p0")?, inputs.number("p1")?, inputs.number("h")?);
        let sums = chart::bernoulli_cusum(&satisfied.iter().map(|it| *it > 0.0).collect::<Vec<_>>(), good, bad);
        let (hit, miss) = chart::bernoulli_steps(good, bad);
        let signal = sums.iter().position(|it| *it >= reach).map(|it| it + 1);
        return Some(json!({
            "loglik_step_dissat": miss, "loglik_step_sat": hit, "cusum": sums, "first_signal_1based": signal,
        }));
    }
    if let (Some(data), Some(k)) = (inputs.numbers("data"), inputs.number("k")) {
        let (above, below) = chart::cusum(&data, inputs.number("target")?, k);
        let reach = inputs.number("h")?;
        let signal = above.iter().zip(&below).position(|(a, b)| a.max(*b) > reach).map(|it| it + 1);
        return Some(json!({ "s_hi": above, "s_lo": below, "first_signal_1based": signal }));
    }
    let (lambda, reach) = (inputs.number("lambda_")?, inputs.number("L")?);
    let target = inputs.number("target").or_else(|| inputs.number("mu0"))?;
    let sigma = inputs.number("sigma").or_else(|| inputs.number("var0").map(f64::sqrt))?;
    let data = inputs.numbers("data").or_else(|| inputs.numbers("stream"))?;
    let (averages, limits) = chart::ewma(&data, target, sigma, lambda, reach);
    let far = Interval::around(target, reach * sigma * (lambda / (2.0 - lambda)).sqrt());
    let low = averages.iter().zip(&limits).position(|(it, limits)| *it < limits.low).map(|it| it + 1);
    Some(json!({
        "ewma": averages, "ucl_asymptotic": far.high, "lcl_asymptotic": far.low,
        "ucl_exact": limits.iter().map(|it| it.high).collect::<Vec<_>>(), "first_low_signal_1based": low,
    }))
}

fn trust_index(inputs: &Inputs<'_>) -> Option<Value> {
    if let Some(rows) = inputs.0.get("matrix").and_then(Value::as_array) {
        let row = |it: &Value| it.as_array().map(|it| it.iter().filter_map(Value::as_f64).collect());
        let rows: Vec<Vec<f64>> = rows.iter().filter_map(row).collect();
        return Some(json!({ "alpha": mean::cronbach_alpha(&rows) }));
    }
    let themes: Vec<Option<f64>> = inputs.0.get("themes_1_to_5")?.as_array()?.iter().map(Value::as_f64).collect();
    Some(json!({ "index": mean::theme_index(&themes, inputs.number("min_answered")? as usize) }))
}

fn anytime(inputs: &Inputs<'_>) -> Option<Value> {
    let (n, alpha) = (inputs.number("n")?, inputs.number("alpha")?);
    let half = change::always_valid_half_width(n, inputs.number("rho")?, alpha, inputs.number("sigma")?);
    let fixed = 100.0 * crate::interval::z(1.0 - alpha) * (0.55 / n).sqrt();
    Some(json!({ "half_width_points": half, "fixed_n_wald_half_width_v055": fixed }))
}

fn coverage(inputs: &Inputs<'_>) -> Option<Value> {
    let truth: [f64; 3] = inputs.numbers("p_promoter_passive_detractor")?.try_into().ok()?;
    let (n, level) = (inputs.number("n")? as u64, inputs.level());
    Some(json!({
        "wald": nps::coverage(n, truth, |it| it.wald(level)),
        "adjusted_wald": nps::coverage(n, truth, |it| it.adjusted_wald(level)),
    }))
}

fn kappa(inputs: &Inputs<'_>) -> Option<Value> {
    let codes = |key| inputs.0.get(key).and_then(Value::as_array);
    let (observed, expected, kappa) = many::cohen_kappa(codes("coder1")?, codes("coder2")?)?;
    Some(json!({ "observed": observed, "expected": expected, "kappa": kappa }))
}

fn trinomial(counts: &[f64]) -> Option<NpsCounts> {
    let [promoters, passives, detractors] = counts else { return None };
    Some(NpsCounts { promoters: *promoters as u64, passives: *passives as u64, detractors: *detractors as u64 })
}

fn pair(limits: Option<Interval>) -> Value {
    limits.map_or(Value::Null, |it| json!([it.low, it.high]))
}

/// A vector's inputs by key.
struct Inputs<'a>(&'a Value);

impl Inputs<'_> {
    fn number(&self, key: &str) -> Option<f64> {
        self.0.get(key)?.as_f64()
    }

    fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.0.get(key)?.as_array().map(|it| it.iter().filter_map(Value::as_f64).collect())
    }

    fn level(&self) -> f64 {
        self.number("confidence").unwrap_or(LEVEL_DEFAULT)
    }

    fn counts(&self) -> Option<NpsCounts> {
        let count = |key| self.number(key).map(|it| it as u64);
        let (promoters, passives, detractors) = (count("promoters")?, count("passives")?, count("detractors")?);
        Some(NpsCounts { promoters, passives, detractors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPICS_WHOLE: [&str; 3] = ["nps_ci", "csat_top2box", "ces"];

    #[test]
    fn every_vector_of_plain_nps_csat_and_ces_is_reproduced_and_none_fails() {
        let reports = run(include_str!("../../../fixtures/stats_vectors.json")).unwrap();
        let failed: Vec<_> = reports.iter().filter(|it| matches!(it.outcome, Outcome::Failed(_))).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        let whole: Vec<_> = reports.iter().filter(|it| TOPICS_WHOLE.contains(&it.topic.as_str())).collect();
        assert_eq!(whole.len(), 34);
        for report in whole {
            assert_eq!(report.outcome, Outcome::Passed, "{}", report.id);
        }
        let passed = reports.iter().filter(|it| it.outcome == Outcome::Passed).count();
        assert!(passed >= 90, "{passed} of {}: {reports:#?}", reports.len());
    }

    #[test]
    fn a_wrong_figure_fails_and_an_unknown_one_is_said_so() {
        let file = |expected: &str, topic: &str| {
            format!(
                r#"{{"vectors": [{{"id": "x", "topic": "{topic}", "tolerance": 1e-6, "expected": {expected},
                "inputs": {{"promoters": 7, "passives": 3, "detractors": 2}}}}]}}"#
            )
        };
        let outcome = |text: &str| run(text).unwrap().remove(0).outcome;
        assert!(matches!(outcome(&file(r#"{"nps": 41.6667}"#, "nps_ci")), Outcome::Failed(_)));
        assert_eq!(outcome(&file(r#"{"nps": 41.66666667}"#, "nps_ci")), Outcome::Passed);
        assert_eq!(outcome(&file(r#"{"mood": 1}"#, "nps_ci")), Outcome::NotImplemented("mood".to_owned()));
        assert_eq!(outcome(&file("{}", "astrology")), Outcome::NotImplemented("topic astrology".to_owned()));
        assert!(run("{}").is_err());
    }
}
