use proto::{identity::v1::AccountErased, registration::v1::RegistrationRejected};

use super::harness::{PASSWORD, World, id, left, number, person, reason};

fn rejected() -> RegistrationRejected {
    RegistrationRejected { registration_id: id(), reason_code: "DUPLICATE".into(), ..Default::default() }
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
    assert_eq!((told.len(), told[0].1), (1, Some(1)));
    assert_eq!(world.count("select count(*) from identity.outgoing_mail").await, 1, "told once");
    assert_eq!(reason(world.sign_in(&number(1).to_string(), PASSWORD).await), "SIGN_IN_REFUSED");
}

#[tokio::test]
async fn an_open_account_that_is_erased_counts_its_events_on_and_ends_its_sessions() {
    let world = World::new("events_rejected_open").await;
    world.confirmed(&person(1)).await;
    world.session(&number(1).to_string()).await;
    world.hear(&id(), rejected()).await.unwrap();
    assert_eq!(world.told::<AccountErased>().await[0].1, Some(2));
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
