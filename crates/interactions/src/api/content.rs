//! What foreigners wrote and sent, served so that it can run nothing: `/interactions/{id}/content`,
//! `/attachments/{id}/content`.

use api::{Path, Problem, Query, State};
use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use db::blob::BlobHash;
use kernel::{AttachmentId, InteractionId};
use mail::html::{SafeHtml, with_images, with_inline};
use serde::Deserialize;

use access::Caller;

use crate::actions::timeline;
use crate::attachment::{Attachment, disposition, served};
use crate::document;
use crate::error::InteractionError;
use crate::store;

/// Whether images from elsewhere are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Images {
    /// They stay inert: fetching one tells the sender that it was read, by whom and where.
    #[default]
    Blocked,
    /// The reader asked for them.
    Allowed,
}

/// How a message is shown.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContentQuery {
    /// Whether images from elsewhere are fetched.
    #[serde(default)]
    #[param(required = false, inline)]
    pub images: Images,
}

/// How a file is shown.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AttachmentQuery {
    /// Shown in place rather than saved; heard for a few kinds of image only.
    #[serde(default)]
    #[param(required = false)]
    pub inline: bool,
}

fn hash(text: &str) -> Result<BlobHash, Problem> {
    text.parse().map_err(|error: String| Problem::internal(&error))
}

fn respond(content: Body, headers: &[(header::HeaderName, &str)]) -> Result<Response<Body>, Problem> {
    let mut response = Response::new(content);
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).map_err(|error| Problem::internal(&error))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// The words of a message as an HTML document that can run nothing, for a sandboxed frame.
#[utoipa::path(
    get, path = "/interactions/{id}/content", operation_id = "get_interaction_content", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction"), ContentQuery),
    responses(
        (status = 200, description = "A document with its own strict policy", body = String, content_type = "text/html"),
        (status = 404, description = "None, or not for the caller", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_interaction_content(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<InteractionId>,
    Query(query): Query<ContentQuery>,
) -> Result<Response<Body>, Problem> {
    let (seen, otherwise) = {
        let mut conn = state.db.read().await?;
        let seen = timeline::one(&mut conn, &caller.actor, id).await?;
        let language = match seen.interaction.case_id.filter(|_| seen.interaction.language.is_none()) {
            Some(case) => store::case_language(&mut conn, case).await?,
            None => None,
        };
        (seen, language.and_then(|it| it.parse().ok()).unwrap_or(state.config.locale))
    };
    let it = seen.interaction;
    let with_remote = query.images == Images::Allowed;
    let body = match &it.html_blob {
        Some(blob) => {
            let content = state.blobs.get(hash(blob)?).await?;
            let html = String::from_utf8_lossy(&content).into_owned();
            let shown = with_embedded(&state, html, &seen.attachments).await?;
            if with_remote { with_images(&shown) } else { shown }
        }
        None => mail::html::from_text(&it.body_text),
    };
    let page = document::wrap(&body, it.language.as_deref(), otherwise);
    respond(
        Body::from(page),
        &[
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_SECURITY_POLICY, document::policy(with_remote)),
            (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "private, no-store"),
        ],
    )
}

/// The images that stand in the message, written into it: a sandboxed frame sends no cookie, so it could fetch none.
async fn with_embedded(state: &State, html: String, files: &[Attachment]) -> Result<String, Problem> {
    let mut embedded: Vec<(String, String)> = Vec::new();
    let mut left = document::IMAGES_BYTES_MAX;
    for file in files {
        let Some(content_id) = &file.content_id else { continue };
        let size = usize::try_from(file.size_bytes).unwrap_or(usize::MAX);
        if size > left || !html.contains(&format!("cid:{}", mail::html::escape(content_id))) {
            continue;
        }
        let content = state.blobs.get(hash(&file.blob)?).await?;
        let served = served(&file.name, &content, file.is_dangerous);
        if served.may_inline {
            left -= size;
            embedded.push((content_id.clone(), document::data_address(served.media_type, &content)));
        }
    }
    let content_ids = embedded.iter().map(|it| it.0.clone()).collect();
    let safe = SafeHtml { html, content_ids, ..SafeHtml::default() };
    Ok(with_inline(&safe, |id| embedded.iter().find(|it| it.0 == id).map(|it| it.1.clone())))
}

/// The content of a file. A download of unknown bytes, but for a few kinds of image, PDF and plain text; never runs.
#[utoipa::path(
    get, path = "/attachments/{id}/content", operation_id = "get_attachment_content", tag = "interactions",
    params(("id" = AttachmentId, Path, description = "The attachment"), AttachmentQuery),
    responses(
        (status = 200, description = "The bytes", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, description = "None, or not for the caller", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn get_attachment_content(
    axum::extract::State(state): axum::extract::State<State>,
    caller: Caller,
    Path(id): Path<AttachmentId>,
    Query(query): Query<AttachmentQuery>,
) -> Result<Response<Body>, Problem> {
    let file = {
        let mut read = state.db.read().await?;
        let found = store::find_attachment(&mut read, id).await?.ok_or(InteractionError::NoAttachment(id))?;
        // Whoever may see the message may see its files, nobody else.
        timeline::one(&mut read, &caller.actor, found.interaction_id).await?;
        found
    };
    let content = state.blobs.get(hash(&file.blob)?).await?;
    let served = served(&file.name, &content, file.is_dangerous);
    let is_inline = query.inline && served.may_inline;
    respond(
        Body::from(content),
        &[
            (header::CONTENT_TYPE, served.media_type),
            (header::CONTENT_DISPOSITION, &disposition(&file.name, is_inline)),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
            (header::CACHE_CONTROL, "private, max-age=3600"),
        ],
    )
}
