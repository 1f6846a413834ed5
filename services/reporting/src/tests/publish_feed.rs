//! The way of a feed into its stream.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::bail;
use chassis::{
    jobs::Holder,
    lease::{Lease, Renewed, take},
};
use futures::future::BoxFuture;
use proto::reporting::v1::ListAgencyEventsRequest;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::feed_world::{FeedWorld, Someone, some_id};
use crate::{
    app::{App, ports::AgencyStream},
    clients::agency_stream::NatsAgencyStream,
    hears,
    jobs::{
        self,
        publish_feed::{LEASE, pass, publish_feed},
    },
};

/// The lease of a publisher that is alone.
async fn lease(app: &App) -> Lease {
    let term = Duration::from_secs(60);
    take(&app.db, crate::SCHEMA, LEASE, some_id(), term).await.unwrap().expect("nobody else publishes")
}

async fn unpublished(world: &FeedWorld) -> i64 {
    let mut connection = world.app.db.read().await.unwrap();
    crate::store::agency_events::count_unpublished(&mut connection, 1000).await.unwrap()
}

/// How many hold the publisher's lease, or held it.
async fn leases(world: &FeedWorld) -> i64 {
    let mut connection = world.app.db.read().await.unwrap();
    let sql = "select count(*) from reporting.leases where name = $1";
    sqlx::query_scalar(sql).bind(LEASE).fetch_one(&mut *connection).await.unwrap()
}

/// Hands everything to the stream, and fails where it is told to.
struct Faulty {
    stream: NatsAgencyStream,
    /// Subjects with this in them fail.
    fails_for: String,
    /// After the stream has acknowledged: as when the process is killed then.
    after_ack: bool,
    healed: Arc<AtomicBool>,
}

impl AgencyStream for Faulty {
    fn publish<'a>(&'a self, subject: String, event_id: Uuid, event: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move {
            let fails = subject.contains(&self.fails_for) && !self.healed.load(Ordering::Relaxed);
            if !fails || self.after_ack {
                self.stream.publish(subject, event_id, event).await?;
            }
            if fails { bail!("away") } else { Ok(()) }
        })
    }
}

#[tokio::test]
async fn the_stream_has_the_bytes_and_the_order_of_http() {
    let world = FeedWorld::new("publish").await;
    let (one, other) = (world.stream_for("T1").await, world.stream_for("T2").await);
    for agency in [&one, &other, &one] {
        let someone = Someone::of(agency);
        world.hear(someone.registered()).await;
        world.hear(someone.confirmed()).await;
    }
    let lease = lease(&world.app).await;
    assert_eq!(publish_feed(&world.app, lease).await.unwrap(), 6);
    assert_eq!(publish_feed(&world.app, lease).await.unwrap(), 0, "nothing is left");

    for (agency, count) in [(&one, 4), (&other, 2)] {
        let request = ListAgencyEventsRequest { page_size: 100, ..Default::default() };
        let served = world.list(agency, request).await.unwrap_or_else(|status| panic!("{status}")).events;
        let streamed = world.streamed(agency).await;
        let bodies: Vec<&String> = streamed.iter().map(|(.., body)| body).collect();
        assert_eq!(bodies, served.iter().collect::<Vec<_>>());
        assert_eq!(bodies.len(), count);
        for (subject, headers, body) in &streamed {
            let event: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(headers.get("Nats-Msg-Id").unwrap().as_str(), event["id"].as_str().unwrap());
            assert_eq!(headers.get("content-type").unwrap().as_str(), "application/cloudevents+json");
            let kind = event["type"].as_str().unwrap().trim_start_matches("id.go.epupns.v1.");
            assert_eq!(*subject, format!("epupns.v1.{}.{kind}", agency.replace('.', "_")));
        }
    }
}

#[tokio::test]
async fn a_publisher_killed_between_ack_and_mark_sends_again_and_the_stream_has_it_once() {
    let world = FeedWorld::new("killed").await;
    let agency = world.stream_for("T3").await;
    let someone = Someone::of(&agency);
    world.hear(someone.registered()).await;
    world.hear(someone.confirmed()).await;
    let lease = lease(&world.app).await;
    let dying = world.publishing_by(Faulty {
        stream: world.real_stream().await,
        fails_for: String::new(),
        after_ack: true,
        healed: Arc::default(),
    });
    publish_feed(&dying, lease).await.unwrap_err();
    assert_eq!(world.streamed(&agency).await.len(), 1, "it came so far");
    assert_eq!(unpublished(&world).await, 2);

    assert_eq!(publish_feed(&world.app, lease).await.unwrap(), 2);
    let ids = world.streamed(&agency).await.into_iter().map(|(_, headers, _)| headers.get("Nats-Msg-Id").cloned());
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(unpublished(&world).await, 0);
}

#[tokio::test]
async fn what_the_stream_refuses_holds_up_its_own_agency_alone() {
    let world = FeedWorld::new("refused").await;
    let (stuck, other) = (world.stream_for("T4").await, world.stream_for("T5").await);
    for agency in [&stuck, &other] {
        let someone = Someone::of(agency);
        world.hear(someone.registered()).await;
        world.hear(someone.confirmed()).await;
    }
    let healed = Arc::new(AtomicBool::new(false));
    let app = world.publishing_by(Faulty {
        stream: world.real_stream().await,
        fails_for: format!("{}.registration.submitted", stuck.replace('.', "_")),
        after_ack: false,
        healed: healed.clone(),
    });
    let lease = lease(&app).await;
    publish_feed(&app, lease).await.unwrap_err();
    assert_eq!(world.streamed(&stuck).await.len(), 0, "the second does not overtake the first");
    assert_eq!(world.streamed(&other).await.len(), 2);

    healed.store(true, Ordering::Relaxed);
    assert_eq!(publish_feed(&app, lease).await.unwrap(), 2);
    let subjects: Vec<String> = world.streamed(&stuck).await.into_iter().map(|(subject, ..)| subject).collect();
    assert!(subjects[0].ends_with("submitted") && subjects[1].ends_with("confirmed"), "{subjects:?}");
}

#[tokio::test]
async fn a_publisher_that_lost_its_lease_marks_nothing() {
    let world = FeedWorld::new("fenced").await;
    let agency = world.stream_for("T6").await;
    world.hear(Someone::of(&agency).registered()).await;
    let lease = lease(&world.app).await;
    publish_feed(&world.app, Lease { fence: lease.fence - 1 }).await.unwrap();
    assert_eq!(unpublished(&world).await, 1);

    publish_feed(&world.app, lease).await.unwrap();
    assert_eq!(unpublished(&world).await, 0);
    assert_eq!(world.streamed(&agency).await.len(), 1);
}

#[tokio::test]
async fn a_look_that_finds_nothing_writes_nothing() {
    let world = FeedWorld::new("idle").await;
    let agency = world.stream_for("T8").await;
    let holder = Holder { db: world.app.db.clone(), schema: crate::SCHEMA, id: some_id() };
    let (mut held, mut observed) = (Renewed::new(LEASE, Duration::from_secs(20)), None);
    assert_eq!(pass(&world.app, &holder, &mut held, &mut observed).await.unwrap(), 0);
    assert_eq!(leases(&world).await, 0, "no lease is taken for nothing");

    world.hear(Someone::of(&agency).registered()).await;
    assert_eq!(pass(&world.app, &holder, &mut held, &mut observed).await.unwrap(), 1);
    assert_eq!(leases(&world).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_publishes_what_is_kept_until_it_is_told_to_stop() {
    let world = FeedWorld::new("job").await;
    let agency = world.stream_for("T7").await;
    let stop = CancellationToken::new();
    let holder = Holder { db: world.app.db.clone(), schema: crate::SCHEMA, id: some_id() };
    let mut job = pin!(jobs::run(world.app.clone(), hears::project, holder, stop.clone()));
    let life = async {
        for _ in 0..3 {
            world.hear(Someone::of(&agency).registered()).await;
            world.app.feed.wake();
            let published = async { while unpublished(&world).await > 0 {} };
            tokio::time::timeout(Duration::from_secs(20), published).await.expect("nothing stays behind");
        }
        assert_eq!(world.streamed(&agency).await.len(), 3);
    };
    tokio::select! {
        () = &mut job => panic!("it ends before it is told to"),
        () = life => {}
    }

    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), job).await.expect("it ends");
    // Given back: a successor need not wait for its end.
    lease(&world.app).await;
}
