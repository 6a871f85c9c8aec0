//! What came back to a survey, counted so that what was not asked is never mistaken for what was not answered. Pure.

use std::collections::BTreeMap;

use kernel::{Locale, ResponseId, SurveyId, Timestamp};
use measures::mean::Sums;
use measures::{Estimate, NpsCounts, ShareCounts};
use questionnaire::{Definition, Kind, Question};
use serde::Serialize;

use crate::store::results::Bin;

/// What came back to a survey within a window.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyResults)]
pub struct Results {
    /// The survey.
    pub survey_id: SurveyId,
    /// Number of the version whose wording is shown.
    pub version_number: i64,
    /// From when, included.
    pub from: Timestamp,
    /// To when, excluded.
    pub to: Timestamp,
    /// How invitations ended.
    pub invitations: InvitationCounts,
    /// Responses whose last page was sent.
    pub complete: i64,
    /// Responses left unfinished.
    pub partial: i64,
    /// Invitations sent that brought anything back.
    pub response_rate: Estimate,
    /// What the rate measures; nothing: a definition in force that is computed in another way.
    pub response_rate_definition: Option<FigureDefinition>,
    /// Question by question.
    pub questions: Vec<QuestionResults>,
    /// The latest words.
    pub words: Vec<Words>,
}

/// What a figure measures, in a version that never changes: that of the indicator of the same name.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyFigureDefinition)]
pub struct FigureDefinition {
    /// Which indicator.
    pub key: String,
    /// 1, 2, 3… within the key.
    pub version: i64,
    /// Which function computes it.
    pub method: String,
    /// Half width up to which its interval can carry a conclusion.
    #[serde(skip)]
    pub useful_half_width: f64,
}

/// How invitations ended: sent = answered + started + waiting + expired.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InvitationCounts {
    /// Wait for their instant.
    pub scheduled: i64,
    /// Left, whatever became of them.
    pub sent: i64,
    /// Left, and their last page came back.
    pub answered: i64,
    /// Left, and some pages came back; the others still may.
    pub started: i64,
    /// Left, and nothing came back yet.
    pub waiting: i64,
    /// Left, and came to their end without a last page.
    pub expired: i64,
    /// Were not sent, by reason.
    pub refused: BTreeMap<String, i64>,
}

/// What came back to one question.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyQuestionResults)]
pub struct QuestionResults {
    /// Its key.
    pub question: String,
    /// Its wording.
    pub text: String,
    /// nps, satisfaction, effort, choice, text, callback.
    pub kind: String,
    /// Answers.
    pub answered: i64,
    /// "I'd rather not say".
    pub declined: i64,
    /// Shown, left open.
    pub not_answered: i64,
    /// Never shown, in responses that reached their end: jumped over.
    pub not_asked: i64,
    /// Never shown, in responses that were left before.
    pub incomplete: i64,
    /// How often each score, option, or yes and no; every one of the scale, also those never given.
    pub distribution: Vec<(String, i64)>,
    /// The figure it makes: NPS, CSAT, CES.
    pub estimate: Option<Estimate>,
    /// What the figure measures.
    pub definition: Option<FigureDefinition>,
}

/// The customer's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyWords)]
pub struct Words {
    /// In which response.
    pub response_id: ResponseId,
    /// To which question.
    pub question: String,
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The definition of the figure `key` if it is computed by `method`, as here; what cannot be said is not claimed.
pub fn defined<'a>(definitions: &'a [FigureDefinition], key: &str, method: &str) -> Option<&'a FigureDefinition> {
    definitions.iter().find(|it| it.key == key && it.method == method)
}

/// Half width up to which a figure can carry a conclusion, where no definition says it: points, share, score.
const USEFUL: (f64, f64, f64) = (15.0, 0.1, 0.5);

/// The share of `sent` invitations that brought something back.
pub fn response_rate(sent: i64, with_response: i64, definition: Option<&FigureDefinition>) -> Estimate {
    let count = |it: i64| u64::try_from(it).unwrap_or(0);
    let counts = ShareCounts::new(count(with_response), count(sent));
    Estimate::share(&counts, definition.map_or(USEFUL.1, |it| it.useful_half_width))
}

/// What `bins` make of each question, for `complete` and `partial` responses.
pub fn questions(
    definition: &Definition,
    bins: &[Bin],
    complete: i64,
    partial: i64,
    locale: Locale,
    definitions: &[FigureDefinition],
) -> Vec<QuestionResults> {
    let of = |question: &Question| {
        // What was answered under the same key to a question of another kind was another question.
        let own = || bins.iter().filter(|it| it.question == question.key && it.kind == question.kind.code());
        let count = |status: &str| own().filter(|it| it.status == status).map(|it| it.n).sum::<i64>();
        let met = |is_complete| own().filter(|it| it.is_complete == is_complete).map(|it| it.n).sum::<i64>();
        let figure = match question.kind {
            Kind::Nps { .. } => defined(definitions, "nps", "nps_adjusted_wald"),
            Kind::Satisfaction { .. } => defined(definitions, "csat", "top_box_wilson"),
            Kind::Effort { .. } => defined(definitions, "ces", "mean_student"),
            Kind::Choice { .. } | Kind::Text { .. } | Kind::Callback => None,
        };
        QuestionResults {
            question: question.key.clone(),
            text: question.text.get(locale, definition.default_language).to_owned(),
            kind: question.kind.code().to_owned(),
            answered: count("answered"),
            declined: count("declined"),
            not_answered: count("not_answered"),
            not_asked: (complete - met(true)).max(0),
            incomplete: (partial - met(false)).max(0),
            distribution: distribution(question, own()),
            estimate: estimate(question, own(), figure),
            definition: figure.cloned(),
        }
    };
    definition.questions().map(of).collect()
}

fn distribution<'a>(question: &Question, bins: impl Iterator<Item = &'a Bin>) -> Vec<(String, i64)> {
    let keys: Vec<String> = match (&question.kind, question.kind.scale()) {
        (_, Some(scale)) => scale.map(|it| it.to_string()).collect(),
        (Kind::Choice { options, .. }, _) => options.iter().map(|it| it.key.clone()).collect(),
        (Kind::Callback, _) => vec!["1".to_owned(), "0".to_owned()],
        _ => Vec::new(),
    };
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for bin in bins {
        for key in bin.score.map(|it| it.to_string()).iter().map(String::as_str) {
            *counts.entry(key.to_owned()).or_default() += bin.n;
        }
        for key in bin.choices.as_deref().unwrap_or_default().split(',').filter(|it| !it.is_empty()) {
            *counts.entry(key.to_owned()).or_default() += bin.n;
        }
    }
    keys.into_iter().map(|key| (key.clone(), counts.remove(&key).unwrap_or(0))).collect()
}

/// The figure the answers to a question make, if its kind makes one.
fn estimate<'a>(
    question: &Question,
    bins: impl Iterator<Item = &'a Bin>,
    figure: Option<&FigureDefinition>,
) -> Option<Estimate> {
    let useful = |usual: f64| figure.map_or(usual, |it| it.useful_half_width);
    let scores = bins.filter_map(|it| Some((u8::try_from(it.score?).ok()?, u64::try_from(it.n).ok()?)));
    match question.kind {
        Kind::Nps { .. } => Some(Estimate::nps(&NpsCounts::of_counted(scores), useful(USEFUL.0))),
        Kind::Satisfaction { .. } => Some(Estimate::share(&ShareCounts::at_least_counted(scores, 4), useful(USEFUL.1))),
        Kind::Effort { .. } => {
            let sums = scores.fold(Sums::default(), |sums, (score, n)| sums.with(f64::from(score), n));
            Some(Estimate::mean(&sums, useful(USEFUL.2)))
        }
        Kind::Choice { .. } | Kind::Text { .. } | Kind::Callback => None,
    }
}
