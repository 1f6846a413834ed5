use proto::{
    identity::v1::{AccountErased, AccountOpened},
    registration::v1::{
        EmployeesImported, RegistrationConfirmed, RegistrationLapsed, RegistrationRejected, RegistrationSubmitted,
    },
};

use crate::harness::{PASSWORD, World, number, person, reason};

fn id() -> String {
    person(1).registration_id
}

fn submitted() -> RegistrationSubmitted {
    RegistrationSubmitted { registration_id: id(), ..Default::default() }
}

fn confirmed() -> RegistrationConfirmed {
    RegistrationConfirmed { registration_id: id(), ..Default::default() }
}

fn rejected() -> RegistrationRejected {
    RegistrationRejected { registration_id: id(), reason_code: "DUPLICATE".into(), ..Default::default() }
}

fn lapsed() -> RegistrationLapsed {
    RegistrationLapsed { registration_id: id() }
}

/// Rows that hold anything of the person.
async fn left(world: &World) -> i64 {
    world
        .count(
            "select (select count(*) from identity.accounts) + (select count(*) from identity.account_secrets)
                    + (select count(*) from identity.data_keys)",
        )
        .await
}

#[tokio::test]
async fn confirmation_opens_the_account_and_tells_it_once() {
    let world = World::new("events_confirmed").await;
    world.confirmed(&person(1)).await;
    world.hear(&id(), confirmed()).await.unwrap();
    world.hear(&id(), submitted()).await.unwrap();
    world.session(&number(1).to_string()).await;
    let told = world.told::<AccountOpened>().await;
    assert_eq!((told.len(), told[0].0.to_string(), told[0].1), (1, id(), 1));
    assert_eq!(told[0].2.person_id, person(1).person_id);
}

#[tokio::test]
async fn rejection_erases_everything_but_the_notice_and_tells_it() {
    let world = World::new("events_rejected").await;
    world.submitted(&person(1)).await;
    world.hear(&id(), rejected()).await.unwrap();
    assert_eq!(left(&world).await, 0);
    assert_eq!(world.count("select count(*) from identity.outgoing_mail where done_at is null").await, 1);
    let plain = "select count(*) from identity.outgoing_mail where sealed like '%pegawai1%'";
    assert_eq!(world.count(plain).await, 0);
    world.hear(&id(), rejected()).await.unwrap();
    let told = world.told::<AccountErased>().await;
    assert_eq!((told.len(), told[0].1), (1, 1));
    assert_eq!(world.count("select count(*) from identity.outgoing_mail").await, 1, "told once");
    assert_eq!(reason(world.sign_in(&number(1).to_string(), PASSWORD).await), "SIGN_IN_REFUSED");
}

#[tokio::test]
async fn an_open_account_that_is_erased_counts_its_events_on_and_ends_its_sessions() {
    let world = World::new("events_rejected_open").await;
    world.confirmed(&person(1)).await;
    world.session(&number(1).to_string()).await;
    world.hear(&id(), rejected()).await.unwrap();
    assert_eq!(world.told::<AccountErased>().await[0].1, 2);
    let live = "select count(*) from identity.sessions where ended_at is null";
    assert_eq!(world.count(live).await, 0);
    assert_eq!(world.app.list_revoked_sessions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_rejected_person_without_an_address_is_erased_without_a_notice() {
    let world = World::new("events_rejected_no_email").await;
    let siti = proto::identity::v1::PrepareAccountRequest { email: String::new(), ..person(1) };
    world.submitted(&siti).await;
    world.hear(&id(), rejected()).await.unwrap();
    assert_eq!(left(&world).await, 0);
    assert_eq!(world.count("select count(*) from identity.outgoing_mail").await, 0);
}

#[tokio::test]
async fn a_lapsed_reservation_erases_its_prepared_account_and_nothing_late_brings_it_back() {
    let world = World::new("events_lapsed").await;
    world.prepare(person(1)).await.unwrap();
    world.hear(&id(), lapsed()).await.unwrap();
    world.hear(&id(), lapsed()).await.unwrap();
    assert_eq!(left(&world).await, 0);
    assert_eq!(world.told::<AccountErased>().await.len(), 1);
    assert_eq!(reason(world.prepare(person(1)).await), "REGISTRATION_ERASED");
    assert_eq!(left(&world).await, 0);
}

#[tokio::test]
async fn a_lapse_that_overtakes_its_account_closes_the_door() {
    let world = World::new("events_lapsed_first").await;
    world.hear(&id(), lapsed()).await.unwrap();
    assert_eq!(reason(world.prepare(person(1)).await), "REGISTRATION_ERASED");
    assert!(world.told::<AccountErased>().await.is_empty(), "nothing was erased");
}

#[tokio::test]
async fn a_lapse_beside_its_account_leaves_nothing_whoever_is_first() {
    let world = World::new("events_lapsed_race").await;
    for n in 10..26 {
        let siti = person(n);
        let event = RegistrationLapsed { registration_id: siti.registration_id.clone() };
        let (prepared, heard) = futures::join!(world.prepare(siti.clone()), world.hear(&siti.registration_id, event));
        heard.unwrap();
        assert!(matches!(reason(prepared).as_str(), "OK" | "REGISTRATION_ERASED"));
    }
    assert_eq!(left(&world).await, 0);
}

#[tokio::test]
async fn a_contradiction_is_parked_before_anything_is_lost() {
    let world = World::new("events_contradiction").await;
    assert!(world.hear(&id(), submitted()).await.is_err(), "a number without secrets");
    assert!(world.hear(&id(), confirmed()).await.is_err());
    world.submitted(&person(1)).await;
    assert!(world.hear(&id(), lapsed()).await.is_err());
    assert_eq!(left(&world).await, 3);
}

#[tokio::test]
async fn what_this_service_does_not_know_is_success() {
    let world = World::new("events_unknown").await;
    world.hear(&id(), EmployeesImported::default()).await.unwrap();
}
