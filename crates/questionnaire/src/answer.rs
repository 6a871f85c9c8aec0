//! What came back: one answer, a set of them, and whether a question takes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::definition::{Definition, Kind, Question};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyAnswer)]
pub enum Answer {
    /// On the question's scale.
    Score(u8),
    /// The keys chosen, in the order of the options.
    Choices(Vec<String>),
    /// Own words.
    Text(String),
    /// Yes or no.
    Yes(bool),
    /// "I'd rather not say": asked, and not answered.
    Declined,
}

/// Answers by question key.
pub type Answers = BTreeMap<String, Answer>;

/// Why an answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyAnswerRefusalReason)]
pub enum RefusalReason {
    /// The question waits for an answer.
    Missing,
    /// Not on the question's scale.
    OutOfScale,
    /// Not what this kind of question takes.
    WrongKind,
    /// Not one of the options.
    UnknownOption,
    /// More than one option where one is asked for.
    TooMany,
    /// Longer than the question takes.
    TooLong,
    /// "I'd rather not say" is not offered.
    MayNotDecline,
    /// There is no such question on the page.
    UnknownQuestion,
}

/// An answer that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyAnswerRefusal)]
pub struct Refusal {
    /// Which question.
    pub question: String,
    /// Why.
    pub reason: RefusalReason,
}

impl Question {
    /// Whether `answer` is one this question takes.
    ///
    /// # Errors
    /// Returns why not.
    pub fn accepts(&self, answer: &Answer) -> Result<(), RefusalReason> {
        match (&self.kind, answer) {
            (_, Answer::Declined) if self.may_decline => Ok(()),
            (_, Answer::Declined) => Err(RefusalReason::MayNotDecline),
            (Kind::Choice { multiple, options }, Answer::Choices(chosen)) => {
                let known = |key: &String| options.iter().any(|it| it.key == *key);
                match chosen.len() {
                    0 if self.required => Err(RefusalReason::Missing),
                    2.. if !multiple => Err(RefusalReason::TooMany),
                    _ if !chosen.iter().all(known) => Err(RefusalReason::UnknownOption),
                    _ => Ok(()),
                }
            }
            (Kind::Text { length_max }, Answer::Text(text)) => {
                if text.chars().count() > *length_max as usize {
                    Err(RefusalReason::TooLong)
                } else if self.required && text.trim().is_empty() {
                    Err(RefusalReason::Missing)
                } else {
                    Ok(())
                }
            }
            (Kind::Callback, Answer::Yes(_)) => Ok(()),
            (kind, Answer::Score(score)) => match kind.scale() {
                Some(scale) if scale.contains(score) => Ok(()),
                Some(_) => Err(RefusalReason::OutOfScale),
                None => Err(RefusalReason::WrongKind),
            },
            _ => Err(RefusalReason::WrongKind),
        }
    }
}

impl Definition {
    /// Whether `answers` may leave page `page` (from 0): each is taken, none that is required is missing.
    ///
    /// # Errors
    /// Returns every refusal, in the order of the questions.
    pub fn accepts_page(&self, page: usize, answers: &Answers) -> Result<(), Vec<Refusal>> {
        let questions = self.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default();
        let refuse = |question: &str, reason| Refusal { question: question.to_owned(), reason };
        let mut refusals: Vec<Refusal> = questions
            .iter()
            .filter_map(|question| match answers.get(&question.key) {
                Some(answer) => question.accepts(answer).err().map(|reason| refuse(&question.key, reason)),
                None if question.required => Some(refuse(&question.key, RefusalReason::Missing)),
                None => None,
            })
            .collect();
        let unknown = answers.keys().filter(|key| !questions.iter().any(|it| it.key == **key));
        refusals.extend(unknown.map(|key| refuse(key, RefusalReason::UnknownQuestion)));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// The score answered to the question of the kind `code` ("nps", "satisfaction", "effort").
    pub fn score(&self, code: &str, answers: &Answers) -> Option<u8> {
        self.questions().filter(|it| it.kind.code() == code).find_map(|it| match answers.get(&it.key) {
            Some(Answer::Score(score)) => Some(*score),
            _ => None,
        })
    }
}
