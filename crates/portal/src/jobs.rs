//! What the customer's pages leave for later: the mail with the links, and forgetting links that are over.

use ::jobs::Worker;
use api::Words;
use db::{Db, DbError, Tx};
use interactions::actions::{NewInteraction, record_outbound};
use interactions::{Channel, Kind, State};
use kernel::{Actor, CaseId, Locale, PersonId};
use serde::{Deserialize, Serialize};

use crate::actions::{followable, make_link};
use crate::error::PortalError;

/// Sends the links to somebody's cases to the address that was typed. A job, so that the page answers the same and as
/// fast whether the address is known or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendFollowLinks {
    /// The address, comparable.
    pub email: String,
    /// Language of the page it was typed on.
    pub locale: Locale,
}

/// Forgets links that were over thirty days ago, and forms that nobody can send again. Every day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PurgeLinks;

impl jobs::Job for SendFollowLinks {
    const NAME: &'static str = "send_follow_links";
}

impl jobs::Job for PurgeLinks {
    const NAME: &'static str = "purge_links";
}

/// A mail with links, for whoever sends mail to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowMail {
    /// To which address.
    pub to: String,
    /// Whom; nothing is put on the timeline: the mail is a key, not a contact.
    pub person_id: PersonId,
    /// The newest of the cases.
    pub case_id: CaseId,
    /// In which language.
    pub locale: Locale,
    /// The subject line.
    pub subject: String,
    /// The text, with a mark for each token.
    pub body: String,
    /// What the tokens are made from, in the order of their marks.
    pub seeds: Vec<String>,
}

/// Makes the links for [`SendFollowLinks`] and the mail that carries them; `None` if there is nothing to follow.
///
/// The caller queues the mail in the same transaction: a link without its mail is never stored.
pub async fn follow_mail(
    tx: &mut Tx,
    job: &SendFollowLinks,
    config: &api::Config,
    words: &Words,
) -> Result<Option<FollowMail>, DbError> {
    let now = tx.now();
    let cases = followable(tx, &job.email, now).await?;
    let Some(first) = cases.first().cloned() else { return Ok(None) };
    let (mut links, mut seeds) = (String::new(), Vec::new());
    for case in &cases {
        let link = make_link(tx, config.secret_key.bytes(), case.case_id, case.person_id).await?;
        let path = format!("/d/{}", interactions::link::mark(seeds.len()));
        links.push_str(&format!("{} ({})\n{}\n\n", case.subject, case.case_id.number(), config.link(&path)));
        seeds.push(link.seed);
    }
    let values = [("links", links.trim_end().into()), ("company", config.company.as_str().into())];
    Ok(Some(FollowMail {
        to: job.email.clone(),
        person_id: first.person_id,
        case_id: first.case_id,
        locale: job.locale,
        subject: words.text(job.locale, "portal-follow-mail-subject", &[]),
        body: words.text(job.locale, "portal-follow-mail-body", &values),
        seeds,
    }))
}

/// `worker` with the handlers of the customer's pages.
pub fn handlers(worker: Worker, state: &api::State) -> Worker {
    let state = state.clone();
    worker.on(move |job: SendFollowLinks| send_follow_links(state.clone(), job))
}

/// Runs [`SendFollowLinks`]: the mail is queued as a contact of nobody, so that no link stands on a timeline.
async fn send_follow_links(state: api::State, job: SendFollowLinks) -> Result<(), PortalError> {
    let mut tx = state.db.begin().await?;
    let Some(mail) = follow_mail(&mut tx, &job, &state.config, state.words).await? else { return Ok(()) };
    let mut new = NewInteraction::new(Channel::Mail, Kind::Message, mail.body);
    new.subject = Some(mail.subject);
    new.language = Some(mail.locale.code().to_owned());
    new.meta = serde_json::json!({
        "to": [{ "name": null, "address": mail.to }], "is_automatic": true, interactions::link::META: mail.seeds,
    });
    let actor = Actor::system(<SendFollowLinks as ::jobs::Job>::NAME);
    record_outbound(&mut tx, &actor, new, State::Queued).await?;
    Ok(tx.commit().await?)
}

/// Runs [`PurgeLinks`].
pub async fn purge_links(db: &Db) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let before = tx.now().plus_seconds(-30 * 24 * 3_600);
    crate::store::purge_links(&mut tx, before).await?;
    let before = tx.now().plus_seconds(-2 * crate::proof::SECONDS_MAX);
    crate::store::purge_forms(&mut tx, before).await?;
    tx.commit().await
}
