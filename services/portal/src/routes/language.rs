//! `POST /bahasa`: what this browser reads from now on.

use axum::{
    http::header,
    response::{IntoResponse, Redirect},
};
use doorway::cookie;

use crate::{form::Posted, language::Language};

pub(super) async fn choose(posted: Posted) -> impl IntoResponse {
    let language = Language::parse(posted.fields.text("language")).unwrap_or_default();
    ([(header::SET_COOKIE, cookie::language(language))], Redirect::to(back(posted.fields.text("back"))))
}

/// Only to a path of ours: `//host` and `/\host` are other hosts to browsers.
fn back(path: &str) -> &str {
    let here = path.starts_with('/') && path[1..].chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c));
    if here && !path.starts_with("//") { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        assert_eq!(back("/masuk/kode"), "/masuk/kode");
        for path in ["", "//evil", "/\\evil", "https://evil", "/a\r\nb", "/x?nip=1"] {
            assert_eq!(back(path), "/", "{path}");
        }
    }
}
