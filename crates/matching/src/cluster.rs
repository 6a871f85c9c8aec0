//! draft
use crate::compare::{KINDS, level, DAY, GIVEN, SEX};
use crate::model::{CHANCE, CLASSES, Model, SAME};
use crate::records::Records;
use rustc_hash::FxHashMap;

#[derive(Debug, Clone, Copy)]
pub struct Thresholds { pub pair: f64, pub mean: f64, pub personal: f64 }

#[derive(Debug, Clone, Copy)]
pub struct Edge { pub score: f32, pub a: u32, pub b: u32 }

fn env(name: &str, or: f64) -> f64 { std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(or) }

pub struct Knobs { pub mix: f64, pub gamma: f64, pub rounds: f64, pub damp: f64 }

struct State<'a> { records: &'a Records, model: &'a Model, group: Vec<u32>, next: Vec<u32>, size: Vec<u32>, version: Vec<u32>, knobs: Knobs }

#[derive(PartialEq)]
struct Entry { score: f32, key: u64, a: u32, b: u32, vx: u32, vy: u32 }
impl Eq for Entry {}
impl PartialOrd for Entry { fn partial_cmp(&self, o: &Self) -> Option<std::cmp::Ordering> { Some(self.cmp(o)) } }
impl Ord for Entry { fn cmp(&self, o: &Self) -> std::cmp::Ordering { self.score.total_cmp(&o.score).then(o.key.cmp(&self.key)).then(o.a.cmp(&self.a)).then(o.b.cmp(&self.b)) } }

pub fn clusters(records: &Records, model: &Model, edges: Vec<Edge>, at: Thresholds) -> Vec<u32> {
    let n = records.rows.len();
    let knobs = Knobs { mix: env("MIX", 0.5), gamma: env("GAMMA", 0.5), rounds: env("ROUNDS", 4.0), damp: env("DAMP", 1.0) };
    let mut s = State { records, model, group: (0..n as u32).collect(), next: (0..n as u32).collect(), size: vec![1; n], version: vec![0; n], knobs };
    let mut again = edges;
    let mut refused: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
    for round in 0..(s.knobs.rounds as usize) {
        let mut heap = std::collections::BinaryHeap::with_capacity(again.len());
        let mut seen: FxHashMap<(u32,u32), ()> = FxHashMap::default();
        for e in &again {
            if round == 0 { if f64::from(e.score) >= at.pair { heap.push(Entry { score: e.score, key: 0, a: e.a, b: e.b, vx: 0, vy: 0 }); } continue; }
            let (x, y) = s.groups(e.a, e.b);
            if x == y || seen.insert((x, y), ()).is_some() || refused.get(&(x, y)) == Some(&(s.version[x as usize], s.version[y as usize])) { continue; }
            let score = s.score(x, y, at);
            if f64::from(score) >= at.mean { heap.push(Entry { score, key: 0, a: e.a, b: e.b, vx: s.version[x as usize], vy: s.version[y as usize] }); }
        }
        let mut joined = 0;
        while let Some(e) = heap.pop() {
            let (x, y) = s.groups(e.a, e.b);
            if x == y { continue; }
            let (vx, vy) = (s.version[x as usize], s.version[y as usize]);
            if (vx, vy) != (e.vx, e.vy) {
                if refused.get(&(x, y)) == Some(&(vx, vy)) { continue; }
                let score = s.score(x, y, at);
                if f64::from(score) < at.mean { refused.insert((x, y), (vx, vy)); continue; }
                if heap.peek().is_some_and(|top| top.score > score) { heap.push(Entry { score, vx, vy, ..e }); continue; }
            } else if f64::from(e.score) < at.mean.max(at.pair) { continue; }
            s.join(x, y);
            joined += 1;
        }
        if std::env::var("TRACE").is_ok() { eprintln!("round {round} joined {joined}"); }
        if joined == 0 { break; }
        if round == 0 { again.retain(|e| s.group[e.a as usize] != s.group[e.b as usize]); }
    }
    s.group
}

impl State<'_> {
    fn groups(&self, a: u32, b: u32) -> (u32, u32) {
        let (x, y) = (self.group[a as usize], self.group[b as usize]);
        (x.min(y), x.max(y))
    }

    fn join(&mut self, x: u32, y: u32) {
        let (keep, lose) = if (self.size[x as usize], y) >= (self.size[y as usize], x) { (x, y) } else { (y, x) };
        let mut member = lose;
        loop {
            self.group[member as usize] = keep;
            member = self.next[member as usize];
            if member == lose { break; }
        }
        self.size[keep as usize] += self.size[lose as usize];
        self.version[keep as usize] = self.version[keep as usize].max(self.version[lose as usize]) + 1;
        self.next.swap(keep as usize, lose as usize);
    }

    fn members(&self, x: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = Some(x);
        std::iter::from_fn(move || { let now = at?; let n = self.next[now as usize]; at = (n != x).then_some(n); Some(now) })
    }

    fn score(&self, x: u32, y: u32, at: Thresholds) -> f32 {
        let pairs = f64::from(self.size[x as usize]) * f64::from(self.size[y as usize]);
        let step = (pairs / 256.0).ceil().max(1.0) as usize;
        let mut lin = [[0.0_f64; CLASSES]; KINDS];
        let mut log = [[0.0_f64; CLASSES]; KINDS];
        let mut known = [0.0_f64; KINDS];
        let (mut homonym, mut seen) = (0.0, 0.0);
        let mut count = 0;
        for a in self.members(x) {
            for b in self.members(y) {
                if count % step == 0 {
                    let (i, j) = (a.min(b) as usize, a.max(b) as usize);
                    let pattern = self.records.compare(i, j);
                    if at.personal > -50.0 && self.model.personal(pattern) < at.personal { return -99.0; }
                    homonym += self.model.weigh(self.records, i, j, pattern, |kind, ln| {
                        known[kind] += 1.0;
                        for class in 0..CHANCE { log[kind][class] += ln[class]; lin[kind][class] += ln[class].exp(); }
                    });
                    seen += 1.0;
                }
                count += 1;
            }
        }
        let mut total = [0.0; CLASSES];
        for kind in 0..KINDS {
            if known[kind] == 0.0 { continue; }
            for class in 0..CHANCE {
                let mean = log[kind][class] / known[kind];
                let lme = (lin[kind][class] / known[kind]).ln();
                let mut w = mean * (1.0 - self.knobs.mix) + lme * self.knobs.mix;
                if self.knobs.gamma > 0.0 && w < 0.0 && matches!(kind, GIVEN | SEX | DAY) { w *= f64::from(self.size[x as usize].min(self.size[y as usize])).powf(self.knobs.gamma); }
                total[class] += w;
            }
        }
        total[CHANCE] = homonym / seen;
        for class in 0..CLASSES { total[class] += self.model.share[class].ln(); }
        let others = total.iter().skip(1).copied().fold(f64::MIN, f64::max);
        let sum: f64 = total.iter().skip(1).map(|it| (it - others).exp()).sum();
        let _ = level;
        (total[SAME] - others - sum.ln()) as f32
    }
}
