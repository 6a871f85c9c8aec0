//! The invitation's mail: words, and buttons that only open the page with a score chosen. Reads and writes nothing.
//!
//! Mail scanners follow every link: a button is a link that shows the page, and only the page's form records.

use api::Words;
use kernel::Locale;
use questionnaire::{Definition, Question};

/// A mail, ready to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML, not sanitised yet.
    pub html: String,
}

/// What a mail is written from.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// What is asked.
    pub definition: &'a Definition,
    /// In which language.
    pub locale: Locale,
    /// The customer's name, if it is known.
    pub name: Option<&'a str>,
    /// The company's name.
    pub company: &'a str,
    /// The survey's address, absolute, without parameters.
    pub link: &'a str,
    /// The day it ends, as the customer reads it.
    pub last_day: &'a str,
}

/// Writes the mail of an invitation.
pub fn write(letter: &Letter<'_>, words: &Words) -> Mail {
    let (definition, locale) = (letter.definition, letter.locale);
    let say = |key: &str, values: &[(&str, api::words::Value<'_>)]| words.text(locale, key, values);
    let texts = |it: &questionnaire::Texts| it.get(locale, definition.default_language).to_owned();
    let greeting = match letter.name {
        Some(name) => say("programme-invitation-greeting-name", &[("name", name.into())]),
        None => say("programme-invitation-greeting", &[]),
    };
    let link = format!("{}?lang={}", letter.link, locale.code());
    let first = definition.pages.first().and_then(|it| it.questions.first());
    let asked = first.map(|it| texts(&it.text)).unwrap_or_default();
    let open = say("programme-invitation-open", &[]);
    let until = say("programme-invitation-until", &[("day", letter.last_day.into())]);
    let signature = say("programme-invitation-signature", &[("company", letter.company.into())]);
    let why = say("programme-invitation-why", &[("company", letter.company.into())]);
    let subject = texts(&definition.title);
    let introduction = texts(&definition.introduction);
    let text = [&*greeting, &*introduction, &*asked, &format!("{open}\n{link}"), &*until, &*signature, &*why]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    let escape = mail::html::escape;
    let paragraph = |it: &str| if it.is_empty() { String::new() } else { format!("<p>{}</p>\n", escape(it)) };
    let mut html = String::new();
    html.push_str(&paragraph(&greeting));
    html.push_str(&paragraph(&introduction));
    if !asked.is_empty() {
        html.push_str(&format!("<p><strong>{}</strong></p>\n", escape(&asked)));
    }
    html.push_str(&first.map(|it| buttons(it, &link, letter)).unwrap_or_default());
    html.push_str(&format!("<p><a href=\"{}\">{}</a></p>\n", escape(&link), escape(&open)));
    for part in [&until, &signature, &why] {
        html.push_str(&paragraph(part));
    }
    Mail { subject, text, html }
}

/// A row of links, one per score, with what the ends mean; nothing if the question takes no score.
fn buttons(question: &Question, link: &str, letter: &Letter<'_>) -> String {
    let Some(scale) = question.kind.scale() else { return String::new() };
    let escape = mail::html::escape;
    let label = |it: Option<&questionnaire::Texts>| {
        it.map(|it| it.get(letter.locale, letter.definition.default_language)).unwrap_or_default().to_owned()
    };
    let labels = question.kind.labels();
    let (low, high) = (label(labels.map(|it| it.0)), label(labels.map(|it| it.1)));
    let cell = |score: u8| {
        let address = format!("{link}&score={score}");
        format!("<td style=\"padding: 4px\"><a href=\"{}\">{score}</a></td>", escape(&address))
    };
    let (first, last) = (*scale.start(), *scale.end());
    let cells: String = scale.map(cell).collect();
    let ends = if low.is_empty() && high.is_empty() {
        String::new()
    } else {
        format!("<p>{first} = {}, {last} = {}</p>\n", escape(&low), escape(&high))
    };
    format!("<table role=\"presentation\"><tr>{cells}</tr></table>\n{ends}")
}

#[cfg(test)]
mod tests {
    use questionnaire::templates;

    use super::*;

    fn letter(definition: &Definition, locale: Locale) -> Mail {
        let letter = Letter {
            definition,
            locale,
            name: Some("Hélène <Roy>"),
            company: "Mutuelle du Rhône",
            link: "https://care.example.fr/s/TOKEN",
            last_day: "30/06/2026",
        };
        write(&letter, Words::embedded())
    }

    #[test]
    fn each_score_is_a_link_that_only_preselects() {
        let survey = templates::after_case();
        let mail = letter(&survey, Locale::Fr);
        for score in 0..=10 {
            let link = format!("https://care.example.fr/s/TOKEN?lang=fr&amp;score={score}\"");
            assert!(mail.html.contains(&link), "{score}: {}", mail.html);
        }
        assert!(mail.html.contains("Hélène &lt;Roy&gt;") && !mail.html.contains("<form"));
        assert!(mail.text.contains("https://care.example.fr/s/TOKEN?lang=fr\n"));
        let kept = mail::html::sanitise(&mail.html).html;
        assert!(kept.contains("score=10"), "what is sanitised keeps its links: {kept}");
    }

    #[test]
    fn both_languages_say_everything() {
        let survey = templates::satisfaction();
        for locale in Locale::ALL {
            let mail = letter(&survey, locale);
            assert!(!mail.text.contains('⟦') && !mail.subject.is_empty(), "{}", mail.text);
        }
        assert_ne!(letter(&survey, Locale::Fr).text, letter(&survey, Locale::En).text);
    }
}
