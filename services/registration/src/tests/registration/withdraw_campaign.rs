//! A campaign that was a mistake is taken back, and one with registrations stays, whatever happens at the same moment.

use kernel::Caller;
use proto::registration::v1::{CampaignPut, CampaignWithdrawn, WithdrawCampaignRequest};
use sqlx::{Connection as _, PgConnection};
use tonic::Status;

use crate::tests::{
    fixtures::Someone,
    harness::{World, by, reason},
    recorder::Behaviour,
    reference::{
        get_campaign::current,
        put_campaign::{campaign, put},
    },
};

async fn withdraw(world: &World, code: &str) -> Result<(), Status> {
    let request = by(Caller::Operator("local".into()), WithdrawCampaignRequest { code: code.into() });
    world.client.clone().withdraw_campaign(request).await.map(drop)
}

async fn campaigns(world: &World) -> i64 {
    world.count("select count(*) from registration.campaigns").await
}

#[tokio::test]
async fn what_nobody_has_registered_in_goes_once_and_is_told_and_audited_once() {
    let world = World::new("withdraw").await;
    let before = current(&world).await;
    let now = world.app.clock.now().unix_timestamp();
    let mistaken = campaign("2026B", now + 400 * 86_400, now + 500 * 86_400);
    put(&world, Some(mistaken.clone())).await.unwrap();
    for _ in 0..2 {
        withdraw(&world, "2026B").await.unwrap();
        assert_eq!(campaigns(&world).await, 1);
    }
    assert!(current(&world).await == before, "the other campaign goes on");
    let told = world.told::<CampaignWithdrawn>().await;
    let [(None, None, event)] = told.as_slice() else { panic!("not one event without an aggregate") };
    assert!((event.version, event.campaign.as_ref()) == (2, Some(&mistaken)), "after the telling that it was put");
    let audited = "select count(*) from registration.audit_entries
         where action = 'withdraw_campaign' and actor = 'operator:local' and details ->> 'campaign' = '2026B'";
    assert_eq!(world.count(audited).await, 1);
}

#[tokio::test]
async fn an_open_campaign_goes_too_before_anybody_has_registered() {
    let world = World::new("withdraw_open").await;
    let prepared = world.prepared(Someone::Teacher).await;
    withdraw(&world, "2026").await.unwrap();
    assert!(current(&world).await.is_none());
    assert_eq!(reason(world.register(prepared).await), "CAMPAIGN_NOT_OPEN");
}

#[tokio::test]
async fn its_code_can_be_put_again_and_goes_on_counting() {
    let world = World::new("withdraw_again").await;
    let now = world.app.clock.now().unix_timestamp();
    for _ in 0..2 {
        withdraw(&world, "2026").await.unwrap();
        put(&world, Some(campaign("2026", now - 100, now + 9000))).await.unwrap();
    }
    put(&world, Some(campaign("2026", now - 100, now + 9500))).await.unwrap();
    // Put by the fixtures, which tell nothing.
    let versions = |told: Vec<u64>| told;
    let withdrawn = world.told::<CampaignWithdrawn>().await.into_iter().map(|(_, _, event)| event.version).collect();
    let put = world.told::<CampaignPut>().await.into_iter().map(|(_, _, event)| event.version).collect();
    assert_eq!((versions(withdrawn), versions(put)), (vec![1, 3], vec![2, 4, 5]), "no version is told twice");
    world.registered(Someone::Teacher).await;
}

#[tokio::test]
async fn a_campaign_that_was_never_put_is_not_found() {
    let world = World::new("withdraw_unknown").await;
    for code in ["2027", "", "2026 ", "a code that is much longer than any campaign's"] {
        assert_eq!(reason(withdraw(&world, code).await), "CAMPAIGN_NOT_FOUND", "{code}");
    }
    assert!(world.told::<CampaignWithdrawn>().await.is_empty());
    assert_eq!(world.count("select count(*) from registration.audit_entries").await, 0);
}

#[tokio::test]
async fn whoever_has_registered_keeps_it_also_unfinished_or_rejected() {
    let world = World::new("withdraw_in_use").await;
    world.accounts.next(Behaviour::LosesItsAnswer);
    let unfinished = world.prepared(Someone::Teacher).await;
    let _ = world.register(unfinished.clone()).await;
    assert_eq!(reason(withdraw(&world, "2026").await), "CAMPAIGN_IN_USE", "reserved");
    world.register(unfinished).await.unwrap();
    assert_eq!(reason(withdraw(&world, "2026").await), "CAMPAIGN_IN_USE", "registered");
    world
        .execute(
            "insert into registration.registration_tombstones
             select r.registration_id, r.registration_number, '2026', '\\x00112233445566778899aabbccddeeff', 'A1', 'A1.HEALTH',
                    r.request_id, 'OTHER', gen_random_uuid(), now(), gen_random_uuid(), 'untold'
             from registration.registrations r;
             delete from registration.registrations",
        )
        .await;
    assert_eq!(reason(withdraw(&world, "2026").await), "CAMPAIGN_IN_USE", "rejected");
    assert_eq!(campaigns(&world).await, 1);
    assert!(world.told::<CampaignWithdrawn>().await.is_empty());
}

/// Waits until somebody in this database waits for a lock.
async fn somebody_waits(connection: &mut PgConnection) {
    let waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut *connection).await.unwrap() == 0 {}
}

#[tokio::test]
async fn who_registers_while_it_is_withdrawn_finds_none_and_takes_nothing() {
    let world = World::new("withdraw_first").await;
    let prepared = world.prepared(Someone::Teacher).await;
    let mut gate = world.superuser().await;
    // The registration has seen the campaign, and is about to be written.
    sqlx::raw_sql("begin; lock table registration.registrations in share row exclusive mode")
        .execute(&mut gate)
        .await
        .unwrap();
    let withdrawn = async {
        let mut watch = world.superuser().await;
        somebody_waits(&mut watch).await;
        let withdrawn = withdraw(&world, "2026").await;
        sqlx::raw_sql("commit").execute(&mut gate).await.unwrap();
        watch.close().await.unwrap();
        withdrawn
    };
    let (registered, withdrawn) = tokio::join!(world.register(prepared.clone()), withdrawn);
    withdrawn.unwrap();
    assert_eq!(reason(registered), "CAMPAIGN_NOT_OPEN");
    assert_eq!(world.accounts.calls(), 0, "no secret has left for identity");
    let left = "select (select count(*) from registration.registrations)
             + (select count(*) from registration.registration_numbers) + (select count(*) from registration.campaigns)";
    assert_eq!(world.count(left).await, 0);
    // The same request goes on once there is a campaign again.
    let now = world.app.clock.now().unix_timestamp();
    put(&world, Some(campaign("2026", now - 100, now + 9000))).await.unwrap();
    world.register(prepared).await.unwrap();
}

#[tokio::test]
async fn a_registration_that_was_quicker_keeps_the_campaign() {
    let world = World::new("withdraw_second").await;
    // Somebody else's registration is written and not committed yet: nobody sees it.
    let mut quicker = world.superuser().await;
    sqlx::raw_sql(
        "begin;
         insert into registration.registration_numbers values ('22222222', 1000000, now());
         insert into registration.registrations
             (registration_id, registration_number, campaign_code, employee_id, nip, agency_code, unit_code, state, request_id,
              request_fingerprint, reserved_at)
         select gen_random_uuid(), '22222222', '2026', employee_id, nip, agency_code, unit_code, 'reserved', gen_random_uuid(),
                decode(repeat('00', 32), 'hex'), now()
         from registration.employees where name = 'Nurse'",
    )
    .execute(&mut quicker)
    .await
    .unwrap();
    let commit = async {
        let mut watch = world.superuser().await;
        somebody_waits(&mut watch).await;
        sqlx::raw_sql("commit").execute(&mut quicker).await.unwrap();
        watch.close().await.unwrap();
    };
    let (withdrawn, ()) = tokio::join!(withdraw(&world, "2026"), commit);
    assert_eq!(reason(withdrawn), "CAMPAIGN_IN_USE");
    assert_eq!(campaigns(&world).await, 1);
    assert!(world.told::<CampaignWithdrawn>().await.is_empty());
}
