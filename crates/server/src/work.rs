//! Every job's handler and every reaction to an event, in one place. What comes again stands in [`crate::periodic`].

use db::{Envelope, Event as _};
use jobs::Worker;
use mailroom::actions::wording::Follow;
use mailroom::error::MailroomError;
use portal::event::ContactReceived;

/// `worker` with the handlers of every feature.
pub fn register(worker: Worker, state: &api::State) -> Worker {
    let worker = cases::jobs::handlers(worker, &state.db);
    let worker = customers::jobs::handlers(worker, &state.db, &state.blobs);
    let worker = mailroom::jobs::handlers(worker, &mailroom(state));
    let worker = programme::jobs::handlers(worker, state);
    let worker = portal::jobs::handlers(worker, state);
    let contacts = state.clone();
    worker.on_event(ContactReceived::NAME, "acknowledge_contact", move |it| acknowledge_contact(contacts.clone(), it))
}

/// Acknowledges a message of the contact page by mail, with the link by which its case is followed. Portal and mailroom
/// do not know each other; they meet here.
async fn acknowledge_contact(state: api::State, envelope: Envelope) -> Result<(), MailroomError> {
    let fact: ContactReceived = envelope.read()?;
    let mut tx = state.db.begin().await?;
    let key = state.config.secret_key.bytes();
    if let Some(it) = portal::actions::acknowledgement(&mut tx, key, &fact).await? {
        let url = state.config.link(&format!("/d/{}", interactions::link::mark(0)));
        let follow = it.link.map(|link| Follow { url: &url, seed: Some(link.seed) });
        let sent = mailroom(&state).acknowledge(&mut tx, fact.case_id, &it.recipient, it.locale, follow).await?;
        if sent.is_none() {
            // Acknowledged before, or too often: no link without its mail.
            return Ok(());
        }
    }
    Ok(tx.commit().await?)
}

/// The mailroom of the installation, which asks DNS who a mail is from.
pub fn mailroom(state: &api::State) -> mailroom::Mailroom {
    mailroom::Mailroom::new(state).with_dns()
}
