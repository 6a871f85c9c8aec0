//! The door under pressure: guesses, offices behind one address, and two things at the same time.

use std::time::Duration;

use api::ClientIp;
use axum::extract::FromRequestParts;
use axum::http::{Method, Request, StatusCode};
use db::{params, sql};
use kernel::{Actor, Role, StaffId};
use serde_json::json;

use crate::AccessError;
use crate::actions::sign_in::{self, Attempt, Origin, Proof};
use crate::actions::{self, credentials, hashing};
use crate::api::caller::Source;
use crate::staff::StaffChange;
use crate::testing::{self, PASSWORD};
use crate::tests::{App, check, each_engine, stored_totp, with_totp};
use crate::{second_factor, store};

/// Guesses `n` times at people who do not exist, one after another.
async fn fail(app: &App, n: usize) {
    for number in 0..n {
        let guess = app.sign_in(&format!("nobody{number}@example.fr"), "un autre chat", None).await;
        check(&guess, 401, "sign_in_refused");
    }
}

#[tokio::test]
async fn sixty_colleagues_of_one_address_sign_in_at_once_though_others_mistyped_before() {
    each_engine(async |app, clock| {
        let mut emails = Vec::new();
        for _ in 0..60 {
            emails.push(app.email(testing::staff(&app.db, Role::Adviser, &[]).await).await);
        }
        fail(&app, 49).await;
        let all = emails.iter().cloned().map(|email| {
            let app = app.clone();
            tokio::spawn(async move { app.sign_in(&email, PASSWORD, None).await.status })
        });
        for one in all.collect::<Vec<_>>() {
            assert_eq!(one.await.unwrap(), StatusCode::OK);
        }
        // Signing in well wiped nothing: one more, and the place is locked, for minutes.
        check(&app.sign_in("nobody@example.fr", "un autre chat", None).await, 401, "sign_in_refused");
        let locked = app.sign_in(&emails[0], PASSWORD, None).await;
        check(&locked, 429, "locked_out");
        assert_eq!(locked.retry_after.as_deref(), Some("301"));
        clock.advance_seconds(301);
        assert_eq!(app.sign_in(&emails[0], PASSWORD, None).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn two_hundred_guesses_at_once_at_as_many_people_are_mostly_not_heard() {
    each_engine(async |app, _| {
        let guesses = (0..200).map(|number| {
            let app = app.clone();
            tokio::spawn(
                async move { app.sign_in(&format!("x{number}@example.fr"), "un autre chat", None).await.status },
            )
        });
        let mut heard = 0;
        for guess in guesses.collect::<Vec<_>>() {
            heard += usize::from(guess.await.unwrap() == StatusCode::UNAUTHORIZED);
        }
        // Fifty, and those that hashed beside the fiftieth.
        assert!((50..=52).contains(&heard), "{heard} guesses were heard");
    })
    .await;
}

#[tokio::test]
async fn a_guess_whose_client_hangs_up_counts_like_another() {
    each_engine(async |app, _| {
        let counted = async |kind: &str| {
            let mut read = app.db.read().await.unwrap();
            let rows = read.all(sql!("select subject from sign_in_attempts"), params![]).await.unwrap();
            rows.iter().any(|it| it.get::<String>("subject").unwrap().starts_with(kind))
        };
        let mut asked = Box::pin(app.sign_in("nobody@example.fr", "un autre chat", None));
        while !counted("pair:").await {
            tokio::select! {
                _ = &mut asked => break,
                () = tokio::task::yield_now() => {}
            }
        }
        drop(asked);
        let heard = async {
            while !counted("origin:").await {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), heard).await.expect("the place counts it");
    })
    .await;
}

#[tokio::test]
async fn the_command_lets_everybody_try_again() {
    each_engine(async |app, _| {
        let email = app.email(testing::staff(&app.db, Role::Adviser, &[]).await).await;
        for _ in 0..5 {
            check(&app.sign_in(&email, "un autre chat", None).await, 401, "sign_in_refused");
        }
        check(&app.sign_in(&email, PASSWORD, None).await, 429, "locked_out");
        assert_eq!(sign_in::unlock(&app.db).await.unwrap(), 3);
        assert_eq!(app.sign_in(&email, PASSWORD, None).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn who_has_one_address_of_a_network_is_counted_as_all_of_it() {
    let store = db::testing::sqlite().await;
    let app = App::new(store.db.clone());
    let mut places = Vec::new();
    for address in ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"] {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.extensions.insert(ClientIp(address.parse().unwrap()));
        let source = Source::from_request_parts(&mut parts, &app.state).await.unwrap();
        places.push(source.origin().client_address.to_owned());
    }
    assert_eq!(places[0], places[1]);
    assert_ne!(places[1], places[2]);
}

/// A sign-in whose password was found right, and that is not in yet.
async fn under_way(app: &App, id: StaffId) -> Proof {
    let email = app.email(id).await;
    let attempt = Attempt { email: &email, password: PASSWORD, code: None, origin: Origin::default() };
    sign_in::recognise(&app.db, &[7; 32], hashing::turn().await.unwrap(), attempt).await.unwrap()
}

#[tokio::test]
async fn a_sign_in_under_way_does_not_survive_a_change_of_what_it_proved() {
    each_engine(async |app, _| {
        let enter = async |proof| sign_in::enter(&app.db, proof, Origin::default()).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(testing::staff(&app.db, Role::Adviser, &[]).await);
        }
        enter(under_way(&app, ids[0]).await).await.unwrap();
        // The owner replaces the password; an admin does; a second factor goes into use.
        let proof = under_way(&app, ids[0]).await;
        let new = "cinq chiens blancs";
        credentials::change_password(&app.db, ids[0], PASSWORD, new, Origin::default()).await.unwrap();
        assert!(matches!(enter(proof).await, Err(AccessError::SignInRefused)));
        let proof = under_way(&app, ids[1]).await;
        let password = actions::staff::make_password().await.unwrap();
        let mut tx = app.db.begin().await.unwrap();
        actions::staff::reset_password(&mut tx, &Actor::system("test"), ids[1], &password).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(enter(proof).await, Err(AccessError::SignInRefused)));
        let proof = under_way(&app, ids[2]).await;
        with_totp(&app, &testing::session(&app.db, ids[2]).await).await;
        assert!(matches!(enter(proof).await, Err(AccessError::SignInRefused)));
    })
    .await;
}

#[tokio::test]
async fn who_proved_the_old_password_changes_nothing_once_there_is_a_new_one() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let proved = store::staff::credentials(&mut app.db.read().await.unwrap(), id).await.unwrap().unwrap();
        credentials::change_password(&app.db, id, PASSWORD, "cinq chiens blancs", Origin::default()).await.unwrap();
        let mut tx = app.db.begin().await.unwrap();
        assert!(matches!(credentials::hold(&mut tx, &proved).await, Err(AccessError::PasswordWrong)));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_confirm_a_second_factor_at_once_one_does_and_it_stays_in_use() {
    each_engine(async |app, _| {
        let id = testing::staff(&app.db, Role::Adviser, &[]).await;
        let token = testing::session(&app.db, id).await;
        let setup = app.post("/me/totp", &token, json!({ "password": PASSWORD })).await;
        let secret = totp_rs::Secret::try_from_base32(setup.body["secret"].as_str().unwrap()).unwrap();
        let code = second_factor::code_at(secret.as_bytes(), app.db.now()).unwrap();
        let pending = async || {
            let mut read = app.db.read().await.unwrap();
            store::staff::credentials(&mut read, id).await.unwrap().unwrap().totp_pending_secret
        };
        // What was being set up is another by now: no code has proved that one.
        let proved = pending().await.unwrap();
        app.post("/me/totp", &token, json!({ "password": PASSWORD })).await;
        let start = async |sealed: &[u8]| {
            let mut tx = app.db.begin().await.unwrap();
            let is_started = store::staff::start_totp(&mut tx, id, sealed, 1).await.unwrap();
            tx.commit().await.unwrap();
            is_started
        };
        assert!(!start(&proved).await);
        check(&app.call(Method::PUT, "/me/totp", &token, None, json!({ "code": code })).await, 422, "code_wrong");
        let sealed = pending().await.unwrap();
        let (first, second) = tokio::join!(start(&sealed), start(&sealed));
        assert_eq!([first, second].iter().filter(|it| **it).count(), 1);
        assert_eq!(stored_totp(&app, id).await, (sealed, None));
    })
    .await;
}

#[tokio::test]
async fn a_team_and_its_members_know_of_each_others_changes() {
    each_engine(async |app, _| {
        let admin = testing::sign_in_as(&app.db, Role::Admin, &[]).await;
        let (claims, auto) = (testing::team(&app.db, "Sinistres").await, testing::team(&app.db, "Auto").await);
        let lea = testing::staff(&app.db, Role::Adviser, &[auto]).await;
        let patch = async |path: String, version, body| app.call(Method::PATCH, &path, &admin, version, body).await;
        let version_of = async |team| app.get(&format!("/teams/{team}"), &admin).await.body["version"].as_i64();
        // The form of Léa stands open while a team takes her in.
        let (open, auto_before) = (app.version(lea).await, version_of(auto).await);
        let taken = patch(format!("/teams/{claims}"), version_of(claims).await, json!({ "members": [lea] })).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
        check(&patch(format!("/staff/{lea}"), Some(open), json!({ "teams": [auto] })).await, 412, "stale");
        assert_eq!(version_of(auto).await, auto_before, "a team she stays in has not changed");
        // The form of the team stands open while she leaves it.
        let open = version_of(claims).await;
        let left = patch(format!("/staff/{lea}"), Some(app.version(lea).await), json!({ "teams": [auto] })).await;
        assert_eq!(left.status, StatusCode::OK, "{}", left.body);
        check(&patch(format!("/teams/{claims}"), open, json!({ "members": [lea] })).await, 412, "stale");
        assert_eq!(version_of(auto).await, auto_before);
    })
    .await;
}

async fn demote(tx: &mut db::Tx, id: StaffId) -> Result<(), AccessError> {
    let change = StaffChange { role: Some(Role::Adviser), ..StaffChange::default() };
    actions::staff::change(tx, &Actor::system("test"), id, 1, change).await.map(drop)
}

#[tokio::test]
async fn of_two_admins_who_demote_each_other_at_once_one_stays() {
    each_engine(async |app, _| {
        let (one, other) =
            (testing::staff(&app.db, Role::Admin, &[]).await, testing::staff(&app.db, Role::Admin, &[]).await);
        let mut first = app.db.begin().await.unwrap();
        demote(&mut first, one).await.unwrap();
        let db = app.db.clone();
        let mut second = tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let done = demote(&mut tx, other).await;
            tx.commit().await.unwrap();
            done
        });
        // On PostgreSQL it has counted by now, or waits for us; on SQLite it waits for its turn.
        let early = tokio::time::timeout(Duration::from_millis(300), &mut second).await;
        assert!(early.is_err(), "decided while the first could still go either way");
        first.commit().await.unwrap();
        assert!(matches!(second.await.unwrap(), Err(AccessError::LastAdmin(id)) if id == other));
    })
    .await;
}
