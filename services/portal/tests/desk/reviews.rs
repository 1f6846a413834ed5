//! One dossier from the list to its decision.

use proto::verification::v1::Verdict;
use tonic::Code;

use super::{
    Officer, assert_leads_to,
    stand_ins::{DOSSIER, away, refusal},
};
use crate::harness::{Answer, assert_page};

const LIST: &str = "/petugas/berkas";
const FORM: &str = "submission=1&number=YECTP2TQ&key-0=nik&key-1=nama";

fn dossier() -> String {
    format!("{LIST}/{DOSSIER}")
}

fn taken() -> String {
    format!("{}#keputusan", dossier())
}

fn saved() -> String {
    format!("{}?tersimpan#keputusan", dossier())
}

impl Officer {
    /// Takes the dossier from the list and looks at it.
    async fn at_work() -> (Self, Answer) {
        let officer = Self::verifier().await;
        let list = officer.get(LIST).await;
        let claimed = officer.send(&list, &format!("{}/ambil", dossier()), "searched=").await;
        assert_leads_to(&claimed, &taken());
        let review = officer.get(&dossier()).await;
        assert_page(&review, 200, "Berkas ini Anda pegang sampai 1 Januari 2027 pukul 00.00 WIB");
        (officer, review)
    }

    async fn decide(&self, page: &Answer, typed: &str) -> Answer {
        self.send(page, &dossier(), &format!("{FORM}&{typed}")).await
    }
}

#[tokio::test]
async fn the_list_shows_what_is_to_decide_and_how_risky_it_is() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    assert_page(&list, 200, "Berkas yang menunggu");
    for told in ["YECTP2TQ", "2 isian", "1 diragukan", "Terlambat", "formaction=\"/petugas/berkas/", "Ambil"] {
        assert!(list.html.contains(told), "{told}: {}", list.html);
    }
    assert_page(&officer.send(&list, LIST, "do=search&query=BUDJ2345").await, 200, "Tidak ditemukan di daftar Anda");
    assert_page(&officer.send(&list, LIST, "do=search&query=1").await, 422, "Isi nomor seperti yang tertulis");
    officer.desk.state().taken = true;
    let list = officer.get(LIST).await;
    assert!(list.html.contains("Sedang diperiksa petugas lain") && !list.html.contains("formaction"), "{}", list.html);
}

#[tokio::test]
async fn differences_come_first_and_nothing_in_them_is_interpreted() {
    let (_, review) = Officer::at_work().await;
    let (first, rest) = review.html.split_once("<details").unwrap();
    for told in
        ["nik in SAPK", "&#60;i&#62;nik&#60;/i&#62; by its owner", "Jenis kelamin berbeda dengan yang ada di NIK"]
    {
        assert!(first.contains(told), "{told}: {first}");
    }
    assert!(rest.contains("agama in SAPK") && !first.contains("agama in SAPK"));
    assert!(!review.html.contains("value=\"reject\""), "this stage rejects nothing");
    assert!(!review.html.contains("<i>nik"));
}

#[tokio::test]
async fn decisions_are_saved_and_stand_there_again() {
    let (officer, review) = Officer::at_work().await;
    let typed = "do=save&verdict-0=return&reason-0=VALUE_UNCLEAR&note-0=line%0D%0Atwo&verdict-1=ok";
    assert_leads_to(&officer.decide(&review, typed).await, &saved());
    let again = officer.get(&format!("{}?tersimpan", dossier())).await;
    assert_page(&again, 200, "Keputusan Anda tersimpan");
    assert!(
        again.html.contains("value=\"line two\"") && again.html.contains("<option value=\"VALUE_UNCLEAR\" selected>")
    );
    assert_eq!(again.html.matches(" checked").count(), 2, "{}", again.html);
    let decided = officer.desk.state().decided.clone();
    let said: Vec<_> = decided.iter().map(|said| (said.key.as_str(), said.verdict(), said.note.as_str())).collect();
    assert!(said == [("nik", Verdict::Return, "line two"), ("nama", Verdict::Ok, "")]);
}

#[tokio::test]
async fn words_beside_ok_are_not_dropped_unseen() {
    let (officer, review) = Officer::at_work().await;
    let typed = "verdict-0=return&reason-0=OTHER&note-0=kept&verdict-1=ok&note-1=check+it+again";
    let unclear = officer.decide(&review, &format!("do=complete-all&{typed}")).await;
    assert_page(&unclear, 422, "NAMA: Anda menulis catatan tetapi memilih OK");
    assert!(unclear.html.contains("value=\"check it again\"") && unclear.html.contains("href=\"#note-1\""));
    {
        let state = officer.desk.state();
        let decided: Vec<_> = state.decided.iter().map(|said| said.key.as_str()).collect();
        assert_eq!(
            (decided.as_slice(), state.completed.is_none()),
            (["nik"].as_slice(), true),
            "the clear one is kept"
        );
    }
    assert_leads_to(&officer.decide(&unclear, "do=save&verdict-1=ok&reason-1=OTHER&note-1=+").await, &saved());
}

#[tokio::test]
async fn what_lacks_a_reason_a_note_or_a_verdict_is_asked_for_beside_the_field() {
    let (officer, review) = Officer::at_work().await;
    let refused = officer.decide(&review, "do=complete-all&verdict-0=return&note-0=why&note-1=only+a+note").await;
    assert_page(&refused, 422, "NIK: Alasan wajib dipilih");
    assert!(
        refused.html.contains("href=\"#reason-0\"") && refused.html.contains("href=\"#verdict-1\""),
        "{}",
        refused.html
    );
    assert!(refused.html.contains("NAMA: Belum diputuskan") && refused.html.contains("value=\"only a note\""));
    assert!(officer.desk.state().completed.is_none(), "nothing is completed over a decision that was refused");
    let no_note = officer.decide(&refused, "do=save&verdict-0=return&reason-0=OTHER").await;
    assert_page(&no_note, 422, "NIK: Catatan wajib diisi");
    assert!(no_note.html.contains("href=\"#note-0\""));
}

#[tokio::test]
async fn completing_asks_for_every_field_or_takes_the_rest_as_ok_and_happens_once() {
    let (officer, review) = Officer::at_work().await;
    let missing = officer.decide(&review, "do=complete&verdict-0=ok").await;
    assert_page(&missing, 422, "NAMA: Belum diputuskan");
    assert!(missing.html.contains("href=\"#verdict-1\""), "{}", missing.html);
    let done = "/petugas/berkas?selesai=YECTP2TQ&ke=bkd";
    for _ in 0..2 {
        assert_leads_to(&officer.decide(&missing, "do=complete-all&verdict-0=ok").await, done);
    }
    assert_eq!(officer.desk.state().moves, 1);
    let list = officer.get(done).await;
    assert_page(&list, 200, "Berkas YECTP2TQ selesai di tingkat Anda dan diteruskan ke BKD.");
    assert_page(&officer.get("/petugas/berkas?selesai=%3Cb%3E&ke=bkd").await, 200, "Berkas yang menunggu");
    // Another form of the same dossier comes too late, and its words can still be read.
    let late = officer.decide(&review, "do=complete&verdict-0=return&reason-0=OTHER&note-0=precious").await;
    assert_page(&late, 409, "Tingkat ini sudah selesai");
    assert!(late.html.contains("precious"), "{}", late.html);
}

#[tokio::test]
async fn a_return_sends_the_dossier_back_to_the_employee() {
    let (officer, review) = Officer::at_work().await;
    let typed = "do=complete-all&verdict-0=return&reason-0=DOCUMENT_MISSING&note-0=SK";
    assert_leads_to(&officer.decide(&review, typed).await, "/petugas/berkas?selesai=YECTP2TQ&ke=kembali");
}

#[tokio::test]
async fn giving_back_keeps_what_was_decided() {
    let (officer, review) = Officer::at_work().await;
    let released = officer.decide(&review, "do=release&verdict-0=ok").await;
    assert_leads_to(&released, "/petugas/berkas?selesai=YECTP2TQ&ke=lepas");
    let state = officer.desk.state();
    assert_eq!((state.decided.len(), state.mine), (1, false));
}

#[tokio::test]
async fn a_dossier_that_was_taken_over_loses_nothing_that_was_typed() {
    let (officer, review) = Officer::at_work().await;
    {
        let mut state = officer.desk.state();
        (state.mine, state.taken) = (false, true);
    }
    let typed = "verdict-0=return&reason-0=OTHER&note-0=precious";
    let lost = officer.decide(&review, &format!("do=complete-all&{typed}")).await;
    assert_page(&lost, 409, "Keputusan yang Anda ketik masih ada di sini");
    assert!(lost.html.contains("value=\"precious\"") && lost.html.contains("value=\"take\""), "{}", lost.html);
    assert!(!lost.html.contains("value=\"complete\""), "nobody completes what another holds");
    assert_page(&officer.decide(&lost, &format!("do=take&{typed}")).await, 409, "sedang diperiksa petugas lain");
    officer.desk.state().taken = false;
    assert_leads_to(&officer.decide(&lost, &format!("do=take&{typed}")).await, &saved());
    assert_eq!(officer.desk.state().decided[0].note, "precious");
}

#[tokio::test]
async fn what_was_said_of_an_older_submission_is_shown_and_not_said_of_the_new_one() {
    let (officer, review) = Officer::at_work().await;
    officer.desk.state().resubmitted = 1;
    let outdated = officer.decide(&review, "do=save&verdict-0=return&reason-0=OTHER&note-0=precious").await;
    assert_page(&outdated, 409, "Pegawai sudah mengirim isian baru");
    assert!(outdated.html.contains("nik: Kembalikan · Alasan lain · precious"), "{}", outdated.html);
    assert!(!outdated.html.contains("value=\"precious\"") && outdated.html.contains("name=\"submission\" value=\"2\""));
}

#[tokio::test]
async fn an_outage_keeps_what_was_typed_and_completes_once() {
    let (officer, review) = Officer::at_work().await;
    let typed = "do=complete-all&verdict-0=return&reason-0=OTHER&note-0=%22%3Cb%3E";
    officer.desk.state().trouble = Some(away());
    let stopped = officer.decide(&review, typed).await;
    assert_page(&stopped, 503, "Isian Anda masih ada di halaman ini");
    assert!(stopped.html.contains("name=\"note-0\" value=\"&#34;&#60;b&#62;\""), "{}", stopped.html);
    assert!(stopped.html.contains("name=\"key-0\" value=\"nik\""), "no field is taken for a secret");
    assert_leads_to(&officer.decide(&stopped, typed).await, "/petugas/berkas?selesai=YECTP2TQ&ke=kembali");
    assert_eq!(officer.desk.state().moves, 1);
}

#[tokio::test]
async fn what_cannot_be_decided_is_explained() {
    let (officer, review) = Officer::at_work().await;
    for (reason, advice) in [
        ("SEPARATION_ON_ONESELF", "Berkas ini akan diputuskan petugas lain"),
        ("SEPARATION_AT_TWO_STAGES", "Setiap tingkat diputuskan orang yang berbeda"),
    ] {
        officer.desk.state().trouble = Some(refusal(Code::PermissionDenied, reason));
        assert_page(&officer.decide(&review, "do=save&verdict-0=ok").await, 403, advice);
    }
    officer.desk.state().trouble = Some(refusal(Code::FailedPrecondition, "VERIFICATION_CLOSED"));
    let closed = officer.decide(&review, "do=save&verdict-0=ok").await;
    assert_page(&closed, 403, "Masa verifikasi sudah ditutup");
    for path in ["x", "0198c0de-7abc-7def-8abc-a1b2c3d4e5f7"] {
        assert_page(&officer.get(&format!("{LIST}/{path}")).await, 404, "Mungkin berkas sudah diselesaikan");
    }
    let claim = officer.send(&review, &format!("{LIST}/x/ambil"), "").await;
    assert_page(&claim, 404, "Formulir e-PUPNS tidak ditemukan");
    assert_leads_to(&officer.get(&format!("{}/ambil", dossier())).await, &dossier());
}

#[tokio::test]
async fn another_officers_dossier_can_be_looked_at() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    officer.desk.state().taken = true;
    let claimed = officer.send(&list, &format!("{}/ambil", dossier()), "").await;
    assert_leads_to(&claimed, &dossier());
    let review = officer.get(&dossier()).await;
    assert_page(&review, 200, "Petugas lain sedang memeriksa berkas ini");
    assert!(review.html.contains("nik in SAPK") && !review.html.contains("verdict-0"), "{}", review.html);
}
