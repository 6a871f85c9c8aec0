//! `/cases/{id}/reply-files`: files of the answer the caller is writing.

use access::Caller;
use api::{Answer, Json, Path, Problem, State, no_content};
use axum::extract::Multipart;
use db::blob::BlobWriter;
use interactions::actions::NewAttachment;
use interactions::attachment::is_dangerous;
use kernel::{AttachmentId, CaseId};
use serde::Serialize;

use crate::actions::Mailroom;
use crate::reply_file::{FILES_MAX, Full, ReplyFile};

/// How much of a file tells whether it can run.
const HEAD_BYTES: usize = 512;

/// The files of an answer, and how much there may be.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ReplyFileList {
    /// In the order they were added.
    pub items: Vec<ReplyFile>,
    /// The most files of one answer.
    pub files_max: usize,
    /// The most bytes of all together.
    pub bytes_max: u64,
}

/// A form with one file.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; axum reads it part by part")]
pub struct ReplyFileUpload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The files of the answer the caller is writing on a case.
#[utoipa::path(
    get, path = "/cases/{id}/reply-files", operation_id = "list_reply_files", tag = "mailroom",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "They, and how much there may be", body = ReplyFileList),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list_reply_files(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Json<ReplyFileList>, Problem> {
    let mailroom = Mailroom::new(&state);
    let items = mailroom.reply_files(&mut *state.db.read().await?, &caller.actor, id).await?;
    Ok(Json(ReplyFileList { items, files_max: FILES_MAX, bytes_max: mailroom.reply_bytes_max() }))
}

/// Adds a file to the answer the caller is writing on a case. It waits until the answer is sent or the file removed.
#[utoipa::path(
    post, path = "/cases/{id}/reply-files", operation_id = "add_reply_file", tag = "mailroom",
    request_body(content = ReplyFileUpload, content_type = "multipart/form-data"),
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 201, description = "Added", body = ReplyFile),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There are as many as may be", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "All together are larger than may be", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no file in it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add_reply_file(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<CaseId>,
    mut form: Multipart,
) -> Result<Answer, Problem> {
    let mailroom = Mailroom::new(&state);
    // Whoever may not, or has no room, is told before anything is kept.
    let room = mailroom.reply_room(&mut *state.db.read().await?, &caller.actor, id).await?;
    let refuse = |error: axum::extract::multipart::MultipartError| {
        Problem::new(error.status(), "upload").with("cause", error.body_text()).at("/file")
    };
    let mut found: Option<(String, String, Vec<u8>, BlobWriter)> = None;
    while let Some(mut part) = form.next_field().await.map_err(refuse)? {
        if part.name() != Some("file") {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let mut content = state.blobs.writer().await?;
        let mut head = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(refuse)? {
            content.write(&chunk).await?;
            if content.size_bytes() > room {
                return Err(mailroom.full(Full::Bytes).into());
            }
            let more = HEAD_BYTES.saturating_sub(head.len()).min(chunk.len());
            head.extend_from_slice(chunk.get(..more).unwrap_or_default());
        }
        found = Some((name, media_type, head, content));
    }
    let Some((name, media_type, head, content)) = found else {
        return Err(Problem::invalid("upload_without_file").at("/file"));
    };
    let size_bytes = content.size_bytes();
    let is_dangerous = is_dangerous(&name, &head);
    let blob = content.finish().await?;
    let file = NewAttachment { name, media_type, size_bytes, blob, content_id: None, is_dangerous };
    let mut tx = state.db.begin().await?;
    let added = mailroom.add_reply_file(&mut tx, &caller.actor, id, file).await?;
    tx.commit().await?;
    api::created(format!("/api/v1/cases/{id}/reply-files/{}", added.id), 1, &added)
}

/// Takes a file off the answer the caller is writing on a case.
#[utoipa::path(
    delete, path = "/cases/{id}/reply-files/{file_id}", operation_id = "remove_reply_file", tag = "mailroom",
    params(
        ("id" = CaseId, Path, description = "The case"),
        ("file_id" = AttachmentId, Path, description = "The file"),
    ),
    responses(
        (status = 204, description = "It is not there (any more)"),
        (status = 404, description = "No such case", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn remove_reply_file(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path((id, file_id)): Path<(CaseId, AttachmentId)>,
) -> Result<Answer, Problem> {
    let mut tx = state.db.begin().await?;
    Mailroom::new(&state).remove_reply_file(&mut tx, &caller.actor, id, file_id).await?;
    tx.commit().await?;
    Ok(no_content())
}
