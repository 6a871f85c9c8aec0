//! What a file is read from: its bytes, unpacked if they were packed by gzip, and turned into UTF-8 where a reader
//! wants that.

use std::io::{self, BufReader, Read, Seek};

use encoding_rs::Decoder;
use flate2::read::MultiGzDecoder;

use crate::import::encoding::Letters;

/// A file, or what is read like one: from any place, and again.
pub trait Content: Read + Seek + Send + Sync + Sized + 'static {
    /// The same once more; both may share the place they read at.
    fn again(&self) -> io::Result<Self>;
}

/// The bytes of a file, from its beginning.
pub type Source = Box<dyn Read + Send>;

/// Bytes read at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// What a file packed by gzip begins with. Source: RFC 1952, section 2.3.1.
pub const GZIP: &[u8] = b"\x1f\x8b";

/// Opens `file` from its beginning, unpacked. What was opened of it before may not be read on.
pub fn open(file: &impl Content) -> io::Result<Source> {
    let mut file = file.again()?;
    file.rewind()?;
    let mut head = Vec::new();
    file.by_ref().take(GZIP.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(if head == GZIP {
        Box::new(MultiGzDecoder::new(BufReader::with_capacity(CHUNK_BYTES, file)))
    } else {
        Box::new(file)
    })
}

/// As much of the beginning of a packed file as its first bytes, `packed`, give; at most `most` bytes. Error: they are
/// no gzip.
pub fn unpacked(packed: &[u8], most: usize) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    match MultiGzDecoder::new(packed).take(most as u64).read_to_end(&mut unpacked) {
        // These are the first bytes only: that they are cut off says nothing.
        Err(error) if unpacked.is_empty() => Err(error),
        _ => Ok(unpacked),
    }
}

/// Bytes of any letters, read as UTF-8. A mark at their beginning is dropped.
pub struct Utf8 {
    source: Source,
    decoding: Decoding,
    piece: Vec<u8>,
    text: String,
    at: usize,
    is_over: bool,
}

enum Decoding {
    Web(Box<Decoder>),
    Ebcdic(Box<[char; 256]>),
}

impl Utf8 {
    /// Over `source` in `letters`.
    pub fn new(source: Source, letters: Letters) -> Self {
        let decoding = match letters {
            Letters::Web(encoding) => Decoding::Web(Box::new(encoding.new_decoder_with_bom_removal())),
            Letters::Ebcdic(page) => Decoding::Ebcdic(Box::new(page.letters())),
        };
        Self { source, decoding, piece: Vec::new(), text: String::new(), at: 0, is_over: false }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        self.piece.clear();
        self.source.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut self.piece)?;
        self.is_over = self.piece.is_empty();
        self.text.clear();
        self.at = 0;
        match &mut self.decoding {
            Decoding::Web(decoder) => {
                let length = self.piece.len();
                // Room for all of it, so that all of it is decoded.
                self.text.reserve(decoder.max_utf8_buffer_length(length).unwrap_or(length * 3 + 16));
                let _ = decoder.decode_to_string(&self.piece, &mut self.text, self.is_over);
            }
            Decoding::Ebcdic(letters) => {
                self.text.extend(self.piece.iter().filter_map(|it| letters.get(usize::from(*it))));
            }
        }
        Ok(())
    }
}

impl Read for Utf8 {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.text.len() && !self.is_over {
            self.decode_more()?;
        }
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
impl Content for io::Cursor<bytes::Bytes> {
    fn again(&self) -> io::Result<Self> {
        Ok(self.clone())
    }
}

/// A file of these bytes, for tests.
#[cfg(test)]
pub fn file_of(bytes: &[u8]) -> io::Cursor<bytes::Bytes> {
    io::Cursor::new(bytes::Bytes::copy_from_slice(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn text_of_any_letters_comes_out_as_utf8_wherever_it_is_cut() {
        let long = "é€".repeat(60_000);
        let utf16: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, name, expected) in [
            (b"\xef\xbb\xbfZo\xc3\xa9".to_vec(), "UTF-8", "Zoé".to_owned()),
            (b"Zo\xe9 \x80".to_vec(), "windows-1252", "Zoé €".to_owned()),
            (b"\xe9\x96\xc0\x25\x9f".to_vec(), "IBM1147", "Zoé\n€".to_owned()),
            (utf16, "UTF-16LE", long),
        ] {
            let letters = crate::import::encoding::named(name).unwrap();
            let mut text = String::new();
            Utf8::new(Box::new(io::Cursor::new(bytes)), letters).read_to_string(&mut text).unwrap();
            assert_eq!(text, expected, "{name}");
        }
    }

    #[test]
    fn a_packed_file_is_read_unpacked_and_again_from_its_beginning() {
        let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packing.write_all(b"id,email\n1,a@x.example\n").unwrap();
        let packed = packing.finish().unwrap();
        let file = file_of(&packed);
        for _ in 0..2 {
            let mut text = String::new();
            open(&file).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "id,email\n1,a@x.example\n");
        }
        assert_eq!(unpacked(&packed, 8).unwrap(), b"id,email");
        assert!(unpacked(b"\x1f\x8bno gzip at all", 8).is_err());
        let cut = file_of(packed.get(..packed.len() - 9).unwrap());
        assert!(open(&cut).unwrap().read_to_end(&mut Vec::new()).is_err(), "what is cut off is not taken for whole");
    }
}
