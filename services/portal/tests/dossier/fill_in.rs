use proto::registration::v1::DossierState;
use tonic::Code;

use super::{Employee, row};
use crate::harness::assert_page;

const PAGE: &str = "/berkas/data-utama";
/// `nama` and `tempat_lahir` as their page has them before anything is answered.
const UNTOUCHED: &str = "isian=nama&revisi.nama=0&semula.nama=&nilai.nama=\
    &isian=tempat_lahir&revisi.tempat_lahir=0&semula.tempat_lahir=&nilai.tempat_lahir=";

fn typed(changes: &str) -> String {
    let name = |part: &str| part.split_once('=').map_or("", |(name, _)| name).to_owned();
    let changed: Vec<String> = changes.split('&').map(name).collect();
    let kept = UNTOUCHED.split('&').filter(|part| name(part) == "isian" || !changed.contains(&name(part)));
    kept.chain([changes]).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn the_overview_says_how_far_each_section_is_and_what_comes_next() {
    let employee = Employee::new().await;
    let overview = employee.look("/berkas").await;
    assert_page(&overview, 200, "Formulir e-PUPNS");
    for said in ["0 dari 5 isian", "2 isian wajib belum", "Belum ada isian di bagian ini", "C8Y9GVRP", "Sedang diisi"] {
        assert!(overview.html.contains(said), "{said}: {}", overview.html);
    }
    assert!(overview.html.contains("href=\"/berkas/data-utama#baris-nama\">Lanjutkan mengisi"), "{}", overview.html);
    assert!(overview.html.contains("1 Februari 2027 pukul 00.00 WIB"), "the deadline: {}", overview.html);
    assert!(!overview.html.contains("/berkas/data-riwayat"));
    employee.book.complete();
    let overview = employee.look("/berkas").await;
    assert!(overview.html.contains("href=\"/berkas/periksa\">Periksa dan kirim"), "{}", overview.html);
}

#[tokio::test]
async fn a_section_shows_what_bkn_knows_beside_what_can_be_answered() {
    let employee = Employee::new().await;
    let page = employee.look(PAGE).await;
    assert_page(&page, 200, "Data Utama");
    for column in ["DATABASE BKN", "PERBAIKAN", "CEK", "SKPD", "BKD", "STATUS"] {
        assert!(page.html.contains(column), "{column}");
    }
    assert!(row(&page, "nama").contains("Siti &#60;b&#62;Aminah") && !page.html.contains("<b>"));
    assert!(row(&page, "tanggal_lahir").contains("26 Desember 1986"));
    assert!(row(&page, "tanggal_lahir").contains("type=\"date\""));
    assert!(row(&page, "agama").contains("<option value=\"agama2\">Guru 2"), "a short table is a list");
    let (year, nik) = (row(&page, "tahun_lulus"), row(&page, "nik"));
    assert!(year.contains("mengikuti data riwayat") && !year.contains("<input"), "{year}");
    assert!(!nik.contains("Sudah benar") && nik.contains("16 angka"), "nothing is known that could be right: {nik}");
    assert_page(&employee.look("/berkas/lain").await, 404, "Halaman tidak ditemukan");
    let stranger = employee.portal.get(PAGE, None).await;
    assert_eq!((stranger.status, stranger.header("location")), (303, "/masuk"));
}

#[tokio::test]
async fn saving_all_keeps_what_has_changed_and_nothing_else() {
    let employee = Employee::new().await;
    let body = typed("jawab.nama=cek&lakukan=semua");
    let saved = employee.send(PAGE, &body).await;
    let page = employee.follow(&saved).await;
    assert!(page.html.contains("1 isian tersimpan pada 9 November 2026 pukul 08.15 WIB"), "{}", page.html);
    let name = row(&page, "nama");
    assert!(name.contains("Tersimpan 9 November 2026 pukul 08.15 WIB"), "with its time: {name}");
    assert_eq!(employee.book.answer("nama"), ("CEK", String::new(), 1));
    assert_eq!(employee.book.answer("tempat_lahir").2, 0);
    assert_eq!(employee.book.kept().saves, 1);
    // What is shown is what is kept: sent as it is, nothing is saved anew.
    let body = "isian=nama&revisi.nama=1&semula.nama=cek&jawab.nama=cek&nilai.nama=&lakukan=semua";
    let again = employee.send(PAGE, body).await;
    assert!(employee.follow(&again).await.html.contains("Tidak ada isian yang berubah"));
    assert_eq!(employee.book.kept().saves, 1);
}

#[tokio::test]
async fn saving_one_field_leads_back_to_its_row() {
    let employee = Employee::new().await;
    let saved = employee.send(PAGE, &typed("nilai.nama=Siti+Aminah&lakukan=simpan.nama")).await;
    assert!(saved.header("location").starts_with("/berkas/data-utama?tersimpan=nama&pukul="));
    assert!(saved.header("location").ends_with("#baris-nama"));
    assert_eq!(employee.book.answer("nama"), ("PERBAIKAN", "Siti Aminah".to_owned(), 1));
    let nothing = employee.send(PAGE, &typed("lakukan=simpan.tempat_lahir")).await;
    assert_page(&nothing, 422, "tempat_lahir: Pilih “Sudah benar”, atau tuliskan perbaikannya");
}

#[tokio::test]
async fn what_was_typed_elsewhere_on_the_page_stays_there_unsaved() {
    let employee = Employee::new().await;
    let changes = "jawab.nama=cek&jawab.tempat_lahir=perbaikan&nilai.tempat_lahir=Cimahi&lakukan=simpan.nama";
    let page = employee.send(PAGE, &typed(changes)).await;
    assert_page(&page, 200, "1 isian tersimpan pada");
    assert!(
        row(&page, "tempat_lahir").contains("value=\"Cimahi\"")
            && row(&page, "tempat_lahir").contains("Belum disimpan")
    );
    assert!(row(&page, "nama").contains("name=\"revisi.nama\" value=\"1\""));
    assert_eq!(employee.book.answer("tempat_lahir").2, 0);
}

#[tokio::test]
async fn a_refusal_stands_on_top_and_beside_its_field_and_the_others_are_kept() {
    let employee = Employee::new().await;
    let long = "%3Cscript%3E".repeat(3);
    let changes = format!("jawab.nama=perbaikan&nilai.nama={long}&jawab.tempat_lahir=cek&lakukan=semua");
    let page = employee.send(PAGE, &typed(&changes)).await;
    assert_page(&page, 422, "Data Utama");
    assert!(page.html.contains("<a href=\"#nilai-nama\">nama: Isian terlalu panjang</a>"), "{}", page.html);
    let name = row(&page, "nama");
    assert!(name.contains("aria-invalid=\"true\"") && name.contains("&#60;script&#62;"), "{name}");
    assert!(!page.html.contains("<script>"));
    assert_eq!(employee.book.answer("tempat_lahir").0, "CEK");
    assert_eq!(employee.book.answer("nama").2, 0);
    let both = employee.send(PAGE, &typed("jawab.nama=cek&nilai.nama=Siti&lakukan=semua")).await;
    assert_page(&both, 422, "Anda menuliskan perbaikan tetapi memilih “Sudah benar”");
    assert!(row(&both, "nama").contains("value=\"Siti\""));
}

#[tokio::test]
async fn what_was_typed_into_a_form_that_was_sent_meanwhile_is_shown_with_the_way_on() {
    let employee = Employee::new().await;
    let token = employee.look(PAGE).await.token();
    {
        let mut kept = employee.book.kept();
        kept.state = DossierState::Submitted;
        kept.fields.iter_mut().for_each(|field| field.open = false);
    }
    let typed = typed("jawab.nama=perbaikan&nilai.nama=%3Cb%3ESiti&jawab.tempat_lahir=cek&lakukan=semua");
    let locked = employee.send_with(PAGE, &token, &typed).await;
    assert_page(&locked, 422, "nama: Isian ini terkunci");
    let name = row(&locked, "nama");
    assert!(name.contains("Tidak tersimpan. Yang Anda ketik: <q><bdi>&#60;b&#62;Siti</bdi></q>"), "{name}");
    assert!(name.contains("ditarik kembali dari halaman berkas"), "{name}");
    assert!(!row(&locked, "tempat_lahir").contains("Yang Anda ketik"), "nothing was typed there");
    employee.book.kept().state = DossierState::Final;
    let done = employee.send_with(PAGE, &token, &typed).await;
    assert!(row(&done, "nama").contains("Siti") && !row(&done, "nama").contains("ditarik kembali"), "{}", done.html);
}

#[tokio::test]
async fn another_devices_answer_is_shown_beside_ones_own_and_one_of_them_is_chosen() {
    let employee = Employee::new().await;
    employee.book.correct("nama", "Siti A.");
    let stale = employee.send(PAGE, &typed("jawab.nama=perbaikan&nilai.nama=Aminah&lakukan=semua")).await;
    assert_page(&stale, 409, "Isian ini sudah diubah dari perangkat lain");
    let name = row(&stale, "nama");
    assert!(name.contains("Di perangkat lain: <bdi>Siti A.</bdi>"), "{name}");
    assert!(name.contains("Yang Anda ketik: <bdi>Aminah</bdi>"), "{name}");
    assert!(!name.contains(" checked"), "nothing is chosen for anybody: {name}");
    let shown = "isian=nama&revisi.nama=1&semula.nama=perbaikan+Siti+A.&bentrok.nama=1&nilai.nama=Aminah&lakukan=semua";
    let unchosen = employee.send(PAGE, shown).await;
    assert_page(&unchosen, 422, "isian dari perangkat lain");
    let theirs = employee.send(PAGE, &format!("{shown}&jawab.nama=lain")).await;
    assert!(row(&employee.follow(&theirs).await, "nama").contains("value=\"Siti A.\""));
    assert_eq!(employee.book.answer("nama").2, 1);
    let mine = employee.send(PAGE, &format!("{shown}&jawab.nama=perbaikan")).await;
    assert_eq!(mine.status, 303);
    assert_eq!(employee.book.answer("nama"), ("PERBAIKAN", "Aminah".to_owned(), 2));
}

#[tokio::test]
async fn a_reference_of_a_long_table_is_looked_up_without_a_script() {
    let employee = Employee::new().await;
    let page = "/berkas/data-posisi";
    let fresh = employee.look(page).await;
    assert!(row(&fresh, "jabatan").contains("name=\"cari.jabatan\"") && !row(&fresh, "jabatan").contains("<select"));
    assert!(fresh.html.contains("href=\"/bantuan/baru?jenis=referensi_jabatan_fungsional_umum\""));
    let field = "isian=jabatan&revisi.jabatan=0&semula.jabatan=&dicari.jabatan=";
    let found = employee.send(page, &format!("{field}&cari.jabatan=Guru+19&lakukan=cari.jabatan")).await;
    assert_page(&found, 200, "11 pilihan ditemukan");
    assert!(row(&found, "jabatan").contains("value=\"jabatan190\""), "{}", row(&found, "jabatan"));
    assert!(row(&found, "jabatan").contains("name=\"dicari.jabatan\" value=\"Guru 19\""));
    let nothing = employee.send(page, &format!("{field}&cari.jabatan=%3Cb%3E&lakukan=semua")).await;
    assert_page(&nothing, 200, "Tidak ada yang cocok");
    assert!(nothing.html.contains("value=\"&#60;b&#62;\""), "{}", row(&nothing, "jabatan"));
    let empty = employee.send(page, &format!("{field}&cari.jabatan=&lakukan=cari.jabatan")).await;
    assert_page(&empty, 422, "Ketik beberapa huruf");
    let chosen =
        "isian=jabatan&revisi.jabatan=0&semula.jabatan=&dicari.jabatan=Guru&cari.jabatan=Guru&nilai.jabatan=jabatan7";
    let saved = employee.send(page, &format!("{chosen}&lakukan=simpan.jabatan")).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    assert_eq!(employee.book.answer("jabatan"), ("PERBAIKAN", "jabatan7".to_owned(), 1));
}

#[tokio::test]
async fn an_outage_keeps_everything_that_was_typed_to_be_sent_again() {
    let employee = Employee::new().await;
    let token = employee.look(PAGE).await.token();
    employee.book.kept().registration_away = Some((Code::Unavailable, "UNAVAILABLE"));
    let nik = "&isian=nik&revisi.nik=0&semula.nik=&nilai.nik=3171236612860001";
    let body = typed("nilai.nama=%22Siti&lakukan=semua") + nik;
    let away = employee.send_with(PAGE, &token, &body).await;
    assert_page(&away, 503, "Belum tersimpan");
    assert!(away.headers.contains_key("retry-after") && away.html.contains("Coba lagi dalam 3 detik"));
    for kept in
        ["name=\"nilai.nama\" value=\"&#34;Siti\"", "name=\"nilai.nik\" value=\"3171236612860001\"", "value=\"semua\""]
    {
        assert!(away.html.contains(kept), "{kept}: {}", away.html);
    }
    assert_page(&employee.look("/berkas").await, 503, "Layanan sedang tidak dapat dihubungi");
    employee.book.kept().registration_away = None;
    let saved = employee.send_with(PAGE, &away.token(), &body).await;
    assert_eq!(saved.status, 303);
    assert_eq!(employee.book.answer("nama").1, "\"Siti");
    assert_eq!(employee.book.answer("nik").2, 1);
}

#[tokio::test]
async fn the_pages_are_in_english_where_that_was_chosen() {
    let employee = Employee { language: "en", ..Employee::new().await };
    let page = employee.look(PAGE).await;
    assert_page(&page, 200, "Main data (Data Utama)");
    assert!(row(&page, "nama").contains("nama in English") && !page.html.contains("Sudah benar"));
}
