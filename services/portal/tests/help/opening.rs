//! Opening a ticket: nothing twice, nothing lost.

use proto::helpdesk::v1::TicketField;

use super::Visitor;
use crate::harness::assert_page;

const NAME: &str = "/bantuan/baru/nama_salah";
const AGENCY: &str = "/bantuan/baru/instansi_salah";
const TYPED: &str = "nip=198612262009122001&text=Nama+saya+salah";

fn solved(number: u32, typed: &str) -> String {
    // Solutions are taken once by the whole of these tests.
    format!("{typed}&challenge=once-help-{number}")
}

#[tokio::test]
async fn people_choose_among_types_by_what_they_are_for() {
    let visitor = Visitor::stranger().await;
    let page = visitor.look("/bantuan").await;
    assert_page(&page, 200, "Data diri, masuk, dan pendaftaran");
    for code in ["nama_salah", "turun_status", "referensi_pendidikan"] {
        assert!(page.html.contains(&format!("href=\"/bantuan/baru/{code}\"")), "{}", page.html);
    }
    assert!(!page.html.contains("/bantuan/saya"), "a stranger has no list");
    let led = visitor.look("/bantuan/baru?jenis=nama_salah").await;
    assert_eq!((led.status, led.header("location")), (303, NAME));
    let led = visitor.look("/bantuan/baru?jenis=//evil").await;
    assert_eq!((led.status, led.header("location")), (303, "/bantuan/baru/%2F%2Fevil"));
    assert_eq!(visitor.look("/bantuan/baru").await.header("location"), "/bantuan");
}

#[tokio::test]
async fn a_stranger_gets_number_and_secret_and_a_double_click_the_same() {
    let visitor = Visitor::stranger().await;
    let form = visitor.look(NAME).await;
    assert_page(&form, 200, "Max 250 karakter");
    assert!(form.html.contains("data-challenge=\"helpdesk\""));
    for _ in 0..3 {
        let receipt = visitor.send_with(NAME, &form.token(), &solved(1, TYPED)).await;
        assert_page(&receipt, 200, "Nomor Laporan anda adalah:");
        for said in ["0427800048", "ABCDE FGHIJ KLMNO PQRST UVWXY Z", "Silakan anda catat dan simpan"] {
            assert!(receipt.html.contains(said), "{}", receipt.html);
        }
    }
    let kept = visitor.counter.kept();
    assert_eq!((kept.opened.len(), kept.arrived), (1, 3));
    let (request, signed_in) = kept.opened.values().next().unwrap();
    assert_eq!(
        (request.type_code.as_str(), request.text.as_str(), *signed_in),
        ("nama_salah", "Nama saya salah", false)
    );
    assert_eq!(request.answers[0].value, "198612262009122001");
}

#[tokio::test]
async fn who_is_signed_in_is_asked_for_no_challenge_and_owns_the_ticket() {
    let visitor = Visitor::employee().await;
    assert!(!visitor.look(NAME).await.html.contains("data-challenge"));
    assert_page(&visitor.send(NAME, TYPED).await, 200, "Nomor Laporan anda adalah:");
    assert!(visitor.counter.kept().opened.values().all(|(_, signed_in)| *signed_in));
}

#[tokio::test]
async fn without_scripts_a_picture_is_asked_for_and_nothing_is_lost() {
    let visitor = Visitor::stranger().await;
    let asked = visitor.send(NAME, TYPED).await;
    assert_page(&asked, 422, "Ketik kode pada gambar");
    assert!(asked.html.contains("Nama saya salah</textarea>") && asked.html.contains("value=\"198612262009122001\""));
    let picture = "challenge_image=sealed-picture&challenge_code=abc234";
    let receipt = visitor.send_with(NAME, &asked.token(), &format!("{TYPED}&{picture}")).await;
    assert_page(&receipt, 200, "0427800048");
}

#[tokio::test]
async fn a_text_has_at_most_250_code_points_in_one_line() {
    let visitor = Visitor::employee().await;
    let text = |count: usize| format!("nip=198612262009122001&text={}", "%F0%9F%98%80".repeat(count));
    let long = visitor.send(NAME, &text(251)).await;
    assert_page(&long, 422, "Terlalu panjang: 251 karakter. Paling banyak 250 karakter.");
    assert!(long.html.contains("href=\"#text\"") && long.html.contains(&"\u{1f600}".repeat(251)), "{}", long.html);
    assert_page(&visitor.send_with(NAME, &long.token(), &text(250)).await, 200, "0427800048");
    let lines = "nip=198612262009122001&text=satu%0D%0A%0D%0A+dua";
    assert_page(&visitor.send(NAME, lines).await, 200, "0427800048");
    let kept = visitor.counter.kept();
    assert!(kept.opened.values().any(|(request, _)| request.text == "satu dua"));
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_with_what_was_typed() {
    let visitor = Visitor::stranger().await;
    let typed = "nip=1986&text=%22%3Cscript%3E%7B%7B7*7%7D%7D";
    let refused = visitor.send(NAME, &solved(2, typed)).await;
    assert_page(&refused, 422, "NIP terdiri atas 18 angka");
    assert!(refused.html.contains("<title>Ada masalah:") && refused.html.contains("href=\"#nip\""));
    assert!(refused.html.contains("value=\"1986\"") && refused.html.contains("{{7*7}}</textarea>"), "{}", refused.html);
    assert!(!refused.html.contains("<script>{{"), "{}", refused.html);
    assert!(refused.html.contains("name=\"challenge\" value=\"ey"), "what was solved stays solved: {}", refused.html);
}

#[tokio::test]
async fn an_agency_is_found_by_its_name() {
    let visitor = Visitor::employee().await;
    let typed = |agency: &str| format!("{TYPED}&agency_name={agency}");
    assert_page(&visitor.send(AGENCY, &typed("Nowhere")).await, 422, "Tidak ada instansi dengan nama ini");
    let several = visitor.send(AGENCY, &typed("bandung")).await;
    assert_page(&several, 422, "Ada beberapa instansi dengan nama ini");
    assert!(several.html.contains("Pemerintah Kab. Bandung") && several.html.contains("value=\"5001\""));
    let forged = visitor.send_with(AGENCY, &several.token(), &typed("bandung&agency=9999")).await;
    assert_page(&forged, 422, "Ada beberapa instansi dengan nama ini");
    assert_page(&visitor.send_with(AGENCY, &forged.token(), &typed("bandung&agency=5001")).await, 200, "0427800048");
    assert_page(&visitor.send(AGENCY, &typed("bkn")).await, 200, "0427800048");
    let kept = visitor.counter.kept();
    let codes: Vec<_> = kept.opened.values().map(|(request, _)| request.answers[1].value.clone()).collect();
    assert!(codes.contains(&"5001".to_owned()) && codes.contains(&"1".to_owned()), "{codes:?}");
}

#[tokio::test]
async fn what_a_type_does_not_ask_for_is_not_sent_and_a_forged_type_opens_nothing() {
    let visitor = Visitor::employee().await;
    let forged = format!("{TYPED}&wanted_value=x&registration_number=y&type_code=turun_status");
    assert_page(&visitor.send(NAME, &forged).await, 200, "0427800048");
    let token = visitor.look(NAME).await.token();
    let unknown = visitor.send_with("/bantuan/baru/no_such_kind", &token, TYPED).await;
    assert_page(&unknown, 404, "Jenis permasalahan ini tidak dikenal");
    assert!(unknown.html.contains("Nama saya salah"), "what was written is not lost: {}", unknown.html);
    assert_page(&visitor.look("/bantuan/baru/no_such_kind").await, 404, "Jenis permasalahan ini tidak dikenal");
    let kept = visitor.counter.kept();
    assert_eq!(kept.opened.len(), 1);
    let (request, _) = kept.opened.values().next().unwrap();
    assert!(request.answers.iter().map(|answer| answer.field()).eq([TicketField::Nip]));
    assert_eq!(request.type_code, "nama_salah");
}

#[tokio::test]
async fn a_form_that_was_sent_before_says_so_and_may_become_another_ticket() {
    let visitor = Visitor::employee().await;
    let token = visitor.look(NAME).await.token();
    assert_page(&visitor.send_with(NAME, &token, TYPED).await, 200, "0427800048");
    let other = "nip=198612262009122001&text=Lain";
    let back = visitor.send_with(NAME, &token, other).await;
    assert_page(&back, 422, "Formulir ini sudah pernah dikirim dengan isian lain");
    assert!(back.html.contains("Lain</textarea>"));
    assert_eq!(visitor.counter.kept().opened.len(), 1);
    assert_page(&visitor.send_with(NAME, &back.token(), other).await, 200, "0427800048");
    assert_eq!(visitor.counter.kept().opened.len(), 2);
}

#[tokio::test]
async fn an_outage_loses_nothing_and_opens_nothing_twice() {
    let visitor = Visitor::stranger().await;
    let token = visitor.look(NAME).await.token();
    visitor.counter.kept().refuses = Some("UNAVAILABLE");
    let away = visitor.send_with(NAME, &token, &solved(3, TYPED)).await;
    assert_page(&away, 503, "tidak ada yang tercatat dua kali");
    assert!(away.html.contains("Nama saya salah</textarea>") && away.headers.contains_key("retry-after"));
    visitor.counter.kept().refuses = None;
    for token in [away.token(), token] {
        assert_page(&visitor.send_with(NAME, &token, &solved(3, TYPED)).await, 200, "0427800048");
    }
    assert_eq!(visitor.counter.kept().opened.len(), 1, "the form keeps its number");
}

#[tokio::test]
async fn what_was_typed_waits_while_nobody_says_what_a_type_asks_for() {
    let visitor = Visitor::employee().await;
    visitor.counter.kept().away = true;
    assert_page(&visitor.look(NAME).await, 503, "Layanan sedang tidak dapat dihubungi");
    let token = visitor.look("/").await.token();
    let away = visitor.send_with(NAME, &token, TYPED).await;
    assert_page(&away, 503, "Isian Anda masih ada");
    assert!(away.html.contains("name=\"text\" value=\"Nama saya salah\""), "{}", away.html);
    visitor.counter.kept().away = false;
    assert_page(&visitor.send_with(NAME, &away.token(), TYPED).await, 200, "0427800048");
}
