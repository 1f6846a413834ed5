//! The employee takes the submission back, until somebody has claimed it.

use kernel::DossierId;
use proto::verification::v1::DossierRecalled;
use time::Duration;

use super::{
    fixtures::{ALL, Someone, checked, corrected},
    harness::{Called as _, World, reason, returned, skpd},
    recorder::Behaviour,
};

fn at_registration(submission: u32) -> Option<(DossierId, u32)> {
    Some((Someone::Teacher.dossier_id().into(), submission))
}

#[tokio::test]
async fn an_unclaimed_submission_is_taken_back_and_told_once() {
    let world = World::new("recall").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.registration.has_submitted(at_registration(1));
    for _ in 0..2 {
        world.recall(Someone::Teacher).await.unwrap();
    }
    let told = world.told::<DossierRecalled>().await;
    let [(_, Some(1), event)] = told.as_slice() else { panic!("not one event of version 1") };
    assert_eq!(event.dossier.as_ref().unwrap().dossier_id, dossier.to_string());
    assert_eq!(world.progress(Someone::Teacher).await.unwrap().state().called(), "RECALLED");
    assert_eq!(reason(world.claim(&skpd("A1.SCHOOLS"), dossier).await), "DOSSIER_NOT_FOUND");
    let audited = format!(
        "select count(*) from verification.audit_entries where action = 'recall_dossier' and actor = 'person:{}'
         and details->>'from' = 'open/skpd' and details->>'to' = 'recalled'",
        Someone::Teacher.employee_id()
    );
    assert_eq!(world.count(&audited).await, 1);
}

#[tokio::test]
async fn a_claimed_submission_stays_and_an_expired_claim_is_none() {
    let world = World::new("recall_claimed").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.claim(&skpd("A1.SCHOOLS"), dossier).await.unwrap();
    assert_eq!(reason(world.recall(Someone::Teacher).await), "DOSSIER_CLAIMED");
    world.app.clock.turn(Duration::minutes(30));
    world.recall(Someone::Teacher).await.unwrap();
}

#[tokio::test]
async fn what_a_stage_has_spoken_of_is_not_taken_back() {
    let world = World::new("recall_late").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![]).await;
    assert_eq!(reason(world.recall(Someone::Teacher).await), "RECALL_TOO_LATE");
}

#[tokio::test]
async fn what_is_on_its_way_from_registration_is_asked_for_again() {
    let world = World::new("recall_early").await;
    assert_eq!(reason(world.recall(Someone::Teacher).await), "REVIEW_NOT_FOUND");
    world.registration.has_submitted(at_registration(1));
    let early = world.recall(Someone::Teacher).await;
    {
        use tonic_types::StatusExt as _;
        assert!(early.as_ref().unwrap_err().get_details_retry_info().is_some());
    }
    assert_eq!(reason(early), "REVIEW_NOT_OPEN_YET");

    let dossier = world.submitted(Someone::Teacher).await;
    world.pass(&skpd("A1.SCHOOLS"), dossier, 1, vec![returned("name")]).await;
    world.registration.has_submitted(None);
    assert_eq!(reason(world.recall(Someone::Teacher).await), "RECALL_TOO_LATE");
    world.registration.has_submitted(at_registration(2));
    assert_eq!(reason(world.recall(Someone::Teacher).await), "REVIEW_NOT_OPEN_YET", "handed in again, not heard of");
    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)])).await;
    world.recall(Someone::Teacher).await.unwrap();
    world.registration.behave(Behaviour::IsAway);
    assert_eq!(reason(world.recall(Someone::Teacher).await), "UNAVAILABLE", "nobody knows whether it is on its way");
}

#[tokio::test]
async fn what_was_recalled_is_handed_in_whole_and_earlier_words_on_it_are_gone() {
    let world = World::new("recall_again").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    world.decide(&officer, dossier, 1, vec![returned("name")]).await.unwrap();
    world.app.clock.turn(Duration::minutes(30));
    world.recall(Someone::Teacher).await.unwrap();
    let items =
        vec![checked("name", &ALL), corrected("place", &ALL[..2]), checked("unit", &ALL), checked("birth", &ALL)];
    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, items)).await;
    let review = world.review(&officer, dossier).await.unwrap();
    let due: Vec<_> = review.fields.iter().filter(|field| field.due).map(|field| field.verdicts.len()).collect();
    assert_eq!(due, [0], "the place alone, of which nobody has spoken");
    assert_eq!(world.pass(&officer, dossier, 2, vec![]).await, "OPEN");
}

#[tokio::test]
async fn of_recall_and_claim_exactly_one_wins() {
    let world = World::new("recall_race").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (mut recalled, mut claimed) = (0, 0);
    for submission in 1..=40 {
        let officer = skpd("A1.SCHOOLS");
        let (recall, claim) = tokio::join!(world.recall(Someone::Teacher), world.claim(&officer, dossier));
        match (reason(recall).as_str(), reason(claim).as_str()) {
            ("OK", "DOSSIER_NOT_FOUND") => recalled += 1,
            ("DOSSIER_CLAIMED", "OK") => {
                claimed += 1;
                world.release(&officer, dossier).await.unwrap();
                world.recall(Someone::Teacher).await.unwrap();
            }
            outcome => panic!("in round {submission}: {outcome:?}"),
        }
        let again = Someone::Teacher.submits_again(&world.app.clock, submission + 1, vec![corrected("name", &ALL)]);
        world.hear(again).await.unwrap();
    }
    assert_eq!((recalled + claimed, world.told::<DossierRecalled>().await.len()), (40, 40));
    println!("recalled {recalled}, claimed {claimed}");
}
