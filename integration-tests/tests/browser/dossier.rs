//! What an employee does with their dossier.

use integration_tests::Browser;

pub(crate) const SECTION: &str = "/berkas/data-utama";
const CHECK: &str = "Sudah benar (CEK)";
const CORRECT: &str = "Perlu perbaikan";
const SAVE_ALL: &str = "Simpan semua di halaman ini";

/// Types another value for a field, and saves that field.
pub(crate) async fn corrects(browser: &Browser, field: &str, value: &str) {
    // Where the database has nothing, there is nothing to choose.
    if browser.offers(field, CORRECT).await {
        browser.ticks_of(field, CORRECT).await;
    }
    browser.fills(&format!("Perbaikan {field}"), value).await;
    browser.presses(&format!("Simpan {field}")).await;
}

/// Says of every other field that it is right, and saves each section at once.
pub(crate) async fn checks_the_rest(browser: &Browser) {
    for section in [SECTION, "/berkas/data-posisi"] {
        browser.goes_to(section).await;
        let checked = browser.ticks_the_rest(CHECK).await;
        assert!(checked > 2, "only {checked} fields to check in {section}");
        browser.presses(SAVE_ALL).await;
        browser.sees("isian tersimpan").await;
    }
}

/// Says that all of it is true, and sends it.
pub(crate) async fn submits(browser: &Browser) {
    browser.goes_to("/berkas/periksa").await;
    browser.ticks("Saya Setuju").await;
    browser.presses("Kirim").await;
    browser.sees("Terkirim").await;
}

/// Signs in as soon as the confirmation has opened the account.
pub(crate) async fn signs_in_when_confirmed(browser: &Browser, number: &str) {
    for _ in 0..100 {
        browser.signs_in(number).await;
        if browser.path().await == "/beranda" {
            return;
        }
    }
    panic!("{number} cannot sign in:\n{}", browser.text().await);
}
