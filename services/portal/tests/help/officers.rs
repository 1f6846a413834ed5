//! Officers answer: each ticket once, by whoever holds it.

use proto::helpdesk::v1::{Resolution, TicketState};

use super::{Visitor, stand_ins::TICKET};
use crate::harness::assert_page;

const INBOX: &str = "/petugas/tiket";

fn path() -> String {
    format!("{INBOX}/{TICKET}")
}

#[tokio::test]
async fn the_inbox_says_what_is_late_and_finds_a_number_that_no_address_holds() {
    let officer = Visitor::officer().await;
    let inbox = officer.look(INBOX).await;
    assert_page(&inbox, 200, "Terlambat");
    assert!(inbox.html.contains(&format!("href=\"{}\"", path())) && inbox.html.contains("?lanjut=next"));
    let led = officer.send(INBOX, "query=&type_code=turun_status").await;
    assert_eq!((led.status, led.header("location")), (303, "/petugas/tiket?jenis=turun_status"));
    let some = officer.look("/petugas/tiket?jenis=turun_status").await;
    assert!(some.html.contains("value=\"turun_status\" selected"), "{}", some.html);
    assert!(some.html.contains("?jenis=turun_status&#38;lanjut=next"), "{}", some.html);
    let found = officer.send(INBOX, "query=0427800048").await;
    assert_page(&found, 200, "Semua laporan");
    assert_page(&officer.send(INBOX, "query=9999999999").await, 200, "Tidak ada laporan di sini.");
    assert_page(&officer.send(INBOX, "query=12").await, 422, "Isi nomor seperti yang tertulis");
    let kept = officer.counter.kept();
    let searched: Vec<_> =
        kept.searched.iter().map(|search| (search.query.as_str(), search.type_code.as_str())).collect();
    assert!(searched.contains(&("", "turun_status")) && searched.contains(&("0427800048", "")), "{searched:?}");
}

#[tokio::test]
async fn others_see_no_tickets() {
    let stranger = Visitor::stranger().await;
    for path in [INBOX.to_owned(), path()] {
        assert_eq!(stranger.look(&path).await.header("location"), "/masuk");
    }
    let employee = Visitor::employee().await;
    employee.counter.kept().refuses = Some("ROLE_NOT_PERMITTED");
    assert_page(&employee.look(INBOX).await, 403, "Peran Anda tidak berwenang untuk ini");
    let officer = Visitor::officer().await;
    let other = format!("{INBOX}/0198c0de-7abc-7def-8abc-a1b2c3d4e5f7");
    for elsewhere in [other.as_str(), "/petugas/tiket/none", "/petugas/tiket/..%2F"] {
        assert_page(&officer.look(elsewhere).await, 404, "Laporan tidak ditemukan");
    }
}

#[tokio::test]
async fn an_officer_takes_a_ticket_and_adds_the_value_once() {
    let officer = Visitor::officer().await;
    let free = officer.look(&path()).await;
    assert_page(&free, 200, "Ambil laporan");
    assert!(free.html.contains("&#60;script&#62;alert(1)") && !free.html.contains("<script>alert"), "{}", free.html);
    let taken = officer.send_with(&format!("{}/ambil", path()), &free.token(), "").await;
    assert_eq!((taken.status, taken.header("location")), (303, path().as_str()));
    let mine = officer.look(&path()).await;
    assert_page(&mine, 200, "Setujui: nilai ditambahkan ke daftar");
    assert!(mine.html.contains("value=\"S-1 Kebidanan Baru\""), "the wanted value is the label: {}", mine.html);
    assert!(mine.html.contains("S-1 Kebidanan</bdi> (S1KEB)"), "what is there already: {}", mine.html);
    let wrong = "resolution=approve&note=Baik&reference_code=S1+KEB&reference_label=S-1+Kebidanan";
    let wrong = officer.send_with(&path(), &mine.token(), wrong).await;
    assert_page(&wrong, 422, "Kode terdiri atas 1 sampai 40");
    assert!(wrong.html.contains("value=\"S1 KEB\"") && wrong.html.contains("Baik</textarea>"), "{}", wrong.html);
    let right = "resolution=approve&note=Baik&reference_code=S1KEB2&reference_label=S-1+Kebidanan";
    for _ in 0..2 {
        let done = officer.send_with(&path(), &wrong.token(), right).await;
        assert_eq!((done.status, done.header("location")), (303, path().as_str()));
    }
    assert_page(&officer.look(&path()).await, 200, "Disetujui, menunggu pelaksanaan");
    let kept = officer.counter.kept();
    assert_eq!(kept.resolved.len(), 1);
    assert!(kept.resolved[0].resolution() == Resolution::Approve);
    assert_eq!(kept.resolved[0].reference_code, "S1KEB2");
}

#[tokio::test]
async fn a_decision_needs_a_choice_and_a_note_and_a_rejection_adds_nothing() {
    let officer = Visitor::officer().await;
    officer.counter.stands(TicketState::Claimed, true);
    let empty = officer.send(&path(), "reference_code=X&reference_label=Y&note=+").await;
    assert_page(&empty, 422, "Pilih keputusan");
    assert!(empty.html.contains("Tuliskan jawaban untuk pelapor") && empty.html.contains("value=\"X\""));
    let long = format!("resolution=reject&note={}", "a".repeat(1001));
    assert_page(&officer.send(&path(), &long).await, 422, "Terlalu panjang: 1001 karakter");
    let typed = "resolution=reject&note=Sudah%0D%0Aada&reference_code=X&reference_label=Y";
    assert_eq!(officer.send_with(&path(), &empty.token(), typed).await.status, 303);
    let kept = officer.counter.kept();
    let sent = &kept.resolved[0];
    assert_eq!(
        (sent.note.as_str(), sent.reference_code.as_str(), sent.reference_label.as_str()),
        ("Sudah ada", "", "")
    );
}

#[tokio::test]
async fn a_type_that_does_not_act_is_answered() {
    let officer = Visitor::officer().await;
    officer.counter.asks_for_an_answer();
    officer.counter.stands(TicketState::Claimed, true);
    let page = officer.look(&path()).await;
    assert_page(&page, 200, "Jawab: tidak ada data yang diubah");
    assert!(!page.html.contains("reference_code"));
    assert_eq!(officer.send(&path(), "resolution=answer&note=Silakan+datang").await.status, 303);
    assert!(officer.counter.kept().resolved[0].resolution() == Resolution::Answer);
}

#[tokio::test]
async fn looking_for_similar_values_and_keeping_the_claim_keep_what_was_typed() {
    let officer = Visitor::officer().await;
    officer.counter.stands(TicketState::Claimed, true);
    for button in ["cari", "perpanjang"] {
        let typed = format!("lakukan={button}&resolution=approve&note=Baik&reference_code=X&reference_label=Nothing");
        let page = officer.send(&path(), &typed).await;
        assert_page(&page, 200, "Tidak ada nilai serupa dalam daftar");
        assert!(page.html.contains("Baik</textarea>") && page.html.contains("value=\"Nothing\""), "{}", page.html);
        assert!(page.html.contains("value=\"approve\" checked"), "{}", page.html);
    }
    officer.counter.kept().tables_away = true;
    assert_page(&officer.look(&path()).await, 200, "Daftar sedang tidak dapat dilihat");
    assert!(officer.counter.kept().resolved.is_empty());
}

#[tokio::test]
async fn a_claim_that_was_lost_is_taken_again_with_what_was_written() {
    let officer = Visitor::officer().await;
    officer.counter.stands(TicketState::Claimed, true);
    let token = officer.look(&path()).await.token();
    officer.counter.stands(TicketState::Open, false);
    officer.counter.kept().refuses = Some("CLAIM_REQUIRED");
    let typed = "resolution=approve&note=Panjang+sekali&reference_code=X&reference_label=Y";
    let lost = officer.send_with(&path(), &token, typed).await;
    assert_page(&lost, 409, "Anda tidak lagi memegang laporan ini");
    assert!(lost.html.contains("name=\"note\" value=\"Panjang sekali\""), "{}", lost.html);
    officer.counter.kept().refuses = None;
    let again = "note=Panjang+sekali&reference_code=X&reference_label=Y";
    let again = officer.send_with(&format!("{}/ambil", path()), &lost.token(), again).await;
    assert_page(&again, 200, "Panjang sekali</textarea>");
    assert_eq!(officer.send_with(&path(), &again.token(), typed).await.status, 303);
    assert_eq!(officer.counter.kept().resolved.len(), 1);
}

#[tokio::test]
async fn who_comes_too_late_is_told_and_keeps_what_was_written() {
    let officer = Visitor::officer().await;
    for (state, reason, sentence) in [
        (TicketState::Claimed, "CLAIMED_BY_OTHER", "Petugas lain sudah mengambil laporan ini"),
        (TicketState::Resolved, "TICKET_DONE", "Keputusan Anda tidak dikirim"),
    ] {
        officer.counter.kept().refuses = None;
        officer.counter.stands(TicketState::Claimed, true);
        let token = officer.look(&path()).await.token();
        officer.counter.stands(state, false);
        officer.counter.kept().refuses = Some(reason);
        let late = officer.send_with(&path(), &token, "resolution=reject&note=Panjang+sekali").await;
        assert_page(&late, 409, sentence);
        assert!(late.html.contains("<bdi>Panjang sekali</bdi>"), "{}", late.html);
        assert_page(&officer.send_with(&format!("{}/ambil", path()), &token, "").await, 409, sentence);
    }
    assert!(officer.counter.kept().resolved.is_empty());
}

#[tokio::test]
async fn a_refused_approval_says_why_and_is_decided_again() {
    let officer = Visitor::officer().await;
    officer.counter.stands(TicketState::Claimed, true);
    officer.counter.kept().ticket.refusal_code = "REFERENCE_TAKEN".to_owned();
    let page = officer.look(&path()).await;
    assert_page(&page, 200, "Kode ini sudah dipakai untuk nilai lain");
    assert!(page.html.contains("putuskan kembali") && page.html.contains("name=\"resolution\""), "{}", page.html);
}

#[tokio::test]
async fn an_outage_keeps_the_decision_for_another_try() {
    let officer = Visitor::officer().await;
    officer.counter.stands(TicketState::Claimed, true);
    let token = officer.look(&path()).await.token();
    let typed = "resolution=reject&note=Panjang+sekali";
    officer.counter.kept().refuses = Some("UNAVAILABLE");
    let busy = officer.send_with(&path(), &token, typed).await;
    assert_page(&busy, 503, "Panjang sekali</textarea>");
    officer.counter.kept().away = true;
    let away = officer.send_with(&path(), &busy.token(), typed).await;
    assert_page(&away, 503, "Isian Anda masih ada");
    assert!(away.html.contains("name=\"note\" value=\"Panjang sekali\""), "{}", away.html);
    officer.counter.kept().away = false;
    officer.counter.kept().refuses = None;
    for token in [away.token(), token] {
        assert_eq!(officer.send_with(&path(), &token, typed).await.status, 303);
    }
    assert_eq!(officer.counter.kept().resolved.len(), 1, "the form keeps its number");
}
