//! Nothing is decided after verification has closed; everything can still be read.

use chassis::{reason::reason_of, wire::timestamp};
use proto::registration::v1::{Campaign, CampaignPut};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};
use tonic_types::StatusExt as _;

use super::{
    fixtures::Someone,
    harness::{World, completion, ok, reason, skpd},
};

pub(super) async fn closes(world: &World, code: &str, at: OffsetDateTime, version: u64) {
    let campaign = Campaign { code: code.into(), verification_closes_at: Some(timestamp(at)), ..Campaign::default() };
    world.hear(CampaignPut { campaign: Some(campaign), version }).await.unwrap();
}

#[tokio::test]
async fn after_the_close_nothing_is_decided_until_it_is_put_off() {
    let world = World::new("close").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    let close = world.app.clock.now() + Duration::hours(1);
    closes(&world, "2026", close, 1).await;
    world.claim(&officer, dossier).await.unwrap();
    world.app.clock.turn(Duration::minutes(59));
    assert_eq!(world.decide(&officer, dossier, 1, vec![ok("name")]).await.unwrap(), [""]);
    world.app.clock.turn(Duration::minutes(1));

    let late = world.decide(&officer, dossier, 1, vec![ok("birth")]).await.unwrap_err();
    assert_eq!(reason_of(&late).as_deref(), Some("VERIFICATION_CLOSED"));
    let facts = late.get_details_error_info().unwrap().metadata;
    let told = OffsetDateTime::parse(&facts["closed_at"], &Rfc3339).unwrap();
    assert_eq!(timestamp(told), timestamp(close), "people are told since when");
    assert_eq!(reason(world.complete(&officer, dossier, 1).await), "VERIFICATION_CLOSED");
    assert_eq!(world.count("select count(*) from verification.decisions").await, 1);
    world.review(&officer, dossier).await.unwrap();
    world.progress(Someone::Teacher).await.unwrap();
    world.release(&officer, dossier).await.unwrap();

    closes(&world, "2026", close + Duration::days(1), 2).await;
    assert_eq!(world.pass(&officer, dossier, 1, vec![]).await, "OPEN");
}

#[tokio::test]
async fn a_completion_that_was_kept_in_time_is_answered_again_after_the_close() {
    let world = World::new("close_again").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let officer = skpd("A1.SCHOOLS");
    closes(&world, "2026", world.app.clock.now() + Duration::hours(1), 1).await;
    world.claim(&officer, dossier).await.unwrap();
    let command = completion(dossier, 1);
    world.complete_as(&officer, command.clone()).await.unwrap();
    world.app.clock.turn(Duration::hours(2));
    assert_eq!(reason(world.complete_as(&officer, command).await), "OK", "its answer was lost on its way");
}

#[tokio::test]
async fn an_older_telling_and_another_campaign_close_nothing() {
    let world = World::new("close_order").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (now, officer) = (world.app.clock.now(), skpd("A1.SCHOOLS"));
    closes(&world, "2026", now + Duration::days(1), 2).await;
    closes(&world, "2026", now, 1).await;
    closes(&world, "2025", now, 3).await;
    assert_eq!(world.pass(&officer, dossier, 1, vec![ok("name")]).await, "OPEN");
}

#[tokio::test]
async fn a_campaign_that_nobody_has_told_of_does_not_close() {
    let world = World::new("close_untold").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.app.clock.turn(Duration::days(1000));
    assert_eq!(world.pass(&skpd("A1.SCHOOLS"), dossier, 1, vec![]).await, "OPEN");
}
