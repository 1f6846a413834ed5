use proto::{
    registration::v1::{DossierState, FieldOutcome, Stage},
    verification::v1::{FieldProgress, GetReviewProgressResponse, ReviewState, StageVerdict, Verdict},
};

use super::{Employee, row};
use crate::harness::assert_page;

const CHECK: &str = "/berkas/periksa";
const AGREED: &str = "declaration_version=1&agreed=ya";

fn said(verdict: Verdict) -> GetReviewProgressResponse {
    let said = StageVerdict {
        stage: Stage::Skpd.into(),
        verdict: verdict.into(),
        reason_code: "VALUE_WRONG".to_owned(),
        note: "Lihat <akta>".to_owned(),
        submission: 1,
        decided_at: None,
    };
    GetReviewProgressResponse {
        state: ReviewState::Open.into(),
        stage: Stage::Bkd.into(),
        submission: 1,
        claimed: false,
        fields: vec![FieldProgress { key: "nama".to_owned(), verdicts: vec![said] }],
    }
}

#[tokio::test]
async fn what_is_missing_is_named_with_a_link_to_it() {
    let employee = Employee::new().await;
    let check = employee.look(CHECK).await;
    assert_page(&check, 200, "2 isian belum dapat dikirim");
    assert!(check.html.contains("<a href=\"/berkas/data-utama#baris-tempat_lahir\">tempat_lahir</a>: Belum diperiksa"));
    assert!(!check.html.contains("Saya Setuju"), "{}", check.html);
    let token = check.token();
    let sent = employee.send_with(CHECK, &token, AGREED).await;
    assert_page(&sent, 422, "Formulir belum lengkap");
    assert!(employee.book.kept().submitted.is_empty());
}

#[tokio::test]
async fn submitting_twice_is_one_submission_and_the_same_receipt() {
    let employee = Employee::new().await;
    employee.book.complete();
    let check = employee.look(CHECK).await;
    assert_page(&check, 200, "Dengan ini saya menyatakan, versi 1");
    let (token, other_tab) = (check.token(), employee.look(CHECK).await.token());
    for _ in 0..2 {
        let sent = employee.send_with(CHECK, &token, AGREED).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/berkas"), "{}", sent.html);
    }
    assert_eq!(employee.book.kept().submitted.len(), 1);
    let receipt = employee.look("/berkas").await;
    assert_page(&receipt, 200, "Terkirim. Formulir Anda sudah diterima");
    assert!(receipt.html.contains("1 Januari 2027 pukul 00.00 WIB (pengiriman ke-1)"), "{}", receipt.html);
    // A form that was left open in another tab, and the page itself, lead to the receipt, too.
    for late in [employee.send_with(CHECK, &other_tab, AGREED).await, employee.look(CHECK).await] {
        assert_eq!((late.status, late.header("location")), (303, "/berkas"), "{}", late.html);
    }
    assert_eq!(employee.book.kept().submitted.len(), 1);
}

#[tokio::test]
async fn the_declaration_is_agreed_to_as_it_is_worded_now() {
    let employee = Employee::new().await;
    employee.book.complete();
    let unread = employee.send(CHECK, "declaration_version=1").await;
    assert_page(&unread, 422, "<a href=\"#agreed\">Pernyataan belum disetujui</a>");
    employee.book.kept().declaration = 2;
    let outdated = employee.send(CHECK, AGREED).await;
    assert_page(&outdated, 409, "Dengan ini saya menyatakan, versi 2");
    assert!(!outdated.html.contains(" checked"), "a new wording is agreed to anew");
    let sent = employee.send_with(CHECK, &outdated.token(), "declaration_version=2&agreed=ya").await;
    assert_eq!(sent.status, 303);
}

#[tokio::test]
async fn a_submission_whose_outcome_is_unknown_is_sent_again_under_its_number() {
    let employee = Employee::new().await;
    employee.book.complete();
    let token = employee.look(CHECK).await.token();
    employee.book.kept().registration_away = Some((tonic::Code::Unavailable, "UNAVAILABLE"));
    let away = employee.send_with(CHECK, &token, AGREED).await;
    assert_page(&away, 503, "Layanan sedang tidak dapat dihubungi");
    assert!(away.html.contains("name=\"agreed\" value=\"ya\""), "{}", away.html);
    employee.book.kept().registration_away = None;
    for again in [&token, &away.token()] {
        assert_eq!(employee.send_with(CHECK, again, AGREED).await.status, 303);
    }
    assert_eq!(employee.book.kept().submitted.len(), 1, "both forms carry one number");
}

#[tokio::test]
async fn a_submitted_dossier_shows_how_it_fares_and_cannot_be_changed() {
    let employee = Employee::new().await;
    employee.book.complete();
    employee.send(CHECK, AGREED).await;
    employee.book.kept().progress = Some(Ok(said(Verdict::Ok)));
    let overview = employee.look("/berkas").await;
    assert!(overview.html.contains("Menunggu verifikator") && overview.html.contains("href=\"/berkas/tarik\""));
    let page = employee.look("/berkas/data-utama").await;
    let name = row(&page, "nama");
    assert!(name.contains("Terkunci selama diverifikasi") && !name.contains("<input"), "{name}");
    assert!(name.contains("</span> OK</span>") && name.contains("</span> Menunggu</span>"), "{name}");
    assert!(!page.html.contains("Simpan semua"));
}

#[tokio::test]
async fn without_verification_the_pages_say_so_and_show_all_else() {
    let employee = Employee::new().await;
    employee.book.complete();
    employee.send(CHECK, AGREED).await;
    employee.book.kept().progress = None;
    for path in ["/berkas", "/berkas/data-utama"] {
        assert_page(&employee.look(path).await, 200, "Kemajuan verifikasi sedang tidak dapat ditampilkan");
    }
    let page = employee.look("/berkas/data-utama").await;
    assert!(row(&page, "nama").contains("Belum diketahui") && row(&page, "nama").contains("Siti &#60;b&#62;Aminah"));
}

#[tokio::test]
async fn what_came_back_stands_first_with_the_officers_reason() {
    let employee = Employee::new().await;
    employee.book.complete();
    employee.send(CHECK, AGREED).await;
    {
        let mut kept = employee.book.kept();
        kept.state = DossierState::Returned;
        let field = kept.fields.iter_mut().find(|field| field.key == "tempat_lahir").unwrap();
        field.open = true;
        field.return_reason_code = "DOCUMENT_MISSING".to_owned();
        field.set_return_stage(Stage::Skpd);
        let mut progress = said(Verdict::Return);
        progress.fields[0].key = "tempat_lahir".to_owned();
        kept.progress = Some(Ok(progress));
    }
    let overview = employee.look("/berkas").await;
    assert_page(&overview, 200, "Mohon dikonfirmasi kembali dengan SKPD terkait");
    assert!(overview.html.contains("Dikembalikan SKPD: Dokumen pendukung tidak ada"));
    let page = employee.look("/berkas/data-utama").await;
    let (returned, other) = (page.html.find("id=\"baris-tempat_lahir\""), page.html.find("id=\"baris-nama\""));
    assert!(returned < other, "what came back is on top");
    let place = row(&page, "tempat_lahir");
    assert!(place.contains("Lihat &#60;akta&#62;") && place.contains("</span> Kembali</span>"), "{place}");
    assert!(row(&page, "nama").contains("tidak dikembalikan"));
}

#[tokio::test]
async fn a_final_dossier_says_what_became_of_each_field() {
    let employee = Employee::new().await;
    employee.book.complete();
    employee.send(CHECK, AGREED).await;
    {
        let mut kept = employee.book.kept();
        kept.state = DossierState::Final;
        kept.fields[0].set_outcome(FieldOutcome::Rejected);
        kept.fields[1].set_outcome(FieldOutcome::Unchanged);
        kept.fields[2].set_outcome(FieldOutcome::Applied);
        kept.fields[3].set_outcome(FieldOutcome::Conflict);
        kept.progress = Some(Ok(said(Verdict::Reject)));
    }
    assert_page(&employee.look("/berkas").await, 200, "Verifikasi selesai");
    let page = employee.look("/berkas/data-utama").await;
    assert!(row(&page, "nama").contains("Ditolak SKPD: Isian tidak sesuai dengan dokumen"), "{}", row(&page, "nama"));
    for (key, outcome) in [("tempat_lahir", "Tidak berubah"), ("tanggal_lahir", "Diterapkan"), ("nik", "Konflik")] {
        assert!(row(&page, key).contains(outcome), "{}", row(&page, key));
    }
}

#[tokio::test]
async fn taking_back_asks_first_and_says_why_when_it_is_too_late() {
    let employee = Employee::new().await;
    employee.book.complete();
    employee.send(CHECK, AGREED).await;
    assert_page(&employee.look("/berkas/tarik").await, 200, "Tarik kembali formulir");
    for (reason, sentence) in [
        ("DOSSIER_CLAIMED", "Formulir sedang diperiksa verifikator"),
        ("RECALL_TOO_LATE", "Formulir tidak dapat ditarik kembali lagi"),
        ("REVIEW_NOT_OPEN_YET", "Formulir baru saja dikirim, mohon coba lagi sebentar"),
    ] {
        employee.book.kept().recall = Err(reason);
        assert_page(&employee.send("/berkas/tarik", "").await, 409, sentence);
    }
    employee.book.kept().recall = Ok(());
    let mut recalled = said(Verdict::Unspecified);
    recalled.set_state(ReviewState::Recalled);
    employee.book.kept().progress = Some(Ok(recalled));
    let taken = employee.send("/berkas/tarik", "").await;
    assert_page(&employee.follow(&taken).await, 200, "Formulir Anda sudah ditarik kembali dan segera terbuka");
}
