//! Whole resolutions of generated people: the same whatever the order, bound by decisions, explained to the last decimal.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop")]

use std::collections::BTreeSet;

use matching::cluster::{Decision, Reason};
use matching::evaluate::figures;
use matching::explain::{explain, story};
use matching::field::{Field, guess};
use matching::reader::Reader;
use matching::records::Records;
use matching::resolve::{Resolution, Settings, resolve};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

const HEADER: [&str; 8] =
    ["record_id", "first_name", "last_name", "birth_date", "email", "phone", "address", "postcode"];
const GIVEN: [&str; 16] = [
    "Marie",
    "Jean",
    "Pierre",
    "Jeanne",
    "Louis",
    "Nathalie",
    "Isabelle",
    "Philippe",
    "Catherine",
    "Alain",
    "Sylvie",
    "Michel",
    "Nicolas",
    "Camille",
    "Julien",
    "Sophie",
];
const SYLLABLES: [&str; 12] = ["Mar", "Du", "Ber", "Le", "Rou", "Gar", "Mo", "Fon", "Cha", "Vi", "Pel", "Bon"];
const ENDINGS: [&str; 8] = ["tin", "bois", "nard", "fevre", "sseau", "cia", "reau", "taine"];

/// A linear congruential generator (Knuth, MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64)]
    }
}

/// About `n` rows of people with one to four records each, and each row's person.
fn people(n: usize, seed: u64) -> (Vec<[String; 8]>, Vec<u32>) {
    let mut dice = Dice(seed);
    let (mut rows, mut truth) = (Vec::new(), Vec::new());
    while rows.len() < n {
        let given = dice.of(&GIVEN).to_owned();
        let family = format!("{}{}{}", dice.of(&SYLLABLES), dice.of(&SYLLABLES).to_lowercase(), dice.of(&ENDINGS));
        let day = format!("{}-{:02}-{:02}", 1940 + dice.below(60), 1 + dice.below(12), 1 + dice.below(28));
        let email = format!("{}.{}{}@example.net", given, family, dice.below(90)).to_lowercase();
        let phone = format!("06{:08}", dice.below(100_000_000));
        let street = format!("{} rue {}{}", 1 + dice.below(90), dice.of(&SYLLABLES), dice.of(&ENDINGS));
        let postcode = format!("{:05}", 1000 * (1 + dice.below(90)));
        let person = rows.len() as u32;
        for _ in 0..=dice.below(4) {
            let mut row = [
                rows.len().to_string(),
                given.clone(),
                family.clone(),
                day.clone(),
                email.clone(),
                phone.clone(),
                street.clone(),
                postcode.clone(),
            ];
            for value in row.iter_mut().skip(3) {
                if dice.below(4) == 0 {
                    value.clear();
                }
            }
            if dice.below(4) == 0 {
                row[2].remove(1);
            }
            rows.push(row);
            truth.push(person);
        }
    }
    (rows, truth)
}

fn read(rows: &[[String; 8]]) -> Records {
    let mut reader =
        Reader::new(&guess(&HEADER), rows.iter().take(100).map(|it| it.iter().map(String::as_str).collect()));
    rows.iter().for_each(|it| reader.push(it.iter().map(String::as_str)));
    reader.finish()
}

fn resolved(records: &Records, decisions: &[Decision]) -> Resolution {
    resolve(records, Settings::default(), decisions, &mut |_| ())
}

/// Persons as sets of the records' own keys.
fn persons(rows: &[[String; 8]], groups: &[u32]) -> BTreeSet<BTreeSet<String>> {
    let mut sets = std::collections::BTreeMap::<u32, BTreeSet<String>>::new();
    for (row, group) in rows.iter().zip(groups) {
        sets.entry(*group).or_default().insert(row[0].clone());
    }
    sets.into_values().collect()
}

fn shuffled<T: Clone>(list: &[T], seed: u64) -> Vec<T> {
    let (mut dice, mut list) = (Dice(seed), list.to_vec());
    for at in (1..list.len()).rev() {
        list.swap(at, dice.below(at as u64 + 1));
    }
    list
}

/// Place of the record that came as number `arrival`.
fn place(records: &Records, arrival: u32) -> u32 {
    records.arrival.iter().position(|it| *it == arrival).unwrap() as u32
}

#[test]
fn columns_are_known() {
    assert_eq!(guess(&HEADER).iter().filter(|it| **it == Field::Ignored).count(), 0);
}

#[test]
fn two_thousand_records_are_the_same_persons_in_any_order() {
    let (rows, truth) = people(2_000, 1);
    let records = read(&rows);
    let groups = resolved(&records, &[]).by_arrival(&records);
    let found = figures(&groups, &truth, &[]);
    assert!(found.f1 > 0.97, "{found:?}");
    let first = persons(&rows, &groups);
    for seed in 2..6 {
        let rows = shuffled(&rows, seed);
        let records = read(&rows);
        let groups = resolved(&records, &[]).by_arrival(&records);
        assert!(persons(&rows, &groups) == first, "other persons after shuffle {seed}");
    }
}

#[test]
fn a_decision_binds_and_is_told() {
    let (rows, _) = people(600, 3);
    let records = read(&rows);
    let before = resolved(&records, &[]);
    let join = before.clusters.joins[0];
    let apart = Decision { a: join.a, b: join.b, is_same: false };
    let after = resolved(&records, &[apart]);
    assert_ne!(after.clusters.of[join.a as usize], after.clusters.of[join.b as usize]);
    assert!(after.clusters.refusals.iter().any(|it| it.reason == Reason::Decided));

    let (a, b) = (place(&records, 0), place(&records, rows.len() as u32 - 1));
    assert_ne!(before.clusters.of[a as usize], before.clusters.of[b as usize]);
    let together = resolved(&records, &[Decision { a, b, is_same: true }]);
    assert_eq!(together.clusters.of[a as usize], together.clusters.of[b as usize]);
    assert!(story(&together.clusters, a).joins.iter().any(|it| it.score.is_infinite()));
}

#[test]
fn what_contradicts_a_decision_is_refused() {
    let (rows, _) = people(300, 4);
    let records = read(&rows);
    let decision = |a, b, is_same| Decision { a, b, is_same };
    let found = resolved(&records, &[decision(10, 20, true), decision(20, 30, true), decision(10, 30, false)]);
    assert_ne!(found.clusters.of[10], found.clusters.of[30]);
    assert!(found.clusters.refusals.iter().any(|it| it.reason == Reason::Contradiction));
}

#[test]
fn nothing_and_one_record_are_resolved() {
    for n in 0..4 {
        let rows = people(4, 1).0;
        let records = read(&rows[..n]);
        assert_eq!(resolved(&records, &[]).by_arrival(&records).len(), n);
    }
}

#[test]
fn a_link_never_joins_by_pairs_of_one_file() {
    let (rows, _) = people(200, 5);
    let mut reader = Reader::new(&guess(&HEADER), std::iter::empty());
    for half in rows.chunks(rows.len().div_ceil(2)) {
        half.iter().for_each(|it| reader.push(it.iter().map(String::as_str)));
        reader.next_file();
    }
    let records = reader.finish();
    let found = resolve(&records, Settings { is_link: true, ..Settings::default() }, &[], &mut |_| ());
    assert!(found.edges.iter().all(|it| records.rows[it.a as usize].file != records.rows[it.b as usize].file));
}

#[test]
fn a_person_is_the_sum_of_its_joins() {
    let (rows, _) = people(600, 6);
    let records = read(&rows);
    let found = resolved(&records, &[]).clusters;
    for at in 0..rows.len() as u32 {
        let size = found.of.iter().filter(|it| **it == found.of[at as usize]).count();
        let story = story(&found, at);
        assert_eq!(story.joins.len() + 1, size);
        assert!(story.joins.last().is_none_or(|it| it.size as usize == size));
        assert!(story.joins.iter().all(|it| it.score >= 0.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn an_explanation_sums_to_the_score(seed in 0_u64..1_000) {
        let (rows, _) = people(300, seed);
        let records = read(&rows);
        let found = resolved(&records, &[]);
        for edge in found.edges.iter().take(200) {
            let (a, b) = (edge.a as usize, edge.b as usize);
            let told = explain(&records, &found.model, a, b);
            let sum = told.prior + told.parts.iter().map(|it| it.weight).sum::<f64>() + told.homonyms + told.kin;
            prop_assert!((sum - told.score).abs() < 1e-9 && (told.score - f64::from(edge.score)).abs() < 1e-3, "{told:?}");
            prop_assert!(told.homonyms <= 0.0 && told.kin <= 1e-9);
            let turned = explain(&records, &found.model, b, a);
            prop_assert_eq!(told.score, turned.score);
            prop_assert!(told.score <= found.model.score_most(records.compare(a, b)) + 1e-9);
        }
    }
}
