//! From scored pairs to persons: the most probable join first, each judged on all that two groups say, never on one pair alone.
//!
//! What staff decided binds: `same` joins before anything is weighed, `different` is never joined, not even through others.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is a place below the number of records, checked where it enters"
)]

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::model::Model;
use crate::records::Records;
use crate::weigh::Evidence;

/// A pair of records and its log-odds of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Log-odds.
    pub score: f32,
    /// Smaller place.
    pub a: u32,
    /// Larger place.
    pub b: u32,
}

/// What staff decided of two records, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// One record.
    pub a: u32,
    /// Another.
    pub b: u32,
    /// Whether they are one person.
    pub is_same: bool,
}

/// One step of growth: the groups of `a` and `b` became one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    /// Record of the one group that proposed it.
    pub a: u32,
    /// Record of the other.
    pub b: u32,
    /// Log-odds of the groups; infinite if staff decided.
    pub score: f32,
    /// Records of the group that came to be.
    pub size: u32,
}

/// Why two groups did not become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// All that they say, taken together, is too improbable of one person.
    Improbable,
    /// Staff decided that a record of the one is not the person of one of the other.
    Decided,
    /// Staff decided that they are one, against what they had decided before.
    Contradiction,
}

/// A join that was held back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refusal {
    /// Record of the one group that proposed it.
    pub a: u32,
    /// Record of the other.
    pub b: u32,
    /// Log-odds of the groups.
    pub score: f32,
    /// Why.
    pub reason: Reason,
}

/// Persons, how they grew and what held them back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clusters {
    /// The group of each record, named by one of its records.
    pub of: Vec<u32>,
    /// Joins in the order in which they were made.
    pub joins: Vec<Join>,
    /// Joins that were held back, in the order in which they were weighed.
    pub refusals: Vec<Refusal>,
}

/// Pairs across two groups that are weighed at most; of more, every k-th is.
const PAIRS_MOST: f64 = 256.0;
/// Log-odds from which a pair proposes its groups, whose own score then decides: groups may say more than two of their
/// records do.
const PROPOSAL_LEAST: f32 = -2.0;
/// Times that refused groups are weighed again, when others have grown.
const ROUNDS: usize = 4;

/// A proposal; the versions tell whether its score is that of the groups as they are now.
#[derive(Debug, Clone, Copy)]
struct Proposal {
    edge: Edge,
    versions: (u32, u32),
}

impl PartialEq for Proposal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Proposal {}

impl PartialOrd for Proposal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Proposal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (x, y) = (self.edge, other.edge);
        x.score.total_cmp(&y.score).then((y.a, y.b).cmp(&(x.a, x.b)))
    }
}

/// Groups `records` by `edges`, joining those whose log-odds are at least `join`. The same whatever the order of `edges`.
/// O(edges · log edges), and a comparison for each pair across groups that are weighed.
pub fn clusters(records: &Records, model: &Model, edges: Vec<Edge>, join: f64, decisions: &[Decision]) -> Clusters {
    let mut growth = Growth::new(records, model, join as f32);
    growth.decide(decisions);
    let mut rest: Vec<Edge> = edges.into_iter().filter(|it| it.score >= PROPOSAL_LEAST).collect();
    rest.sort_unstable_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    for round in 0..ROUNDS {
        let joined = if round == 0 {
            growth.grow(&rest, BinaryHeap::new())
        } else {
            {
                let proposals = growth.proposals(&rest);
                growth.grow(&[], proposals)
            }
        };
        if joined == 0 {
            break;
        }
        rest.retain(|it| growth.found.of[it.a as usize] != growth.found.of[it.b as usize]);
    }
    growth.found
}

struct Growth<'a> {
    records: &'a Records,
    model: &'a Model,
    join: f32,
    found: Clusters,
    /// The next record of the same group, in a ring.
    next: Vec<u32>,
    size: Vec<u32>,
    version: Vec<u32>,
    /// Versions of groups when they were refused.
    refused: FxHashMap<(u32, u32), (u32, u32)>,
    /// Records that staff hold apart.
    apart: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Growth<'a> {
    fn new(records: &'a Records, model: &'a Model, join: f32) -> Self {
        let n = records.rows.len() as u32;
        Self {
            records,
            model,
            join,
            found: Clusters { of: (0..n).collect(), ..Clusters::default() },
            next: (0..n).collect(),
            size: vec![1; n as usize],
            version: vec![0; n as usize],
            refused: FxHashMap::default(),
            apart: FxHashMap::default(),
        }
    }

    /// Binds what staff decided: first what is apart, then what is one; what would contradict is refused.
    fn decide(&mut self, decisions: &[Decision]) {
        let n = self.next.len() as u32;
        let mut decisions: Vec<Decision> =
            decisions.iter().copied().filter(|it| it.a < n && it.b < n && it.a != it.b).collect();
        decisions.sort_unstable_by_key(|it| (it.is_same, it.a.min(it.b), it.a.max(it.b)));
        decisions.dedup();
        for Decision { a, b, is_same } in decisions {
            if !is_same {
                self.apart.entry(a).or_default().push(b);
                self.apart.entry(b).or_default().push(a);
                continue;
            }
            let (x, y) = self.groups(a, b);
            if x == y {
                continue;
            }
            if self.is_apart(x, y) {
                self.found.refusals.push(Refusal { a, b, score: f32::INFINITY, reason: Reason::Contradiction });
            } else {
                self.merge(x, y, Edge { score: f32::INFINITY, a, b });
            }
        }
    }

    /// The groups of the edges that were not refused as they are now, each pair once.
    fn proposals(&self, edges: &[Edge]) -> BinaryHeap<Proposal> {
        let mut seen = FxHashMap::default();
        let mut proposals = BinaryHeap::new();
        for edge in edges {
            let (x, y) = self.groups(edge.a, edge.b);
            let versions = (self.version[x as usize], self.version[y as usize]);
            if x == y || seen.insert((x, y), ()).is_some() || self.refused.get(&(x, y)) == Some(&versions) {
                continue;
            }
            let score = self.score(x, y);
            proposals.push(Proposal { edge: Edge { score, ..*edge }, versions });
        }
        proposals
    }

    /// Joins the most probable groups that `pairs` (by falling score) and `proposals` name, until none are probable enough; answers
    /// how many joins there were.
    fn grow(&mut self, pairs: &[Edge], mut proposals: BinaryHeap<Proposal>) -> usize {
        let before = self.found.joins.len();
        let mut pairs = pairs.iter().map(|edge| Proposal { edge: *edge, versions: (0, 0) }).peekable();
        loop {
            let is_pair = pairs.peek().is_some_and(|pair| proposals.peek().is_none_or(|it| it < pair));
            let Some(Proposal { edge, versions }) = (if is_pair { pairs.next() } else { proposals.pop() }) else {
                break;
            };
            let (x, y) = self.groups(edge.a, edge.b);
            let now = (self.version[x as usize], self.version[y as usize]);
            if x == y || self.refused.get(&(x, y)) == Some(&now) {
                continue;
            }
            let score = if now == versions { edge.score } else { self.score(x, y) };
            if score < self.join {
                self.refuse(x, y, Edge { score, ..edge }, Reason::Improbable);
            } else if self.is_apart(x, y) {
                self.refuse(x, y, Edge { score, ..edge }, Reason::Decided);
            } else if now != versions && proposals.peek().max(pairs.peek()).is_some_and(|it| it.edge.score > score) {
                proposals.push(Proposal { edge: Edge { score, ..edge }, versions: now });
            } else {
                self.merge(x, y, Edge { score, ..edge });
            }
        }
        self.found.joins.len() - before
    }

    fn refuse(&mut self, x: u32, y: u32, edge: Edge, reason: Reason) {
        let now = (self.version[x as usize], self.version[y as usize]);
        if self.refused.insert((x, y), now).is_none() {
            self.found.refusals.push(Refusal { a: edge.a, b: edge.b, score: edge.score, reason });
        }
    }

    fn groups(&self, a: u32, b: u32) -> (u32, u32) {
        let (x, y) = (self.found.of[a as usize], self.found.of[b as usize]);
        (x.min(y), x.max(y))
    }

    fn members(&self, x: u32) -> impl Iterator<Item = u32> + '_ {
        let after = move |it: &u32| Some(self.next[*it as usize]).filter(|next| *next != x);
        std::iter::successors(Some(x), after)
    }

    fn is_apart(&self, x: u32, y: u32) -> bool {
        !self.apart.is_empty()
            && self.members(x).any(|it| {
                self.apart.get(&it).is_some_and(|them| them.iter().any(|it| self.found.of[*it as usize] == y))
            })
    }

    fn merge(&mut self, x: u32, y: u32, edge: Edge) {
        let (keep, lose) = if self.size[x as usize] >= self.size[y as usize] { (x, y) } else { (y, x) };
        let losers: Vec<u32> = self.members(lose).collect();
        for it in losers {
            self.found.of[it as usize] = keep;
        }
        self.next.swap(keep as usize, lose as usize);
        self.size[keep as usize] += self.size[lose as usize];
        self.version[keep as usize] = self.version[keep as usize].max(self.version[lose as usize]) + 1;
        self.found.joins.push(Join { a: edge.a, b: edge.b, score: edge.score, size: self.size[keep as usize] });
    }

    fn score(&self, x: u32, y: u32) -> f32 {
        let (n, m) = (self.size[x as usize], self.size[y as usize]);
        let step = (f64::from(n) * f64::from(m) / PAIRS_MOST).ceil().max(1.0) as usize;
        let mut evidence = Evidence::default();
        let across = self.members(x).flat_map(|a| self.members(y).map(move |b| (a, b)));
        for (a, b) in across.step_by(step) {
            evidence.add(self.records, self.model, a as usize, b as usize);
        }
        evidence.score(self.model, n.min(m)) as f32
    }
}
