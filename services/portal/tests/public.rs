//! What everybody can do: registering, status, reprint, cards; and what follows a sign-in.

mod home;

use axum::{body::Body, extract::Request};

use crate::{
    harness::{Answer, BROWSER, Portal, assert_page},
    stand_ins::{SOLVED, passport},
};

const PAIR: &str = "nip=198612262009122001&nik=3171236612860001";
const SECRETS: &str = "email=siti%40bkd.go.id&password=kuda+lumping+7&password_confirmation=kuda+lumping+7\
    &mother_name=Ratna&security_question=artis&security_answer=Rhoma";
const FOUND: &str = "nip=198612262009122001&name=Siti&agency=Bandung";

async fn look_up(portal: &Portal) -> Answer {
    portal.send("/daftar", "/daftar", &format!("{PAIR}&{SOLVED}")).await
}

/// The sealed look-up token, as the page carries it.
fn lookup_token(page: &Answer) -> String {
    let (_, rest) = page.html.split_once("name=\"lookup_token\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

async fn register(portal: &Portal, page: &Answer, token: &str, secrets: &str) -> Answer {
    let typed = format!("{secrets}&{FOUND}&lookup_token={}", lookup_token(page));
    portal.send_with("/daftar/lengkapi", token, &typed).await
}

/// The key that it was registered under: the stand-in tells it as the unit.
fn registered_under(page: &Answer) -> &str {
    let (_, rest) = page.html.split_once("Unit kerja</dt>").unwrap();
    let (_, rest) = rest.split_once("<bdi>").unwrap();
    rest.split_once(' ').unwrap().0
}

#[tokio::test]
async fn the_front_page_shows_how_far_the_nation_is() {
    let front = Portal::open().await.get("/", None).await;
    assert_page(&front, 200, "Kemajuan nasional");
    for part in ["4.600.000", "1.150.000", "25,0 %", "width=\"25.0\"", "123.007", "href=\"/bantuan\""] {
        assert!(front.html.contains(part), "{part}: {}", front.html);
    }
}

#[tokio::test]
async fn registering_takes_two_steps_and_ends_with_a_number() {
    let portal = Portal::open().await;
    let asked = look_up(&portal).await;
    assert_page(&asked, 200, "Dr. Siti &#60;b&#62;Aminah&#60;/b&#62;, M.Si.");
    assert!(asked.html.contains("Pemerintah Kota Bandung") && !asked.html.contains("3171236612860001"));
    let done = register(&portal, &asked, &asked.token(), SECRETS).await;
    assert_page(&done, 200, "Registrasi Sukses");
    assert!(done.html.contains("C8Y9 GVRP") && done.html.contains("Siapakah artis favorit saya?"), "{}", done.html);
    assert!(!done.html.contains("kuda lumping") && !done.html.contains("Ratna"));
    let paper = portal.send_with("/daftar/cetak", &done.token(), "documents_token=documents&document=form").await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
    assert_eq!(paper.header("content-disposition"), "inline; filename=\"formulir-registrasi.pdf\"");
    assert_eq!(paper.header("cache-control"), "no-store");
    let late = portal.send_with("/daftar/cetak", &done.token(), "documents_token=old&document=card").await;
    assert!(late.html.contains("Cetak ulang kartu") && late.html.contains("Waktu untuk mencetak sudah lewat"));
}

#[tokio::test]
async fn sent_twice_it_is_registered_once() {
    let portal = Portal::open().await;
    let asked = look_up(&portal).await;
    let first = register(&portal, &asked, &asked.token(), SECRETS).await;
    let again = register(&portal, &asked, &asked.token(), SECRETS).await;
    assert_eq!(registered_under(&first), registered_under(&again));
    for unsure in ["busy busy", "in progress"] {
        let secrets = SECRETS.replace("kuda+lumping+7", &unsure.replace(' ', "+"));
        let busy = register(&portal, &asked, &asked.token(), &secrets).await;
        assert!(busy.html.contains("tidak ada yang tercatat dua kali"), "{}", busy.html);
        assert!(busy.html.contains("value=\"siti@bkd.go.id\"") && busy.headers.contains_key("retry-after"));
        assert!(busy.html.contains("coba lagi dalam 3 detik") && !busy.html.contains(unsure));
        let later = register(&portal, &busy, &busy.token(), SECRETS).await;
        assert_eq!(registered_under(&first), registered_under(&later), "the same key");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_secret_stands_beside_it_and_a_new_key_is_taken() {
    let portal = Portal::open().await;
    let asked = look_up(&portal).await;
    let common = register(&portal, &asked, &asked.token(), &SECRETS.replace("kuda+lumping+7", "password")).await;
    assert_page(&common, 422, "Kata kunci terlalu mudah ditebak");
    assert!(common.html.contains("href=\"#password\"") && common.html.contains("value=\"artis\" checked"));
    let done = register(&portal, &asked, &asked.token(), SECRETS).await;
    let corrected = register(&portal, &common, &common.token(), SECRETS).await;
    assert_ne!(registered_under(&done), registered_under(&corrected));

    let differs = SECRETS.replace("password_confirmation=kuda", "password_confirmation=Kuda");
    let differs = register(&portal, &asked, &asked.token(), &differs).await;
    assert_page(&differs, 422, "Konfirmasi tidak sama dengan kata kunci");
    assert!(differs.html.contains("href=\"#password_confirmation\"") && !differs.html.contains("lumping"));
    let empty = register(&portal, &asked, &asked.token(), "email=x&security_question=sendiri&own_question=+").await;
    assert_page(&empty, 422, "Wajib diisi");
    for field in ["password", "mother_name", "own_question", "security_answer"] {
        assert!(empty.html.contains(&format!("href=\"#{field}\"")), "{field}: {}", empty.html);
    }
    let no_address =
        register(&portal, &asked, &asked.token(), &SECRETS.replace("siti%40bkd.go.id", "no+address")).await;
    assert!(no_address.status == 422 && no_address.html.contains("href=\"#email\""), "{}", no_address.html);
    let own = SECRETS.replace("security_question=artis", "security_question=sendiri&own_question=Siapa%3Cb%3E");
    let own = register(&portal, &asked, &asked.token(), &own).await;
    assert!(own.html.contains("Siapa&#60;b&#62;"), "{}", own.html);
}

#[tokio::test]
async fn a_pair_that_does_not_match_leads_to_the_helpdesk() {
    let portal = Portal::open().await;
    let other = format!("nip=198612262009122001&nik=3171236612860002&{SOLVED}");
    let refused = portal.send("/daftar", "/daftar", &other).await;
    assert_page(&refused, 404, "Data tidak cocok atau tidak ada dalam database");
    assert!(refused.html.contains("href=\"/bantuan/baru?jenis=tidak_ada_dalam_database\""));
    assert!(refused.html.contains("value=\"198612262009122001\"") && !refused.html.contains("3171236612860002"));
    // The challenge has been solved: nothing is asked again.
    let (_, receipt) = refused.html.split_once("name=\"challenge\" value=\"").unwrap();
    let receipt = receipt.split_once('"').unwrap().0;
    let right = format!("{PAIR}&challenge={receipt}");
    assert_page(&portal.send_with("/daftar", &refused.token(), &right).await, 200, "Lengkapi pendaftaran");
    let short = portal.send("/daftar", "/daftar", &format!("nip=%22%3Cb%3E&nik=1&{SOLVED}")).await;
    assert_page(&short, 422, "NIP terdiri atas 18 angka");
    assert!(short.html.contains("value=\"&#34;&#60;b&#62;\"") && short.html.contains("href=\"#nip\""));
}

#[tokio::test]
async fn who_has_registered_can_only_print() {
    let portal = Portal::open().await;
    let taken = format!("nip=197501022014071003&nik=1&{SOLVED}");
    let taken = portal.send("/daftar", "/daftar", &taken).await;
    assert_page(&taken, 409, "DATA ANDA TELAH TERDAFTAR");
    assert!(taken.html.contains("action=\"/kartu\"") && !taken.html.contains("name=\"lookup_token\""));
    let asked = look_up(&portal).await;
    let late = register(&portal, &asked, &asked.token(), &SECRETS.replace("kuda+lumping+7", "too+late")).await;
    assert_page(&late, 409, "DATA ANDA TELAH TERDAFTAR");
    let other = register(&portal, &asked, &asked.token(), &SECRETS.replace("kuda+lumping+7", "other+words")).await;
    assert!(other.html.contains("mungkin sudah berhasil") && other.html.contains("href=\"/kartu\""));
}

#[tokio::test]
async fn a_challenge_is_asked_for_and_a_picture_does_without_scripts() {
    let portal = Portal::open().await;
    for path in ["/daftar", "/status"] {
        let unsolved = portal.send(path, path, &format!("{PAIR}&registration_number=C8Y9GVRP")).await;
        assert_page(&unsolved, 422, "Tantangan belum terjawab dengan benar");
        assert!(unsolved.html.contains("href=\"#challenge\""), "{}", unsolved.html);
        let picture = portal.get(&format!("{path}?tantangan=gambar"), None).await;
        assert!(picture.html.contains("src=\"data:image/png;base64,") && picture.html.contains("sealed-picture"));
        let read = format!("{PAIR}&registration_number=C8Y9GVRP&challenge_image=sealed-picture&challenge_code=abc234");
        assert_eq!(portal.send_with(path, &picture.token(), &read).await.status, 200);
        let misread = read.replace("abc234", "zzz");
        let misread = portal.send_with(path, &picture.token(), &misread).await;
        assert!(misread.html.contains("href=\"#challenge_code\"") && misread.html.contains("data:image/png"));
    }
}

#[tokio::test]
async fn a_double_click_has_solved_its_challenge_and_counts_twice() {
    let portal = Portal::open().await;
    let token = portal.get("/daftar", None).await.token();
    let typed = format!("{PAIR}&challenge=once-of-a-double-click");
    for _ in 0..5 {
        assert_page(&portal.send_with("/daftar", &token, &typed).await, 200, "Lengkapi pendaftaran");
    }
    assert_page(&portal.send_with("/daftar", &token, &typed).await, 422, "Tantangan sudah dipakai lima kali");
    assert_page(&portal.send("/daftar", "/daftar", &typed).await, 422, "Tantangan sudah pernah dipakai");
}

#[tokio::test]
async fn an_outage_keeps_what_was_typed() {
    let portal = Portal::open().await;
    let away = portal.send("/daftar", "/daftar", &format!("nip=197501022014071004&nik=1&{SOLVED}")).await;
    assert_page(&away, 503, "Layanan sedang tidak dapat dihubungi");
    assert!(away.html.contains("value=\"197501022014071004\"") && away.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_look_up_that_is_too_old_begins_anew() {
    let portal = Portal::open().await;
    let asked = look_up(&portal).await;
    let typed = format!("{SECRETS}&{FOUND}&lookup_token=old");
    let anew = portal.send_with("/daftar/lengkapi", &asked.token(), &typed).await;
    assert!(anew.html.contains("name=\"nik\"") && anew.html.contains("action=\"/daftar\""), "{}", anew.html);
    assert!(anew.html.contains("Pencarian data sudah kedaluwarsa") && anew.html.contains("198612262009122001"));
    let nothing = portal.send_with("/daftar/lengkapi", &asked.token(), SECRETS).await;
    assert_eq!((nothing.status, nothing.header("location")), (303, "/daftar"));
    for (path, first) in [
        ("/daftar/lengkapi", "/daftar"),
        ("/daftar/lengkapi?tantangan=gambar", "/daftar?tantangan=gambar"),
        ("/daftar/cetak", "/kartu"),
        ("/masuk/kode", "/masuk"),
    ] {
        let looked = portal.get(path, None).await;
        assert_eq!((looked.status, looked.header("location")), (303, first));
    }
}

#[tokio::test]
async fn status_says_where_it_stands_and_what_comes_next() {
    let portal = Portal::open().await;
    let ask =
        async |number: &str| portal.send("/status", "/status", &format!("registration_number={number}&{SOLVED}")).await;
    let waiting = ask("c8y9-gvrp").await;
    assert_page(&waiting, 200, "Menunggu konfirmasi instansi");
    assert!(waiting.html.contains("C8Y9 GVRP") && waiting.html.contains("aria-current=\"step\""));
    assert!(waiting.html.contains("Paling lambat 2 Januari 2027 pukul 00.00 WIB"), "{}", waiting.html);
    let confirmed = ask("C8Y9GVRQ").await;
    assert!(confirmed.html.contains("href=\"/masuk\"") && confirmed.html.contains("Sudah dikonfirmasi instansi"));
    assert!(ask("C8Y9GVRR").await.html.contains("Anda dapat mendaftar kembali"));
    let unknown = ask("ZZZZZZZZ").await;
    assert_page(&unknown, 404, "Nomor registrasi tidak ditemukan");
    assert!(unknown.html.contains("value=\"ZZZZZZZZ\""));
    assert_page(&ask("x").await, 422, "Nomor registrasi terdiri atas 8 karakter");
}

#[tokio::test]
async fn a_card_is_printed_again_with_nip_and_password() {
    let portal = Portal::open().await;
    let paper = portal.send("/kartu", "/kartu", "nip=198612262009122001&password=right&document=card").await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
    let wrong = portal.send("/kartu", "/kartu", "nip=198612262009122001&password=hush-hush").await;
    assert_page(&wrong, 401, "Password anda salah");
    assert!(wrong.html.contains("jenis=lupa_kata_kunci") && !wrong.html.contains("hush-hush"));
    assert!(!wrong.html.contains("mohon daftar kembali"));
    let slowed = portal.send("/kartu", "/kartu", "nip=198612262009122001&password=slowed").await;
    assert_page(&slowed, 429, "Silakan coba lagi dalam 90 detik");
    assert_eq!(slowed.header("retry-after"), "90");
}

#[tokio::test]
async fn a_card_that_is_asked_for_without_a_password_is_no_guess() {
    let portal = Portal::open().await;
    let asked = portal.send("/kartu", "/kartu", "nip=198612262009122001&password=&document=card").await;
    assert_page(&asked, 422, "Wajib diisi");
    assert!(asked.html.contains("href=\"#password\"") && asked.html.contains("value=\"198612262009122001\""));
    assert!(!asked.html.contains("Password anda salah"), "{}", asked.html);
}

#[tokio::test]
async fn a_card_is_checked_by_the_address_in_its_code() {
    let portal = Portal::open().await;
    for path in ["/kartu", "/cek-kartu"] {
        assert!(portal.get(path, None).await.html.contains("/aset/kartu-"), "the code leads here");
    }
    for text in ["signed.text", "+https%3A%2F%2Fpupns.example%2Fkartu%23signed.text+"] {
        let genuine = portal.send("/cek-kartu", "/cek-kartu", &format!("card_text={text}")).await;
        assert_page(&genuine, 200, "Kartu ini asli");
        assert!(genuine.html.contains("C8Y9 GVRP") && genuine.html.contains("1 Januari 2027"));
    }
    let forged = portal.send("/cek-kartu", "/cek-kartu", "card_text=%3C%2Ftextarea%3E%3Cb%3Ex").await;
    assert_page(&forged, 422, "Kartu ini tidak sah");
    assert!(forged.html.contains("&#60;/textarea&#62;&#60;b&#62;x"), "{}", forged.html);
}

#[tokio::test]
async fn the_person_sees_who_has_looked() {
    let portal = Portal::open().await;
    let own = passport("employee", "own");
    let first = portal.get("/akses", Some(&own)).await;
    assert_page(&first, 200, "Siapa yang melihat data saya");
    assert!(first.html.contains("Unit kerja A501") && first.html.contains("Konfirmasi pendaftaran"));
    assert!(first.html.contains("href=\"/akses?lanjut=more%2Bof%2Fit%3D%3D\""), "{}", first.html);
    let older = portal.get("/akses?lanjut=more%2Bof%2Fit%3D%3D", Some(&own)).await;
    assert!(older.html.contains("Unit kerja A502") && !older.html.contains("Yang lebih lama"), "{}", older.html);
    assert_page(&portal.get("/akses?lanjut=x", Some(&own)).await, 422, "Penunjuk halaman tidak berlaku");
    assert_eq!(portal.get("/akses", None).await.header("location"), "/masuk");
}

#[tokio::test]
async fn whoever_waits_for_confirmation_is_told_after_the_right_password() {
    let portal = Portal::open().await;
    let waiting = portal.send("/masuk", "/masuk", "login=waiting&password=right").await;
    assert_page(&waiting, 403, "Data anda belum diverifikasi, mohon menghubungi Biro Kepegawaian");
    assert!(waiting.html.contains("Kata kunci Anda benar") && waiting.html.contains("href=\"/status\""));
    let refused = portal.send("/masuk", "/masuk", "login=waiting&password=wrong").await;
    assert!(!refused.html.contains("Kata kunci Anda benar"));
}

#[tokio::test]
async fn each_sees_their_own_ways() {
    let portal = Portal::open().await;
    let ways = async |passport: Option<String>| {
        let html = portal.get("/", passport.as_deref()).await.html;
        let (_, rest) = html.split_once("<nav").unwrap();
        let nav = rest.split_once("</nav>").unwrap().0.to_owned();
        nav.split("href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ways(None).await, ["/daftar", "/status", "/masuk", "/bantuan"]);
    assert_eq!(ways(Some(passport("employee", "own"))).await, ["/beranda", "/berkas", "/bantuan"]);
    assert_eq!(ways(Some(passport("verifier_1", "unit:A501"))).await, ["/beranda", "/petugas"]);
}

#[tokio::test]
async fn english_registers_under_the_same_question() {
    let portal = Portal::open().await;
    let asked = look_up(&portal).await;
    let typed = format!("{SECRETS}&{FOUND}&lookup_token={}&form_token={}", lookup_token(&asked), asked.token());
    let english =
        Request::post("/daftar/lengkapi").header("x-epupns-client", BROWSER).header("x-epupns-language", "en");
    let done = portal.ask(english, Body::from(typed)).await;
    assert_page(&done, 200, "You are registered");
    assert!(done.html.contains("Siapakah artis favorit saya?"), "kept as it is kept for everybody: {}", done.html);
}
