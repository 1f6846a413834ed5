//! Looking where a ticket stands.

use super::Visitor;
use crate::harness::assert_page;

const STATUS: &str = "/bantuan/status";

fn asked(number: &str, secret: &str) -> String {
    format!("report_number={number}&receipt_secret={secret}&challenge=solved")
}

#[tokio::test]
async fn number_and_secret_show_where_it_stands() {
    let visitor = Visitor::stranger().await;
    assert_page(&visitor.look(STATUS).await, 200, "Kode rahasia");
    let found = visitor.send(STATUS, &asked("0427800048", "ABCDE+FGHIJ")).await;
    assert_page(&found, 200, "Laporan Anda sudah dijawab.");
    assert!(found.html.contains("Sudah &#60;b&#62;diperbaiki"), "{}", found.html);
    let english = Visitor { language: "en", ..visitor };
    let found = english.send(STATUS, &asked("0427800048", "ABCDE+FGHIJ")).await;
    assert_page(&found, 200, "Your report has been answered.");
}

#[tokio::test]
async fn a_wrong_number_and_a_wrong_secret_are_one_sentence_and_the_secret_is_not_repeated() {
    let visitor = Visitor::stranger().await;
    let mut sentences = Vec::new();
    for (number, secret) in [("0427800048", "WRONGSECRET"), ("9999999999", "ABCDE+FGHIJ")] {
        let refused = visitor.send(STATUS, &asked(number, secret)).await;
        assert_page(&refused, 404, "Laporan tidak ditemukan");
        assert!(refused.html.contains(&format!("value=\"{number}\"")), "{}", refused.html);
        assert!(!refused.html.contains("WRONGSECRET") && !refused.html.contains("ABCDE FGHIJ"));
        sentences.push(refused.html.matches("Laporan tidak ditemukan").count());
    }
    assert_eq!(sentences[0], sentences[1]);
    assert_page(&visitor.send(STATUS, &asked("12", "x")).await, 422, "Nomor laporan terdiri atas 10 angka");
    let slowed = visitor.send(STATUS, &asked("1111111111", "x")).await;
    assert_page(&slowed, 429, "Silakan coba lagi dalam 3 detik");
    assert!(slowed.headers.contains_key("retry-after"));
    let unsolved = visitor.send(STATUS, "report_number=0427800048&receipt_secret=ABCDE+FGHIJ").await;
    assert_page(&unsolved, 422, "Ketik kode pada gambar");
    assert!(unsolved.html.contains("value=\"0427800048\"") && !unsolved.html.contains("diperbaiki"));
}

#[tokio::test]
async fn a_form_that_expired_comes_back_without_the_secret() {
    let visitor = Visitor::stranger().await;
    let token = visitor.look(STATUS).await.token();
    visitor.portal.clock.turn(time::Duration::hours(13));
    let expired = visitor.send_with(STATUS, &token, &asked("0427800048", "HUSHHUSH")).await;
    assert_page(&expired, 403, "Formulir ini kedaluwarsa");
    assert!(expired.html.contains("0427800048") && !expired.html.contains("HUSHHUSH"), "{}", expired.html);
}

#[tokio::test]
async fn ones_own_tickets_are_a_list_that_goes_on() {
    let visitor = Visitor::employee().await;
    let first = visitor.look("/bantuan/saya").await;
    assert_page(&first, 200, "Disetujui, menunggu pelaksanaan");
    assert!(first.html.contains("href=\"/bantuan/saya?lanjut=more%2Bof%2Fit%3D%3D\""), "{}", first.html);
    let older = visitor.look("/bantuan/saya?lanjut=more%2Bof%2Fit%3D%3D").await;
    assert_page(&older, 200, "Bukti kurang");
    assert!(
        older.html.contains("href=\"/bantuan/saya\"") && !older.html.contains("href=\"/bantuan/saya?"),
        "{}",
        older.html
    );
    assert_eq!(older.html.matches("?lanjut=").count(), 1, "the switch of language alone stays on this page");
    assert_page(&visitor.look("/bantuan/saya?lanjut=forged").await, 422, "Penunjuk halaman tidak berlaku");
    let stranger = Visitor::stranger().await;
    assert_eq!(stranger.look("/bantuan/saya").await.header("location"), "/masuk");
}
