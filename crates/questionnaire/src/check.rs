//! What is wrong with a definition, said so that its author can put it right.

use std::collections::BTreeSet;

use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::definition::{Condition, Definition, Kind, Question, Target, Texts};
use crate::form::{DECLINED, RESERVED};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyFindingCode)]
pub enum FindingCode {
    /// It asks nothing.
    NoQuestion,
    /// A page without questions.
    EmptyPage,
    /// The default language is not among its languages.
    DefaultLanguageMissing,
    /// Wording is missing in a language.
    WordingMissing,
    /// A key is empty, too long, or holds other than lower-case letters, digits and `_`.
    KeyMalformed,
    /// Two questions, or two options, have one key.
    KeyTwice,
    /// A key that the customer's page, or "I'd rather not say", has for itself.
    KeyReserved,
    /// The key of a question of another kind that was asked before: their answers would be counted as one.
    KeyOfAnother,
    /// A choice offers fewer than two options.
    TooFewOptions,
    /// Two questions would make the same indicator.
    ScoreTwice,
    /// A jump leads to a question that is not there.
    TargetUnknown,
    /// A jump leads back, or stays.
    JumpBackward,
    /// A jump leads into the middle of a page.
    JumpIntoPage,
    /// A condition asks about a question that is not there, or comes later.
    ConditionUnknown,
    /// A condition that no answer fulfils.
    ConditionImpossible,
    /// No way leads to a question.
    Unreachable,
}

/// One thing found, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyFinding)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// At which question; none if it is about the whole.
    pub question: Option<String>,
    /// In which language, if it is about wording.
    pub language: Option<Locale>,
    /// The part it is about: `text`, an option's key, a jump's target.
    pub part: Option<String>,
}

/// The most characters of a key.
const KEY_LENGTH_MAX: usize = 40;

impl Definition {
    /// Everything that keeps this definition from being published; empty if nothing does.
    pub fn check(&self) -> Vec<Finding> {
        let mut found = Findings::default();
        if self.questions().next().is_none() {
            found.add(FindingCode::NoQuestion);
        }
        if !self.languages.contains(&self.default_language) {
            found.add(FindingCode::DefaultLanguageMissing);
        }
        self.check_texts(&mut found, None, "title", &self.title);
        for (part, texts) in [("introduction", &self.introduction), ("thanks", &self.thanks)] {
            if !texts.is_empty() {
                self.check_texts(&mut found, None, part, texts);
            }
        }
        let mut keys = BTreeSet::new();
        let mut scores = BTreeSet::new();
        for (page, questions) in self.pages.iter().map(|it| &it.questions).enumerate() {
            if questions.is_empty() {
                found.add(FindingCode::EmptyPage);
            }
            for question in questions {
                if !keys.insert(&question.key) {
                    found.at(FindingCode::KeyTwice, question, None);
                }
                let makes_figure = question.kind.scale().is_some() || question.kind == Kind::Callback;
                if makes_figure && !scores.insert(question.kind.code()) {
                    found.at(FindingCode::ScoreTwice, question, Some(question.kind.code()));
                }
                self.check_question(&mut found, question);
                self.check_jumps(&mut found, question, page);
            }
        }
        self.check_reach(&mut found);
        found.0
    }

    /// Everything that keeps this definition from being published after `earlier`, what was asked before it: a question
    /// keeps its key from version to version, so a key that comes back with another kind is another question's.
    pub fn check_after(&self, earlier: &[Self]) -> Vec<Finding> {
        let mut found = Findings(self.check());
        for question in self.questions() {
            let mut kinds = earlier.iter().filter_map(|it| it.question(&question.key)).map(|it| it.kind.code());
            if let Some(other) = kinds.rfind(|it| *it != question.kind.code()) {
                found.at(FindingCode::KeyOfAnother, question, Some(other));
            }
        }
        found.0
    }

    fn check_question(&self, found: &mut Findings, question: &Question) {
        if !is_key(&question.key) {
            found.at(FindingCode::KeyMalformed, question, None);
        }
        if RESERVED.contains(&question.key.as_str()) {
            found.at(FindingCode::KeyReserved, question, None);
        }
        self.check_texts(found, Some(question), "text", &question.text);
        if !question.help.is_empty() {
            self.check_texts(found, Some(question), "help", &question.help);
        }
        if let Some((low, high)) = question.kind.labels() {
            self.check_texts(found, Some(question), "low_label", low);
            self.check_texts(found, Some(question), "high_label", high);
        }
        let Kind::Choice { options, .. } = &question.kind else { return };
        if options.len() < 2 {
            found.at(FindingCode::TooFewOptions, question, None);
        }
        let mut keys = BTreeSet::new();
        for option in options {
            if !is_key(&option.key) {
                found.at(FindingCode::KeyMalformed, question, Some(&option.key));
            }
            if option.key == DECLINED {
                found.at(FindingCode::KeyReserved, question, Some(&option.key));
            }
            if !keys.insert(&option.key) {
                found.at(FindingCode::KeyTwice, question, Some(&option.key));
            }
            self.check_texts(found, Some(question), &option.key, &option.text);
        }
    }

    fn check_texts(&self, found: &mut Findings, question: Option<&Question>, part: &str, texts: &Texts) {
        for language in self.languages.iter().filter(|it| !texts.speaks(**it)) {
            found.0.push(Finding {
                code: FindingCode::WordingMissing,
                question: question.map(|it| it.key.clone()),
                language: Some(*language),
                part: Some(part.to_owned()),
            });
        }
    }

    fn check_jumps(&self, found: &mut Findings, question: &Question, page: usize) {
        for jump in &question.jumps {
            let asked = jump.when.question.as_deref().unwrap_or(&question.key);
            match self.question(asked).zip(self.page_of(asked)) {
                Some((about, at)) if at <= page => {
                    if !jump.when.is_possible(about) {
                        found.at(FindingCode::ConditionImpossible, question, Some(asked));
                    }
                }
                _ => found.at(FindingCode::ConditionUnknown, question, Some(asked)),
            }
            let Target::Question(target) = &jump.to else { continue };
            match self.page_of(target) {
                None => found.at(FindingCode::TargetUnknown, question, Some(target)),
                Some(at) if at <= page => found.at(FindingCode::JumpBackward, question, Some(target)),
                Some(at) => {
                    let first = self.pages.get(at).and_then(|it| it.questions.first());
                    if first.is_some_and(|it| it.key != *target) {
                        found.at(FindingCode::JumpIntoPage, question, Some(target));
                    }
                }
            }
        }
    }

    /// A page is reached by the one before unless every answer jumps away from it, and by jumps to it.
    fn check_reach(&self, found: &mut Findings) {
        let mut reached = BTreeSet::from([0]);
        for (page, questions) in self.pages.iter().map(|it| &it.questions).enumerate() {
            if !reached.contains(&page) {
                for question in questions {
                    found.at(FindingCode::Unreachable, question, None);
                }
                continue;
            }
            let targets = questions.iter().flat_map(|it| &it.jumps).filter_map(|it| match &it.to {
                Target::Question(key) => self.page_of(key),
                Target::End => None,
            });
            reached.extend(targets.filter(|it| *it > page));
            if !questions.iter().any(always_jumps) {
                reached.insert(page + 1);
            }
        }
    }
}

/// Whether every answer to `question`, and none, jumps.
fn always_jumps(question: &Question) -> bool {
    let own = || {
        question.jumps.iter().map(|it| &it.when).filter(|it| it.question.as_ref().is_none_or(|it| *it == question.key))
    };
    let covers_none = question.required && !question.may_decline || own().any(|it| it.unanswered);
    let covers_answers = match (&question.kind, question.kind.scale()) {
        (_, Some(mut scale)) => scale.all(|score| {
            own().any(|it| {
                !it.unanswered
                    && (it.at_least.is_some() || it.at_most.is_some())
                    && it.at_least.is_none_or(|least| score >= least)
                    && it.at_most.is_none_or(|most| score <= most)
            })
        }),
        (Kind::Choice { options, .. }, _) => {
            options.iter().all(|option| own().any(|it| it.any_of.contains(&option.key)))
        }
        (Kind::Callback, _) => [true, false].iter().all(|yes| own().any(|it| it.yes == Some(*yes))),
        _ => false,
    };
    covers_none && covers_answers
}

impl Condition {
    /// Whether some answer to `question` fulfils it.
    fn is_possible(&self, question: &Question) -> bool {
        if self.unanswered {
            return !question.required || question.may_decline;
        }
        match (&question.kind, question.kind.scale()) {
            (_, Some(scale)) => {
                let least = self.at_least.unwrap_or(0).max(*scale.start());
                let most = self.at_most.unwrap_or(u8::MAX).min(*scale.end());
                (self.at_least.is_some() || self.at_most.is_some()) && least <= most
            }
            (Kind::Choice { options, .. }, _) => self.any_of.iter().any(|key| options.iter().any(|it| it.key == *key)),
            (Kind::Callback, _) => self.yes.is_some(),
            _ => false,
        }
    }
}

fn is_key(key: &str) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    !key.is_empty() && key.len() <= KEY_LENGTH_MAX && key.bytes().all(fits)
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, code: FindingCode) {
        self.0.push(Finding { code, question: None, language: None, part: None });
    }

    fn at(&mut self, code: FindingCode, question: &Question, part: Option<&str>) {
        let (question, part) = (Some(question.key.clone()), part.map(str::to_owned));
        self.0.push(Finding { code, question, language: None, part });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::{Choice, Jump, Page};
    use crate::templates;

    fn codes(definition: &Definition) -> Vec<FindingCode> {
        let mut codes: Vec<_> = definition.check().into_iter().map(|it| it.code).collect();
        codes.dedup();
        codes
    }

    fn check(change: impl FnOnce(&mut Definition), expected: &[FindingCode]) {
        let mut definition = templates::after_case();
        definition.pages[0].questions[0].jumps.clear();
        change(&mut definition);
        assert_eq!(codes(&definition), expected, "{:#?}", definition.check());
    }

    fn jump(when: Condition, to: &str) -> Jump {
        Jump { when, to: Target::Question(to.to_owned()) }
    }

    #[test]
    fn the_templates_have_nothing_wrong() {
        for template in templates::all() {
            assert_eq!(template.definition.check(), [], "{}", template.key);
        }
    }

    #[test]
    fn a_missing_language_is_found_with_its_place() {
        let mut definition = templates::after_case();
        definition.pages[1].questions[0].text.0.remove(&Locale::En);
        let finding = definition.check().remove(0);
        assert_eq!(finding.code, FindingCode::WordingMissing);
        assert_eq!((finding.question.as_deref(), finding.language), (Some("why"), Some(Locale::En)));
    }

    #[test]
    fn each_fault_is_found() {
        use FindingCode as F;
        let at_most = |it| Condition { at_most: Some(it), ..Condition::default() };
        check(|it| it.pages.clear(), &[F::NoQuestion]);
        check(|it| it.pages.push(Page::default()), &[F::EmptyPage]);
        check(|it| it.languages = vec![Locale::En], &[F::DefaultLanguageMissing]);
        check(|it| it.pages[2].questions[0].key = "Rappel ?".into(), &[F::KeyMalformed]);
        check(|it| it.pages[2].questions[0].key = "why".into(), &[F::KeyTwice]);
        for key in RESERVED {
            check(|it| it.pages[2].questions[0].key = key.into(), &[F::KeyReserved]);
        }
        let offered = |key: &str| Choice { key: key.into(), text: Texts::of("Un choix", "A choice") };
        check(
            |it| {
                it.pages[1].questions[0].kind =
                    Kind::Choice { multiple: false, options: vec![offered("a"), offered("declined")] }
            },
            &[F::KeyReserved],
        );
        check(|it| it.pages[0].questions[0].jumps.push(jump(at_most(6), "nowhere")), &[F::TargetUnknown]);
        let silent = || Condition { unanswered: true, ..Condition::default() };
        check(|it| it.pages[1].questions[0].jumps.push(jump(silent(), "nps")), &[F::JumpBackward]);
        check(
            |it| {
                it.pages[0].questions[0]
                    .jumps
                    .push(jump(Condition { at_least: Some(11), ..Condition::default() }, "callback"))
            },
            &[F::ConditionImpossible],
        );
        check(
            |it| {
                it.pages[0].questions[0].jumps.push(jump(
                    Condition { question: Some("callback".into()), yes: Some(true), ..Condition::default() },
                    "callback",
                ))
            },
            &[F::ConditionUnknown],
        );
        let second = |it: &mut Definition| {
            let mut copy = it.pages[0].questions[0].clone();
            copy.key = "nps_again".into();
            it.pages[2].questions.push(copy);
        };
        check(second, &[F::ScoreTwice]);
        check(
            |it| {
                let last = it.pages.pop().unwrap();
                it.pages[1].questions.extend(last.questions);
                it.pages[0].questions[0].jumps.push(jump(at_most(6), "callback"));
            },
            &[F::JumpIntoPage],
        );
    }

    #[test]
    fn a_key_that_comes_back_with_another_kind_is_another_questions() {
        let first = templates::after_case();
        let mut second = first.clone();
        second.pages.pop();
        let mut third = second.clone();
        let why = third.pages[1].questions[0].clone();
        third.pages.push(Page { questions: vec![crate::Question { key: "callback".into(), ..why }] });
        assert_eq!(second.check_after(std::slice::from_ref(&first)), [], "what goes is no fault");
        assert_eq!(third.check_after(&[second.clone()]), []);
        let found = third.check_after(&[first.clone(), second.clone()]);
        let said: Vec<_> = found.iter().map(|it| (it.code, it.question.as_deref(), it.part.as_deref())).collect();
        assert_eq!(said, [(FindingCode::KeyOfAnother, Some("callback"), Some("callback"))]);
        assert_eq!(first.check_after(&[first.clone(), second]), [], "the same question may come back");
    }

    #[test]
    fn a_question_that_every_answer_jumps_over_is_unreachable() {
        let mut definition = templates::after_case();
        let nps = &mut definition.pages[0].questions[0];
        nps.may_decline = false;
        nps.jumps = vec![jump(Condition { at_least: Some(0), ..Condition::default() }, "callback")];
        let found = definition.check();
        let unreachable = found.iter().find(|it| it.code == FindingCode::Unreachable);
        assert_eq!(unreachable.and_then(|it| it.question.as_deref()), Some("why"), "{found:#?}");
    }
}
