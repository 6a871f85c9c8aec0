//! What the mailroom writes by itself: acknowledgements, and how it says an instant.

use calendar::Metric;
use db::Tx;
use interactions::actions::NewInteraction;
use interactions::{Channel, Kind, State};
use jiff::tz::TimeZone;
use kernel::{CaseId, InteractionId, Locale, Permission, Timestamp};
use serde_json::json;

use crate::acknowledgement::may_leave;
use crate::actions::{Mailroom, flow};
use crate::error::MailroomError;
use crate::store;

/// Where a case can be followed, in an acknowledgement.
#[derive(Debug, Clone)]
pub struct Follow<'a> {
    /// The address, with a mark for its token if there is one of ours.
    pub url: &'a str,
    /// What the token is made from as the mail leaves; `None`: the address is not ours.
    pub seed: Option<String>,
}

impl Mailroom {
    /// « vendredi 14:07 », or with its date when it is further than six days away, in the installation's time zone.
    pub async fn say_instant(&self, tx: &mut Tx, locale: Locale, at: Timestamp) -> Result<String, MailroomError> {
        let zone = access::store::installation::find(tx).await?.time_zone;
        let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        let local = at.to_jiff().to_zoned(zone);
        let weekday = self.words.text(
            locale,
            "mailroom-weekday",
            &[("number", i64::from(local.weekday().to_monday_one_offset()).into())],
        );
        let time = format!("{:02}:{:02}", local.hour(), local.minute());
        if at.seconds_since(tx.now()) < 6 * 86_400 {
            return Ok(format!("{weekday} {time}"));
        }
        let month = self.words.text(locale, "mailroom-month", &[("number", i64::from(local.month()).into())]);
        let values = [
            ("weekday", weekday.into()),
            ("day", i64::from(local.day()).into()),
            ("month", month.into()),
            ("time", time.into()),
        ];
        Ok(self.words.text(locale, "mailroom-instant", &values))
    }

    /// Queues "we have it, and you hear from us before …" to `recipient`, if one may leave: at most one per person per
    /// case, one an hour and four a day per address. The customer's own words are not repeated: whoever gives another's
    /// address must not be able to write to them through us.
    pub async fn acknowledge(
        &self,
        tx: &mut Tx,
        case: CaseId,
        recipient: &str,
        language: Locale,
        follow: Option<Follow<'_>>,
    ) -> Result<Option<InteractionId>, MailroomError> {
        access::require(&flow(), Permission::CasesWrite)?;
        let now = tx.now();
        let before = store::outbound::acknowledged_since(tx, recipient, now.plus_seconds(-24 * 3_600)).await?;
        if store::outbound::is_acknowledged(tx, case, recipient).await? || !may_leave(&before, now) {
            return Ok(None);
        }
        let found = cases::actions::find(tx, &flow(), case).await?;
        let due = found.due.filter(|it| it.metric == Metric::FirstReply);
        let promise = match due {
            Some(due) => {
                let instant = self.say_instant(tx, language, due.at).await?;
                self.words.text(language, "mailroom-acknowledgement-promise", &[("instant", instant.into())])
            }
            None => self.words.text(language, "mailroom-acknowledgement-soon", &[]),
        };
        let company = self.config.company.clone();
        let number = self.words.text(language, "mailroom-acknowledgement-number", &[("number", case.number().into())]);
        let mut parts = vec![self.words.text(language, "mailroom-acknowledgement-hello", &[]), promise, number];
        if let Some(follow) = &follow {
            parts.push(self.words.text(language, "mailroom-acknowledgement-follow", &[("url", follow.url.into())]));
        }
        parts.push(self.words.text(language, "mailroom-acknowledgement-end", &[]));
        if !company.is_empty() {
            parts.push(company);
        }
        let mut new = NewInteraction::new(Channel::Mail, Kind::Message, parts.join("\n\n"));
        new.subject = Some(self.words.text(language, "mailroom-acknowledgement-subject", &[]));
        new.person_id = found.person_id;
        new.case_id = Some(case);
        new.language = Some(language.code().to_owned());
        new.meta = json!({
            "to": [{ "name": null, "address": recipient }],
            "is_automatic": true,
            "acknowledges_case_id": case,
            interactions::link::META: follow.and_then(|it| it.seed).into_iter().collect::<Vec<_>>(),
        });
        let recorded = interactions::actions::record_outbound(tx, &flow(), new, State::Queued).await?;
        store::outbound::insert_acknowledgement(tx, case, recipient, recorded.id).await?;
        Ok(Some(recorded.id))
    }
}
