//! `PutCampaign` and `GetCampaign`: dates are data.

use kernel::Caller;
use prost_types::Timestamp;
use proto::registration::v1::{Campaign, GetCampaignRequest, PutCampaignRequest};
use tonic::Status;

use crate::harness::{Refused as _, World, broken_fields, by, public};

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

fn campaign(code: &str, opens_at: i64, closes_at: i64) -> Campaign {
    Campaign {
        code: code.into(),
        name: format!("Campaign {code}"),
        opens_at: at(opens_at),
        registration_closes_at: at(closes_at),
        submission_closes_at: at(closes_at),
        verification_closes_at: at(closes_at),
    }
}

async fn put(world: &World, campaign: Option<Campaign>) -> Result<(), Status> {
    let request = by(Caller::Operator("local".into()), PutCampaignRequest { campaign });
    world.client.clone().put_campaign(request).await.map(drop)
}

async fn current(world: &World) -> Option<String> {
    let answer = world.client.clone().get_campaign(public(GetCampaignRequest {})).await.unwrap().into_inner();
    answer.campaign.map(|campaign| campaign.code)
}

#[tokio::test]
async fn the_open_campaign_goes_before_the_last_one_and_that_before_the_next_one() {
    let world = World::new("campaign_current").await;
    world.execute("delete from registration.campaigns").await;
    assert_eq!(current(&world).await, None);
    let now = world.app.clock.now().unix_timestamp();
    put(&world, Some(campaign("far", now + 9000, now + 9999))).await.unwrap();
    put(&world, Some(campaign("next", now + 5000, now + 9999))).await.unwrap();
    assert_eq!(current(&world).await.as_deref(), Some("next"));
    put(&world, Some(campaign("past", now - 100, now - 50))).await.unwrap();
    assert_eq!(current(&world).await.as_deref(), Some("past"));
    put(&world, Some(campaign("open", now - 9000, now + 100))).await.unwrap();
    assert_eq!(current(&world).await.as_deref(), Some("open"));
    put(&world, Some(campaign("open", now - 9000, now - 8000))).await.unwrap();
    assert_eq!(current(&world).await.as_deref(), Some("past"), "its dates were moved");
    let audited =
        "select count(*) from registration.audit_entries where action = 'put_campaign' and actor = 'operator:local'";
    assert_eq!(world.count(audited).await, 5);
}

#[tokio::test]
async fn broken_dates_are_named_and_nothing_is_kept() {
    let world = World::new("campaign_broken").await;
    let status = put(&world, Some(campaign("x", 100, 100))).await.refused();
    assert_eq!(broken_fields(&status), [("campaign.registration_closes_at".into(), "CAMPAIGN_DATES".into())]);
    let status = put(&world, None).await.refused();
    assert_eq!(broken_fields(&status).len(), 4);
    assert_eq!(current(&world).await.as_deref(), Some("2026"));
}
