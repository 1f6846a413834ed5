//! Signing in and out.

use crate::harness::{Portal, assert_page};

#[tokio::test]
async fn an_employee_signs_in_and_the_gateway_gets_the_session() {
    let portal = Portal::open().await;
    assert_page(&portal.get("/masuk", None).await, 200, "Masuk");
    let answer = portal.send("/masuk", "/masuk", "login=ABCD2345&password=right").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/beranda"));
    let session: serde_json::Value = serde_json::from_slice(answer.headers["x-epupns-session"].as_bytes()).unwrap();
    assert_eq!(session, serde_json::json!({ "access_token": "access", "refresh_token": "refresh" }));
    let left = portal.send("/", "/keluar", "").await;
    assert_eq!((left.status, left.header("x-epupns-session")), (303, "end"));
}

#[tokio::test]
async fn an_officer_proves_the_second_factor() {
    let portal = Portal::open().await;
    let asked = portal.send("/masuk", "/masuk", "login=officer&password=right").await;
    assert_page(&asked, 200, "Kode verifikasi");
    assert!(asked.html.contains("name=\"ticket\" value=\"sealed\""));
    let wrong = portal.send_with("/masuk/kode", &asked.token(), "ticket=sealed&code=000000").await;
    assert_page(&wrong, 401, "Kode verifikasi tidak sesuai");
    assert!(wrong.html.contains("name=\"ticket\" value=\"sealed\"") && wrong.html.contains("href=\"#code\""));
    let late = portal.send_with("/masuk/kode", &asked.token(), "ticket=old&code=123456").await;
    assert_page(&late, 401, "Waktu untuk kode verifikasi sudah lewat");
    let right = portal.send_with("/masuk/kode", &wrong.token(), "ticket=sealed&code=123+456").await;
    assert!(right.headers.contains_key("x-epupns-session"));
    let looked = portal.get("/masuk/kode", None).await;
    assert_eq!((looked.status, looked.header("location")), (303, "/masuk"));
}

#[tokio::test]
async fn a_form_that_comes_again_without_its_password_is_no_guess() {
    let portal = Portal::open().await;
    let asked = portal.send("/masuk", "/masuk", "login=ABCD2345&password=").await;
    assert_page(&asked, 422, "Wajib diisi");
    assert!(asked.html.contains("href=\"#password\"") && asked.html.contains("value=\"ABCD2345\""), "{}", asked.html);
    assert!(!asked.html.contains("tidak sesuai"), "{}", asked.html);
}

#[tokio::test]
async fn a_code_that_was_not_typed_is_no_guess() {
    let portal = Portal::open().await;
    let token = portal.get("/masuk", None).await.token();
    let asked = portal.send_with("/masuk/kode", &token, "ticket=sealed&code=+").await;
    assert_page(&asked, 422, "Wajib diisi");
    assert!(asked.html.contains("href=\"#code\"") && asked.html.contains("name=\"ticket\" value=\"sealed\""));
    let again = portal.send_with("/masuk/kode", &token, "login=officer").await;
    assert_page(&again, 401, "Waktu untuk kode verifikasi sudah lewat");
}

#[tokio::test]
async fn refusals_stand_on_top_and_beside_the_field_and_never_show_the_password() {
    let portal = Portal::open().await;
    let refused = portal.send("/masuk", "/masuk", "login=%3Cb%3Ex&password=hush-hush").await;
    assert_page(&refused, 401, "No Register dan Password tidak sesuai");
    assert!(refused.html.contains("<title>Ada masalah: Masuk"), "{}", refused.html);
    assert!(refused.html.contains("role=\"alert\"") && refused.html.contains("href=\"#login\""));
    assert!(refused.html.contains("aria-describedby=\"login-hint login-error\""), "{}", refused.html);
    assert!(!refused.html.contains("<b>x") && !refused.html.contains("hush-hush"));
    let waiting = portal.send("/masuk", "/masuk", "login=waiting&password=right").await;
    assert_page(&waiting, 403, "Data anda belum diverifikasi");
    let slowed = portal.send("/masuk", "/masuk", "login=slowed&password=right").await;
    assert_page(&slowed, 429, "Terlalu banyak percobaan");
    assert!(slowed.headers.contains_key("retry-after"));
}
