//! Whether something is handed in, and what: asking opens nothing.

use proto::registration::v1::FindSubmissionRequest;

use crate::tests::{
    dossier::dossier_desk::{Desk, as_owner},
    fixtures::Someone::{self, Nurse, Teacher},
};

async fn waiting(desk: &Desk, someone: Someone) -> (String, u32) {
    let answer = desk.client.clone().find_submission(as_owner(someone, FindSubmissionRequest {})).await.unwrap();
    let answer = answer.into_inner();
    (answer.dossier_id, answer.submission)
}

#[tokio::test]
async fn only_what_waits_for_a_decision_is_found() {
    let desk = Desk::with("find_submission", Teacher).await;
    let nothing = (String::new(), 0);
    desk.fill_in(Teacher, &[("nama", "Ibu Guru")]).await;
    assert_eq!(waiting(&desk, Teacher).await, nothing, "filled in, not handed in");
    desk.submit(Teacher).await;
    let dossier = desk.dossier(Teacher).await.dossier_id;
    assert_eq!(waiting(&desk, Teacher).await, (dossier.clone(), 1));
    desk.returned(Teacher, 1, &["nama"]).await;
    assert_eq!(waiting(&desk, Teacher).await, nothing);
    desk.submit(Teacher).await;
    assert_eq!(waiting(&desk, Teacher).await, (dossier, 2));
    desk.completed(Teacher, 2, &["nama"], &[]).await;
    assert_eq!(waiting(&desk, Teacher).await, nothing, "all is decided");
    assert_eq!(waiting(&desk, Nurse).await, nothing);
}

#[tokio::test]
async fn asking_opens_no_dossier() {
    let desk = Desk::with("find_submission_opens", Teacher).await;
    assert_eq!(waiting(&desk, Teacher).await, (String::new(), 0));
    assert_eq!(desk.world.count("select count(*) from registration.dossiers").await, 0);
}
