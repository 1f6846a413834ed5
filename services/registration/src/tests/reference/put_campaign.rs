//! Opening a campaign, and moving its dates: dates are data.

use kernel::Caller;
use prost_types::Timestamp;
use proto::registration::v1::{Campaign, CampaignPut, PutCampaignRequest};
use tonic::Status;

use crate::tests::{
    harness::{Refused as _, World, broken_fields, by},
    reference::get_campaign::current,
};

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

pub(crate) fn campaign(code: &str, opens_at: i64, closes_at: i64) -> Campaign {
    Campaign {
        code: code.into(),
        name: format!("Campaign {code}"),
        opens_at: at(opens_at),
        registration_closes_at: at(closes_at),
        submission_closes_at: at(closes_at),
        verification_closes_at: at(closes_at),
    }
}

pub(crate) async fn put(world: &World, campaign: Option<Campaign>) -> Result<(), Status> {
    let request = by(Caller::Operator("local".into()), PutCampaignRequest { campaign });
    world.client.clone().put_campaign(request).await.map(drop)
}

#[tokio::test]
async fn the_same_code_moves_the_dates_and_every_change_is_audited() {
    let world = World::new("put_campaign").await;
    let now = world.app.clock.now().unix_timestamp();
    let mut moved = campaign("2026", now - 100, now + 9000);
    for _ in 0..2 {
        put(&world, Some(moved.clone())).await.unwrap();
        assert!(current(&world).await == Some(moved.clone()));
    }
    moved.registration_closes_at = at(now + 8000);
    put(&world, Some(moved.clone())).await.unwrap();
    assert!(current(&world).await == Some(moved.clone()));
    let told: Vec<CampaignPut> = world.told().await.into_iter().map(|(_, _, event)| event).collect();
    assert_eq!(told.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2, 3], "also what has not changed");
    assert!(told.last().unwrap().campaign == Some(moved));
    assert_eq!(world.count("select count(*) from registration.campaigns").await, 1);
    let audited =
        "select count(*) from registration.audit_entries where action = 'put_campaign' and actor = 'operator:local'";
    assert_eq!(world.count(audited).await, 3);
}

#[tokio::test]
async fn broken_rules_are_named_all_at_once_and_nothing_is_kept() {
    let world = World::new("put_campaign_broken").await;
    let before = current(&world).await;
    let mut broken = campaign("2026/1", 100, 100);
    broken.name = " ".into();
    let named = broken_fields(&put(&world, Some(broken)).await.refused());
    let expected = [
        ("campaign.code", "CAMPAIGN_CODE"),
        ("campaign.name", "TEXT_EMPTY"),
        ("campaign.registration_closes_at", "CAMPAIGN_DATES"),
    ];
    assert_eq!(named, expected.map(|(field, rule)| (field.into(), rule.into())));
    assert_eq!(broken_fields(&put(&world, None).await.refused()).len(), 4, "every date is needed");
    assert!(current(&world).await == before);
    assert!(world.told::<CampaignPut>().await.is_empty());
    assert_eq!(world.count("select count(*) from registration.audit_entries").await, 0);
}
