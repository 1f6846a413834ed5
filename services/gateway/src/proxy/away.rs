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
use speech::Language;

use crate::own_page;

/// Long enough for another portal to be found.
const SECONDS: u64 = 5;
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
        let [indonesian, english] = Language::ALL.map(|language| words::door("door-away", language).to_string());
        let mut middle = own_page::heading(&indonesian, &english);
        middle.push_str(&own_page::come_back(SECONDS));
        match &self.form {
            Some(form) => self.once_more(&mut middle, form),
            None => {
                let (address, again) = (escaped(&self.address), own_page::said("door-try-again"));
                let _ = write!(middle, "<p><a href=\"{address}\">{again}</a></p>");
            }
        }
        own_page::framed(&middle)
    }

    /// Under the token that it had: what has happened all the same happens once.
    fn once_more(&self, page: &mut String, form: &[u8]) {
        let fields = typed::fields(form);
        let secrets = fields.iter().any(|(name, value)| typed::is_secret(name) && name != TOKEN && !value.is_empty());
        let _ = write!(page, "<p>{}</p>", own_page::said("door-still-typed"));
        if secrets {
            let _ = write!(page, "<p>{}</p>", own_page::said("door-secrets-again"));
        }
        let _ = write!(page, "<form method=\"post\" action=\"{}\">", escaped(&self.address));
        for (name, value) in fields.iter().filter(|(name, _)| name == TOKEN || !typed::is_secret(name)) {
            let (name, value) = (escaped(name), escaped(value));
            let _ = write!(page, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        let _ = write!(page, "<button>{}</button></form>", own_page::said("door-once-more"));
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
        assert!(!page.contains('\u{27e6}'), "a sentence is missing: {page}");
        assert!(page.contains("will be asked for again") && page.contains("akan diminta lagi"), "{page}");
        assert!(page.contains("setelah 5 detik. <span lang=\"en\">Please try again after 5 seconds.</span>"), "{page}");
        assert!(!page.contains("hush") && !page.contains("357") && !page.contains("<b>"), "{page}");
    }

    #[test]
    fn who_only_looked_looks_again() {
        let page = page("GET", "/berkas/data-utama?a=1&b=2", "");
        assert!(page.contains("href=\"/berkas/data-utama?a=1&amp;b=2\"") && !page.contains("<form"), "{page}");
        assert!(!page.contains('\u{27e6}'), "a sentence is missing: {page}");
    }
}
