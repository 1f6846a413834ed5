//! Events take effect: on the live projections, on what was kept for a rehearsal, and in the agencies' feeds.

use chassis::{db::Tx, events::Heard};
use kernel::RehearsalAgency;

use super::{
    App, feed,
    projection::{self, Changes},
};
use crate::store::{fact_projection, rehearsals};

impl App {
    /// Applies a batch of events, and what they change, in the transaction that remembers them.
    ///
    /// # Errors
    /// The database is away, or one contradicts what is kept here.
    pub(crate) async fn apply_events(
        &self,
        tx: &mut Tx,
        events: &[&Heard],
        changes: Vec<Changes>,
    ) -> anyhow::Result<()> {
        let Some(first) = events.first() else { return Ok(()) };
        // A rebuild cannot take the live projections away until this is committed.
        let generation = fact_projection::share(tx).await?;
        let gone: Vec<RehearsalAgency> = changes.iter().filter_map(Changes::gone_agency).cloned().collect();
        projection::write(tx, generation, changes).await?;
        // Files that were asked for are no projection: a rebuild hears the message again, and by then another rehearsal may
        // have asked for files of its own.
        for agency in &gone {
            rehearsals::purge_exports(tx, agency).await?;
        }
        let stripe = i16::from(first.event_id.as_bytes()[15] % 16);
        let newest = events.iter().map(|event| event.occurred_at).fold(first.occurred_at, Ord::max);
        fact_projection::heard(tx, stripe, i64::try_from(events.len())?, newest).await?;
        // Last, since it holds the agencies' counters to the end. A rebuild projects without it: what was told stays told.
        feed::record(tx, self, events).await
    }
}
