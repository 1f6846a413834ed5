//! The agencies' feed: what they are told of what is heard, kept in the transaction that hears it.

use std::{fmt, sync::Arc};

use chassis::events::Heard;
use sqlx::PgConnection;
use tokio::sync::Notify;

use super::{App, feed_facts::facts, ports::AgencyStream};
use crate::{
    domain::{feed_event::event_id, feed_signature::FeedKey},
    store::{
        agency_counters,
        agency_events::{self, NewEvent},
    },
};

/// What the feed works with. Cloning shares it.
#[derive(Clone)]
pub struct Feed {
    /// Signs events.
    pub key: FeedKey,
    /// Where they are published.
    pub stream: Arc<dyn AgencyStream>,
    kept: Arc<Notify>,
}

impl Feed {
    /// A feed under this key, to this stream.
    #[must_use]
    pub fn new(key: FeedKey, stream: Arc<dyn AgencyStream>) -> Self {
        Self { key, stream, kept: Arc::default() }
    }

    /// Wakes the publisher of this process after a commit, so that no agency waits for its next look.
    pub fn wake(&self) {
        self.kept.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.kept.notified().await;
    }
}

/// Everything inside is a key or a handle.
impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed").finish_non_exhaustive()
    }
}

/// Keeps what agencies are told of an event, numbered and signed. Once per event: in the transaction whose inbox says that it
/// is new, after everything else (the counters' locks are held to its end), and never by a rebuild.
///
/// # Errors
/// The database is away, or the event is not readable.
pub async fn record(connection: &mut PgConnection, app: &App, heard: &Heard) -> anyhow::Result<()> {
    let mut facts = facts(heard)?;
    // Two listeners that tell the same two agencies lock them in the same order.
    facts.sort_by(|one, other| one.agency.cmp(&other.agency));
    for fact in facts {
        let agency_seq = agency_counters::next(connection, &fact.agency).await?;
        let event_id = event_id(heard.event_id, &fact.agency);
        let event = NewEvent {
            agency_seq,
            event_id,
            source_event_id: heard.event_id,
            payload: app.feed.key.sign(fact.cloud_event(event_id, agency_seq)),
            occurred_at: heard.occurred_at,
        };
        agency_events::insert(connection, &fact, &event).await?;
    }
    Ok(())
}
