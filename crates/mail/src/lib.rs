//! Mail in and out: MIME, IMAP, SMTP, verdicts, threading marks.
