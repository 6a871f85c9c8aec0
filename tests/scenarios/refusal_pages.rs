//! Whoever reads pages is refused by a page, in their language; a program by problem+json.

use serde_json::json;
use testkit::App;

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

#[tokio::test]
async fn whoever_reads_pages_is_refused_by_a_page() {
    App::each_engine(async |app| {
        let visitor = app.visitor();
        let french = [BROWSER, ("accept-language", "fr")];
        let large = "x".repeat(300_000);
        let plain = ("dnt", "1");
        let form = ("content-type", "application/x-www-form-urlencoded");
        for (method, path, header, body, status, expected) in [
            ("GET", "/.git/config", plain, None, 404, "Cette page n’existe pas"),
            ("DELETE", "/contact", plain, None, 405, "Nous n’avons pas pu prendre cette demande"),
            ("POST", "/contact/follow", form, Some(&large), 413, "Cet envoi est trop grand"),
            ("POST", "/contact", plain, None, 400, "Le formulaire n’a pas pu être lu"),
        ] {
            let headers = [french[0], french[1], header];
            let answer = visitor.send_text(method, path, &headers, body.map(String::as_str)).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
            assert!(answer.text.starts_with("<!doctype html>") && answer.text.contains(expected), "{}", answer.text);
            assert!(answer.text.contains("href=\"&#x2f;contact?lang=fr\""), "a way on: {}", answer.text);
            assert!(answer.header("content-security-policy").contains("style-src"), "the page's own policy");
        }
    })
    .await;
}

#[tokio::test]
async fn too_many_tries_are_a_page_that_says_when_to_come_back() {
    App::each_engine(async |app| {
        let visitor = app.visitor();
        let english = [BROWSER, ("accept-language", "en-GB")];
        let mut last = None;
        for number in 0..40 {
            let answer = visitor.send("GET", &format!("/s/nobody-was-sent-this-{number}"), &english, None).await;
            if answer.status == 429 {
                last = Some(answer);
                break;
            }
        }
        let refused = last.expect("so many links that open nothing are too many");
        assert!(refused.text.contains("<html lang=\"en\""), "{}", refused.text);
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=600).contains(&seconds), "{seconds}");
        let program = visitor.send("GET", "/s/nobody-was-sent-this", &[("accept", "*/*")], None).await;
        assert_eq!(program.json(429)["code"], json!("too_many_requests"));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_and_the_message_kept() {
    App::each_engine(async |app| {
        let visitor = app.visitor();
        let part =
            |name: &str, text: &str| format!("--X\r\nContent-Disposition: form-data; name={name}\r\n\r\n{text}\r\n");
        let file = "--X\r\nContent-Disposition: form-data; name=attachment; filename=a.pdf\r\n\r\n";
        let body = part("message", "Ma longue histoire") + file + &"x".repeat(21 * 1024 * 1024) + "\r\n--X--\r\n";
        let headers = [BROWSER, ("accept-language", "fr"), ("content-type", "multipart/form-data; boundary=X")];
        let answer = visitor.send_text("POST", "/contact", &headers, Some(&body)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("Ma longue histoire"), "what was typed stays");
        assert!(answer.text.contains("Le fichier dépasse 10\u{a0}Mo"), "{}", answer.text);
    })
    .await;
}
