//! From scored pairs to persons: by falling score, two groups become one if their records agree on the whole and none
//! contradicts.

use crate::model::Model;
use crate::records::Records;

/// When groups join.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// Log-odds of the pair that proposes.
    pub pair: f64,
    /// Mean log-odds over all pairs across.
    pub mean: f64,
    /// The least log-odds of the personal evidence of a pair across: below it they are two.
    pub personal: f64,
}

/// A pair and its log-odds.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// Log-odds.
    pub score: f32,
    /// Smaller place.
    pub a: u32,
    /// Larger place.
    pub b: u32,
}

/// The group of each record, numbered by its first record.
pub fn clusters(records: &Records, model: &Model, mut edges: Vec<Edge>, at: Thresholds) -> Vec<u32> {
    let n = records.rows.len();
    edges.retain(|it| f64::from(it.score) >= at.pair);
    edges.sort_unstable_by(|x, y| y.score.total_cmp(&x.score).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b)));
    let mut group: Vec<u32> = (0..n as u32).collect();
    let mut next: Vec<u32> = (0..n as u32).collect();
    let mut size: Vec<u32> = vec![1; n];
    for edge in edges {
        let (x, y) = (group[edge.a as usize], group[edge.b as usize]);
        if x == y || !agree(records, model, &next, x, y, &size, at) {
            continue;
        }
        let (keep, lose) = if (size[x as usize], y) >= (size[y as usize], x) { (x, y) } else { (y, x) };
        let mut member = lose;
        loop {
            group[member as usize] = keep;
            member = next[member as usize];
            if member == lose {
                break;
            }
        }
        size[keep as usize] += size[lose as usize];
        next.swap(keep as usize, lose as usize);
    }
    group
}

fn agree(records: &Records, model: &Model, next: &[u32], x: u32, y: u32, size: &[u32], at: Thresholds) -> bool {
    let pairs = f64::from(size[x as usize]) * f64::from(size[y as usize]);
    // Beyond this many pairs, every k-th is looked at.
    let step = (pairs / 256.0).ceil().max(1.0) as usize;
    let (mut sum, mut seen, mut count) = (0.0, 0.0, 0_usize);
    let mut a = x;
    loop {
        let mut b = y;
        loop {
            if count % step == 0 {
                let (i, j) = (a.min(b) as usize, a.max(b) as usize);
                let pattern = records.compare(i, j);
                if model.personal(pattern) < at.personal {
                    return false;
                }
                sum += model.score(records, i, j, pattern).clamp(-12.0, 12.0);
                seen += 1.0;
            }
            count += 1;
            b = next[b as usize];
            if b == y {
                break;
            }
        }
        a = next[a as usize];
        if a == x {
            break;
        }
    }
    sum / seen >= at.mean
}
