//! Surveys to start from, in French and English.

use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::definition::{Choice, Condition, Definition, Jump, Kind, LENGTH_DEFAULT, Page, Question, Target, Texts};

/// A survey to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SurveyTemplate)]
pub struct Template {
    /// Its name.
    pub key: String,
    /// What it is for.
    pub name: Texts,
    /// What it asks.
    pub definition: Definition,
}

/// Every template, the one to send after a case first.
pub fn all() -> Vec<Template> {
    let template = |key: &str, name, definition| Template { key: key.to_owned(), name, definition };
    vec![
        template(
            "after_case",
            Texts::of("Après un dossier, deux questions", "After a case, two questions"),
            after_case(),
        ),
        template(
            "satisfaction",
            Texts::of("Satisfaction et effort après un échange", "Satisfaction and effort after a contact"),
            satisfaction(),
        ),
        template(
            "relationship",
            Texts::of("La relation, une fois par an", "The relationship, once a year"),
            relationship(),
        ),
    ]
}

/// Recommendation and satisfaction; those who give 0 to 6 are asked why, and whether we may call them back.
pub fn after_case() -> Definition {
    let mut recommended = recommend();
    let pleased = Condition { at_least: Some(7), ..Condition::default() };
    let silent = Condition { unanswered: true, ..Condition::default() };
    recommended.jumps = vec![Jump { when: pleased, to: Target::End }, Jump { when: silent, to: Target::End }];
    let why = question("why", "Pour quelle raison principale ?", "What is the main reason for your score?", text());
    definition(
        Texts::of("Comment s’est passé votre échange avec nous ?", "How was your contact with us?"),
        vec![vec![recommended, satisfied()], vec![why], vec![callback()]],
    )
}

/// Satisfaction, effort, and words.
pub fn satisfaction() -> Definition {
    let easy = Kind::Effort {
        low_label: Texts::of("Pas du tout d’accord", "Strongly disagree"),
        high_label: Texts::of("Tout à fait d’accord", "Strongly agree"),
    };
    let mut satisfied = satisfied();
    satisfied.required = true;
    satisfied.may_decline = true;
    let mut easy = question(
        "effort",
        "Il a été facile de faire traiter ma demande.",
        "The company made it easy for me to handle my issue.",
        easy,
    );
    easy.may_decline = true;
    let words = question("words", "Que devrions-nous améliorer ?", "What should we do better?", text());
    definition(
        Texts::of("Votre demande est close : qu’en pensez-vous ?", "Your request is closed: what do you think?"),
        vec![vec![satisfied, easy], vec![words, callback()]],
    )
}

/// Recommendation, what matters most, satisfaction, words.
pub fn relationship() -> Definition {
    let option = |key: &str, fr: &str, en: &str| Choice { key: key.to_owned(), text: Texts::of(fr, en) };
    let matters = Kind::Choice {
        multiple: true,
        options: vec![
            option("speed", "La rapidité des réponses", "Fast answers"),
            option("clarity", "La clarté des explications", "Clear explanations"),
            option("listening", "L’écoute", "Being listened to"),
            option("price", "Le prix", "Price"),
            option("commitments", "Les engagements tenus", "Kept promises"),
        ],
    };
    let matters = question("matters", "Qu’est-ce qui compte le plus pour vous ?", "What matters most to you?", matters);
    let mut satisfied = satisfied();
    satisfied.text = Texts::of(
        "Globalement, êtes-vous satisfait de nos services ?",
        "Overall, how satisfied are you with our services?",
    );
    let words = question("words", "Que devrions-nous changer en premier ?", "What should we change first?", text());
    definition(
        Texts::of("Votre avis sur notre relation", "Your view of our relationship"),
        vec![vec![recommend()], vec![matters, satisfied], vec![words, callback()]],
    )
}

fn definition(title: Texts, pages: Vec<Vec<Question>>) -> Definition {
    Definition {
        languages: vec![Locale::Fr, Locale::En],
        default_language: Locale::Fr,
        title,
        introduction: Texts::of(
            "Répondre prend moins d’une minute. Nous lisons chaque réponse.",
            "It takes less than a minute. We read every answer.",
        ),
        thanks: Texts::of("Merci. Votre réponse est enregistrée.", "Thank you. Your answer is saved."),
        pages: pages.into_iter().map(|questions| Page { questions }).collect(),
    }
}

fn recommend() -> Question {
    let kind = Kind::Nps {
        low_label: Texts::of("Pas du tout probable", "Not at all likely"),
        high_label: Texts::of("Très probable", "Very likely"),
    };
    let mut asked = question(
        "nps",
        "Recommanderiez-vous nos services à un proche ?",
        "How likely are you to recommend us to a friend or relative?",
        kind,
    );
    asked.required = true;
    asked.may_decline = true;
    asked
}

fn satisfied() -> Question {
    let kind = Kind::Satisfaction {
        low_label: Texts::of("Pas du tout satisfait", "Not at all satisfied"),
        high_label: Texts::of("Très satisfait", "Very satisfied"),
    };
    question(
        "satisfaction",
        "Êtes-vous satisfait de la réponse que nous vous avons apportée ?",
        "How satisfied are you with the answer we gave you?",
        kind,
    )
}

fn callback() -> Question {
    question(
        "callback",
        "Souhaitez-vous que nous vous rappelions ?",
        "Would you like us to call you back?",
        Kind::Callback,
    )
}

fn text() -> Kind {
    Kind::Text { length_max: LENGTH_DEFAULT }
}

fn question(key: &str, fr: &str, en: &str, kind: Kind) -> Question {
    Question {
        key: key.to_owned(),
        text: Texts::of(fr, en),
        help: Texts::default(),
        kind,
        required: false,
        may_decline: false,
        jumps: Vec::new(),
    }
}
