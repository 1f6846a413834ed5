use chassis::wire::timestamp;
use proto::{
    helpdesk::v1::PersonalDataViewed as ViewedInHelpdesk, identity::v1::Role as WireRole,
    registration::v1::PersonalDataViewed,
};
use uuid::Uuid;

use super::{
    enrol_officer::{enrol, officer},
    harness::World,
    list_access_log::list,
};

pub(crate) const SITI: Uuid = Uuid::from_u128(0x51);
pub(crate) const BUDI: Uuid = Uuid::from_u128(0xB0);

/// A world with an officer, and the officer's person id.
pub(crate) async fn with_a_verifier(test: &str) -> (World, String) {
    let world = World::new(test).await;
    let viewer = enrol(&world, officer("bambang")).await.unwrap().person_id;
    (world, viewer)
}

pub(crate) fn confirmation(world: &World, viewer: &str, subjects: &[Uuid]) -> PersonalDataViewed {
    PersonalDataViewed {
        viewer_id: viewer.into(),
        subject_ids: subjects.iter().map(ToString::to_string).collect(),
        field_group: "registration".into(),
        purpose: "confirmation".into(),
        viewed_at: Some(timestamp(world.app.clock.now())),
    }
}

#[tokio::test]
async fn the_log_says_what_the_viewer_was_when_they_looked() {
    let (world, viewer) = with_a_verifier("access_log_then").await;
    world.take(&world.event(confirmation(&world, &viewer, &[SITI]))).await.unwrap();
    world.execute("update identity.accounts set role = 'agency_admin', jurisdiction = 'agency:3273'").await;
    world.turn(1);
    world.take(&world.event(confirmation(&world, &viewer, &[SITI]))).await.unwrap();
    let entries = list(&world, SITI, 0, "").await.unwrap().entries;
    let roles: Vec<_> = entries.iter().map(|entry| entry.viewer_role()).collect();
    assert!(roles == [WireRole::AgencyAdmin, WireRole::Verifier1]);
}

#[tokio::test]
async fn of_two_accounts_the_one_that_is_signed_in_has_looked() {
    let (world, viewer) = with_a_verifier("access_log_two_accounts").await;
    let second = Uuid::from_u128(2);
    world
        .execute(&format!(
            "insert into identity.accounts (account_id, person_id, state, role, jurisdiction, username, created_at)
             values ('{second}', '{viewer}', 'open', 'verifier_2', 'agency:3273', 'bambang.dua', now());
             insert into identity.sessions (session_id, account_id, created_at, expires_at, refresh_seed, rotated_at)
             values ('{second}', '{second}', now(), now() + interval '1 hour', sha256(''), now());"
        ))
        .await;
    world.take(&world.event(confirmation(&world, &viewer, &[SITI]))).await.unwrap();
    let entries = list(&world, SITI, 0, "").await.unwrap().entries;
    assert!(entries[0].viewer_role() == WireRole::Verifier2);
}

#[tokio::test]
async fn an_event_heard_twice_is_one_line_and_so_is_a_person_named_twice() {
    let (world, viewer) = with_a_verifier("access_log_twice").await;
    let event = world.event(confirmation(&world, &viewer, &[SITI, SITI]));
    world.take(&event).await.unwrap();
    world.take(&event).await.unwrap();
    assert_eq!(list(&world, SITI, 0, "").await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn a_view_by_nobody_or_at_no_time_is_parked_for_people_to_see() {
    let (world, viewer) = with_a_verifier("access_log_contradiction").await;
    let good = confirmation(&world, &viewer, &[SITI]);
    for bad in [
        PersonalDataViewed { viewer_id: BUDI.to_string(), ..good.clone() },
        PersonalDataViewed { viewer_id: "7".into(), ..good.clone() },
        PersonalDataViewed { subject_ids: vec!["7".into()], ..good.clone() },
        PersonalDataViewed { viewed_at: None, ..good.clone() },
        PersonalDataViewed { purpose: String::new(), ..good },
    ] {
        assert!(world.take(&world.event(bad)).await.is_err());
    }
    assert_eq!(world.count("select count(*) from identity.access_log").await, 0);
}

#[tokio::test]
async fn whoever_looked_at_a_ticket_is_in_the_log_too() {
    let (world, viewer) = with_a_verifier("access_log_ticket").await;
    let ticket = ViewedInHelpdesk {
        viewer_id: viewer,
        subject_ids: vec![SITI.to_string()],
        field_group: "ticket".into(),
        purpose: "helpdesk".into(),
        viewed_at: Some(timestamp(world.app.clock.now())),
    };
    world.take(&world.event(ticket)).await.unwrap();
    let entries = list(&world, SITI, 0, "").await.unwrap().entries;
    assert_eq!((entries[0].field_group.as_str(), entries[0].purpose.as_str()), ("ticket", "helpdesk"));
}
