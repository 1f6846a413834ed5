use std::time::Duration;

use async_nats::jetstream::{self, consumer, stream};
use async_nats::{Client, ConnectOptions, Event};
use futures::StreamExt;
use stack::{PROVISIONER, Program, Servers};
use tokio::sync::mpsc;

use crate::support::servers;

/// A client of one user, and what the server refused it.
struct User {
    client: Client,
    refusals: mpsc::UnboundedReceiver<String>,
}

impl User {
    async fn enter(servers: &Servers, name: &str) -> Self {
        let file = servers.secrets.nkey_seed(name).expect("a seed for every user");
        let seed = std::fs::read_to_string(file).expect("a readable seed");
        let (told, refusals) = mpsc::unbounded_channel();
        let client = ConnectOptions::with_nkey(seed)
            .custom_inbox_prefix(format!("_INBOX.{name}"))
            .event_callback(move |event| {
                if let Event::ServerError(error) = event {
                    let _ = told.send(error.to_string());
                }
                async {}
            })
            .connect(servers.nats.url())
            .await
            .expect("the nkey is known");
        Self { client, refusals }
    }

    async fn is_refused(&mut self, attempt: &str) {
        let refusal = tokio::time::timeout(Duration::from_secs(5), self.refusals.recv()).await;
        let refusal = refusal.unwrap_or_else(|_| panic!("{attempt} was not refused")).expect("the client lives");
        assert!(refusal.to_lowercase().contains("permissions violation"), "{attempt}: {refusal}");
    }
}

#[tokio::test]
async fn a_service_publishes_its_own_events_and_nothing_else() {
    let (_dir, servers) = servers().await;
    let provisioner = User::enter(&servers, PROVISIONER).await;
    let admin = jetstream::new(provisioner.client.clone());
    admin
        .create_stream(stream::Config {
            name: "EPUPNS".to_owned(),
            subjects: vec!["epupns.internal.>".to_owned()],
            ..Default::default()
        })
        .await
        .unwrap();

    let mut identity = User::enter(&servers, Program::Identity.name()).await;
    let own = jetstream::new(identity.client.clone());
    let acknowledged = own.publish("epupns.internal.epupns.identity.v1.AccountOpened.x", "".into()).await.unwrap();
    assert_eq!(acknowledged.await.unwrap().sequence, 1);

    for subject in [
        "epupns.internal.epupns.registration.v1.RegistrationConfirmed.x",
        "epupns.v1.5101.registration.confirmed",
        "$JS.API.STREAM.PURGE.EPUPNS",
        "$JS.API.STREAM.DELETE.EPUPNS",
        "$JS.API.CONSUMER.CREATE.EPUPNS",
        "$JS.API.CONSUMER.MSG.NEXT.EPUPNS.registration",
        "$JS.ACK.EPUPNS.registration.1.1.1.1.1",
        "_INBOX.registration.answer",
        "$SYS.REQ.SERVER.PING",
    ] {
        identity.client.publish(subject, "".into()).await.unwrap();
        identity.is_refused(&format!("publishing to {subject}")).await;
    }
    for subject in [">", "epupns.internal.>", "_INBOX.>", "_INBOX.registration.>", "$SYS.>"] {
        let _kept = identity.client.subscribe(subject).await.unwrap();
        identity.is_refused(&format!("listening to {subject}")).await;
    }
}

#[tokio::test]
async fn a_service_takes_from_its_own_consumer_across_a_kill_9() {
    let (_dir, mut servers) = servers().await;
    let provisioner = User::enter(&servers, PROVISIONER).await;
    let admin = jetstream::new(provisioner.client.clone());
    let stream = admin
        .create_stream(stream::Config {
            name: "EPUPNS".to_owned(),
            subjects: vec!["epupns.internal.>".to_owned()],
            ..Default::default()
        })
        .await
        .unwrap();
    let settings = consumer::pull::Config { durable_name: Some("identity".to_owned()), ..Default::default() };
    stream.create_consumer(settings).await.unwrap();
    let registration = User::enter(&servers, Program::Registration.name()).await;
    let teller = jetstream::new(registration.client.clone());
    let told = teller.publish("epupns.internal.epupns.registration.v1.RegistrationConfirmed.x", "told".into()).await;
    told.unwrap().await.unwrap();

    servers.nats.kill9().await;
    servers.nats.run().await.unwrap();

    let identity = User::enter(&servers, Program::Identity.name()).await;
    let own = jetstream::new(identity.client.clone());
    let consumer: consumer::PullConsumer =
        own.get_stream("EPUPNS").await.unwrap().get_consumer("identity").await.unwrap();
    let mut messages = consumer.fetch().max_messages(1).messages().await.unwrap();
    let message = messages.next().await.unwrap().unwrap();
    assert_eq!(message.payload, "told");
    message.double_ack().await.expect("the right to acknowledge");
}

#[tokio::test]
async fn nobody_enters_without_a_key() {
    let (_dir, servers) = servers().await;
    async_nats::connect(servers.nats.url()).await.expect_err("anonymous");
    let stranger = nkeys::KeyPair::new_user().seed().unwrap();
    ConnectOptions::with_nkey(stranger).connect(servers.nats.url()).await.expect_err("an unknown key");
}
