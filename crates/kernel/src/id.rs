//! Typed 64-bit ids: 42 bits of milliseconds since 2020-01-01 UTC, 6 of node, 15 of sequence.
//!
//! Sorted by the time they were made, so that keyset pages and B-trees stay small. Shown as `case_0J5XK…`:
//! a prefix and 13 Crockford base32 digits; a case also by its number, the digits alone. They are names, not secrets: links carry random tokens instead.

use std::fmt;
use std::sync::Mutex;

use crate::time::Timestamp;

/// Milliseconds between 1970-01-01 and 2020-01-01, UTC.
const EPOCH_MS: i64 = 1_577_836_800_000;
const SEQUENCE_BITS: u32 = 15;
const NODE_BITS: u32 = 6;
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An id that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id of the form {prefix}_ and 13 characters")]
pub struct IdError {
    /// What was given.
    pub text: String,
    /// The prefix that was expected.
    pub prefix: &'static str,
}

/// A typed id over a 64-bit number.
pub trait TypedId: Copy + Send + Sync + 'static {
    /// What stands before the underscore when shown.
    const PREFIX: &'static str;
    /// Wraps the stored number.
    fn from_i64(value: i64) -> Self;
    /// The stored number.
    fn to_i64(self) -> i64;
}

/// Makes ids that rise with time; one per process and node.
///
/// Never goes back when the clock does: it keeps counting from the last millisecond it has seen.
#[derive(Debug)]
pub struct IdGenerator {
    node: i64,
    last: Mutex<(i64, i64)>,
}

impl IdGenerator {
    /// A generator for `node` in 0..64; higher bits are dropped.
    pub fn new(node: u8) -> Self {
        Self { node: i64::from(node) & ((1 << NODE_BITS) - 1), last: Mutex::new((0, -1)) }
    }

    /// The next id at `now`. O(1).
    pub fn next<I: TypedId>(&self, now: Timestamp) -> I {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ms = (now.as_millis() - EPOCH_MS).max(0).max(last.0);
        let sequence = if ms == last.0 { last.1 + 1 } else { 0 };
        let (ms, sequence) = if sequence >= 1 << SEQUENCE_BITS { (ms + 1, 0) } else { (ms, sequence) };
        *last = (ms, sequence);
        I::from_i64(ms << (NODE_BITS + SEQUENCE_BITS) | self.node << SEQUENCE_BITS | sequence)
    }
}

/// Writes `value` as `prefix_` and 13 Crockford base32 digits.
pub fn show(prefix: &str, value: i64) -> String {
    let bits = value.cast_unsigned();
    let digits = (0..13).rev().map(|place| {
        let digit = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
        char::from(DIGITS.get(digit).copied().unwrap_or(b'0'))
    });
    format!("{prefix}_{}", digits.collect::<String>())
}

/// Reads what [`show`] wrote; lower case, and `I L O` for `1 1 0`, are read as Crockford's rules say.
pub fn read(prefix: &'static str, text: &str) -> Result<i64, IdError> {
    let refuse = || IdError { text: text.to_owned(), prefix };
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(refuse)?;
    if digits.len() != 13 {
        return Err(refuse());
    }
    read_digits(digits).ok_or_else(refuse)
}

/// The value of Crockford base32 `digits`; `None` if one is not a digit or the value does not fit.
fn read_digits(digits: &str) -> Option<i64> {
    let mut value: u64 = 0;
    for byte in digits.bytes() {
        let byte = match byte.to_ascii_uppercase() {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            other => other,
        };
        let digit = DIGITS.iter().position(|it| *it == byte)?;
        value = value.checked_mul(32)?.checked_add(digit as u64)?;
    }
    i64::try_from(value).ok()
}

/// Declares a typed id: `typed_id!(/// Names a case.\n CaseId, "case");`.
#[macro_export]
macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $crate::id::TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_i64(value: i64) -> Self { Self(value) }
            fn to_i64(self) -> i64 { self.0 }
        }
        impl $name {
            /// Wraps the stored number.
            pub const fn new(value: i64) -> Self { Self(value) }
            /// The stored number.
            pub const fn get(self) -> i64 { self.0 }
        }
        impl $crate::value::IntoValue for $name {
            fn into_value(self) -> $crate::value::Value { $crate::value::Value::Int(Some(self.0)) }
            fn null() -> $crate::value::Value { $crate::value::Value::Int(None) }
        }
        impl $crate::value::FromValue for $name {
            fn from_value(value: $crate::value::Value) -> Result<Self, String> {
                <i64 as $crate::value::FromValue>::from_value(value).map(Self)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::id::show($prefix, self.0))
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{self}") }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::id::IdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { $crate::id::read($prefix, text).map(Self) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.collect_str(self) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!("An id: ", $prefix, "_ and 13 characters.")))
                    .examples([concat!($prefix, "_0J5XK7Q2M8N4P")])
                    .into()
            }
        }
        impl utoipa::IntoParams for $name {
            /// Nothing: `Path<$name>` needs the trait, and the document takes the name from the path's template.
            fn into_params(
                _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                Vec::new()
            }
        }
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> { std::borrow::Cow::Borrowed(stringify!($name)) }
        }
    };
}

typed_id!(
    /// Names a member of staff.
    StaffId, "staff");
typed_id!(
    /// Names a team of staff.
    TeamId, "team");
typed_id!(
    /// Names a staff session.
    SessionId, "sess");
typed_id!(
    /// Names an API key.
    ApiKeyId, "key");
typed_id!(
    /// Names one entry of the audit log.
    AuditId, "audit");
typed_id!(
    /// Names a person we serve.
    PersonId, "person");
typed_id!(
    /// Names an account: a company or a group we serve.
    AccountId, "acct");
typed_id!(
    /// Names a person's membership of an account.
    MembershipId, "memb");
typed_id!(
    /// Names a contact point.
    ContactPointId, "cp");
typed_id!(
    /// Names a source system.
    SourceId, "src");
typed_id!(
    /// Names what one source system knows of one person or account.
    SourceRecordId, "rec");
typed_id!(
    /// Names one run of an import.
    ImportId, "imp");
typed_id!(
    /// Names a row or value that an import did not take in.
    ImportRefusalId, "refusal");
typed_id!(
    /// Names an interaction on the timeline.
    InteractionId, "int");
typed_id!(
    /// Names an attachment of an interaction.
    AttachmentId, "att");
typed_id!(
    /// Names a case.
    CaseId, "case");

impl CaseId {
    /// The number of the case as people read and say it: its digits without the zeros before them, `CMW85XMA0000`.
    pub fn number(self) -> String {
        let shown = self.to_string();
        shown.trim_start_matches("case_").trim_start_matches('0').to_owned()
    }

    /// The case of a number as people type it: `#` or `case_` may stand before it, zeros may lead or miss, letters may be
    /// small, blanks or hyphens may part it, and `i l o` are read as `1 1 0`. Says nothing of whether there is such a case.
    pub fn from_number(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('#').to_ascii_lowercase();
        let digits: String = text.trim_start_matches("case_").chars().filter(|it| !matches!(it, ' ' | '-')).collect();
        read_digits(digits.trim_start_matches(['0', 'o'])).filter(|it| *it > 0).map(Self)
    }
}

typed_id!(
    /// Names a promise: a service level.
    PromiseId, "prom");
typed_id!(
    /// Names a business calendar.
    CalendarId, "cal");
typed_id!(
    /// Names one clock of a case.
    ClockId, "clock");
typed_id!(
    /// Names a reply template.
    TemplateId, "tpl");
typed_id!(
    /// Names a saved view of the inbox.
    ViewId, "view");
typed_id!(
    /// Names one act on many cases.
    BatchId, "batch");
typed_id!(
    /// Names an adviser's draft.
    DraftId, "draft");
typed_id!(
    /// Names one entry of a case's history.
    HistoryId, "hist");
typed_id!(
    /// Names a mailbox.
    MailboxId, "mbox");
typed_id!(
    /// Names one inbound mail as it was received.
    InboundId, "in");
typed_id!(
    /// Names one outbound mail as it was queued.
    OutboundId, "out");
typed_id!(
    /// Names a survey.
    SurveyId, "surv");
typed_id!(
    /// Names one version of a survey.
    SurveyVersionId, "sver");
typed_id!(
    /// Names an invitation to a survey.
    InvitationId, "inv");
typed_id!(
    /// Names a response to a survey.
    ResponseId, "resp");
typed_id!(
    /// Names a rule that says which closed cases are surveyed.
    SurveyRuleId, "srule");
typed_id!(
    /// Names one version of an indicator's definition.
    IndicatorId, "ind");
typed_id!(
    /// Names a call-back owed to a customer.
    CallbackId, "cb");
typed_id!(
    /// Names a job.
    JobId, "job");
typed_id!(
    /// Names an event in the outbox.
    EventId, "evt");
typed_id!(
    /// Names a link a customer was given.
    LinkId, "link");

impl fmt::Display for dyn TypedIdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The text of any id, for places that hold ids of several kinds (audit, history).
pub trait TypedIdText {
    /// As shown.
    fn text(&self) -> String;
}

impl<I: TypedId> TypedIdText for I {
    fn text(&self) -> String {
        show(I::PREFIX, self.to_i64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_shown() {
        for value in [0, 1, 31, 32, 1_234_567_890_123_456, i64::MAX] {
            let shown = CaseId::new(value).to_string();
            assert_eq!(shown.parse(), Ok(CaseId::new(value)), "{shown}");
        }
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        assert!("staff_0000000000001".parse::<CaseId>().is_err());
        assert!("case_000000000000".parse::<CaseId>().is_err());
        assert!("case_ZZZZZZZZZZZZZ".parse::<CaseId>().is_err());
        assert!(<CaseId as std::str::FromStr>::from_str("case_00000000000U1").is_err());
    }

    #[test]
    fn a_case_number_is_read_however_it_is_written() {
        let case: CaseId = "case_0CMW85XMA0010".parse().unwrap();
        assert_eq!(case.number(), "CMW85XMA0010");
        for text in [
            "CMW85XMA0010",
            "0CMW85XMA0010",
            "00CMW85XMA0010",
            "case_0CMW85XMA0010",
            "CASE_CMW85XMA0010",
            " #cmw85xma0010 ",
            "#case_0CMW85XMA0010",
            "CMW85-XMA0010",
            "cmw8 5xma oolo",
            "cmw85xma00i0",
            "OCMW85XMAOOLO",
        ] {
            assert_eq!(CaseId::from_number(text), Some(case), "{text}");
        }
        for text in ["", "#", "case_", "0", "dégât", "CMW85XMA001U", "CMW85XMA0010CMW85", "numéro CMW85XMA0010"] {
            assert_eq!(CaseId::from_number(text), None, "{text}");
        }
    }

    #[test]
    fn ids_rise_even_when_the_clock_goes_back() {
        let ids = IdGenerator::new(1);
        let late = Timestamp::from_millis(1_800_000_000_000);
        let mut last: CaseId = ids.next(late);
        for step in 0..100_000 {
            let next = ids.next(Timestamp::from_millis(1_800_000_000_000 - step));
            assert!(next > last);
            last = next;
        }
    }
}
