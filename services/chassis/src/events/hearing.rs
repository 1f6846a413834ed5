//! Applying events: each takes effect once, in the transaction of its inbox row, of each aggregate in order. What cannot be
//! applied waits, and is parked in the end.

use std::{collections::HashMap, ops::Range, sync::Arc, time::Duration};

use metrics::counter;
use tokio::{sync::Mutex, time::Instant};
use tracing::{debug, error, warn};
use uuid::Uuid;

use super::{
    envelope::Heard,
    inbox::{Applied, apply_all},
    listener::Listener,
    parked::park,
};
use crate::{
    ambient::Clock,
    db::{Db, Tx},
    uninterrupted::uninterrupted,
};

/// How often a listener may refuse an event before it is parked.
const TRIES: u32 = 10;
/// How long an event may wait for its forerunner before it is parked.
const GAP_PATIENCE: Duration = Duration::from_secs(5 * 60);
/// Events that wait, at most, before those are forgotten that have not come here again: another replica had them.
const WAITING: usize = 10_000;

/// Where an event stands after it was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its effect is committed, now or before, or it is parked: it need not come again.
    Done,
    /// It is to come again, after so many refusals.
    Later(u32),
}

/// A service's ear. Cloning shares what it knows of events that wait.
#[derive(Clone)]
pub struct Hearing {
    db: Db,
    schema: &'static str,
    clock: Clock,
    listener: Listener,
    /// Events that were refused or came too early, since when and how often: what the stream counts as deliveries includes
    /// outages, which are no event's fault. What another replica had in the end is forgotten: see [`WAITING`].
    waiting: Arc<Mutex<HashMap<Uuid, Waiting>>>,
}

#[derive(Clone, Copy)]
struct Waiting {
    since: Instant,
    refusals: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    Refused,
    Gap,
}

impl Hearing {
    /// Of one schema.
    #[must_use]
    pub fn new(db: Db, schema: &'static str, clock: Clock, listener: Listener) -> Self {
        Self { db, schema, clock, listener, waiting: Arc::default() }
    }

    pub(super) fn most(&self) -> usize {
        self.listener.most()
    }

    /// Applies events in one transaction, or, when the listener refuses, in several; the fate of each, in their order.
    ///
    /// # Errors
    /// The database is away: some may be applied, and all are to come again.
    pub async fn hear(&self, events: Vec<Heard>) -> Result<Vec<Fate>, sqlx::Error> {
        let hearing = self.clone();
        uninterrupted(async move { hearing.hear_all(&events).await }).await
    }

    async fn hear_all(&self, events: &[Heard]) -> Result<Vec<Fate>, sqlx::Error> {
        let order = by_version(events);
        let events: Vec<&Heard> = order.iter().map(|place| &events[*place]).collect();
        let mut fates = vec![Fate::Done; events.len()];
        // Parts that are still to be applied, the next one last.
        let mut parts = Vec::from([Range { start: 0, end: events.len() }]);
        while let Some(part) = parts.pop() {
            let some = &events[part.clone()];
            match self.apply(some).await? {
                Some(said) => {
                    for (place, said) in part.zip(said) {
                        if said == Applied::Gap {
                            fates[order[place]] = self.wait(events[place], Reason::Gap).await?;
                        }
                    }
                }
                None if some.len() == 1 => fates[order[part.start]] = self.wait(some[0], Reason::Refused).await?,
                None => {
                    let middle = part.start + some.len() / 2;
                    parts.extend([middle..part.end, part.start..middle]);
                }
            }
        }
        let mut waiting = self.waiting.lock().await;
        if !waiting.is_empty() {
            for (place, event) in order.iter().zip(&events) {
                if fates[*place] == Fate::Done {
                    waiting.remove(&event.event_id);
                }
            }
        }
        Ok(fates)
    }

    /// What the inbox said of each event, with the effects committed; `None`, and nothing happened, when the listener refused.
    async fn apply(&self, events: &[&Heard]) -> Result<Option<Vec<Applied>>, sqlx::Error> {
        let said = self.db.write_here("hear", async |mut tx| self.apply_in(&mut tx, events).await).await?;
        if let Some(said) = &said {
            let behind = events.iter().zip(said).filter(|(_, said)| **said == Applied::Behind);
            behind.for_each(|(event, _)| self.parked(event, "BEHIND_PARKED"));
            if said.contains(&Applied::Now) {
                self.listener.committed();
            }
        }
        Ok(said)
    }

    async fn apply_in(&self, tx: &mut Tx, events: &[&Heard]) -> Result<Option<Vec<Applied>>, sqlx::Error> {
        let now = self.clock.now();
        let said = apply_all(tx, self.schema, events, now).await?;
        let that = |wanted: Applied| -> Vec<&Heard> {
            events.iter().zip(&said).filter(|(_, said)| **said == wanted).map(|(event, _)| *event).collect()
        };
        let (new, behind) = (that(Applied::Now), that(Applied::Behind));
        if !new.is_empty()
            && let Err(error) = self.listener.hear(tx, &new).await
        {
            // The effects are undone with their transaction; a database that is away is nobody's poison.
            tx.undo();
            if error.downcast_ref::<sqlx::Error>().is_some_and(is_outage) {
                return Err(sqlx::Error::PoolTimedOut);
            }
            let (first, error) = (&new[0].message_name, format!("{error:#}"));
            match new.len() {
                1 => warn!(message_name = first, error, "an event was not applied"),
                events => debug!(events, error, "a batch was not applied: halving it"),
            }
            return Ok(None);
        }
        for event in &behind {
            park(tx, self.schema, event, "BEHIND_PARKED", now).await?;
        }
        Ok(Some(said))
    }

    /// Remembers that an event must come again, or parks it when that has gone on for too long.
    async fn wait(&self, event: &Heard, reason: Reason) -> Result<Fate, sqlx::Error> {
        let waiting = self.again(event.event_id, reason).await;
        let park_as = match reason {
            Reason::Refused if waiting.refusals >= TRIES => "LISTENER_REFUSED",
            Reason::Gap if waiting.since.elapsed() >= GAP_PATIENCE => "GAP",
            _ => return Ok(Fate::Later(waiting.refusals)),
        };
        let now = self.clock.now();
        self.db.write_here("park", async |mut tx| park(&mut tx, self.schema, event, park_as, now).await).await?;
        self.parked(event, park_as);
        Ok(Fate::Done)
    }

    async fn again(&self, event_id: Uuid, reason: Reason) -> Waiting {
        let mut waiting = self.waiting.lock().await;
        if waiting.len() >= WAITING {
            waiting.retain(|_, kept| kept.since.elapsed() < 2 * GAP_PATIENCE);
        }
        let entry = waiting.entry(event_id).or_insert(Waiting { since: Instant::now(), refusals: 0 });
        entry.refusals += u32::from(reason == Reason::Refused);
        *entry
    }

    fn parked(&self, event: &Heard, reason: &'static str) {
        let Heard { event_id, message_name, .. } = event;
        error!(schema = self.schema, %event_id, message_name, reason, "event parked");
        counter!("epupns_events_parked_total", "schema" => self.schema).increment(1);
    }
}

/// Places in the order of applying: where the stream gives an aggregate's events in another order, they change places.
fn by_version(events: &[Heard]) -> Vec<usize> {
    let mut places_of: HashMap<(&str, Uuid), Vec<(i64, usize)>> = HashMap::new();
    for (place, event) in events.iter().enumerate() {
        if let Some(aggregate) = event.aggregate {
            places_of.entry((event.source(), aggregate.id)).or_default().push((aggregate.version, place));
        }
    }
    let mut order: Vec<usize> = (0..events.len()).collect();
    for places in places_of.into_values() {
        let mut sorted = places.clone();
        sorted.sort_unstable();
        for ((_, place), (_, from)) in places.into_iter().zip(sorted) {
            order[place] = from;
        }
    }
    order
}

/// What passes by itself: no connection, or a server that starts, stops, is full, or chose this transaction as a victim.
#[must_use]
pub fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| ["08", "40", "53", "55", "57"].iter().any(|class| code.starts_with(class)))
        }
        _ => false,
    }
}
