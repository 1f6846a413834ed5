//! What officers do at their desk.

use integration_tests::Browser;

const SEARCH: &str = "Cari nomor registrasi atau NIP";
const OK_FOR_ALL: &str = "Periksa semua (OK untuk sisanya)";

/// Finds a registration, sees its paper, and confirms it.
pub(crate) async fn confirms(browser: &Browser, number: &str) {
    browser.goes_to("/petugas/konfirmasi").await;
    browser.fills(SEARCH, number).await;
    browser.presses("Cari").await;
    browser.ticks(&format!("Pilih {number}")).await;
    browser.ticks("Potongan kartu registrasi").await;
    browser.looks_well("08-confirmations").await;
    browser.presses("Konfirmasi yang dipilih").await;
    if browser.has_button("Konfirmasi").await {
        browser.presses("Konfirmasi").await;
    }
    browser.sees("1 pendaftaran dikonfirmasi").await;
}

/// Waits until a dossier is in the worklist, and takes it.
pub(crate) async fn claims(browser: &Browser, number: &str) {
    let claim = format!("Ambil {number}");
    for _ in 0..100 {
        browser.goes_to("/petugas/berkas").await;
        browser.fills(SEARCH, number).await;
        browser.presses("Cari").await;
        if browser.has_button(&claim).await {
            break;
        }
    }
    browser.presses(&claim).await;
    assert_eq!(browser.heading().await, format!("Berkas {number}"));
}

/// Sends one field back with a reason; everything else is in order.
pub(crate) async fn returns(browser: &Browser, field: &str, note: &str) {
    browser.ticks_of(&format!("Keputusan untuk {field}"), "Kembalikan").await;
    browser.selects(&format!("Alasan untuk {field}"), "Isian tidak jelas").await;
    browser.fills(&format!("Catatan untuk pegawai tentang {field}"), note).await;
    browser.presses(OK_FOR_ALL).await;
    browser.sees("dikembalikan kepada pegawai").await;
}

/// Finds everything in order; what the page says then.
pub(crate) async fn approves(browser: &Browser, number: &str, then: &str) {
    claims(browser, number).await;
    browser.presses(OK_FOR_ALL).await;
    browser.sees(then).await;
}
