//! What a survey asks from version to version: a key is one question's, for good.

use std::sync::Arc;

use db::testing::each_engine;
use db::{Db, Tx, params, sql};
use kernel::{Actor, Locale, ManualClock, SurveyId, SurveyVersionId, Timestamp};
use questionnaire::{FindingCode, Kind, templates};

use crate::actions;
use crate::error::SurveyError;

fn system() -> Actor {
    Actor::system("test")
}

/// A response with one score under the key `nps`, given to a question of `kind`.
async fn scored(tx: &mut Tx, id: i64, survey: SurveyId, version: SurveyVersionId, kind: &str, score: i64) {
    tx.run(
        sql!(
            "insert into invitations (id, survey_id, survey_version_id, channel, state, due_at, sent_at, expires_at,
               created_at) values ($1, $2, $3, 'mail', 'answered', 1, 1, 1, 1)"
        ),
        params![id, survey, version],
    )
    .await
    .unwrap();
    tx.run(
        sql!(
            "insert into responses (id, invitation_id, survey_id, survey_version_id, locale, state, pages_seen, answers,
               started_at, saved_at) values ($1, $1, $2, $3, 'fr', 'complete', 1, '{}', 1, 1)"
        ),
        params![id, survey, version],
    )
    .await
    .unwrap();
    tx.run(
        sql!(
            "insert into answers (response_id, question_key, survey_id, kind, status, score)
             values ($1, 'nps', $2, $3, 'answered', $4)"
        ),
        params![id, survey, kind, score],
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn a_key_that_comes_back_with_another_kind_bars_publishing() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        let id = actions::create(&mut tx, &system(), "Après un dossier", templates::after_case()).await.unwrap().id;
        actions::publish(&mut tx, &system(), id, 1).await.unwrap();
        // The call-back goes with the second version, and its key comes back for words with the third.
        actions::update(&mut tx, &system(), id, 2, |it| drop(it.draft.pages.pop())).await.unwrap();
        actions::publish(&mut tx, &system(), id, 3).await.unwrap();
        let words = |key: &str| {
            let mut page = templates::after_case().pages.remove(2);
            page.questions[0].key = key.to_owned();
            page.questions[0].kind = Kind::Text { length_max: 400 };
            page
        };
        let third = actions::update(&mut tx, &system(), id, 4, |it| it.draft.pages.push(words("callback"))).await;
        let third = third.unwrap();
        let found: Vec<_> = third.findings.iter().map(|it| (it.code, it.question.as_deref())).collect();
        assert_eq!(found, [(FindingCode::KeyOfAnother, Some("callback"))]);
        assert_eq!(actions::survey(&mut tx, &system(), id).await.unwrap().findings, third.findings);
        assert!(matches!(actions::publish(&mut tx, &system(), id, 5).await, Err(SurveyError::Faulty(_))));
        let renamed = actions::update(&mut tx, &system(), id, 5, |it| it.draft.pages[2] = words("more")).await.unwrap();
        assert_eq!(renamed.findings, []);
        assert_eq!(actions::publish(&mut tx, &system(), id, 6).await.unwrap().number, 3);
    })
    .await;
}

#[tokio::test]
async fn results_never_add_up_two_kinds_of_question_under_one_key() {
    each_engine(async |db: Db, _clock: Arc<ManualClock>| {
        let mut tx = db.begin().await.unwrap();
        let id = actions::create(&mut tx, &system(), "Après un dossier", templates::after_case()).await.unwrap().id;
        let version = actions::publish(&mut tx, &system(), id, 1).await.unwrap().id;
        // As a store may hold it from before it was refused: an effort of 7 under the key of today's recommendation.
        scored(&mut tx, 1, id, version, "effort", 7).await;
        scored(&mut tx, 2, id, version, "nps", 10).await;
        tx.commit().await.unwrap();
        let (from, to) = (Timestamp::from_micros(0), db.now());
        let mut read = db.read().await.unwrap();
        let results = actions::results(&mut read, &system(), id, from, to, Locale::Fr).await.unwrap();
        let nps = &results.questions[0];
        assert_eq!((nps.answered, nps.not_asked), (1, 1));
        assert_eq!((nps.distribution[7].1, nps.distribution[10].1), (0, 1));
        assert_eq!(nps.estimate.map(|it| (it.n, it.value)), Some((1, Some(100.0))));
    })
    .await;
}
