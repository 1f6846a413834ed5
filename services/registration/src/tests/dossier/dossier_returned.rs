//! Sent back: only these fields open, with stage and reason, and only they travel again.

use proto::{
    registration::v1::Stage,
    verification::v1::{DecidedItem, DossierReturned},
};

use crate::tests::{
    dossier::dossier_desk::{Desk, Short as _, check, correction, items, open_keys},
    fixtures::Someone::Teacher,
};

#[tokio::test]
async fn only_what_was_sent_back_opens_with_its_reason() {
    let desk = Desk::with("returned", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("jabatan", "Guru")]).await;
    desk.returned(Teacher, 1, &["nama", "unor"]).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!((dossier.state().short(), open_keys(&dossier)), ("RETURNED", vec!["nama", "unor"]));
    let name = desk.field(Teacher, "nama").await;
    assert_eq!((name.return_stage().short(), name.return_reason_code.as_str()), ("BKD", "VALUE_UNCLEAR"));
    let position = desk.field(Teacher, "jabatan").await;
    assert_eq!((position.return_stage().short(), position.return_reason_code.as_str()), ("UNSPECIFIED", ""));
    let answers = vec![correction("nama", 1, "Ibu Guru S"), correction("jabatan", 1, "Staf"), check("agama", 0)];
    assert_eq!(desk.save(Teacher, answers).await, ["", "FIELD_NOT_OPEN", "FIELD_NOT_OPEN"]);
    assert_eq!(desk.submit(Teacher).await, 2);
    let told = desk.submissions_told().await;
    let [_, (Some(2), second)] = told.as_slice() else { panic!("not a second event of version 2") };
    assert_eq!(items(second), [("nama", "CORRECTION"), ("unor", "CHECK")]);
    assert_eq!(desk.field(Teacher, "nama").await.return_reason_code, "", "nothing can be done about it now");
}

#[tokio::test]
async fn the_next_return_opens_its_own_fields() {
    let desk = Desk::with("returned_again", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("jabatan", "Guru")]).await;
    desk.returned(Teacher, 1, &["nama"]).await;
    desk.submit(Teacher).await;
    desk.returned(Teacher, 2, &["jabatan"]).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!(open_keys(&dossier), ["jabatan"]);
    assert_eq!(desk.submit(Teacher).await, 3);
}

#[tokio::test]
async fn a_check_that_came_back_and_lapsed_is_asked_again() {
    let desk = Desk::with("returned_lapsed", Teacher).await;
    desk.submitted(Teacher, &[]).await;
    desk.returned(Teacher, 1, &["nama"]).await;
    desk.import(Teacher, "name = 'Lain'").await;
    assert_eq!(desk.checklist(Teacher).await.missing.len(), 1);
    assert_eq!(desk.save(Teacher, vec![check("nama", 1)]).await, [""]);
    assert_eq!(desk.submit(Teacher).await, 2);
}

#[tokio::test]
async fn a_word_said_twice_or_too_late_changes_nothing() {
    let desk = Desk::with("returned_stale", Teacher).await;
    desk.submitted(Teacher, &[]).await;
    for stale in [0, 2] {
        desk.returned(Teacher, stale, &["nama"]).await;
        assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED");
    }
    desk.returned(Teacher, 1, &["nama"]).await;
    desk.returned(Teacher, 1, &["unor"]).await;
    assert_eq!(open_keys(&desk.dossier(Teacher).await), ["nama"]);
    desk.recalled(Teacher, 1).await;
    assert_eq!(desk.dossier(Teacher).await.state().short(), "RETURNED", "out of order");
}

#[tokio::test]
async fn a_return_of_what_was_never_submitted_is_a_contradiction() {
    let desk = Desk::with("returned_nonsense", Teacher).await;
    desk.submitted(Teacher, &[]).await;
    let item =
        |key: &str, stage: Stage| DecidedItem { key: key.into(), stage: stage.into(), reason_code: "OTHER".into() };
    for items in [vec![], vec![item("agama", Stage::Skpd)], vec![item("nama", Stage::Unspecified)]] {
        let event = DossierReturned { dossier: desk.named(Teacher, 1).await, items, ..DossierReturned::default() };
        assert!(desk.hear(&event).await.is_err());
    }
    assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED");
}
