//! The page of this door while the portal is away: both languages, when to come back, and what was typed, to be sent once more.

use std::fmt::Write as _;

use axum::{
    http::{Method, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use bytes::Bytes;
use doorway::{
    path::here,
    typed::{self, TOKEN},
};

/// Long enough for another portal to be found.
const SECONDS: u8 = 5;
const FORM: &str = "application/x-www-form-urlencoded";
/// The page has nothing but its form, which goes to this site: what was typed reaches nobody else. `default-src` does not speak of
/// forms (CSP 3, 6.1).
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What the page is made of, kept while the portal is asked.
pub(super) struct Away {
    /// Path and query.
    address: String,
    /// A form that was posted.
    form: Option<Bytes>,
}

impl Away {
    pub(super) fn of(asked: &Parts, body: Bytes) -> Self {
        let kind = asked.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form = asked.method == Method::POST && kind.starts_with(FORM);
        Self { address: here(&asked.uri), form: is_form.then_some(body) }
    }

    fn page(&self) -> String {
        let mut page = format!(
            "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>e-PUPNS</title></head><body><main>\
             <h1>Layanan sedang tidak dapat dihubungi</h1><p lang=\"en\">The service is away for the moment.</p>\
             <p>Silakan coba lagi setelah {SECONDS} detik. \
             <span lang=\"en\">Please try again after {SECONDS} seconds.</span></p>"
        );
        match &self.form {
            Some(form) => self.once_more(&mut page, form),
            None => {
                let address = escaped(&self.address);
                let _ = write!(page, "<p><a href=\"{address}\">Coba lagi <span lang=\"en\">Try again</span></a></p>");
            }
        }
        page.push_str("</main></body></html>");
        page
    }

    /// Under the token that it had: what has happened all the same happens once.
    fn once_more(&self, page: &mut String, form: &[u8]) {
        let fields = typed::fields(form);
        let secrets = fields.iter().any(|(name, value)| typed::is_secret(name) && name != TOKEN && !value.is_empty());
        page.push_str(
            "<p>Isian Anda masih ada di halaman ini; tidak ada yang tercatat dua kali. \
             <span lang=\"en\">What you typed is still in this page; nothing is recorded twice.</span></p>",
        );
        if secrets {
            page.push_str(
                "<p>Kata sandi dan isian rahasia lainnya akan diminta lagi. \
                 <span lang=\"en\">Passwords and other secrets will be asked for again.</span></p>",
            );
        }
        let _ = write!(page, "<form method=\"post\" action=\"{}\">", escaped(&self.address));
        for (name, value) in fields.iter().filter(|(name, _)| name == TOKEN || !typed::is_secret(name)) {
            let (name, value) = (escaped(name), escaped(value));
            let _ = write!(page, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        page.push_str("<button>Kirim sekali lagi <span lang=\"en\">Send once more</span></button></form>");
    }
}

impl IntoResponse for Away {
    fn into_response(self) -> Response {
        let headers = [
            (header::RETRY_AFTER, SECONDS.to_string()),
            (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
            // A form of this page says where it comes from.
            (header::REFERRER_POLICY, "same-origin".to_owned()),
        ];
        (StatusCode::SERVICE_UNAVAILABLE, headers, Html(self.page())).into_response()
    }
}

/// As text or a quoted attribute of HTML. What is typed is anybody's.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Browsers fold line breaks of an attribute otherwise.
            '\r' => safe.push_str("&#13;"),
            '\n' => safe.push_str("&#10;"),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use axum::extract::Request;

    use super::*;

    fn page(method: &str, address: &str, form: &'static str) -> String {
        let request = Request::builder().method(method).uri(address).header("content-type", FORM).body(()).unwrap();
        Away::of(&request.into_parts().0, Bytes::from_static(form.as_bytes())).page()
    }

    #[test]
    fn what_was_typed_is_kept_and_what_is_secret_is_not() {
        let page = page("POST", "/masuk?x=1", "login=%22%3E%3Cb%3E'%0A&password=hush&form_token=sealed&nik=357");
        assert!(page.contains("name=\"login\" value=\"&quot;&gt;&lt;b&gt;&#39;&#10;\""), "{page}");
        assert!(
            page.contains("name=\"form_token\" value=\"sealed\"") && page.contains("action=\"/masuk?x=1\""),
            "{page}"
        );
        assert!(page.contains("will be asked for again") && page.contains("akan diminta lagi"), "{page}");
        assert!(!page.contains("hush") && !page.contains("357") && !page.contains("<b>"), "{page}");
    }

    #[test]
    fn who_only_looked_looks_again() {
        let page = page("GET", "/berkas/data-utama?a=1&b=2", "");
        assert!(page.contains("href=\"/berkas/data-utama?a=1&amp;b=2\"") && !page.contains("<form"), "{page}");
    }
}
