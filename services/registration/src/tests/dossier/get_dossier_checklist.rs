//! What is missing is named, with its section, until nothing is.

use crate::tests::{
    dossier::dossier_desk::{Desk, REQUIRED, check, correction},
    fixtures::Someone::Teacher,
};

async fn missing(desk: &Desk) -> Vec<(String, String)> {
    desk.checklist(Teacher).await.missing.into_iter().map(|missing| (missing.key, missing.rule)).collect()
}

#[tokio::test]
async fn the_required_fields_are_missing_until_they_are_answered() {
    let desk = Desk::with("checklist", Teacher).await;
    let list = desk.checklist(Teacher).await;
    let keys: Vec<&str> = list.missing.iter().map(|missing| missing.key.as_str()).collect();
    assert_eq!(keys, REQUIRED, "in the catalogue's order");
    assert!(list.missing.iter().all(|missing| missing.rule == "ANSWER_MISSING"
        && !missing.label_id.is_empty()
        && !missing.label_en.is_empty()));
    assert_eq!((list.missing[0].section.as_str(), list.missing[7].section.as_str()), ("data_utama", "data_posisi"));
    assert_eq!(list.answered_fields, 0);
    desk.fill_in(Teacher, &[("nama", "Ibu Guru")]).await;
    let done = desk.checklist(Teacher).await;
    assert!(done.missing.is_empty());
    assert_eq!((done.open_fields, done.answered_fields), (list.open_fields, 8));
}

#[tokio::test]
async fn a_check_lapses_when_the_master_data_change_and_a_correction_does_not() {
    let desk = Desk::with("checklist_lapsed", Teacher).await;
    desk.fill_in(Teacher, &[("tempat_lahir", "Sampit")]).await;
    assert_eq!(desk.save(Teacher, vec![check("gelar_depan", 0)]).await, [""]);
    desk.import(Teacher, "name = 'Guru Baru', front_title = 'Ir.', birth_place = 'Solo'").await;
    let lapsed = |key: &str| (key.to_owned(), "ANSWER_MISSING".to_owned());
    assert_eq!(missing(&desk).await, [lapsed("nama"), lapsed("gelar_depan")], "optional ones were answered too");
    let shown = desk.field(Teacher, "nama").await;
    assert_eq!((shown.answer, shown.revision, shown.database_value.as_str()), (0, 1, "Guru Baru"));
    assert_eq!(desk.save(Teacher, vec![check("nama", 1), correction("gelar_depan", 1, "Dr.")]).await, ["", ""]);
    assert_eq!(missing(&desk).await, []);
}

#[tokio::test]
async fn a_value_that_is_used_no_more_is_outdated() {
    let desk = Desk::with("checklist_outdated", Teacher).await;
    desk.fill_in(Teacher, &[("jabatan", "Guru")]).await;
    desk.world
        .execute(
            "update registration.reference_values set active = false where table_name = 'jabatan' and code = 'Guru'",
        )
        .await;
    assert_eq!(missing(&desk).await, [("jabatan".to_owned(), "VALUE_OUTDATED".to_owned())]);
}

#[tokio::test]
async fn a_locked_dossier_has_nothing_open_and_nothing_missing() {
    let desk = Desk::with("checklist_locked", Teacher).await;
    desk.submitted(Teacher, &[]).await;
    let list = desk.checklist(Teacher).await;
    assert_eq!((list.missing.len(), list.open_fields, list.answered_fields), (0, 0, 0));
}
