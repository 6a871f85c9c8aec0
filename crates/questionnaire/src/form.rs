//! Answers as an HTML form sends them: one `name=value` per field, no script needed.

use std::collections::BTreeMap;

use crate::answer::{Answer, Answers};
use crate::definition::{Definition, Kind, Question};

/// What a form sends for "I'd rather not say".
pub const DECLINED: &str = "declined";
/// What a form sends for yes.
pub const YES: &str = "yes";
/// What a form sends for no.
pub const NO: &str = "no";
/// Names that the customer's page has for itself, and so no question: fields of its forms, where its content begins.
pub const RESERVED: [&str; 6] = ["website", "page", "lang", "back", "proof", "main"];

impl Question {
    /// The answer that `values`, all sent under this question's key, mean; `None` if nothing was answered.
    ///
    /// A value that means nothing becomes an answer the question refuses, so that its sender is told.
    pub fn read(&self, values: &[&str]) -> Option<Answer> {
        let first = values.first()?.trim();
        let declined = values.contains(&DECLINED) && !matches!(self.kind, Kind::Text { .. });
        match &self.kind {
            _ if declined => Some(Answer::Declined),
            Kind::Choice { options, .. } => {
                let place = |key: &str| options.iter().position(|it| it.key == key).unwrap_or(usize::MAX);
                let mut chosen: Vec<String> =
                    values.iter().filter(|it| !it.is_empty()).map(|it| (*it).to_owned()).collect();
                chosen.sort_by_key(|it| place(it));
                chosen.dedup();
                (!chosen.is_empty()).then_some(Answer::Choices(chosen))
            }
            _ if first.is_empty() => None,
            Kind::Text { .. } => Some(Answer::Text(first.to_owned())),
            Kind::Callback => Some(match first {
                YES => Answer::Yes(true),
                NO => Answer::Yes(false),
                other => Answer::Text(other.to_owned()),
            }),
            Kind::Nps { .. } | Kind::Satisfaction { .. } | Kind::Effort { .. } => {
                Some(first.parse().map_or_else(|_| Answer::Text(first.to_owned()), Answer::Score))
            }
        }
    }
}

impl Definition {
    /// The answers to page `page` (from 0) among the fields of a form; other fields are left alone.
    pub fn read_page<'a>(&self, page: usize, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Answers {
        let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in fields {
            values.entry(name).or_default().push(value);
        }
        let questions = self.pages.get(page).map(|it| it.questions.as_slice()).unwrap_or_default();
        let answer = |it: &Question| Some((it.key.clone(), it.read(values.get(it.key.as_str())?)?));
        questions.iter().filter_map(answer).collect()
    }

    /// The answer a mail's button pre-selects, `?score=9`, on the first page's first score. Recorded by nobody until sent.
    pub fn preselected(&self, value: &str) -> Option<(&Question, Answer)> {
        let question = self.pages.first()?.questions.iter().find(|it| it.kind.scale().is_some())?;
        let answer = question.read(&[value])?;
        question.accepts(&answer).is_ok().then_some((question, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates;

    #[test]
    fn a_form_reads_as_answers_and_nonsense_is_refused_not_dropped() {
        let survey = templates::after_case();
        let read = |value| survey.read_page(0, [("nps", value), ("other", "x")]);
        assert_eq!(read("9"), Answers::from([("nps".to_owned(), Answer::Score(9))]));
        assert_eq!(read(""), Answers::new());
        assert_eq!(read("declined").get("nps"), Some(&Answer::Declined));
        assert!(survey.accepts_page(0, &read("9")).is_ok());
        for wrong in ["", "11", "-1", "nine"] {
            assert!(survey.accepts_page(0, &read(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_button_preselects_only_what_the_first_question_takes() {
        let survey = templates::after_case();
        assert_eq!(survey.preselected("7").map(|it| it.1), Some(Answer::Score(7)));
        assert_eq!(survey.preselected("70"), None);
    }
}
