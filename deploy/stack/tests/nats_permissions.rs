use std::process::Command;
use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream::{self, consumer, stream};
use futures::StreamExt;
use stack::{AGENCY_FEED, AGENCY_PROVISIONER, PROVISIONER, Program, Servers, agency_user};

use crate::support::{User, pull, servers};

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
        "$JS.API.CONSUMER.MSG.NEXT.EPUPNS.identity",
        "$JS.API.CONSUMER.MSG.NEXT.EPUPNS.registration",
        "$JS.INTERNAL.API.CONSUMER.MSG.NEXT.EPUPNS.registration",
        "$JS.INTERNAL.API.CONSUMER.INFO.EPUPNS.registration",
        "$JS.INTERNAL.API.CONSUMER.CREATE.EPUPNS",
        "$JS.INTERNAL.API.CONSUMER.RESET.EPUPNS.identity",
        "$JS.INTERNAL.API.STREAM.INFO.EPUPNS",
        "$JS.INTERNAL.API.STREAM.PURGE.EPUPNS",
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
    let own = jetstream::with_domain(identity.client.clone(), "INTERNAL");
    let consumer: consumer::PullConsumer = own.get_consumer_from_stream("identity", "EPUPNS").await.unwrap();
    let mut messages = consumer.fetch().max_messages(1).messages().await.unwrap();
    let message = messages.next().await.unwrap().unwrap();
    assert_eq!(message.payload, "told");
    message.double_ack().await.expect("the right to acknowledge");
}

#[tokio::test]
async fn reporting_winds_the_consumer_of_its_rebuild_back_and_makes_none() {
    let (_dir, servers) = servers().await;
    let provisioner = User::enter(&servers, PROVISIONER).await;
    let settings = |name: &str, subject: &str| stream::Config {
        name: name.to_owned(),
        subjects: vec![subject.to_owned()],
        ..Default::default()
    };
    let admin = jetstream::new(provisioner.client.clone());
    admin.create_stream(settings("EPUPNS", "epupns.internal.>")).await.unwrap();
    admin.create_consumer_on_stream(pull("reporting_rebuild", "epupns.internal.>"), "EPUPNS").await.unwrap();

    let mut reporting = User::enter(&servers, Program::Reporting.name()).await;
    let own = jetstream::with_domain(reporting.client.clone(), "INTERNAL");
    own.publish("epupns.internal.epupns.reporting.v1.Told.x", "told".into()).await.unwrap().await.unwrap();
    let rebuild: consumer::PullConsumer = own.get_consumer_from_stream("reporting_rebuild", "EPUPNS").await.unwrap();
    for round in ["first", "wound back"] {
        let mut messages = rebuild.fetch().max_messages(1).messages().await.unwrap();
        let message = messages.next().await.unwrap_or_else(|| panic!("{round}: nothing came")).unwrap();
        message.double_ack().await.expect("the right to acknowledge");
        let answer: serde_json::Value =
            own.request("CONSUMER.RESET.EPUPNS.reporting_rebuild", &serde_json::json!({ "seq": 1 })).await.unwrap();
        assert_eq!(answer["error"], serde_json::Value::Null, "its own");
    }
    for subject in [
        "$JS.INTERNAL.API.CONSUMER.CREATE.EPUPNS.reporting_rebuild",
        "$JS.INTERNAL.API.CONSUMER.DURABLE.CREATE.EPUPNS.reporting_rebuild",
        "$JS.INTERNAL.API.CONSUMER.DELETE.EPUPNS.reporting_rebuild",
        "$JS.INTERNAL.API.CONSUMER.RESET.EPUPNS.reporting",
        "$JS.INTERNAL.API.CONSUMER.RESET.EPUPNS.identity",
        "$JS.API.CONSUMER.CREATE.EPUPNS.identity",
        "$JS.API.CONSUMER.DELETE.EPUPNS.identity",
        "$JS.API.CONSUMER.DELETE.EPUPNS.reporting",
    ] {
        reporting.client.publish(subject, "".into()).await.unwrap();
        reporting.is_refused(&format!("publishing to {subject}")).await;
    }
}

/// The feed's stream with a durable and one event for each of two agencies, and who made it.
async fn feed(servers: &Servers) -> (jetstream::Context, User) {
    let provisioner = User::enter(servers, AGENCY_PROVISIONER).await;
    let admin = jetstream::new(provisioner.client.clone());
    let subjects = vec!["epupns.v1.>".to_owned()];
    let stream = stream::Config { name: "AGENCY_EVENTS".to_owned(), subjects, ..Default::default() };
    admin.create_stream(stream).await.unwrap();
    let teller = User::enter(servers, AGENCY_FEED).await;
    let telling = jetstream::new(teller.client.clone());
    for agency in ["1001", "3573"] {
        let durable = pull(agency, &format!("epupns.v1.{agency}.>"));
        admin.create_consumer_on_stream(durable, "AGENCY_EVENTS").await.unwrap();
        let subject = format!("epupns.v1.{agency}.dossier.submitted");
        telling.publish(subject, agency.into()).await.unwrap().await.unwrap();
    }
    (admin, teller)
}

#[tokio::test]
async fn the_feed_is_published_by_its_own_user_who_may_nothing_else() {
    let (_dir, servers) = servers().await;
    let (_admin, mut teller) = feed(&servers).await;
    for subject in [
        "epupns.internal.epupns.registration.v1.RegistrationConfirmed.x",
        "$JS.API.STREAM.PURGE.AGENCY_EVENTS",
        "$JS.API.STREAM.DELETE.AGENCY_EVENTS",
        "$JS.API.STREAM.INFO.AGENCY_EVENTS",
        "$JS.API.CONSUMER.CREATE.AGENCY_EVENTS",
        "$JS.API.CONSUMER.MSG.NEXT.AGENCY_EVENTS.3573",
        "$JS.ACK.AGENCY_EVENTS.3573.1.1.1.1.1",
        "_INBOX.agency.3573.x",
    ] {
        teller.client.publish(subject, "".into()).await.unwrap();
        teller.is_refused(&format!("publishing to {subject}")).await;
    }
    for subject in ["epupns.v1.>", "_INBOX.>", "$SYS.>"] {
        let _kept = teller.client.subscribe(subject).await.unwrap();
        teller.is_refused(&format!("listening to {subject}")).await;
    }
}

#[tokio::test]
async fn an_agency_takes_its_own_events_and_nothing_else() {
    let (_dir, servers) = servers().await;
    let (admin, _teller) = feed(&servers).await;
    let mut agency = User::enter(&servers, &agency_user("3573")).await;

    let own = jetstream::with_domain(agency.client.clone(), "AGENCIES");
    let consumer: consumer::PullConsumer = own.get_consumer_from_stream("3573", "AGENCY_EVENTS").await.unwrap();
    let mut messages = consumer.fetch().max_messages(9).messages().await.unwrap();
    let message = messages.next().await.unwrap().unwrap();
    assert_eq!((message.subject.as_str(), &message.payload[..]), ("epupns.v1.3573.dossier.submitted", &b"3573"[..]));
    message.double_ack().await.expect("the right to acknowledge");
    assert!(messages.next().await.is_none(), "the other agency's event is not to be had");

    for subject in [
        "epupns.v1.3573.dossier.submitted",
        "epupns.v1.1001.dossier.submitted",
        "epupns.internal.epupns.registration.v1.RegistrationConfirmed.x",
        "$JS.AGENCIES.API.CONSUMER.MSG.NEXT.AGENCY_EVENTS.1001",
        "$JS.AGENCIES.API.CONSUMER.INFO.AGENCY_EVENTS.1001",
        "$JS.API.CONSUMER.MSG.NEXT.AGENCY_EVENTS.1001",
        "$JS.API.CONSUMER.INFO.AGENCY_EVENTS.1001",
        "$JS.ACK.AGENCY_EVENTS.1001.1.1.1.1.1",
        "$JS.API.CONSUMER.CREATE.AGENCY_EVENTS.mine.epupns.v1.1001.>",
        "$JS.API.CONSUMER.DURABLE.CREATE.AGENCY_EVENTS.mine",
        "$JS.API.CONSUMER.DELETE.AGENCY_EVENTS.3573",
        "$JS.API.CONSUMER.LIST.AGENCY_EVENTS",
        "$JS.API.STREAM.PURGE.AGENCY_EVENTS",
        "$JS.API.STREAM.DELETE.AGENCY_EVENTS",
        "$JS.API.STREAM.INFO.AGENCY_EVENTS",
        "$JS.API.STREAM.MSG.GET.AGENCY_EVENTS",
        "$JS.API.DIRECT.GET.AGENCY_EVENTS",
        "$JS.API.STREAM.LIST",
        "$JS.API.INFO",
        "_INBOX.agency.1001.x",
        "$SYS.REQ.SERVER.PING",
    ] {
        agency.client.publish(subject, "".into()).await.unwrap();
        agency.is_refused(&format!("publishing to {subject}")).await;
    }
    for subject in
        [">", "epupns.>", "epupns.v1.3573.>", "_INBOX.>", "_INBOX.agency.>", "_INBOX.agency.1001.>", "$SYS.>"]
    {
        let _kept = agency.client.subscribe(subject).await.unwrap();
        agency.is_refused(&format!("listening to {subject}")).await;
    }
    let mut stream = admin.get_stream("AGENCY_EVENTS").await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 2, "nothing was added or taken away");
}

/// Where an answer goes is a subject that the asker names and that no permission is asked for: the accounts keep it at home.
#[tokio::test]
async fn an_agency_cannot_have_events_sent_to_others() {
    let (_dir, servers) = servers().await;
    let (admin, teller) = feed(&servers).await;
    let agency = User::enter(&servers, &agency_user("3573")).await;
    let other = User::enter(&servers, &agency_user("1001")).await;
    let mut inbox = other.client.subscribe("_INBOX.agency.1001.>").await.unwrap();
    other.client.flush().await.unwrap();
    let mut answers = agency.client.subscribe("_INBOX.agency.3573.x").await.unwrap();

    for (tries, reply) in [
        "epupns.v1.1001.dossier.final",
        "_INBOX.agency.1001.x",
        "_INBOX.agency_provisioner.x",
        "$JS.API.STREAM.PURGE.AGENCY_EVENTS",
        "$JS.ACK.AGENCY_EVENTS.1001.1.1.1.1.0",
        "$JS.API.CONSUMER.MSG.NEXT.AGENCY_EVENTS.1001",
    ]
    .into_iter()
    .enumerate()
    {
        let told = jetstream::new(teller.client.clone());
        told.publish("epupns.v1.3573.dossier.returned", "bait".into()).await.unwrap().await.unwrap();
        let next = "$JS.AGENCIES.API.CONSUMER.MSG.NEXT.AGENCY_EVENTS.3573";
        let ask = r#"{"batch":1,"no_wait":true}"#;
        agency.client.publish_with_reply(next, reply, ask.into()).await.unwrap();
        // The durable answers in the order of the questions: after the second answer the first has gone its way.
        agency.client.publish_with_reply(next, "_INBOX.agency.3573.x", ask.into()).await.unwrap();
        answers.next().await.expect("an answer, if only that there is nothing");

        // The event of the beginning, and a bait for each try: none more, none less.
        let mut stream = admin.get_stream("AGENCY_EVENTS").await.unwrap();
        assert_eq!(stream.info().await.unwrap().state.messages, 2 + tries as u64 + 1, "after an answer to {reply}");
        let mut others: consumer::PullConsumer = admin.get_consumer_from_stream("1001", "AGENCY_EVENTS").await.unwrap();
        let untouched = others.info().await.unwrap();
        assert_eq!(
            (untouched.delivered.consumer_sequence, untouched.num_pending),
            (0, 1),
            "after an answer to {reply}"
        );
    }
    let heard = tokio::time::timeout(Duration::from_millis(200), inbox.next()).await;
    assert!(heard.is_err(), "something came to the other agency's inbox");
}

#[tokio::test]
async fn an_agency_is_added_without_a_restart() {
    let (dir, mut servers) = servers().await;
    let (admin, teller) = feed(&servers).await;
    admin.create_consumer_on_stream(pull("9912", "epupns.v1.9912.>"), "AGENCY_EVENTS").await.unwrap();
    let telling = jetstream::new(teller.client.clone());
    telling.publish("epupns.v1.9912.dossier.final", "told".into()).await.unwrap().await.unwrap();

    // As `epupns agency feed 9912` prints it: the template filled in.
    let file = dir.path().join("nats/agencies.conf");
    let accounts = std::fs::read_to_string(&file).unwrap();
    let (_, known) = accounts.rsplit_once("# Agency ").unwrap();
    let (old, new) = (agency_user("3573"), agency_user("9912"));
    let added = known
        .replace("3573", "9912")
        .replace(&servers.secrets.nkey_public(&old).unwrap(), &servers.secrets.nkey_public(&new).unwrap());
    std::fs::write(&file, format!("{accounts}# Agency {added}")).unwrap();
    let server = servers.nats.child().unwrap().id().to_string();
    let reads_again = || assert!(Command::new("kill").args(["-HUP", &server]).status().unwrap().success());

    let seed = std::fs::read_to_string(servers.secrets.nkey_seed(&new).unwrap()).unwrap();
    reads_again();
    let known = async { while ConnectOptions::with_nkey(seed.clone()).connect(servers.nats.url()).await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(10), known).await.expect("the server knows the account");
    // The first time it makes the account, the second time its imports lead somewhere.
    reads_again();
    let reaching = async {
        loop {
            // While the server reads, it may know the user for a moment no longer.
            let options = ConnectOptions::with_nkey(seed.clone()).custom_inbox_prefix(format!("_INBOX.{new}"));
            let Ok(client) = options.connect(servers.nats.url()).await else { continue };
            let own = jetstream::with_domain(client, "AGENCIES");
            let found = own.get_consumer_from_stream::<consumer::pull::Config, _, _>("9912", "AGENCY_EVENTS").await;
            if let Ok(consumer) = found {
                return consumer;
            }
        }
    };
    let consumer =
        tokio::time::timeout(Duration::from_secs(10), reaching).await.expect("the agency reaches its durable");
    let mut messages = consumer.fetch().max_messages(1).messages().await.unwrap();
    assert_eq!(messages.next().await.unwrap().unwrap().payload, "told");
}

#[tokio::test]
async fn nobody_enters_without_a_key() {
    let (_dir, servers) = servers().await;
    async_nats::connect(servers.nats.url()).await.expect_err("anonymous");
    let stranger = nkeys::KeyPair::new_user().seed().unwrap();
    ConnectOptions::with_nkey(stranger).connect(servers.nats.url()).await.expect_err("an unknown key");
}
