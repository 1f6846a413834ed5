//! Pages come from the portal, which never sees a cookie.

use axum::{body::Body, extract::Request};
use http_body_util::BodyExt as _;

use crate::harness::{Answer, Door, SESSION, access_token};

async fn look(door: &Door, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).header("cookie", cookie).header("epupns-passport", "forged");
    door.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_portal_sees_that_the_gateway_asks() {
    let page = look(&Door::open().await, "/", "").await;
    assert!(page.text.contains("peer: Some(Service(Gateway))"), "{}", page.text);
}

#[tokio::test]
async fn somebody_else_in_the_place_of_the_portal_is_told_nothing() {
    let door = Door::with_impostor().await;
    let page = look(&door, "/beranda", &format!("__Host-epupns={}", access_token(SESSION))).await;
    assert_eq!((page.status, page.headers["retry-after"].to_str().unwrap()), (503, "5"));
    assert!(page.text.contains("Layanan sedang tidak dapat dihubungi"), "{}", page.text);
}

#[tokio::test]
async fn what_was_typed_while_the_portal_is_away_is_sent_again_with_one_press() {
    let door = Door::without_portal().await;
    let form = Request::post("/masuk?x=1").header("content-type", "application/x-www-form-urlencoded");
    let page = door.ask(form.body(Body::from("login=%3Cb%3E&password=hush&form_token=sealed")).unwrap()).await;
    assert_eq!((page.status, page.headers["retry-after"].to_str().unwrap()), (503, "5"), "{}", page.text);
    for part in [
        "setelah 5 detik",
        "after 5 seconds",
        "action=\"/masuk?x=1\"",
        "name=\"login\" value=\"&lt;b&gt;\"",
        "name=\"form_token\" value=\"sealed\"",
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert!(!page.text.contains("hush"), "{}", page.text);
    assert_eq!(page.headers["cache-control"], "no-store");
    // The form goes to this site and nowhere else, and says where it comes from: another site's is refused.
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
    assert_eq!(page.headers["referrer-policy"], "same-origin");
}

#[tokio::test]
async fn the_form_that_is_sent_once_more_passes_and_one_of_another_site_does_not() {
    let door = Door::open().await;
    for (site, origin, status) in
        [("same-origin", "https://pupns.example", 200), ("cross-site", "https://evil.example", 403)]
    {
        let form = Request::post("/masuk?x=1").header("content-type", "application/x-www-form-urlencoded");
        let form = form.header("host", "pupns.example").header("origin", origin).header("sec-fetch-site", site);
        let answer = door.ask(form.body(Body::from("login=a&form_token=sealed")).unwrap()).await;
        assert_eq!(answer.status, status, "{site}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_page_passes_on_as_it_comes() {
    let door = Door::open().await;
    let mut page = door.begin(Request::get("/endless").body(Body::empty()).unwrap()).await;
    let first = page.body_mut().frame().await.unwrap().unwrap();
    assert_eq!(first.into_data().unwrap(), "here");
}

#[tokio::test]
async fn a_form_may_not_be_longer_than_anything_else() {
    let door = Door::open().await;
    let form = Request::post("/masuk").body(Body::from("x".repeat(64 * 1024 + 1))).unwrap();
    assert_eq!(door.ask(form).await.code(), "BODY_TOO_LARGE");
}

#[tokio::test]
async fn a_refusal_at_the_door_is_a_page_for_who_looks_at_pages() {
    let door = Door::open().await;
    let form = Request::post("/masuk").header("accept", "text/html,*/*;q=0.8");
    let refused = door.ask(form.body(Body::from("x".repeat(64 * 1024 + 1))).unwrap()).await;
    assert_eq!((refused.status, refused.headers["content-type"].to_str().unwrap()), (413, "text/html; charset=utf-8"));
    let said = ["<h1>Isi permintaan terlalu besar</h1>", "Tombol kembali pada peramban", "The back button takes you"];
    assert!(said.iter().all(|said| refused.text.contains(said)), "{}", refused.text);
    assert!(!refused.text.contains('\u{27e6}'), "a sentence is missing: {}", refused.text);
    assert_eq!(refused.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_live_session_becomes_a_passport() {
    let door = Door::open().await;
    let page = look(&door, "/beranda", &format!("__Host-epupns={}", access_token(SESSION))).await;
    assert!(page.text.contains("epupns-passport: \"passport-for-portal\""), "{}", page.text);
    assert!(!page.text.contains("cookie"), "{}", page.text);
    assert!(page.cookies().is_empty());
}

/// What the portal was told it may still use.
fn left(page: &Answer) -> u128 {
    let (_, rest) = page.text.split_once("x-epupns-left: \"").unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}

#[tokio::test]
async fn what_is_left_of_the_budget_travels_and_nobody_outside_sets_it() {
    let door = Door::open().await;
    for said in ["0", "600000"] {
        let request = Request::get("/").header("x-epupns-left", said).body(Body::empty()).unwrap();
        let left = left(&door.ask(request).await);
        assert!((5_000..=9_500).contains(&left), "{left}");
    }
}

#[tokio::test]
async fn a_silent_identity_leaves_the_portal_time_to_say_so() {
    let door = Door::with_silent_identity().await;
    let start = std::time::Instant::now();
    let page = look(&door, "/beranda", "__Host-epupns=old; __Host-epupns-refresh=good").await;
    assert!(page.text.contains("x-epupns-unknown: \"2\""), "{}", page.text);
    assert!((2_000..=4_500).contains(&left(&page)), "{}", page.text);
    assert!(start.elapsed() < std::time::Duration::from_secs(9));
}

#[tokio::test]
async fn nobody_can_bring_a_passport_along() {
    let door = Door::open().await;
    assert!(!look(&door, "/", "").await.text.contains("epupns-passport"));
}

#[tokio::test]
async fn a_session_that_ran_out_is_renewed_on_the_way_and_one_that_ended_is_forgotten() {
    let door = Door::open().await;
    let renewed = look(&door, "/", "__Host-epupns=old; __Host-epupns-refresh=good").await;
    assert!(renewed.text.contains("passport-for-portal"));
    assert!(renewed.cookies().iter().any(|cookie| cookie.starts_with("__Host-epupns-refresh=next;")));
    let ended = look(&door, "/", "__Host-epupns=old; __Host-epupns-refresh=stolen").await;
    assert!(!ended.text.contains("epupns-passport"));
    assert!(ended.cookies().iter().all(|cookie| cookie.contains("Max-Age=0")) && ended.cookies().len() == 2);
}

#[tokio::test]
async fn what_caches_may_share_has_nothing_of_a_session() {
    let door = Door::open().await;
    for refresh in ["good", "stolen"] {
        let cookies = format!("__Host-epupns=old; __Host-epupns-refresh={refresh}");
        let sheet = look(&door, "/aset/portal.css", &cookies).await;
        assert!(sheet.cookies().is_empty(), "{:?}", sheet.cookies());
        assert!(!sheet.text.contains("epupns-passport"), "{}", sheet.text);
    }
}

#[tokio::test]
async fn renewed_cookies_reach_the_browser_also_when_the_page_does_not() {
    for (door, path, status) in [(Door::without_portal().await, "/", 503), (Door::open().await, "/babble", 500)] {
        let answer = look(&door, path, "__Host-epupns=old; __Host-epupns-refresh=good").await;
        assert_eq!(answer.status, status, "{path}");
        let cookies = answer.cookies();
        assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-epupns-refresh=next;")), "{path}: {cookies:?}");
    }
}

#[tokio::test]
async fn what_the_portal_says_of_the_session_becomes_cookies_and_goes_no_further() {
    let door = Door::open().await;
    let signed_in = look(&door, "/in", "").await;
    assert!(!signed_in.headers.contains_key("x-epupns-session"));
    assert_eq!(signed_in.cookies().len(), 2);
    for cookie in signed_in.cookies() {
        for part in ["__Host-epupns", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{cookie}");
        }
    }
    let out = look(&door, "/out", &format!("__Host-epupns={}", access_token(SESSION))).await;
    assert!(out.cookies().iter().all(|cookie| cookie.contains("Max-Age=0")));
    assert_eq!(door.get("/v1/me", Some(&access_token(SESSION))).await.code(), "SESSION_ENDED");
}

#[tokio::test]
async fn the_first_page_names_the_browser_and_the_portal_hears_the_name() {
    let door = Door::open().await;
    let first = look(&door, "/daftar", "").await;
    let cookie = first.cookies()[0].split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-epupns-browser="));
    let name = cookie.split_once('=').unwrap().1;
    let told = format!("x-epupns-client: \"{name} 0.0.0.0\"");
    assert!(first.text.contains(&told), "{}", first.text);
    let second = look(&door, "/daftar", &cookie).await;
    assert!(second.text.contains(&told), "{}", second.text);
    assert!(second.cookies().is_empty());
    // What is no page may be kept by caches that many share.
    assert!(look(&door, "/style.css", "").await.cookies().is_empty());
}

#[tokio::test]
async fn of_the_chosen_language_the_portal_learns_one_of_two_words() {
    let door = Door::open().await;
    let chosen = look(&door, "/", "__Host-epupns-language=en; other=1").await;
    assert!(chosen.text.contains("x-epupns-language: \"en\""), "{}", chosen.text);
    for cookie in ["", "__Host-epupns-language=xx", "__Host-epupns-language="] {
        assert!(!look(&door, "/", cookie).await.text.contains("x-epupns-language"), "{cookie}");
    }
}
