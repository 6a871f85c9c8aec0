//! Bringing in a file of customers: upload, mapping, dry run, run, pause, stop; and the run itself, batch by batch.
//!
//! Each batch is one transaction with its progress in it: after a crash the run goes on at the row it was. The same
//! file twice changes nothing, since a record is compared with what the source said before.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io;

use access::require;
use db::blob::{BlobHash, Blobs};
use db::{Db, Tx};
use kernel::{Actor, ImportId, Permission, PersonId, SourceId, Timestamp};

use crate::actions::derive::{NewRecord, change_records, digest, insert_persons};
use crate::error::CustomerError;
use crate::event::{ImportProgressed, PersonsImported};
use crate::identification::may_be_one;
use crate::import::format::FileProblem;
use crate::import::mapping::{self, Known, Mapping, MappingProblem};
use crate::import::reading::Row;
use crate::import::row::{Effect, Problem, Read, key, read};
use crate::import::rows::{Rows, rows};
use crate::import::run::{Counts, Import, Progress};
use crate::import::text::Content;
use crate::jobs::ImportPersons;
use crate::person::{Field, PointKind, STAFF_SOURCE, Source, Values, clean};
use crate::store;
use crate::store::points::Holder;

impl Content for File {
    fn again(&self) -> io::Result<Self> {
        self.try_clone()
    }
}

/// Rows of one transaction: long enough to share its fsync, short enough to let others write.
const BATCH_ROWS: usize = 500;

/// Notes an uploaded file whose content is in the blob store; guesses how it is to be read.
///
/// Error: [`CustomerError::File`] when it is no delimited text.
pub async fn create_import(
    tx: &mut Tx,
    actor: &Actor,
    file_name: &str,
    blob: BlobHash,
    size_bytes: u64,
    mapping: Mapping,
) -> Result<Import, CustomerError> {
    require(actor, Permission::CustomersImport)?;
    let import = Import {
        id: tx.id(),
        source_id: None,
        file_name: clean(file_name),
        size_bytes: i64::try_from(size_bytes).unwrap_or(i64::MAX),
        blob: blob.to_string(),
        mapping,
        state: Progress::Draft,
        is_dry: false,
        rows_total: None,
        line: 1,
        counts: Counts::default(),
        failure: None,
        created_by: actor.label(),
        created_at: tx.now(),
        started_at: None,
        ended_at: None,
        version: 1,
    };
    store::imports::insert(tx, &import).await?;
    Ok(import)
}

/// What an uploaded file seems to want to be read by; `known` where people know better.
///
/// Error: [`CustomerError::File`] when it is nothing that can be imported. Reads a sample of the file, never the whole
/// into memory.
pub async fn guess(blobs: &Blobs, blob: BlobHash, known: &Known) -> Result<Mapping, CustomerError> {
    let (file, known) = (blobs.open(blob).await?, known.clone());
    blocking(move || Ok(mapping::guess(&file, &known)?)).await
}

/// The first rows of a file, at most `most`, as `mapping` reads them; none where it cannot.
pub async fn first_rows(
    blobs: &Blobs,
    blob: BlobHash,
    mapping: Mapping,
    most: usize,
) -> Result<Vec<Row>, CustomerError> {
    let file = blobs.open(blob).await?;
    blocking(move || {
        let mut rows = rows(&file, &mapping).map_err(CustomerError::of_file)?;
        Ok(rows.iter_mut().flatten().take(most).collect())
    })
    .await
}

/// Runs what reads files or computes long beside those that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CustomerError> + Send + 'static,
) -> Result<T, CustomerError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| io::Error::other(error.to_string()))?
}

/// An import. Error: [`CustomerError::NoImport`].
pub async fn find_import(conn: &mut db::Conn, actor: &Actor, id: ImportId) -> Result<Import, CustomerError> {
    require(actor, Permission::CustomersImport)?;
    store::imports::find(conn, id).await?.ok_or(CustomerError::NoImport(id))
}

/// Reads the file in another way: `mapping` is what [`guess`] makes of what is now known of it. It is a draft again.
///
/// Error: [`CustomerError::ImportState`] while it runs; [`CustomerError::Stale`].
pub async fn set_format(
    tx: &mut Tx,
    actor: &Actor,
    id: ImportId,
    version: i64,
    mapping: Mapping,
) -> Result<Import, CustomerError> {
    let before = find_import(tx, actor, id).await?;
    if !before.state.is_at_rest() {
        return Err(CustomerError::ImportState { id, state: before.state.code() });
    }
    let after = Import { mapping, ..before.clone() };
    if !store::imports::set_mapping(tx, &after, version).await? {
        return Err(CustomerError::Stale { given: version, present: before.version });
    }
    find_import(tx, actor, id).await
}

/// Says what the columns mean and whose file it is.
///
/// Error: [`CustomerError::Mapping`] when it cannot be run so; [`CustomerError::ImportState`] while it runs.
pub async fn set_mapping(
    tx: &mut Tx,
    actor: &Actor,
    id: ImportId,
    version: i64,
    source: SourceId,
    mapping: Mapping,
) -> Result<Import, CustomerError> {
    let before = find_import(tx, actor, id).await?;
    if !before.state.is_at_rest() {
        return Err(CustomerError::ImportState { id, state: before.state.code() });
    }
    if let Some(problem) = mapping::problem(&mapping) {
        return Err(CustomerError::Mapping(problem));
    }
    let source = store::sources::find(tx, source).await?.ok_or(CustomerError::NotFound("source"))?;
    if source.id == STAFF_SOURCE {
        return Err(CustomerError::Mapping(MappingProblem::StaffSource));
    }
    let after = Import { source_id: Some(source.id), mapping, ..before.clone() };
    if !store::imports::set_mapping(tx, &after, version).await? {
        return Err(CustomerError::Stale { given: version, present: before.version });
    }
    find_import(tx, actor, id).await
}

/// What to do with an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Try: count what would happen, write nothing.
    DryRun,
    /// Bring it in.
    Run,
    /// Stand still, to go on later.
    Pause,
    /// Go on where it stands.
    Resume,
    /// Give up; what was taken in stays.
    Stop,
}

/// Begins, pauses, resumes or stops a run. Emits `import_progressed`; the work is a job.
pub async fn order(tx: &mut Tx, actor: &Actor, id: ImportId, order: Order) -> Result<Import, CustomerError> {
    let import = find_import(tx, actor, id).await?;
    let wrong = CustomerError::ImportState { id, state: import.state.code() };
    match order {
        Order::DryRun | Order::Run if import.state.is_at_rest() => {
            if import.source_id.is_none() {
                return Err(CustomerError::Mapping(MappingProblem::NoSource));
            }
            if let Some(problem) = mapping::problem(&import.mapping) {
                return Err(CustomerError::Mapping(problem));
            }
            store::imports::begin(tx, id, order == Order::DryRun).await?;
            jobs::enqueue(tx, &ImportPersons { import_id: id }).await?;
        }
        Order::Resume if import.state == Progress::Paused => {
            store::imports::set_state(tx, id, Progress::Queued, None).await?;
            jobs::enqueue(tx, &ImportPersons { import_id: id }).await?;
        }
        Order::Pause if import.state.is_at_work() => {
            store::imports::set_state(tx, id, Progress::Paused, None).await?;
        }
        Order::Stop if import.state.is_at_work() || import.state == Progress::Paused => {
            store::imports::set_state(tx, id, Progress::Stopped, None).await?;
        }
        _ => return Err(wrong),
    }
    tx.emit(&ImportProgressed { import_id: id }).await?;
    find_import(tx, actor, id).await
}

/// Runs an import from where it stands until it is done, paused or stopped. For the job and the command line.
///
/// `rows_max` bounds one call, for tests of going on after a crash.
pub async fn perform(db: &Db, blobs: &Blobs, id: ImportId, rows_max: Option<usize>) -> Result<(), CustomerError> {
    let found = store::imports::find(&mut *db.read().await?, id).await?;
    let Some(import) = found.filter(|it| it.state.is_at_work()) else { return Ok(()) };
    let Ok(blob) = import.blob.parse::<BlobHash>() else {
        return end(db, &import, Progress::Failed, Some(FileProblem::Empty.code())).await;
    };
    let file = blobs.open(blob).await?;
    let source = match import.source_id {
        Some(source) => store::sources::find(&mut *db.read().await?, source).await?,
        None => None,
    };
    let Some(source) = source else { return end(db, &import, Progress::Failed, Some("source")).await };
    let mapping = import.mapping.clone();
    let read = blocking(move || {
        mapping::look(&file, &mapping)?;
        last_rows(&file, &mapping).map_err(CustomerError::of_file)
    });
    // The file is read to its end before a row is taken in, so that one that is cut off leaves nothing behind.
    let last = match read.await {
        Err(CustomerError::File(problem)) => {
            return end(db, &import, Progress::Failed, Some(problem.code())).await;
        }
        read => read?,
    };
    let mut tx = db.begin().await?;
    store::imports::set_total(&mut tx, id, last.rows).await?;
    if import.state == Progress::Queued {
        store::imports::set_state(&mut tx, id, Progress::Running, None).await?;
    }
    tx.commit().await?;
    let is_whole = run_batches(db, &import, &source, blobs.open(blob).await?, &last, rows_max).await?;
    if is_whole { end(db, &import, Progress::Done, None).await } else { Ok(()) }
}

/// The rows of a file, and for each key that stands more than once the last row that has it.
struct LastRows {
    rows: i64,
    of_key: HashMap<u64, LastRow>,
}

/// The line a row begins on, and what it says, hashed.
struct LastRow {
    line: u64,
    says: u64,
}

/// Reads the file once, and again if a key stands twice: 8 bytes a row at most are held, where the keys themselves would
/// be several times that at millions.
fn last_rows(file: &File, mapping: &Mapping) -> io::Result<LastRows> {
    let mut keys = Vec::new();
    let rows = each_row(file, mapping, |row| keys.extend(key(row, mapping).map(|it| hash_of(&it))))?;
    keys.sort_unstable();
    let twice: HashSet<u64> = keys.windows(2).filter(|it| it.first() == it.last()).flatten().copied().collect();
    drop(keys);
    let mut of_key = HashMap::new();
    if !twice.is_empty() {
        each_row(file, mapping, |row| {
            if let Some(hash) = key(row, mapping).map(|it| hash_of(&it)).filter(|it| twice.contains(it)) {
                of_key.insert(hash, LastRow { line: row.line, says: hash_of(&row.cells) });
            }
        })?;
    }
    Ok(LastRows { rows, of_key })
}

/// Shows every row of a file to `look`; how many there are.
fn each_row(file: &File, mapping: &Mapping, mut look: impl FnMut(&Row)) -> io::Result<i64> {
    let Some(mut rows) = rows(file, mapping)? else { return Ok(0) };
    let mut count = 0;
    for row in rows.by_ref() {
        count += 1;
        look(&row);
    }
    rows.failure().map_or(Ok(count), Err)
}

fn hash_of(what: &impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// `true` if every row was dealt with; `false` if it was paused, stopped, or taken over by another worker.
async fn run_batches(
    db: &Db,
    import: &Import,
    source: &Source,
    file: File,
    last: &LastRows,
    rows_max: Option<usize>,
) -> Result<bool, CustomerError> {
    let (mapping, done) = (import.mapping.clone(), usize::try_from(import.counts.rows()).unwrap_or(0));
    let opened = blocking(move || {
        let mut rows = rows(&file, &mapping).map_err(CustomerError::of_file)?;
        if let (Some(rows), Some(before)) = (&mut rows, done.checked_sub(1)) {
            // What was dealt with before.
            rows.nth(before);
        }
        Ok(rows)
    });
    let Some(mut rows) = opened.await? else { return Ok(true) };
    let mut left = rows_max.unwrap_or(usize::MAX);
    let mut counts = import.counts;
    let mut told_at: Option<Timestamp> = None;
    loop {
        let (batch, rest) = next_batch(rows, left.min(BATCH_ROWS)).await?;
        (rows, left) = (rest, left - batch.len());
        let Some(last_row) = batch.last() else { break };
        let line = i64::try_from(last_row.line + last_row.lines).unwrap_or(i64::MAX);
        let reads: Vec<Read> = batch.iter().map(|it| read_row(it, &import.mapping, last)).collect();
        let mut tx = db.begin().await?;
        let after = take_in(&mut tx, import, source, reads, counts).await?;
        if !store::imports::advance(&mut tx, import.id, &counts, &after, line).await? {
            return Ok(false);
        }
        if told_at.is_none_or(|at| tx.now().seconds_since(at) >= 1) {
            told_at = Some(tx.now());
            tx.emit(&ImportProgressed { import_id: import.id }).await?;
        }
        tx.commit().await?;
        counts = after;
        tokio::task::yield_now().await;
    }
    Ok(counts.rows() >= last.rows)
}

/// Up to `most` rows of a file, and what is left of it. Error: the file cannot be read on.
async fn next_batch(mut rows: Rows, most: usize) -> Result<(Vec<Row>, Rows), CustomerError> {
    blocking(move || {
        let batch: Vec<Row> = rows.by_ref().take(most).collect();
        match rows.failure() {
            Some(error) => Err(error.into()),
            None => Ok((batch, rows)),
        }
    })
    .await
}

/// Reads a row; one that a later row says again is set aside for it, so that the same file twice changes nothing. It is
/// told only if the later one says something else.
fn read_row(row: &Row, mapping: &Mapping, last: &LastRows) -> Read {
    let mut it = read(row, mapping);
    if let Some((key, _)) = &it.taken
        && let Some(later) = last.of_key.get(&hash_of(key))
        && later.line != row.line
    {
        let is_same = later.says == hash_of(&row.cells);
        let told = Problem {
            line: row.line,
            column: None,
            value: Some(key.clone()),
            reason: "superseded",
            number: later.line,
            effect: Effect::Superseded,
        };
        it = Read { line: row.line, taken: None, problems: if is_same { Vec::new() } else { vec![told] } };
    }
    it
}

/// Takes one batch in, or only counts what would happen; tells the counts after it.
async fn take_in(
    tx: &mut Tx,
    import: &Import,
    source: &Source,
    reads: Vec<Read>,
    mut counts: Counts,
) -> Result<Counts, CustomerError> {
    let keys: Vec<String> = reads.iter().filter_map(|it| Some(it.taken.as_ref()?.0.clone())).collect();
    let known = store::records::by_external(tx, source.id, &keys).await?;
    let known: BTreeMap<String, _> = known.into_iter().map(|it| (it.claim.external_id.clone(), it)).collect();
    let (mut problems, mut changed, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for it in reads {
        counts.set_aside += it.problems.iter().filter(|it| it.effect == Effect::Value).count() as i64;
        let is_told = !it.problems.is_empty();
        problems.extend(it.problems);
        let Some((key, values)) = it.taken else {
            *(if is_told { &mut counts.refused } else { &mut counts.identical }) += 1;
            continue;
        };
        let record = |values| NewRecord { source: source.id, trust: source.trust, external_id: key.clone(), values };
        match known.get(&key) {
            Some(before) if before.digest == digest(values.iter().map(|(field, value)| (field, value.as_str()))) => {
                counts.identical += 1;
            }
            Some(before) => {
                counts.changed += 1;
                changed.extend(before.person_id.map(|person| (person, record(values))));
            }
            None => {
                counts.created += 1;
                new.push(record(values));
            }
        }
    }
    store::imports::insert_refusals(tx, import.id, &problems).await?;
    if !import.is_dry {
        let joined = known_persons(tx, source.id, &new).await?;
        let mut strangers = Vec::with_capacity(new.len());
        for (record, person) in new.into_iter().zip(joined) {
            match person {
                Some(person) => changed.push((person, record)),
                None => strangers.push((tx.id::<PersonId>(), record)),
            }
        }
        insert_persons(tx, &strangers).await?;
        if !changed.is_empty() {
            change_records(tx, &changed).await?;
        }
    }
    Ok(counts)
}

/// For each new record, the one person it is surely about: the only one with its e-mail address whose first name and
/// day of birth do not speak against it, and of whom this source has no record yet (one system has one number for a
/// person). Otherwise nobody: joining is undone with more pain than not joining, and the matcher of the next issue
/// joins what is left.
async fn known_persons(
    tx: &mut Tx,
    source: SourceId,
    new: &[NewRecord],
) -> Result<Vec<Option<PersonId>>, CustomerError> {
    let email = |it: &NewRecord| it.values.get(&Field::Email).cloned();
    let emails: Vec<String> = new.iter().filter_map(email).collect::<BTreeSet<_>>().into_iter().collect();
    let mut holders: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
    for holder in store::points::holders_of_all(tx, PointKind::Email, &emails).await? {
        holders.entry(holder.normal.clone()).or_default().push(holder);
    }
    let people: Vec<PersonId> =
        holders.values().flatten().map(|it| it.person).collect::<BTreeSet<_>>().into_iter().collect();
    let records = store::records::of_persons(tx, &people).await?;
    let mut of_source: BTreeSet<PersonId> =
        records.iter().filter(|it| it.claim.source == source).filter_map(|it| it.person_id).collect();
    let mut found = Vec::with_capacity(new.len());
    for it in new {
        let theirs = (text(&it.values, Field::FirstName), text(&it.values, Field::BornOn));
        let fits = |it: &&Holder| {
            let known = (it.first_name.as_deref(), it.born_on.as_deref());
            !of_source.contains(&it.person) && may_be_one(theirs, known)
        };
        let candidates = email(it).and_then(|it| holders.get(&it));
        let fitting: Vec<PersonId> = candidates.into_iter().flatten().filter(fits).map(|it| it.person).collect();
        let one = if let [only] = fitting.as_slice() { Some(*only) } else { None };
        of_source.extend(one);
        found.push(one);
    }
    Ok(found)
}

fn text(values: &Values, field: Field) -> Option<&str> {
    values.get(&field).map(String::as_str)
}

async fn end(db: &Db, import: &Import, state: Progress, failure: Option<&str>) -> Result<(), CustomerError> {
    let mut tx = db.begin().await?;
    let Some(present) = store::imports::find(&mut tx, import.id).await?.filter(|it| it.state.is_at_work()) else {
        return Ok(());
    };
    store::imports::set_state(&mut tx, import.id, state, failure).await?;
    tx.emit(&ImportProgressed { import_id: import.id }).await?;
    if let (Progress::Done, false, Some(source_id)) = (state, import.is_dry, import.source_id) {
        let Counts { created, changed, .. } = present.counts;
        tx.emit(&PersonsImported { import_id: import.id, source_id, created, changed }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Brings in a file of this machine, to its end: for the command line. Its columns are guessed; `known` is what is known
/// of the rest.
pub async fn import_file(
    db: &Db,
    blobs: &Blobs,
    actor: &Actor,
    path: &std::path::Path,
    source: SourceId,
    known: &Known,
) -> Result<Import, CustomerError> {
    let (blob, size_bytes) = blobs.put_from(File::open(path)?).await?;
    let mapping = guess(blobs, blob, known).await?;
    let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    let mut tx = db.begin().await?;
    let import = create_import(&mut tx, actor, &name, blob, size_bytes, mapping.clone()).await?;
    set_mapping(&mut tx, actor, import.id, import.version, source, mapping).await?;
    store::imports::begin(&mut tx, import.id, false).await?;
    tx.commit().await?;
    perform(db, blobs, import.id, None).await?;
    find_import(&mut *db.read().await?, actor, import.id).await
}
