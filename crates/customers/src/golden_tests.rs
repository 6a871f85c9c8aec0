use proptest::prelude::*;

use super::*;
use crate::person::Said;

fn claim(source: i64, trust: u8, fields: &[(Field, &str, i64)]) -> Claim {
    let fields = fields.iter().map(|it| (it.0, Said { value: it.1.to_owned(), since_us: it.2 })).collect();
    Claim { source: SourceId::new(source), external_id: format!("x{source}"), trust, fields }
}

fn check(claims: &[Claim], verified: &[(PointKind, &str)], field: Field, expected: &str, rule: Rule) {
    let verified = verified.iter().map(|it| (it.0, it.1.to_owned())).collect();
    let golden = derive(claims, &verified);
    assert_eq!(golden.values.get(&field).map(String::as_str), Some(expected));
    assert_eq!(golden.provenance[&field].rule, rule);
}

#[test]
fn a_value_survives_by_proof_then_trust_then_recency_then_frequency() {
    use Field::{Email, LastName};
    let crm = claim(101, 60, &[(LastName, "Desprès", 1), (Email, "a@x.example", 1)]);
    let web = claim(102, 40, &[(LastName, "Després", 9), (Email, "b@x.example", 9)]);
    check(&[crm.clone(), web.clone()], &[], LastName, "Desprès", Rule::Agreed);
    check(&[crm.clone(), web.clone()], &[], Email, "a@x.example", Rule::Trusted);
    check(&[crm, web.clone()], &[(PointKind::Email, "b@x.example")], Email, "b@x.example", Rule::Verified);
    let late = claim(103, 40, &[(Email, "c@x.example", 10)]);
    check(&[web.clone(), late], &[], Email, "c@x.example", Rule::Recent);
    let (again, other) = (claim(104, 40, &[(Email, "b@x.example", 9)]), claim(105, 40, &[(Email, "a@y.example", 9)]));
    check(&[web, again, other], &[], Email, "b@x.example", Rule::Frequent);
}

#[test]
fn the_spelling_with_accents_is_shown_when_sources_are_believed_alike() {
    let mainframe = claim(101, 50, &[(Field::LastName, "LEFEVRE", 1)]);
    let web = claim(102, 50, &[(Field::LastName, "Lefèvre", 1)]);
    check(&[mainframe, web], &[], Field::LastName, "Lefèvre", Rule::Agreed);
}

#[test]
fn an_address_comes_from_one_source_as_a_whole() {
    let old = claim(
        101,
        50,
        &[(Field::AddressLine, "12 rue Haute", 1), (Field::Postcode, "59000", 1), (Field::City, "Lille", 1)],
    );
    let new = claim(102, 50, &[(Field::AddressLine, "3 quai Bas", 5), (Field::City, "Nantes", 5)]);
    let golden = derive(&[old, new], &BTreeSet::new());
    assert_eq!(golden.values.get(&Field::City).map(String::as_str), Some("Nantes"));
    assert_eq!(golden.values.get(&Field::Postcode), None, "Lille's postcode must not stand under a street of Nantes");
}

#[test]
fn a_name_is_shown_whatever_is_known() {
    for (fields, expected) in [
        (vec![(Field::FirstName, "Hélène"), (Field::LastName, "Desprès")], "Hélène Desprès"),
        (vec![(Field::LastName, "Desprès")], "Desprès"),
        (vec![(Field::LastName, "Desprès"), (Field::FullName, "H. Desprès")], "H. Desprès"),
        (vec![(Field::Email, "h@x.example")], "h@x.example"),
        (vec![], "?"),
    ] {
        let values: Values = fields.into_iter().map(|it| (it.0, it.1.to_owned())).collect();
        assert_eq!(display_name(&values, "?"), expected);
    }
}

#[test]
fn numbers_are_found_however_they_are_typed() {
    let words =
        search_words(&[claim(101, 50, &[(Field::Phone, "+33612345678", 1), (Field::Email, "h.despres@x.example", 1)])]);
    for typed in ["0612", "06 12 34", "+33 6 12", "+33 (0)6 12", "0033612", "h.despres@x", "despres"] {
        let query = query_words(typed);
        assert!(query.iter().all(|it| words.iter().any(|word| word.starts_with(it.as_str()))), "{typed}: {query:?}");
    }
    assert_eq!(query_words("Lefèvre  jean lefevre"), ["lefevre", "jean"]);
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let field = prop::sample::select(Field::ALL.to_vec());
    let value = prop::sample::select(vec!["a", "A", "á", "b", "c d", "C  D"]);
    let said = (field, value, 0_i64..3).prop_map(|it| (it.0, Said { value: it.1.to_owned(), since_us: it.2 }));
    let one = (100_i64..104, prop::sample::select(vec![20_u8, 50]), prop::collection::btree_map(0..4_u8, said, 0..6));
    prop::collection::vec(one, 0..6).prop_map(|all| {
        let mut claims = Vec::new();
        for (place, (source, trust, fields)) in all.into_iter().enumerate() {
            let (source, external_id) = (SourceId::new(source), place.to_string());
            claims.push(Claim { source, external_id, trust, fields: fields.into_values().collect() });
        }
        claims
    })
}

proptest! {
    #[test]
    fn the_golden_record_does_not_depend_on_the_order_of_records(
        (claims, shuffled) in claims().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        proven in prop::bool::ANY,
    ) {
        let verified: BTreeSet<_> = if proven { [(PointKind::Email, "b".to_owned())].into() } else { BTreeSet::new() };
        prop_assert_eq!(derive(&claims, &verified), derive(&shuffled, &verified));
        prop_assert_eq!(search_words(&claims), search_words(&shuffled));
    }

    #[test]
    fn every_value_of_the_golden_record_is_said_by_a_source(claims in claims()) {
        for (field, value) in derive(&claims, &BTreeSet::new()).values {
            prop_assert!(claims.iter().any(|it| it.fields.get(&field).is_some_and(|said| said.value == value)));
        }
    }
}
