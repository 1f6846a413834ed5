use identity::clients::mail::Mailer;
use lettre::message::Mailbox;
use proto::registration::v1::RegistrationRejected;

use crate::harness::{World, person};

async fn with_a_notice(test: &str) -> World {
    let world = World::new(test).await;
    world.submitted(&person(1)).await;
    let id = person(1).registration_id;
    let event =
        RegistrationRejected { registration_id: id.clone(), reason_code: "DUPLICATE".into(), ..Default::default() };
    world.hear(&id, event).await.unwrap();
    world
}

fn sender() -> Mailbox {
    "e-PUPNS <no-reply@epupns.example>".parse().unwrap()
}

fn nowhere() -> Mailer {
    Mailer::new(None, Some("smtp://127.0.0.1:1")).unwrap()
}

#[tokio::test]
async fn a_notice_is_delivered_with_a_stable_message_id_and_then_forgotten() {
    let world = with_a_notice("mail_delivered").await;
    let house = tempfile::tempdir().unwrap();
    let post = Mailer::new(Some(house.path().join("mail")), None).unwrap();
    world.app.deliver_mail(&post, &sender()).await.unwrap();
    world.app.deliver_mail(&post, &sender()).await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(house.path().join("mail")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let mail = std::fs::read_to_string(&files[0]).unwrap();
    let id = files[0].file_stem().unwrap().to_str().unwrap();
    assert!(mail.contains(&format!("Message-ID: <{id}@epupns>")), "{mail}");
    assert!(mail.contains("To: pegawai1@bkd.go.id"), "{mail}");
    let forgotten = "select count(*) from identity.outgoing_mail where sealed is null and done_at is not null";
    assert_eq!(world.count(forgotten).await, 1);
}

#[tokio::test]
async fn an_hour_without_a_mail_server_only_delays() {
    let world = with_a_notice("mail_outage").await;
    for _ in 0..60 {
        world.app.deliver_mail(&nowhere(), &sender()).await.unwrap();
        world.turn(60);
    }
    let attempts = world.count("select attempts::bigint from identity.outgoing_mail").await;
    assert!((5..30).contains(&attempts), "{attempts}");
    let house = tempfile::tempdir().unwrap();
    let post = Mailer::new(Some(house.path().to_owned()), None).unwrap();
    world.turn(600);
    world.app.deliver_mail(&post, &sender()).await.unwrap();
    assert_eq!(std::fs::read_dir(house.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn after_three_days_it_is_given_up_and_forgotten() {
    let world = with_a_notice("mail_given_up").await;
    world.turn(3 * 24 * 3600 + 1);
    world.app.deliver_mail(&nowhere(), &sender()).await.unwrap();
    assert_eq!(world.count("select count(*) from identity.outgoing_mail where sealed is not null").await, 0);
}
