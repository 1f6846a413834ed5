//! A dossier was handed in: heard twice, out of order, late, and many at once.

use chassis::events::Applied;
use proto::registration::v1::DossierItem;
use uuid::Uuid;

use super::{
    fixtures::{ALL, Someone, checked, corrected, number},
    harness::{Called as _, World, returned, skpd},
};

pub(crate) const REVIEWS: &str = "select count(*) from verification.reviews";

#[tokio::test]
async fn a_dossier_is_opened_once_however_often_it_is_heard() {
    let world = World::new("heard_twice").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, dossier, 1, vec![returned("name")]).await;
    world.resubmitted(Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)])).await;
    world.claim(&officer, dossier).await.unwrap();
    // A submission that is over, and the present one again: neither ends the claim nor reopens a field.
    world.hear(Someone::Teacher.submits(&world.app.clock)).await.unwrap();
    world.hear(Someone::Teacher.submits_again(&world.app.clock, 2, vec![checked("name", &ALL)])).await.unwrap();
    let progress = world.progress(Someone::Teacher).await.unwrap();
    assert_eq!((progress.submission, progress.claimed), (2, true));
    assert_eq!(world.count("select count(*) from verification.review_items where answer = 'correction'").await, 2);
    assert_eq!(world.count(REVIEWS).await, 1);
}

#[tokio::test]
async fn the_inbox_takes_a_dossiers_events_in_their_order() {
    let world = World::new("heard_order").await;
    let id = Someone::Teacher.dossier_id();
    let clock = &world.app.clock;
    let event = |version| {
        let items = vec![corrected("name", &ALL)];
        let message = if version == 1 {
            Someone::Teacher.submits(clock)
        } else {
            Someone::Teacher.submits_again(clock, 2, items)
        };
        world.event(message, Some((id, version)))
    };
    let (first, second) = (event(1), event(2));
    assert_eq!(world.take(second.clone()).await, Applied::Gap);
    assert_eq!(world.count(REVIEWS).await, 0);
    assert_eq!(world.take(first.clone()).await, Applied::Now);
    assert_eq!(world.take(first).await, Applied::Before);
    world.recall(Someone::Teacher).await.unwrap();
    assert_eq!(world.take(second.clone()).await, Applied::Now);
    assert_eq!(world.take(second).await, Applied::Before);
    assert_eq!(world.progress(Someone::Teacher).await.unwrap().submission, 2);
}

#[tokio::test]
async fn what_contradicts_the_books_is_refused_and_changes_nothing() {
    let world = World::new("heard_wrong").await;
    let clock = &world.app.clock;
    let submits = |items: Vec<DossierItem>| {
        let mut event = Someone::Teacher.submits(clock);
        event.items = items;
        event
    };
    let again = |submission| Someone::Teacher.submits_again(clock, submission, vec![corrected("name", &ALL)]);
    let nobody = DossierItem { answer: 0, ..corrected("name", &ALL) };
    for early in [again(2), submits(vec![]), submits(vec![corrected("name", &[])]), submits(vec![nobody])] {
        assert!(world.hear(early).await.is_err());
    }
    assert!(world.hear(Someone::Teacher.applied(clock, 1, &[])).await.is_err(), "applied before it was submitted");
    assert_eq!(world.count(REVIEWS).await, 0);
    world.submitted(Someone::Teacher).await;
    let mut of_another = again(2);
    of_another.employee = Some(Someone::Nurse.employee());
    for early in [again(2), again(3), of_another] {
        assert!(world.hear(early).await.is_err());
    }
    assert!(world.hear(Someone::Teacher.applied(clock, 1, &[])).await.is_err(), "applied before it was decided");
    let progress = world.progress(Someone::Teacher).await.unwrap();
    assert_eq!((progress.state().called(), progress.submission), ("OPEN", 1));
}

#[tokio::test]
async fn who_moved_meanwhile_is_decided_where_they_are_now() {
    let world = World::new("heard_moved").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.recall(Someone::Teacher).await.unwrap();
    let mut event = Someone::Teacher.submits_again(&world.app.clock, 2, vec![corrected("name", &ALL)]);
    event.employee.as_mut().unwrap().unit_code = "A1.HEALTH".into();
    world.hear(event).await.unwrap();
    assert!(world.claim(&skpd("A1.SCHOOLS"), dossier).await.is_err());
    world.claim(&skpd("A1.HEALTH"), dossier).await.unwrap();
}

#[tokio::test]
async fn many_dossiers_are_heard_at_once_each_of_them_twice() {
    let world = World::new("heard_bulk").await;
    let events: Vec<_> = (0..100_u32)
        .flat_map(|n| {
            let mut event = Someone::Teacher.submits(&world.app.clock);
            let id = Uuid::from_u128(10_000 + u128::from(n));
            event.dossier_id = id.to_string();
            event.registration_number = number(10_000 + u64::from(n)).to_string();
            event.employee.as_mut().unwrap().employee_id = Uuid::from_u128(20_000 + u128::from(n)).to_string();
            let event = world.event(event, Some((id, 1)));
            [event.clone(), event]
        })
        .collect();
    let heard = futures::future::join_all(events.into_iter().map(|event| world.take(event))).await;
    assert_eq!(heard.iter().filter(|applied| **applied == Applied::Now).count(), 100);
    assert_eq!(world.count(REVIEWS).await, 100);
    assert_eq!(world.count("select count(*) from verification.review_items").await, 400);
}
