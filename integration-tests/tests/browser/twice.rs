//! Impatience, second thoughts, second devices, and nights in between: nothing typed is lost, nothing happens twice.

use integration_tests::{Browser, Ledger, Owner, PASSWORD, World, check};

use crate::{
    UNIT, VERIFIERS,
    dossier::{SECTION, checks_the_rest, corrects, signs_in_when_confirmed},
    register::{looks_up, number, types_secrets},
};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_happens_twice() {
    let mut world = World::start().await;
    let mut employees = world.employees_below(UNIT).into_iter();
    let owner = Owner::of(&world, employees.next().unwrap(), VERIFIERS[1]).await;
    let browser = Browser::start(&world).await;

    looks_up(&browser, &employees.next().unwrap()).await;
    types_secrets(&browser, PASSWORD).await;
    browser.presses_twice("Daftar").await;
    assert_eq!(browser.heading().await, "Registrasi Sukses");
    let registered = number(&browser).await;
    browser.reloads().await;
    assert_eq!(number(&browser).await, registered, "a reload is the same registration");

    signs_in_when_confirmed(&browser, &owner.number).await;
    two_tabs_meet_on_one_field(&browser).await;
    a_session_ends_in_between(&browser, &owner).await;
    sent_twice(&browser, &owner).await;
    browser.close().await;
    check(&mut world, &Ledger::default()).await;
    world.stop().await;
}

/// The second tab is told what the first has written, and chooses.
async fn two_tabs_meet_on_one_field(browser: &Browser) {
    browser.goes_to(SECTION).await;
    let [first, second] = browser.opens_a_tab(SECTION).await;
    corrects(browser, "Alamat", "Jalan Kawi 3").await;
    browser.sees("1 isian tersimpan").await;
    browser.turns_to(&first).await;
    corrects(browser, "Alamat", "Jalan Ijen 7").await;
    browser.sees("Jalan Kawi 3").await;
    browser.sees("Jalan Ijen 7").await;
    browser.looks_well("50-two-devices").await;
    browser.ticks_of("Alamat", "Perlu perbaikan").await;
    browser.presses("Simpan Alamat").await;
    browser.sees("1 isian tersimpan").await;
    assert_eq!(browser.value_of("Perbaikan Alamat").await, "Jalan Ijen 7");
    browser.turns_to(&second).await;
    browser.reloads().await;
    assert_eq!(browser.value_of("Perbaikan Alamat").await, "Jalan Ijen 7");
}

/// What was typed is still there after signing in again.
async fn a_session_ends_in_between(browser: &Browser, owner: &Owner) {
    browser.goes_to(SECTION).await;
    let [form, other] = browser.opens_a_tab("/masuk").await;
    browser.turns_to(&form).await;
    browser.forgets_the_session().await;
    corrects(browser, "Alamat", "Jalan Semeru 1").await;
    browser.looks_well("51-session-ended").await;
    browser.turns_to(&other).await;
    browser.signs_in(&owner.number).await;
    assert_eq!(browser.path().await, "/beranda");
    browser.turns_to(&form).await;
    browser.presses("Kirim sekali lagi").await;
    for _ in 0..2 {
        // The first answer may be that the form is one of before the sign-in.
        if browser.has_button("Kirim sekali lagi").await {
            browser.presses("Kirim sekali lagi").await;
        }
    }
    browser.goes_to(SECTION).await;
    assert_eq!(browser.value_of("Perbaikan Alamat").await, "Jalan Semeru 1");
}

/// Two presses, the back button and a second try: one submission.
async fn sent_twice(browser: &Browser, owner: &Owner) {
    checks_the_rest(browser).await;
    browser.goes_to("/berkas/periksa").await;
    browser.ticks("Saya Setuju").await;
    browser.presses_twice("Kirim").await;
    browser.sees("Terkirim").await;
    browser.goes_back().await;
    browser.goes_to("/berkas").await;
    browser.sees("pengiriman ke-1").await;
    assert_eq!(owner.dossier().await["state"], "submitted");
}
