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

/// Only to an address of ours, with its query: `//host` and `/\host` are other hosts to browsers.
fn back(address: &str) -> &str {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let here = path.starts_with('/') && path[1..].chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c));
    let plain = query.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~!$'()*+,;=:@/?%&".contains(c));
    if here && plain && !path.starts_with("//") { address } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_seen_again_with_what_was_searched_there() {
        for address in
            ["/masuk/kode", "/petugas?cari=a%2Bb&cursor=x_y-z~", "/daftar?tantangan=gambar", "/?", "/x?y=//z"]
        {
            assert_eq!(back(address), address);
        }
    }

    #[test]
    fn nobody_is_led_elsewhere() {
        for address in [
            "",
            "//evil",
            "/\\evil",
            "https://evil",
            "/a\r\nb",
            "//evil?x=1",
            "?//evil",
            "/\\evil?/",
            "/a?b\r\nc",
            "/a?b c",
        ] {
            assert_eq!(back(address), "/", "{address}");
        }
        for address in ["/a?b#c", "/a?\\b", "/a?<b>", "/a?\"b", "/a?\u{e9}", "/a#b?c"] {
            assert_eq!(back(address), "/", "{address}");
        }
    }
}
