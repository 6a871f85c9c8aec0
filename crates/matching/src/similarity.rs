//! How alike two short texts are.
#![expect(clippy::indexing_slicing, reason = "rows of 65 cells, texts cut to 64 bytes")]

/// Jaro–Winkler similarity of two folded texts, 0–1 (Winkler 1990; prefix 4, scale 0.1). At most 64 bytes of each are read.
/// O(n · window), no allocation.
pub fn jaro_winkler(a: &[u8], b: &[u8]) -> f64 {
    let (a, b) = (a.get(..64).unwrap_or(a), b.get(..64).unwrap_or(b));
    let jaro = jaro(a, b);
    if jaro < 0.7 {
        return jaro;
    }
    let prefix = a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

fn jaro(a: &[u8], b: &[u8]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut of_a, mut of_b) = (0_u64, 0_u64);
    for (i, left) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let till = (i + window + 1).min(b.len());
        for (j, right) in b.iter().enumerate().take(till).skip(from) {
            if left == right && of_b & (1 << j) == 0 {
                of_a |= 1 << i;
                of_b |= 1 << j;
                break;
            }
        }
    }
    let matches = f64::from(of_a.count_ones());
    if matches == 0.0 {
        return 0.0;
    }
    let (mut rest, mut moved) = (of_b, 0_u32);
    for (i, left) in a.iter().enumerate() {
        if of_a & (1 << i) != 0 {
            let j = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            moved += u32::from(b.get(j) != Some(left));
        }
    }
    let transpositions = f64::from(moved / 2);
    (matches / a.len() as f64 + matches / b.len() as f64 + (matches - transpositions) / matches) / 3.0
}

/// Whether `a` becomes `b` by at most one insertion, deletion, substitution or swap of neighbours. O(n).
pub fn one_slip(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (short.get(same..).unwrap_or(&[]), long.get(same..).unwrap_or(&[]));
    match (short, long) {
        ([], _) => true,
        (s, [_, l @ ..]) if s == l => true,
        ([_, s @ ..], [_, l @ ..]) if s == l => true,
        ([a, b, s @ ..], [c, d, l @ ..]) => a == d && b == c && s == l,
        _ => false,
    }
}

/// Optimal string alignment distance, given up above `most` (`most + 1` then). O(n · m), n, m ≤ 64.
pub fn distance(a: &[u8], b: &[u8], most: usize) -> usize {
    let (a, b) = (a.get(..64).unwrap_or(a), b.get(..64).unwrap_or(b));
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut rows = [[0_usize; 65]; 3];
    for (j, cell) in rows[1].iter_mut().enumerate().take(b.len() + 1) {
        *cell = j;
    }
    for i in 1..=a.len() {
        let [before, above, row] = &mut rows;
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
            least = least.min(best);
        }
        if least > most {
            return most + 1;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()].min(most + 1)
}

/// Which characters a text has, and how many: enough to know that two are not alike without reading them. 8 bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Letters {
    set: u32,
    length: u32,
}

impl Letters {
    /// Of a folded text; digits count as five characters, two by two.
    pub fn of(text: &[u8]) -> Self {
        let set = text.iter().fold(0_u32, |set, byte| {
            set | 1
                << match byte {
                    b'A'..=b'Z' => byte - b'A',
                    b'a'..=b'z' => byte - b'a',
                    b'0'..=b'9' => 26 + (byte - b'0') / 2,
                    _ => 31,
                }
        });
        Self { set, length: text.len() as u32 }
    }

    /// Whether the texts may be one slip apart.
    pub fn may_slip(self, other: Self) -> bool {
        (self.set & !other.set).count_ones() <= 1
            && (other.set & !self.set).count_ones() <= 1
            && self.length.abs_diff(other.length) <= 1
    }

    /// The most that Jaro–Winkler similarity can be: no more characters match than both have.
    pub fn similar_most(self, other: Self) -> f64 {
        let (x, y) = (f64::from(self.length), f64::from(other.length));
        let matches = (x - f64::from((self.set & !other.set).count_ones()))
            .min(y - f64::from((other.set & !self.set).count_ones()));
        let jaro = (matches / x.max(1.0) + matches / y.max(1.0) + 1.0) / 3.0;
        jaro + 0.4 * (1.0 - jaro)
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, distance, jaro_winkler, one_slip};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    /// Winkler's own examples (Statistical Research Division RR90/09, table 1).
    #[test]
    fn jaro_winkler_is_winklers() {
        for (a, b, expected) in [("MARTHA", "MARHTA", 0.961), ("DIXON", "DICKSONX", 0.813), ("DWAYNE", "DUANE", 0.840)]
        {
            let found = jaro_winkler(a.as_bytes(), b.as_bytes());
            assert!((found - expected).abs() < 0.001, "{a} {b}: {found}");
        }
    }

    #[test]
    fn a_slip_is_one_change() {
        for (a, b, expected) in [
            ("ANNE", "ANNE", true),
            ("ANNE", "ANE", true),
            ("ANNE", "ANEN", true),
            ("ANNE", "ANNA", true),
            ("ANNE", "NAEN", false),
            ("", "A", true),
        ] {
            assert_eq!(one_slip(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn a_slip_is_a_distance_of_one(a in "[AB]{0,6}", b in "[AB]{0,6}") {
            prop_assert_eq!(one_slip(a.as_bytes(), b.as_bytes()), distance(a.as_bytes(), b.as_bytes(), 3) <= 1);
        }

        #[test]
        fn similarity_is_a_share(a in "[A-E]{0,80}", b in "[A-E]{0,80}") {
            let similar = jaro_winkler(a.as_bytes(), b.as_bytes());
            prop_assert!((0.0..=1.0).contains(&similar));
            prop_assert!(a != b || similar == 1.0);
        }

        #[test]
        fn letters_never_rule_out_what_is_alike(a in "[A-F0-9 ]{1,24}", b in "[A-F0-9 ]{1,24}") {
            let (x, y) = (Letters::of(a.as_bytes()), Letters::of(b.as_bytes()));
            prop_assert!(x.similar_most(y) + 1e-9 >= jaro_winkler(a.as_bytes(), b.as_bytes()));
            prop_assert!(x.may_slip(y) || !one_slip(a.as_bytes(), b.as_bytes()));
        }
    }
}
