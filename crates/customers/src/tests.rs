//! Actions and routes on each engine.

use std::collections::BTreeMap;

use db::testing::each_engine;
use db::{Conn, Db, params, sql};
use kernel::{Actor, PersonId, Role};

use crate::actions::reading::{self, Wanted};
use crate::actions::{self, NewPerson, NewSource, Record, search};
use crate::identification::{Identified, Identifiers, Reason};
use crate::person::{AccountKind, Field, MembershipRole, Narrow, PointKind, Proof, Values};
use crate::{CustomerError, store};

pub(crate) fn system() -> Actor {
    Actor::system("test")
}

pub(crate) fn values(fields: &[(Field, &str)]) -> Values {
    fields.iter().map(|it| (it.0, it.1.to_owned())).collect()
}

async fn person(db: &Db, fields: &[(Field, &str)]) -> PersonId {
    let mut tx = db.begin().await.unwrap();
    let new = NewPerson { values: values(fields), source: None };
    let id = actions::create_person(&mut tx, &system(), &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn identified(db: &Db, asked: &Identifiers) -> Identified {
    let mut tx = db.begin().await.unwrap();
    let found = actions::identify(&mut tx, &system(), asked).await.unwrap();
    tx.commit().await.unwrap();
    found
}

fn email(address: &str, name: Option<&str>) -> Identifiers {
    Identifiers { email: Some(address.to_owned()), name: name.map(str::to_owned), ..Identifiers::default() }
}

#[tokio::test]
async fn a_stranger_becomes_a_person_once_and_is_known_the_next_time() {
    each_engine(async |db, _| {
        let first = identified(&db, &email("Helene@X.example", Some("Hélène Desprès"))).await;
        let Identified::Created(id, Reason::Unknown) = first else { panic!("{first:?}") };
        assert_eq!(identified(&db, &email("helene@x.example", None)).await, Identified::Known(id, Reason::Email));
        let nobody = Identifiers { phone: Some("no number".to_owned()), ..Identifiers::default() };
        assert!(matches!(identified(&db, &nobody).await, Identified::Created(_, Reason::Nothing)));
        let person = actions::follow(&mut db.read().await.unwrap(), id).await.unwrap();
        assert_eq!(person.display_name, "Hélène Desprès");
    })
    .await;
}

#[tokio::test]
async fn a_household_that_shares_an_address_is_ambiguous_until_a_name_or_a_proof_tells() {
    each_engine(async |db, _| {
        let shared = (Field::Email, "famille@x.example");
        let paul = person(&db, &[(Field::FirstName, "Paul"), (Field::LastName, "Durand"), shared]).await;
        let lea = person(&db, &[(Field::FirstName, "Léa"), (Field::LastName, "Durand"), shared]).await;
        let asked = email("famille@x.example", None);
        assert_eq!(identified(&db, &asked).await, Identified::Ambiguous(vec![paul, lea], Reason::Shared));
        let named = email("famille@x.example", Some("durand lea"));
        assert_eq!(identified(&db, &named).await, Identified::Known(lea, Reason::EmailAndName));
        let mut tx = db.begin().await.unwrap();
        let points = store::points::of_persons(&mut tx, &[paul]).await.unwrap();
        actions::verify_contact_point(&mut tx, &system(), points[0].id, Proof::Link).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(identified(&db, &asked).await, Identified::Known(paul, Reason::EmailVerified));
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_a_source_of_its_own_and_can_be_taken_back() {
    each_engine(async |db, clock| {
        let mut tx = db.begin().await.unwrap();
        let new = NewSource { key: "crm".to_owned(), name: "CRM".to_owned(), trust: 60 };
        let crm = actions::create_source(&mut tx, &system(), &new).await.unwrap();
        let said = values(&[(Field::LastName, "DESPRES"), (Field::Phone, "06 12 34 56 78")]);
        let new = NewPerson { values: said, source: Some((crm.id, "C-17".to_owned())) };
        let id = actions::create_person(&mut tx, &system(), &new).await.unwrap();
        tx.commit().await.unwrap();

        clock.advance_seconds(60);
        let change = |value: Option<&str>| BTreeMap::from([(Field::LastName, value.map(str::to_owned))]);
        let mut tx = db.begin().await.unwrap();
        let after = actions::update_person(&mut tx, &system(), id, 1, &change(Some("Desprès-Lefèvre"))).await.unwrap();
        assert_eq!((after.get(Field::LastName), after.version), (Some("Desprès-Lefèvre"), 2));
        let stale = actions::update_person(&mut tx, &system(), id, 1, &change(None)).await;
        assert!(matches!(stale, Err(CustomerError::Stale { given: 1, present: 2 })));
        let records = store::records::of_persons(&mut tx, &[id]).await.unwrap();
        assert_eq!(records[0].claim.fields[&Field::LastName].value, "DESPRES", "a source's record is never edited");
        let back = actions::update_person(&mut tx, &system(), id, 2, &change(None)).await.unwrap();
        assert_eq!(back.get(Field::LastName), Some("DESPRES"));
        let changed = tx.all(db::sql!("select id from outbox where name = 'person_changed'"), db::params![]).await;
        assert_eq!(changed.unwrap().len(), 2);
        tx.commit().await.unwrap();

        // The same record again changes nothing and tells nothing.
        let mut tx = db.begin().await.unwrap();
        let same = values(&[(Field::LastName, "DESPRES"), (Field::Phone, "+33612345678")]);
        let it = Record { source: crm.id, external_id: "C-17".to_owned(), values: same };
        actions::record(&mut tx, &system(), id, &it).await.unwrap();
        assert_eq!(actions::follow(&mut tx, id).await.unwrap().version, 3);
    })
    .await;
}

#[tokio::test]
async fn contact_points_follow_the_records_and_proven_ones_stay() {
    each_engine(async |db, _| {
        let id = person(&db, &[(Field::Email, "a@x.example")]).await;
        let mut tx = db.begin().await.unwrap();
        let new = actions::add_contact_point(&mut tx, &system(), id, PointKind::Phone, "0612345678").await.unwrap();
        let again = actions::add_contact_point(&mut tx, &system(), id, PointKind::Phone, "+33612345678").await.unwrap();
        assert_eq!(new, again);
        actions::verify_contact_point(&mut tx, &system(), new, Proof::Code).await.unwrap();
        let version = actions::follow(&mut tx, id).await.unwrap().version;
        let gone = BTreeMap::from([(Field::Email, Some("b@x.example".to_owned()))]);
        actions::update_person(&mut tx, &system(), id, version, &gone).await.unwrap();
        let points = store::points::of_persons(&mut tx, &[id]).await.unwrap();
        let shown: Vec<(&str, bool)> = points.iter().map(|it| (it.normal.as_str(), it.verified_at.is_some())).collect();
        assert_eq!(shown, [("+33612345678", true), ("b@x.example", false)]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_words_in_any_order() {
    each_engine(async |db, _| {
        let helene = person(
            &db,
            &[
                (Field::FirstName, "Hélène"),
                (Field::LastName, "Desprès-Lefèvre"),
                (Field::Email, "h_despres@x.example"),
                (Field::Phone, "0612345678"),
                (Field::Postcode, "59000"),
                (Field::City, "Lille"),
            ],
        )
        .await;
        let helen = person(&db, &[(Field::FirstName, "Helen"), (Field::LastName, "Lefranc")]).await;
        let mut read = db.read().await.unwrap();
        for (text, expected) in [
            ("hel", vec![helen, helene]),
            ("HÉLÈNE d", vec![helene]),
            ("lef hel", vec![helene, helen]),
            ("59000 des", vec![helene]),
            ("06 12 34", vec![helene]),
            ("h_des", vec![helene]),
            ("h_despres@x", vec![helene]),
            ("%", vec![]),
            ("zzz hel", vec![]),
        ] {
            let page = search::persons(&mut read, text, Narrow::default(), None, 10).await.unwrap();
            assert_eq!(page.items.iter().map(|it| it.id).collect::<Vec<_>>(), expected, "{text}");
        }
        let first = search::persons(&mut read, "hel", Narrow::default(), None, 1).await.unwrap();
        let second = search::persons(&mut read, "hel", Narrow::default(), first.next.as_ref(), 1).await.unwrap();
        assert_eq!((second.items[0].id, second.next), (helene, None));
    })
    .await;
}

#[tokio::test]
async fn persons_are_listed_by_name_narrowed_and_counted() {
    each_engine(async |db, _| {
        let names = [("Élise", "Zola"), ("Paul", "Étienne"), ("Anne", "Étienne"), ("Marc", "Aubin")];
        let mut ids = Vec::new();
        for (first, last) in names {
            ids.push(person(&db, &[(Field::FirstName, first), (Field::LastName, last)]).await);
        }
        let (system, mut tx) = (Actor::system("test"), db.begin().await.unwrap());
        let new = actions::NewAccount { name: "Garage".into(), kind: AccountKind::Company, registration: None };
        let account = actions::create_account(&mut tx, &system, &new).await.unwrap().id;
        for id in [ids[0], ids[2]] {
            let role = MembershipRole::Operational;
            actions::add_membership(&mut tx, &system, account, id, role, None).await.unwrap();
        }
        for (case, person, state) in [(1, ids[0], "closed"), (2, ids[1], "open"), (3, ids[2], "waiting")] {
            tx.run(
                sql!(
                    "insert into cases (id, type_key, channel, priority, language, subject, subject_folded, state,
                       waiting_cause, person_id, opened_by, opened_at, received_at, answer_count, closed_at,
                       reopened_count, due_key, updated_at, version)
                     values ($1, 'question', 'mail', 'normal', 'fr', 'x', 'x', $3,
                       case when $3 = 'waiting' then 'customer' end, $2, 'test', 0, 0, 0,
                       case when $3 = 'closed' then 0 end, 0, 0, 0, 1)"
                ),
                params![case, person, state],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        let found = async |read: &mut Conn, text: &str, by_name, account, has_open_case| {
            let narrow = Narrow { account, has_open_case };
            let wanted = Wanted { text: text.into(), narrow, by_name, count: true };
            let (mut all, mut after, mut total) = (Vec::new(), None, None);
            loop {
                let page = reading::persons(read, &Actor::system("test"), &wanted, after.as_ref(), 1).await.unwrap();
                total = total.or(page.total);
                all.extend(page.items.iter().map(|it| ids.iter().position(|id| *id == it.id).unwrap()));
                after = page.next;
                if after.is_none() {
                    assert_eq!(total, Some(all.len() as i64), "{text}");
                    return all;
                }
            }
        };
        let read = &mut read;
        assert_eq!(found(read, "", true, None, false).await, [3, 2, 1, 0], "accents and given names in their place");
        assert_eq!(found(read, "", false, None, false).await, [3, 2, 1, 0], "the latest first");
        assert_eq!(found(read, "", true, Some(account), false).await, [2, 0]);
        assert_eq!(found(read, "", true, None, true).await, [2, 1]);
        assert_eq!(found(read, "", false, Some(account), true).await, [2]);
        assert_eq!(found(read, "etienne", false, None, false).await.len(), 2);
        assert_eq!(found(read, "etienne", false, Some(account), false).await, [2]);
        assert_eq!(found(read, "etienne an", false, None, true).await, [2]);
        assert_eq!(found(read, "etienne zzz", false, None, true).await, [0_usize; 0]);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_write_customers_is_refused() {
    each_engine(async |db, _| {
        let analyst = Actor::staff(kernel::StaffId::new(1), Role::Analyst, vec![]);
        let mut tx = db.begin().await.unwrap();
        let new = NewPerson { values: values(&[(Field::LastName, "X")]), source: None };
        let refused = actions::create_person(&mut tx, &analyst, &new).await;
        assert!(matches!(refused, Err(CustomerError::Denied(_))));
        let nameless = NewPerson { values: values(&[(Field::City, "Lille")]), source: None };
        assert!(matches!(actions::create_person(&mut tx, &system(), &nameless).await, Err(CustomerError::Nameless)));
    })
    .await;
}
