//! A customer at the survey's page: what is shown, and what their sending of a page means. Pure.

use kernel::{InvitationId, Locale, ResponseId, Timestamp};
use questionnaire::{Answer, Answers, Definition, Kind, Next, Question, Refusal, Status, Step};
use serde::Serialize;

/// What a link shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Visit {
    /// A page to answer.
    Page(PageView),
    /// The last page was sent before.
    Answered(Closing),
    /// The link is over.
    Expired(Closing),
    /// The survey was withdrawn.
    Withdrawn(Closing),
}

/// What a page without questions says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// The survey's title.
    pub title: String,
    /// Its thanks.
    pub thanks: String,
    /// In which language.
    pub locale: Locale,
    /// The languages it can be read in.
    pub languages: Vec<Locale>,
}

/// One page as it is shown, every wording in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyPageView)]
pub struct PageView {
    /// The survey's title.
    pub title: String,
    /// What stands before the first question; empty on later pages.
    pub introduction: String,
    /// In which language.
    pub locale: Locale,
    /// The languages it can be read in.
    pub languages: Vec<Locale>,
    /// Which page, from 0: sent back with the answers.
    pub page: usize,
    /// How far along.
    pub step: Step,
    /// Whether earlier pages can be gone back to.
    pub page_before: Option<usize>,
    /// The questions.
    pub questions: Vec<QuestionView>,
    /// Answers that were not taken; empty unless the page was just sent.
    pub refusals: Vec<Refusal>,
}

/// One question as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyQuestionView)]
pub struct QuestionView {
    /// Its name in the form.
    pub key: String,
    /// What is asked.
    pub text: String,
    /// A line below; empty if there is none.
    pub help: String,
    /// nps, satisfaction, effort, choice, text, callback.
    pub kind: String,
    /// The scores, lowest first; empty if it is not answered by a score.
    pub scores: Vec<u8>,
    /// What the lowest score means.
    pub low_label: String,
    /// What the highest score means.
    pub high_label: String,
    /// What may be chosen: key and wording.
    pub options: Vec<(String, String)>,
    /// Whether several may be chosen.
    pub multiple: bool,
    /// The most characters of words; 0 if it is not answered by words.
    pub length_max: u32,
    /// Whether the page waits for an answer.
    pub required: bool,
    /// Whether "I'd rather not say" is offered.
    pub may_decline: bool,
    /// What was answered, pre-selected, or just refused.
    pub answer: Option<Answer>,
}

/// A link with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The invitation.
    pub invitation_id: InvitationId,
    /// The response so far.
    pub response_id: Option<ResponseId>,
    /// The language of the invitation.
    pub locale: Locale,
    /// What is asked.
    pub definition: Definition,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// Whether the survey is still asked.
    pub is_active: bool,
    /// Whether the last page was sent.
    pub is_complete: bool,
    /// Pages left behind; the next to show, from 0.
    pub pages_seen: usize,
    /// Every answer so far.
    pub answers: Answers,
}

/// What sending a page made of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Every answer so far, those of this page among them.
    pub answers: Answers,
    /// Pages left behind.
    pub pages_seen: usize,
    /// What follows.
    pub next: Next,
}

impl Linked {
    /// What the link shows at `now`; `page` asks for an earlier one, `preselect` is a mail button's score.
    pub fn visit(&self, now: Timestamp, locale: Option<Locale>, page: Option<usize>, preselect: Option<&str>) -> Visit {
        let locale = self.definition.language(locale.or(Some(self.locale)));
        if let Some(closed) = self.closed(now, locale) {
            return closed;
        }
        let page = page.filter(|it| *it < self.pages_seen && self.way().contains(it)).unwrap_or(self.pages_seen);
        let mut view = view(&self.definition, page, &self.answers, locale);
        if let Some((question, answer)) = preselect.and_then(|it| self.definition.preselected(it))
            && page == 0
            && let Some(shown) = view.questions.iter_mut().find(|it| it.key == question.key && it.answer.is_none())
        {
            shown.answer = Some(answer);
        }
        Visit::Page(view)
    }

    /// The page that says why nothing can be answered any more, if so.
    pub fn closed(&self, now: Timestamp, locale: Locale) -> Option<Visit> {
        let closing = || Closing {
            title: self.definition.title.get(locale, self.definition.default_language).to_owned(),
            thanks: self.definition.thanks.get(locale, self.definition.default_language).to_owned(),
            locale,
            languages: self.definition.languages.clone(),
        };
        if self.is_complete {
            Some(Visit::Answered(closing()))
        } else if self.expires_at <= now {
            Some(Visit::Expired(closing()))
        } else if !self.is_active {
            Some(Visit::Withdrawn(closing()))
        } else {
            None
        }
    }

    /// Whether the response is complete and `page` was answered with what is `sent`: the same page once more.
    pub fn has(&self, page: usize, sent: &Answers) -> bool {
        let questions = self.definition.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default();
        let is_same = |it: &Question| self.answers.get(&it.key) == sent.get(&it.key);
        self.is_complete && !questions.is_empty() && questions.iter().all(is_same)
    }

    /// Takes the answers of `page`, which may be an earlier one.
    ///
    /// # Errors
    /// Returns the page with what was sent and why it was not taken.
    pub fn take(&self, page: usize, sent: &Answers, locale: Option<Locale>) -> Result<Progress, PageView> {
        let locale = self.definition.language(locale.or(Some(self.locale)));
        let refuse = |refusals| {
            let mut shown = self.answers.clone();
            shown.extend(sent.clone());
            Err(PageView { refusals, ..view(&self.definition, page, &shown, locale) })
        };
        if page > self.pages_seen || !self.way().contains(&page) {
            return Err(view(&self.definition, self.pages_seen, &self.answers, locale));
        }
        if let Err(refusals) = self.definition.accepts_page(page, sent) {
            return refuse(refusals);
        }
        let mut answers = self.answers.clone();
        for question in self.definition.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default() {
            answers.remove(&question.key);
        }
        answers.extend(sent.clone());
        let answers = self.on_the_way(answers);
        let next = self.definition.next(page, &answers);
        let pages_seen = match next {
            Next::Page(next) => next,
            Next::End => self.definition.pages.len(),
        };
        Ok(Progress { answers, pages_seen, next })
    }

    /// What is kept of `page` where it is not taken as a whole: each answer that its question takes, beside those from
    /// before. The page stays the next one to show. `None` if that is nothing new, or the page is not on the way.
    pub fn keep(&self, page: usize, sent: &Answers) -> Option<Progress> {
        if page > self.pages_seen || !self.way().contains(&page) {
            return None;
        }
        let mut answers = self.answers.clone();
        for question in &self.definition.pages.get(page)?.questions {
            if let Some(answer) = sent.get(&question.key).filter(|it| question.accepts(it).is_ok()) {
                answers.insert(question.key.clone(), answer.clone());
            }
        }
        let answers = self.on_the_way(answers);
        (answers != self.answers).then_some(Progress { answers, pages_seen: page, next: Next::Page(page) })
    }

    /// What is kept of `page` where somebody leaves it for the one before, and which that is. Nothing is refused and
    /// nothing is over: the page stays the next one to show.
    pub fn leave(&self, page: usize, sent: &Answers) -> (Option<Progress>, Option<usize>) {
        let kept = match self.take(page, sent, None) {
            Ok(taken) => Some(Progress { pages_seen: page, next: Next::Page(page), ..taken })
                .filter(|it| it.answers != self.answers),
            Err(_) => self.keep(page, sent),
        };
        (kept, self.way().into_iter().take_while(|it| *it < page).last())
    }

    /// A changed answer may lead elsewhere: what is no longer on the way was not asked.
    fn on_the_way(&self, mut answers: Answers) -> Answers {
        let way = self.definition.way(&answers);
        answers.retain(|key, _| self.definition.page_of(key).is_some_and(|it| way.contains(&it)));
        answers
    }

    fn way(&self) -> Vec<usize> {
        self.definition.way(&self.answers)
    }
}

/// What became of each question on the pages that were left; those never shown are left out.
pub fn met<'a>(definition: &'a Definition, progress: &Progress) -> Vec<(&'a Question, Status)> {
    let status = |it: &'a Question| (it, definition.status(it, &progress.answers, progress.pages_seen));
    definition.questions().map(status).filter(|it| it.1 != Status::NotAsked).collect()
}

/// Page `page` of `definition` in `locale`, with `answers` filled in.
pub fn view(definition: &Definition, page: usize, answers: &Answers, locale: Locale) -> PageView {
    let say = |texts: &questionnaire::Texts| texts.get(locale, definition.default_language).to_owned();
    let question = |it: &Question| {
        let labels = it.kind.labels();
        let (options, multiple) = match &it.kind {
            Kind::Choice { options, multiple } => {
                (options.iter().map(|it| (it.key.clone(), say(&it.text))).collect(), *multiple)
            }
            _ => (Vec::new(), false),
        };
        QuestionView {
            key: it.key.clone(),
            text: say(&it.text),
            help: say(&it.help),
            kind: it.kind.code().to_owned(),
            scores: it.kind.scale().map(Iterator::collect).unwrap_or_default(),
            low_label: labels.map(|it| say(it.0)).unwrap_or_default(),
            high_label: labels.map(|it| say(it.1)).unwrap_or_default(),
            options,
            multiple,
            length_max: if let Kind::Text { length_max } = it.kind { length_max } else { 0 },
            required: it.required,
            may_decline: it.may_decline,
            answer: answers.get(&it.key).cloned(),
        }
    };
    let before = definition.way(answers).into_iter().rfind(|it| *it < page);
    PageView {
        title: say(&definition.title),
        introduction: if page == 0 { say(&definition.introduction) } else { String::new() },
        locale,
        languages: definition.languages.clone(),
        page,
        step: definition.step(page, answers),
        page_before: before,
        questions: definition.pages.get(page).map(|it| it.questions.iter().map(question).collect()).unwrap_or_default(),
        refusals: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use questionnaire::templates;

    use super::*;

    fn linked() -> Linked {
        Linked {
            invitation_id: InvitationId::new(1),
            response_id: None,
            locale: Locale::Fr,
            definition: templates::after_case(),
            expires_at: Timestamp::from_seconds(100),
            is_active: true,
            is_complete: false,
            pages_seen: 0,
            answers: Answers::new(),
        }
    }

    fn score(score: u8) -> Answers {
        Answers::from([("nps".to_owned(), Answer::Score(score))])
    }

    fn page(visit: Visit) -> PageView {
        match visit {
            Visit::Page(view) => view,
            other => panic!("{other:?}"),
        }
    }

    const NOW: Timestamp = Timestamp::from_seconds(50);

    #[test]
    fn a_button_only_preselects() {
        let view = page(linked().visit(NOW, None, None, Some("9")));
        assert_eq!((view.page, view.questions[0].answer.clone()), (0, Some(Answer::Score(9))));
        assert_eq!(page(linked().visit(NOW, None, None, Some("77"))).questions[0].answer, None);
        assert_eq!(linked().answers, Answers::new());
    }

    #[test]
    fn a_link_that_is_over_answered_or_withdrawn_says_so() {
        let late = Timestamp::from_seconds(100);
        assert!(matches!(linked().visit(late, None, None, None), Visit::Expired(_)));
        assert!(matches!(Linked { is_active: false, ..linked() }.visit(NOW, None, None, None), Visit::Withdrawn(_)));
        assert!(matches!(Linked { is_complete: true, ..linked() }.visit(late, None, None, None), Visit::Answered(_)));
    }

    #[test]
    fn a_page_that_is_not_taken_keeps_what_was_written() {
        let sent = Answers::from([("nps".to_owned(), Answer::Score(11))]);
        let view = linked().take(0, &sent, Some(Locale::En)).unwrap_err();
        assert_eq!((view.locale, view.refusals.len()), (Locale::En, 1));
        assert_eq!(view.questions[0].answer, Some(Answer::Score(11)));
    }

    #[test]
    fn of_a_page_that_is_not_taken_the_answers_that_can_be_are_kept() {
        let link = Linked { definition: templates::satisfaction(), ..linked() };
        let sent = |value: u8| {
            Answers::from([("satisfaction".to_owned(), Answer::Score(4)), ("effort".to_owned(), Answer::Score(value))])
        };
        let page = link.definition.page_of("satisfaction").unwrap();
        let kept = link.keep(page, &sent(200)).unwrap();
        assert_eq!(kept.answers, Answers::from([("satisfaction".to_owned(), Answer::Score(4))]));
        assert_eq!((kept.pages_seen, kept.next), (page, Next::Page(page)));
        let link = Linked { answers: kept.answers, ..link };
        assert_eq!(link.keep(page, &sent(200)), None, "nothing new");
        assert_eq!(link.keep(page + 1, &sent(3)), None, "a page ahead");
    }

    #[test]
    fn going_back_and_changing_the_score_forgets_what_is_no_longer_asked() {
        let mut link = linked();
        for (page, sent) in [(0, score(3)), (1, Answers::new())] {
            let progress = link.take(page, &sent, None).unwrap();
            link = Linked { pages_seen: progress.pages_seen, answers: progress.answers, ..link };
        }
        link.answers.insert("callback".to_owned(), Answer::Yes(true));
        let progress = link.take(0, &score(10), None).unwrap();
        assert_eq!(progress.answers, score(10));
        assert_eq!((progress.next, progress.pages_seen), (Next::End, 3));
    }

    #[test]
    fn a_page_ahead_of_the_way_is_not_taken() {
        let view = linked().take(2, &Answers::new(), None).unwrap_err();
        assert_eq!((view.page, view.refusals.len()), (0, 0));
    }
}
