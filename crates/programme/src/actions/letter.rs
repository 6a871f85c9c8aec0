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
    /// The HTML, styled in place as mail programs want it; every word in it escaped.
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

/// Around the whole letter: mail programs know no style sheet.
const SHEET: &str = "max-width:600px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;\
    line-height:1.5;color:#1b1b1b";
/// A score to press: 44 pixels each way, which a thumb meets.
const SCORE: &str = "display:block;width:44px;height:44px;line-height:44px;text-align:center;text-decoration:none;\
    font-weight:600;color:#1b1b1b;background:#ffffff;border:1px solid #6b7280;border-radius:8px";
/// The way to the page.
const OPEN: &str = "display:inline-block;padding:10px 20px;text-decoration:none;font-weight:600;color:#1b1b1b;\
    background:#ffffff;border:2px solid #1b1b1b;border-radius:8px";
/// The most scores in one row: what fits the narrowest phone.
const ROW_MAX: usize = 6;

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
    let mut html = format!("<div style=\"{SHEET}\">\n");
    html.push_str(&paragraph(&greeting));
    html.push_str(&paragraph(&introduction));
    if !asked.is_empty() {
        html.push_str(&format!("<p><strong>{}</strong></p>\n", escape(&asked)));
    }
    html.push_str(&first.map(|it| buttons(it, &link, letter)).unwrap_or_default());
    html.push_str(&format!("<p><a href=\"{}\" style=\"{OPEN}\">{}</a></p>\n", escape(&link), escape(&open)));
    for part in [&until, &signature, &why] {
        html.push_str(&paragraph(part));
    }
    html.push_str("</div>\n");
    Mail { subject, text, html }
}

/// Rows of links, one per score, with what the ends mean; nothing if the question takes no score.
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
        let link = format!("<a href=\"{}\" style=\"{SCORE}\">{score}</a>", escape(&address));
        format!("<td width=\"44\" height=\"44\" align=\"center\" style=\"padding:0 6px 6px 0\">{link}</td>")
    };
    let (first, last) = (*scale.start(), *scale.end());
    let cells: Vec<String> = scale.map(cell).collect();
    // Rows as even as they can be: eleven scores stand six over five.
    let in_row = cells.len().div_ceil(cells.len().div_ceil(ROW_MAX)).max(1);
    let rows: String = cells.chunks(in_row).map(|it| format!("<tr>{}</tr>\n", it.concat())).collect();
    let ends = if low.is_empty() && high.is_empty() {
        String::new()
    } else {
        format!("<p>{first} = {}, {last} = {}</p>\n", escape(&low), escape(&high))
    };
    format!("<table role=\"presentation\" border=\"0\" cellpadding=\"0\" cellspacing=\"0\">\n{rows}</table>\n{ends}")
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
        // Two rows that fit a phone, each score as large as a thumb.
        let rows: Vec<usize> = mail.html.split("<tr>").skip(1).map(|it| it.matches(SCORE).count()).collect();
        assert_eq!(rows, [6, 5]);
        assert!(SCORE.contains("width:44px;height:44px"));
        // Nothing in it that is not ours: what would be taken out of a stranger's mail is only how it looks.
        let plain = |html: &str| mail::html::sanitise(html).html.replace(|it: char| it.is_whitespace(), "");
        let unstyled = mail.html.replace(SCORE, "").replace(OPEN, "").replace(SHEET, "");
        assert_eq!(plain(&mail.html), plain(&unstyled));
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
