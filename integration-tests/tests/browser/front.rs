//! What everybody sees before they are anybody, and the way in.

use integration_tests::{Browser, World};

/// A verifier of the demo data.
const VERIFIER: &str = "malang.verifikator2";
/// What people's browsers have to do; in other tests it is less.
const USUAL_COST: &str = "5000";

#[tokio::test(flavor = "multi_thread")]
async fn visitors_find_their_way_and_officers_sign_in() {
    let world = World::start_with(&[("EPUPNS_CHALLENGE_COST", USUAL_COST)]).await;
    let browser = Browser::start(&world).await;
    public_pages_stand(&browser).await;
    what_is_wrong_is_found(&browser).await;
    language_is_kept(&browser).await;
    the_usual_challenge_is_solved(&browser).await;
    an_officer_signs_in_and_out(&world, &browser).await;
    browser.close().await;
    world.stop().await;
}

async fn public_pages_stand(browser: &Browser) {
    for (path, picture) in [
        ("/", "01-front"),
        ("/daftar", "02-register"),
        ("/status", "20-status"),
        ("/kartu", "21-reprint"),
        ("/cek-kartu", "22-check-card"),
        ("/masuk", "23-sign-in"),
        ("/tidak-ada", "24-not-found"),
    ] {
        browser.goes_to(path).await;
        browser.looks_well(picture).await;
    }
}

/// The inspection is not blind: it names each of these.
async fn what_is_wrong_is_found(browser: &Browser) {
    browser.goes_to("/").await;
    let wide = "x".repeat(200);
    let careless =
        format!("<img src=\"/aset/none.png\"><input><h5>Langkah</h5><pre>{wide}</pre><p style=\"color:red\">Merah</p>");
    browser.is_spoilt_by(&careless).await;
    let faults = browser.faults("00-spoilt").await.join("\n");
    for named in ["image-alt", "label", "heading-order", "sticks out", "/aset/none.png", "Content Security Policy"] {
        assert!(faults.contains(named), "{named} is not found:\n{faults}");
    }
}

/// The switch leads to the same page in the other language, and that is kept.
async fn language_is_kept(browser: &Browser) {
    browser.goes_to("/masuk").await;
    browser.presses("English").await;
    assert_eq!(browser.path().await, "/masuk");
    assert_eq!(browser.heading().await, "Sign in");
    browser.looks_well("25-sign-in-english").await;
    browser.goes_to("/").await;
    browser.looks_well("26-front-english").await;
    browser.presses("Bahasa Indonesia").await;
    browser.sees("Pendataan Ulang Pegawai Negeri Sipil").await;
}

/// While the form is filled in, or after the button was pressed too early.
async fn the_usual_challenge_is_solved(browser: &Browser) {
    browser.goes_to("/status").await;
    browser.sees("Dikerjakan sendiri oleh peramban Anda").await;
    browser.fills("Nomor registrasi", "ABCDEFGH").await;
    browser.sees("Selesai.").await;
    browser.presses("Cek status").await;
    browser.sees("Ada masalah").await;
    browser.sees("Selesai.").await;
    browser.looks_well("29-status-refused").await;

    browser.goes_to("/status").await;
    browser.fills("Nomor registrasi", "ABCDEFGH").await;
    browser.enters("Nomor registrasi").await;
    browser.sees("Ada masalah").await;
    assert_eq!(browser.value_of("Nomor registrasi").await, "ABCDEFGH");
}

async fn an_officer_signs_in_and_out(world: &World, browser: &Browser) {
    // What is wrong with it is said beside the field and on top, and the name stays.
    browser.goes_to("/masuk").await;
    browser.fills("Nomor registrasi atau nama pengguna", VERIFIER).await;
    browser.fills("Kata kunci", "bukan kata kunci saya").await;
    browser.presses("Masuk").await;
    browser.sees("No Register dan Password tidak sesuai").await;
    assert_eq!(browser.value_of("Nomor registrasi atau nama pengguna").await, VERIFIER);
    assert_eq!(browser.value_of("Kata kunci").await, "");
    browser.looks_well("27-sign-in-refused").await;

    browser.signs_in_as(world, VERIFIER).await;
    assert_eq!(browser.path().await, "/beranda");
    browser.looks_well("28-officer-home").await;
    browser.signs_out().await;
    assert_eq!(browser.path().await, "/");
    browser.goes_to("/beranda").await;
    assert_eq!(browser.path().await, "/masuk");
}
