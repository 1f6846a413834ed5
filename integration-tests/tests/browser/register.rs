//! Registering, step by step.

use integration_tests::{Browser, Employee, PASSWORD};

/// Fills in the first step; the browser solves the challenge meanwhile.
pub(crate) async fn looks_up(browser: &Browser, employee: &Employee) {
    browser.goes_to("/daftar").await;
    browser.fills("NIP", &employee.nip).await;
    browser.fills("NIK", &employee.nik).await;
    browser.presses("Lanjut").await;
}

/// Fills in the secrets of the second step.
pub(crate) async fn types_secrets(browser: &Browser, confirmation: &str) {
    browser.fills("Kata kunci", PASSWORD).await;
    browser.fills("Konfirmasi kata kunci", confirmation).await;
    browser.fills("Nama ibu kandung", "Siti Aminah").await;
    browser.ticks("Siapakah artis favorit saya?").await;
    browser.fills("Jawaban", "Bon Jovi").await;
}

/// The number on the result page, as it is typed later.
pub(crate) async fn number(browser: &Browser) -> String {
    let number: String = browser.words_of(".number").await.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(number.len(), 8, "{number}");
    number
}

/// The whole way with its pictures, mistakes and prints; the number.
pub(crate) async fn registers(browser: &Browser, employee: &Employee) -> String {
    mistyped(browser, employee).await;
    looks_up(browser, employee).await;
    assert_eq!(browser.heading().await, "Lengkapi pendaftaran");
    browser.sees(&employee.name).await;
    browser.does_not_see(&employee.nik).await;
    browser.looks_well("04-secrets").await;

    // Two different passwords: everything but the secrets stays.
    let email = "pegawai.uji@example.go.id";
    browser.fills("E-mail yang masih aktif", email).await;
    types_secrets(browser, "bukan kata kunci saya").await;
    browser.presses("Daftar").await;
    browser.sees("Ada masalah").await;
    assert_eq!(browser.value_of("E-mail yang masih aktif").await, email);
    assert_eq!(browser.value_of("Kata kunci").await, "");
    browser.looks_well("05-secrets-refused").await;
    types_secrets(browser, PASSWORD).await;
    browser.presses("Daftar").await;
    assert_eq!(browser.heading().await, "Registrasi Sukses");
    browser.looks_well("06-registered").await;
    let number = number(browser).await;

    for document in ["Cetak", "Cetak Formulir"] {
        browser.presses_here(document).await;
        let bytes = browser.downloaded().await;
        assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 10_000, "{document} is no document");
    }
    number
}

/// Another person's, well-formed.
const NIK: &str = "3174046612860001";

/// A NIK that is another's: one sentence, what was typed stays but for the NIK, and the ways on.
async fn mistyped(browser: &Browser, employee: &Employee) {
    let mut wrong = employee.clone();
    NIK.clone_into(&mut wrong.nik);
    looks_up(browser, &wrong).await;
    browser.sees("Data tidak cocok atau tidak ada dalam database").await;
    assert_eq!(browser.value_of("NIP").await, employee.nip);
    browser.looks_well("03-not-matched").await;
}
