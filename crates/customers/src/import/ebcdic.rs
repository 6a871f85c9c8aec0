//! EBCDIC, the letters of mainframes: its code pages, and how to tell it by its bytes.
//!
//! Source: IBM, "Character Data Representation Architecture", appendix A (CCSIDs 37, 273, 297, 500, and 1140, 1141,
//! 1147, 1148, which put € in the place of ¤); 37, 273, 297 and 500 also stand in RFC 1345. The tables were compared
//! byte by byte with glibc's iconv and the JDK. NEL (0x15) and LF (0x25) both end a line here: which of the two a
//! transfer leaves depends on the program that made it.

/// A code page: how it differs from 037, the one of the United States.
#[derive(Debug, PartialEq, Eq)]
pub struct CodePage {
    /// The number IBM gave it.
    number: u16,
    /// Its name in a mapping.
    name: &'static str,
    /// Where it differs from 037.
    differences: &'static [(u8, char)],
    /// € stands where ¤ was.
    has_euro: bool,
}

/// Code page 037 from 0x40 on, sixteen to a line; what stands before are controls.
const US: &str = "\
\u{20}\u{a0}âäàáãåçñ¢.<(+|\
&éêëèíîïìß!$*);¬\
-/ÂÄÀÁÃÅÇÑ¦,%_>?\
øÉÊËÈÍÎÏÌ`:#@'=\"\
Øabcdefghi«»ðýþ±\
°jklmnopqrªºæ¸Æ¤\
µ~stuvwxyz¡¿ÐÝÞ®\
^£¥·©§¶¼½¾[]¯¨´×\
{ABCDEFGHI\u{ad}ôöòóõ\
}JKLMNOPQR¹ûüùúÿ\
\\÷STUVWXYZ²ÔÖÒÓÕ\
0123456789³ÛÜÙÚ\u{9f}";

const GERMAN: &[(u8, char)] = &[
    (0x43, '{'),
    (0x4a, 'Ä'),
    (0x4f, '!'),
    (0x59, '~'),
    (0x5a, 'Ü'),
    (0x5f, '^'),
    (0x63, '['),
    (0x6a, 'ö'),
    (0x7c, '§'),
    (0xa1, 'ß'),
    (0xb0, '¢'),
    (0xb5, '@'),
    (0xba, '¬'),
    (0xbb, '|'),
    (0xc0, 'ä'),
    (0xcc, '¦'),
    (0xd0, 'ü'),
    (0xdc, '}'),
    (0xe0, 'Ö'),
    (0xec, '\\'),
    (0xfc, ']'),
];

const FRENCH: &[(u8, char)] = &[
    (0x44, '@'),
    (0x48, '\\'),
    (0x4a, '°'),
    (0x4f, '!'),
    (0x51, '{'),
    (0x54, '}'),
    (0x5a, '§'),
    (0x5f, '^'),
    (0x6a, 'ù'),
    (0x79, 'µ'),
    (0x7b, '£'),
    (0x7c, 'à'),
    (0x90, '['),
    (0xa0, '`'),
    (0xa1, '¨'),
    (0xb0, '¢'),
    (0xb1, '#'),
    (0xb5, ']'),
    (0xba, '¬'),
    (0xbb, '|'),
    (0xbd, '~'),
    (0xc0, 'é'),
    (0xd0, 'è'),
    (0xdd, '¦'),
    (0xe0, 'ç'),
];

const INTERNATIONAL: &[(u8, char)] =
    &[(0x4a, '['), (0x4f, '!'), (0x5a, ']'), (0x5f, '^'), (0xb0, '¢'), (0xba, '¬'), (0xbb, '|')];

/// France with €: what a mainframe of our customers most likely writes.
pub static FRENCH_EURO: CodePage = CodePage { number: 1147, name: "IBM1147", differences: FRENCH, has_euro: true };
/// Latin-1 of Belgium, Switzerland, Canada and whoever wants one page for all, with €.
pub static INTERNATIONAL_EURO: CodePage =
    CodePage { number: 1148, name: "IBM1148", differences: INTERNATIONAL, has_euro: true };

static PAGES: [&CodePage; 8] = [
    &FRENCH_EURO,
    &CodePage { number: 297, name: "IBM297", differences: FRENCH, has_euro: false },
    &INTERNATIONAL_EURO,
    &CodePage { number: 500, name: "IBM500", differences: INTERNATIONAL, has_euro: false },
    &CodePage { number: 37, name: "IBM037", differences: &[], has_euro: false },
    &CodePage { number: 1140, name: "IBM1140", differences: &[], has_euro: true },
    &CodePage { number: 273, name: "IBM273", differences: GERMAN, has_euro: false },
    &CodePage { number: 1141, name: "IBM1141", differences: GERMAN, has_euro: true },
];

/// The code page called `name`: `IBM1147`, `cp297`, `CCSID 037`, `ebcdic-500`, `1148`.
pub fn named(name: &str) -> Option<&'static CodePage> {
    let name = name.trim().to_ascii_lowercase();
    let number = name.trim_start_matches(|it: char| !it.is_ascii_digit());
    let word = name.strip_suffix(number)?.trim_end_matches(['-', '_', ' ']);
    let number: u16 = number.parse().ok()?;
    let is_known = matches!(word, "" | "ibm" | "cp" | "ccsid" | "ebcdic" | "ebcdic-cp");
    PAGES.into_iter().find(|it| is_known && it.number == number)
}

impl CodePage {
    /// Its name in a mapping: `IBM1147`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The letter of each byte. Controls that mean nothing in a text come as what cannot be shown.
    pub fn letters(&self) -> [char; 256] {
        let mut letters = ['\u{1a}'; 256];
        for (control, letter) in [(0x00, '\0'), (0x05, '\t'), (0x0d, '\r'), (0x15, '\n'), (0x25, '\n')] {
            put(&mut letters, control, letter);
        }
        for (byte, letter) in (0x40..=0xff).zip(US.chars()) {
            put(&mut letters, byte, letter);
        }
        for (byte, letter) in self.differences {
            put(&mut letters, *byte, *letter);
        }
        if self.has_euro {
            put(&mut letters, 0x9f, '€');
        }
        letters
    }
}

fn put(letters: &mut [char; 256], byte: u8, letter: char) {
    if let Some(place) = letters.get_mut(usize::from(byte)) {
        *place = letter;
    }
}

/// Whether `byte` is an unaccented letter or a digit in every page.
const fn is_alphanumeric(byte: u8) -> bool {
    matches!(byte, 0x81..=0x89 | 0x91..=0x99 | 0xa2..=0xa9 | 0xc1..=0xc9 | 0xd1..=0xd9 | 0xe2..=0xe9 | 0xf0..=0xf9)
}

/// The code page that bytes are most likely in, if they are EBCDIC: its blank is 0x40, which in ASCII is `@`, its digits
/// are 0xF0 to 0xF9, and where ASCII has its blank it has nothing. Numbers that are packed may be a good part of it.
pub fn told_by(bytes: &[u8]) -> Option<&'static CodePage> {
    let count = |is: &dyn Fn(u8) -> bool| bytes.iter().filter(|it| is(**it)).count();
    let (blanks, letters) = (count(&|it| it == 0x40), count(&is_alphanumeric));
    let ascii_blanks = count(&|it| matches!(it, b' ' | b'\n' | b','));
    // Cyrillic or Greek of one byte has its letters up there too, but blanks and commas of ASCII between them.
    let is_text = letters * 10 >= bytes.len() * 3 && (blanks + letters) * 10 >= bytes.len() * 6;
    // What is cut within a letter is UTF-8 all the same.
    let is_utf8 = std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true);
    if bytes.len() < 8 || !is_text || is_utf8 || ascii_blanks * 20 > bytes.len() {
        return None;
    }
    // « é » is 0xC0 in France and 0x51 elsewhere, which no French text has: there it is a brace.
    let within =
        |byte: u8| bytes.windows(2).filter(move |it| matches!(it, [a, b] if is_alphanumeric(*a) && *b == byte));
    Some(if within(0x51).count() > within(0xc0).count() { &INTERNATIONAL_EURO } else { &FRENCH_EURO })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> String {
        let letters = named(name).unwrap().letters();
        bytes.iter().map(|it| letters[usize::from(*it)]).collect()
    }

    #[test]
    fn letters_of_each_page_are_those_ibm_published() {
        // Written by `iconv -t IBM…` from the text beside it.
        for (name, bytes, text) in [
            (
                "IBM1147",
                b"\xc8\x93\xd0\x95\x85\x40\x81\x40\xf1\xf0\x40\x9f\x7c\xe0\x6a\x4a".as_slice(),
                "Hlène a 10 €àçù°",
            ),
            ("297", b"\xd9\x85\x95\xc0\x40\x9f", "René ¤"),
            ("ibm-1148", b"\xd9\x85\x95\x51\x40\x9f\x4a\x5a", "René €[]"),
            ("cp500", b"\xd9\x85\x95\x51\x40\x9f", "René ¤"),
            ("cp037", b"\xd9\x85\x95\x51\xc0\xd0\xad\xba\xbb", "René{}Ý[]"),
            ("IBM273", b"\xc7\x99\x6a\xa1\x85\x40\xc0\xd0\x7c", "Größe äü§"),
            ("CCSID 1141", b"\x4a\xe0\x5a\x9f\xb5", "ÄÖÜ€@"),
        ] {
            assert_eq!(read(name, bytes), text, "{name}");
        }
        for page in PAGES {
            let mut seen: Vec<char> = page.letters().into_iter().skip(0x40).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 192, "each letter of {} stands once", page.name());
            assert_eq!(named(page.name()), Some(page));
        }
        assert_eq!((named("windows-1252"), named("IBM866"), named("é")), (None, None, None));
    }

    #[test]
    fn ebcdic_is_told_from_text_of_other_letters() {
        let plain = b"\xf0\xf0\xf0\xf1\xc1\xd3\xc9\xc3\xc5\x40\x40\x40\x40\x40\xf2\xf0\xf2\xf6\x15";
        let cyrillic: Vec<u8> = encoding_rs::WINDOWS_1251.encode("имя;город\nПётр Ильич;Москва река\n").0.into_owned();
        for (bytes, expected) in [
            (plain.as_slice(), Some("IBM1147")),
            (b"\xd9\x85\x95\x51\x40\x40\xd9\x85\x95\x51", Some("IBM1148")),
            (b"nom;mail\nZo\xe9;z@x.example\n", None),
            (cyrillic.as_slice(), None),
            ("名前、住所、電話番号".as_bytes(), None),
            (b"", None),
        ] {
            assert_eq!(told_by(bytes).map(CodePage::name), expected, "{bytes:x?}");
        }
    }
}
