//! Reads archives of mail, one mail at a time: mbox files (mboxrd and mboxo) and folders of mails (also Maildir).
//!
//! Memory is bounded by one mail. What is too large is reported with its place and passed over; nothing else is skipped.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A mail that could not be read from an archive.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Larger than the limit.
    #[error("the mail at {place} is {size_bytes} bytes long, more than {max}")]
    TooLarge {
        /// Where it is.
        place: String,
        /// Its size.
        size_bytes: usize,
        /// The limit.
        max: usize,
    },
    /// Not an mbox: it does not begin with `From `.
    #[error("{0} does not begin with `From `, so it is not an mbox file")]
    NotAnMbox(String),
    /// The disk refused.
    #[error("{place} cannot be read: {source}")]
    Io {
        /// Where.
        place: String,
        /// Why.
        source: std::io::Error,
    },
}

/// One mail of an archive and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// `file:byte` or the path.
    pub place: String,
    /// The raw mail.
    pub raw: Vec<u8>,
}

/// Reads the mails of an mbox.
#[derive(Debug)]
pub struct MboxReader<R> {
    name: String,
    reader: R,
    size_bytes_max: usize,
    line: Vec<u8>,
    offset: u64,
    has_begun: bool,
    is_over: bool,
}

impl<R: BufRead> MboxReader<R> {
    /// Reads from `reader`, called `name` in places and errors.
    pub fn new(name: impl Into<String>, reader: R, size_bytes_max: usize) -> Self {
        let name = name.into();
        Self { name, reader, size_bytes_max, line: Vec::new(), offset: 0, has_begun: false, is_over: false }
    }

    fn next_line(&mut self) -> std::io::Result<bool> {
        self.line.clear();
        // A line longer than a mail may be is read in pieces; only its beginning can be a separator.
        let max = u64::try_from(self.size_bytes_max).unwrap_or(u64::MAX);
        let read = self.reader.by_ref().take(max).read_until(b'\n', &mut self.line)?;
        self.offset += read as u64;
        Ok(read > 0)
    }

    fn io(&mut self, source: std::io::Error) -> ArchiveError {
        self.is_over = true;
        ArchiveError::Io { place: format!("{}:{}", self.name, self.offset), source }
    }
}

fn is_separator(line: &[u8]) -> bool {
    line.starts_with(b"From ")
}

/// `>From ` was `From ` when it was written (mboxrd takes one `>` from any number, mboxo from exactly one).
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|it| **it == b'>').count();
    let rest = line.get(marks..).unwrap_or_default();
    if marks > 0 && rest.starts_with(b"From ") { line.get(1..).unwrap_or_default() } else { line }
}

impl<R: BufRead> Iterator for MboxReader<R> {
    type Item = Result<Archived, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        if !self.has_begun {
            loop {
                match self.next_line() {
                    Err(it) => return Some(Err(self.io(it))),
                    Ok(false) => {
                        self.is_over = true;
                        return None;
                    }
                    Ok(true) if self.line.iter().all(u8::is_ascii_whitespace) => {}
                    Ok(true) if is_separator(&self.line) => break,
                    Ok(true) => {
                        self.is_over = true;
                        return Some(Err(ArchiveError::NotAnMbox(self.name.clone())));
                    }
                }
            }
            self.has_begun = true;
        }
        let place = format!("{}:{}", self.name, self.offset);
        let mut raw = Vec::new();
        let mut size_bytes = 0;
        let mut was_blank = false;
        loop {
            match self.next_line() {
                Err(it) => return Some(Err(self.io(it))),
                Ok(false) => {
                    self.is_over = true;
                    break;
                }
                // A separator follows a blank line; without one it is text that somebody forgot to quote.
                Ok(true) if is_separator(&self.line) && (was_blank || size_bytes == 0) => break,
                Ok(true) => {
                    was_blank = self.line == b"\n" || self.line == b"\r\n";
                    size_bytes += self.line.len();
                    if size_bytes <= self.size_bytes_max {
                        raw.extend_from_slice(unquoted(&self.line));
                    }
                }
            }
        }
        if size_bytes > self.size_bytes_max {
            return Some(Err(ArchiveError::TooLarge { place, size_bytes, max: self.size_bytes_max }));
        }
        // The blank line before the next separator is the archive's, not the mail's.
        if was_blank {
            let cut = if raw.ends_with(b"\r\n") { 2 } else { 1 };
            raw.truncate(raw.len().saturating_sub(cut));
        }
        Some(Ok(Archived { place, raw }))
    }
}

/// The mails of an mbox file, or of a folder and its subfolders in the order of their paths.
pub fn open(
    path: &Path,
    size_bytes_max: usize,
) -> Result<Box<dyn Iterator<Item = Result<Archived, ArchiveError>> + Send>, ArchiveError> {
    let io = |place: &Path, source| ArchiveError::Io { place: place.display().to_string(), source };
    if path.is_dir() {
        let mut files = Vec::new();
        collect(path, &mut files).map_err(|it| io(path, it))?;
        files.sort();
        return Ok(Box::new(files.into_iter().map(move |file| read_file(&file, size_bytes_max))));
    }
    if path.extension().is_some_and(|it| it == "eml" || it == "msg") {
        return Ok(Box::new(std::iter::once(read_file(path, size_bytes_max))));
    }
    let file = File::open(path).map_err(|it| io(path, it))?;
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Box::new(MboxReader::new(name, BufReader::with_capacity(1 << 16, file), size_bytes_max)))
}

/// Every file but hidden ones and what Dovecot and its kin keep beside mails.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() && name != "tmp" {
            collect(&entry.path(), files)?;
        } else if kind.is_file() && !name.starts_with('.') && !name.starts_with("dovecot") {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn read_file(path: &Path, max: usize) -> Result<Archived, ArchiveError> {
    let place = path.display().to_string();
    let io = |source| ArchiveError::Io { place: place.clone(), source };
    let size_bytes = usize::try_from(std::fs::metadata(path).map_err(io)?.len()).unwrap_or(usize::MAX);
    if size_bytes > max {
        return Err(ArchiveError::TooLarge { place, size_bytes, max });
    }
    let raw = std::fs::read(path).map_err(io)?;
    Ok(Archived { place, raw })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<String, String>> {
        MboxReader::new("a.mbox", text.as_bytes(), 60)
            .map(|it| it.map(|it| String::from_utf8(it.raw).unwrap()).map_err(|it| it.to_string()))
            .collect()
    }

    #[test]
    fn mails_are_parted_and_unquoted() {
        let text =
            "From a@b Mon\nSubject: 1\n\n>From here\n>>From there\nFrom unquoted\n\nFrom c@d Tue\nSubject: 2\n\nhi\n";
        let found = read(text);
        assert_eq!(found[0].as_deref(), Ok("Subject: 1\n\nFrom here\n>From there\nFrom unquoted\n"));
        assert_eq!(found[1].as_deref(), Ok("Subject: 2\n\nhi\n"));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_large_mail_is_reported_and_the_next_is_read() {
        let text = format!("From a@b\nSubject: 1\n\n{}\n\nFrom c@d\n\nhi\n", "x\n".repeat(100));
        let found = read(&text);
        assert!(found[0].as_ref().unwrap_err().contains("more than 60"), "{found:?}");
        assert_eq!(found[1].as_deref(), Ok("\nhi\n"));
    }

    #[test]
    fn another_kind_of_file_is_refused() {
        assert!(read("Subject: x\n\nhi")[0].as_ref().unwrap_err().contains("not an mbox"));
        assert!(read("").is_empty());
    }
}
