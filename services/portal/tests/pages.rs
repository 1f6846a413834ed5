//! What pages show to whom.

use crate::{
    harness::{Portal, assert_page},
    stand_ins::passport,
};

#[tokio::test]
async fn everybody_sees_the_public_pages() {
    let portal = Portal::open().await;
    for (path, heading) in [("/", "Pendataan Ulang"), ("/daftar", "Daftar"), ("/status", "Cek status")] {
        assert_page(&portal.get(path, None).await, 200, heading);
        let signed_in = portal.get(path, Some(&passport("employee", "own"))).await;
        assert_page(&signed_in, 200, heading);
        assert!(signed_in.html.contains("action=\"/keluar\""));
    }
    assert_page(&portal.get("/tidak-ada", None).await, 404, "Halaman tidak ditemukan");
    let front = portal.get("/", None).await.html;
    assert!(front.contains("PUPNS 2026") && front.contains("1 Januari 2027 pukul 00.00 WIB"), "{front}");
}

#[tokio::test]
async fn home_says_who_is_signed_in_and_leads_others_to_the_sign_in() {
    let portal = Portal::open().await;
    let employee = portal.get("/beranda", Some(&passport("employee", "own"))).await;
    assert_page(&employee, 200, "Beranda");
    assert!(employee.html.contains("Pegawai Negeri Sipil") && employee.html.contains("Sudah dikonfirmasi"));
    let officer = portal.get("/beranda", Some(&passport("verifier_1", "unit:A501"))).await;
    assert!(officer.html.contains("Verifikator level 1") && officer.html.contains("Unit kerja A501"));
    assert!(!officer.html.contains("Sudah dikonfirmasi"));
    for forged in [None, Some("x"), Some("eyJhbGciOiJub25lIn0.e30.")] {
        let answer = portal.get("/beranda", forged).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/masuk"));
    }
}
