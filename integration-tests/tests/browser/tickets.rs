//! A value is missing: a stranger says so and gets a receipt, an officer answers, the stranger reads it.

use integration_tests::{Browser, World};

const HELPDESK: &str = "bkn.helpdesk";
const WANTED: &str = "S-1 Teknik Nuklir O'Connor";
const ANSWER: &str = "Sudah ditambahkan, silakan dipilih.";

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_asks_and_an_officer_answers() {
    let world = World::start().await;
    let (stranger, desk) = (Browser::start(&world).await, Browser::start(&world).await);
    let (number, secret) = asks(&stranger).await;
    answers(&world, &desk, &number).await;

    stranger.goes_to("/bantuan/status").await;
    stranger.fills("Nomor laporan", &number).await;
    stranger.fills("Kode rahasia", &secret).await;
    stranger.looks_well("47-ticket-status").await;
    stranger.presses("Lihat status").await;
    stranger.sees(ANSWER).await;
    stranger.looks_well("48-ticket-answered").await;
    stranger.close().await;
    desk.close().await;
    world.stop().await;
}

/// A text of 251 characters is refused and stays; then it is sent, twice in haste, and there is one ticket.
async fn asks(stranger: &Browser) -> (String, String) {
    stranger.goes_to("/bantuan").await;
    stranger.looks_well("40-help").await;
    stranger.goes_to("/bantuan/baru?jenis=referensi_pendidikan").await;
    stranger.looks_well("41-new-ticket").await;
    let long = "é".repeat(251);
    stranger.fills("Permasalahan Anda", &long).await;
    stranger.fills("Nilai yang belum ada", WANTED).await;
    stranger.presses("Kirim laporan").await;
    stranger.sees("Ada masalah").await;
    assert_eq!(stranger.value_of("Permasalahan Anda").await, long);
    stranger.looks_well("42-ticket-refused").await;
    stranger.fills("Permasalahan Anda", "Jurusan pada ijazah saya tidak ada dalam pilihan.").await;
    stranger.presses("Kirim laporan").await;
    stranger.sees("Nomor Laporan anda adalah").await;
    stranger.looks_well("43-receipt").await;
    (stranger.words_of(".number").await, stranger.words_of(".secret").await)
}

async fn answers(world: &World, desk: &Browser, number: &str) {
    desk.signs_in_as(world, HELPDESK).await;
    desk.comes_to_see("/petugas/tiket", number).await;
    desk.looks_well("44-inbox").await;
    desk.follows(number).await;
    desk.sees(WANTED).await;
    desk.presses("Ambil laporan").await;
    desk.looks_well("45-ticket").await;
    desk.ticks_of("Apa keputusan Anda?", "Setujui: nilai ditambahkan ke daftar").await;
    desk.fills("Kode nilai baru", "S-1/5104.NUK").await;
    assert_eq!(desk.value_of("Nama nilai baru").await, WANTED);
    desk.fills("Jawaban untuk pelapor", ANSWER).await;
    desk.presses("Kirim keputusan").await;
    desk.sees("sudah diputuskan").await;
    desk.looks_well("46-ticket-decided").await;
}
