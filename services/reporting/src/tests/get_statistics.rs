//! The nation in a few numbers, without rehearsals.

use kernel::{Caller, Stage};
use proto::reporting::v1::{Counts, GetStatisticsRequest, GetStatisticsResponse};

use super::{
    dossier_events::Telling,
    fixtures::Someone,
    harness::{World, by},
};

async fn statistics(world: &World) -> GetStatisticsResponse {
    world.client.clone().get_statistics(by(Caller::Public, GetStatisticsRequest {})).await.unwrap().into_inner()
}

/// Employees, registered, confirmed, unregistered.
fn people(counts: &Counts) -> [u64; 4] {
    [counts.employees, counts.registered, counts.confirmed, counts.unregistered]
}

/// At level 1, 2, 3, returned, final.
fn dossiers(counts: &Counts) -> [u64; 5] {
    [counts.at_skpd, counts.at_bkd, counts.at_kanreg_bkn, counts.returned, counts.r#final]
}

#[tokio::test]
async fn before_anything_happened_everything_is_zero() {
    let world = World::empty("statistics_empty").await;
    let empty = statistics(&world).await;
    assert_eq!((people(&empty.nation.unwrap()), empty.campaign_code.as_str()), ([0; 4], ""));
    assert!(empty.as_of.is_none());
}

#[tokio::test]
async fn people_are_counted_where_they_stand_and_rehearsals_are_not() {
    let world = World::new("statistics").await;
    assert_eq!(
        people(&statistics(&world).await.nation.unwrap()),
        [5, 0, 0, 5],
        "six are active, one of them rehearses"
    );
    for someone in [Someone::Teacher, Someone::Clerk, Someone::Actor, Someone::Retired] {
        world.tell(&someone.submits()).await;
    }
    world.tell(&Someone::Teacher.is_confirmed()).await;
    world.tell(&Someone::Actor.is_confirmed()).await;
    let now = statistics(&world).await;
    assert_eq!(people(&now.nation.unwrap()), [5, 3, 1, 3], "the retired one is registered and no employee");
    assert_eq!(now.campaign_code, "2026");
    assert!(now.as_of.is_some());
}

#[tokio::test]
async fn a_dossier_is_counted_at_each_station_of_its_way() {
    let world = World::new("statistics_dossier").await;
    world.tell(&Someone::Teacher.submits()).await;
    let mut dossier = Telling::of(Someone::Teacher);
    let after = Someone::Teacher.employee();
    let way = [
        (dossier.submitted(1), [1, 0, 0, 0, 0]),
        (dossier.recalled(1), [0, 0, 0, 1, 0]),
        (dossier.submitted(2), [1, 0, 0, 0, 0]),
        (dossier.passed(2, Stage::Skpd), [0, 1, 0, 0, 0]),
        (dossier.returned(2), [0, 0, 0, 1, 0]),
        (dossier.submitted(3), [1, 0, 0, 0, 0]),
        (dossier.passed(3, Stage::Skpd), [0, 1, 0, 0, 0]),
        (dossier.passed(3, Stage::Bkd), [0, 0, 1, 0, 0]),
        (dossier.completed(3), [0, 0, 0, 0, 0]),
        (dossier.applied(3, after.clone(), &["name"]), [0, 0, 0, 1, 0]),
        (dossier.submitted(4), [1, 0, 0, 0, 0]),
        (dossier.passed(4, Stage::Skpd), [0, 1, 0, 0, 0]),
        (dossier.completed(4), [0, 0, 0, 0, 0]),
        (dossier.applied(4, after, &[]), [0, 0, 0, 0, 0]),
        (dossier.finalised(4), [0, 0, 0, 0, 1]),
    ];
    for (at, (event, expected)) in way.into_iter().enumerate() {
        world.tell(&event).await;
        assert_eq!(dossiers(&statistics(&world).await.nation.unwrap()), expected, "step {at}: {}", event.message_name);
    }
}
