//! A rehearsal is removed: its people's accounts and its officers are gone, and nobody else is.

use proto::{
    identity::v1::{AccountErased, EnrolOfficerRequest, Jurisdiction, Role, jurisdiction::Area},
    registration::v1::{PurgedPerson, RegistrationConfirmed, RehearsalPurged},
};

use super::{
    enrol_officer::{enrol, officer},
    harness::{PASSWORD, World, number, person, reason},
};

fn purged(people: &[u64], agency_gone: bool) -> RehearsalPurged {
    let people = people.iter().map(|n| PurgedPerson {
        employee_id: person(*n).person_id,
        registration_ids: vec![person(*n).registration_id],
        dossier_ids: Vec::new(),
    });
    RehearsalPurged { agency_code: "X001".into(), people: people.collect(), agency_gone }
}

fn rehearsed(username: &str, role: Role, area: Area) -> EnrolOfficerRequest {
    let jurisdiction = Some(Jurisdiction { area: Some(area) });
    EnrolOfficerRequest { role: role.into(), jurisdiction, ..officer(username) }
}

#[tokio::test]
async fn accounts_of_a_rehearsal_are_erased_with_secrets_and_sessions_and_no_others() {
    let world = World::new("rehearsal_people").await;
    for n in [1, 2, 3] {
        world.confirmed(&person(n)).await;
    }
    world.session(&number(1).to_string()).await;
    for _ in 0..2 {
        world.take(&world.event(purged(&[1, 2], false))).await.unwrap();
    }
    assert_eq!(world.told::<AccountErased>().await.len(), 2, "each is told once");
    assert_eq!(reason(world.sign_in(&number(1).to_string(), PASSWORD).await), "SIGN_IN_REFUSED");
    world.session(&number(3).to_string()).await;
    let left =
        "select (select count(*) from identity.accounts) * 100 + (select count(*) from identity.account_secrets) * 10
                       + (select count(*) from identity.data_keys)";
    assert_eq!(world.count(left).await, 111);
    assert_eq!(world.app.list_revoked_sessions().await.unwrap().len(), 1);
    // What comes late finds the account erased, and is not parked.
    let late = RegistrationConfirmed { registration_id: person(1).registration_id, ..Default::default() };
    world.hear(&person(1).registration_id, late).await.unwrap();
}

#[tokio::test]
async fn the_last_message_takes_the_officers_whatever_their_jurisdiction() {
    let world = World::new("rehearsal_officers").await;
    for request in [
        rehearsed("geladi.x001.kanreg-bkn.0badcafe", Role::Verifier3, Area::Rehearsal(true)),
        rehearsed("geladi.x0010.bkd.0badcafe", Role::Verifier3, Area::Rehearsal(true)),
        rehearsed("kepala.x001", Role::Verifier2, Area::AgencyCode("X001".into())),
        officer("geladi"),
    ] {
        enrol(&world, request).await.unwrap();
    }
    world.take(&world.event(purged(&[], false))).await.unwrap();
    assert_eq!(world.count("select count(*) from identity.accounts").await, 4, "the agency stands yet");
    world.take(&world.event(purged(&[], true))).await.unwrap();
    let left = "select count(*) from identity.accounts where username in ('geladi.x0010.bkd.0badcafe', 'geladi')";
    assert_eq!(world.count(left).await, 2);
    for table in ["accounts", "account_secrets", "declared_persons"] {
        assert_eq!(world.count(&format!("select count(*) from identity.{table}")).await, 2, "{table}");
    }
}

#[tokio::test]
async fn a_real_agency_is_refused() {
    let world = World::new("rehearsal_real").await;
    world.confirmed(&person(1)).await;
    let real = RehearsalPurged { agency_code: "3573".into(), ..purged(&[1], true) };
    world.take(&world.event(real)).await.unwrap_err();
    assert_eq!(world.count("select count(*) from identity.accounts").await, 1);
}
