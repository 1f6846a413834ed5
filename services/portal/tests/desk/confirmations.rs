//! Confirming and rejecting registrations.

use proto::registration::v1::SeenProof;

use super::{
    Officer, assert_leads_to,
    stand_ins::{away, refusal},
};
use crate::harness::assert_page;

const LIST: &str = "/petugas/konfirmasi";
const DECIDE: &str = "/petugas/konfirmasi/putuskan";
const SITI: &str = "registration=r-siti+SJTJ2345+Siti+Aminah";
const BUDI: &str = "registration=r-budi+BUDJ2345+%3Cb%3EBudi%3C%2Fb%3E";

#[tokio::test]
async fn the_list_says_who_waits_and_who_waits_too_long() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    assert_page(&list, 200, "Konfirmasi pendaftaran");
    assert!(list.html.contains("Siti Aminah") && list.html.contains("198612262009122001"));
    assert!(list.html.contains("&#60;b&#62;Budi") && !list.html.contains("<b>Budi"), "{}", list.html);
    assert_eq!(list.html.matches("Terlambat").count(), 1, "{}", list.html);
    assert_eq!(list.html.matches(" checked").count(), 0);
    let all = officer.send(&list, LIST, "do=tick-all&searched=&cursor=").await;
    assert_eq!(all.html.matches(" checked").count(), 2, "{}", all.html);
    let next = officer.send(&list, LIST, "do=next&searched=&cursor=&next_cursor=page+two").await;
    assert_page(&next, 200, "QWNX2345");
    assert!(!next.html.contains("value=\"next\""), "{}", next.html);
    let typed = format!("do=next&searched=&cursor=&next_cursor=page+two&{SITI}");
    let kept = officer.send(&list, LIST, &typed).await;
    assert_page(&kept, 422, "Putuskan dahulu yang sudah dipilih");
    assert_eq!(kept.html.matches(" checked").count(), 1, "{}", kept.html);
}

#[tokio::test]
async fn a_search_finds_a_number_and_says_how_to_write_one() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    let found = officer.send(&list, LIST, "do=search&query=SJTJ2345").await;
    assert_page(&found, 200, "Siti Aminah");
    assert!(!found.html.contains("BUDJ2345") && found.html.contains("value=\"SJTJ2345\""));
    let typed = "do=search&query=%3Cscript%3E%E2%80%AE198612262009122001";
    let refused = officer.send(&list, LIST, typed).await;
    assert_page(&refused, 422, "Isi nomor seperti yang tertulis");
    assert!(
        refused.html.contains("href=\"#query\"") && refused.html.contains("value=\"&#60;script&#62;"),
        "{}",
        refused.html
    );
    assert_page(&officer.send(&list, LIST, "do=next&next_cursor=forged").await, 422, "Penunjuk halaman tidak berlaku");
    let stopped = officer.send(&list, LIST, "do=search&query=away").await;
    assert_page(&stopped, 503, "Silakan coba lagi dalam 2 detik");
    assert!(stopped.html.contains("name=\"query\" value=\"away\""), "{}", stopped.html);
}

#[tokio::test]
async fn several_are_confirmed_at_once_with_a_result_each() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    let own = "registration=r-own+QWNX2345+Saya";
    let results = officer.send(&list, LIST, &format!("do=confirm&seen=qr&{SITI}&{BUDI}&{own}")).await;
    assert_page(&results, 200, "2 pendaftaran dikonfirmasi");
    assert!(results.html.contains("1 pendaftaran tidak diputuskan"), "{}", results.html);
    assert!(results.html.contains("Anda tidak dapat memutuskan pendaftaran sendiri"));
    assert!(results.html.contains("&#60;b&#62;Budi") && !results.html.contains("<b>Budi"));
    // Sent twice, it is the same command.
    officer.send(&list, LIST, &format!("do=confirm&seen=qr&{SITI}&{BUDI}&{own}")).await;
    let state = officer.desk.state();
    let [first, second] = state.confirmed.as_slice() else { panic!("{} commands", state.confirmed.len()) };
    assert!(first == second);
    let ids: Vec<_> = first.decisions.iter().map(|decision| decision.registration_id.as_str()).collect();
    assert_eq!(ids, ["r-siti", "r-budi", "r-own"]);
    assert!(first.decisions.iter().all(|decision| decision.genuine && decision.seen() == SeenProof::Qr));
}

#[tokio::test]
async fn nothing_is_decided_without_a_tick_or_without_saying_what_was_seen() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    for button in ["confirm", "reject"] {
        let none = officer.send(&list, LIST, &format!("do={button}&seen=paper")).await;
        assert_page(&none, 422, "Pilih paling sedikit satu pendaftaran");
        assert!(none.html.contains("href=\"#registration\"") && none.html.contains("value=\"paper\" checked"));
    }
    let unseen = officer.send(&list, LIST, &format!("do=confirm&{SITI}")).await;
    assert_page(&unseen, 422, "Pilih bukti yang Anda lihat");
    assert!(unseen.html.contains("value=\"r-siti SJTJ2345 Siti Aminah\""), "the tick is kept: {}", unseen.html);
    assert!(officer.desk.state().confirmed.is_empty());
    let confirmed = officer.send(&unseen, DECIDE, &format!("do=confirm&seen=none&{SITI}")).await;
    assert_page(&confirmed, 200, "1 pendaftaran dikonfirmasi");
}

#[tokio::test]
async fn a_rejection_says_what_is_erased_before_it_happens_and_asks_why() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    let asked = officer.send(&list, LIST, &format!("do=reject&seen=paper&{SITI}&{BUDI}")).await;
    assert_page(&asked, 200, "Tolak 2 pendaftaran");
    assert!(asked.html.contains("Ini tidak dapat dibatalkan") && asked.html.contains("value=\"paper\" checked"));
    assert!(officer.desk.state().confirmed.is_empty());
    let typed = format!("do=reject&seen=paper&{SITI}&{BUDI}");
    let no_reason = officer.send(&asked, DECIDE, &typed).await;
    assert_page(&no_reason, 422, "Alasan wajib dipilih");
    assert!(no_reason.html.contains("href=\"#reason_code\""));
    let rejected = officer.send(&no_reason, DECIDE, &format!("{typed}&reason_code=DUPLICATE")).await;
    assert_page(&rejected, 200, "2 pendaftaran ditolak dan dihapus");
    let decisions = officer.desk.state().confirmed[0].decisions.clone();
    assert!(decisions.iter().all(|decision| !decision.genuine && decision.reason_code == "DUPLICATE"));
    assert_leads_to(&officer.get(DECIDE).await, LIST);
    assert_leads_to(&officer.send(&list, DECIDE, "do=reject").await, LIST);
}

#[tokio::test]
async fn an_outage_keeps_what_was_ticked_and_the_same_command_goes_on() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    officer.desk.state().trouble = Some(away());
    let stopped = officer.send(&list, LIST, &format!("do=confirm&seen=paper&{SITI}")).await;
    assert_page(&stopped, 503, "Layanan sedang tidak dapat dihubungi");
    assert!(stopped.html.contains("Silakan coba lagi dalam 2 detik") && stopped.headers.contains_key("retry-after"));
    assert!(stopped.html.contains("value=\"r-siti SJTJ2345 Siti Aminah\""), "{}", stopped.html);
    let confirmed = officer.send(&stopped, DECIDE, &format!("do=confirm&seen=paper&{SITI}")).await;
    assert_page(&confirmed, 200, "1 pendaftaran dikonfirmasi");
    let state = officer.desk.state();
    assert_eq!(state.confirmed[0].request_id, state.confirmed[1].request_id);
}

#[tokio::test]
async fn a_role_that_confirms_nothing_is_told_so() {
    let officer = Officer::verifier().await;
    let list = officer.get(LIST).await;
    officer.desk.state().trouble = Some(refusal(tonic::Code::PermissionDenied, "ROLE_NOT_PERMITTED"));
    let refused = officer.send(&list, LIST, &format!("do=confirm&seen=paper&{SITI}")).await;
    assert_page(&refused, 403, "Peran Anda tidak berwenang");
}
