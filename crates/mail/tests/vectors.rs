//! Runs the vector files and torture mails of others ([`kernel::test_data!`]); skips loudly without them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kernel::Email;
use mail::automatic::{self, Context};
use mail::{Budget, InboundMail, bounce, html, quote, verdict};
use serde_json::Value;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            out.extend(files(&entry.path()));
        } else {
            out.push(entry.path());
        }
    }
    out.sort();
    out
}

#[test]
fn automatic_answers_are_allowed_as_the_vectors_say() {
    let Some(file) = kernel::test_data!("torture/entente-autoreply/cases.json") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(vectors.len() >= 42);
    let own: Vec<Email> =
        ["support@desk.example", "billing@desk.example"].iter().map(|it| it.parse().unwrap()).collect();
    let mut wrong = Vec::new();
    for it in &vectors {
        let mut raw = String::new();
        for (name, value) in it["headers"].as_object().unwrap() {
            for value in value.as_str().unwrap().split('\n') {
                raw.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        raw.push_str("\r\nhello\r\n");
        let mail = InboundMail::parse(raw.as_bytes(), &Budget::default()).unwrap();
        let dmarc = verdict::from_header(&mail, "desk.example").unwrap_or_default().dmarc;
        let context = Context { return_path: it["envelope_from"].as_str(), own_addresses: &own, dmarc };
        let signs = automatic::signs(&mail, &context);
        if signs.is_empty() != it["auto_reply_allowed"].as_bool().unwrap() {
            wrong.push(format!("{}: {signs:?}", it["id"]));
        }
    }
    kernel::vectors_told!("torture/entente-autoreply", vectors.len(), &wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The words before the quoted part are those the set's authors wrote: nearly all mails of the set begin with one
/// paragraph of Latin that ends in `nibh.` and carry everything else for folding.
#[test]
fn reply_vectors_fold_where_their_writers_stopped() {
    let Some(folder) = kernel::test_data!("torture/mail-reply-crisp") else { return };
    let (mut total, mut wrong) = (0_usize, Vec::new());
    for file in files(&folder) {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).replace("\r\n", "\n");
        let paragraph_end = text.find("nec nec nibh.").map(|it| it + "nec nec nibh.".len());
        let Some(end) = paragraph_end.filter(|_| text.starts_with("Fusce bibendum")) else { continue };
        total += 1;
        if Some(quote::body(&text)) != text.get(..end) {
            wrong.push(format!("{}: {:?}", file.file_name().unwrap().display(), quote::body(&text).get(end..)));
        }
    }
    kernel::vectors_told!("torture/mail-reply-crisp", total, &wrong);
    assert!(total >= 20 && wrong.len() * 10 <= total, "more than one in ten of {total}: {wrong:#?}");
}

/// Words of each answer that must stay, and words of what is quoted that must fold; read off the files by hand.
#[test]
fn reply_vectors_of_known_programs_fold() {
    let Some(root) = kernel::test_data!("torture") else { return };
    let table = [
        ("mail-reply-github/email_1_1.txt", None, None),
        ("mail-reply-github/email_1_2.txt", Some("would do it."), None),
        ("mail-reply-github/email_1_3.txt", Some("Oh thanks."), Some("wrote:")),
        ("mail-reply-github/email_1_5.txt", None, None),
        ("mail-reply-github/email_2_1.txt", Some("Outlook with a reply"), Some("Google Apps Sync Team [mailto")),
        ("mail-reply-github/email_BlackBerry.txt", Some("Here is another email"), Some("Sent from my BlackBerry")),
        ("mail-reply-github/email_iPhone.txt", Some("Here is another email"), Some("Sent from my iPhone")),
        ("mail-reply-github/email_sent_from_my_not_signature.txt", Some("Sent from my desk"), None),
        ("mail-reply-github/email_one_is_not_on.txt", Some("One outstanding question"), Some("wrote:")),
        ("mail-reply-crisp/email_tricky_18_inline_reply.txt", Some("Option C is not suitable"), None),
        ("mail-reply-crisp/email_tricky_4_from_in_body.txt", None, None),
        ("mail-reply-talon/standard_replies/gmail.eml", None, Some("wrote:")),
        ("mail-reply-talon/standard_replies/thunderbird.eml", Some("Hello"), None),
        ("mail-reply-talon/standard_replies/outlook.eml", None, Some("Original Message")),
        ("mail-reply-talon/standard_replies/iphone.eml", None, Some("wrote:")),
        ("mail-reply-talon/standard_replies/apple_mail.eml", None, Some("wrote:")),
    ];
    let mut wrong = Vec::new();
    for (name, stays, folds) in table {
        let raw = std::fs::read(root.join(name)).unwrap();
        let text = if name.ends_with(".eml") {
            InboundMail::parse(&raw, &Budget::default()).unwrap().text
        } else {
            String::from_utf8_lossy(&raw).replace("\r\n", "\n")
        };
        let body = quote::body(&text);
        if stays.is_some_and(|it| !body.contains(it)) || folds.is_some_and(|it| body.contains(it)) {
            wrong.push(format!("{name}: {body:?}"));
        }
    }
    for set in ["mail-reply-crisp", "mail-reply-github", "mail-reply-talon"] {
        let wrong: Vec<String> = wrong.iter().filter(|it| it.starts_with(set)).cloned().collect();
        let total = table.iter().filter(|it| it.0.starts_with(set)).count();
        kernel::vectors_told!(&format!("torture/{set}, as read by hand"), total, &wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// T-25: every mail of every set is read, or refused by name, in bounded time; nothing panics.
#[test]
fn no_mail_of_the_torture_vectors_stops_the_reader() {
    let Some(root) = kernel::test_data!("torture") else { return };
    let sets = [
        "mail-rfc",
        "mail-nodemailer",
        "entente-mail",
        "mail-mimekit",
        "mail-mime4j",
        "mail-mimetools",
        "mail-flanker",
        "mail-dovecot",
        "mail-php-mime",
        "mail-rubymail",
        "mail-bounces-sisimai",
        "mail-arc",
    ];
    // Unoptimised builds are about ten times slower than what is shipped.
    let limit = if cfg!(debug_assertions) { Duration::from_millis(2_500) } else { Duration::from_millis(250) };
    let (mut read, mut refused, mut slow) = (0, Vec::new(), Vec::new());
    for set in sets {
        let (files, refused_before) = (files(&root.join(set)), refused.len());
        for file in &files {
            let raw = std::fs::read(file).unwrap();
            let begun = Instant::now();
            match InboundMail::parse(&raw, &Budget::default()) {
                Ok(mail) => {
                    read += 1;
                    let safe = html::sanitise(mail.html.as_deref().unwrap_or_default());
                    assert!(!safe.html.contains("<script") && !safe.html.contains("<style"), "{file:?}");
                    let fold = quote::fold(&mail.text);
                    assert!(mail.text.is_char_boundary(fold.body_end));
                    let _ = automatic::signs(&mail, &Context::default());
                    let _ = bounce::recognise(&mail, &raw);
                }
                Err(error) => refused.push(format!("{set}/{}: {}", file.file_name().unwrap().display(), error.code())),
            }
            if begun.elapsed() > limit {
                slow.push((file.clone(), begun.elapsed()));
            }
        }
        kernel::vectors_told!(&format!("torture/{set}, read as mail"), files.len(), &refused[refused_before..]);
    }
    assert!(slow.is_empty(), "{slow:#?}");
    assert!(read > 1_000);
    // Beside empty files: the built bombs, and a listing of a whole archive of mails.
    let named = |it: &String| it.starts_with("entente-mail/") || it.starts_with("mail-mimekit/jwz-summary");
    assert!(refused.iter().filter(|it| !it.ends_with(": empty")).all(named), "{refused:#?}");
}

#[test]
fn forged_reports_and_verdicts_prove_nothing() {
    let Some(folder) = kernel::test_data!("torture/entente-mail") else { return };
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let raw = read("dsn_forged.eml");
    let mail = InboundMail::parse(&raw, &Budget::default()).unwrap();
    let signer = mail::Signer::new(b"0123456789abcdef");
    let ids = bounce::recognise(&mail, &raw).map(|it| it.original_ids).unwrap_or_default();
    assert!(ids.iter().all(|it| signer.read_message_id(it).is_none()));
    let mail = InboundMail::parse(&read("from_two_addr.eml"), &Budget::default()).unwrap();
    assert!(mail.author().is_none());
    let mail = InboundMail::parse(&read("remote_img.eml"), &Budget::default()).unwrap();
    let safe = html::sanitise(mail.html.as_deref().unwrap());
    assert!(safe.images_remote >= 1);
    assert!(!safe.html.contains("src=\"http") && !safe.html.contains("src=\"//"), "{}", safe.html);
}

/// Delivery reports of many servers: those that are RFC 3464 reports or name who failed are recognised.
#[test]
fn bounce_vectors_of_many_servers_are_recognised() {
    let Some(folder) = kernel::test_data!("torture/mail-bounces-sisimai") else { return };
    let (mut reports, mut missed) = (0_usize, Vec::new());
    for file in files(&folder) {
        let raw = std::fs::read(&file).unwrap();
        let Ok(mail) = InboundMail::parse(&raw, &Budget::default()) else { continue };
        let text = String::from_utf8_lossy(&raw).to_ascii_lowercase();
        if !text.contains("\nfinal-recipient:")
            || !text.contains("report-type=\"?delivery-status".trim_end_matches("\"?delivery-status"))
        {
            continue;
        }
        reports += 1;
        if bounce::recognise(&mail, &raw).is_none() {
            missed.push(format!("{}: not recognised as a report", file.file_name().unwrap().display()));
        }
    }
    kernel::vectors_told!("torture/mail-bounces-sisimai", reports, &missed);
    assert!(reports > 100 && missed.len() * 100 <= reports * 15, "{} of {reports} missed", missed.len());
}
