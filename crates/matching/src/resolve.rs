//! From records to persons: block, compare, learn, weigh, cluster.

use rustc_hash::FxHashMap;

use crate::block::{self, KeyYield};
use crate::cluster::{self, Clusters, Decision, Edge};
use crate::compare::Pattern;
use crate::model::Model;
use crate::records::Records;

/// How records are resolved.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Log-odds from which two groups are one person. 0: as probable as not.
    pub join: f64,
    /// Only records of different files are compared: each file is known to hold a person once.
    pub is_link: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { join: 0.0, is_link: false }
    }
}

/// Pairs that score less are not worth keeping: no group that they propose would be one person.
const EDGE_LEAST: f64 = -4.0;

/// What was found.
#[derive(Debug)]
pub struct Resolution {
    /// What was learned.
    pub model: Model,
    /// What each key gave.
    pub yields: Vec<KeyYield>,
    /// Pairs that were compared, sorted.
    pub pairs: Vec<u64>,
    /// Pairs that may be one person.
    pub edges: Vec<Edge>,
    /// The persons.
    pub clusters: Clusters,
}

impl Resolution {
    /// The group of each record in the order in which the records came, named by the first that came of it.
    pub fn by_arrival(&self, records: &Records) -> Vec<u32> {
        let mut firsts: FxHashMap<u32, u32> = FxHashMap::default();
        for (of, arrival) in self.clusters.of.iter().zip(&records.arrival) {
            firsts.entry(*of).and_modify(|it| *it = (*it).min(*arrival)).or_insert(*arrival);
        }
        let mut groups = vec![0; records.arrival.len()];
        for (of, arrival) in self.clusters.of.iter().zip(&records.arrival) {
            if let (Some(group), Some(first)) = (groups.get_mut(*arrival as usize), firsts.get(of)) {
                *group = *first;
            }
        }
        groups
    }
}

/// Resolves `records`, bound by staff's `decisions` (by place in `records`). `stage` is told the name of each step when it is done.
pub fn resolve(
    records: &Records,
    settings: Settings,
    decisions: &[Decision],
    stage: &mut dyn FnMut(&str),
) -> Resolution {
    let link = |pairs: &mut Vec<u64>| {
        if settings.is_link {
            let file = |at: u64| records.rows.get(at as usize).map(|it| it.file);
            pairs.retain(|it| file(it >> 32) != file(it & 0xffff_ffff));
        }
    };
    let (mut pairs, mut yields) = block::firm(records);
    link(&mut pairs);
    stage("block");
    let mut patterns = compare(records, &pairs);
    stage("compare");
    let mut model = Model::learn(records, &counts(&patterns));
    stage("learn");
    let (mut more, mut theirs) = block::loose(records, &pairs, |sample| {
        let likely = |pair: &u64| {
            let (a, b) = places(*pair);
            let score = model.score(records, a, b, records.compare(a, b));
            1.0 / (1.0 + (-score).exp())
        };
        sample.iter().map(likely).sum()
    });
    yields.append(&mut theirs);
    link(&mut more);
    stage("block more");
    if !more.is_empty() {
        patterns.append(&mut compare(records, &more));
        pairs.append(&mut more);
        model = model.learn_again(records, &counts(&patterns));
        stage("compare and learn more");
    }
    let edges = score(records, &model, &pairs, &patterns);
    drop(patterns);
    stage("score");
    let clusters = cluster::clusters(records, &model, edges.clone(), settings.join, decisions);
    stage("cluster");
    Resolution { model, yields, pairs, edges, clusters }
}

/// The places of a pair.
pub fn places(pair: u64) -> (usize, usize) {
    ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize)
}

/// Applies `work` to the halves of `pairs` in two threads, answers in order.
fn halves<T: Send>(len: usize, work: impl Fn(std::ops::Range<usize>) -> T + Sync) -> [Option<T>; 2] {
    let half = len / 2;
    std::thread::scope(|scope| {
        let second = scope.spawn(|| work(half..len));
        let first = work(0..half);
        [Some(first), second.join().ok()]
    })
}

fn compare(records: &Records, pairs: &[u64]) -> Vec<Pattern> {
    let work = |range: std::ops::Range<usize>| -> Vec<Pattern> {
        pairs
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(|it| {
                let (a, b) = places(*it);
                records.compare(a, b)
            })
            .collect()
    };
    halves(pairs.len(), work).into_iter().flatten().flatten().collect()
}

fn counts(patterns: &[Pattern]) -> Vec<(Pattern, f64)> {
    let work = |range: std::ops::Range<usize>| {
        let mut counts: FxHashMap<Pattern, u32> = FxHashMap::default();
        for pattern in patterns.get(range).unwrap_or_default() {
            *counts.entry(*pattern).or_default() += 1;
        }
        counts
    };
    let mut all: FxHashMap<Pattern, u32> = FxHashMap::default();
    for (pattern, count) in halves(patterns.len(), work).into_iter().flatten().flatten() {
        *all.entry(pattern).or_default() += count;
    }
    let mut counts: Vec<(Pattern, f64)> = all.into_iter().map(|(pattern, count)| (pattern, f64::from(count))).collect();
    counts.sort_unstable_by_key(|it| it.0);
    counts
}

fn score(records: &Records, model: &Model, pairs: &[u64], patterns: &[Pattern]) -> Vec<Edge> {
    let work = |range: std::ops::Range<usize>| -> Vec<Edge> {
        let pairs = pairs.get(range.clone()).unwrap_or_default();
        let patterns = patterns.get(range).unwrap_or_default();
        let edge = |(pair, pattern): (&u64, &Pattern)| {
            if model.score_most(*pattern) < EDGE_LEAST {
                return None;
            }
            let (a, b) = places(*pair);
            let score = model.score(records, a, b, *pattern);
            (score >= EDGE_LEAST).then_some(Edge { score: score as f32, a: a as u32, b: b as u32 })
        };
        pairs.iter().zip(patterns).filter_map(edge).collect()
    };
    halves(pairs.len(), work).into_iter().flatten().flatten().collect()
}
