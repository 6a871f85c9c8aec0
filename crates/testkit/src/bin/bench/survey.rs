//! One survey response: the page fetched and the answer posted, through the assembled router on a real store.

use anyhow::{Context, Result};
use kernel::Actor;
use testkit::check::hidden_fields;
use testkit::{App, Client};

use crate::Figure;
use crate::process::{median, processor_seconds};

/// Responses of one run, and runs.
const RESPONSES: usize = 600;
const RUNS: usize = 5;

/// Measures processor time and statements of a page and its answer, and the page's weight.
pub async fn run() -> Result<Vec<Figure>> {
    let app = App::sqlite().await;
    let mut milliseconds = Vec::new();
    let (mut statements, mut bytes) = (0.0_f64, 0.0_f64);
    let visitor = app.visitor();
    for _ in 0..RUNS {
        let tokens = invitations(&app).await?;
        let (before, asked) = (processor_seconds()?, app.db.statements());
        for token in &tokens {
            bytes = bytes.max(respond(&app, &visitor, token).await?);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of statements")]
        let count = (app.db.statements() - asked) as f64 / RESPONSES as f64;
        statements = statements.max(count);
        milliseconds.push((processor_seconds()? - before) * 1_000.0 / RESPONSES as f64);
    }
    Ok(vec![
        Figure { what: "processor time of a page and its answer", value: median(milliseconds), bar: 1.0, unit: "ms" },
        Figure { what: "statements of a page and its answer", value: statements, bar: 6.0, unit: "" },
        Figure { what: "the page", value: bytes / 1_000.0, bar: 20.0, unit: "kB" },
    ])
}

/// A published survey's invitations, as many as a run takes: their secrets.
async fn invitations(app: &App) -> Result<Vec<String>> {
    let actor = Actor::system("bench");
    let mut tx = app.db.begin().await?;
    let definition = questionnaire::templates::satisfaction();
    let survey = surveys::actions::create(&mut tx, &actor, "bench", definition).await?;
    surveys::actions::publish(&mut tx, &actor, survey.id, survey.version).await?;
    let mut tokens = Vec::with_capacity(RESPONSES);
    for index in 0..RESPONSES {
        let mut new = customers::actions::NewPerson::default();
        new.values.insert(customers::person::Field::Email, format!("a{}-{index}@example.fr", survey.id));
        let person = customers::actions::create_person(&mut tx, &actor, &new).await?;
        let invitation = surveys::actions::invite_person(&mut tx, &actor, (survey.id, person, None), false).await?;
        let token = db::secret::token()?;
        surveys::actions::send(&mut tx, &actor, invitation.id, &token)
            .await?
            .context("the invitation did not leave")?;
        tokens.push(token);
    }
    tx.commit().await?;
    Ok(tokens)
}

/// Fetches the page and answers it; the page's weight in bytes.
async fn respond(app: &App, visitor: &Client, token: &str) -> Result<f64> {
    let page = visitor.get(&format!("/s/{token}")).await;
    anyhow::ensure!(page.status == 200, "{} {}", page.status, page.text);
    let hidden = hidden_fields(&page.text);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    fields.extend([("satisfaction", "4"), ("effort", "6")]);
    // Who answers within a second is taken for a program.
    app.clock.advance_seconds(5);
    let answered = visitor.submit(&format!("/s/{token}"), &fields).await;
    anyhow::ensure!(answered.status == 303, "{} {}", answered.status, answered.text);
    #[expect(clippy::cast_precision_loss, reason = "bytes of a page")]
    Ok(page.text.len() as f64)
}
