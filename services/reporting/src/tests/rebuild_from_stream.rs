//! A rebuild from the real stream, with the permissions that this service has in NATS and no others.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use async_nats::{
    ConnectOptions, HeaderMap,
    jetstream::{self, consumer},
};
use chassis::events::{Heard, STREAM, SUBJECT_PREFIX, nats};
use kernel::Stage;
use proto::reporting::v1::RebuildProjectionsRequest;
use stack::{PROVISIONER, ServersFile};
use time::format_description::well_known::Rfc3339;

use super::{
    dossier_events::Telling,
    fixtures::{Someone, imported},
    get_rebuild::rebuild,
    harness::{World, operator},
};
use crate::clients::history::StreamHistory;

/// A connection as one of NATS' users.
async fn connected(servers: &ServersFile, user: &str) -> jetstream::Context {
    let seed = servers.secrets().unwrap().nkey_seed(user).unwrap();
    let seed = std::fs::read_to_string(seed).unwrap().trim().to_owned();
    let options = ConnectOptions::with_nkey(seed).custom_inbox_prefix(format!("_INBOX.{user}"));
    jetstream::new(options.connect(&servers.nats_url).await.expect("a known user of NATS"))
}

/// Servers that were started for one crate have no stream yet: as `epupns streams provision` makes it, but that the consumer is
/// given these events only. Other tests tell theirs in the same stream.
async fn make_stream(servers: &ServersFile, events: &[&Heard]) {
    let config = jetstream::stream::Config {
        name: STREAM.to_owned(),
        subjects: vec![format!("{SUBJECT_PREFIX}.>")],
        ..jetstream::stream::Config::default()
    };
    let provisioner = connected(servers, PROVISIONER).await;
    provisioner.get_or_create_stream(config).await.unwrap();
    let subjects: BTreeSet<String> = events.iter().map(|event| subject_of(event)).collect();
    let consumer = consumer::pull::Config {
        durable_name: Some("reporting_rebuild".to_owned()),
        ack_policy: consumer::AckPolicy::Explicit,
        ack_wait: Duration::from_secs(10),
        max_ack_pending: 10_000,
        filter_subjects: subjects.into_iter().collect(),
        ..consumer::pull::Config::default()
    };
    provisioner.create_consumer_on_stream(consumer, STREAM).await.unwrap();
}

fn subject_of(event: &Heard) -> String {
    let about = event.aggregate.map_or(event.event_id, |aggregate| aggregate.id);
    format!("{SUBJECT_PREFIX}.{}.{about}", event.message_name)
}

/// As the relay of the publisher does it.
async fn publish(stream: &jetstream::Context, event: &Heard) {
    let mut headers = HeaderMap::new();
    headers.insert("ce-id", event.event_id.to_string());
    headers.insert("ce-type", event.message_name.as_str());
    headers.insert("ce-source", format!("epupns/{}", event.source().split('.').nth(1).unwrap()));
    headers.insert("ce-time", event.occurred_at.format(&Rfc3339).unwrap());
    if let Some(aggregate) = event.aggregate {
        headers.insert("ce-aggregateid", aggregate.id.to_string());
        headers.insert("ce-aggregateversion", aggregate.version.to_string());
    }
    let sent = stream.publish_with_headers(subject_of(event), headers, event.payload.clone().into()).await.unwrap();
    sent.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stream_has_everything_that_the_projections_are_made_of() {
    let servers = ServersFile::from_env().unwrap();
    let mut world = World::empty("rebuild_stream").await;
    let seed = servers.secrets().unwrap().nkey_seed("reporting").unwrap();
    let own = nats::connect(&servers.nats_url, &seed, "reporting").await.unwrap();
    world.app.history = Arc::new(StreamHistory::new(own.clone()));
    world.client = proto::reporting::v1::reporting_service_client::ReportingServiceClient::new(crate::grpc::service(
        world.app.clone(),
    ));
    let registration = connected(&servers, "registration").await;
    let verification = connected(&servers, "verification").await;
    let mut dossier = Telling::of(Someone::Teacher);
    let mut events = imported();
    events.extend(Someone::ALL.map(Someone::submits));
    events.extend([dossier.submitted(1), dossier.passed(1, Stage::Skpd), dossier.passed(1, Stage::Bkd)]);
    let more = Someone::Nurse.is_confirmed();
    let mut ours: Vec<&Heard> = events.iter().collect();
    ours.push(&more);
    make_stream(&servers, &ours).await;
    for event in &events {
        let publisher = if event.message_name.contains("verification") { &verification } else { &registration };
        publish(publisher, event).await;
        world.hear(event).await;
        // The relay may publish twice.
        publish(publisher, event).await;
    }
    for round in 2..4 {
        let begun = world.client.clone().rebuild_projections(operator(RebuildProjectionsRequest {})).await.unwrap();
        assert_eq!(begun.into_inner().generation, round);
        let done = rebuild(&world).await;
        assert_eq!((done.generation, done.different_rows), (round, 0));
        assert_eq!(done.events, events.len() as u64 + round - 2);
        if round == 2 {
            publish(&registration, &more).await;
            world.hear(&more).await;
        }
    }
    let left: consumer::PullConsumer = own.get_consumer_from_stream("reporting_rebuild", STREAM).await.unwrap();
    let left = left.cached_info();
    assert_eq!((left.num_ack_pending, left.delivered.stream_sequence), (0, 0), "it is wound back with the rebuild");
    let push = consumer::push::Config { deliver_subject: "_INBOX.identity.x".to_owned(), ..Default::default() };
    let (foreign, another) =
        tokio::join!(own.delete_consumer_from_stream("identity", STREAM), own.create_consumer_on_stream(push, STREAM));
    assert!(foreign.is_err(), "another's consumer is out of reach");
    assert!(another.is_err(), "it makes none");
}
