//! Cases that do not come by mail: opened by an adviser for a call, by a program, or by a customer's form.

use cases::participant::Part;
use cases::{Case, NewCase, Priority};
use customers::{Identified, Identifiers};
use db::Tx;
use interactions::actions::NewInteraction;
use interactions::{Channel, Kind, State};
use kernel::{
    AccountId, Actor, CaseId, Email, InteractionId, Locale, Permission, PersonId, SourceId, StaffId, TeamId, Timestamp,
};
use serde_json::json;

use crate::actions::{Mailroom, flow};
use crate::error::MailroomError;

/// A case to be opened, with the words it is opened by.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The person, if known by number.
    pub person_id: Option<PersonId>,
    /// Else what they are recognised by.
    pub identifiers: Identifiers,
    /// The account they act for.
    pub account_id: Option<AccountId>,
    /// How the contact came.
    pub channel: Channel,
    /// In a line.
    pub subject: String,
    /// The words, or what was said.
    pub text: String,
    /// A key of the case types; none: the usual one.
    pub type_key: Option<String>,
    /// How urgent; none: normal.
    pub priority: Option<Priority>,
    /// The language to answer in; none: the installation's.
    pub language: Option<Locale>,
    /// Country or brand.
    pub market: Option<String>,
    /// The team it goes to.
    pub team_id: Option<TeamId>,
    /// Who does it.
    pub owner_id: Option<StaffId>,
    /// How long a call lasted.
    pub duration_seconds: Option<u32>,
    /// When it took place; none: now.
    pub at: Option<Timestamp>,
    /// Whether the customer awaits an answer; none: yes, unless it was a call.
    pub awaits_reply: Option<bool>,
    /// What another system calls it: opened once however often it is given.
    pub external_key: Option<String>,
}

/// What was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The case.
    pub case: Case,
    /// The words it was opened by.
    pub interaction_id: InteractionId,
    /// False: it had been opened before under the same external key.
    pub is_new: bool,
}

/// A customer's contact form.
#[derive(Debug, Clone)]
pub struct WebForm {
    /// The number another system knows them by.
    pub external: Option<(SourceId, String)>,
    /// Their name.
    pub name: Option<String>,
    /// Where the answer goes.
    pub email: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// In a line; none: the first words of the message.
    pub subject: Option<String>,
    /// What they write.
    pub message: String,
    /// A key of the case types.
    pub type_key: Option<String>,
    /// The language of the page.
    pub language: Locale,
    /// What the page calls this form, so that sent twice it is one.
    pub external_key: Option<String>,
}

const fn case_channel(channel: Channel) -> cases::Channel {
    match channel {
        Channel::Mail => cases::Channel::Mail,
        Channel::Phone => cases::Channel::Phone,
        Channel::WebForm => cases::Channel::WebForm,
        Channel::Chat => cases::Channel::Chat,
        Channel::Survey => cases::Channel::Survey,
        Channel::Portal => cases::Channel::Portal,
    }
}

/// The first words of a text, as a subject.
fn first_words(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|it| !it.is_empty()).unwrap_or_default();
    let mut out: String = line.chars().take(80).collect();
    if line.chars().count() > 80 {
        out.push('…');
    }
    out
}

impl Mailroom {
    /// Opens a case and puts the words it is opened by on the timeline.
    pub async fn open(&self, tx: &mut Tx, actor: &Actor, opening: Opening) -> Result<Opened, MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        if let Some(opened) = self.opened_before(tx, &opening).await? {
            return Ok(opened);
        }
        let text = opening.text.trim_end().to_owned();
        if text.trim().is_empty() && opening.subject.trim().is_empty() {
            return Err(MailroomError::TextEmpty);
        }
        let (person, is_ambiguous) = self.person_of(tx, actor, &opening).await?;
        let now = tx.now();
        let at = opening.at.unwrap_or(now).min(now);
        let subject =
            if opening.subject.trim().is_empty() { first_words(&text) } else { opening.subject.trim().to_owned() };
        let mut new = NewCase::new(case_channel(opening.channel), subject.clone(), at);
        if let Some(key) = &opening.type_key {
            new.type_key.clone_from(key);
        }
        new.priority = opening.priority.unwrap_or(Priority::Normal);
        new.language = opening.language.unwrap_or(self.config.locale);
        new.market.clone_from(&opening.market);
        new.team_id = opening.team_id;
        new.owner_id = opening.owner_id;
        new.person_id = person;
        new.account_id = opening.account_id;
        new.awaits_reply = opening.awaits_reply.unwrap_or(new.awaits_reply);
        let case = cases::actions::open(tx, actor, new).await?;
        let kind = if opening.channel == Channel::Phone { Kind::Call } else { Kind::Message };
        let mut words = NewInteraction::new(opening.channel, kind, text);
        words.person_id = person;
        words.account_id = opening.account_id;
        words.case_id = Some(case.id);
        words.at = Some(at);
        words.author = person.map(|it| it.to_string());
        words.subject = Some(subject);
        words.language = Some(case.language.code().to_owned());
        words.duration_seconds = opening.duration_seconds;
        words.external_key.clone_from(&opening.external_key);
        words.meta = json!({
            "recorded_by": actor.label(),
            "is_ambiguous": is_ambiguous,
            "email": opening.identifiers.email,
            "phone": opening.identifiers.phone,
        });
        let interaction = interactions::actions::record_inbound(tx, &flow(), words, State::Received).await?.id;
        // Its type may have sent it to a team whose cases the actor does not see.
        let case = cases::actions::inbound::link(tx, &flow(), case.id, interaction).await?;
        let email = opening.identifiers.email.as_deref().and_then(|it| it.parse::<Email>().ok());
        if let Some(email) = email {
            let who = (email.as_str(), person, Part::Customer);
            cases::actions::participants::add(tx, &flow(), case.id, who).await?;
        }
        Ok(Opened { case, interaction_id: interaction, is_new: true })
    }

    async fn opened_before(&self, tx: &mut Tx, opening: &Opening) -> Result<Option<Opened>, MailroomError> {
        let Some(key) = &opening.external_key else { return Ok(None) };
        let Some((interaction_id, case)) = crate::store::threads::by_external_key(tx, key).await? else {
            return Ok(None);
        };
        // It may be with a team whose cases the actor does not see, now as when it was opened.
        let case = cases::actions::find(tx, &flow(), case).await?;
        Ok(Some(Opened { case, interaction_id, is_new: false }))
    }

    async fn person_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        opening: &Opening,
    ) -> Result<(Option<PersonId>, bool), MailroomError> {
        if let Some(id) = opening.person_id {
            return Ok((Some(customers::actions::follow(tx, id).await?.id), false));
        }
        let asked = &opening.identifiers;
        if asked.email.is_none() && asked.phone.is_none() && asked.name.is_none() && asked.external.is_none() {
            return if actor.staff_id().is_some() { Err(MailroomError::NoPerson) } else { Ok((None, false)) };
        }
        Ok(match customers::actions::identify(tx, &flow(), asked).await? {
            Identified::Ambiguous(..) => (None, true),
            found => (found.person(), false),
        })
    }

    /// A customer's form: person, words, case. The caller acknowledges with [`Mailroom::acknowledge`] once it has made
    /// the link by which the case is followed, in the same transaction.
    pub async fn open_from_form(&self, tx: &mut Tx, actor: &Actor, form: WebForm) -> Result<Opened, MailroomError> {
        access::require(actor, Permission::CasesWrite)?;
        let message = form.message.trim().to_owned();
        if message.is_empty() {
            return Err(MailroomError::TextEmpty);
        }
        if message.chars().count() > crate::actions::replies::TEXT_MAX {
            return Err(MailroomError::TextLong(crate::actions::replies::TEXT_MAX));
        }
        let opening = Opening {
            person_id: None,
            identifiers: Identifiers {
                external: form.external,
                email: form.email,
                phone: form.phone,
                name: form.name,
                language: Some(form.language.code().to_owned()),
                ..Identifiers::default()
            },
            account_id: None,
            channel: Channel::WebForm,
            subject: form.subject.unwrap_or_default(),
            text: message,
            type_key: form.type_key,
            priority: None,
            language: Some(form.language),
            market: None,
            team_id: None,
            owner_id: None,
            duration_seconds: None,
            at: None,
            awaits_reply: Some(true),
            external_key: form.external_key,
        };
        self.open(tx, &Actor::system("contact_form"), opening).await
    }

    /// The instant before which the first answer to a case is promised, if one is.
    pub async fn answer_by(&self, tx: &mut Tx, case: CaseId) -> Result<Option<Timestamp>, MailroomError> {
        let found = cases::actions::find(tx, &flow(), case).await?;
        Ok(found.due.filter(|it| it.metric == calendar::Metric::FirstReply).map(|it| it.at))
    }
}

#[cfg(test)]
mod tests {
    use super::first_words;

    #[test]
    fn a_subject_is_the_first_words() {
        assert_eq!(first_words("\n  Bonjour, ma porte\nne ferme plus"), "Bonjour, ma porte");
        assert_eq!(first_words(&"é".repeat(100)).chars().count(), 81);
    }
}
