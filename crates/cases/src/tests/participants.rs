//! Who takes part in a case, and who may hand one over.

use db::testing::each_engine;
use db::{params, sql};
use kernel::{PersonId, Role};

use crate::actions;
use crate::actions::participants::{invite, list, remove};
use crate::error::CaseError;
use crate::participant::Part;
use crate::tests::{Desk, owner};

#[tokio::test]
async fn an_address_or_a_person_takes_part_once_in_the_form_compared_by() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let case = desk.open().await;
        let (person, silent) = (PersonId::new(77), PersonId::new(78));
        let mut tx = desk.tx().await;
        let now = tx.now();
        for (id, email) in [(person, Some("karim@cust.example")), (silent, None)] {
            tx.run(
                sql!(
                    "insert into persons (id, display_name, email, provenance, search_words, created_at, changed_at,
                       version) values ($1, 'Karim', $2, '{}', ' karim ', $3, $3, 1)"
                ),
                params![id, email, now],
            )
            .await
            .unwrap();
        }
        let adviser = &desk.adviser;
        let added = invite(&mut tx, adviser, case.id, (Some(" Expert@CABINET.example"), None, Part::ThirdParty)).await;
        assert_eq!(added.unwrap().version, case.version + 1);
        invite(&mut tx, adviser, case.id, (Some("expert@cabinet.example"), None, Part::Copied)).await.unwrap();
        invite(&mut tx, adviser, case.id, (Some("06 12 34 56 78"), None, Part::ThirdParty)).await.unwrap();
        invite(&mut tx, adviser, case.id, (None, Some(person), Part::Copied)).await.unwrap();
        let known: Vec<_> = list(&mut tx, adviser, case.id).await.unwrap();
        let mut known: Vec<_> = known.iter().map(|it| (it.address.as_str(), it.person_id, it.part)).collect();
        known.sort_by_key(|it| it.0);
        assert_eq!(
            known,
            [
                ("+33612345678", None, Part::ThirdParty),
                ("expert@cabinet.example", None, Part::Copied),
                ("karim@cust.example", Some(person), Part::Copied)
            ]
        );
        for refused in
            [(Some("ni l’un ni l’autre"), None), (None, None), (None, Some(silent)), (None, Some(PersonId::new(1)))]
        {
            let outcome = invite(&mut tx, adviser, case.id, (refused.0, refused.1, Part::Copied)).await;
            assert!(
                matches!(outcome, Err(CaseError::Address(_) | CaseError::NoAddress(_) | CaseError::UnknownPerson(_))),
                "{refused:?}: {outcome:?}"
            );
        }
        let stranger = invite(&mut tx, &desk.stranger, case.id, (Some("x@y.example"), None, Part::Copied)).await;
        assert!(matches!(stranger, Err(CaseError::NotFound(_))));
        remove(&mut tx, adviser, case.id, "EXPERT@cabinet.example").await.unwrap();
        let gone = remove(&mut tx, adviser, case.id, "expert@cabinet.example").await;
        assert!(matches!(gone, Err(CaseError::NoParticipant(_))));
        let entries = crate::store::history::newest(&mut tx, case.id, 20).await.unwrap();
        let kinds: Vec<_> = entries.iter().map(|it| it.detail.kind()).collect();
        assert_eq!(kinds.iter().filter(|it| **it == "participant_added").count(), 4);
        assert_eq!(kinds.first(), Some(&"participant_removed"));
    })
    .await;
}

#[tokio::test]
async fn a_case_is_handed_over_to_a_colleague_who_sees_it_and_to_nobody_else() {
    each_engine(async |db, clock| {
        let desk = Desk::new(db, clock).await;
        let colleague = access::testing::staff(&desk.db, Role::Adviser, &[desk.team, desk.other_team]).await;
        let outsider = owner(&desk.stranger).unwrap();
        let case = desk.open_with(|new| new.owner_id = owner(&desk.adviser)).await;
        let free = desk.open_with(|new| new.team_id = None).await;
        let mut tx = desk.tx().await;
        let adviser = &desk.adviser;
        let given = actions::assign(&mut tx, adviser, case.id, Some(desk.team), Some(colleague)).await.unwrap();
        assert_eq!(given.owner_id, Some(colleague));
        let given = actions::assign(&mut tx, adviser, free.id, None, Some(colleague)).await.unwrap();
        assert_eq!(given.owner_id, Some(colleague), "of no team: any colleague");
        for (id, team, to) in [
            (case.id, Some(desk.team), Some(outsider)),
            (free.id, None, Some(outsider)),
            (case.id, Some(desk.other_team), Some(colleague)),
            (case.id, Some(desk.team), None),
        ] {
            let refused = actions::assign(&mut tx, adviser, id, team, to).await;
            assert!(matches!(refused, Err(CaseError::Denied(_))), "{team:?} {to:?}: {refused:?}");
        }
        actions::assign(&mut tx, adviser, case.id, Some(desk.team), owner(adviser)).await.unwrap();
        actions::assign(&mut tx, adviser, case.id, Some(desk.team), None).await.unwrap();
        actions::assign(&mut tx, &desk.lead, case.id, Some(desk.other_team), Some(outsider)).await.unwrap();
    })
    .await;
}
