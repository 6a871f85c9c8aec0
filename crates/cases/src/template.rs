//! Reply templates: texts by intent and language, filled with what is known of the customer and the case.
//!
//! A text is minijinja with declared variables. Three kinds:
//! - with a **fallback**: printed instead of what is not known;
//! - **optional**: printed only within `{% if first_name %}…{% endif %}`, so that « Bonjour, » is written when there is
//!   no first name, and never « Bonjour , »;
//! - **required**: not known is a *gap*, shown in the text and blocking the sending until somebody fills it in.
//!
//! An empty variable is thus impossible; [`Template::check`] proves it for each template when it is saved.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Locale, TemplateId, Timestamp};
use minijinja::{Environment, UndefinedBehavior};
use serde::{Deserialize, Serialize};

/// The longest text of a template, in bytes.
pub const BODY_BYTES_MAX: usize = 20_000;
/// The most variables one may declare.
pub const VARIABLES_MAX: usize = 40;
/// Steps a rendering may take: a text of a page takes hundreds.
const FUEL: u64 = 50_000;
/// Around a filled-in value while rendering: private characters that no text of ours holds.
const VALUE_START: char = '\u{E000}';
const VALUE_END: char = '\u{E001}';
const NAME_END: char = '\u{E002}';
/// Around the name of a gap in the text.
const GAP: (char, char) = ('⟦', '⟧');

/// What every case offers to a text, and where it is from; other variables are typed by the writer.
pub const KNOWN: &[(&str, Source)] = &[
    ("title", Source::Customer),
    ("first_name", Source::Customer),
    ("last_name", Source::Customer),
    ("account_name", Source::Customer),
    ("case_number", Source::Case),
    ("subject", Source::Case),
    ("opened_on", Source::Case),
    ("due_at", Source::Case),
    ("staff_name", Source::Writer),
    ("team_name", Source::Case),
    ("company", Source::Installation),
];

/// Where a filled-in value is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TemplateSource)]
pub enum Source {
    /// What is known of the customer.
    Customer,
    /// The case.
    Case,
    /// Who writes.
    Writer,
    /// The installation.
    Installation,
    /// Typed for this text.
    Typed,
    /// The template's fallback: not known.
    Fallback,
}

/// A variable a text declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// One of those every case offers, or one that the writer types.
    #[schema(example = "first_name")]
    pub name: String,
    /// Printed when it is not known.
    #[serde(default)]
    pub fallback: Option<String>,
    /// Blocks sending when it is not known.
    #[serde(default)]
    pub is_required: bool,
}

/// A text to answer from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name in the store.
    pub id: TemplateId,
    /// As staff read it.
    pub name: String,
    /// What it is for; the same in each language.
    pub intent: String,
    /// Language it is written in.
    pub language: Locale,
    /// The text.
    pub body: String,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// Whether it is offered.
    pub is_active: bool,
    /// Last edit.
    pub updated_at: Timestamp,
    /// Rises with each edit.
    pub version: i64,
}

/// A value, and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What is printed; one of spaces alone counts as not known.
    pub value: String,
    /// Where it is from.
    pub source: Source,
}

/// A text filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Rendering {
    /// The text; gaps stand in it as `⟦name⟧`.
    pub text: String,
    /// Each value in it, in order.
    pub filled: Vec<Filled>,
    /// What was not known and was written otherwise.
    pub fallbacks: Vec<Fallback>,
    /// What must be filled in before it can be sent.
    pub gaps: Vec<String>,
}

/// A value in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Filled {
    /// The variable.
    pub name: String,
    /// As printed.
    pub value: String,
    /// Where it is from.
    pub source: Source,
    /// Where it starts in the text, in UTF-16 units, as editors count.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A variable that was not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fallback {
    /// The variable.
    pub name: String,
    /// What was printed instead; `None`: its sentence was written without it.
    pub text: Option<String>,
}

/// A template that cannot be used. Variables come with their place in the list, from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// No text, or too much.
    #[error("a template has 1 to {BODY_BYTES_MAX} bytes of text")]
    Length,
    /// More variables than one may declare.
    #[error("a template declares at most {VARIABLES_MAX} variables")]
    TooManyVariables,
    /// Not a name: lower-case letters, digits and `_`.
    #[error("`{1}` is not a variable's name")]
    VariableName(usize, String),
    /// Declared twice.
    #[error("`{1}` is declared twice")]
    DeclaredTwice(usize, String),
    /// Used, not declared.
    #[error("`{0}` is used and not declared")]
    Undeclared(String),
    /// A fallback of spaces alone would leave a hole in the sentence.
    #[error("the fallback of `{1}` is empty; put its sentence into {{% if {1} %}} instead")]
    FallbackEmpty(usize, String),
    /// Required, yet with a fallback: one of them is a mistake.
    #[error("`{1}` is required and has a fallback")]
    RequiredWithFallback(usize, String),
    /// Optional, yet printed where it may not be known.
    #[error("`{1}` has no fallback and is printed outside of {{% if {1} %}}")]
    PrintedUnguarded(usize, String),
    /// Not minijinja, or more work than a text may be.
    #[error("the text cannot be rendered: {cause} on line {line}")]
    Syntax {
        /// On which line, from 1.
        line: usize,
        /// Whether it names a filter, a function or a test that is not there.
        is_name: bool,
        /// The engine's words.
        cause: String,
    },
}

impl Template {
    /// Refuses a text that could ever print an empty variable, or that cannot be rendered.
    pub fn check(&self) -> Result<(), TemplateError> {
        if self.body.trim().is_empty() || self.body.len() > BODY_BYTES_MAX {
            return Err(TemplateError::Length);
        }
        self.check_variables()?;
        let environment = environment();
        let template = environment.template_from_str(&self.body).map_err(|it| syntax(&it))?;
        let declared: BTreeSet<&str> = self.variables.iter().map(|it| it.name.as_str()).collect();
        let mut used: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        used.sort();
        if let Some(name) = used.into_iter().find(|it| !declared.contains(it.as_str())) {
            return Err(TemplateError::Undeclared(name));
        }
        // Everything known must render, and so must everything but one optional variable, for each of them.
        let optional: Vec<(usize, &str)> = self.optional().collect();
        self.run(&environment, |_| Some("x".to_owned())).map_err(|it| syntax(&it))?;
        for (place, missing) in optional {
            let known = |name: &str| (name != missing).then(|| "x".to_owned());
            self.run(&environment, known).map_err(|error| match error.kind() {
                minijinja::ErrorKind::UndefinedError => TemplateError::PrintedUnguarded(place, missing.to_owned()),
                _ => syntax(&error),
            })?;
        }
        Ok(())
    }

    /// Fills the text in with `given`. A text that [`Template::check`] let pass can still fail where two optional
    /// variables are missing at once in a way only their pair shows; it then fails, and never prints a hole.
    pub fn render(&self, given: &BTreeMap<String, Given>) -> Result<Rendering, TemplateError> {
        let known: BTreeMap<&str, &Given> = self
            .variables
            .iter()
            .filter_map(|it| given.get_key_value(&it.name))
            .filter(|(_, it)| !it.value.trim().is_empty())
            .map(|(name, it)| (name.as_str(), it))
            .collect();
        let mut rendering = Rendering::default();
        for variable in self.variables.iter().filter(|it| !known.contains_key(it.name.as_str())) {
            if variable.is_required {
                rendering.gaps.push(variable.name.clone());
            } else {
                rendering.fallbacks.push(Fallback { name: variable.name.clone(), text: variable.fallback.clone() });
            }
        }
        let value = |name: &str| {
            let plain = |it: &str| it.replace([VALUE_START, VALUE_END, NAME_END], "");
            let variable = self.variables.iter().find(|it| it.name == name)?;
            let text = match (known.get(name), &variable.fallback) {
                (Some(given), _) => plain(&given.value),
                (None, Some(fallback)) => plain(fallback),
                (None, None) if variable.is_required => format!("{}{name}{}", GAP.0, GAP.1),
                (None, None) => return None,
            };
            Some(format!("{VALUE_START}{name}{NAME_END}{text}{VALUE_END}"))
        };
        let marked = self.run(&environment(), value).map_err(|it| syntax(&it))?;
        unmark(&marked, &known, &mut rendering);
        // What the text did not print, because another condition left it out, is no gap and no fallback.
        let printed = |name: &str| rendering.text.contains(&format!("{}{name}{}", GAP.0, GAP.1));
        rendering.gaps.retain(|it| printed(it));
        let shown: BTreeSet<String> = rendering.filled.iter().map(|it| it.name.clone()).collect();
        rendering.fallbacks.retain(|it| it.text.is_none() || shown.contains(&it.name));
        Ok(rendering)
    }

    /// The variables that may go unsaid, each with its place in the list.
    fn optional(&self) -> impl Iterator<Item = (usize, &str)> {
        let all = self.variables.iter().enumerate();
        all.filter(|(_, it)| !it.is_required && it.fallback.is_none()).map(|(place, it)| (place, it.name.as_str()))
    }

    fn check_variables(&self) -> Result<(), TemplateError> {
        if self.variables.len() > VARIABLES_MAX {
            return Err(TemplateError::TooManyVariables);
        }
        let mut seen = BTreeSet::new();
        for (place, variable) in self.variables.iter().enumerate() {
            let name = &variable.name;
            if !crate::case_type::is_key(name) {
                return Err(TemplateError::VariableName(place, name.clone()));
            }
            if !seen.insert(name) {
                return Err(TemplateError::DeclaredTwice(place, name.clone()));
            }
            if variable.fallback.as_ref().is_some_and(|it| it.trim().is_empty()) {
                return Err(TemplateError::FallbackEmpty(place, name.clone()));
            }
            if variable.is_required && variable.fallback.is_some() {
                return Err(TemplateError::RequiredWithFallback(place, name.clone()));
            }
        }
        Ok(())
    }

    fn run(
        &self,
        environment: &Environment<'_>,
        value: impl Fn(&str) -> Option<String>,
    ) -> Result<String, minijinja::Error> {
        let values: BTreeMap<&str, String> =
            self.variables.iter().filter_map(|it| Some((it.name.as_str(), value(&it.name)?))).collect();
        environment.render_str(&self.body, values)
    }
}

/// minijinja without loaders, strict about what is not known, with bounded work.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment
}

fn syntax(error: &minijinja::Error) -> TemplateError {
    use minijinja::ErrorKind::{UnknownFilter, UnknownFunction, UnknownMethod, UnknownTest};
    TemplateError::Syntax {
        line: error.line().unwrap_or(1),
        is_name: matches!(error.kind(), UnknownFilter | UnknownFunction | UnknownMethod | UnknownTest),
        cause: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
    }
}

/// Takes the marks out of `marked`, and notes where each value stands.
fn unmark(marked: &str, known: &BTreeMap<&str, &Given>, rendering: &mut Rendering) {
    let mut units = 0;
    let mut open: Option<(String, usize, String)> = None;
    let mut name: Option<String> = None;
    for character in marked.chars() {
        match character {
            VALUE_START => name = Some(String::new()),
            NAME_END => open = name.take().map(|it| (it, units, String::new())),
            VALUE_END => {
                if let Some((name, start, value)) = open.take() {
                    let source = known.get(name.as_str()).map_or(Source::Fallback, |it| it.source);
                    if !rendering.gaps.contains(&name) {
                        rendering.filled.push(Filled { name, value, source, start, end: units });
                    }
                }
            }
            other => match (&mut name, &mut open) {
                (Some(name), _) => name.push(other),
                (None, value) => {
                    if let Some((_, _, value)) = value {
                        value.push(other);
                    }
                    rendering.text.push(other);
                    units += other.len_utf16();
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(body: &str, variables: &[(&str, Option<&str>, bool)]) -> Template {
        Template {
            id: TemplateId::new(1),
            name: "x".into(),
            intent: "x".into(),
            language: Locale::Fr,
            body: body.into(),
            variables: variables
                .iter()
                .map(|(name, fallback, is_required)| Variable {
                    name: (*name).into(),
                    fallback: fallback.map(str::to_owned),
                    is_required: *is_required,
                })
                .collect(),
            is_active: true,
            updated_at: Timestamp::default(),
            version: 1,
        }
    }

    fn given(values: &[(&str, &str)]) -> BTreeMap<String, Given> {
        let given = |value: &str| Given { value: value.to_owned(), source: Source::Customer };
        values.iter().map(|(name, value)| ((*name).to_owned(), given(value))).collect()
    }

    const GREETING: &str = "Bonjour{% if first_name %} {{ first_name }}{% endif %},";

    #[test]
    fn without_a_first_name_bonjour_stands_alone() {
        let template = template(GREETING, &[("first_name", None, false)]);
        template.check().unwrap();
        let with = template.render(&given(&[("first_name", "Hélène")])).unwrap();
        assert_eq!(with.text, "Bonjour Hélène,");
        assert_eq!((with.filled[0].start, with.filled[0].end, with.filled[0].source), (8, 14, Source::Customer));
        for unknown in [given(&[]), given(&[("first_name", "  ")])] {
            let without = template.render(&unknown).unwrap();
            assert_eq!(without.text, "Bonjour,");
            assert_eq!(without.fallbacks, [Fallback { name: "first_name".into(), text: None }]);
            assert!(without.gaps.is_empty());
        }
    }

    #[test]
    fn a_fallback_is_printed_and_told() {
        let template = template("Votre {{ thing }} est prêt.", &[("thing", Some("document"), false)]);
        template.check().unwrap();
        let rendering = template.render(&given(&[])).unwrap();
        assert_eq!(rendering.text, "Votre document est prêt.");
        assert_eq!(rendering.filled[0].source, Source::Fallback);
        assert_eq!(rendering.fallbacks[0].text.as_deref(), Some("document"));
    }

    #[test]
    fn a_required_gap_is_shown_and_told() {
        let template = template("Montant : {{ amount }} €", &[("amount", None, true)]);
        template.check().unwrap();
        let rendering = template.render(&given(&[])).unwrap();
        assert_eq!(
            (rendering.text.as_str(), rendering.gaps.as_slice()),
            ("Montant : ⟦amount⟧ €", &["amount".into()][..])
        );
        assert!(rendering.filled.is_empty());
        assert!(template.render(&given(&[("amount", "12")])).unwrap().gaps.is_empty());
    }

    #[test]
    fn what_a_condition_left_out_is_no_gap() {
        let body = "{% if first_name %}{{ amount }}{% endif %}.";
        let template = template(body, &[("first_name", None, false), ("amount", None, true)]);
        assert!(template.render(&given(&[])).unwrap().gaps.is_empty());
    }

    #[test]
    fn a_template_that_could_print_a_hole_is_refused_when_saved() {
        for (body, variables, expected) in [
            ("Bonjour {{ first_name }},", vec![("first_name", None, false)], {
                TemplateError::PrintedUnguarded(0, "first_name".into())
            }),
            ("Bonjour {{ nom }},", vec![], TemplateError::Undeclared("nom".into())),
            ("x", vec![("a", Some(" "), false)], TemplateError::FallbackEmpty(0, "a".into())),
            ("x", vec![("a", Some("b"), true)], TemplateError::RequiredWithFallback(0, "a".into())),
            ("x", vec![("a", None, false), ("a", None, false)], TemplateError::DeclaredTwice(1, "a".into())),
            ("x", vec![("A b", None, false)], TemplateError::VariableName(0, "A b".into())),
            ("  ", vec![], TemplateError::Length),
        ] {
            assert_eq!(template(body, &variables).check(), Err(expected), "{body}");
        }
        let range = template("{% for i in range(9) %}x{% endfor %}", &[]);
        assert_eq!(range.check(), Err(TemplateError::Undeclared("range".into())));
        let ten = "{% for i in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}";
        let endless = template(&format!("{}x{}", ten.repeat(8), "{% endfor %}".repeat(8)), &[]);
        assert!(matches!(endless.check(), Err(TemplateError::Syntax { .. })));
        assert!(matches!(template("{% if %}", &[]).check(), Err(TemplateError::Syntax { .. })));
    }

    #[test]
    fn a_customers_name_is_text_and_never_a_template() {
        let template = template(GREETING, &[("first_name", None, false)]);
        let rendering = template.render(&given(&[("first_name", "{{ 7*7 }}\u{E001}<b>")])).unwrap();
        assert_eq!(rendering.text, "Bonjour {{ 7*7 }}<b>,");
    }

    #[test]
    fn places_are_counted_as_editors_count() {
        let template = template("😀 {{ a }}", &[("a", Some("b"), false)]);
        let rendering = template.render(&given(&[])).unwrap();
        assert_eq!((rendering.filled[0].start, rendering.filled[0].end), (3, 4));
    }
}
