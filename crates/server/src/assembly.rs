//! The whole put together from its parts: one router, one document, one worker.

use axum::Router;
use jobs::{Lane, Worker};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::config::Config;
use crate::{api as own, assets, audience, periodic, work};

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every feature's routes, by the crate's name; all below `/api/v1`.
fn features() -> Vec<(&'static str, OpenApiRouter<api::State>)> {
    vec![
        ("server", own::routes()),
        ("access", access::routes()),
        ("customers", customers::api::routes()),
        ("interactions", interactions::api::routes()),
        ("cases", cases::api::routes()),
        ("mailroom", mailroom::routes()),
        ("surveys", surveys::api::routes()),
        ("indicators", indicators::api::routes()),
        ("programme", programme::api::routes()),
    ]
}

/// Every feature's routes below `/api/v1`, and the customers' pages.
fn open_routes() -> OpenApiRouter<api::State> {
    let features = features().into_iter().fold(OpenApiRouter::new(), |whole, (_, routes)| whole.merge(routes));
    OpenApiRouter::new().nest("/api/v1", features).merge(portal::routes())
}

/// The OpenAPI document.
pub fn document() -> OpenApi {
    let (_, document) = open_routes().split_for_parts();
    api::openapi::complete(document, VERSION)
}

/// The document as text, as it stands in `docs/openapi.json`.
pub fn document_text() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&document())?;
    text.push('\n');
    Ok(text)
}

/// Every route behind the layers. Sets who may see which live event.
pub fn router(state: &api::State) -> Router {
    state.live.set_audience(audience::rule());
    // The demo shares who looks at what with its imaginary advisers.
    let has_presence = state.part::<cases::Presence>().is_some();
    let state = if has_presence { state.clone() } else { state.clone().with(cases::Presence::default()) };
    let state = portal::equip(state);
    let (router, _) = open_routes().split_for_parts();
    let router = crate::demo::viewer::routes(router, &state);
    api::http::stack(assets::routes(router), state)
}

/// Everything that runs by itself: jobs, reactions to events, what comes again.
pub fn worker(state: &api::State, config: &Config) -> Worker {
    let worker = Worker::new(state.db.clone())
        .budget(Lane::Timers, config.jobs.timers)
        .budget(Lane::Events, config.jobs.events)
        .budget(Lane::Mail, config.jobs.mail)
        .budget(Lane::Other, config.jobs.other);
    periodic::register(work::register(worker, state), state)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_two_features_mean_different_things_by_one_name() {
        let mut seen: BTreeMap<String, (&str, serde_json::Value)> = BTreeMap::new();
        let mut operations: BTreeMap<String, &str> = BTreeMap::new();
        let mut problems = Vec::new();
        for (feature, routes) in features() {
            let mut document = routes.into_openapi();
            for (name, schema) in document.components.take().map(|it| it.schemas).unwrap_or_default() {
                let schema = serde_json::to_value(schema).unwrap();
                match seen.get(&name) {
                    Some((other, known)) if *known != schema => {
                        problems.push(format!("{name} of {feature} differs from {other}'s"));
                    }
                    _ => drop(seen.insert(name, (feature, schema))),
                }
            }
            for item in document.paths.paths.values_mut() {
                for operation in api::openapi::operations(item) {
                    let id = operation.operation_id.clone().unwrap_or_default();
                    if let Some(other) = operations.insert(id.clone(), feature) {
                        problems.push(format!("the operation {id} stands in {other} and {feature}"));
                    }
                }
            }
        }
        assert_eq!(problems, [""; 0]);
    }

    #[test]
    fn every_reference_of_the_document_leads_somewhere() {
        let document = serde_json::to_value(document()).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let text = serde_json::to_string(&document).unwrap();
        let dangling: Vec<&str> = text
            .split("\"#/components/schemas/")
            .skip(1)
            .filter_map(|it| it.split('"').next())
            .filter(|it| !schemas.contains_key(*it))
            .collect();
        assert_eq!(dangling, [""; 0]);
    }

    #[test]
    fn the_document_in_the_repository_is_the_programs() {
        let kept = include_str!("../../../docs/openapi.json");
        let is_same = kept == document_text().unwrap();
        assert!(is_same, "run `cargo run -p server -- openapi > docs/openapi.json` and commit it");
    }

    #[test]
    fn what_the_page_on_the_api_sends_and_names_is_in_the_document() {
        let page = include_str!("../../../docs/api.md");
        let document = serde_json::to_value(document()).unwrap();
        let schemas = &document["components"]["schemas"];
        // The session by hand: the key as keys are, the note as notes are.
        assert!(page.contains(&format!("Bearer {}…", access::api_key::PREFIX)), "keys begin otherwise");
        let body = page.split("-d '").nth(1).and_then(|it| it.split('\'').next()).expect("a body to send");
        let sent: serde_json::Value = serde_json::from_str(body).expect("JSON");
        let sent: Vec<&String> = sent.as_object().unwrap().keys().collect();
        let taken: Vec<&String> = schemas["NoteNew"]["properties"].as_object().unwrap().keys().collect();
        assert_eq!(sent, taken);
        let (_, count) = page.split_once("`?count=true` also gives `").expect("what is counted");
        let name = count.split('`').next().unwrap();
        for list in ["CasePage", "PersonPage"] {
            assert!(schemas[list]["properties"].get(name).is_some(), "{list} has no {name}");
        }
    }
}
