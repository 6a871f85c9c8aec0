//! `/imports`.

use access::Caller;
use api::{Answer, IfMatch, Json, Paging, Path, Problem, State, Versioned, words};
use axum::body::Body;
use axum::extract::Multipart;
use axum::http::{HeaderValue, Response, StatusCode, header};
use db::blob::BlobWriter;
use kernel::{Cursor, ImportId, ImportRefusalId, Locale, Page, Permission, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::actions::imports::{self, Order};
use crate::api::problem::mapping_reason;
use crate::error::CustomerError;
use crate::import::encoding;
use crate::import::format::{self, Format};
use crate::import::layout::{self, Layout};
use crate::import::mapping::{self, Known, Mapping, MappingProblem};
use crate::import::output;
use crate::import::run::{Counts, Import, Progress};
use crate::store::imports::Refusal;

/// Rows of a preview.
const PREVIEW_ROWS: usize = 10;

/// An import.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportView {
    /// Names it.
    pub id: ImportId,
    /// The source the file speaks for; nothing: not chosen yet.
    pub source_id: Option<SourceId>,
    /// The name of the file.
    pub file_name: String,
    /// Its size.
    pub size_bytes: i64,
    /// How it is read.
    pub mapping: Mapping,
    /// Why the mapping cannot be run, in words; nothing: it can.
    pub mapping_problem: Option<String>,
    /// Where it stands.
    pub state: Progress,
    /// Whether the present run only tries.
    pub is_dry: bool,
    /// Rows in the file; nothing: not counted yet.
    pub rows_total: Option<i64>,
    /// Rows dealt with: identical + changed + created + refused.
    pub rows_done: i64,
    /// The line of the file it stands at.
    pub line: i64,
    /// What became of the rows.
    pub counts: Counts,
    /// Why it failed, in words.
    pub failure: Option<String>,
    /// This very file was imported for this source then: nothing will change.
    pub imported_before_at: Option<Timestamp>,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When the present run began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Also the `ETag`.
    pub version: i64,
}

fn view(state: &State, locale: Locale, it: Import, imported_before_at: Option<Timestamp>) -> ImportView {
    let failure = it.failure.map(|code| state.words.text(locale, &format!("import-file-{code}"), &[]));
    ImportView {
        id: it.id,
        source_id: it.source_id,
        file_name: it.file_name,
        size_bytes: it.size_bytes,
        mapping_problem: mapping::problem(&it.mapping).map(|it| mapping_reason(it).text(state.words, locale)),
        mapping: it.mapping,
        state: it.state,
        is_dry: it.is_dry,
        rows_total: it.rows_total,
        rows_done: it.counts.rows(),
        line: it.line,
        counts: it.counts,
        failure,
        imported_before_at,
        created_by: it.created_by,
        created_at: it.created_at,
        started_at: it.started_at,
        ended_at: it.ended_at,
        version: it.version,
    }
}

async fn whole(state: &State, caller: &Caller, conn: &mut db::Conn, it: Import) -> Result<ImportView, Problem> {
    let before = crate::store::imports::done_before(conn, it.id, &it.blob, it.source_id).await?;
    Ok(view(state, caller.locale, it, before))
}

/// One page of imports.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportPage {
    /// The latest first.
    pub items: Vec<ImportView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// The imports, the latest first.
#[utoipa::path(
    get, path = "/imports", operation_id = "list_imports", tag = "customers", params(Paging),
    responses((status = 200, description = "One page", body = ImportPage))
)]
pub async fn list_imports(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    paging: Paging,
) -> Result<Json<ImportPage>, Problem> {
    access::require(&caller.actor, Permission::CustomersImport)?;
    let before = paging.number(0)?;
    let rows = crate::store::imports::latest(&mut *state.db.read().await?, before, paging.rows()).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.id.get()]));
    let page = page.map(|it| view(&state, caller.locale, it, None));
    Ok(Json(ImportPage { items: page.items, next: page.next }))
}

/// A file to bring in.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; axum reads it part by part")]
pub struct ImportUpload {
    /// The layout of a file of fixed width, as text (`name start length [type]`, a field a line) or as JSON. It comes
    /// before the file.
    layout: Option<String>,
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Takes a file, finds its format, encoding and separator, and guesses what its columns mean: delimited text, JSON
/// lines, records of fixed width (ASCII or EBCDIC, with a `layout`), Parquet; all but the last also packed by gzip. It
/// goes to disk as it comes; one larger than `http.upload_bytes_max` is brought in by `entente import customers FILE`.
#[utoipa::path(
    post, path = "/imports", operation_id = "create_import", tag = "customers",
    request_body(content = ImportUpload, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "Taken; nothing is brought in yet", body = ImportView),
        (status = 413, description = "Larger than the screen takes", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Nothing that can be imported, or a layout that cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create_import(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    mut form: Multipart,
) -> Result<Answer, Problem> {
    access::require(&caller.actor, Permission::CustomersImport)?;
    let mut known = Known::default();
    let mut file: Option<(String, BlobWriter)> = None;
    while let Some(part) = form.next_field().await.map_err(|error| broken_off(&error))? {
        match part.name() {
            Some("file") => file = Some(taken(&state, part, known.layout.is_some()).await?),
            Some("layout") => {
                let text = part.text().await.map_err(|error| broken_off(&error))?;
                if !text.trim().is_empty() {
                    known.layout = Some(layout::parse(&text).map_err(CustomerError::from)?);
                }
            }
            _ => {}
        }
    }
    let Some((name, content)) = file else {
        return Err(Problem::invalid("upload_without_file").at("/file"));
    };
    let size = content.size_bytes();
    let blob = content.finish().await?;
    let guessed = imports::guess(&state.blobs, blob, &known).await?;
    let mut tx = state.db.begin().await?;
    let import = imports::create_import(&mut tx, &caller.actor, &name, blob, size, guessed).await?;
    let shown = whole(&state, &caller, &mut tx, import).await?;
    tx.commit().await?;
    api::created(format!("/api/v1/imports/{}", shown.id), shown.version, &shown)
}

/// The upload did not arrive whole.
fn broken_off(error: &axum::extract::multipart::MultipartError) -> Problem {
    Problem::new(error.status(), "upload").with("cause", error.body_text()).at("/file")
}

/// Takes the file's part to disk as it comes; what is refused was never kept.
async fn taken(
    state: &State,
    mut part: axum::extract::multipart::Field<'_>,
    has_layout: bool,
) -> Result<(String, BlobWriter), Problem> {
    let name = part.file_name().unwrap_or("import.csv").to_owned();
    let mut content = state.blobs.writer().await?;
    let mut head = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken_off(&error))? {
        content.write(&chunk).await?;
        if content.size_bytes() > state.config.upload_bytes_max {
            return Err(too_large(state));
        }
        let room = format::HEAD_BYTES.saturating_sub(head.len()).min(chunk.len());
        head.extend_from_slice(chunk.get(..room).unwrap_or_default());
    }
    format::look(&head, has_layout).map_err(CustomerError::from)?;
    Ok((name, content))
}

/// 413, with what is the most.
fn too_large(state: &State) -> Problem {
    let most = state.config.upload_bytes_max / (1024 * 1024);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "upload_too_large").with("megabytes", most).at("/file")
}

/// One import and how far it has come.
#[utoipa::path(
    get, path = "/imports/{id}", operation_id = "get_import", tag = "customers",
    params(("id" = ImportId, Path, description = "The import")),
    responses(
        (status = 200, description = "It", body = ImportView),
        (status = 404, description = "None", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_import(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Json<ImportView>, Problem> {
    // No ETag: progress does not count as a version, and a poller must not be told 304.
    let mut read = state.db.read().await?;
    let import = imports::find_import(&mut read, &caller.actor, id).await?;
    Ok(Json(whole(&state, &caller, &mut read, import).await?))
}

/// One row of a preview.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PreviewRow {
    /// The line it begins on.
    pub line: u64,
    /// Its cells as written, in the order of the columns.
    pub cells: Vec<String>,
    /// What would be taken in, by field.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub values: crate::person::Values,
    /// What is wrong with it, in words.
    pub problems: Vec<String>,
}

/// The first rows of a file, read by its present mapping.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportPreview {
    /// The rows below the header.
    pub rows: Vec<PreviewRow>,
}

/// The first rows of the file, read by the present mapping.
#[utoipa::path(
    get, path = "/imports/{id}/preview", operation_id = "get_import_preview", tag = "customers",
    params(("id" = ImportId, Path, description = "The import")),
    responses((status = 200, description = "The first rows", body = ImportPreview))
)]
pub async fn get_import_preview(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Json<ImportPreview>, Problem> {
    let import = imports::find_import(&mut *state.db.read().await?, &caller.actor, id).await?;
    let hash = import.blob.parse().map_err(|error: String| Problem::internal(&error))?;
    // The first piece of the file is all that is read.
    let rows = imports::first_rows(&state.blobs, hash, import.mapping.clone(), PREVIEW_ROWS).await?.into_iter();
    let rows = rows.map(|row| {
        let read = crate::import::row::read(&row, &import.mapping);
        let problems = read.problems.iter().map(|it| {
            let told =
                Told { line: it.line, column: it.column.as_deref(), value: it.value.as_deref(), number: it.number };
            sentence(&state, caller.locale, it.reason, &told)
        });
        PreviewRow {
            line: row.line,
            problems: problems.collect(),
            values: read.taken.map(|it| it.1).unwrap_or_default(),
            cells: row.cells,
        }
    });
    Ok(Json(ImportPreview { rows: rows.collect() }))
}

/// What a file's columns mean and whose it is.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingChange {
    /// The source the file speaks for.
    pub source_id: SourceId,
    /// How it is read. With another encoding or separator and no columns, the columns are guessed anew.
    pub mapping: Mapping,
}

/// Says what the columns of a file mean and whose it is.
#[utoipa::path(
    put, path = "/imports/{id}/mapping", operation_id = "set_import_mapping", tag = "customers",
    request_body = MappingChange, params(("id" = ImportId, Path, description = "The import")),
    responses(
        (status = 200, description = "So it is read", body = ImportView),
        (status = 409, description = "It runs", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It cannot be run so", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_import_mapping(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
    IfMatch(version): IfMatch,
    Json(body): Json<MappingChange>,
) -> Result<Versioned<ImportView>, Problem> {
    let mut mapping = body.mapping;
    if mapping.columns.is_empty() {
        let import = imports::find_import(&mut *state.db.read().await?, &caller.actor, id).await?;
        let hash = import.blob.parse().map_err(|error: String| Problem::internal(&error))?;
        let known = Known {
            format: Some(mapping.format),
            encoding: Some(mapping.encoding),
            separator: Some(mapping.separator),
            layout: mapping.layout,
        };
        mapping = imports::guess(&state.blobs, hash, &known).await?;
    }
    let mut tx = state.db.begin().await?;
    let import = imports::set_mapping(&mut tx, &caller.actor, id, version, body.source_id, mapping).await?;
    let shown = whole(&state, &caller, &mut tx, import).await?;
    tx.commit().await?;
    Ok(Versioned::new(shown.version, shown))
}

/// In what way a file is to be read; what is not said is found.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatChange {
    /// How its records are written. With a layout and without a format: fixed width.
    #[serde(default)]
    pub format: Option<Format>,
    /// Its encoding, by a name as in a mapping: `windows-1252`, `IBM1147`.
    #[serde(default)]
    pub encoding: Option<String>,
    /// What stands between cells.
    #[serde(default)]
    pub separator: Option<char>,
    /// Where the fields of a record of fixed width stand.
    #[serde(default)]
    pub layout: Option<Layout>,
    /// The same as a text file says it: `name start length [type]`, a field a line.
    #[serde(default)]
    pub layout_text: Option<String>,
}

impl FormatChange {
    /// What is known by it. Error: the layout cannot be used, or the encoding is unknown.
    fn known(self) -> Result<Known, CustomerError> {
        let text = self.layout_text.filter(|it| !it.trim().is_empty());
        let layout = text.map(|it| layout::parse(&it)).transpose()?.or(self.layout);
        if let Some(layout) = &layout {
            layout::check(layout)?;
        }
        let encoding = self.encoding.or_else(|| layout.as_ref()?.encoding.clone());
        if encoding.as_deref().is_some_and(|it| encoding::named(it).is_none()) {
            return Err(MappingProblem::Encoding.into());
        }
        Ok(Known { format: self.format, encoding, separator: self.separator, layout })
    }
}

/// Reads the file in another way: its columns are guessed anew, and it is a draft until they are confirmed.
#[utoipa::path(
    put, path = "/imports/{id}/format", operation_id = "set_import_format", tag = "customers",
    request_body = FormatChange, params(("id" = ImportId, Path, description = "The import")),
    responses(
        (status = 200, description = "So it is read; look at `mapping_problem` and the preview", body = ImportView),
        (status = 409, description = "It runs", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It cannot be read so, or the layout cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_import_format(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
    IfMatch(version): IfMatch,
    Json(body): Json<FormatChange>,
) -> Result<Versioned<ImportView>, Problem> {
    let import = imports::find_import(&mut *state.db.read().await?, &caller.actor, id).await?;
    let hash = import.blob.parse().map_err(|error: String| Problem::internal(&error))?;
    let mapping = imports::guess(&state.blobs, hash, &body.known()?).await?;
    let mut tx = state.db.begin().await?;
    let import = imports::set_format(&mut tx, &caller.actor, id, version, mapping).await?;
    let shown = whole(&state, &caller, &mut tx, import).await?;
    tx.commit().await?;
    Ok(Versioned::new(shown.version, shown))
}

/// What to do with an import.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunChange {
    /// `dry_run`, `run`, `pause`, `resume` or `stop`.
    pub order: Order,
}

/// Begins, pauses, resumes or stops a run.
#[utoipa::path(
    put, path = "/imports/{id}/run", operation_id = "set_import_run", tag = "customers", request_body = RunChange,
    params(("id" = ImportId, Path, description = "The import")),
    responses(
        (status = 200, description = "So be it; look at `state` and the counts", body = ImportView),
        (status = 409, description = "Not in its present state", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Changed elsewhere in the meantime", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_import_run(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
    version: IfMatch,
    Json(body): Json<RunChange>,
) -> Result<Versioned<ImportView>, Problem> {
    let mut tx = state.db.begin().await?;
    version.check(imports::find_import(&mut tx, &caller.actor, id).await?.version)?;
    let import = imports::order(&mut tx, &caller.actor, id, body.order).await?;
    let shown = whole(&state, &caller, &mut tx, import).await?;
    tx.commit().await?;
    Ok(Versioned::new(shown.version, shown))
}

/// A row or value that was not taken in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportRefusalView {
    /// Names it.
    pub id: ImportRefusalId,
    /// The line of the file.
    pub line: i64,
    /// The column; nothing: the whole row.
    pub column: Option<String>,
    /// What stood there.
    pub value: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// `row`: not taken in; `value`: taken in without it; `superseded`: a later row says it again.
    pub effect: String,
}

/// One page of refusals.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ImportRefusalPage {
    /// In the order of the file.
    pub items: Vec<ImportRefusalView>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
}

/// What a sentence about a refusal needs.
struct Told<'a> {
    line: u64,
    column: Option<&'a str>,
    value: Option<&'a str>,
    number: u64,
}

fn sentence(state: &State, locale: Locale, reason: &str, told: &Told<'_>) -> String {
    let values = [
        ("line", words::Value::from(told.line)),
        ("column", words::Value::from(told.column.unwrap_or_default())),
        ("value", words::Value::from(told.value.unwrap_or_default())),
        ("number", words::Value::from(told.number)),
    ];
    state.words.text(locale, &format!("import-refusal-{reason}"), &values)
}

fn refusal_view(state: &State, locale: Locale, it: Refusal) -> ImportRefusalView {
    let told = Told {
        line: u64::try_from(it.line).unwrap_or(0),
        column: it.column.as_deref(),
        value: it.value.as_deref(),
        number: u64::try_from(it.number).unwrap_or(0),
    };
    let reason = sentence(state, locale, &it.reason, &told);
    ImportRefusalView { id: it.id, line: it.line, column: it.column, value: it.value, reason, effect: it.effect }
}

/// What was not taken in, and why.
#[utoipa::path(
    get, path = "/imports/{id}/refusals", operation_id = "list_import_refusals", tag = "customers",
    params(("id" = ImportId, Path, description = "The import"), Paging),
    responses((status = 200, description = "One page", body = ImportRefusalPage))
)]
pub async fn list_import_refusals(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
    paging: Paging,
) -> Result<Json<ImportRefusalPage>, Problem> {
    let mut read = state.db.read().await?;
    imports::find_import(&mut read, &caller.actor, id).await?;
    let rows = crate::store::imports::refusals(&mut read, id, paging.number(0)?, paging.rows()).await?;
    let page = Page::from_rows(rows, paging.limit, |it| Cursor::new([it.id.get()]));
    let page = page.map(|it| refusal_view(&state, caller.locale, it));
    Ok(Json(ImportRefusalPage { items: page.items, next: page.next }))
}

/// Everything that was not taken in, as a file that a spreadsheet opens without running anything in it.
#[utoipa::path(
    get, path = "/imports/{id}/refusals.csv", operation_id = "get_import_refusals_file", tag = "customers",
    params(("id" = ImportId, Path, description = "The import")),
    responses((status = 200, description = "line; column; value; reason; effect", body = String, content_type = "text/csv"))
)]
pub async fn get_import_refusals_file(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Response<Body>, Problem> {
    imports::find_import(&mut *state.db.read().await?, &caller.actor, id).await?;
    let head = ["line", "column", "value", "reason", "effect"]
        .map(|it| state.words.text(caller.locale, &format!("import-file-column-{it}"), &[]));
    let [line, column, value, reason, effect] = &head;
    // The mark tells spreadsheets that it is UTF-8.
    let mut text = format!("\u{feff}{}", output::line(&[line, column, value, reason, effect]));
    let mut after: Option<i64> = None;
    loop {
        let rows = crate::store::imports::refusals(&mut *state.db.read().await?, id, after, 5_000).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id.get());
        for row in rows {
            let it = refusal_view(&state, caller.locale, row);
            let (column, value) = (it.column.unwrap_or_default(), it.value.unwrap_or_default());
            text.push_str(&output::line(&[&it.line.to_string(), &column, &value, &it.reason, &it.effect]));
        }
    }
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = format!("attachment; filename=\"{id}-refusals.csv\"");
    let name = HeaderValue::from_str(&name).map_err(|error| Problem::internal(&error))?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
