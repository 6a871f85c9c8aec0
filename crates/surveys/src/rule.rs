//! Which closed cases are surveyed. Pure: the facts are given, the decision says why.

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{CaseId, SurveyId, SurveyRuleId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Which closed cases are surveyed, with what, and when not.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyRule)]
pub struct Rule {
    /// Names it.
    pub id: SurveyRuleId,
    /// As staff read it.
    pub name: String,
    /// Its place in the order, lowest first: the first that concerns a case decides.
    pub place: i64,
    /// What is asked.
    pub survey_id: SurveyId,
    /// Whether it is at work.
    pub is_active: bool,
    /// Seconds between the closure and the invitation.
    pub delay_seconds: i64,
    /// At most one invitation, of any survey, per person in so many days.
    pub quiet_days: i64,
    /// Whether nobody is asked while they have a complaint open.
    pub spares_complaints: bool,
    /// Types of the cases it is for; empty: all.
    pub case_types: Vec<String>,
    /// Channels of the cases it is for; empty: all.
    pub channels: Vec<String>,
    /// Share of those cases that are asked, above 0 up to 1.
    pub share: f64,
    /// Days a link can be answered, the last one to its end.
    pub open_days: i64,
    /// Rises with each edit.
    pub version: i64,
}

/// Why somebody is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InvitationRefusal)]
pub enum Reason {
    /// The case has no known person.
    PersonUnknown,
    /// The rule is not for this type of case.
    OtherCaseType,
    /// The rule is not for this channel.
    OtherChannel,
    /// The draw left the case out.
    NotDrawn,
    /// There is no address to write to.
    NoAddress,
    /// They were asked within the quiet days.
    AskedRecently,
    /// They have a complaint open.
    ComplaintOpen,
    /// The case was opened again before the invitation was due.
    CaseReopened,
    /// Nothing is published, or the survey was withdrawn.
    SurveyNotAskable,
    /// The rule was put to rest before the invitation was due.
    RuleAtRest,
    /// Its mail could not be delivered.
    Undelivered,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::PersonUnknown,
        Self::OtherCaseType,
        Self::OtherChannel,
        Self::NotDrawn,
        Self::NoAddress,
        Self::AskedRecently,
        Self::ComplaintOpen,
        Self::CaseReopened,
        Self::SurveyNotAskable,
        Self::RuleAtRest,
        Self::Undelivered,
    ];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PersonUnknown => "person_unknown",
            Self::OtherCaseType => "other_case_type",
            Self::OtherChannel => "other_channel",
            Self::NotDrawn => "not_drawn",
            Self::NoAddress => "no_address",
            Self::AskedRecently => "asked_recently",
            Self::ComplaintOpen => "complaint_open",
            Self::CaseReopened => "case_reopened",
            Self::SurveyNotAskable => "survey_not_askable",
            Self::RuleAtRest => "rule_at_rest",
            Self::Undelivered => "undelivered",
        }
    }

    /// The reason stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What is known of a case when it closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedCase {
    /// Which case.
    pub id: CaseId,
    /// Whether its customer is known.
    pub has_person: bool,
    /// Its type.
    pub case_type: String,
    /// The channel it came by.
    pub channel: String,
    /// When it was closed: one that was opened again and closed later is decided on anew.
    pub closed_at: Timestamp,
}

/// What is known of a person when an invitation is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// Whether the rule is at work; a member of staff's own invitation has none.
    pub rule_is_active: bool,
    /// Whether the survey has a version and was not withdrawn.
    pub survey_is_askable: bool,
    /// Whether there is an address to write to; links handed over otherwise need none.
    pub has_address: bool,
    /// Whether the case is still closed.
    pub case_is_closed: bool,
    /// Whether they have a complaint open.
    pub has_open_complaint: bool,
    /// When they were last sent an invitation.
    pub last_sent_at: Option<Timestamp>,
}

/// Seconds of a day.
pub const DAY_SECONDS: i64 = 86_400;

/// The last day on which a link that leaves at `now` can be answered, and the instant at which that day ends, in `zone`
/// (IANA; UTC if there is no such zone).
pub fn open_until(now: Timestamp, open_days: i64, zone: &str) -> (Date, Timestamp) {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let last = now.to_jiff().to_zoned(zone.clone()).date().saturating_add(Span::new().days(open_days));
    let end = last.tomorrow().and_then(|it| it.to_zoned(zone)).map(|it| Timestamp::from_jiff(it.timestamp()));
    (last, end.unwrap_or(now.plus_seconds(open_days * DAY_SECONDS)))
}

impl Rule {
    /// Whether a case that closes is to be surveyed, as far as the case alone tells.
    ///
    /// # Errors
    /// Returns the reason why not.
    pub fn concerns(&self, case: &ClosedCase) -> Result<(), Reason> {
        let for_this = |list: &[String], it: &String| list.is_empty() || list.contains(it);
        if !for_this(&self.case_types, &case.case_type) {
            Err(Reason::OtherCaseType)
        } else if !for_this(&self.channels, &case.channel) || self.would_ask_about_asking(case) {
            Err(Reason::OtherChannel)
        } else if !case.has_person {
            Err(Reason::PersonUnknown)
        } else if self.draw(case.id) >= self.share {
            Err(Reason::NotDrawn)
        } else {
            Ok(())
        }
    }

    /// Cases that grew out of a survey are not surveyed unless the rule says so: each answer would ask for another.
    fn would_ask_about_asking(&self, case: &ClosedCase) -> bool {
        case.channel == "survey" && !self.channels.contains(&case.channel)
    }

    /// Whether an invitation that is due may leave at `now`.
    ///
    /// # Errors
    /// Returns the reason why not.
    pub fn allows(&self, facts: &Readiness, now: Timestamp) -> Result<(), Reason> {
        let quiet_until = facts.last_sent_at.map(|it| it.plus_seconds(self.quiet_days * DAY_SECONDS));
        if !facts.rule_is_active {
            Err(Reason::RuleAtRest)
        } else if !facts.survey_is_askable {
            Err(Reason::SurveyNotAskable)
        } else if !facts.case_is_closed {
            Err(Reason::CaseReopened)
        } else if !facts.has_address {
            Err(Reason::NoAddress)
        } else if self.spares_complaints && facts.has_open_complaint {
            Err(Reason::ComplaintOpen)
        } else if quiet_until.is_some_and(|it| it > now) {
            Err(Reason::AskedRecently)
        } else {
            Ok(())
        }
    }

    /// A number in 0..1 that depends on the rule and the case alone: drawn twice, a case falls the same way.
    pub fn draw(&self, case: CaseId) -> f64 {
        let digest = Sha256::digest(format!("{} {case}", self.id));
        let [a, b, c, d, ..] = digest.as_slice() else { return 0.0 };
        f64::from(u32::from_be_bytes([*a, *b, *c, *d])) / 4_294_967_296.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule() -> Rule {
        Rule {
            id: SurveyRuleId::new(1),
            name: String::new(),
            place: 0,
            survey_id: SurveyId::new(1),
            is_active: true,
            delay_seconds: 3_600,
            quiet_days: 90,
            spares_complaints: true,
            case_types: vec!["claim".to_owned()],
            channels: vec!["mail".to_owned()],
            share: 1.0,
            open_days: 30,
            version: 1,
        }
    }

    fn case() -> ClosedCase {
        let (case_type, channel) = ("claim".to_owned(), "mail".to_owned());
        ClosedCase { id: CaseId::new(5), has_person: true, case_type, channel, closed_at: Timestamp::default() }
    }

    const READY: Readiness = Readiness {
        rule_is_active: true,
        survey_is_askable: true,
        has_address: true,
        case_is_closed: true,
        has_open_complaint: false,
        last_sent_at: None,
    };

    #[test]
    fn a_rule_concerns_its_types_and_channels_and_known_people() {
        assert_eq!(rule().concerns(&case()), Ok(()));
        for (case, reason) in [
            (ClosedCase { case_type: "complaint".into(), ..case() }, Reason::OtherCaseType),
            (ClosedCase { channel: "phone".into(), ..case() }, Reason::OtherChannel),
            (ClosedCase { has_person: false, ..case() }, Reason::PersonUnknown),
        ] {
            assert_eq!(rule().concerns(&case), Err(reason));
        }
        let all = Rule { case_types: vec![], channels: vec![], ..rule() };
        let grown = ClosedCase { channel: "survey".into(), ..case() };
        assert_eq!(all.concerns(&grown), Err(Reason::OtherChannel), "no survey about a survey");
        assert_eq!(all.concerns(&ClosedCase { case_type: "anything".into(), ..case() }), Ok(()));
    }

    #[test]
    fn an_invitation_leaves_only_if_it_is_fair_to_ask() {
        let now = Timestamp::from_seconds(1_000 * DAY_SECONDS);
        let days_ago = |days: i64| Some(now.plus_seconds(-days * DAY_SECONDS));
        for (facts, expected) in [
            (READY, Ok(())),
            (Readiness { has_open_complaint: true, ..READY }, Err(Reason::ComplaintOpen)),
            (Readiness { case_is_closed: false, ..READY }, Err(Reason::CaseReopened)),
            (Readiness { has_address: false, ..READY }, Err(Reason::NoAddress)),
            (Readiness { rule_is_active: false, ..READY }, Err(Reason::RuleAtRest)),
            (Readiness { survey_is_askable: false, ..READY }, Err(Reason::SurveyNotAskable)),
            (Readiness { last_sent_at: days_ago(89), ..READY }, Err(Reason::AskedRecently)),
            (Readiness { last_sent_at: days_ago(90), ..READY }, Ok(())),
        ] {
            assert_eq!(rule().allows(&facts, now), expected, "{facts:?}");
        }
    }

    #[test]
    fn a_link_lives_to_the_end_of_the_day_that_its_mail_names() {
        for (sent, days, last, end) in [
            ("2026-05-31T07:14:00Z", 30, "2026-06-30", "2026-06-30T22:00:00Z"),
            // Half past midnight in Paris: June has begun.
            ("2026-05-31T22:30:00Z", 30, "2026-07-01", "2026-07-01T22:00:00Z"),
            // An hour longer by the clock's going back on 25 October, and still midnight.
            ("2026-10-10T10:00:00Z", 21, "2026-10-31", "2026-10-31T23:00:00Z"),
        ] {
            let until = open_until(sent.parse().unwrap(), days, "Europe/Paris");
            assert_eq!(until, (last.parse().unwrap(), end.parse().unwrap()), "{sent}");
        }
    }

    proptest! {
        #[test]
        fn the_draw_is_fair_and_the_same_twice(start in 0_i64..1_000_000_000) {
            let rule = Rule { share: 0.25, ..rule() };
            let drawn = (start..start + 2_000).filter(|it| rule.draw(CaseId::new(*it)) < rule.share).count();
            // 500 expected, standard deviation 19.4: within five of them.
            prop_assert!((403..=597).contains(&drawn), "{drawn}");
            prop_assert_eq!(rule.draw(CaseId::new(start)), rule.draw(CaseId::new(start)));
        }
    }
}
