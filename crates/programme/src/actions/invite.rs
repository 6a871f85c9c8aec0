//! Sends an invitation: writes its mail, puts it on the timeline, queued for `mailroom`; and hears how that went.

use bytes::Bytes;
use db::Tx;
use interactions::actions::{NewInteraction, record_outbound};
use interactions::interaction::{Channel, Kind, State};
use kernel::{Actor, InteractionId, InvitationId};

use crate::actions::letter::{Letter, write};
use crate::error::ProgrammeError;
use crate::store;

/// Sends an invitation that is due, or has it refused with the reason. Nothing if it left before.
///
/// The mail is written and its HTML stored before the writer's turn, which then looks again whether it may leave. What
/// is recorded has a mark where the token goes: `mailroom` puts it in as the mail leaves.
pub async fn send_invitation(state: &api::State, actor: &Actor, id: InvitationId) -> Result<(), ProgrammeError> {
    let link = interactions::actions::links::make(state.config.secret_key.bytes())?;
    let (planned, person) = {
        let mut read = state.db.read().await?;
        let Some(planned) = surveys::actions::address(&mut read, actor, id, state.db.now()).await? else {
            return Ok(());
        };
        let person = match &planned {
            Ok(it) => store::person(&mut read, it.person_id).await?,
            Err(_) => None,
        };
        (planned.ok(), person)
    };
    let written = match (&planned, &person) {
        (Some(addressed), Some(person)) => {
            let letter = Letter {
                definition: &addressed.definition,
                locale: addressed.locale,
                name: person.name.as_deref(),
                company: &state.config.company,
                link: &state.config.link(&format!("/s/{}", interactions::link::mark(0))),
                last_day: &addressed.last_day.strftime("%d/%m/%Y").to_string(),
            };
            let mail = write(&letter, state.words);
            // Our own, every word escaped: there is nothing to take out, and its look must stay.
            let html = state.blobs.put(Bytes::from(mail.html.clone())).await?;
            Some((mail, html))
        }
        _ => None,
    };
    let mut tx = state.db.begin().await?;
    let sent = surveys::actions::send(&mut tx, actor, id, &link.token).await?;
    if let (Some(sent), Some((mail, html)), Some(person)) = (&sent, written, person) {
        let of = |it: &surveys::actions::Addressed| (it.survey_version_id, it.person_id);
        if planned.as_ref().map(of) != Some(of(sent)) {
            // Another version was published, or the case given to somebody else, in between: what was written asks
            // something else, or another person. The job comes again.
            return Err(surveys::SurveyError::Busy.into());
        }
        let mut new = NewInteraction::new(Channel::Mail, Kind::Invitation, mail.text);
        new.person_id = Some(sent.person_id);
        new.case_id = sent.case_id;
        new.subject = Some(mail.subject);
        new.html_blob = Some(html);
        new.language = Some(sent.locale.code().to_owned());
        new.external_key = Some(format!("invitation:{id}"));
        new.meta = serde_json::json!({
            "to": [person.email], "automatic": true, "invitation_id": id, "survey_id": sent.survey_id,
            interactions::link::META: [link.seed],
        });
        record_outbound(&mut tx, actor, new, State::Queued).await?;
    } else if sent.is_some() {
        // It may leave now and might not when it was looked at: written on the next try.
        return Err(surveys::SurveyError::Busy.into());
    }
    Ok(tx.commit().await?)
}

/// Hears what became of an invitation's mail: one that failed asked nobody, and one that left after all did. The mail as
/// it is now decides. Nothing for other contacts.
pub async fn follow_delivery(tx: &mut Tx, actor: &Actor, id: InteractionId) -> Result<(), ProgrammeError> {
    let Some(mail) = interactions::actions::find(tx, id).await? else { return Ok(()) };
    let named = mail.meta.get("invitation_id").and_then(|it| it.as_str()).and_then(|it| it.parse().ok());
    let Some(invitation) = named.filter(|_| mail.kind == Kind::Invitation) else { return Ok(()) };
    match mail.state {
        State::Failed => surveys::actions::undelivered(tx, actor, invitation).await?,
        State::Sent => surveys::actions::delivered(tx, actor, invitation).await?,
        _ => {}
    }
    Ok(())
}
