//! Home, progress, and what everybody meets who is not meant to be here.

use super::{Officer, assert_leads_to, stand_ins::away};
use crate::harness::assert_page;

#[tokio::test]
async fn an_officer_begins_with_what_the_role_can_do() {
    let verifier = Officer::verifier().await;
    let home = verifier.get("/petugas").await;
    assert_page(&home, 200, "Meja petugas");
    for told in
        ["/petugas/konfirmasi", "7 pendaftaran menunggu", "tingkat SKPD", "5 berkas menunggu", "1.234.527 pegawai"]
    {
        assert!(home.html.contains(told), "{told}: {}", home.html);
    }
    let admin = Officer::of("bkn_admin", "nation").await.get("/petugas").await;
    assert!(!admin.html.contains("/petugas/konfirmasi") && !admin.html.contains("/petugas/berkas"), "{}", admin.html);
}

#[tokio::test]
async fn the_desk_opens_without_numbers() {
    let verifier = Officer::verifier().await;
    verifier.desk.state().trouble = Some(away());
    let home = verifier.get("/petugas").await;
    assert_page(&home, 200, "Angka-angka sedang tidak dapat ditampilkan");
    assert!(home.html.contains("/petugas/berkas"));
}

#[tokio::test]
async fn it_is_no_place_for_others() {
    let employee = Officer::of("employee", "own").await;
    assert_page(&employee.get("/petugas").await, 403, "Peran Anda tidak berwenang");
    for path in ["/petugas", "/petugas/konfirmasi", "/petugas/berkas", "/petugas/kemajuan"] {
        assert_leads_to(&employee.portal.get(path, None).await, "/masuk");
    }
}

#[tokio::test]
async fn progress_goes_from_agencies_to_units_and_on_to_the_next_page() {
    let kanreg = Officer::of("verifier_3", "kanreg:01").await;
    let agencies = kanreg.get("/petugas/kemajuan").await;
    assert_page(&agencies, 200, "Kemajuan");
    assert!(agencies.html.contains("href=\"/petugas/kemajuan?instansi=A5\""), "{}", agencies.html);
    assert!(agencies.html.contains("Kabupaten &#60;A5&#62;") && agencies.html.contains("1.234.567"));
    assert!(agencies.html.contains("1 Januari 2027"), "{}", agencies.html);
    let units = kanreg.get("/petugas/kemajuan?instansi=A5").await;
    assert_page(&units, 200, "Dinas");
    assert_page(&kanreg.get("/petugas/kemajuan?instansi=%3Cb%3E").await, 200, "Kabupaten");
    let next = kanreg.send(&agencies, "/petugas/kemajuan", "agency_code=&next_cursor=next").await;
    assert_page(&next, 200, "Kota A6");
    kanreg.desk.state().trouble = Some(away());
    let stopped = kanreg.get("/petugas/kemajuan").await;
    assert_page(&stopped, 503, "Silakan coba lagi dalam 2 detik");
    assert!(stopped.headers.contains_key("retry-after"));
}
