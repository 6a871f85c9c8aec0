//! A customer at the survey's page, and what staff read of what came back.
//!
//! Who holds the link may see and send its pages: the token is the permission. Showing a page takes one statement,
//! saving one takes four and, at the end, the fact.

use access::require;
use db::{Conn, Tx};
use kernel::{Actor, Cursor, Locale, Page, Permission, PersonId, ResponseId, Scope, SurveyId, Timestamp};
use questionnaire::{Answers, Next};

use crate::error::SurveyError;
use crate::event::ResponseReceived;
use crate::results::{InvitationCounts, Results, Words, defined, questions, response_rate};
use crate::store::results::Window;
use crate::store::{self, responses as found};
use crate::survey::{InvitationState, Response};
use crate::visit::{self, PageView, Progress, Visit};

/// How long a partial response rests before the rest of the product is told of it, seconds.
pub const REST_SECONDS: i64 = 30 * 60;
/// The most words shown with results.
const WORDS_MAX: i64 = 50;

/// What sending a page did.
#[derive(Debug, Clone, PartialEq)]
pub enum Submitted {
    /// Saved; this page follows, from 0.
    Next(usize),
    /// Saved; it was the last.
    Complete(ResponseId),
    /// Not taken as a whole: the page with what was sent and why. The answers that can be taken are saved.
    Refused(Box<PageView>),
    /// Nothing can be saved any more.
    Closed(Visit),
}

/// What a link shows; `None` if there is no such link. One statement.
///
/// `page` asks for an earlier page, `preselect` is the score of a mail's button. Nothing is recorded: mail scanners
/// follow every link.
pub async fn page_for_token(
    conn: &mut Conn,
    token: &str,
    now: Timestamp,
    locale: Option<Locale>,
    page: Option<usize>,
    preselect: Option<&str>,
) -> Result<Option<Visit>, SurveyError> {
    let link = found::by_token(conn, &db::secret::hash(token)).await?;
    Ok(link.map(|it| it.linked.visit(now, locale, page, preselect)))
}

/// Takes the fields of a form that shows `page`; `None` if there is no such link.
///
/// Sent twice, it saves the same once more, or is complete once more; anything else after the last page changes nothing.
pub async fn submit_for_token<'a>(
    tx: &mut Tx,
    token: &str,
    page: usize,
    locale: Option<Locale>,
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Option<Submitted>, SurveyError> {
    let Some(link) = found::by_token(tx, &db::secret::hash(token)).await? else { return Ok(None) };
    let sent = link.linked.definition.read_page(page, fields);
    save(tx, link, page, locale, &sent).await.map(Some)
}

/// Keeps what can be taken of `page`, which somebody leaves for the one before, and tells which that is, from 0. Nothing
/// is refused and nothing ends; `None` if there is no such page, no such link, or nothing can be saved any more.
pub async fn leave_for_token<'a>(
    tx: &mut Tx,
    token: &str,
    page: usize,
    locale: Option<Locale>,
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Option<usize>, SurveyError> {
    let Some(link) = found::by_token(tx, &db::secret::hash(token)).await? else { return Ok(None) };
    let definition = &link.linked.definition;
    let locale = definition.language(locale.or(Some(link.linked.locale)));
    if link.linked.closed(tx.now(), locale).is_some() {
        return Ok(None);
    }
    let (kept, before) = link.linked.leave(page, &definition.read_page(page, fields));
    if let Some(kept) = kept {
        write(tx, &link, &kept, locale).await?;
    }
    Ok(before)
}

/// As [`submit_for_token`] for answers that are already read: other channels, tests.
pub async fn submit_answers(
    tx: &mut Tx,
    token: &str,
    page: usize,
    locale: Option<Locale>,
    sent: &Answers,
) -> Result<Option<Submitted>, SurveyError> {
    let Some(link) = found::by_token(tx, &db::secret::hash(token)).await? else { return Ok(None) };
    save(tx, link, page, locale, sent).await.map(Some)
}

async fn save(
    tx: &mut Tx,
    link: found::Found,
    page: usize,
    locale: Option<Locale>,
    sent: &Answers,
) -> Result<Submitted, SurveyError> {
    let definition = &link.linked.definition;
    let locale = definition.language(locale.or(Some(link.linked.locale)));
    if let Some(closed) = link.linked.closed(tx.now(), locale) {
        return Ok(match link.linked.response_id.filter(|_| link.linked.has(page, sent)) {
            Some(response) => Submitted::Complete(response),
            None => Submitted::Closed(closed),
        });
    }
    let progress = match link.linked.take(page, sent, Some(locale)) {
        Ok(progress) => progress,
        Err(view) => {
            if let Some(kept) = link.linked.keep(page, sent) {
                write(tx, &link, &kept, locale).await?;
            }
            return Ok(Submitted::Refused(Box::new(view)));
        }
    };
    let response = write(tx, &link, &progress, locale).await?;
    match progress.next {
        Next::Page(next) => Ok(Submitted::Next(next)),
        Next::End => {
            tx.emit(&received(&link, response, &progress)).await?;
            Ok(Submitted::Complete(response))
        }
    }
}

/// Writes how far a response is: itself, its answers, the state of its invitation.
async fn write(
    tx: &mut Tx,
    link: &found::Found,
    progress: &Progress,
    locale: Locale,
) -> Result<ResponseId, SurveyError> {
    let (definition, is_complete) = (&link.linked.definition, progress.next == Next::End);
    let response = found::save(tx, link, progress, locale, is_complete).await?.ok_or(SurveyError::Busy)?;
    let met = visit::met(definition, progress);
    found::save_answers(tx, response, link.survey_id, &met, &progress.answers).await?;
    let before = visit::met(definition, &so_far(link));
    let gone = before.iter().filter(|it| !met.iter().any(|met| met.0.key == it.0.key));
    let gone: Vec<String> = gone.map(|it| it.0.key.clone()).collect();
    if !gone.is_empty() {
        found::forget_answers(tx, response, &gone).await?;
    }
    let state = if is_complete { InvitationState::Answered } else { InvitationState::Partial };
    if is_complete || link.linked.response_id.is_none() {
        store::invitations::mark(tx, link.linked.invitation_id, state).await?;
    }
    Ok(response)
}

fn so_far(link: &found::Found) -> Progress {
    let (answers, pages_seen) = (link.linked.answers.clone(), link.linked.pages_seen);
    Progress { answers, pages_seen, next: Next::End }
}

fn received(link: &found::Found, response_id: ResponseId, progress: &Progress) -> ResponseReceived {
    let (definition, answers) = (&link.linked.definition, &progress.answers);
    ResponseReceived {
        response_id,
        person_id: link.person_id,
        case_id: link.case_id,
        survey_id: link.survey_id,
        complete: true,
        nps: definition.score("nps", answers),
        csat: definition.score("satisfaction", answers),
        wants_callback: found::callback(definition, answers),
    }
}

/// Tells of partial responses that nobody went on with for [`REST_SECONDS`]. At most `limit`; tells how many.
pub async fn tell_resting(tx: &mut Tx, actor: &Actor, limit: i64) -> Result<usize, SurveyError> {
    require(actor, Permission::SurveysWrite)?;
    let before = tx.now().plus_seconds(-REST_SECONDS);
    let resting = found::take_resting(tx, before, limit).await?;
    for event in &resting {
        tx.emit(event).await?;
    }
    Ok(resting.len())
}

/// One response, for an actor who may see it.
pub async fn response(conn: &mut Conn, actor: &Actor, id: ResponseId) -> Result<Response, SurveyError> {
    access::require_any(actor, Permission::SurveysRead, &[Permission::CustomersRead])?;
    let found = found::find(conn, id).await?.ok_or(SurveyError::NotFound("response"))?;
    match found.case_id {
        Some(case) if !found::is_case_within(conn, case, &scope(actor)).await? => {
            Err(SurveyError::NotFound("response"))
        }
        _ => Ok(found),
    }
}

/// After which cases the actor reads what came back: all who read surveys read all of it, others what their cases say.
fn scope(actor: &Actor) -> Scope {
    if actor.may(Permission::SurveysRead) { Scope::All } else { actor.case_scope() }
}

/// Responses of a person, or to a survey, latest first. A person's own are for all who may read customers, but for what
/// they said of a case that the actor does not see.
pub async fn responses(
    conn: &mut Conn,
    actor: &Actor,
    person: Option<PersonId>,
    survey: Option<SurveyId>,
    before: Option<(i64, i64)>,
    limit: u32,
) -> Result<Page<Response>, SurveyError> {
    if person.is_some() {
        access::require_any(actor, Permission::SurveysRead, &[Permission::CustomersRead])?;
    } else {
        require(actor, Permission::SurveysRead)?;
    }
    let rows = found::list(conn, (person, survey), &scope(actor), before, i64::from(limit) + 1).await?;
    Ok(Page::from_rows(rows, limit, |it| Cursor::new([it.started_at.as_micros(), it.id.get()])))
}

/// What came back to a survey from `from` to `to`, in the wording of `locale`. Seven statements.
pub async fn results(
    conn: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    from: Timestamp,
    to: Timestamp,
    locale: Locale,
) -> Result<Results, SurveyError> {
    require(actor, Permission::SurveysRead)?;
    let survey = store::surveys::find(conn, id).await?.ok_or(SurveyError::NoSurvey(id))?;
    let window = Window { from, to };
    let asked = store::surveys::version(conn, id, survey.version_published).await?;
    let definition = asked.map_or(survey.draft, |it| it.definition);
    let definitions = store::results::definitions(conn).await?;
    let (mut invitations, mut with_response) = (InvitationCounts::default(), 0);
    for ended in store::results::invitations(conn, id, window).await? {
        let place = match InvitationState::from_code(&ended.state) {
            Some(InvitationState::Scheduled) => &mut invitations.scheduled,
            Some(InvitationState::Refused) => invitations.refused.entry(ended.reason.unwrap_or_default()).or_default(),
            Some(InvitationState::Expired) => &mut invitations.expired,
            Some(InvitationState::Answered) => &mut invitations.answered,
            Some(InvitationState::Partial) => &mut invitations.started,
            Some(InvitationState::Sent) | None => &mut invitations.waiting,
        };
        *place += ended.n;
        with_response += ended.with_response;
    }
    let InvitationCounts { answered, started, waiting, expired, .. } = invitations;
    invitations.sent = answered + started + waiting + expired;
    let (complete, partial) = store::results::responses(conn, id, window).await?;
    let bins = store::results::distribution(conn, id, window).await?;
    let words = store::results::words(conn, id, window, WORDS_MAX).await?;
    let rate = defined(&definitions, "response_rate", "share_wilson");
    Ok(Results {
        survey_id: id,
        version_number: survey.version_published,
        from,
        to,
        response_rate: response_rate(invitations.sent, with_response, rate),
        response_rate_definition: rate.cloned(),
        invitations,
        complete,
        partial,
        questions: questions(&definition, &bins, complete, partial, locale, &definitions),
        words: words
            .into_iter()
            .map(|(response_id, question, text, at)| Words { response_id, question, text, at })
            .collect(),
    })
}
