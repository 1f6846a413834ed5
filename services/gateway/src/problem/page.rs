//! A refusal of this door for somebody who looks at pages: a sentence in both languages, since the portal was not asked.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, header},
};

use doorway::again;
use speech::Language;

use super::{Problem, catalogue};
use crate::{headers::is_api, own_page};

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
        let [indonesian, english] = Language::ALL
            .map(|language| entry.map_or_else(|| catalogue::refused(language), |reason| reason.sentence(language)));
        let heading = own_page::heading(indonesian, english);
        let wait = self.retry_after.map_or(String::new(), |delay| own_page::come_back(again::seconds(delay)));
        let (back, front) = (own_page::said("door-back-button"), own_page::said("door-front"));
        Body::from(own_page::framed(&format!("{heading}{wait}<p>{back}</p><p><a href=\"/\">{front}</a></p>")))
    }
}
