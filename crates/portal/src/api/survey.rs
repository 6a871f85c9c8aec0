//! `/s/{token}`: a survey, page by page. Opening a link records nothing; sending a page does.
//!
//! The link was sent to one person and proves enough: a page may be sent as fast as its one button can be pressed, and
//! as late as the link lasts.

use api::{Form, Path, Problem, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Locale;
use serde::{Deserialize, Serialize};
use surveys::SurveyError;
use surveys::actions::{Submitted, leave_for_token, page_for_token, submit_for_token};
use surveys::visit::{PageView, Visit};

use crate::api::shell::{ErrorLine, Frame, Notice, Way, see_other};
use crate::api::visitor::Visitor;
use crate::error::PortalError;
use crate::fields::{Field, Sent, question, value};
use crate::proof;

/// How a link is opened.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SurveyQuery {
    /// The score of a mail's button: shown as chosen, not recorded.
    #[param(required = false)]
    score: Option<String>,
    /// An earlier page, from 0.
    #[param(required = false)]
    page: Option<usize>,
    /// Language, `fr` or `en`.
    #[param(required = false)]
    lang: Option<String>,
    /// Set after the last page was sent.
    #[param(required = false)]
    done: Option<u8>,
}

/// What the survey's template shows.
#[derive(Debug, Serialize)]
struct Content {
    introduction: String,
    step: usize,
    steps: usize,
    questions: Vec<Field>,
    page: usize,
    action: String,
    is_last: bool,
    has_back: bool,
}

/// Shows the next page of a survey, or why nothing can be answered.
#[utoipa::path(
    get, path = "/s/{token}", operation_id = "get_survey_page", tag = "portal", params(SurveyQuery),
    responses(
        (status = 200, description = "The page", content_type = "text/html", body = String),
        (status = 410, description = "The link is over, or the survey is closed", content_type = "text/html", body = String),
    )
)]
pub async fn get_survey_page(
    visitor: Visitor,
    Path(token): Path<String>,
    Query(query): Query<SurveyQuery>,
) -> Result<Response, Problem> {
    let asked: Option<Locale> = query.lang.as_deref().and_then(|it| it.parse().ok());
    let desk = Desk { visitor: &visitor, token: &token };
    let visit = desk.open(asked, query.page, query.score.as_deref()).await?;
    desk.shown(visit, query.done.is_some())
}

/// Takes a page of a survey: saves it and leads on, or back where that was pressed, or shows what was not taken.
#[utoipa::path(
    post, path = "/s/{token}", operation_id = "post_survey_page", tag = "portal",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 303, description = "Saved; where it goes on"),
        (status = 410, description = "The link is over, or the survey is closed", content_type = "text/html", body = String),
        (status = 422, description = "Not taken; the page says why and keeps what was typed", content_type = "text/html", body = String),
    )
)]
pub async fn post_survey_page(
    visitor: Visitor,
    Path(token): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let asked: Option<Locale> = value(&sent, "lang").parse().ok();
    let page = value(&sent, "page").parse().unwrap_or(0);
    let desk = Desk { visitor: &visitor, token: &token };
    let way_on = |rest: &str| see_other(&format!("/s/{token}?lang={}{rest}", asked.unwrap_or(visitor.locale)));
    if !value(&sent, proof::TRAP).is_empty() {
        // A program that filled in what people do not see is told that all is well, and nothing is recorded.
        return Ok(way_on("&done=1"));
    }
    let fields = sent.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let mut tx = visitor.state.db.begin().await?;
    if !value(&sent, "back").is_empty() {
        let before = match leave_for_token(&mut tx, &token, page, asked, fields).await {
            Err(SurveyError::Busy) => return Ok(way_on("")),
            before => before.map_err(PortalError::from)?,
        };
        tx.commit().await?;
        return Ok(way_on(&before.map(|it| format!("&page={it}")).unwrap_or_default()));
    }
    let submitted = submit_for_token(&mut tx, &token, page, asked, fields).await;
    match submitted {
        Ok(Some(Submitted::Next(_))) => {
            tx.commit().await?;
            Ok(way_on(""))
        }
        Ok(Some(Submitted::Complete(_))) => {
            tx.commit().await?;
            Ok(way_on("&done=1"))
        }
        Ok(Some(Submitted::Refused(view))) => {
            // What can be taken of it is kept.
            tx.commit().await?;
            desk.page(StatusCode::UNPROCESSABLE_ENTITY, &view, Some(&sent))
        }
        Ok(Some(Submitted::Closed(visit))) => desk.shown(Some(visit), false),
        Ok(None) => desk.shown(None, false),
        Err(SurveyError::Busy) => {
            // Pressed twice: the other one was saved while this one waited. The link shows where that led.
            drop(tx);
            let visit = desk.open(asked, None, None).await?;
            Ok(way_on(if matches!(visit, Some(Visit::Answered(_))) { "&done=1" } else { "" }))
        }
        Err(error) => Err(PortalError::from(error).into()),
    }
}

/// One request at a survey.
struct Desk<'a> {
    visitor: &'a Visitor,
    token: &'a str,
}

impl Desk<'_> {
    /// What the link leads to.
    async fn open(
        &self,
        asked: Option<Locale>,
        page: Option<usize>,
        score: Option<&str>,
    ) -> Result<Option<Visit>, Problem> {
        let db = &self.visitor.state.db;
        let mut read = db.read().await?;
        Ok(page_for_token(&mut read, self.token, db.now(), asked, page, score).await?)
    }

    fn shown(&self, visit: Option<Visit>, is_done: bool) -> Result<Response, Problem> {
        match visit {
            Some(Visit::Page(view)) => self.page(StatusCode::OK, &view, None),
            Some(Visit::Answered(closing)) if is_done => {
                let paragraphs = vec![closing.thanks].into_iter().filter(|it| !it.is_empty()).collect();
                let notice = Notice { paragraphs, is_good: true, links: Vec::new() };
                self.notice(closing.locale, &closing.languages, StatusCode::OK, "portal-survey-thanks-title", notice)
            }
            Some(Visit::Answered(closing)) => {
                let title = "portal-survey-answered-title";
                self.told(closing.locale, &closing.languages, StatusCode::OK, title, "portal-survey-answered")
            }
            Some(Visit::Withdrawn(closing)) => {
                let title = "portal-survey-closed-title";
                self.told(closing.locale, &closing.languages, StatusCode::GONE, title, "portal-survey-closed")
            }
            // A link that is over and one that never was read the same: nobody learns which tokens exist.
            Some(Visit::Expired(_)) => self.dead(),
            None => {
                self.visitor.missed("survey")?;
                self.dead()
            }
        }
    }

    fn dead(&self) -> Result<Response, Problem> {
        let title = "portal-survey-dead-title";
        self.told(self.visitor.locale, &Locale::ALL, StatusCode::GONE, title, "portal-survey-dead")
    }

    fn told(
        &self,
        locale: Locale,
        languages: &[Locale],
        status: StatusCode,
        title: &str,
        key: &str,
    ) -> Result<Response, Problem> {
        let say = self.visitor.say(locale);
        let way = Way { href: format!("/contact?lang={locale}"), text: say.plain("portal-footer-contact") };
        let notice = Notice { paragraphs: vec![say.plain(key)], is_good: false, links: vec![way] };
        self.notice(locale, languages, status, title, notice)
    }

    fn notice(
        &self,
        locale: Locale,
        languages: &[Locale],
        status: StatusCode,
        title: &str,
        notice: Notice,
    ) -> Result<Response, Problem> {
        let path = format!("/s/{}", self.token);
        Frame { languages, ..self.visitor.frame(locale, &path) }.notice(status, title, notice)
    }

    fn page(&self, status: StatusCode, view: &PageView, sent: Option<&Sent>) -> Result<Response, Problem> {
        let say = self.visitor.say(view.locale);
        let questions: Vec<Field> = view.questions.iter().map(|it| question(it, &view.refusals, sent, &say)).collect();
        let errors: Vec<ErrorLine> = questions
            .iter()
            .filter(|it| !it.error.is_empty())
            .map(|it| ErrorLine { field: it.id.clone(), text: it.error.clone() })
            .collect();
        let path = format!("/s/{}", self.token);
        let content = Content {
            introduction: view.introduction.clone(),
            step: view.step.number,
            steps: view.step.of,
            questions,
            page: view.page,
            action: path.clone(),
            is_last: view.step.number >= view.step.of,
            has_back: view.page_before.is_some(),
        };
        let frame = Frame { languages: &view.languages, ..self.visitor.frame(view.locale, &path) };
        frame.page(status, "survey.html", view.title.clone(), errors, content)
    }
}
