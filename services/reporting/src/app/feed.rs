//! The agencies' feed: what they are told of what is heard, kept in the transaction that hears it.

use std::{collections::BTreeMap, sync::Arc};

use anyhow::Context as _;
use chassis::events::Heard;
use kernel::AgencyCode;
use sqlx::PgConnection;
use tokio::sync::Notify;

use super::{App, feed_facts::facts, ports::AgencyStream};
use crate::{
    domain::{
        feed_event::{Fact, event_id},
        feed_signature::FeedKey,
    },
    store::{
        agency_counters,
        agency_events::{self, NewEvent},
    },
};

/// What the feed works with. Cloning shares it.
#[derive(Clone)]
pub(crate) struct Feed {
    /// Signs events.
    pub(crate) key: FeedKey,
    /// Where they are published.
    pub(crate) stream: Arc<dyn AgencyStream>,
    kept: Arc<Notify>,
}

impl Feed {
    /// A feed under this key, to this stream.
    #[must_use]
    pub(crate) fn new(key: FeedKey, stream: Arc<dyn AgencyStream>) -> Self {
        Self { key, stream, kept: Arc::default() }
    }

    /// Wakes the publisher of this process after a commit, so that no agency waits for its next look.
    pub(crate) fn wake(&self) {
        self.kept.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.kept.notified().await;
    }
}

/// Keeps what agencies are told of events, numbered and signed. Once per event: in the transaction whose inbox says that it
/// is new, after everything else (the counters' locks are held to its end), and never by a rebuild.
///
/// # Errors
/// The database is away, or an event is not readable.
pub(super) async fn record(connection: &mut PgConnection, app: &App, heard: &[&Heard]) -> anyhow::Result<()> {
    let mut told: Vec<(&Heard, Fact)> = Vec::with_capacity(heard.len());
    // Two listeners that tell the same agencies lock them in the same order.
    let mut counts: BTreeMap<AgencyCode, i64> = BTreeMap::new();
    for event in heard {
        for fact in facts(event)? {
            *counts.entry(fact.agency.clone()).or_default() += 1;
            told.push((event, fact));
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let mut next = agency_counters::draw(connection, &counts).await?;
    let mut events = Vec::with_capacity(told.len());
    for (heard, fact) in told {
        let next = next.get_mut(fact.agency.as_str()).context("an agency without its numbers")?;
        let agency_seq = *next;
        *next += 1;
        let event_id = event_id(heard.event_id, &fact.agency);
        events.push(NewEvent {
            agency_seq,
            event_id,
            source_event_id: heard.event_id,
            payload: app.feed.key.sign(fact.cloud_event(event_id, agency_seq)),
            occurred_at: heard.occurred_at,
            fact,
        });
    }
    Ok(agency_events::insert(connection, &events).await?)
}
