//! What an operator sees of all campaigns.

use kernel::Caller;
use proto::registration::v1::{CampaignStanding, ListCampaignsRequest};

use crate::tests::{
    fixtures::Someone,
    harness::{World, by},
    reference::{
        get_campaign::current,
        put_campaign::{campaign, put},
    },
};

async fn listed(world: &World) -> Vec<CampaignStanding> {
    let request = by(Caller::Operator("local".into()), ListCampaignsRequest {});
    world.client.clone().list_campaigns(request).await.unwrap().into_inner().campaigns
}

#[tokio::test]
async fn every_campaign_is_listed_with_its_dates_and_who_has_registered() {
    let world = World::new("list_campaigns").await;
    let now = world.app.clock.now().unix_timestamp();
    let day = 86_400;
    let next = campaign("2027", now + 361 * day, now + 400 * day);
    put(&world, Some(next.clone())).await.unwrap();
    world.registered(Someone::Teacher).await;
    world.registered(Someone::Nurse).await;
    world
        .execute(
            "insert into registration.registration_tombstones
             select gen_random_uuid(), n.registration_number, '2026', '\\x00112233445566778899aabbccddeeff', 'A1', 'A1.HEALTH',
                    gen_random_uuid(), 'OTHER', gen_random_uuid(), now(), gen_random_uuid(), 'untold'
             from registration.registration_numbers n limit 1",
        )
        .await;
    let campaigns = listed(&world).await;
    let counts: Vec<_> = campaigns
        .iter()
        .map(|standing| {
            let code = standing.campaign.as_ref().unwrap().code.as_str();
            (code, standing.current, standing.registrations, standing.rejected)
        })
        .collect();
    assert_eq!(counts, [("2026", true, 2, 1), ("2027", false, 0, 0)]);
    assert!(campaigns[0].campaign == current(&world).await);
    assert!(campaigns[1].campaign == Some(next), "with all its dates");
    world.app.clock.turn(time::Duration::days(362));
    assert_eq!(listed(&world).await.iter().map(|standing| standing.current).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn without_a_campaign_there_is_nothing_to_list() {
    let world = World::new("list_campaigns_none").await;
    world.execute("delete from registration.campaigns").await;
    assert!(listed(&world).await.is_empty());
}
