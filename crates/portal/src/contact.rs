//! What somebody writes on the contact page, checked.

use kernel::{Email, Phone};

use crate::fields::{Sent, value};

/// Most characters of a message.
pub const MESSAGE_LENGTH_MAX: u32 = 10_000;
/// Most characters of a name.
pub const NAME_LENGTH_MAX: u32 = 120;
/// Most characters of an address or number.
pub const REACH_LENGTH_MAX: u32 = 254;
/// Largest attachment, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;

/// A way to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// By mail.
    Email(Email),
    /// By phone.
    Phone(Phone),
}

/// A message that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// A key of the case types.
    pub topic: String,
    /// The words.
    pub text: String,
    /// Who writes, as they say.
    pub name: String,
    /// How to answer.
    pub reach: Reach,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was chosen.
    Topic,
    /// Nothing was written.
    Message,
    /// The text is too long; the most it may be, in characters.
    Long(&'static str, u32),
    /// No name.
    Name,
    /// No address and no number.
    Reach,
    /// The file is too large.
    Attachment,
}

impl Fault {
    /// The field it is about.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Message => "message",
            Self::Long(field, _) => field,
            Self::Name => "name",
            Self::Reach => "reach",
            Self::Attachment => "attachment",
        }
    }
}

/// An address or number; numbers as dialled from `country`.
pub fn reach(text: &str, country: &str) -> Option<Reach> {
    let email = text.parse().ok().map(Reach::Email);
    email.or_else(|| Phone::parse(text, country).ok().map(Reach::Phone))
}

/// The message in what was sent, or all that is wrong with it. `topics` are the keys that may be chosen.
pub fn read(sent: &Sent, attachment_bytes: usize, topics: &[String], country: &str) -> Result<Message, Vec<Fault>> {
    let mut faults = Vec::new();
    let (topic, text, name) = (value(sent, "topic"), value(sent, "message"), value(sent, "name"));
    let mut require = |is_there: bool, fault: Fault| {
        if !is_there {
            faults.push(fault);
        }
    };
    let fits = |text: &str, length: u32| text.chars().count() <= length as usize;
    require(topics.iter().any(|it| it == topic), Fault::Topic);
    require(!text.is_empty(), Fault::Message);
    require(fits(text, MESSAGE_LENGTH_MAX), Fault::Long("message", MESSAGE_LENGTH_MAX));
    require(!name.is_empty(), Fault::Name);
    require(fits(name, NAME_LENGTH_MAX), Fault::Long("name", NAME_LENGTH_MAX));
    let reach = reach(value(sent, "reach"), country);
    require(reach.is_some(), Fault::Reach);
    require(attachment_bytes <= ATTACHMENT_BYTES_MAX, Fault::Attachment);
    match reach {
        Some(reach) if faults.is_empty() => {
            Ok(Message { topic: topic.to_owned(), text: text.to_owned(), name: name.to_owned(), reach })
        }
        _ => Err(faults),
    }
}

/// A subject in a line: the first words of the message.
pub fn subject(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = line.char_indices().nth(80).map_or(line.len(), |(place, _)| place);
    if end < line.len() {
        end = line.get(..end).and_then(|it| it.rfind(' ')).unwrap_or(end);
        return format!("{}…", line.get(..end).unwrap_or_default());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let topics = ["question".to_owned()];
        let faults = read(&sent(&[("topic", "x"), ("reach", "nothing")]), ATTACHMENT_BYTES_MAX + 1, &topics, "FR");
        assert_eq!(faults.unwrap_err(), [Fault::Topic, Fault::Message, Fault::Name, Fault::Reach, Fault::Attachment]);
        let good = [("topic", "question"), ("message", " Bonjour "), ("name", "Hélène"), ("reach", "06 12 34 56 78")];
        let message = read(&sent(&good), 0, &topics, "FR").unwrap();
        assert_eq!((message.text.as_str(), message.reach), ("Bonjour", Reach::Phone("+33612345678".parse_phone())));
    }

    trait ParsePhone {
        fn parse_phone(&self) -> Phone;
    }
    impl ParsePhone for str {
        fn parse_phone(&self) -> Phone {
            Phone::parse(self, "FR").unwrap()
        }
    }

    #[test]
    fn a_subject_is_the_first_words() {
        assert_eq!(subject("Bonjour,\n  mon  contrat"), "Bonjour, mon contrat");
        let long = subject(&"mot ".repeat(40));
        assert!(long.chars().count() <= 81 && long.ends_with("mot…"), "{long}");
    }
}
