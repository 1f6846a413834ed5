//! Carries the agencies' feeds to their stream, at least once, in order for each agency.
//!
//! Of an agency one event is on its way at a time, so that none overtakes another; agencies do not wait for each other. Rows are
//! marked after the stream's ack: a crash in between publishes them again under their ids, and the stream drops the second
//! copies (within ten minutes; later ones an agency knows by `agencyseq`).

use std::{collections::BTreeMap, time::Duration};

use anyhow::Context as _;
use chassis::{
    jobs::Holder,
    lease::{self, Lease, Renewed},
};
use futures::future::join_all;
use kernel::{AgencyCode, agency_feed};
use metrics::{counter, gauge, histogram};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{
    app::App,
    store::agency_events::{self, Unpublished},
};

/// Name of job and lease.
pub(crate) const LEASE: &str = "publish_feed";
/// Renewed at its half: longer than what is left then, a batch, and the last ack that it waits for.
const TERM: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(250);
const AFTER_FAILURE: Duration = Duration::from_secs(1);
const BATCH: i64 = 500;
/// After it a batch begins no other event.
const BATCH_WITHIN: Duration = Duration::from_secs(3);
const ACK_WITHIN: Duration = Duration::from_secs(5);
const OBSERVE_EVERY: Duration = Duration::from_secs(5);
/// The backlog is counted no further.
const COUNTED: i64 = 100_000;

/// Publishes until `stop`; survives a database or stream that goes away.
pub(super) async fn run(app: &App, holder: &Holder, stop: &CancellationToken) {
    let mut failing = false;
    let mut held = Renewed::new(LEASE, TERM);
    let mut observed = None;
    while !stop.is_cancelled() {
        let pause = match pass(app, holder, &mut held, &mut observed).await {
            Ok(0) => {
                failing = false;
                LOOK
            }
            Ok(_) => {
                failing = false;
                continue;
            }
            Err(error) => {
                // Once at the start of a trouble, not once a second during it.
                if !failing {
                    warn!(error = format!("{error:#}"), "cannot publish the agencies' feed; its events stay");
                }
                failing = true;
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.feed.woken(), if !failing => {}
            () = sleep(pause) => {}
        }
    }
    lease::give_back(&holder.db, holder.schema, LEASE, holder.id).await.ok();
    info!(job = LEASE, "job stopped");
}

/// One look: how many were published; none while another process holds the lease. Where nothing waits, nothing is written
/// either: the lease is taken, or renewed, for events.
pub(crate) async fn pass(
    app: &App,
    holder: &Holder,
    held: &mut Renewed,
    observed: &mut Option<Instant>,
) -> anyhow::Result<usize> {
    let observing = observed.is_none_or(|at| at.elapsed() >= OBSERVE_EVERY);
    let counted = if observing { COUNTED } else { 1 };
    let waiting = agency_events::count_unpublished(&mut *app.db.read().await?, counted).await?;
    if observing {
        gauge!("epupns_agency_feed_unpublished").set(waiting as f64);
        *observed = Some(Instant::now());
    }
    if waiting == 0 {
        return Ok(0);
    }
    match held.hold(&holder.db, holder.schema, holder.id).await? {
        Some(lease) => publish_feed(app, lease).await,
        None => Ok(0),
    }
}

/// Publishes what is oldest of every agency and marks what the stream has acknowledged; says how many.
///
/// # Errors
/// The database is away, or the stream did not acknowledge everything: that stays for the next look.
pub(crate) async fn publish_feed(app: &App, lease: Lease) -> anyhow::Result<usize> {
    let rows = agency_events::list_unpublished(&mut *app.db.read().await?, BATCH).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let mut by_agency: BTreeMap<String, Vec<Unpublished>> = BTreeMap::new();
    for row in rows {
        by_agency.entry(row.agency_code.clone()).or_default().push(row);
    }
    let until = Instant::now() + BATCH_WITHIN;
    let chains = join_all(by_agency.into_values().map(|events| chain(app, events, until))).await;
    let mut failure = None;
    let mut published = Vec::new();
    for chain in chains {
        published.extend(chain.published);
        failure = failure.or(chain.failure);
    }
    let count = published.len();
    mark(app, lease, published).await?;
    counter!("epupns_agency_feed_published_total").increment(count as u64);
    failure.map_or(Ok(count), |error| Err(error).context("the stream did not acknowledge every event"))
}

/// What became of one agency's part of a batch.
struct Chain {
    published: Vec<i64>,
    failure: Option<anyhow::Error>,
}

/// One after the other; what comes after a failure waits with it.
async fn chain(app: &App, events: Vec<Unpublished>, until: Instant) -> Chain {
    let mut chain = Chain { published: Vec::new(), failure: None };
    for event in events {
        match publish(app, &event).await {
            Ok(()) => chain.published.push(event.position),
            Err(error) => {
                chain.failure = Some(error);
                break;
            }
        }
        let delay = (app.clock.now() - event.occurred_at).as_seconds_f64().max(0.0);
        histogram!("epupns_agency_feed_delay_seconds").record(delay);
        if Instant::now() >= until {
            break;
        }
    }
    chain
}

async fn publish(app: &App, event: &Unpublished) -> anyhow::Result<()> {
    let agency = AgencyCode::parse(&event.agency_code)?;
    let subject = agency_feed::subject(&agency, &event.entity, &event.fact);
    timeout(ACK_WITHIN, app.feed.stream.publish(subject, event.event_id, &event.payload)).await?
}

async fn mark(app: &App, lease: Lease, positions: Vec<i64>) -> anyhow::Result<()> {
    if positions.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let marked = app.db.write("publish_feed", async move |mut tx| {
        agency_events::mark_published(&mut tx, &positions, now, LEASE, lease.fence).await
    });
    marked.await.context("marking published events")
}
