//! Decides on a prepared mail and records what becomes of it, all in one transaction.

use cases::NewCase;
use cases::case::History;
use cases::participant::Part;
use customers::Identifiers;
use db::Tx;
use interactions::actions::NewInteraction;
use interactions::{Channel, Kind, State};
use kernel::{CaseId, Email, InteractionId, Locale, PersonId, Timestamp};
use mail::InboundMail;
use serde_json::json;

use crate::actions::intake::{Prepared, Received, plausible, with};
use crate::actions::{Mailroom, flow};
use crate::error::MailroomError;
use crate::event::{MailQuarantined, MailReceived};
use crate::intake::{Cause, Early, Outcome, Route, Stage, Trace, early, route};
use crate::store;
use crate::store::inbound::InboundRow;
use crate::store::threads::Writer;
use crate::threading::{Decision, Proof, decide};

/// What a mail became.
pub(crate) struct End {
    pub outcome: Outcome,
    pub cause: Option<Cause>,
    pub trace: Vec<Trace>,
    pub case_id: Option<CaseId>,
    pub interaction_id: Option<InteractionId>,
}

impl End {
    pub(crate) fn stop(outcome: Outcome, cause: Cause, trace: Vec<Trace>) -> Self {
        Self { outcome, cause: Some(cause), trace, case_id: None, interaction_id: None }
    }
}

impl Mailroom {
    /// Runs the stages on a mail that is new here, and writes its account.
    pub(crate) async fn settle(
        &self,
        tx: &mut Tx,
        received: &Received,
        prepared: &Prepared,
    ) -> Result<InboundRow, MailroomError> {
        let now = tx.now();
        let earlier = store::inbound::by_content(tx, &prepared.content_key).await?;
        let mail = prepared.parsed.as_ref().ok();
        let facts = Early {
            unreadable: prepared.parsed.as_ref().err().copied(),
            signs: &prepared.signs,
            is_duplicate: earlier.is_some(),
            has_author: mail.is_some_and(|it| it.from.iter().any(|it| it.email().is_some())),
        };
        let (stopped, trace) = early(&facts);
        let end = match (stopped, mail) {
            (Some((outcome, cause)), _) => {
                let mut end = End::stop(outcome, cause, trace);
                if cause == Cause::Duplicate {
                    end.case_id = earlier.as_ref().and_then(|it| it.case_id);
                    end.interaction_id = earlier.as_ref().and_then(|it| it.interaction_id);
                }
                end
            }
            (None, Some(mail)) => self.go_on(tx, received, prepared, mail, trace).await?,
            (None, None) => End::stop(Outcome::Quarantine, Cause::Unreadable, trace),
        };
        let row = InboundRow {
            id: tx.id(),
            mailbox_id: received.mailbox_id,
            uid_validity: received.uid.map(|it| i64::from(it.0)),
            uid: received.uid.map(|it| i64::from(it.1)),
            place: received.place.clone(),
            raw_blob: prepared.raw_blob.to_string(),
            content_key: prepared.content_key.clone(),
            is_duplicate: earlier.is_some(),
            message_id: mail.and_then(|it| it.message_id.clone()),
            from_address: mail.and_then(|it| it.from.first()).map(|it| it.address.replace('\0', "")),
            subject: mail.map(|it| it.subject.replace('\0', "")),
            size_bytes: i64::try_from(prepared.raw_size).unwrap_or(i64::MAX),
            attachments_count: mail.map_or(0, |it| i64::try_from(it.attachments.len()).unwrap_or(i64::MAX)),
            received_at: now,
            outcome: end.outcome,
            cause: end.cause.map(|it| it.code().to_owned()),
            trace: end.trace,
            case_id: end.case_id,
            interaction_id: end.interaction_id,
            decided_by: flow().label(),
            decided_at: now,
            version: 1,
        };
        store::inbound::insert(tx, &row).await?;
        tell(tx, &row, end.cause).await?;
        Ok(row)
    }

    /// The stages from reports on: threading, route, and what follows.
    async fn go_on(
        &self,
        tx: &mut Tx,
        received: &Received,
        prepared: &Prepared,
        mail: &InboundMail,
        mut trace: Vec<Trace>,
    ) -> Result<End, MailroomError> {
        if let Some(end) = self.take_report(tx, prepared, &mut trace).await? {
            if let Some(case) = end {
                let interaction =
                    self.record(tx, received, prepared, mail, (Some(case), None, State::Received)).await?;
                return Ok(follow_up(case, interaction, trace));
            }
            return Ok(End::stop(Outcome::Rejected, Cause::ReportTaken, trace));
        }
        let author = mail.from.iter().find_map(mail::Mailbox::email);
        let proof = prepared.proof();
        let at = self.took_place(received, mail, tx.now());
        let candidates = self.candidates(tx, mail, author.as_ref(), at).await?;
        let requires_proof = prepared.mailbox.as_ref().is_some_and(|it| it.set.requires_proof);
        let decision = decide(&candidates, proof, requires_proof, mail.author().is_some());
        let source = if prepared.authentication.source.is_empty() { "nobody" } else { &prepared.authentication.source };
        trace.push(Trace::new(Stage::Proof, format!("dmarc={} by {source}", prepared.authentication.dmarc.code())));
        trace.push(Trace::new(Stage::Threading, said(&decision)));
        match route(&prepared.signs, &decision) {
            Route::Quarantine(cause) => {
                let trace = with(trace, Trace::new(Stage::Route, cause.code()));
                Ok(End::stop(Outcome::Quarantine, cause, trace))
            }
            Route::FollowUp { case, is_verified, wakes } => {
                let state = if is_verified { State::Received } else { State::Unverified };
                let writer = self.writer(tx, mail, case).await?;
                let person = match writer {
                    Some(writer) => writer.person_id,
                    None => self.who(tx, mail).await?,
                };
                let interaction = self.record(tx, received, prepared, mail, (Some(case), person, state)).await?;
                if wakes {
                    let is_customer = writer.is_none_or(|it| it.is_customer);
                    tell_case(tx, case, interaction, (at, is_customer, is_over(received, mail))).await?;
                }
                let found = if !is_verified {
                    "unverified"
                } else if wakes {
                    "joined"
                } else {
                    "joined without waking"
                };
                Ok(follow_up(case, interaction, with(trace, Trace::new(Stage::Route, found))))
            }
            Route::NewCase { linked, is_held } => {
                let trace = with(trace, Trace::new(Stage::Route, if is_held { "new_case, held" } else { "new_case" }));
                self.open_case(tx, (received, prepared, mail), linked, is_held, trace).await
            }
        }
    }

    /// A report about a mail of ours: written down there. The case it is about; `Some(None)`: it is about none.
    async fn take_report(
        &self,
        tx: &mut Tx,
        prepared: &Prepared,
        trace: &mut Vec<Trace>,
    ) -> Result<Option<Option<CaseId>>, MailroomError> {
        let Some(bounce) = &prepared.bounce else { return Ok(None) };
        for id in &bounce.original_ids {
            // Anybody can write a report; only ours carry an id that we signed.
            if self.signer.read_message_id(id).is_none() {
                continue;
            }
            let Some(outbound) = store::outbound::by_message_id(tx, id).await? else { continue };
            trace.push(Trace::new(Stage::Automatic, format!("report on {}", outbound.id)));
            let case = outbound.case_id;
            self.note_report(tx, outbound, &bounce.recipients).await?;
            return Ok(Some(case));
        }
        Ok(None)
    }

    /// Opens a case for a mail, its words first on it.
    pub(crate) async fn open_case(
        &self,
        tx: &mut Tx,
        (received, prepared, mail): (&Received, &Prepared, &InboundMail),
        linked: Option<CaseId>,
        is_held: bool,
        trace: Vec<Trace>,
    ) -> Result<End, MailroomError> {
        let at = self.took_place(received, mail, tx.now());
        let person = self.who(tx, mail).await?;
        let set = prepared.mailbox.as_ref().map(|it| &it.set);
        let language = set.map_or(self.config.locale, |it| it.language);
        let subject = if mail.subject.is_empty() {
            self.words.text(language, "mailroom-no-subject", &[])
        } else {
            mail.subject.clone()
        };
        let mut new = NewCase::new(cases::Channel::Mail, subject, at);
        if let Some(set) = set {
            new.type_key.clone_from(&set.case_type);
            new.team_id = set.team_id;
            new.market.clone_from(&set.market);
        }
        new.language = language;
        new.person_id = person;
        new.history = is_over(received, mail).then_some(History { is_dated: mail.date.is_some() });
        let case = cases::actions::open(tx, &flow(), new).await?;
        // Spoofed or shared authorship: the words are shown with a warning.
        let is_doubtful = prepared.proof() == Proof::Forged || mail.from.len() > 1;
        let state = if is_doubtful { State::Unverified } else { State::Received };
        let interaction =
            self.record_linked(tx, (received, prepared, mail), (Some(case.id), person, state), linked).await?;
        cases::actions::inbound::link(tx, &flow(), case.id, interaction).await?;
        if let Some(email) = answer_to(mail) {
            let who = (email.as_str(), person, Part::Customer);
            cases::actions::participants::add(tx, &flow(), case.id, who).await?;
            let may_answer = !is_held && !is_doubtful && received.history.is_none();
            if may_answer && set.is_some_and(|it| it.acknowledges) {
                self.acknowledge(tx, case.id, email.as_str(), language, None).await?;
            }
        }
        Ok(End {
            outcome: Outcome::NewCase,
            cause: None,
            trace,
            case_id: Some(case.id),
            interaction_id: Some(interaction),
        })
    }

    /// When the mail took place: history says so itself; what is fetched now came now, whatever its Date says.
    fn took_place(&self, received: &Received, mail: &InboundMail, now: Timestamp) -> Timestamp {
        if received.history.is_some() { plausible(mail.date, now) } else { now }
    }

    /// Which of those who take part in the case wrote the mail.
    async fn writer(&self, tx: &mut Tx, mail: &InboundMail, case: CaseId) -> Result<Option<Writer>, MailroomError> {
        let Some(email) = mail.from.iter().find_map(mail::Mailbox::email) else { return Ok(None) };
        Ok(store::threads::case_facts(tx, case, email.as_str()).await?.and_then(|it| it.writer))
    }

    /// The person behind the mail; nobody if several share the address and nothing tells which.
    async fn who(&self, tx: &mut Tx, mail: &InboundMail) -> Result<Option<PersonId>, MailroomError> {
        let Some((mailbox, email)) = mail.from.iter().find_map(|it| it.email().map(|email| (it, email))) else {
            return Ok(None);
        };
        let asked = Identifiers {
            email: Some(email.as_str().to_owned()),
            name: mailbox.name.clone(),
            ..Identifiers::default()
        };
        Ok(customers::actions::identify(tx, &flow(), &asked).await?.person())
    }

    /// The language a customer is answered in: the case's, else the mailbox's, else the installation's.
    async fn language(&self, tx: &mut Tx, case: Option<CaseId>, prepared: &Prepared) -> Result<Locale, MailroomError> {
        match case {
            Some(id) => Ok(cases::actions::find(tx, &flow(), id).await?.language),
            None => Ok(prepared.mailbox.as_ref().map_or(self.config.locale, |it| it.set.language)),
        }
    }

    async fn record(
        &self,
        tx: &mut Tx,
        received: &Received,
        prepared: &Prepared,
        mail: &InboundMail,
        whose: (Option<CaseId>, Option<PersonId>, State),
    ) -> Result<InteractionId, MailroomError> {
        self.record_linked(tx, (received, prepared, mail), whose, None).await
    }

    /// Puts the mail on the timeline.
    async fn record_linked(
        &self,
        tx: &mut Tx,
        (received, prepared, mail): (&Received, &Prepared, &InboundMail),
        (case_id, person_id, state): (Option<CaseId>, Option<PersonId>, State),
        linked: Option<CaseId>,
    ) -> Result<InteractionId, MailroomError> {
        let fold = mail::quote::fold(&mail.text);
        let mut new = NewInteraction::new(Channel::Mail, Kind::Message, mail.text.clone());
        new.person_id = person_id;
        new.case_id = case_id;
        new.at = Some(self.took_place(received, mail, tx.now()));
        new.author =
            Some(person_id.map_or_else(
                || mail.from.first().map(|it| it.address.clone()).unwrap_or_default(),
                |it| it.to_string(),
            ));
        new.subject = Some(mail.subject.clone()).filter(|it| !it.is_empty());
        let own_words = mail.text.get(..fold.body_end).filter(|it| it.len() < mail.text.len());
        new.body_fold = own_words.map(|it| u32::try_from(it.chars().count()).unwrap_or(u32::MAX));
        new.html_blob = prepared.html_blob;
        new.raw_blob = Some(prepared.raw_blob);
        new.message_id.clone_from(&mail.message_id);
        new.in_reply_to = mail.in_reply_to.first().cloned();
        new.attachments.clone_from(&prepared.attachments);
        // Nothing detects a language: it is the one the customer is answered in.
        new.language = Some(self.language(tx, case_id, prepared).await?.code().to_owned());
        let own = |it: &&mail::Mailbox| it.email().is_none_or(|email| !prepared.own_addresses.contains(&email));
        let others: Vec<&mail::Mailbox> = mail.to.iter().chain(&mail.cc).filter(own).take(20).collect();
        new.meta = json!({
            "from": mail.from.iter().take(5).collect::<Vec<_>>(),
            "to": mail.to.iter().take(20).collect::<Vec<_>>(),
            "cc": mail.cc.iter().take(20).collect::<Vec<_>>(),
            // Copied people are proposed to staff, never added by a mail.
            "proposed_participants": others,
            "authentication": prepared.authentication,
            "signs": prepared.signs,
            "images_remote": prepared.images_remote,
            "mailbox_id": received.mailbox_id,
            "linked_case_id": linked,
            "is_cut": mail.is_cut,
        });
        Ok(interactions::actions::record_inbound(tx, &flow(), new, state).await?.id)
    }
}

/// Tells the case of words that are to be acted on: by the customer, by somebody beside them, or long dealt with.
async fn tell_case(
    tx: &mut Tx,
    case: CaseId,
    interaction: InteractionId,
    (at, is_customer, is_over): (Timestamp, bool, bool),
) -> Result<(), MailroomError> {
    match (is_over, is_customer) {
        (true, _) => cases::actions::inbound::remember(tx, &flow(), case, interaction, at).await?,
        (false, true) => cases::actions::record_inbound(tx, &flow(), case, interaction, at).await?,
        (false, false) => cases::actions::inbound::record_beside(tx, &flow(), case, interaction).await?,
    };
    Ok(())
}

/// Whether it is told of by an archive and was dealt with before.
fn is_over(received: &Received, mail: &InboundMail) -> bool {
    received.history.is_some_and(|it| it.is_over(mail.date))
}

/// Where an answer goes: the one Reply-To, else the author.
fn answer_to(mail: &InboundMail) -> Option<Email> {
    // Reply-To elsewhere is how answers are led astray: the author it is, unless both share their domain.
    let author = mail.from.iter().find_map(mail::Mailbox::email)?;
    let asked = match mail.reply_to.as_slice() {
        [only] => only.email(),
        _ => None,
    };
    Some(asked.filter(|it| it.domain() == author.domain()).unwrap_or(author))
}

fn follow_up(case: CaseId, interaction: InteractionId, trace: Vec<Trace>) -> End {
    End { outcome: Outcome::FollowUp, cause: None, trace, case_id: Some(case), interaction_id: Some(interaction) }
}

fn said(decision: &Decision) -> String {
    match decision {
        Decision::Attach { case, why, .. } => format!("{} {case}", why.code()),
        Decision::New { linked: Some(case), why, .. } => format!("{} linked {case}", why.code()),
        Decision::New { why, .. } => why.code().to_owned(),
    }
}

/// Tells the world how a mail ended.
pub(crate) async fn tell(tx: &mut Tx, row: &InboundRow, cause: Option<Cause>) -> Result<(), MailroomError> {
    tx.emit(&MailReceived {
        inbound_id: row.id,
        mailbox_id: row.mailbox_id,
        outcome: row.outcome,
        case_id: row.case_id,
        interaction_id: row.interaction_id,
    })
    .await?;
    if let (Outcome::Quarantine, Some(cause)) = (row.outcome, cause) {
        tx.emit(&MailQuarantined { inbound_id: row.id, mailbox_id: row.mailbox_id, cause }).await?;
    }
    Ok(())
}
