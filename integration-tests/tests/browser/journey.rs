//! From a NIP to the final status, through pages only: an employee at one browser, their verifiers at another.

use integration_tests::{Browser, Ledger, World, check};

use crate::{
    UNIT, VERIFIERS,
    desk::{approves, claims, confirms, returns},
    dossier::{SECTION, checks_the_rest, corrects, signs_in_when_confirmed, submits},
    register::registers,
};

/// With what people really put into names.
const NAME: &str = "Nur Aisyah O'Brien-Ta'ali";
const NAME_AGAIN: &str = "Nur Aisyah O'Brien";
const BIRTH_PLACE: &str = "Sampit";

#[tokio::test(flavor = "multi_thread")]
async fn an_employee_and_three_verifiers_get_through() {
    let mut world = World::start().await;
    let employee = world.employees_below(UNIT).swap_remove(0);
    let (own, desk) = (Browser::start(&world).await, Browser::start(&world).await);

    let number = registers(&own, &employee).await;
    own.signs_in(&number).await;
    own.sees("Data anda belum diverifikasi").await;
    own.looks_well("07-awaiting-confirmation").await;
    desk.signs_in_as(&world, VERIFIERS[0]).await;
    desk.goes_to("/petugas").await;
    desk.looks_well("09-desk").await;
    confirms(&desk, &number).await;
    signs_in_when_confirmed(&own, &number).await;
    own.looks_well("10-home").await;

    fills_in(&own).await;
    recalls(&own, &desk, &number).await;
    returned_and_corrected(&own, &desk, &number).await;

    approves(&desk, &number, "diteruskan ke BKD").await;
    for (verifier, then) in [(VERIFIERS[1], "diteruskan ke KANREG/BKN"), (VERIFIERS[2], "selesai diputuskan")] {
        desk.signs_out().await;
        desk.signs_in_as(&world, verifier).await;
        approves(&desk, &number, then).await;
    }
    desk.goes_to("/petugas/kemajuan").await;
    desk.looks_well("18-progress").await;

    own.comes_to_see(SECTION, "Diterapkan").await;
    own.sees(NAME_AGAIN).await;
    own.looks_well("17-final-section").await;
    own.comes_to_see("/berkas", "Selesai").await;
    own.looks_well("16-final").await;
    own.goes_to("/akses").await;
    own.sees("Verifikasi").await;
    own.looks_well("19-access-log").await;

    own.close().await;
    desk.close().await;
    check(&mut world, &Ledger::default()).await;
    world.stop().await;
}

/// Some fields one by one, the checklist in between, the rest at once; then the declaration.
async fn fills_in(own: &Browser) {
    own.goes_to("/berkas").await;
    own.looks_well("11-dossier").await;
    own.goes_to(SECTION).await;
    own.looks_well("12-section").await;
    corrects(own, "Nama", NAME).await;
    own.sees("1 isian tersimpan").await;

    own.goes_to("/berkas/periksa").await;
    own.sees("Lengkapi dahulu").await;
    own.looks_well("13-checklist").await;
    own.follows("Tempat lahir").await;
    corrects(own, "Tempat lahir", BIRTH_PLACE).await;
    // A value of a list.
    own.ticks_of("Agama", "Perlu perbaikan").await;
    own.selects("Perbaikan Agama", "Hindu").await;
    own.presses("Simpan Agama").await;
    checks_the_rest(own).await;
    own.looks_well("12-section-saved").await;

    own.goes_to("/berkas/periksa").await;
    own.sees(NAME).await;
    own.looks_well("14-declaration").await;
    // Without agreeing nothing is sent.
    own.presses("Kirim").await;
    own.sees("Ada masalah").await;
    submits(own).await;
    own.looks_well("15-submitted").await;
}

/// Before anybody has looked it can be taken back; then it is sent again.
async fn recalls(own: &Browser, desk: &Browser, number: &str) {
    own.goes_to("/berkas/tarik").await;
    own.looks_well("15-recall").await;
    own.presses("Tarik kembali").await;
    own.comes_to_see("/berkas", "Sedang diisi").await;
    desk.goes_to("/petugas/berkas").await;
    desk.does_not_see(number).await;
    submits(own).await;
}

/// One field comes back with a reason: it is on top, open, and the only one.
async fn returned_and_corrected(own: &Browser, desk: &Browser, number: &str) {
    claims(desk, number).await;
    desk.sees(NAME).await;
    desk.looks_well("30-review").await;
    returns(desk, "Nama", "Sesuai ijazah?").await;
    desk.looks_well("31-worklist").await;

    own.comes_to_see("/beranda", "Mohon dikonfirmasi kembali dengan SKPD terkait").await;
    own.looks_well("32-returned-home").await;
    own.goes_to(SECTION).await;
    own.sees("Sesuai ijazah?").await;
    own.looks_well("33-returned-section").await;
    corrects(own, "Nama", NAME_AGAIN).await;
    own.sees("1 isian tersimpan").await;
    submits(own).await;
}
