//! The words of the pages in one language.

use api::Words;
use api::words::Value;
use kernel::{Locale, Timestamp};
use questionnaire::RefusalReason;
use surveys::visit::QuestionView;

use crate::contact::Fault;
use crate::fields::Wording;
use crate::moment::{Reach, Span, moment, span};

/// Speaks one language.
#[derive(Debug, Clone, Copy)]
pub struct Say {
    /// Which.
    pub locale: Locale,
    /// From these words.
    pub words: &'static Words,
}

impl Say {
    /// The text of `key`.
    pub fn text(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.words.text(self.locale, key, values)
    }

    /// The text of `key`, without values.
    pub fn plain(&self, key: &str) -> String {
        self.text(key, &[])
    }

    /// `at` as said at `now` in `zone`: « vendredi 14:07 ».
    pub fn when(&self, at: Timestamp, now: Timestamp, zone: &str) -> String {
        let it = moment(at, now, zone);
        let key = match it.reach {
            Reach::Near => "portal-when-near",
            Reach::Far => "portal-when-far",
            Reach::Year => "portal-when-year",
        };
        // Text, not numbers: a year has no thousands.
        let values = [
            ("weekday", self.plain(&format!("portal-weekday-{}", it.weekday)).into()),
            ("day", it.day.to_string().into()),
            ("month", self.plain(&format!("portal-month-{}", it.month)).into()),
            ("year", it.year.to_string().into()),
            ("time", it.time.into()),
        ];
        self.text(key, &values)
    }

    /// A time span: « 4 heures ».
    pub fn span(&self, seconds: i64, is_day_and_night: bool) -> String {
        let (key, n) = match span(seconds, is_day_and_night) {
            Span::Days(n) => ("portal-time-days", n),
            Span::Hours(n) => ("portal-time-hours", n),
            Span::Minutes(n) => ("portal-time-minutes", n),
        };
        self.text(key, &[("n", n.into())])
    }

    /// What is wrong with a field of the contact page.
    pub fn fault(&self, fault: Fault) -> String {
        match fault {
            Fault::Topic => self.plain("portal-contact-error-topic"),
            Fault::Message => self.plain("portal-contact-error-message"),
            Fault::Name => self.plain("portal-contact-error-name"),
            Fault::Reach => self.plain("portal-contact-error-reach"),
            Fault::Attachment => self.plain("portal-contact-error-attachment"),
            Fault::Long(_, length) => self.text("portal-contact-error-long", &[("length", length.into())]),
        }
    }
}

impl Wording for Say {
    fn yes(&self) -> String {
        self.plain("portal-survey-yes")
    }

    fn no(&self) -> String {
        self.plain("portal-survey-no")
    }

    fn optional(&self, text: &str) -> String {
        self.text("portal-survey-optional", &[("text", text.into())])
    }

    fn refused(&self, question: &QuestionView, reason: RefusalReason) -> String {
        let (low, high) = (question.scores.first().copied(), question.scores.last().copied());
        match (reason, low.zip(high)) {
            (RefusalReason::TooLong, _) => {
                self.text("portal-survey-too-long", &[("length", question.length_max.into())])
            }
            (RefusalReason::TooMany, _) => self.plain("portal-survey-too-many"),
            (RefusalReason::Missing, Some(_)) if question.may_decline => self.plain("portal-survey-missing-score"),
            (RefusalReason::Missing, Some(_)) => self.plain("portal-survey-missing-score-required"),
            (RefusalReason::Missing, None) if question.kind == "text" => self.plain("portal-survey-missing-text"),
            (RefusalReason::Missing, None) => self.plain("portal-survey-missing"),
            (_, Some((low, high))) => {
                let values = [("low", i64::from(low).into()), ("high", i64::from(high).into())];
                self.text("portal-survey-out-of-scale", &values)
            }
            _ => self.plain("portal-survey-unknown-option"),
        }
    }
}
