//! What comes next for whoever is signed in.

use proto::registration::v1::{
    DossierState, dossier_service_server::DossierServiceServer, registration_service_server::RegistrationServiceServer,
};
use tonic::transport::Server;

use crate::{
    harness::{Answer, Portal, assert_page, nobody, serve},
    stand_ins::{Registration, dossier::Book, passport},
};

async fn home_of(book: &Book) -> Answer {
    let registration = Server::builder()
        .add_service(RegistrationServiceServer::new(Registration))
        .add_service(DossierServiceServer::new(book.clone()));
    let registration = serve(registration).await;
    let portal = Portal::among(|owners| owners.registration = registration).await;
    portal.get("/beranda", Some(&passport("employee", "own"))).await
}

#[tokio::test]
async fn an_employee_sees_where_the_form_stands_and_the_next_step() {
    let book = Book::new();
    let open = home_of(&book).await;
    assert_page(&open, 200, "Formulir belum lengkap");
    assert!(open.html.contains("0 dari 6 isian sudah dijawab") && open.html.contains("Isi formulir"), "{}", open.html);
    assert!(open.html.contains("Batas pengiriman: 1 Februari 2027") && open.html.contains("href=\"/bantuan/saya\""));
    book.complete();
    let complete = home_of(&book).await;
    assert!(complete.html.contains("href=\"/berkas/periksa\"") && complete.html.contains("Periksa dan kirim"));
    book.kept().state = DossierState::Submitted;
    let submitted = home_of(&book).await;
    assert!(submitted.html.contains("sedang diverifikasi") && !submitted.html.contains("Batas pengiriman:"));
    book.kept().state = DossierState::Final;
    assert!(home_of(&book).await.html.contains("Lihat hasil"));
}

#[tokio::test]
async fn what_came_back_heads_the_page() {
    let book = Book::new();
    {
        let mut kept = book.kept();
        kept.state = DossierState::Returned;
        for field in &mut kept.fields {
            field.open = field.key == "tempat_lahir";
        }
        let returned = kept.fields.iter_mut().find(|field| field.open).unwrap();
        returned.return_reason_code = "EVIDENCE_UNREADABLE".to_owned();
        returned.label_id = "Tempat lahir <b>".to_owned();
    }
    let home = home_of(&book).await;
    assert_page(&home, 200, "Mohon dikonfirmasi kembali dengan SKPD terkait");
    assert!(home.html.contains("<li><bdi>Tempat lahir &#60;b&#62;</bdi></li>"), "{}", home.html);
    assert!(home.html.contains("Perbaiki isian") && !home.html.contains("tanggal_lahir"));
}

#[tokio::test]
async fn pages_are_worth_showing_while_an_owner_is_away() {
    let away = Portal::among(|owners| (owners.registration, owners.reporting) = (nobody(), nobody())).await;
    let home = away.get("/beranda", Some(&passport("employee", "own"))).await;
    assert_page(&home, 200, "Keadaan formulir sedang tidak dapat ditampilkan");
    let front = away.get("/", None).await;
    assert_page(&front, 200, "Angka kemajuan sedang tidak dapat ditampilkan");
    assert!(front.html.contains("Jadwal sedang tidak dapat ditampilkan"), "{}", front.html);
    // Where nothing is known of the dates, registration says itself what is open.
    assert!(away.get("/daftar", None).await.html.contains("name=\"nik\""));
}

#[tokio::test]
async fn an_officer_is_led_to_the_desk() {
    let portal = Portal::open().await;
    let home = portal.get("/beranda", Some(&passport("verifier_1", "unit:A501"))).await;
    assert_page(&home, 200, "Ke meja petugas");
    assert!(home.html.contains("href=\"/petugas\"") && !home.html.contains("href=\"/akses\""));
}
