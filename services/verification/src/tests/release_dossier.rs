//! Giving back.

use super::{
    fixtures::Someone,
    harness::{World, also, employee, reason, skpd},
};

#[tokio::test]
async fn what_is_given_back_can_be_taken_by_others_at_once() {
    let world = World::new("release").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (first, second) = (skpd("A1.SCHOOLS"), skpd("A1.ROOT"));
    world.claim(&first, dossier).await.unwrap();
    world.release(&first, dossier).await.unwrap();
    world.claim(&second, dossier).await.unwrap();
    world.release(&first, dossier).await.unwrap();
    assert_eq!(reason(world.claim(&first, dossier).await), "CLAIMED_BY_OTHER", "one gives back only one's own");
    let audited = "select count(*) from verification.audit_entries where action = 'release_dossier'";
    assert_eq!(world.count(audited).await, 1);
}

#[tokio::test]
async fn only_who_could_have_claimed_gives_back() {
    let world = World::new("release_scope").await;
    let dossier = world.submitted(Someone::Teacher).await;
    assert_eq!(reason(world.release(&skpd("A1.HEALTH"), dossier).await), "DOSSIER_NOT_FOUND");
    let themselves = also(&employee(Someone::Teacher), skpd("A1.SCHOOLS"));
    assert_eq!(reason(world.release(&themselves, dossier).await), "SEPARATION_ON_ONESELF");
}
