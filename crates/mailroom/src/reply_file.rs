//! Files added to an answer that is being written: how many and how large.

use kernel::AttachmentId;
use serde::Serialize;

/// The most files of one answer.
pub const FILES_MAX: usize = 20;
/// The most bytes of all files of one answer: written as a mail they are a third larger, and many servers take no more
/// than 25 MB.
pub const BYTES_MAX: u64 = 18_000_000;

/// A file that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReplyFile {
    /// Names it until it is sent.
    pub id: AttachmentId,
    /// The file name, cleaned.
    pub name: String,
    /// The media type as declared.
    pub media_type: String,
    /// The size of the content.
    pub size_bytes: i64,
    /// The content, by digest.
    #[serde(skip)]
    pub blob: String,
    /// Whether its name or content can run: many servers refuse such files.
    pub is_dangerous: bool,
}

/// No room for another file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// There are as many as may be.
    Files,
    /// All together are larger than may be.
    Bytes,
}

/// The bytes that may still come beside `files`, of `bytes_max` in all.
///
/// Error: [`Full::Files`] if no file may come, however small.
pub fn room(files: &[ReplyFile], bytes_max: u64) -> Result<u64, Full> {
    if files.len() >= FILES_MAX {
        return Err(Full::Files);
    }
    let taken = files.iter().map(|it| u64::try_from(it.size_bytes).unwrap_or(0)).sum();
    Ok(bytes_max.saturating_sub(taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(size_bytes: i64) -> ReplyFile {
        ReplyFile {
            id: AttachmentId::new(1),
            name: "devis.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes,
            blob: String::new(),
            is_dangerous: false,
        }
    }

    #[test]
    fn room_is_counted_in_files_and_in_bytes() {
        assert_eq!(room(&[], 100), Ok(100));
        assert_eq!(room(&[file(60), file(30)], 100), Ok(10));
        assert_eq!(room(&[file(60), file(60)], 100), Ok(0), "what came back from an answer is never too much");
        assert_eq!(room(&vec![file(0); FILES_MAX], 100), Err(Full::Files));
    }
}
