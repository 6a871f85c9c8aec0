//! Why two records are, or are not, one person: a waterfall of weights that sums to the score; and how a person grew.

use crate::cluster::{Clusters, Join, Refusal};
use crate::compare::{ADDRESS, DAY, EMAIL, EXTRA, FAMILY, GIVEN, IBAN, KINDS, PHONE, SEX, level};
use crate::intern::{Id, Interner};
use crate::model::{CHANCE, Model, SAME};
use crate::records::Records;

/// One step of the waterfall.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What kind of evidence, as in [`crate::compare`].
    pub kind: usize,
    /// At which level the records agree; 0 if one says nothing.
    pub level: usize,
    /// The level in a word.
    pub name: &'static str,
    /// What the first record says; empty if nothing.
    pub a: String,
    /// What the second says.
    pub b: String,
    /// Log-odds that it adds.
    pub weight: f64,
}

/// Why two records score as they do: `prior + Σ parts + homonyms + kin = score`, natural logarithms of odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Before anything is compared: how rare it is that two records are one person.
    pub prior: f64,
    /// Kind by kind.
    pub parts: Vec<Part>,
    /// What is taken off because the whole name is more frequent than its parts tell; at most 0.
    pub homonyms: f64,
    /// What is taken off because two of one household, twins, or two of one name would agree as well; at most 0.
    pub kin: f64,
    /// The log-odds of one person.
    pub score: f64,
}

/// Explains the score of records `a` and `b`, by their places.
pub fn explain(records: &Records, model: &Model, a: usize, b: usize) -> Explanation {
    let (first, second) = (a.min(b), a.max(b));
    let pattern = records.compare(first, second);
    let mut parts = Vec::new();
    for kind in 0..(EXTRA + records.extra_count()).min(KINDS) {
        let level = level(pattern, kind);
        let ratios = model.ratios(records, first, second, kind, level);
        let weight = ratios.and_then(|it| it.get(SAME).copied()).unwrap_or(0.0);
        parts.push(Part {
            kind,
            level,
            name: level_name(kind, level),
            a: text(records, a, kind),
            b: text(records, b, kind),
            weight,
        });
    }
    let [same, .., chance] = model.share;
    let prior = (same / chance).ln();
    let homonyms = -model.homonyms(records, first, second, pattern);
    let score = model.score(records, first, second, pattern);
    let kin = score - prior - homonyms - parts.iter().map(|it| it.weight).sum::<f64>();
    Explanation { prior, parts, homonyms, kin, score }
}

/// How the person of one record grew.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Story {
    /// Joins in the order in which they were made.
    pub joins: Vec<Join>,
    /// Joins that were held back, in the order in which they were weighed.
    pub refusals: Vec<Refusal>,
}

/// The story of the group of record `at`. O(joins and refusals of all).
pub fn story(clusters: &Clusters, at: u32) -> Story {
    let of = |it: u32| clusters.of.get(it as usize).copied();
    let mine = of(at);
    Story {
        joins: clusters.joins.iter().copied().filter(|it| of(it.a) == mine).collect(),
        refusals: clusters
            .refusals
            .iter()
            .copied()
            .filter(|it| of(it.a) == mine || of(it.b) == mine)
            .filter(|it| of(it.a) != of(it.b))
            .collect(),
    }
}

/// What record `at` says of `kind`, in its form for comparison.
pub fn text(records: &Records, at: usize, kind: usize) -> String {
    let Some(row) = records.rows.get(at) else { return String::new() };
    let value = |interner: &Interner, id: Id| String::from_utf8_lossy(interner.value(id)).into_owned();
    let joined = |parts: &[String]| parts.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    match kind {
        GIVEN => value(&records.names.givens, row.given),
        FAMILY => joined(&[value(&records.names.families, row.family), value(&records.names.families, row.birth)]),
        SEX => ["", "M", "F"].get(usize::from(row.sex)).copied().unwrap_or("").to_owned(),
        DAY if row.day == 0 => String::new(),
        DAY => format!("{:04}-{:02}-{:02}", row.day / 10_000, row.day / 100 % 100, row.day % 100),
        EMAIL => value(&records.emails, row.email),
        PHONE => joined(&row.phones.map(|id| records.phone_digits(id).map_or(String::new(), |it| it.to_string()))),
        ADDRESS => joined(&[
            value(&records.streets, row.street),
            value(&records.postcodes, row.postcode),
            value(&records.cities, row.city),
        ]),
        IBAN => value(&records.ibans, row.iban),
        _ => {
            let column = kind - EXTRA;
            let id = records.extras_of(at).get(column).copied().unwrap_or(0);
            records.extra_values.get(column).map_or(String::new(), |it| value(it, id))
        }
    }
}

/// The words for the levels of each kind.
/// What `kind` of evidence is called.
pub fn kind_name(kind: usize) -> &'static str {
    match kind {
        GIVEN => "given name",
        FAMILY => "family name",
        SEX => "sex",
        DAY => "birth",
        EMAIL => "e-mail",
        PHONE => "phone",
        ADDRESS => "address",
        IBAN => "account",
        _ => "further column",
    }
}

fn level_name(kind: usize, level: usize) -> &'static str {
    let names: &[&str] = match kind {
        GIVEN => &[
            "same",
            "same first",
            "other second",
            "short form",
            "further name",
            "near",
            "far",
            "other",
            "swapped with family name",
        ],
        FAMILY => &["same", "name at birth", "part", "near", "far", "other"],
        SEX => &["same", "other"],
        DAY => &["same", "day and month swapped", "slip", "two parts of three", "same year", "other"],
        EMAIL => &["same", "slip", "same user elsewhere", "other"],
        PHONE => &["same", "slip", "other"],
        ADDRESS => &["same", "near", "same town", "same region", "elsewhere"],
        _ => &["same", "slip", "near", "other"],
    };
    level.checked_sub(1).and_then(|at| names.get(at)).copied().unwrap_or("not known")
}

const _: () = assert!(SAME < CHANCE, "a ratio of one person is told");
