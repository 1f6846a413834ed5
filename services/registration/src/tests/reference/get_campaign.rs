//! The campaign that people are shown.

use proto::registration::v1::{Campaign, GetCampaignRequest};

use crate::tests::{
    harness::{World, public},
    reference::put_campaign::{campaign, put},
};

pub(crate) async fn current(world: &World) -> Option<Campaign> {
    world.client.clone().get_campaign(public(GetCampaignRequest {})).await.unwrap().into_inner().campaign
}

async fn code(world: &World) -> Option<String> {
    current(world).await.map(|campaign| campaign.code)
}

#[tokio::test]
async fn the_open_campaign_goes_before_the_last_one_and_that_before_the_next_one() {
    let world = World::new("get_campaign").await;
    world.execute("delete from registration.campaigns").await;
    assert_eq!(code(&world).await, None);
    let now = world.app.clock.now().unix_timestamp();
    put(&world, Some(campaign("far", now + 9000, now + 9999))).await.unwrap();
    put(&world, Some(campaign("next", now + 5000, now + 8999))).await.unwrap();
    assert_eq!(code(&world).await.as_deref(), Some("next"));
    put(&world, Some(campaign("past", now - 100, now - 50))).await.unwrap();
    assert_eq!(code(&world).await.as_deref(), Some("past"));
    put(&world, Some(campaign("open", now - 9000, now + 100))).await.unwrap();
    assert_eq!(code(&world).await.as_deref(), Some("open"));
    put(&world, Some(campaign("open", now - 9000, now - 8000))).await.unwrap();
    assert_eq!(code(&world).await.as_deref(), Some("past"), "its dates were moved");
}

#[tokio::test]
async fn a_campaign_opens_and_closes_by_the_clock_alone() {
    let world = World::new("get_campaign_clock").await;
    world.execute("delete from registration.campaigns").await;
    let now = world.app.clock.now().unix_timestamp();
    put(&world, Some(campaign("first", now - 100, now + 100))).await.unwrap();
    put(&world, Some(campaign("second", now + 500, now + 900))).await.unwrap();
    assert_eq!(code(&world).await.as_deref(), Some("first"));
    world.app.clock.turn(time::Duration::seconds(600));
    assert_eq!(code(&world).await.as_deref(), Some("second"));
}
