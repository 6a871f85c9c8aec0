//! What an agreement weighs between two records or two groups of them, in log-odds (natural logarithm).

use crate::compare::{self, ADDRESS, DAY, EMAIL, EXTRA, FAMILY, GIVEN, IBAN, KINDS, PHONE, Pattern, SEX, level};
use crate::model::{CHANCE, CLASSES, HOUSE, Model, SAME};
use crate::records::{Record, Records};

/// For each class but chance, how much more probable an agreement is in it than by chance, as a logarithm.
pub type Ratios = [f64; CHANCE];

/// A day, a sex, a given name are of one person alone: the more records of each side hold to theirs, the less a difference is a slip.
const PERSONAL: [usize; 3] = [GIVEN, SEX, DAY];

/// All that the pairs across two groups say, kind by kind.
///
/// Of each kind the mean of what the pairs say, and the mixture: the logarithm of the mean likelihood ratio, as if one group's
/// value were drawn from those of the other. The weight is half of each: the mixture lets a group have several true values (two
/// addresses, a married name), the mean keeps one wrong value from opening the door.
#[derive(Debug, Clone)]
pub struct Evidence {
    sums: [Ratios; KINDS],
    products: [Ratios; KINDS],
    known: [f64; KINDS],
    homonyms: f64,
    pairs: f64,
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            sums: [[0.0; CHANCE]; KINDS],
            products: [[0.0; CHANCE]; KINDS],
            known: [0.0; KINDS],
            homonyms: 0.0,
            pairs: 0.0,
        }
    }
}

impl Evidence {
    /// Adds the pair of records `a` and `b`. About a microsecond.
    pub fn add(&mut self, records: &Records, model: &Model, a: usize, b: usize) {
        let (a, b) = (a.min(b), a.max(b));
        let pattern = records.compare(a, b);
        self.homonyms += model.homonyms(records, a, b, pattern);
        self.pairs += 1.0;
        let rows = self.sums.iter_mut().zip(&mut self.products).zip(&mut self.known);
        for (kind, ((sums, products), known)) in rows.enumerate() {
            let Some(ratios) = model.ratios(records, a, b, kind, level(pattern, kind)) else { continue };
            *known += 1.0;
            for ((sum, product), ratio) in sums.iter_mut().zip(products).zip(ratios) {
                *sum += ratio.exp();
                *product += ratio;
            }
        }
    }

    /// The weight of each kind, for groups of which the smaller has `least` records.
    pub fn weights(&self, least: u32) -> [Ratios; KINDS] {
        let firmness = f64::from(least).sqrt();
        let mut weights = [[0.0; CHANCE]; KINDS];
        for (kind, weights) in weights.iter_mut().enumerate() {
            let (Some(sums), Some(products), Some(known)) =
                (self.sums.get(kind), self.products.get(kind), self.known.get(kind))
            else {
                continue;
            };
            if *known == 0.0 {
                continue;
            }
            for ((weight, sum), product) in weights.iter_mut().zip(sums).zip(products) {
                *weight = 0.5 * (product / known + (sum / known).ln());
                if *weight < 0.0 && PERSONAL.contains(&kind) {
                    *weight *= firmness;
                }
            }
        }
        weights
    }

    /// Log-odds that the groups are one person.
    pub fn score(&self, model: &Model, least: u32) -> f64 {
        let total = self.weights(least).iter().fold([0.0; CHANCE], |mut total, kind| {
            for (total, weight) in total.iter_mut().zip(kind) {
                *total += weight;
            }
            total
        });
        model.odds(total, self.homonyms / self.pairs.max(1.0))
    }
}

impl Model {
    /// Log-odds of one person against all else, from the sums of ratios to chance and what chance itself gains by homonyms.
    pub fn odds(&self, total: Ratios, homonyms: f64) -> f64 {
        let mut ln = self.share.map(f64::ln);
        for (ln, total) in ln.iter_mut().zip(total) {
            *ln += total;
        }
        if let Some(chance) = ln.get_mut(CHANCE) {
            *chance += homonyms;
        }
        let [same, others @ ..] = ln;
        let most = others.into_iter().fold(f64::MIN, f64::max);
        same - most - others.into_iter().map(|it| (it - most).exp()).sum::<f64>().ln()
    }

    /// Log-odds that records `a` and `b` (smaller place first), which agree by `pattern`, are one person.
    pub fn score(&self, records: &Records, a: usize, b: usize, pattern: Pattern) -> f64 {
        let mut total = [0.0; CHANCE];
        for kind in 0..KINDS {
            if let Some(ratios) = self.ratios(records, a, b, kind, level(pattern, kind)) {
                for (total, ratio) in total.iter_mut().zip(ratios) {
                    *total += ratio;
                }
            }
        }
        self.odds(total, self.homonyms(records, a, b, pattern))
    }

    /// What agreement at `level` of `kind` tells, the frequency of the value counted; none if it is not known on both sides.
    pub fn ratios(&self, records: &Records, a: usize, b: usize, kind: usize, level: usize) -> Option<Ratios> {
        if level == 0 {
            return None;
        }
        let mut ratios = self.plain_ratios(kind, level);
        let (left, right) = (records.rows.get(a)?, records.rows.get(b)?);
        if let Some(frequency) = self.frequency(records, (a, left), right, kind, level) {
            let rarer = frequency.max(1e-12).ln() - self.ln(CHANCE, kind, level);
            for (class, ratio) in ratios.iter_mut().enumerate() {
                // Who lives together has given names as strangers have.
                if !(kind == GIVEN && class == HOUSE) {
                    *ratio -= rarer;
                }
            }
        }
        Some(ratios)
    }

    /// The most that [`Model::score`] can be for any pair that agrees by `pattern`. A few nanoseconds.
    pub fn score_most(&self, pattern: Pattern) -> f64 {
        let [same, .., chance] = self.share;
        (same / chance).ln() + (0..KINDS).map(|kind| self.most(kind, level(pattern, kind))).sum::<f64>()
    }

    /// How probable it is that a stranger has a value that `seen` of `n` records have: those beyond what one person's own records
    /// account for.
    pub(crate) fn frequency_of(&self, kind: usize, seen: u32, n: f64) -> f64 {
        let (chance, random) = self.chance_same(kind);
        let strangers = (chance / random.max(1e-12)).min(1.0);
        let others = (f64::from(seen) - 1.0 - self.partners * (4.0 - 3.0 * strangers)).max(0.0);
        (others + (n * chance).min(0.5)) / n
    }

    /// How probable it is that a stranger has the value on which the two agree; none if only the level counts.
    fn frequency(
        &self,
        records: &Records,
        (a, left): (usize, &Record),
        right: &Record,
        kind: usize,
        level: usize,
    ) -> Option<f64> {
        let n = records.rows.len() as f64;
        let share = |seen: u32| self.frequency_of(kind, seen, n);
        let first = records.given_value(left.given).words[0];
        match (kind, level) {
            (GIVEN, compare::given::SAME)
                if left.given == right.given && records.given_value(left.given).words[1] != 0 =>
            {
                Some(share(records.names.givens.seen(left.given)))
            }
            (GIVEN, compare::given::SAME | compare::given::FIRST) => Some(share(records.first_given_seen(first))),
            (GIVEN, compare::given::SWAPPED) => Some(whole_name(records, left).max(whole_name(records, right))),
            (FAMILY, compare::family::SAME) => {
                Some(share(records.names.families.seen(left.family).max(records.names.families.seen(right.family))))
            }
            (FAMILY, compare::family::BIRTH) => {
                let shared = if left.family == right.birth { left.family } else { right.family };
                Some(share(records.names.families.seen(shared).max(1)) * 1.5)
            }
            (DAY, compare::day::SAME) => Some(share(*records.days.get(&left.day)?)),
            (EMAIL, compare::email::SAME) => Some(share(records.emails.seen(left.email))),
            (PHONE, compare::phone::SAME) => {
                let same = left.phones.iter().find(|it| **it != 0 && right.phones.contains(it))?;
                Some(share(records.phones.seen(*same)))
            }
            (ADDRESS, compare::address::SAME) if left.postcode != 0 => {
                let of = |seen: u32| (f64::from(seen) - 1.0).max(1.0) / n;
                let both = of(records.streets.seen(left.street)) * of(records.postcodes.seen(left.postcode));
                Some(both.max(2.0 / n / n.sqrt()))
            }
            (ADDRESS, compare::address::TOWN) if left.postcode != 0 && left.postcode == right.postcode => {
                let seen = f64::from(records.postcodes.seen(left.postcode));
                Some(((seen - 1.0 - self.partners).max(0.0) + 0.5) / n)
            }
            (IBAN, compare::exact::SAME) => Some(share(records.ibans.seen(left.iban))),
            (EXTRA.., compare::exact::SAME) => {
                let column = kind - EXTRA;
                Some(share(records.extra_values.get(column)?.seen(*records.extras_of(a).get(column)?)))
            }
            _ => None,
        }
    }

    /// How much more frequent the whole name is than its parts tell, as a logarithm: names go together (regions, fashions, families).
    pub fn homonyms(&self, records: &Records, a: usize, b: usize, pattern: Pattern) -> f64 {
        if !matches!(level(pattern, GIVEN), compare::given::SAME | compare::given::FIRST)
            || level(pattern, FAMILY) != compare::family::SAME
        {
            return 0.0;
        }
        let (Some(left), Some(_)) = (records.rows.get(a), records.rows.get(b)) else { return 0.0 };
        let first = records.given_value(left.given).words[0];
        let expected = f64::from(records.first_given_seen(first)) * f64::from(records.names.families.seen(left.family))
            / records.rows.len() as f64;
        ((f64::from(left.homonyms) - 4.0) / expected.max(1e-9)).max(1.0).ln()
    }
}

fn whole_name(records: &Records, it: &Record) -> f64 {
    let n = records.rows.len() as f64;
    let given = records.first_given_seen(records.given_value(it.given).words[0]).max(1);
    f64::from(given) / n * f64::from(records.names.families.seen(it.family).max(1)) / n
}

const _: () = assert!(SAME == 0 && CHANCE + 1 == CLASSES, "the order of classes is relied upon");

#[cfg(test)]
mod tests {
    use super::Evidence;
    use crate::compare::GIVEN;
    use crate::field::Field;
    use crate::learn;
    use crate::model::Model;
    use crate::reader::Reader;
    use crate::records::Records;
    use crate::resolve::{Settings, resolve};

    /// Eighty people of two records each, and after them `more`.
    fn records(more: &[[&str; 4]]) -> (Records, Model) {
        let fields = [Field::Given, Field::Family, Field::Day, Field::Postcode];
        let mut reader = Reader::new(&fields, std::iter::once(vec!["", "", "1980-01-31"]));
        for at in 0..80_u32 {
            let family =
                format!("{}{}ard", char::from(b'A' + (at % 20) as u8), ["er", "oul", "iff", "am"][(at / 20) as usize]);
            let day = format!("19{:02}-{:02}-{:02}", 20 + at, 1 + at % 12, 1 + at % 28);
            for _ in 0..2 {
                reader.push([["Anne", "Bruno", "Chloe"][at as usize % 3], &family, &day, "75011"].into_iter());
            }
        }
        more.iter().for_each(|it| reader.push(it.iter().copied()));
        let records = reader.finish();
        let model = resolve(&records, Settings::default(), &[], &mut |_| ()).model;
        (records, model)
    }

    fn place(records: &Records, arrival: u32) -> usize {
        records.arrival.iter().position(|it| *it == arrival).unwrap_or(usize::MAX)
    }

    /// The score of the group of one more record against that of another, by numbers among `more`.
    fn score(more: &[[&str; 4]], x: &[u32], y: &[u32]) -> f64 {
        let (records, model) = records(more);
        let mut evidence = Evidence::default();
        for a in x {
            y.iter().for_each(|b| evidence.add(&records, &model, place(&records, 160 + a), place(&records, 160 + b)));
        }
        evidence.score(&model, x.len().min(y.len()) as u32)
    }

    const A: [&str; 4] = ["Zoe", "Quesnel", "1971-05-06", "33000"];
    const NO_DAY: [&str; 4] = ["Zoe", "Quesnel", "", "33000"];
    const TWIN: [&str; 4] = ["Lucas", "Quesnel", "1971-05-06", "33000"];

    #[test]
    fn groups_of_one_score_as_their_pair() {
        let (records, model) = records(&[A, NO_DAY]);
        let (a, b) = (place(&records, 160), place(&records, 161));
        let (a, b) = (a.min(b), a.max(b));
        let pair = model.score(&records, a, b, records.compare(a, b));
        assert!((score(&[A, NO_DAY], &[0], &[1]) - pair).abs() < 1e-9);
    }

    #[test]
    fn what_one_record_does_not_say_another_says_for_it() {
        let more = [A, A, NO_DAY];
        assert!(score(&more, &[0], &[1, 2]) > score(&more, &[0], &[2]) + 1.0);
    }

    #[test]
    fn a_difference_that_both_sides_hold_to_weighs_more() {
        let more = [A, A, TWIN, TWIN];
        assert!(score(&more, &[0, 1], &[2, 3]) < score(&more, &[0], &[2]) - 1.0);
    }

    #[test]
    fn a_rare_name_weighs_more_than_a_frequent_one() {
        let (records, model) = records(&[A, A]);
        let weight = |x, y| {
            let (a, b) = (place(&records, x), place(&records, y));
            model.ratios(&records, a.min(b), a.max(b), GIVEN, 1).map_or(0.0, |[same, ..]| same)
        };
        assert!(weight(160, 161) > weight(0, 1) + 1.0);
    }

    #[test]
    fn learning_again_from_the_same_is_the_same() {
        let (records, model) = records(&[]);
        let counts = [(records.compare(0, 1), 3.0), (records.compare(0, 2), 900.0)];
        let (once, again) = (Model::learn(&records, &counts), model.learn_again(&records, &counts));
        assert_eq!(once.probability, again.probability);
        assert!(once.share.iter().sum::<f64>() <= 1.0 + 1e-9 && once.rounds <= learn::ROUNDS);
    }
}
