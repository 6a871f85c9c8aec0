//! What customers do on their pages: write, follow, write again, ask for a call.
//!
//! A customer has no staff permissions: the link is the permission, or, on the contact page, anybody may. The product
//! itself acts then, under a name that stands in histories; the author of the words is the customer.

use cases::actions::{inbound, open, participants};
use cases::participant::Part;
use cases::{Case, NewCase};
use customers::{Identified, Identifiers};
use db::{Conn, DbError, Tx};
use interactions::actions::links::{self, HiddenLink};
use interactions::actions::{NewAttachment, NewInteraction, record_inbound};
use interactions::{Kind, State};
use kernel::{Actor, CaseId, InteractionId, Locale, PersonId, Timestamp};

use crate::contact::{Message, Reach, subject};
use crate::error::PortalError;
use crate::event::{CallbackRequested, ContactReceived};
use crate::store::{self, Followable, Opened};

/// For how long a link opens a case, in seconds: seven days.
pub const LINK_SECONDS: i64 = 7 * 24 * 3_600;
/// For how long after its end a case can still be followed, in seconds: thirty days.
pub const CLOSED_SECONDS: i64 = 30 * 24 * 3_600;

/// Takes a message of the contact page: recognises or makes the person, opens the case, records the words.
///
/// What somebody says to be is not proven by a form: a person is recognised by the address they give, and everything
/// that leaves for them goes to that address and nowhere else.
pub async fn open_case(
    tx: &mut Tx,
    message: &Message,
    locale: Locale,
    attachments: Vec<NewAttachment>,
) -> Result<Case, PortalError> {
    let actor = Actor::system("contact_page");
    let (email, phone) = match &message.reach {
        Reach::Email(it) => (Some(it.to_string()), None),
        Reach::Phone(it) => (None, Some(it.as_str().to_owned())),
    };
    let asked = Identifiers {
        person: None,
        external: None,
        email: email.clone(),
        phone: phone.clone(),
        name: Some(message.name.clone()),
        language: Some(locale.code().to_owned()),
    };
    let identified = customers::actions::identify(tx, &actor, &asked).await?;
    // One of several who share the address: the case waits for an adviser to say whose it is.
    let person_id = match &identified {
        Identified::Known(id, _) | Identified::Created(id, _) => Some(*id),
        Identified::Ambiguous(..) => None,
    };
    let now = tx.now();
    let subject = subject(&message.text);
    let new = NewCase {
        type_key: message.topic.clone(),
        language: locale,
        person_id,
        ..NewCase::new(cases::Channel::WebForm, subject.clone(), now)
    };
    let case = open::open(tx, &actor, new).await?;
    let words = NewInteraction {
        person_id,
        case_id: Some(case.id),
        author: Some(person_id.map_or_else(|| message.name.clone(), |it| it.to_string())),
        subject: Some(subject),
        language: Some(locale.code().to_owned()),
        meta: serde_json::json!({ "name": message.name, "email": email, "phone": phone }),
        attachments,
        ..NewInteraction::new(interactions::Channel::WebForm, Kind::Message, message.text.clone())
    };
    let recorded = record_inbound(tx, &actor, words, State::Received).await?;
    let case = inbound::link(tx, &actor, case.id, recorded.id).await?;
    if let Some(address) = email.or(phone) {
        participants::add(tx, &actor, case.id, (&address, person_id, Part::Customer)).await?;
    }
    tx.emit(&ContactReceived { case_id: case.id, person_id, locale }).await?;
    Ok(case)
}

/// What the acknowledgement of a message of the contact page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The address that was given.
    pub recipient: String,
    /// Language of the page.
    pub locale: Locale,
    /// A fresh link to the case, for `/d/{token}`; `None` if nobody was recognised.
    pub link: Option<HiddenLink>,
}

/// Prepares the acknowledgement of a message; `None` if it came with a number instead of an address.
///
/// A fresh link each time: the caller queues the mail in the same transaction, at most once.
pub async fn acknowledgement(
    tx: &mut Tx,
    key: &[u8],
    fact: &ContactReceived,
) -> Result<Option<Acknowledgement>, DbError> {
    let Some(recipient) = store::customer_address(tx, fact.case_id).await? else { return Ok(None) };
    let link = match fact.person_id {
        Some(person) => Some(make_link(tx, key, fact.case_id, person).await?),
        None => None,
    };
    Ok(Some(Acknowledgement { recipient, locale: fact.locale, link }))
}

/// Makes a link to a case for its customer; the token is shown to nobody but them. `key`: the installation's.
pub async fn make_link(tx: &mut Tx, key: &[u8], case: CaseId, person: PersonId) -> Result<HiddenLink, DbError> {
    let link = links::make(key)?;
    let expires_at = tx.now().plus_seconds(LINK_SECONDS);
    store::insert_link(tx, &db::secret::hash(&link.token), case, person, expires_at).await?;
    Ok(link)
}

/// The case a link opens, if it is good at `now`.
pub async fn open_link(conn: &mut Conn, token: &str, now: Timestamp) -> Result<Option<Opened>, DbError> {
    store::open_link(conn, &db::secret::hash(token), now).await
}

/// The cases of whoever has `email` that can be followed at `now`.
pub async fn followable(conn: &mut Conn, email: &str, now: Timestamp) -> Result<Vec<Followable>, DbError> {
    store::followable(conn, email, now.plus_seconds(-CLOSED_SECONDS)).await
}

/// Takes what a customer writes on the page of their case.
pub async fn write(tx: &mut Tx, opened: &Opened, text: &str) -> Result<InteractionId, PortalError> {
    let actor = Actor::system("case_page");
    let now = tx.now();
    let words = NewInteraction {
        person_id: Some(opened.person_id),
        case_id: Some(opened.case_id),
        author: Some(opened.person_id.to_string()),
        language: Some(opened.language.code().to_owned()),
        ..NewInteraction::new(interactions::Channel::Portal, Kind::Message, text)
    };
    let recorded = record_inbound(tx, &actor, words, State::Received).await?;
    inbound::record(tx, &actor, opened.case_id, recorded.id, now).await?;
    Ok(recorded.id)
}

/// Takes a customer's wish to be called on `phone`: their words on the timeline, and the fact for `programme`.
///
/// `wish` is the sentence that stands on the timeline, in the customer's language.
pub async fn ask_for_callback(tx: &mut Tx, opened: &Opened, phone: &str, wish: &str) -> Result<(), PortalError> {
    let actor = Actor::system("case_page");
    let now = tx.now();
    let words = NewInteraction {
        person_id: Some(opened.person_id),
        case_id: Some(opened.case_id),
        author: Some(opened.person_id.to_string()),
        language: Some(opened.language.code().to_owned()),
        meta: serde_json::json!({ "wants_callback": true, "phone": phone }),
        ..NewInteraction::new(interactions::Channel::Portal, Kind::Message, wish)
    };
    let recorded = record_inbound(tx, &actor, words, State::Received).await?;
    inbound::record(tx, &actor, opened.case_id, recorded.id, now).await?;
    tx.emit(&CallbackRequested { case_id: opened.case_id, person_id: opened.person_id }).await?;
    Ok(())
}
