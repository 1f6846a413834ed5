//! A refusal of this door for somebody who looks at pages: a sentence in both languages, since the portal was not asked.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, header},
};

use doorway::again;
use speech::Language;

use super::{Problem, catalogue};
use crate::headers::is_api;

pub(super) const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Whether a browser asked for a page.
pub(super) fn is_wanted(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    !is_api(path) && accepts.is_some_and(|accept| accept.contains("text/html"))
}

impl Problem {
    /// Nothing in it comes from the request.
    pub(super) fn page(&self) -> Body {
        let entry = catalogue::find(&self.code);
        let indonesian = entry.map_or("Permintaan ditolak", catalogue::sentence);
        let english = entry.map_or("The request was refused", |reason| reason.sentence(Language::English));
        let wait = self.retry_after.map_or(String::new(), |delay| {
            let seconds = again::seconds(delay);
            format!("<p>Silakan coba lagi setelah {seconds} detik. <span lang=\"en\">Please try again after {seconds} seconds.</span></p>")
        });
        Body::from(format!(
            "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>e-PUPNS</title></head><body><main><h1>{indonesian}</h1><p lang=\"en\">{english}</p>{wait}\
             <p>Tombol kembali pada peramban membawa Anda ke isian yang sudah diketik. \
             <span lang=\"en\">The back button takes you to what you have typed.</span></p>\
             <p><a href=\"/\">Halaman depan <span lang=\"en\">Front page</span></a></p></main></body></html>"
        ))
    }
}
