use std::time::Duration;

use axum::http::HeaderValue;

use super::*;

#[test]
fn the_portal_gets_neither_cookies_nor_what_only_the_gateway_may_say() {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("cookie", "__Host-epupns=secret"),
        ("authorization", "Bearer secret"),
        ("epupns-passport", "forged"),
        ("x-epupns-client", "forged"),
        ("x-epupns-left", "forged"),
        ("connection", "close, x-hop"),
        ("x-hop", "1"),
        ("accept-language", "id"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let mut onward = forwarded(&headers);
    let client = ClientKey { device: "named".to_owned(), address: "203.0.113.7".to_owned() };
    Told { client, language: None, session: Session::Nobody, left: Duration::from_secs(1) }.put(&mut onward);
    assert!(!onward.values().any(|value| value == "forged"), "{onward:?}");
    onward.remove("x-epupns-client");
    onward.remove("x-epupns-left");
    assert_eq!(onward.keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["accept-language"]);
}
