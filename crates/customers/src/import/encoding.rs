//! In which letters a file is written, found from its bytes.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::import::ebcdic::{self, CodePage};

/// Bytes looked at beyond the first letter that is not ASCII.
const SAMPLE_BYTES: usize = 1 << 20;
/// Bytes of the beginning that are looked at for a mark, zeros and statistics.
const HEAD_BYTES: u64 = 4_096;
/// Bytes read at a time while looking for the first letter that is not ASCII.
const PIECE_BYTES: u64 = 256 * 1024;

/// The encoding of `bytes`: by its mark, by the zeros of UTF-16, as UTF-8 when what is not ASCII mostly is, else by the
/// statistics of chardetng. Files of one system are often UTF-8 with a few lines of another: these stay UTF-8, and the
/// letters that are none are reported where they stand.
///
/// Reads until it has seen enough, at most to the end; holds a sample, not the file.
pub fn detect(mut source: impl Read) -> io::Result<&'static Encoding> {
    let mut head = Vec::new();
    source.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return Ok(encoding);
    }
    if let Some(encoding) = by_zeros(&head) {
        return Ok(encoding);
    }
    let sample = sample(&head, source)?;
    if sample.is_empty() {
        return Ok(UTF_8);
    }
    let (good, bad) = utf8_letters(&sample);
    if good > 0 && good >= bad {
        return Ok(UTF_8);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&head, false);
    detector.feed(&sample, true);
    let guess = detector.guess(Some(b"fr"), chardetng::Utf8Detection::Deny);
    // Few letters tell little, and French files that are not UTF-8 come from Windows.
    Ok(if bad < 20 { WINDOWS_1252 } else { guess })
}

/// What stands from the first letter on that is not ASCII: a file of a million lines may have its first accent on the
/// last.
fn sample(head: &[u8], mut rest: impl Read) -> io::Result<Vec<u8>> {
    let mut piece = head.to_vec();
    while !piece.is_empty() {
        if let Some(start) = piece.iter().position(|it| !it.is_ascii()) {
            let mut sample = piece.split_off(start);
            let wanted = SAMPLE_BYTES.saturating_sub(sample.len()) as u64;
            rest.take(wanted).read_to_end(&mut sample)?;
            sample.truncate(SAMPLE_BYTES);
            return Ok(sample);
        }
        piece.clear();
        rest.by_ref().take(PIECE_BYTES).read_to_end(&mut piece)?;
    }
    Ok(piece)
}

/// UTF-16 without a mark: text of our languages has a zero in every other byte.
pub(crate) fn by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|it| **it == 0).count();
    let half = head.len() / 2;
    if half < 4 {
        return None;
    }
    match (zeros(0) * 10 > half * 6, zeros(1) * 10 > half * 6) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// How many letters of more than one byte are good UTF-8, and how many bytes are not.
fn utf8_letters(sample: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    // The sample may be cut within a letter.
    (good, if bad <= 3 && good > 3 && sample.len() == SAMPLE_BYTES { 0 } else { bad })
}

/// The letters of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// An encoding that browsers know.
    Web(&'static Encoding),
    /// A code page of mainframes.
    Ebcdic(&'static CodePage),
}

impl Letters {
    /// The name it has in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Ebcdic(page) => page.name(),
        }
    }
}

/// The letters called `name`, as files and people call them: WHATWG labels, or a code page such as `IBM1147`.
pub fn named(name: &str) -> Option<Letters> {
    let page = ebcdic::named(name).map(Letters::Ebcdic);
    page.or_else(|| Encoding::for_label(name.as_bytes()).map(Letters::Web))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_from_the_bytes() {
        let late = format!("{}é", "a;b\n".repeat(500_000));
        let utf16: Vec<u8> = "nom;prénom\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (b"\xef\xbb\xbfa".as_slice(), "UTF-8"),
            (b"a;b", "UTF-8"),
            ("Zoé".as_bytes(), "UTF-8"),
            (b"Zo\xe9 \x96 \x80", "windows-1252"),
            (b"Zo\xc3\xa9\nRen\xe9", "UTF-8"),
            (late.as_bytes(), "UTF-8"),
            (utf16.as_slice(), "UTF-16LE"),
            (b"\xff\xfea\0", "UTF-16LE"),
        ] {
            assert_eq!(detect(bytes).unwrap().name(), expected);
        }
    }
}
