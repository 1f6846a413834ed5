//! One officer at a time, within their jurisdiction, at their stage.

use kernel::Person;
use time::Duration;

use super::{
    fixtures::Someone,
    harness::{World, also, bkd, broken_fields, by, employee, kanreg, pusat, reason, skpd},
};
use proto::verification::v1::ClaimDossierRequest;

#[tokio::test]
async fn a_claim_keeps_others_away_until_it_runs_out() {
    let world = World::new("claim").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (first, second) = (skpd("A1.SCHOOLS"), skpd("A1.ROOT"));
    world.claim(&first, dossier).await.unwrap();
    assert_eq!(reason(world.claim(&second, dossier).await), "CLAIMED_BY_OTHER");
    world.app.clock.turn(Duration::minutes(29));
    world.claim(&first, dossier).await.unwrap();
    world.app.clock.turn(Duration::minutes(29));
    assert_eq!(reason(world.claim(&second, dossier).await), "CLAIMED_BY_OTHER", "it was renewed");
    world.app.clock.turn(Duration::minutes(1));
    world.claim(&second, dossier).await.unwrap();
    assert_eq!(reason(world.claim(&first, dossier).await), "CLAIMED_BY_OTHER");
    let audited = "select count(*) from verification.audit_entries where action = 'claim_dossier'";
    assert_eq!(world.count(audited).await, 2, "renewing is no news");
}

#[tokio::test]
async fn another_account_of_the_same_person_is_no_other_officer() {
    let world = World::new("claim_accounts").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    world.claim(&also(&officer, skpd("A1.ROOT")), dossier).await.unwrap();
}

#[tokio::test]
async fn what_is_elsewhere_or_at_another_stage_does_not_exist() {
    let world = World::new("claim_scope").await;
    let dossier = world.submitted(Someone::Teacher).await;
    for officer in [skpd("A1.HEALTH"), skpd("A2.ROOT"), bkd("A1"), kanreg("03"), pusat()] {
        assert_eq!(reason(world.claim(&officer, dossier).await), "DOSSIER_NOT_FOUND", "{officer:?}");
    }
    assert_eq!(reason(world.claim(&skpd("A1.ROOT"), super::harness::some_id()).await), "DOSSIER_NOT_FOUND");
    world.pass(&skpd("A1.SCHOOL1"), dossier, 1, vec![]).await;
    for officer in [skpd("A1.SCHOOLS"), bkd("A2"), kanreg("03")] {
        assert_eq!(reason(world.claim(&officer, dossier).await), "DOSSIER_NOT_FOUND", "{officer:?}");
    }
    world.pass(&bkd("A1"), dossier, 1, vec![]).await;
    for officer in [bkd("A1"), kanreg("04"), pusat()] {
        assert_eq!(reason(world.claim(&officer, dossier).await), "DOSSIER_NOT_FOUND", "{officer:?}");
    }
    world.claim(&kanreg("03"), dossier).await.unwrap();
}

#[tokio::test]
async fn central_agencies_end_at_bkn_pusat() {
    let world = World::new("claim_central").await;
    let dossier = world.submitted(Someone::Clerk).await;
    world.pass(&skpd("A2.ROOT"), dossier, 1, vec![]).await;
    world.pass(&bkd("A2"), dossier, 1, vec![]).await;
    assert_eq!(reason(world.claim(&kanreg("03"), dossier).await), "DOSSIER_NOT_FOUND");
    assert_eq!(world.pass(&pusat(), dossier, 1, vec![]).await, "COMPLETED");
}

#[tokio::test]
async fn nobody_claims_their_own_dossier_or_one_that_they_decided_at_another_stage() {
    let world = World::new("claim_separation").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let themselves = also(&employee(Someone::Teacher), skpd("A1.SCHOOLS"));
    assert_eq!(reason(world.claim(&themselves, dossier).await), "SEPARATION_ON_ONESELF");
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![]).await;
    let promoted = also(&officer, bkd("A1"));
    assert_eq!(reason(world.claim(&promoted, dossier).await), "SEPARATION_AT_TWO_STAGES");
    let elsewhere = also(&officer, bkd("A2"));
    assert_eq!(reason(world.claim(&elsewhere, dossier).await), "DOSSIER_NOT_FOUND", "scope comes first");
}

#[tokio::test]
async fn of_many_officers_at_once_one_claims() {
    let world = World::new("claim_race").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officers: Vec<Person> = (0..12).map(|_| skpd("A1.SCHOOLS")).collect();
    let claims = futures::future::join_all(officers.iter().map(|officer| world.claim(officer, dossier))).await;
    let mut outcomes: Vec<String> = claims.into_iter().map(reason).collect();
    outcomes.sort();
    assert_eq!(outcomes.pop().unwrap(), "OK");
    assert!(outcomes.iter().all(|outcome| outcome == "CLAIMED_BY_OTHER"), "{outcomes:?}");
}

#[tokio::test]
async fn an_id_that_is_none_is_a_broken_field() {
    let world = World::new("claim_form").await;
    let request = by(&skpd("A1.ROOT"), ClaimDossierRequest { dossier_id: "1; drop table".into() });
    let refused = world.client.clone().claim_dossier(request).await;
    assert_eq!(broken_fields(refused), [("dossier_id".into(), "ID_INVALID".into())]);
}
