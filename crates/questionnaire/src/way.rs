//! The way through the pages: which comes next, how far along, and which questions were never asked.

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Answers};
use crate::definition::{Condition, Definition, Question, Target};

/// What follows a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// This page, from 0.
    Page(usize),
    /// Nothing.
    End,
}

/// How far along a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyStep)]
pub struct Step {
    /// Which page of the way, from 1.
    pub number: usize,
    /// How many pages the way has, as far as the answers so far tell.
    pub of: usize,
}

/// What became of a question. "Not asked" is never "not answered".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyAnswerStatus)]
pub enum Status {
    /// There is an answer.
    Answered,
    /// "I'd rather not say".
    Declined,
    /// It was shown and left open.
    NotAnswered,
    /// It was never shown: jumped over, or the response ended before.
    NotAsked,
}

impl Condition {
    /// Whether it holds, for the jump of `own` question.
    pub fn holds(&self, own: &str, answers: &Answers) -> bool {
        let answer = answers.get(self.question.as_deref().unwrap_or(own));
        match answer {
            None | Some(Answer::Declined) => self.unanswered,
            Some(_) if self.unanswered => false,
            Some(Answer::Score(score)) => {
                let bounded = self.at_least.is_some() || self.at_most.is_some();
                bounded && self.at_least.is_none_or(|it| *score >= it) && self.at_most.is_none_or(|it| *score <= it)
            }
            Some(Answer::Choices(chosen)) => self.any_of.iter().any(|it| chosen.contains(it)),
            Some(Answer::Yes(yes)) => self.yes == Some(*yes),
            Some(Answer::Text(_)) => false,
        }
    }
}

impl Definition {
    /// What follows page `page` (from 0) after these answers: the first jump that holds, else the next page.
    ///
    /// Only leads forward, whatever the definition says, so that every way ends.
    pub fn next(&self, page: usize, answers: &Answers) -> Next {
        let questions = self.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default();
        let jump = questions.iter().find_map(|question| self.jump_of(question, page, answers));
        jump.unwrap_or(if page + 1 < self.pages.len() { Next::Page(page + 1) } else { Next::End })
    }

    /// The pages on the way these answers lead, from the first.
    pub fn way(&self, answers: &Answers) -> Vec<usize> {
        let mut pages = Vec::new();
        let mut next = if self.pages.is_empty() { Next::End } else { Next::Page(0) };
        while let Next::Page(page) = next {
            pages.push(page);
            next = self.next(page, answers);
        }
        pages
    }

    /// How far along `page` is.
    pub fn step(&self, page: usize, answers: &Answers) -> Step {
        let way = self.way(answers);
        let before = way.iter().filter(|it| **it < page).count();
        Step { number: before + 1, of: way.len().max(before + 1) }
    }

    /// What became of `question` once the pages up to `seen` (from 0, exclusive) were left.
    pub fn status(&self, question: &Question, answers: &Answers, seen: usize) -> Status {
        match answers.get(&question.key) {
            Some(Answer::Declined) => Status::Declined,
            Some(Answer::Text(text)) if text.trim().is_empty() => Status::NotAnswered,
            Some(Answer::Choices(chosen)) if chosen.is_empty() => Status::NotAnswered,
            Some(_) => Status::Answered,
            None => {
                let page = self.page_of(&question.key);
                let shown = page.is_some_and(|it| it < seen && self.way(answers).contains(&it));
                if shown { Status::NotAnswered } else { Status::NotAsked }
            }
        }
    }

    fn jump_of(&self, question: &Question, page: usize, answers: &Answers) -> Option<Next> {
        let jump = question.jumps.iter().find(|it| it.when.holds(&question.key, answers))?;
        match &jump.to {
            Target::End => Some(Next::End),
            Target::Question(key) => self.page_of(key).filter(|it| *it > page).map(Next::Page),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::templates;

    fn said(nps: Answer) -> Answers {
        Answers::from([("nps".to_owned(), nps)])
    }

    #[test]
    fn two_questions_for_all_and_why_and_a_call_back_for_the_unhappy_alone() {
        let survey = templates::after_case();
        let asked: Vec<&str> = survey.pages[0].questions.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(asked, ["nps", "satisfaction"]);
        assert_eq!(survey.way(&said(Answer::Score(6))), [0, 1, 2]);
        assert_eq!(survey.way(&said(Answer::Score(7))), [0]);
        assert_eq!(survey.way(&said(Answer::Declined)), [0]);
        assert_eq!(survey.step(1, &said(Answer::Score(6))), Step { number: 2, of: 3 });
        assert_eq!(survey.next(0, &said(Answer::Score(9))), Next::End);
    }

    #[test]
    fn not_asked_is_not_not_answered() {
        let survey = templates::after_case();
        let [why, callback] = ["why", "callback"].map(|it| survey.question(it).unwrap());
        let unhappy = said(Answer::Score(3));
        assert_eq!(survey.status(why, &unhappy, 3), Status::NotAnswered);
        assert_eq!(survey.status(callback, &said(Answer::Score(9)), 3), Status::NotAsked);
        assert_eq!(survey.status(why, &unhappy, 1), Status::NotAsked, "they left after the first page");
        assert_eq!(survey.status(survey.question("nps").unwrap(), &said(Answer::Declined), 3), Status::Declined);
    }

    proptest! {
        #[test]
        fn every_way_ends_whatever_the_jumps(
            jumps in prop::collection::vec((0_usize..6, 0_usize..6, 0_u8..=10), 0..20),
            scores in prop::collection::vec(0_u8..=10, 6),
        ) {
            let mut survey = templates::after_case();
            let mut model = survey.pages[0].questions[0].clone();
            model.jumps.clear();
            survey.pages = (0..6).map(|it| {
                let mut question = model.clone();
                question.key = format!("q{it}");
                crate::definition::Page { questions: vec![question] }
            }).collect();
            for (from, to, least) in jumps {
                let when = Condition { at_least: Some(least), ..Condition::default() };
                let to = Target::Question(format!("q{to}"));
                survey.pages[from].questions[0].jumps.push(crate::definition::Jump { when, to });
            }
            let answers = scores.iter().enumerate().map(|(it, score)| (format!("q{it}"), Answer::Score(*score))).collect();
            let way = survey.way(&answers);
            prop_assert!(way.windows(2).all(|it| it[0] < it[1]) && way.len() <= 6);
            // What the checks call unreachable is on no way.
            for finding in survey.check() {
                if finding.code == crate::check::FindingCode::Unreachable {
                    let page = survey.page_of(&finding.question.unwrap()).unwrap();
                    prop_assert!(!way.contains(&page));
                }
            }
        }
    }

    #[test]
    fn a_definition_reads_back_from_its_json() {
        for template in templates::all() {
            let text = serde_json::to_string(&template.definition).unwrap();
            let read: Definition = serde_json::from_str(&text).unwrap();
            assert_eq!(read, template.definition);
        }
    }
}
