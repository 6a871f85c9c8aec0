//! What is refused, in words: each reason of a calendar and of a template has its own, in both languages.

use api::{Problem, Words};
use calendar::{Calendar, CalendarError, Definition, Window};
use kernel::Locale;

use crate::CaseError;
use crate::template::TemplateError;

fn check(error: CaseError, pointer: &str, expected: [&str; 2]) {
    let mut problem = Problem::from(error);
    for (locale, expected) in Locale::ALL.into_iter().zip(expected) {
        problem.say(Words::embedded(), locale);
        let field = problem.errors.first().unwrap();
        assert_eq!((field.pointer.as_str(), field.detail.as_str()), (format!("#{pointer}").as_str(), expected));
    }
}

#[test]
fn a_template_is_refused_at_the_variable_or_the_text_that_is_wrong() {
    use TemplateError as E;
    let of = |error: E| CaseError::from(error);
    check(
        of(E::FallbackEmpty(2, "prenom".to_owned())),
        "/variables/2",
        [
            "Écrivez un texte de secours, ou mettez la phrase dans une condition «\u{a0}if prenom\u{a0}».",
            "Write a fallback, or put its sentence into a condition “if prenom”.",
        ],
    );
    check(
        of(E::Undeclared("nom".to_owned())),
        "/body",
        [
            "Le texte nomme «\u{a0}nom\u{a0}», qui n’est pas dans la liste des variables.",
            "The text names “nom”, which is not in the list of variables.",
        ],
    );
    check(
        of(E::Syntax { line: 3, is_name: false, cause: "unexpected end".to_owned() }),
        "/body",
        [
            "Ligne 3\u{a0}: une double accolade ou une condition «\u{a0}if … endif\u{a0}» est mal écrite.",
            "Line 3: a double brace or a condition “if … endif” is not written right.",
        ],
    );
}

#[test]
fn a_calendar_is_refused_at_the_day_that_is_wrong() {
    let window = |from, to| Window::hours(from, to).unwrap();
    let mut definition: Definition = serde_json::from_str(r#"{"time_zone": "Europe/Paris", "week": {}}"#).unwrap();
    let never = Calendar::new(definition.clone()).unwrap_err();
    let french = "Aucun jour n’est travaillé\u{a0}: aucune échéance ne viendrait jamais. Ouvrez au moins une plage.";
    check(
        CaseError::from(never),
        "/definition/week",
        [french, "No day is worked, so no deadline would ever come. Open at least one window."],
    );
    definition.week.tuesday = vec![window(9, 12), window(11, 13)];
    let overlap = Calendar::new(definition.clone()).unwrap_err();
    check(
        CaseError::from(overlap),
        "/definition/week/tuesday",
        ["09:00-12:00 et 11:00-13:00 se chevauchent.", "09:00-12:00 and 11:00-13:00 overlap."],
    );
    let zone = CalendarError::UnknownTimeZone("Paris".to_owned());
    check(
        CaseError::from(zone),
        "/definition/time_zone",
        [
            "Ce fuseau horaire n’existe pas\u{202f}; il s’écrit comme Europe/Paris.",
            "There is no such time zone; one is written Europe/Paris.",
        ],
    );
}
