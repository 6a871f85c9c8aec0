//! `/promises`: what we promise, published.

use api::Problem;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::{Counting, Target};
use kernel::Locale;
use serde::Serialize;

use crate::api::visitor::Visitor;
use crate::api::words::Say;
use crate::error::PortalError;
use crate::promised;
use crate::store::{self, Promise};

#[derive(Serialize)]
struct Content {
    promises: Vec<Card>,
}

#[derive(Serialize)]
struct Card {
    what: String,
    lines: Vec<String>,
    hours: String,
}

/// The promises that are published.
#[utoipa::path(
    get, path = "/promises", operation_id = "get_published_promises", tag = "portal",
    responses((status = 200, description = "The promises", content_type = "text/html", body = String))
)]
pub async fn get_published_promises(visitor: Visitor) -> Result<Response, Problem> {
    let frame = visitor.frame(visitor.locale, "/promises");
    let promises = store::promises(&mut *visitor.state.db.read().await?).await.map_err(PortalError::from)?;
    let promises = promised::published(&promises).into_iter().take(20).map(|it| card(it, frame.say)).collect();
    let title = frame.say.plain("portal-promises-title");
    frame.page(StatusCode::OK, "promises.html", title, Vec::new(), Content { promises })
}

/// Which cases a promise is for, every condition of it named: two cards never seem to promise different things for one.
fn what(promise: &Promise, say: Say) -> String {
    let kind = match (&promise.type_names, say.locale) {
        (Some((fr, _)), Locale::Fr) => fr.clone(),
        (Some((_, en)), Locale::En) => en.clone(),
        (None, _) => promise.type_key.clone().unwrap_or_else(|| say.plain("portal-promises-everything")),
    };
    let priority = promise.priority.as_ref().map(|it| say.plain(&format!("portal-promises-priority-{it}")));
    let channel = promise.channel.as_ref().map(|it| say.plain(&format!("portal-promises-channel-{it}")));
    let parts = [Some(kind), priority, channel, promise.market.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn card(promise: &Promise, say: Say) -> Card {
    let what = what(promise, say);
    let targets = [
        ("portal-promises-first-reply", &promise.targets.first_reply),
        ("portal-promises-next-reply", &promise.targets.next_reply),
        ("portal-promises-resolution", &promise.targets.resolution),
    ];
    let is_elapsed = |it: &Target| it.counting == Counting::Elapsed;
    let line = |(key, target): (&str, &Option<Target>)| {
        let target = target.as_ref()?;
        Some(say.text(key, &[("time", say.span(target.seconds, is_elapsed(target)).into())]))
    };
    let is_business = targets.iter().any(|(_, it)| it.as_ref().is_some_and(|it| !is_elapsed(it)));
    let hours = if is_business { "portal-promises-hours-business" } else { "portal-promises-hours-all" };
    Card { what, lines: targets.into_iter().filter_map(line).collect(), hours: say.plain(hours) }
}
