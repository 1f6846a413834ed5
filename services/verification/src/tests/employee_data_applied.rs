//! Registration has applied what was accepted: the review ends, or fields in conflict come back.

use proto::verification::v1::{DossierFinalised, StageCompleted};

use super::{
    fixtures::{ALL, Someone, checked},
    harness::{Called as _, World, bkd, kanreg, skpd},
};

#[tokio::test]
async fn a_conflict_comes_back_and_the_rest_waits_for_it() {
    let world = World::new("heard_conflict").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officers = [skpd("A1.SCHOOLS"), bkd("A1"), kanreg("03")];
    for officer in &officers {
        world.pass(officer, dossier, 1, vec![]).await;
    }
    for _ in 0..2 {
        world.hear(Someone::Teacher.applied(&world.app.clock, 1, &["place"])).await.unwrap();
        assert_eq!(world.progress(Someone::Teacher).await.unwrap().state().called(), "RETURNED");
    }
    assert!(world.told::<DossierFinalised>().await.is_empty());
    let again = vec![checked("place", &ALL[..2])];
    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, again)).await;
    world.pass(&officers[0], dossier, 2, vec![]).await;
    assert_eq!(world.pass(&officers[1], dossier, 2, vec![]).await, "COMPLETED", "level 3 has decided the rest");
    world.hear(Someone::Teacher.applied(&world.app.clock, 1, &["place"])).await.unwrap();
    for _ in 0..2 {
        world.hear(Someone::Teacher.applied(&world.app.clock, 2, &[])).await.unwrap();
    }
    let told = world.told::<DossierFinalised>().await;
    assert_eq!((told.len(), told[0].1), (1, Some(6)), "after four stages and two completions: 1 to 6");
    assert_eq!(world.told::<StageCompleted>().await.len(), 3);
}
