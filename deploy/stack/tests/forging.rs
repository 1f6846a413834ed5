//! Who holds one service's key speaks for that service alone: each key is tried against each other's events.

use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::{self, consumer, stream};
use futures::StreamExt;
use stack::{PROVISIONER, Program, Servers};

use crate::support::{User, pull, servers};

/// The stream as it is provisioned, a durable per service that hears every event, and who made them.
async fn stream(servers: &Servers) -> jetstream::Context {
    let provisioner = User::enter(servers, PROVISIONER).await;
    let admin = jetstream::new(provisioner.client);
    let subjects = vec!["epupns.internal.>".to_owned()];
    let config = stream::Config { name: "EPUPNS".to_owned(), subjects, ..Default::default() };
    admin.create_stream(config).await.unwrap();
    for service in Program::OWNERS {
        admin.create_consumer_on_stream(pull(service.name(), "epupns.internal.>"), "EPUPNS").await.unwrap();
    }
    admin
}

fn event_of(service: Program) -> String {
    format!("epupns.internal.epupns.{service}.v1.Happened.0196f2a4-3c1e-7a52-9a3c-5f7f2d9b8e01")
}

/// Each service with each other one.
fn pairs() -> impl Iterator<Item = (Program, Program)> {
    let others = |thief| Program::OWNERS.into_iter().filter(move |other| *other != thief);
    Program::OWNERS.into_iter().flat_map(move |thief| others(thief).map(move |other| (thief, other)))
}

/// How many events the stream has, asked with two of one's own: when the second is acknowledged, what the first one's
/// forerunners caused is in the stream, too.
async fn length(own: &jetstream::Context, service: Program) -> u64 {
    let mut last = 0;
    for _ in 0..2 {
        last = own.publish(event_of(service), "own".into()).await.unwrap().await.unwrap().sequence;
    }
    last
}

async fn subjects(admin: &jetstream::Context) -> Vec<String> {
    let stream = admin.get_stream("EPUPNS").await.unwrap();
    let mut subjects: Vec<String> =
        stream.info_with_subjects(">").await.unwrap().map(|subject| subject.unwrap().0).collect().await;
    subjects.sort_unstable();
    subjects
}

#[tokio::test]
async fn nobody_publishes_on_a_subject_of_another() {
    let (_dir, servers) = servers().await;
    let admin = stream(&servers).await;
    for (thief, other) in pairs() {
        let own = event_of(thief);
        let mut thief = User::enter(&servers, thief.name()).await;
        thief.client.publish(event_of(other), "forged".into()).await.unwrap();
        thief.is_refused(&format!("publishing to {}", event_of(other))).await;
        // Nor by asking the server for a report of how a message travels.
        let mut traced = HeaderMap::new();
        traced.insert("Nats-Trace-Dest", event_of(other));
        thief.client.publish_with_headers(own, traced, "".into()).await.unwrap();
        thief.is_refused(&format!("a trace to {}", event_of(other))).await;
    }
    assert_eq!(subjects(&admin).await, Vec::<String>::new());
}

/// Headers are the sender's word; the subject says who that is, whatever they say.
#[tokio::test]
async fn what_is_published_under_foreign_headers_stays_on_the_publishers_own_subject() {
    let (_dir, servers) = servers().await;
    let admin = stream(&servers).await;
    for (thief, other) in pairs() {
        let own = jetstream::new(User::enter(&servers, thief.name()).await.client);
        let mut headers = HeaderMap::new();
        headers.insert("ce-type", format!("epupns.{other}.v1.Happened"));
        headers.insert("ce-source", format!("epupns/{other}"));
        own.publish_with_headers(event_of(thief), headers, "forged".into()).await.unwrap().await.unwrap();
    }
    let mut owners = Program::OWNERS.map(event_of);
    owners.sort_unstable();
    assert_eq!(subjects(&admin).await, owners);
    let info = admin.get_stream("EPUPNS").await.unwrap().get_info().await.unwrap();
    assert_eq!(info.state.messages, 20);
}

/// Where an answer goes is a subject that the asker names and that no permission is asked for: the accounts keep it at home.
#[tokio::test]
async fn no_answer_becomes_an_event_or_a_command_or_somebodys_mail() {
    let (_dir, servers) = servers().await;
    let admin = stream(&servers).await;
    for (thief, other) in pairs() {
        let User { client, .. } = User::enter(&servers, thief.name()).await;
        let victim = User::enter(&servers, other.name()).await;
        let mut inbox = victim.client.subscribe(format!("_INBOX.{other}.>")).await.unwrap();
        victim.client.flush().await.unwrap();
        let own = jetstream::with_domain(client.clone(), "INTERNAL");
        let inboxes = format!("_INBOX.{thief}.next");
        let mut answers = client.subscribe(inboxes.clone()).await.unwrap();
        let next = format!("$JS.INTERNAL.API.CONSUMER.MSG.NEXT.EPUPNS.{thief}");
        let info = format!("$JS.INTERNAL.API.CONSUMER.INFO.EPUPNS.{thief}");
        let ask = r#"{"batch":1,"no_wait":true}"#;
        let mut before = length(&own, thief).await;
        for reply in [
            event_of(other),
            format!("_INBOX.{other}.x"),
            "_INBOX.provisioner.x".to_owned(),
            "$JS.API.STREAM.PURGE.EPUPNS".to_owned(),
            format!("$JS.API.CONSUMER.MSG.NEXT.EPUPNS.{other}"),
        ] {
            // An acknowledgement, an event, and a report: three answers that somebody else is to get.
            client.publish_with_reply(event_of(thief), reply.clone(), "bait".into()).await.unwrap();
            client.publish_with_reply(next.clone(), reply.clone(), ask.into()).await.unwrap();
            client.publish_with_reply(info.clone(), reply.clone(), "".into()).await.unwrap();
            // The durable answers in the order of the questions: after this answer the former have gone their way.
            client.publish_with_reply(next.clone(), inboxes.clone(), ask.into()).await.unwrap();
            answers.next().await.expect("an answer, if only that there is nothing");
            let after = length(&own, thief).await;
            assert_eq!(after - before, 3, "the bait and what is counted with, after {thief} had answers go to {reply}");
            before = after;
        }
        let mut others: consumer::PullConsumer = admin.get_consumer_from_stream(other.name(), "EPUPNS").await.unwrap();
        let untouched = others.info().await.unwrap();
        assert_eq!(untouched.num_waiting, 0, "{thief} asked in the name of {other}");
        let heard = tokio::time::timeout(Duration::from_millis(50), inbox.next()).await;
        assert!(heard.is_err(), "{thief} sent something to {other}'s inbox");
    }
    let mut owners = Program::OWNERS.map(event_of);
    owners.sort_unstable();
    assert_eq!(subjects(&admin).await, owners, "each event is where its publisher may speak");
    let mut stream = admin.get_stream("EPUPNS").await.unwrap();
    let state = stream.info().await.unwrap().state.clone();
    assert_eq!(state.messages, state.last_sequence, "nothing was taken away");
}

/// An acknowledgement is a subject, too: whoever could send it for another would make them forget an event.
#[tokio::test]
async fn nobody_acknowledges_for_another() {
    let (_dir, servers) = servers().await;
    let admin = stream(&servers).await;
    let told = jetstream::new(User::enter(&servers, Program::Registration.name()).await.client);
    told.publish(event_of(Program::Registration), "told".into()).await.unwrap().await.unwrap();
    for (thief, other) in pairs() {
        let victim = User::enter(&servers, other.name()).await.client;
        let own = jetstream::with_domain(victim.clone(), "INTERNAL");
        let durable: consumer::PullConsumer = own.get_consumer_from_stream(other.name(), "EPUPNS").await.unwrap();
        let asked = durable.fetch().max_messages(1).expires(Duration::from_secs(5)).messages();
        let message = asked.await.unwrap().next().await.unwrap().unwrap();
        let ack = message.reply.clone().unwrap();
        let bait = event_of(thief);
        let mut thief = User::enter(&servers, thief.name()).await;
        thief.client.publish(ack.clone(), "+ACK".into()).await.unwrap();
        thief.is_refused(&format!("acknowledging {ack}")).await;
        thief.client.publish_with_reply(bait, ack.clone(), "bait".into()).await.unwrap();
        thief.is_refused(&format!("an answer to {ack}")).await;
        let mut consumer: consumer::PullConsumer =
            admin.get_consumer_from_stream(other.name(), "EPUPNS").await.unwrap();
        assert_eq!(consumer.info().await.unwrap().num_ack_pending, 1, "{ack}");
        message.ack_with(jetstream::AckKind::Nak(None)).await.unwrap();
        victim.flush().await.unwrap();
    }
}
