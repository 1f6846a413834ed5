//! One dossier with its values, which are registration's.

use proto::verification::v1::{PersonalDataViewed, Review};
use time::Duration;

use super::{
    fixtures::{ALL, Someone, corrected},
    harness::{Called as _, World, also, bkd, employee, ok, reason, returned, skpd, some_id},
    recorder::Behaviour,
};

/// Key, due, may be rejected.
fn fields(review: &Review) -> Vec<(&str, bool, bool)> {
    let fields = review.fields.iter();
    fields.map(|field| (field.submitted.as_ref().unwrap().key.as_str(), field.due, field.may_reject)).collect()
}

#[tokio::test]
async fn an_officer_sees_what_is_to_be_decided_first_riskiest_on_top() {
    let world = World::new("review").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    let review = world.review(&officer, dossier).await.unwrap();
    let expected = [("birth", true, false), ("name", true, false), ("place", true, false), ("unit", false, false)];
    assert_eq!(fields(&review), expected);
    let name = review.fields[1].submitted.as_ref().unwrap();
    assert_eq!((name.database_value.as_str(), name.correction.as_str()), ("old name", "new name"));
    assert_eq!((review.state().called(), review.claim_expires_at), ("OPEN", None));
    let entry = review.entry.unwrap();
    assert_eq!((entry.stage().called(), entry.due_fields, entry.marked_fields, entry.claimed), ("SKPD", 3, 1, false));
    assert_eq!((entry.name.as_str(), entry.agency_name.as_str()), ("Teacher", "Instansi A1"));
    assert_eq!(world.registration.passports(), [format!("passport-of-{}", officer.person_id)]);

    world.pass(&officer, dossier, 1, vec![]).await;
    let review = world.review(&bkd("A1"), dossier).await.unwrap();
    let expected = [("birth", true, false), ("name", true, false), ("place", true, true), ("unit", false, false)];
    assert_eq!(fields(&review), expected, "the place ends at level 2");
    assert_eq!(review.fields[3].verdicts[0].verdict().called(), "OK", "completed without a look");
}

#[tokio::test]
async fn an_officer_sees_their_own_claim_and_what_was_said_so_far() {
    let world = World::new("review_claim").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (officer, other) = (skpd("A1.SCHOOLS"), skpd("A1.ROOT"));
    world.claim(&officer, dossier).await.unwrap();
    world.decide(&officer, dossier, 1, vec![returned("name")]).await.unwrap();
    world.decide(&officer, dossier, 1, vec![ok("name")]).await.unwrap();
    let review = world.review(&officer, dossier).await.unwrap();
    assert!(review.claim_expires_at.is_some());
    let said: Vec<_> = review.fields[1].verdicts.iter().map(|said| said.verdict().called()).collect();
    assert_eq!(said, ["OK"], "the latest word of the stage");
    let entry = world.review(&other, dossier).await.unwrap().entry.unwrap();
    assert_eq!((entry.claimed, entry.claimed_by_me), (true, false));
    world.app.clock.turn(Duration::minutes(30));
    assert!(world.review(&officer, dossier).await.unwrap().claim_expires_at.is_none());
}

#[tokio::test]
async fn fields_of_earlier_submissions_are_fetched_with_them() {
    let world = World::new("review_earlier").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![returned("name")]).await;
    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)])).await;
    let review = world.review(&officer, dossier).await.unwrap();
    let expected = [("name", true, false), ("place", false, false), ("unit", false, false), ("birth", false, false)];
    assert_eq!(fields(&review), expected);
    let said: Vec<_> =
        review.fields[0].verdicts.iter().map(|said| (said.submission, said.verdict().called())).collect();
    assert_eq!(said, [(1, "RETURN")]);
}

#[tokio::test]
async fn what_may_not_be_decided_is_not_shown() {
    let world = World::new("review_scope").await;
    let dossier = world.submitted(Someone::Teacher).await;
    for officer in [skpd("A1.HEALTH"), bkd("A1"), skpd("A2.ROOT")] {
        assert_eq!(reason(world.review(&officer, dossier).await), "DOSSIER_NOT_FOUND", "{officer:?}");
    }
    assert_eq!(reason(world.review(&skpd("A1.ROOT"), some_id()).await), "DOSSIER_NOT_FOUND");
    let themselves = also(&employee(Someone::Teacher), skpd("A1.SCHOOLS"));
    assert_eq!(reason(world.review(&themselves, dossier).await), "SEPARATION_ON_ONESELF");
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![]).await;
    assert_eq!(reason(world.review(&also(&officer, bkd("A1")), dossier).await), "SEPARATION_AT_TWO_STAGES");
    assert!(world.registration.passports().is_empty(), "nobody was asked for the values");
    assert!(world.told::<PersonalDataViewed>().await.is_empty());
}

#[tokio::test]
async fn what_registration_does_not_tell_is_not_shown() {
    let world = World::new("review_away").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let expected = [
        (Behaviour::ShowsNothing, "DOSSIER_NOT_FOUND"),
        (Behaviour::RefusesThePassport, "PASSPORT_INVALID"),
        (Behaviour::IsAway, "UNAVAILABLE"),
    ];
    for (behaviour, expected) in expected {
        world.registration.behave(behaviour);
        assert_eq!(reason(world.review(&skpd("A1.SCHOOLS"), dossier).await), expected);
    }
    assert!(world.told::<PersonalDataViewed>().await.is_empty());
}

#[tokio::test]
async fn a_view_is_told_once_in_15_minutes() {
    let world = World::new("review_viewed").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    let both = futures::future::join_all((0..4).map(|_| world.review(&officer, dossier))).await;
    assert!(both.into_iter().all(|review| review.is_ok()));
    let told = world.told::<PersonalDataViewed>().await;
    let [(_, None, event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    assert_eq!(event.viewer_id, officer.person_id.to_string());
    assert_eq!(event.subject_ids, [Someone::Teacher.employee_id().to_string()]);
    assert_eq!((event.field_group.as_str(), event.purpose.as_str()), ("worklist", "verification"));
    world.app.clock.turn(Duration::minutes(15));
    world.review(&officer, dossier).await.unwrap();
    world.review(&skpd("A1.ROOT"), dossier).await.unwrap();
    assert_eq!(world.told::<PersonalDataViewed>().await.len(), 3);
}
