//! Finds where a reply ends and what it quotes or signs begins, so that it can be folded; never to delete it.
//!
//! Line by line, in time linear in the text. In doubt nothing is folded: an answer written between quoted lines stays.
//! Forms: `On … wrote:` and its kin in a dozen languages (Gmail, Apple Mail, Thunderbird), Outlook's header block,
//! `-----Original Message-----`, a tail of `>` lines, `-- ` signatures, and what phones add.

use std::sync::LazyLock;

use regex::Regex;

/// Where the parts of a reply begin, as byte offsets at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Where the words of the writer end: the signature or the quoted part begins here, or the text ends.
    pub body_end: usize,
    /// Where the quoted part begins, if there is one.
    pub quoted_at: Option<usize>,
    /// Where the signature begins, if one was found before the quoted part.
    pub signature_at: Option<usize>,
}

/// An introduction may be wrapped over this many lines.
const INTRODUCTION_LINES_MAX: usize = 4;
/// A quoted line shorter than this was not wrapped.
const WRAP_CHARS_MIN: usize = 50;
/// A signature longer than this is not one.
const SIGNATURE_LINES_MAX: usize = 12;

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
    };
}

pattern!(
    INTRODUCTION_START,
    r"(?i)^(on\s|le\s|am\s|el\s|il\s|em\s|op\s|den\s|d\.\s|w\s+dniu|dnia\s|pada\s|\d{1,2}[./ ]|\d{4}[-./ ]|[[:alpha:]]{2,10}[.,]{0,2}\s+\d{1,2}[. ]|.{2,80}[<\[(][^<>\s]+@[^<>\s]+[>\])])"
);
pattern!(
    INTRODUCTION_END,
    r"(?i)(\bwrote|\ba\s+écrit|\ba\s+ecrit|\bschrieb\b.*|\bescribió|\bha\s+scritto|\bescreveu|\bschreef\b.*|\bskrev\b.*|\bnapisał(\(a\))?|\bnapisal|\bkirjoitti|\bnapsal(\(a\))?|\bmenulis|\bпишет|\bнаписал(\(а\)|а)?|写道|のメッセージ|\bwrites|\bsaid)\s*(:|：)\s*>?\s*$|[<\[(][^<>\s]+@[^<>\s]+[>\])]?\s*(\bwrote\s*)?(:|：)\s*$|@.*\bwrote$"
);
pattern!(
    SEPARATOR,
    r"(?i)^[-_=*\s]{0,3}[-_=]{2,}\s*(original\s+message|message\s+d['’]origine|message\s+original|mensaje\s+original|mensagem\s+original|messaggio\s+originale|oprindelig\s+meddelelse|oprindelig\s+besked|opprinnelig\s+melding|ursprungligt\s+meddelande|ursprüngliche\s+nachricht|oorspronkelijk\s+bericht|alkuperäinen\s+viesti|reply\s+message|reply\s+above\s+this\s+line|forwarded\s+message|message\s+transféré|weitergeleitete\s+nachricht|mensaje\s+reenviado|исходное\s+сообщение|пересылаемое\s+сообщение)\s*[-_=]{2,}\s*$"
);
pattern!(
    HEADER_FROM,
    r"(?i)^\W{0,3}(from|de|von|da|van|fra|från|od|от|expéditeur|mittente|remitente)\W{0,3}\s?:\W{0,3}\s*\S"
);
pattern!(
    HEADER_OTHER,
    r"(?i)^\W{0,3}(sent|date|to|cc|subject|reply-to|envoyé(\s+le)?|à|a|objet|répondre\s+à|gesendet|datum|an|betreff|inviato|data|oggetto|message\s+du|enviado(\s+el|\s+em)?|fecha|para|asunto|assunto|sendt|dato|til|emne|skickat|till|ämne|verzonden|aan|onderwerp|wysłano|do|temat|отправлено|дата|кому|тема)\W{0,3}\s?:\W{0,3}(\s|$)"
);
pattern!(
    PHONE,
    r"(?i)^(sent\s+(from|via|with|on)\s+(my\s+)?\S|sent\s+from\s+\S|envoyé\s+(depuis|de|à\s+partir\s+de|avec|via)\s+(mon|ma|l['’]application|l['’]appareil|yahoo|outlook|proton|gmail|un|ios|samsung)|von\s+mein(em|er)\s+|gesendet\s+(von|mit)\s+|enviado\s+(desde|do|de)\s+mi|enviado\s+do\s+meu|inviato\s+da(l)?\s+|verzonden\s+vanaf|skickat\s+från|sendt\s+fra|get\s+outlook\s+for|télécharg(er|ez)\s+outlook\s+pour|obtenez\s+outlook\s+pour|отправлено\s+(с|из)\s+)"
);

fn is(pattern: &LazyLock<Option<Regex>>, line: &str) -> bool {
    // The patterns are finite automata: no line, however long, makes them slow. Long lines are not introductions.
    line.len() <= 1_000 && pattern.as_ref().is_some_and(|it| it.is_match(line))
}

struct Line<'t> {
    at: usize,
    text: &'t str,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_quoted(&self) -> bool {
        self.text.trim_start().starts_with('>') || self.text.trim_start().starts_with("&gt;")
    }

    /// The line without the quote marks before it.
    fn bare(&self) -> &str {
        self.text.trim_start_matches(['>', ' ', '\t', '\u{a0}']).trim_end()
    }
}

/// Finds the fold of `text`, whose lines end in `\n`. O(length).
pub fn fold(text: &str) -> Fold {
    let lines = lines(text);
    let quoted = quoted_from(&lines);
    let end_line = quoted.unwrap_or(lines.len());
    let signature = signature_from(&lines, end_line);
    let offset = |line: usize| lines.get(line).map_or(text.len(), |it| it.at);
    let fold = Fold {
        body_end: offset(signature.unwrap_or(end_line)),
        quoted_at: quoted.map(offset),
        signature_at: signature.map(offset),
    };
    // A mail that is nothing but quoted text is shown whole: there is nothing else to show.
    let visible = text.get(..fold.body_end).unwrap_or_default();
    if visible.trim().is_empty() {
        return Fold { body_end: text.len(), quoted_at: None, signature_at: None };
    }
    fold
}

/// The words of the writer alone, without trailing space.
pub fn body(text: &str) -> &str {
    text.get(..fold(text).body_end).unwrap_or(text).trim_end()
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for text in text.split_inclusive('\n') {
        lines.push(Line { at, text: text.trim_end_matches(['\n', '\r']) });
        at += text.len();
    }
    lines
}

/// The line where the quoted tail begins.
fn quoted_from(lines: &[Line<'_>]) -> Option<usize> {
    let tail = quoted_tail(lines);
    for (place, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        if is(&SEPARATOR, line.bare()) || is_header_block(lines, place) {
            return Some(start_of_block(lines, place));
        }
        if let Some(after) = introduction_end(lines, place)
            && is_tail_after(lines, after, tail)
        {
            return Some(start_of_block(lines, place));
        }
        if tail.is_some_and(|it| place >= it) {
            return tail;
        }
    }
    tail
}

/// Blank lines and a row of dashes or underscores above a block belong to it.
fn start_of_block(lines: &[Line<'_>], place: usize) -> usize {
    let mut start = place;
    for (at, line) in lines.iter().enumerate().take(place).rev() {
        let bare = line.bare();
        let is_rule = bare.len() >= 4 && bare.chars().all(|it| "_-=*".contains(it));
        if is_rule {
            start = at;
        } else if !bare.is_empty() {
            break;
        }
    }
    start
}

/// `On … wrote:` beginning at `place`: the line after it.
fn introduction_end(lines: &[Line<'_>], place: usize) -> Option<usize> {
    let first = lines.get(place)?;
    if !is(&INTRODUCTION_START, first.bare()) {
        return None;
    }
    let mut joined = String::new();
    for (at, line) in lines.iter().enumerate().skip(place).take(INTRODUCTION_LINES_MAX) {
        if at > place && (line.bare().is_empty() || is(&INTRODUCTION_START, line.bare()) && joined.ends_with(':')) {
            return None;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line.bare());
        if joined.len() > 600 {
            return None;
        }
        if is(&INTRODUCTION_END, &joined) {
            // A date, an address or a time of day: a sentence such as "On this she wrote:" has none of them.
            let has_sign = joined.chars().filter(char::is_ascii_digit).count() >= 3;
            return has_sign.then_some(at + 1);
        }
    }
    None
}

/// Whether nothing written by the sender follows line `after`: all quoted, or none quoted at all (Outlook on phones).
fn is_tail_after(lines: &[Line<'_>], after: usize, tail: Option<usize>) -> bool {
    let rest = lines.get(after..).unwrap_or_default();
    let Some(first_quoted) = rest.iter().position(Line::is_quoted) else { return true };
    // Unquoted lines between quoted ones are an answer between the lines.
    tail.is_some_and(|it| it <= first_quoted + after)
}

/// `From: …` and at least two of `Sent: To: Subject:` right below it.
fn is_header_block(lines: &[Line<'_>], place: usize) -> bool {
    let Some(first) = lines.get(place) else { return false };
    let bare = first.bare();
    if !(is(&HEADER_FROM, bare) || is(&HEADER_OTHER, bare)) {
        return false;
    }
    let block = lines.iter().skip(place).filter(|it| !it.is_blank()).take(6);
    let (mut from, mut others) = (0, 0);
    for line in block {
        let bare = line.bare();
        if is(&HEADER_FROM, bare) {
            from += 1;
        } else if is(&HEADER_OTHER, bare) {
            others += 1;
        }
    }
    from >= 1 && others >= 2 || from >= 1 && others >= 1 && bare.contains('@')
}

/// The first line of the run of `>` lines that ends the text, if the text ends in one.
fn quoted_tail(lines: &[Line<'_>]) -> Option<usize> {
    let mut start = None;
    let mut unmarked = 0;
    for (place, line) in lines.iter().enumerate().take(before_footer(lines)).rev() {
        if line.is_quoted() {
            // What hangs below a long quoted line without a blank line between was wrapped off it.
            if unmarked > 0 && (unmarked > 2 || line.text.chars().count() < WRAP_CHARS_MIN) {
                break;
            }
            unmarked = 0;
            start = Some(place);
        } else if !line.is_blank() {
            unmarked += 1;
        } else if unmarked > 0 {
            break;
        }
    }
    start
}

/// The line where the footer of a mailing list begins, or the end: a row of underscores and a few lines after it.
fn before_footer(lines: &[Line<'_>]) -> usize {
    let is_row = |it: &Line<'_>| it.text.trim().len() >= 20 && it.text.trim().chars().all(|it| it == '_');
    let last = lines.iter().rposition(is_row);
    last.filter(|it| lines.len() - it <= 8).unwrap_or(lines.len())
}

/// The line where the signature begins, looking up from `end`.
fn signature_from(lines: &[Line<'_>], end: usize) -> Option<usize> {
    let mut found = None;
    let mut words = 0;
    for (place, line) in lines.iter().enumerate().take(end).rev() {
        if line.is_blank() {
            continue;
        }
        words += 1;
        if words > SIGNATURE_LINES_MAX {
            break;
        }
        let text = line.text.trim_end();
        let is_delimiter = line.text == "-- " || text == "--" || text == "__" || text == "—" || text == "---";
        let is_phone = text.len() <= 120 && words <= 4 && is(&PHONE, text) && is_short_sentence(text);
        if is_delimiter || is_phone {
            found = Some(place);
        }
    }
    found
}

/// "Sent from my phone" is a mark; "Sent from my desk, the parcel should arrive by Friday at the latest" is a sentence.
fn is_short_sentence(text: &str) -> bool {
    text.split_whitespace().count() <= 9 && !text.contains(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, visible: &str) {
        assert_eq!(body(text), visible, "in {text:?}");
    }

    #[test]
    fn introductions_of_the_usual_programs_are_found() {
        check("Merci.\n\nLe 29 avr. 2025 à 11:11, Chris <c@x.example> a écrit :\n\n> A\n> B\n", "Merci.");
        check("Merci.\n\nLe lundi 3 mars 2025 à 09:12, Service\nclients <c@x.example> a écrit :\n> A\n", "Merci.");
        check("Thanks.\n\nOn Tue, May 14, 2013 at 6:18 AM, Bob <b@x.example>\nwrote:\n> A\n> B", "Thanks.");
        check("Danke.\n\nAm 25.11.2025 um 15:00 schrieb Max <m@x.example>:\n> A", "Danke.");
        check("Thanks.\n\n> Le 29 avr. 2025 à 11:11, Chris <c@x.example> a écrit :\n> A\n", "Thanks.");
    }

    #[test]
    fn outlook_blocks_are_found() {
        check(
            "Bonjour,\nvoici.\n\n________________________________\nDe : A <a@x.example>\nEnvoyé : lundi 3 mars\nÀ : B\nObjet : C\n\nancien",
            "Bonjour,\nvoici.",
        );
        check("Yes.\n\nFrom: A [mailto:a@x.example]\nSent: Tuesday\nTo: B\nSubject: C\n\nold", "Yes.");
        check("Oui.\n\n-----Message d'origine-----\nDe : A\nancien", "Oui.");
    }

    #[test]
    fn an_answer_between_the_lines_is_not_folded() {
        let text = "On Dec 15, 2024, at 2:00 PM, Jane <j@x.example> wrote:\n> A?\n\nYes.\n\n> B?\n\nNo.\n";
        check(text, text.trim_end());
    }

    #[test]
    fn sentences_that_look_like_marks_stay() {
        for text in [
            "On this she wrote: nothing.",
            "De : rien, à vous aussi.",
            "On remet cela à demain\nou bien ?\n",
            "Sent from my desk, the parcel should arrive by Friday at the latest.",
        ] {
            check(text, text.trim_end());
        }
    }

    #[test]
    fn signatures_are_found() {
        check("Bonjour\n\n-- \nHélène\nTél. 01", "Bonjour");
        check("Ok\n\nEnvoyé de mon iPhone\n\nLe 3 mars 2025 à 10:00, A <a@x.example> a écrit :\n> B", "Ok");
        check("Ok\n\nSent from my iPhone", "Ok");
    }

    #[test]
    fn a_mail_that_is_all_quoted_is_shown_whole() {
        check("> A\n> B", "> A\n> B");
    }

    #[test]
    fn a_long_line_is_no_work() {
        let text = format!("{}\n", "On ".repeat(300_000));
        assert_eq!(fold(&text).body_end, text.len());
    }
}
