//! Parquet, as analysts and warehouses write it: values by their path, as JSON lines have them.
//!
//! The library gives up loudly on a damaged file; here that is a file that cannot be read on.

use std::io::{self, BufReader, Read as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use ::parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use ::parquet::record::reader::RowIter;
use ::parquet::record::{Field, Row};

use crate::import::json::{Line, Said};
use crate::import::row::civil;
use crate::import::text::Content;

/// How deep groups are opened; what lies deeper stays as the library shows it.
const DEPTH_MAX: usize = 16;
/// The most values a record may have.
const VALUES_MAX: usize = 2_000;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Reads records one after another; a record's line is its number.
pub struct Parquet {
    rows: RowIter<'static>,
    line: u64,
    failure: Option<io::Error>,
}

fn damaged(cause: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, cause.to_string())
}

/// A file as the library wants it: read from any place, by several at once.
struct Chunks<F> {
    file: Mutex<F>,
    length: u64,
}

impl<F: Content> Chunks<F> {
    fn new(mut file: F) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self { file: Mutex::new(file), length })
    }
}

impl<F> Length for Chunks<F> {
    fn len(&self) -> u64 {
        self.length
    }
}

impl<F: Content> ChunkReader for Chunks<F> {
    type T = BufReader<F>;

    fn get_read(&self, start: u64) -> ::parquet::errors::Result<Self::T> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner).again()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(file))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ::parquet::errors::Result<bytes::Bytes> {
        // Held back by what there is: a damaged file may say any length.
        let (mut file, mut piece) = (self.file.lock().unwrap_or_else(PoisonError::into_inner), Vec::new());
        file.seek(SeekFrom::Start(start))?;
        file.by_ref().take(length as u64).read_to_end(&mut piece)?;
        if piece.len() < length {
            return Err(::parquet::errors::ParquetError::EOF(format!("{length} bytes at {start} are not there")));
        }
        Ok(piece.into())
    }
}

/// Does what the library may give up on.
fn guarded<T>(work: impl FnOnce() -> ::parquet::errors::Result<T>) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| damaged(&error)),
        Err(_) => Err(damaged(&"its pages do not hold what its end says")),
    }
}

impl Parquet {
    /// Over a file. Error: it has no end that says what is in it, or is written in a way that is not known.
    pub fn open(file: impl Content) -> io::Result<Self> {
        let file = Chunks::new(file)?;
        let reader = guarded(|| SerializedFileReader::new(file))?;
        Ok(Self { rows: RowIter::from_file_into(Box::new(reader)), line: 1, failure: None })
    }

    /// Why reading ended before the end of the file, if it did.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}

/// The values every record may have, by path; those of lists are known from records alone.
pub fn names(file: impl Content) -> io::Result<Vec<String>> {
    let file = Chunks::new(file)?;
    let reader = guarded(|| SerializedFileReader::new(file))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let once = schema.columns().iter().filter(|it| it.max_rep_level() == 0);
    Ok(once.map(|it| it.path().string()).take(VALUES_MAX).collect())
}

impl Iterator for Parquet {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rows = &mut self.rows;
        let read = guarded(|| {
            let Some(row) = rows.next().transpose()? else { return Ok(None) };
            let mut said = Vec::new();
            open_row("", &row, 1, &mut said);
            Ok(Some(said))
        });
        match read {
            Ok(said) => {
                let line = self.line;
                self.line += 1;
                Some(Line { line, said: Ok(said?) })
            }
            Err(error) => {
                self.failure = Some(error);
                None
            }
        }
    }
}

fn open_row(path: &str, row: &Row, depth: usize, said: &mut Said) {
    for (name, field) in row.get_column_iter() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        open(path, field, depth, said);
    }
}

fn open(path: String, field: &Field, depth: usize, said: &mut Said) {
    if said.len() >= VALUES_MAX {
        return;
    }
    match field {
        Field::Group(row) if depth < DEPTH_MAX => open_row(&path, row, depth + 1, said),
        Field::ListInternal(list) if depth < DEPTH_MAX => {
            for (place, field) in (1..).zip(list.elements()) {
                open(format!("{path}.{place}"), field, depth + 1, said);
            }
        }
        Field::MapInternal(map) if depth < DEPTH_MAX => {
            for (key, field) in map.entries() {
                open(format!("{path}.{}", text(key)), field, depth + 1, said);
            }
        }
        _ => said.push((path, text(field))),
    }
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.data().iter().map(|it| format!("{it:02X}")).collect(),
        },
        // Numbers that may be missing are floating point to some writers: 612345678 must not become 612345678.0.
        Field::Float(number) if number.is_nan() => String::new(),
        Field::Double(number) if number.is_nan() => String::new(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Date(days) => day(i64::from(*days)),
        Field::TimestampMillis(at) => instant(at.div_euclid(1_000)),
        Field::TimestampMicros(at) => instant(at.div_euclid(1_000_000)),
        other => other.to_string(),
    }
}

fn day(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

fn instant(seconds: i64) -> String {
    let of_day = seconds.rem_euclid(DAY_SECONDS);
    let (hours, minutes, seconds_left) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{}T{hours:02}:{minutes:02}:{seconds_left:02}Z", day(seconds.div_euclid(DAY_SECONDS)))
}

/// One of its rows.
#[cfg(test)]
pub type SampleRow<'a> = (i64, &'a str, Option<i32>, &'a str, &'a [&'a str]);

/// A Parquet file of customers, for tests: `id`, `email`, `born_on`, `address.city`, `phones`, in groups of 2 rows.
#[cfg(test)]
pub fn sample(rows: &[SampleRow<'_>]) -> Vec<u8> {
    use ::parquet::basic::{Compression, ZstdLevel};
    use ::parquet::data_type::{Int32Type, Int64Type};
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    let schema = "message customers { required int64 id; required binary email (UTF8); optional int32 born_on (DATE);
        required group address { required binary city (UTF8); }
        required group phones (LIST) { repeated group list { required binary element (UTF8); } } }";
    let schema = std::sync::Arc::new(parse_message_type(schema).unwrap());
    let packing = Compression::ZSTD(ZstdLevel::try_new(3).unwrap());
    let properties = std::sync::Arc::new(WriterProperties::builder().set_compression(packing).build());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    for rows in rows.chunks(2) {
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let ids: Vec<i64> = rows.iter().map(|it| it.0).collect();
        column.typed::<Int64Type>().write_batch(&ids, None, None).unwrap();
        column.close().unwrap();
        texts(&mut group, rows.iter().map(|it| it.1).collect(), None);
        let mut column = group.next_column().unwrap().unwrap();
        let days: Vec<i32> = rows.iter().filter_map(|it| it.2).collect();
        let defined: Vec<i16> = rows.iter().map(|it| i16::from(it.2.is_some())).collect();
        column.typed::<Int32Type>().write_batch(&days, Some(&defined), None).unwrap();
        column.close().unwrap();
        texts(&mut group, rows.iter().map(|it| it.3).collect(), None);
        let (mut defined, mut repeated) = (Vec::new(), Vec::new());
        for (_, _, _, _, phones) in rows {
            for place in 0..phones.len().max(1) {
                defined.push(i16::from(!phones.is_empty()));
                repeated.push(i16::from(place > 0));
            }
        }
        let phones = rows.iter().flat_map(|it| it.4.iter().copied()).collect();
        texts(&mut group, phones, Some((&defined, &repeated)));
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

/// Writes the next column, of texts; with the levels of a list.
#[cfg(test)]
fn texts<W: io::Write + Send>(
    group: &mut ::parquet::file::writer::SerializedRowGroupWriter<'_, W>,
    values: Vec<&str>,
    levels: Option<(&[i16], &[i16])>,
) {
    use ::parquet::data_type::{ByteArray, ByteArrayType};
    let mut column = group.next_column().unwrap().unwrap();
    let values: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
    let (defined, repeated) = levels.unzip();
    column.typed::<ByteArrayType>().write_batch(&values, defined, repeated).unwrap();
    column.close().unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::file_of;

    /// The rows that can be read, and whether reading came to the end.
    fn read(bytes: &[u8]) -> io::Result<(Vec<Said>, bool)> {
        let mut records = Parquet::open(file_of(bytes))?;
        let said = records.by_ref().map(|it| it.said.map_err(|it| it.1).unwrap()).collect();
        Ok((said, records.failure().is_none()))
    }

    fn three() -> Vec<u8> {
        // 3356 is 1979-03-11, 3,356 days after 1970-01-01.
        sample(&[
            (7, "h@x.example", Some(3_357), "Lille", &["0612345678", "0712345678"]),
            (8, "é@x.example", None, "Lyon", &[]),
            (9, "z@x.example", Some(-1), "Metz", &["0812345678"]),
        ])
    }

    #[test]
    fn a_record_is_flattened_and_its_days_are_days() {
        let (said, is_whole) = read(&three()).unwrap();
        let first: Vec<(&str, &str)> = said[0].iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        let expected = [
            ("id", "7"),
            ("email", "h@x.example"),
            ("born_on", "1979-03-12"),
            ("address.city", "Lille"),
            ("phones.1", "0612345678"),
            ("phones.2", "0712345678"),
        ];
        assert_eq!((first.as_slice(), said.len(), is_whole), (expected.as_slice(), 3, true));
        assert_eq!((said[1].len(), said[1][2].1.as_str(), said[2][2].1.as_str()), (4, "", "1969-12-31"));
        let columns = names(file_of(&three())).unwrap();
        assert_eq!(columns, ["id", "email", "born_on", "address.city"]);
    }

    #[test]
    fn values_become_text_as_a_person_would_write_them() {
        for (field, expected) in [
            (Field::Double(612_345_678.0), "612345678"),
            (Field::Double(f64::NAN), ""),
            (Field::Float(0.5), "0.5"),
            (Field::TimestampMillis(951_782_400_000), "2000-02-29T00:00:00Z"),
            (Field::TimestampMicros(-1), "1969-12-31T23:59:59Z"),
            (Field::Bytes(vec![0xff, 0x00].into()), "FF00"),
            (Field::Bool(true), "true"),
        ] {
            assert_eq!(text(&field), expected, "{field:?}");
        }
    }

    #[test]
    fn a_file_that_is_cut_off_or_damaged_is_not_taken_for_whole() {
        let whole = three();
        for length in [4, 12, whole.len() / 2, whole.len() - 1] {
            let error = read(&whole[..length]).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{length}");
        }
        let mut damaged = whole.clone();
        damaged[4..60].fill(0xff);
        assert!(!read(&damaged).unwrap().1, "its end is whole, its first page is not");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn no_damage_makes_reading_fail(places in proptest::collection::vec((0usize..2_000, proptest::prelude::any::<u8>()), 1..6)) {
            let mut bytes = three();
            let length = bytes.len();
            for (place, byte) in places {
                bytes[place % length] = byte;
            }
            let _ = read(&bytes);
        }
    }
}
