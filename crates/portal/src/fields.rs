//! Fields of a form as a template shows them, with what was typed and what is wrong with it.

use questionnaire::{Answer, Refusal, RefusalReason};
use serde::Serialize;
use surveys::visit::QuestionView;

/// What a form sent: names and values, in order.
pub type Sent = Vec<(String, String)>;

/// The first value sent under `name`, without the spaces around; empty if there is none.
pub fn value<'a>(sent: &'a [(String, String)], name: &str) -> &'a str {
    sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
}

/// One field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name, and the id that errors link to.
    pub id: String,
    /// text, tiles, choices; of an input its HTML type.
    pub kind: String,
    /// What is asked.
    pub label: String,
    /// A line below; empty if there is none.
    pub hint: String,
    /// What is wrong with what was sent; empty if nothing is.
    pub error: String,
    /// What was typed.
    pub value: String,
    /// Most characters.
    pub length_max: u32,
    /// Whether it takes several lines.
    pub is_long: bool,
    /// What the browser may fill in (WCAG 1.3.5); empty for nothing.
    pub autocomplete: String,
    /// What may be chosen.
    pub options: Vec<OptionShown>,
    /// Whether several may be chosen.
    pub multiple: bool,
    /// Class of the row of tiles, with a space before: how many stand in one.
    pub width: String,
    /// What the lowest score means.
    pub low_label: String,
    /// What the highest score means.
    pub high_label: String,
    /// Whether "I'd rather not say" is offered.
    pub may_decline: bool,
    /// Whether it was chosen.
    pub declined: bool,
}

/// One thing that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionShown {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
    /// What it means, where the text alone does not say; empty else.
    pub meaning: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// The wording of yes, no, and of a question that need not be answered.
pub trait Wording {
    /// Yes.
    fn yes(&self) -> String;
    /// No.
    fn no(&self) -> String;
    /// `text`, said to be optional.
    fn optional(&self, text: &str) -> String;
    /// What is wrong with the answer to `question`.
    fn refused(&self, question: &QuestionView, reason: RefusalReason) -> String;
}

/// A question of a survey as a field; `sent` is what was just typed, which counts more than what is stored.
pub fn question(it: &QuestionView, refusals: &[Refusal], sent: Option<&Sent>, wording: &dyn Wording) -> Field {
    let chosen = sent.map_or_else(|| stored(it), |sent| values(sent, &it.key));
    let is_chosen = |value: &str| chosen.iter().any(|it| it == value);
    let option =
        |value: String, text: String, meaning: String| OptionShown { checked: is_chosen(&value), value, text, meaning };
    let options: Vec<OptionShown> = match it.kind.as_str() {
        "callback" => vec![
            option(questionnaire::form::YES.into(), wording.yes(), String::new()),
            option(questionnaire::form::NO.into(), wording.no(), String::new()),
        ],
        _ if it.scores.is_empty() => {
            it.options.iter().map(|(key, text)| option(key.clone(), text.clone(), String::new())).collect()
        }
        _ => it.scores.iter().map(|score| option(score.to_string(), score.to_string(), meaning(it, *score))).collect(),
    };
    let is_text = it.kind == "text";
    Field {
        id: it.key.clone(),
        kind: if is_text {
            "text"
        } else if it.scores.is_empty() {
            "choices"
        } else {
            "tiles"
        }
        .to_owned(),
        label: if it.required || it.may_decline { it.text.clone() } else { wording.optional(&it.text) },
        hint: it.help.clone(),
        error: refusals
            .iter()
            .find(|refusal| refusal.question == it.key)
            .map(|refusal| wording.refused(it, refusal.reason))
            .unwrap_or_default(),
        value: if is_text { chosen.first().cloned().unwrap_or_default() } else { String::new() },
        length_max: it.length_max,
        is_long: is_text,
        multiple: it.multiple,
        width: match it.scores.len() {
            5 => " five",
            7 => " seven",
            _ => "",
        }
        .to_owned(),
        low_label: it.low_label.clone(),
        high_label: it.high_label.clone(),
        may_decline: it.may_decline && !is_text,
        declined: is_chosen(questionnaire::form::DECLINED),
        options,
        ..Field::default()
    }
}

fn values(sent: &Sent, name: &str) -> Vec<String> {
    sent.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
}

fn meaning(it: &QuestionView, score: u8) -> String {
    if it.scores.first() == Some(&score) {
        it.low_label.clone()
    } else if it.scores.last() == Some(&score) {
        it.high_label.clone()
    } else {
        String::new()
    }
}

/// What is stored, as a form would send it.
fn stored(it: &QuestionView) -> Vec<String> {
    match &it.answer {
        None => Vec::new(),
        Some(Answer::Score(score)) => vec![score.to_string()],
        Some(Answer::Choices(keys)) => keys.clone(),
        Some(Answer::Text(text)) => vec![text.clone()],
        Some(Answer::Yes(true)) => vec![questionnaire::form::YES.to_owned()],
        Some(Answer::Yes(false)) => vec![questionnaire::form::NO.to_owned()],
        Some(Answer::Declined) => vec![questionnaire::form::DECLINED.to_owned()],
    }
}
