//! Taken back: open as it was before it was handed in.

use proto::verification::v1::{DossierFinalised, DossierRecalled, StageCompleted};

use crate::tests::{
    dossier::dossier_desk::{Desk, Short as _, correction, items, open_keys},
    fixtures::Someone::Teacher,
};

#[tokio::test]
async fn everything_opens_again_with_what_was_typed_and_travels_again() {
    let desk = Desk::with("recalled", Teacher).await;
    let before = desk.dossier(Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru")]).await;
    desk.recalled(Teacher, 1).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!((dossier.state().short(), dossier.submission), ("OPEN", 1));
    assert_eq!(open_keys(&dossier), open_keys(&before));
    assert_eq!(desk.field(Teacher, "nama").await.correction, "Ibu Guru");
    assert_eq!(desk.save(Teacher, vec![correction("nama", 1, "Ibu Guru S")]).await, [""]);
    assert_eq!(desk.submit(Teacher).await, 2);
    let told = desk.submissions_told().await;
    let [(Some(1), first), (Some(2), second)] = told.as_slice() else { panic!("not versions 1 and 2") };
    assert_eq!(items(first), items(second));
}

#[tokio::test]
async fn what_had_come_back_is_open_alone_when_it_is_taken_back() {
    let desk = Desk::with("recalled_partial", Teacher).await;
    desk.submitted(Teacher, &[("nama", "Ibu Guru"), ("jabatan", "Guru")]).await;
    desk.returned(Teacher, 1, &["jabatan"]).await;
    desk.submit(Teacher).await;
    desk.recalled(Teacher, 2).await;
    let dossier = desk.dossier(Teacher).await;
    assert_eq!((dossier.state().short(), open_keys(&dossier)), ("RETURNED", vec!["jabatan"]));
    assert_eq!(desk.submit(Teacher).await, 3);
    let (_, third) = desk.submissions_told().await.remove(2);
    assert_eq!(items(&third).len(), 1);
}

#[tokio::test]
async fn a_word_said_twice_or_too_late_changes_nothing() {
    let desk = Desk::with("recalled_stale", Teacher).await;
    desk.submitted(Teacher, &[]).await;
    for stale in [0, 2, u32::MAX] {
        desk.recalled(Teacher, stale).await;
        assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED", "{stale}");
    }
    desk.recalled(Teacher, 1).await;
    desk.recalled(Teacher, 1).await;
    assert_eq!(desk.dossier(Teacher).await.state().short(), "OPEN");
    desk.submit(Teacher).await;
    desk.recalled(Teacher, 1).await;
    assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED", "of the submission before");
}

#[tokio::test]
async fn what_only_advances_the_aggregate_is_heard_and_what_makes_no_sense_is_not() {
    let desk = Desk::with("recalled_other", Teacher).await;
    desk.submitted(Teacher, &[]).await;
    let dossier = desk.named(Teacher, 1).await;
    desk.hear(&StageCompleted { dossier: dossier.clone(), ..StageCompleted::default() }).await.unwrap();
    desk.hear(&DossierFinalised { dossier, finalised_at: None }).await.unwrap();
    assert_eq!(desk.dossier(Teacher).await.state().short(), "SUBMITTED");
    assert!(desk.hear(&DossierRecalled::default()).await.is_err());
    let mut unknown = desk.named(Teacher, 1).await.unwrap();
    unknown.dossier_id = crate::tests::harness::some_id().to_string();
    assert!(desk.hear(&DossierRecalled { dossier: Some(unknown), recalled_at: None }).await.is_err());
}
