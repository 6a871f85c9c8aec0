//! A survey's page: its languages, the way back, and the names it keeps for itself.

use axum::http::StatusCode;
use db::{params, sql};
use kernel::Locale;
use questionnaire::form::RESERVED;
use questionnaire::templates;

use crate::tests::{each_engine, invited};

#[tokio::test]
async fn a_survey_offers_the_languages_it_speaks() {
    let mut french = templates::after_case();
    french.languages = vec![Locale::Fr];
    for (definition, offered) in [(templates::after_case(), 1), (french, 0)] {
        each_engine(async |app| {
            let path = format!("/s/{}", invited(&app, definition.clone()).await.token);
            let page = app.get(&path).await;
            assert_eq!(page.body.matches("hreflang=").count(), offered, "{}", page.body);
            let mut tx = app.db.begin().await.unwrap();
            tx.run(sql!("update surveys set is_active = 0"), params![]).await.unwrap();
            tx.commit().await.unwrap();
            let closed = app.get(&path).await;
            assert_eq!((closed.status, closed.body.matches("hreflang=").count()), (StatusCode::GONE, offered));
        })
        .await;
    }
}

#[tokio::test]
async fn going_back_keeps_what_was_typed_and_ends_nothing() {
    each_engine(async |app| {
        let path = format!("/s/{}", invited(&app, templates::after_case()).await.token);
        let first = app.get(&path).await;
        assert!(!first.body.contains("name=\"back\""), "there is nothing before the first page");
        let sent = app.post(&path, &first.body, &[("nps", "3")]).await;
        let second = app.get(&sent.location).await;
        let back = app.post(&path, &second.body, &[("why", "Trop long"), ("back", "1")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let again = app.get(&back.location).await;
        assert!(again.body.contains("value=\"3\" checked"), "the page before, as it was: {}", again.body);
        let sent = app.post(&path, &again.body, &[("nps", "4")]).await;
        let second = app.get(&sent.location).await;
        assert!(second.body.contains("Trop long</textarea>"), "{}", second.body);
        // From the last page too: nothing ends, and what the page would refuse is no reason to stay.
        let sent = app.post(&path, &second.body, &[("why", "Trop long")]).await;
        let third = app.get(&sent.location).await;
        assert!(third.body.contains("name=\"callback\""), "{}", third.body);
        for typed in ["yes", "perhaps"] {
            let back = app.post(&path, &third.body, &[("callback", typed), ("back", "1")]).await;
            let second = app.get(&back.location).await;
            assert!(second.body.contains("Trop long</textarea>"), "{typed}: {}", second.body);
        }
        assert_eq!(app.count(sql!("select count(*) as n from responses where state = 'complete'")).await, 0);
        assert!(app.get(&path).await.body.contains("value=\"yes\" id=\"callback\" checked"), "the yes was kept");
    })
    .await;
}

#[tokio::test]
async fn no_question_can_have_a_name_that_the_page_keeps_for_itself() {
    each_engine(async |app| {
        let definition = templates::after_case();
        let path = format!("/s/{}", invited(&app, definition.clone()).await.token);
        let first = app.get(&path).await;
        let sent = app.post(&path, &first.body, &[("nps", "3")]).await;
        let second = app.get(&sent.location).await;
        for attribute in [" name=\"", " id=\""] {
            let names = second.body.split(attribute).skip(1).filter_map(|it| it.split('"').next());
            // A key holds no hyphen: what has one cannot be taken for a question. The first name is the viewport's.
            let own = names.filter(|it| *it != "viewport" && !it.contains('-') && definition.question(it).is_none());
            let own: Vec<&str> = own.collect();
            assert!(!own.is_empty() && own.iter().all(|it| RESERVED.contains(it)), "{own:?}");
        }
    })
    .await;
}
