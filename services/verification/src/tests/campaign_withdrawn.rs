//! A campaign that was taken back closes nothing, however often and in whatever order it is told.

use chassis::{reason::reason_of, wire::timestamp};
use kernel::Person;
use proto::registration::v1::{Campaign, CampaignWithdrawn};
use time::{Duration, OffsetDateTime};
use tonic::Status;
use uuid::Uuid;

use super::{
    campaign_put::closes,
    fixtures::Someone,
    harness::{World, ok, skpd},
};

async fn withdrawn(world: &World, closed_at: OffsetDateTime, version: u64) {
    let code = "2026".to_owned();
    let campaign = Campaign { code, verification_closes_at: Some(timestamp(closed_at)), ..Campaign::default() };
    world.hear(CampaignWithdrawn { campaign: Some(campaign), version }).await.unwrap();
}

async fn decided(world: &World, (officer, dossier): &Desk, field: &str) -> Result<Vec<String>, Status> {
    world.decide(officer, *dossier, 1, vec![ok(field)]).await
}

/// An officer, and the dossier that they work on.
type Desk = (Person, Uuid);

/// Somebody at work, and the time.
async fn claimed(test: &str) -> (World, Desk, OffsetDateTime) {
    let world = World::new(test).await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    world.claim(&officer, dossier).await.unwrap();
    let now = world.app.clock.now();
    (world, (officer, dossier), now)
}

#[tokio::test]
async fn what_is_taken_back_closes_nothing_until_it_is_put_again() {
    let (world, desk, now) = claimed("withdrawn").await;
    closes(&world, "2026", now, 1).await;
    let late = decided(&world, &desk, "name").await.unwrap_err();
    assert_eq!(reason_of(&late).as_deref(), Some("VERIFICATION_CLOSED"));
    for _ in 0..2 {
        withdrawn(&world, now, 2).await;
        assert_eq!(decided(&world, &desk, "name").await.unwrap(), [""]);
    }
    closes(&world, "2026", now + Duration::minutes(1), 3).await;
    world.app.clock.turn(Duration::minutes(1));
    let late = decided(&world, &desk, "birth").await.unwrap_err();
    assert_eq!(reason_of(&late).as_deref(), Some("VERIFICATION_CLOSED"));
}

#[tokio::test]
async fn an_older_telling_that_comes_late_brings_nothing_back() {
    let (world, desk, now) = claimed("withdrawn_order").await;
    withdrawn(&world, now, 2).await;
    closes(&world, "2026", now, 1).await;
    assert_eq!(decided(&world, &desk, "name").await.unwrap(), [""]);
    closes(&world, "2026", now + Duration::days(1), 4).await;
    withdrawn(&world, now, 2).await;
    world.app.clock.turn(Duration::minutes(1));
    assert_eq!(decided(&world, &desk, "birth").await.unwrap(), [""], "open until tomorrow");
    let kept = "select count(*) from verification.campaigns where code = '2026' and not withdrawn and version = 4";
    assert_eq!(world.count(kept).await, 1);
}
