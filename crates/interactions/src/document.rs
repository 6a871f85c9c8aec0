//! The HTML body of a message as a document of its own: the third layer after the allow-list and the sandboxed frame.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Locale;

/// Images inside one message are embedded up to this many bytes in all; the rest stays inert.
pub const IMAGES_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What the document may do: show its text, and images that stand in it. `with_remote`: fetch images over HTTPS too.
///
/// `sandbox` without `allow-scripts` or `allow-same-origin` holds also when it is opened by itself.
pub const fn policy(with_remote: bool) -> &'static str {
    if with_remote {
        "default-src 'none'; img-src data: https:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    } else {
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    }
}

/// A document around a sanitised `body`, in `language`, or `otherwise` where that is not known: a reader speaks it in
/// some voice, and « undetermined » is none. Links open elsewhere and tell nobody where they were clicked.
pub fn wrap(body: &str, language: Option<&str>, otherwise: Locale) -> String {
    let is_code = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let language = language.filter(is_code).filter(|it| *it != "und").unwrap_or(otherwise.code());
    format!(
        "<!doctype html><html lang=\"{language}\" dir=\"auto\"><head><meta charset=\"utf-8\">\
         <meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light\">\
         <base target=\"_blank\"><title>Message</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )
}

/// Wide tables and images scroll or shrink; nothing leaves the frame. Mail is written for white paper.
const STYLE: &str = "html{background:#fff;color:#1b1b1b;font:15px/1.5 system-ui,sans-serif}\
body{margin:0;padding:8px;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}\
pre{white-space:pre-wrap}blockquote{margin-inline:0;padding-inline-start:12px;border-inline-start:3px solid #ccc}";

/// An image as the address of itself.
pub fn data_address(media_type: &str, content: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_can_run_nothing_and_fetch_nothing_unless_asked() {
        assert!(policy(false).contains("img-src data:;") && !policy(false).contains("https:"));
        for with_remote in [true, false] {
            let policy = policy(with_remote);
            assert!(policy.starts_with("default-src 'none';"));
            assert!(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"));
            assert!(!policy.contains("script-src"), "scripts fall to default-src");
        }
    }

    #[test]
    fn the_language_cannot_leave_its_attribute() {
        for (language, expected) in [
            (Some("fr\" onload=\"x"), "en"),
            (Some("fr-FR"), "fr-FR"),
            (Some("und"), "en"),
            (Some(""), "en"),
            (None, "en"),
        ] {
            let page = wrap("<p>x</p>", language, Locale::En);
            assert!(page.contains(&format!("<html lang=\"{expected}\"")), "{language:?}: {page}");
        }
    }
}
