//! Gathers the marks of a mail and the cases they point at; [`crate::threading`] decides.

use db::Conn;
use kernel::id::TypedId;
use kernel::{CaseId, Email, Timestamp};
use mail::InboundMail;

use crate::actions::Mailroom;
use crate::error::MailroomError;
use crate::store;
use crate::threading::{Candidate, Why, numbers_in};

/// More marks than this are not followed: a mail with 2,000 references is bounded work.
const MARKS_MAX: usize = 12;

/// The number in a mark: 13 digits of a case id after `c`, then anything after `-`.
fn case_of(payload: &str) -> Option<CaseId> {
    let digits = payload.split('-').next()?.strip_prefix('c')?;
    format!("{}_{digits}", CaseId::PREFIX).parse().ok()
}

/// What a mark about `case` carries.
pub(crate) fn payload(case: CaseId, rest: Option<&str>) -> String {
    let digits = case.to_string().split_once('_').map(|(_, it)| it.to_ascii_lowercase()).unwrap_or_default();
    rest.map_or_else(|| format!("c{digits}"), |rest| format!("c{digits}-{rest}"))
}

impl Mailroom {
    /// The cases `mail` points at, strongest mark first, each as it stands for `author`.
    pub(crate) async fn candidates(
        &self,
        conn: &mut Conn,
        mail: &InboundMail,
        author: Option<&Email>,
        at: Timestamp,
    ) -> Result<Vec<Candidate>, MailroomError> {
        let mut marks: Vec<(CaseId, Why)> = Vec::new();
        let addressed = mail.to.iter().chain(&mail.cc).map(|it| it.address.as_str());
        let delivered =
            ["delivered-to", "x-original-to", "envelope-to"].into_iter().flat_map(|it| mail.header_values(it));
        for address in addressed.chain(delivered) {
            let read = self.signer.read_reply_address(address.trim().trim_matches(['<', '>']));
            marks.extend(read.as_deref().and_then(case_of).map(|it| (it, Why::ReplyAddress)));
        }
        // The latest id says most about what is answered.
        let ids: Vec<&String> = mail.in_reply_to.iter().chain(mail.references.iter().rev()).collect();
        let signed = ids.iter().filter_map(|it| self.signer.read_message_id(it)).filter_map(case_of);
        marks.extend(signed.map(|it| (it, Why::SignedId)));
        let foreign: Vec<String> = ids.into_iter().take(100).cloned().collect();
        let known = store::threads::cases_by_message_ids(conn, &foreign).await?;
        marks.extend(known.into_iter().map(|it| (it, Why::Reference)));
        marks.extend(numbers_in(&mail.subject).into_iter().map(|it| (it, Why::Subject)));

        let mut found: Vec<Candidate> = Vec::new();
        for (case, why) in marks {
            if found.len() >= MARKS_MAX {
                break;
            }
            if found.iter().any(|it| it.case == case) {
                continue;
            }
            // A case that was erased points nowhere, however well its mark was signed.
            let Some(facts) = store::threads::case_facts(conn, case, author.map_or("", Email::as_str)).await? else {
                continue;
            };
            found.push(Candidate {
                case: facts.id,
                why,
                is_participant: author.is_some() && facts.writer.is_some(),
                closed_seconds: facts.closed_at.map(|it| at.seconds_since(it)),
            });
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_carries_its_case() {
        let case = CaseId::new(1_234_567_890_123);
        assert_eq!(case_of(&payload(case, None)), Some(case));
        assert_eq!(case_of(&payload(case, Some("x7"))), Some(case));
        assert_eq!(case_of("c-x"), None);
        assert_eq!(case_of("x7"), None);
    }
}
