//! Lists of surveys and invitations: each is led by an index of what it is narrowed to, whatever there ever was.

use kernel::{PersonId, Scope, SurveyId, TeamId, Timestamp};

use crate::store::{invitations, responses, results, surveys};
use crate::survey::InvitationState;

#[tokio::test]
async fn the_few_that_wait_are_found_and_the_many_counted_without_reading_them() {
    let (survey, waits) = (Some(SurveyId::new(7)), Some(InvitationState::Scheduled));
    let plans = db::testing::plans(async |tx| {
        surveys::list(tx, None, 9).await.unwrap();
        for survey in [survey, None] {
            let filter = invitations::Filter { survey, person: None, state: waits };
            invitations::list(tx, &filter, None, 9).await.unwrap();
        }
        invitations::expire(tx, 9).await.unwrap();
    })
    .await;
    for index in [
        "i USING COVERING INDEX invitations_by_survey_state (survey_id=? AND state=?)",
        "r USING COVERING INDEX responses_by_survey (survey_id=?)",
        "i USING INDEX invitations_by_survey_state (survey_id=? AND state=?)",
        "i USING INDEX invitations_by_state (state=?)",
        "invitations USING INDEX invitations_open (state=? AND expires_at<?)",
    ] {
        assert!(plans.iter().any(|it| it.contains(index)), "{index} in {plans:#?}");
    }
    let whole = |it: &&String| it.starts_with("SCAN") && !it.contains("surveys_by_name");
    assert_eq!(plans.iter().find(whole), None, "{plans:#?}");
}

#[tokio::test]
async fn lists_and_results_are_led_by_an_index_of_what_they_are_narrowed_to() {
    let (person, survey) = (Some(PersonId::new(3)), Some(SurveyId::new(7)));
    let all = Scope::All;
    let mine = Scope::Teams(vec![TeamId::new(1)]);
    let window = results::Window { from: Timestamp::default(), to: Timestamp::from_seconds(9) };
    let plans = db::testing::plans(async |tx| {
        responses::list(tx, (person, None), &mine, None, 9).await.unwrap();
        responses::list(tx, (None, survey), &all, Some((1, 1)), 9).await.unwrap();
        responses::list(tx, (None, None), &all, None, 9).await.unwrap();
        for (person, survey) in [(person, None), (None, survey), (None, None)] {
            let filter = invitations::Filter { survey, person, state: None };
            invitations::list(tx, &filter, None, 9).await.unwrap();
        }
        results::invitations(tx, survey.unwrap(), window).await.unwrap();
        results::distribution(tx, survey.unwrap(), window).await.unwrap();
        results::words(tx, survey.unwrap(), window, 9).await.unwrap();
    })
    .await;
    for index in [
        "r USING INDEX responses_by_person (person_id=?)",
        "r USING INDEX responses_by_survey (survey_id=?)",
        "r USING INDEX responses_by_time",
        "i USING INDEX invitations_by_person (person_id=?)",
        "i USING INDEX invitations_by_survey (survey_id=?)",
        "i USING INDEX invitations_by_due (survey_id=? AND due_at>? AND due_at<?)",
        "r USING INDEX responses_by_survey (survey_id=? AND started_at>? AND started_at<?)",
    ] {
        assert!(plans.iter().any(|it| it.contains(index)), "{index} in {plans:#?}");
    }
    let whole = plans.iter().filter(|it| it.starts_with("SCAN") && !it.contains("responses_by_time")).count();
    assert_eq!(whole, 1, "all invitations, by their key, for the list of all alone: {plans:#?}");
}
