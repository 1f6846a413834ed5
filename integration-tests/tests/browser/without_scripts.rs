//! Everything that matters works in a browser that runs no scripts. What such a browser cannot do is read the picture of a challenge;
//! that takes a person, so the registration itself comes over the door for programs.

use integration_tests::{Browser, Owner, World};

use crate::{
    UNIT, VERIFIERS,
    desk::approves,
    dossier::{SECTION, checks_the_rest, corrects, signs_in_when_confirmed, submits},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_filled_in_sent_and_decided_without_scripts() {
    let world = World::start().await;
    let employee = world.employees_below(UNIT).swap_remove(0);
    let owner = Owner::of(&world, employee, VERIFIERS[1]).await;
    let browser = Browser::without_scripts(&world).await;
    asked_for_a_code(&browser).await;

    signs_in_when_confirmed(&browser, &owner.number).await;
    browser.goes_to(SECTION).await;
    corrects(&browser, "Tempat lahir", "Sampit").await;
    browser.sees("1 isian tersimpan").await;
    checks_the_rest(&browser).await;
    browser.looks_well("60-section-without-scripts").await;
    submits(&browser).await;
    browser.signs_out().await;

    browser.signs_in_as(&world, VERIFIERS[0]).await;
    approves(&browser, &owner.number, "diteruskan ke BKD").await;
    browser.looks_well("61-worklist-without-scripts").await;
    browser.close().await;
    world.stop().await;
}

/// The forms for strangers show a picture on demand, and a wrong code asks for another one and keeps the rest.
async fn asked_for_a_code(browser: &Browser) {
    browser.goes_to("/daftar").await;
    browser.follows("Pakai kode gambar").await;
    browser.looks_well("62-picture").await;
    assert_eq!(browser.count("img[src^='data:image/png;base64,']").await, 1);
    browser.fills("NIP", "198612262009122001").await;
    browser.fills("NIK", "3174046612860001").await;
    browser.fills("Ketik kode pada gambar", "??????").await;
    browser.presses("Lanjut").await;
    browser.sees("Ada masalah").await;
    assert_eq!(browser.value_of("NIP").await, "198612262009122001");
    assert_eq!(browser.count("img[src^='data:image/png;base64,']").await, 1, "another picture");
    browser.looks_well("63-picture-refused").await;
}
