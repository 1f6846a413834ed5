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

#[tokio::test]
async fn a_second_campaign_is_refused_by_name_while_another_goes_on() {
    let world = World::new("put_campaign_second").await;
    let before = current(&world).await;
    let now = world.app.clock.now().unix_timestamp();
    let day = 86_400;
    let overlap = [("campaign.opens_at".to_owned(), "CAMPAIGN_OVERLAP".to_owned())];
    // 2026 goes on for 360 days: now, later, and around its end.
    for opens_in in [-day / 2, day, 359 * day] {
        let second = campaign("2026B", now + opens_in, now + 400 * day);
        assert_eq!(broken_fields(&put(&world, Some(second)).await.refused()), overlap, "{opens_in}");
    }
    assert!(current(&world).await == before);
    assert!(world.told::<CampaignPut>().await.is_empty());
    assert_eq!(world.count("select count(*) from registration.campaigns").await, 1);
}

#[tokio::test]
async fn a_campaign_after_the_other_changes_nothing_until_it_opens() {
    let world = World::new("put_campaign_later").await;
    let before = current(&world).await;
    let now = world.app.clock.now().unix_timestamp();
    let day = 86_400;
    put(&world, Some(campaign("2027", now + 361 * day, now + 400 * day))).await.unwrap();
    assert!(current(&world).await == before);
    // Nor can the first be moved over it.
    let longer = campaign("2026", now - day, now + 362 * day);
    let refused = put(&world, Some(longer)).await.refused();
    assert_eq!(broken_fields(&refused), [("campaign.opens_at".to_owned(), "CAMPAIGN_OVERLAP".to_owned())]);
    world.app.clock.turn(time::Duration::days(362));
    assert_eq!(current(&world).await.map(|campaign| campaign.code).as_deref(), Some("2027"));
}

#[tokio::test]
async fn of_two_that_are_put_at_once_one_is_refused() {
    let world = World::new("put_campaign_at_once").await;
    let now = world.app.clock.now().unix_timestamp();
    let day = 86_400;
    let later = |code: &str| campaign(code, now + 365 * day, now + 400 * day);
    let both = async { tokio::join!(put(&world, Some(later("2027A"))), put(&world, Some(later("2027B")))) };
    let (one, other) = world.hold("campaigns", 2, both).await;
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|taken| **taken).count(), 1);
    assert_eq!(world.count("select count(*) from registration.campaigns").await, 2);
}
