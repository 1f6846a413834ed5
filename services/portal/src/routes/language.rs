//! `POST /bahasa`: what this browser reads from now on.

use axum::{
    http::header,
    response::{IntoResponse, Redirect},
};

use crate::{form::Posted, language::Language};

/// As the gateway reads it; for a year.
const COOKIE: &str = "__Host-epupns-language";

pub(super) async fn choose(posted: Posted) -> impl IntoResponse {
    let language = Language::parse(posted.fields.text("language")).unwrap_or_default().as_str();
    let cookie = format!("{COOKIE}={language}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax");
    ([(header::SET_COOKIE, cookie)], Redirect::to(back(posted.fields.text("back"))))
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
