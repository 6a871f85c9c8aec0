//! What a survey asks: pages of questions, with their wording in each language and their jumps.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use kernel::Locale;
use serde::{Deserialize, Serialize};

/// Wording by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = BTreeMap<String, String>)]
#[schema(as = SurveyTexts)]
pub struct Texts(pub BTreeMap<Locale, String>);

impl Texts {
    /// Both languages at once.
    pub fn of(fr: &str, en: &str) -> Self {
        Self(BTreeMap::from([(Locale::Fr, fr.to_owned()), (Locale::En, en.to_owned())]))
    }

    /// The wording in `locale`, or in `default`, or nothing.
    pub fn get(&self, locale: Locale, default: Locale) -> &str {
        let said = |it: Locale| self.0.get(&it).map(|it| it.trim()).filter(|it| !it.is_empty());
        said(locale).or_else(|| said(default)).unwrap_or_default()
    }

    /// Whether there is wording in `locale`.
    pub fn speaks(&self, locale: Locale) -> bool {
        self.0.get(&locale).is_some_and(|it| !it.trim().is_empty())
    }

    /// Whether nothing is said in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|it| it.trim().is_empty())
    }
}

/// A whole survey as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyDefinition)]
pub struct Definition {
    /// The languages it speaks.
    pub languages: Vec<Locale>,
    /// What is said where a wording is missing.
    pub default_language: Locale,
    /// The page's heading, and the mail's subject.
    pub title: Texts,
    /// What the mail says before the first question.
    #[serde(default)]
    pub introduction: Texts,
    /// What is said after the last answer.
    #[serde(default)]
    pub thanks: Texts,
    /// The pages, in order.
    pub pages: Vec<Page>,
}

/// Questions shown and saved together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyDefinitionPage)]
pub struct Page {
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyQuestion)]
pub struct Question {
    /// Its name in answers, forms and results: lower-case letters, digits, `_`. Kept from version to version.
    pub key: String,
    /// What is asked.
    pub text: Texts,
    /// A line below, if there is something to add.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub help: Texts,
    /// What answers it.
    #[serde(flatten)]
    pub kind: Kind,
    /// Whether the page waits for an answer.
    #[serde(default)]
    pub required: bool,
    /// Whether "I'd rather not say" is offered. Counts as asked and not answered.
    #[serde(default)]
    pub may_decline: bool,
    /// Where to go instead of the next page; the first that holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jumps: Vec<Jump>,
}

/// What answers a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = SurveyQuestionKind)]
pub enum Kind {
    /// Would you recommend us, 0..=10: makes the NPS.
    Nps {
        /// What 0 means.
        #[serde(default)]
        low_label: Texts,
        /// What 10 means.
        #[serde(default)]
        high_label: Texts,
    },
    /// How satisfied, 1..=5: makes the CSAT.
    Satisfaction {
        /// What 1 means.
        #[serde(default)]
        low_label: Texts,
        /// What 5 means.
        #[serde(default)]
        high_label: Texts,
    },
    /// Was it easy, 1..=7, 7 the easiest: makes the CES.
    Effort {
        /// What 1 means.
        #[serde(default)]
        low_label: Texts,
        /// What 7 means.
        #[serde(default)]
        high_label: Texts,
    },
    /// One, or several, of a list.
    Choice {
        /// Whether several may be chosen.
        #[serde(default)]
        multiple: bool,
        /// What may be chosen.
        options: Vec<Choice>,
    },
    /// The customer's own words.
    Text {
        /// The most characters taken.
        #[serde(default = "length_default")]
        length_max: u32,
    },
    /// Shall we call you back: yes or no. A yes opens a call-back.
    Callback,
}

/// One thing that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyChoice)]
pub struct Choice {
    /// Its name in answers: lower-case letters, digits, `_`.
    pub key: String,
    /// What it says.
    pub text: Texts,
}

/// The most characters of a text answer unless the question says otherwise.
pub const LENGTH_DEFAULT: u32 = 4_000;

fn length_default() -> u32 {
    LENGTH_DEFAULT
}

/// A jump: if an answer is so, go there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyJump)]
pub struct Jump {
    /// When.
    pub when: Condition,
    /// Where to.
    pub to: Target,
}

/// Where a jump leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SurveyJumpTarget)]
pub enum Target {
    /// The page that begins with this question.
    Question(String),
    /// The end.
    End,
}

/// What an answer must be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyCondition)]
pub struct Condition {
    /// Whose answer; the question that carries the jump if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// A score at least this high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u8>,
    /// A score at most this high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u8>,
    /// A choice that holds one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<String>,
    /// Yes, or no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<bool>,
    /// Not answered, or declined.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unanswered: bool,
}

impl Definition {
    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.pages.iter().flat_map(|it| &it.questions)
    }

    /// The question named `key`.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions().find(|it| it.key == key)
    }

    /// The page that holds the question named `key`, from 0.
    pub fn page_of(&self, key: &str) -> Option<usize> {
        self.pages.iter().position(|page| page.questions.iter().any(|it| it.key == key))
    }

    /// The language to speak with someone who reads `wanted`.
    pub fn language(&self, wanted: Option<Locale>) -> Locale {
        wanted.filter(|it| self.languages.contains(it)).unwrap_or(self.default_language)
    }
}

impl Kind {
    /// The scores it takes; `None` if it is not answered by a score.
    pub fn scale(&self) -> Option<RangeInclusive<u8>> {
        match self {
            Self::Nps { .. } => Some(0..=10),
            Self::Satisfaction { .. } => Some(1..=5),
            Self::Effort { .. } => Some(1..=7),
            Self::Choice { .. } | Self::Text { .. } | Self::Callback => None,
        }
    }

    /// What the lowest and the highest score mean.
    pub fn labels(&self) -> Option<(&Texts, &Texts)> {
        match self {
            Self::Nps { low_label, high_label }
            | Self::Satisfaction { low_label, high_label }
            | Self::Effort { low_label, high_label } => Some((low_label, high_label)),
            Self::Choice { .. } | Self::Text { .. } | Self::Callback => None,
        }
    }

    /// As stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Nps { .. } => "nps",
            Self::Satisfaction { .. } => "satisfaction",
            Self::Effort { .. } => "effort",
            Self::Choice { .. } => "choice",
            Self::Text { .. } => "text",
            Self::Callback => "callback",
        }
    }
}
