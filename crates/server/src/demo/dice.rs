//! Chance that is the same for the same seed: everything the demo company does by accident comes from here.

/// A generator of pseudo-random numbers (SplitMix64: Steele, Lea & Flood, OOPSLA 2014). Not for secrets.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    /// Dice of their own for `what`, so that a change in one part of the company leaves the others as they are.
    pub fn apart(&self, what: &str) -> Self {
        let mixed = what
            .bytes()
            .fold(self.0 ^ 0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        Self(mixed)
    }

    /// Dice of their own for the `n`-th of many.
    pub const fn nth(&self, n: usize) -> Self {
        Self(self.0 ^ (n as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23))
    }

    /// Any 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in 0.0..1.0.
    pub fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.bits() >> 32).unwrap_or_default()) / 4_294_967_296.0
    }

    /// A number in 0..`end`; 0 for an empty range.
    pub const fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.bits() % end }
    }

    /// A number in `from..=to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to.saturating_sub(from)).unwrap_or_default().saturating_add(1);
        from.saturating_add(i64::try_from(self.below(span)).unwrap_or_default())
    }

    /// True with probability `share`.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of `all`; `None` if there is none.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let end = u64::try_from(all.len()).unwrap_or_default();
        all.get(usize::try_from(self.below(end)).unwrap_or_default())
    }

    /// One of the texts; empty if there is none.
    pub fn word(&mut self, all: &[&'static str]) -> &'static str {
        self.pick(all).copied().unwrap_or_default()
    }

    /// The index of one of `weights`, each as likely as it is heavy.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// A waiting time of mean 1.
    pub fn wait(&mut self) -> f64 {
        -(1.0 - self.share()).ln()
    }

    /// A sum of twelve shares less six: normal enough for how long people take.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_falls_the_same_way_and_parts_are_apart() {
        let (mut a, mut b) = (Dice::new(7), Dice::new(7));
        assert_eq!([a.bits(), a.bits()], [b.bits(), b.bits()]);
        let (mut words, mut people) = (a.apart("words"), a.apart("people"));
        assert_ne!(words.bits(), people.bits());
    }

    #[test]
    fn weights_are_followed() {
        let mut dice = Dice::new(1);
        let heavy = (0..10_000).filter(|_| dice.weighted(&[1.0, 3.0]) == 1).count();
        // Binomial(10000, 3/4): sd 43, five of them on either side.
        assert!((7_285..7_715).contains(&heavy), "{heavy}");
    }
}
