//! Files that come with messages: a name that is safe to show and offer, and how the content is served so that it
//! cannot run.
//!
//! The declared media type is never trusted. Everything is a download of unknown bytes, but for a few kinds of image
//! and plain text whose content says the same as their name.

use kernel::{AttachmentId, InteractionId};
use unicode_normalization::UnicodeNormalization;

/// The longest file name, in bytes: what file systems take.
const NAME_BYTES_MAX: usize = 255;

/// An attachment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub id: AttachmentId,
    /// The interaction it belongs to.
    pub interaction_id: InteractionId,
    /// Its place, from 0.
    pub place: i64,
    /// The file name, cleaned.
    pub name: String,
    /// The media type as declared.
    pub media_type: String,
    /// The size of the content.
    pub size_bytes: i64,
    /// The content, by digest.
    pub blob: String,
    /// The Content-ID, bare.
    pub content_id: Option<String>,
    /// Whether staff must be warned.
    pub is_dangerous: bool,
}

/// `text` without what hides or turns text: controls, zero-width characters, direction marks.
fn visible(text: &str) -> String {
    let is_hidden = |it: &char| {
        it.is_control()
            || matches!(it, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffd}')
    };
    text.nfc().filter(|it| !is_hidden(it)).collect()
}

/// A file name that is safe to show and to save: no path, no control, no hidden or reserved character, at most 255
/// bytes with its ending kept. An ordinary name comes back as it is, composed (NFC). Empty when nothing is left.
pub fn safe_name(name: &str) -> String {
    let plain = visible(name);
    let last = plain.rsplit(['/', '\\']).find(|it| !it.trim_matches([' ', '.']).is_empty()).unwrap_or_default();
    let reserved = |it: char| if "<>:\"|?*".contains(it) { '_' } else { it };
    let last: String = last.chars().map(reserved).collect();
    let last = last.trim_matches([' ', '.']).trim();
    let stem = last.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let is_device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|it: char| it.is_ascii_digit()));
    let named = if is_device { format!("_{last}") } else { last.to_owned() };
    shortened(&named)
}

/// Cut to [`NAME_BYTES_MAX`] at a character, keeping the ending if it is short.
fn shortened(name: &str) -> String {
    if name.len() <= NAME_BYTES_MAX {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|it| it.1).filter(|it| it.len() <= 16);
    let ending = ending.map_or_else(String::new, |it| format!(".{it}"));
    let mut end = NAME_BYTES_MAX - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", name.get(..end).unwrap_or_default())
}

/// Endings that run, are read by a server or a shell, carry macros, or unpack to something that does.
const DANGEROUS: &[&str] = &[
    "ade",
    "adp",
    "apk",
    "app",
    "appx",
    "asp",
    "aspx",
    "bas",
    "bat",
    "cab",
    "cer",
    "chm",
    "cgi",
    "cmd",
    "com",
    "config",
    "cpl",
    "crt",
    "csh",
    "dll",
    "dmg",
    "docm",
    "dotm",
    "exe",
    "fxp",
    "gadget",
    "hlp",
    "hta",
    "htaccess",
    "htm",
    "html",
    "htpasswd",
    "htt",
    "img",
    "inf",
    "ins",
    "iso",
    "isp",
    "jar",
    "jnlp",
    "js",
    "jse",
    "jsp",
    "jspx",
    "ksh",
    "lib",
    "library-ms",
    "lnk",
    "mad",
    "maf",
    "mda",
    "mde",
    "mht",
    "mhtml",
    "mjs",
    "msc",
    "msh",
    "msi",
    "msix",
    "msp",
    "mst",
    "ocx",
    "ods-macro",
    "one",
    "onepkg",
    "ops",
    "pcd",
    "pl",
    "phar",
    "php",
    "php3",
    "php4",
    "php5",
    "php7",
    "php8",
    "phps",
    "pht",
    "phtml",
    "pif",
    "potm",
    "ppam",
    "ppsm",
    "pptm",
    "prf",
    "ps1",
    "psm1",
    "py",
    "pyc",
    "rb",
    "reg",
    "scf",
    "scr",
    "sct",
    "search-ms",
    "settingcontent-ms",
    "sh",
    "shb",
    "shs",
    "shtml",
    "sldm",
    "svg",
    "svgz",
    "swf",
    "sys",
    "theme",
    "url",
    "vb",
    "vbe",
    "vbs",
    "vhd",
    "vhdx",
    "vxd",
    "wasm",
    "website",
    "wsc",
    "wsf",
    "wsh",
    "xaml",
    "xhtml",
    "xht",
    "xlam",
    "xll",
    "xlm",
    "xlsb",
    "xlsm",
    "xltm",
    "xml",
    "xsl",
    "xslt",
];

/// Whether staff must be warned: the name hides something, or any of its endings, or the content, can run.
///
/// Every ending counts, not the last alone: some servers run `a.php.jpg`.
pub fn is_dangerous(name: &str, content: &[u8]) -> bool {
    if visible(name) != name.nfc().collect::<String>() && has_direction_or_zero_width(name) {
        return true;
    }
    let folded: String = visible(name).nfkc().flat_map(char::to_lowercase).collect();
    let last = folded.rsplit(['/', '\\']).next().unwrap_or_default();
    if last == ".user.ini" {
        // Read by PHP in every folder; an ordinary `.ini` is read by nobody.
        return true;
    }
    let by_name = last.split('.').skip(1).any(|it| DANGEROUS.contains(&it.trim()));
    by_name || can_run(content)
}

fn has_direction_or_zero_width(name: &str) -> bool {
    name.chars().any(
        |it| matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'),
    )
}

/// Whether the first bytes are those of a program, a script, active markup, or a container of such.
fn can_run(content: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"MZ",
        b"\x7fELF",
        b"#!",
        b"\xca\xfe\xba\xbe",
        b"\xcf\xfa\xed\xfe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"FWS",
        b"CWS",
        b"L\0\0\0\x01\x14\x02\0",
    ];
    if STARTS.iter().any(|it| content.starts_with(it)) {
        return true;
    }
    let head = content.get(..content.len().min(512)).unwrap_or_default();
    let text: String =
        String::from_utf8_lossy(head).trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_lowercase();
    ["<!doctype", "<html", "<script", "<svg", "<?xml", "<?php", "<!--", "<body", "<iframe", "<head"]
        .iter()
        .any(|it| text.starts_with(it))
}

/// How a content is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// The media type given.
    pub media_type: &'static str,
    /// Whether a page may show it in place.
    pub may_inline: bool,
}

/// How `content` is served: decided by its first bytes, never by what was declared.
pub fn served(name: &str, content: &[u8], is_dangerous: bool) -> Served {
    const DOWNLOAD: Served = Served { media_type: "application/octet-stream", may_inline: false };
    if is_dangerous {
        return DOWNLOAD;
    }
    let image = |media_type| Served { media_type, may_inline: true };
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        image("image/png")
    } else if content.starts_with(&[0xff, 0xd8, 0xff]) {
        image("image/jpeg")
    } else if content.starts_with(b"GIF87a") || content.starts_with(b"GIF89a") {
        image("image/gif")
    } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
        image("image/webp")
    } else if content.starts_with(b"%PDF-") {
        Served { media_type: "application/pdf", may_inline: false }
    } else if name.to_lowercase().ends_with(".txt") && std::str::from_utf8(content).is_ok_and(|it| !it.contains('\0')) {
        Served { media_type: "text/plain; charset=utf-8", may_inline: false }
    } else {
        DOWNLOAD
    }
}

/// The header `Content-Disposition`, after RFC 6266 and RFC 8187: an ASCII name for old readers, then the whole name.
pub fn disposition(name: &str, is_inline: bool) -> String {
    let way = if is_inline { "inline" } else { "attachment" };
    let name = if name.is_empty() { "attachment" } else { name };
    let plain: String = name
        .chars()
        .map(|it| if it.is_ascii_graphic() && !"\"\\%;'".contains(it) || it == ' ' { it } else { '_' })
        .collect();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        // attr-char of RFC 8187.
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
#[path = "attachment_tests.rs"]
mod tests;
