//! Applying events: each takes effect once, in the transaction of its inbox row, of each aggregate in order. What cannot be
//! applied waits, and is parked in the end.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::FutureExt as _;
use metrics::counter;
use proto::EVENTS;
use tokio::{sync::Mutex, time::Instant};
use tracing::{debug, error, warn};
use uuid::Uuid;

use super::{
    envelope::{Aggregate, Heard, Unreadable},
    inbox::{Applied, apply_all, reached},
    listener::Listener,
    parked::park,
    set_aside::{Disagreement, Noted, Suspect, alarm, set_aside},
    waiting::{Reason, Verdict, WaitingRoom},
};
use crate::{
    ambient::Clock,
    db::{Db, Tx, is_outage, is_timeout},
    uninterrupted::uninterrupted,
};

/// How long events that are heard one by one are heard before those that are done are told from the others.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Where an event stands after it was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its effect is committed, now or before, or it is parked or set aside: it need not come again.
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
    /// Events that were refused or came too early.
    waiting: Arc<Mutex<WaitingRoom>>,
    /// How often effects were committed in time.
    in_time: Arc<AtomicU64>,
}

/// What became of a batch.
enum Outcome {
    /// What the inbox said of each, and which of them were set aside.
    Applied { said: Vec<Applied>, noted: Vec<Noted> },
    /// The listener refused.
    Refused,
    /// A statement took too long.
    Late,
    /// The listener could not read a body.
    Unreadable,
}

/// What a batch leaves that is not applied. It is written down in the end, all at once: while each of a crowd waits for the disk
/// nobody else is heard.
#[derive(Default)]
struct Apart<'a> {
    parked: Vec<(&'a Heard, &'static str)>,
    unreadable: Vec<Suspect>,
    /// Whose later events queue up behind these.
    aggregates: HashSet<(Uuid, &'a str)>,
}

impl<'a> Apart<'a> {
    fn parked(&mut self, event: &'a Heard, reason: &'static str) {
        self.parked.push((event, reason));
        self.aggregates.extend(Self::about(event));
    }

    fn unreadable(&mut self, event: &'a Heard) {
        self.unreadable.push(Suspect::event(event, Disagreement::Body));
        self.aggregates.extend(Self::about(event));
    }

    /// Whether one before it is kept apart: events come here by version.
    fn holds(&self, event: &'a Heard) -> bool {
        Self::about(event).is_some_and(|about| self.aggregates.contains(&about))
    }

    fn about(event: &'a Heard) -> Option<(Uuid, &'a str)> {
        Some((event.aggregate?.id, event.source()))
    }
}

impl Hearing {
    /// Of one schema.
    #[must_use]
    pub fn new(db: Db, schema: &'static str, clock: Clock, listener: Listener) -> Self {
        Self { db, schema, clock, listener, waiting: Arc::default(), in_time: Arc::default() }
    }

    pub(super) fn most(&self) -> usize {
        self.listener.most()
    }

    /// Which of these come before their forerunners, as it looks: nothing is locked or noted, and whoever hears them finds out.
    async fn too_early(&self, events: &[&Heard]) -> Result<Vec<bool>, sqlx::Error> {
        let keys = events.iter().filter_map(|event| Some((event.aggregate?.id, event.source()))).collect();
        let mut reached = reached(&mut *self.db.read().await?, self.schema, &keys).await?;
        let is_early = |event: &&Heard| {
            let Some(Aggregate { id, version }) = event.aggregate else { return false };
            let reached = reached.entry((id, event.source().to_owned())).or_default();
            if version == *reached + 1 {
                *reached = version;
            }
            version > *reached
        };
        Ok(events.iter().map(is_early).collect())
    }

    /// In which order these are heard, and in which parts, the first one last. Where the listener takes them one by one, those of
    /// which it hears nothing share a transaction, and come last: those that come too early, and those of which nobody knows the
    /// name. A crowd of them is then done with at once, and whoever is behind it in the stream does not wait for each.
    async fn in_parts(&self, events: &[Heard]) -> Result<(Vec<usize>, Vec<Range<usize>>), sqlx::Error> {
        let order = by_version(events);
        let whole = Range { start: 0, end: events.len() };
        if self.most() > 1 || events.len() == 1 {
            return Ok((order, vec![whole]));
        }
        let early = self.too_early(&order.iter().map(|place| &events[*place]).collect::<Vec<_>>()).await?;
        let unheard =
            |(place, early): &(usize, bool)| *early || !EVENTS.contains(&events[*place].message_name.as_str());
        let (last, first): (Vec<_>, Vec<_>) = order.into_iter().zip(early).partition(unheard);
        let mut parts = vec![Range { start: first.len(), ..whole }];
        parts.extend((0..first.len()).rev().map(|place| place..place + 1));
        Ok((first.into_iter().chain(last).map(|(place, _)| place).collect(), parts))
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
        let began = Instant::now();
        // Parts that are still to be applied, the next one last.
        let (order, mut parts) = self.in_parts(events).await?;
        let events: Vec<&Heard> = order.iter().map(|place| &events[*place]).collect();
        let mut fates = vec![Fate::Done; events.len()];
        // Halving finds one event that is too heavy in so many steps.
        let steps = usize::BITS - events.len().leading_zeros();
        let mut late = 0;
        let mut apart = Apart::default();
        while let Some(part) = parts.pop() {
            let some = &events[part.clone()];
            if some.is_empty() {
                continue;
            }
            if self.most() == 1 && began.elapsed() >= AT_ONCE {
                // Until then nothing of all these is acknowledged.
                part.for_each(|place| fates[order[place]] = Fate::Later(0));
                continue;
            }
            let outcome = self.apply_or_refuse(some).await?;
            // Whatever is late once more after those steps: it is the database that is slow, which is no event's fault.
            late = if matches!(outcome, Outcome::Late) { late + 1 } else { 0 };
            if late > steps {
                return Err(sqlx::Error::PoolTimedOut);
            }
            match outcome {
                Outcome::Applied { said, .. } => {
                    for (place, said) in part.zip(said) {
                        if said == Applied::Gap {
                            fates[order[place]] = self.wait(events[place], Reason::Gap, &mut apart).await;
                        }
                    }
                }
                Outcome::Unreadable if some.len() == 1 => apart.unreadable(some[0]),
                Outcome::Refused if some.len() == 1 => {
                    fates[order[part.start]] = self.wait(some[0], Reason::Refused, &mut apart).await;
                }
                Outcome::Late if some.len() == 1 => {
                    let reason = Reason::Late(self.in_time.load(Ordering::Relaxed));
                    fates[order[part.start]] = self.wait(some[0], reason, &mut apart).await;
                }
                Outcome::Refused | Outcome::Late | Outcome::Unreadable => {
                    let middle = part.start + some.len() / 2;
                    parts.extend([middle..part.end, part.start..middle]);
                }
            }
        }
        self.keep_apart(apart).await?;
        let mut waiting = self.waiting.lock().await;
        for (place, event) in order.iter().zip(&events) {
            if fates[*place] == Fate::Done {
                waiting.forget(event);
            }
        }
        Ok(fates)
    }

    /// [`apply`](Self::apply), where a panic is a refusal: nothing is committed, and the event is parked in the end.
    async fn apply_or_refuse(&self, events: &[&Heard]) -> Result<Outcome, sqlx::Error> {
        AssertUnwindSafe(self.apply(events)).catch_unwind().await.unwrap_or_else(|_| {
            error!(schema = self.schema, message_name = events[0].message_name, "a listener panicked");
            Ok(Outcome::Refused)
        })
    }

    /// What the inbox said of each event, with the effects committed; otherwise nothing happened.
    async fn apply(&self, events: &[&Heard]) -> Result<Outcome, sqlx::Error> {
        let outcome = self.db.write_here("hear", async |mut tx| self.apply_in(&mut tx, events).await).await?;
        if let Outcome::Applied { said, noted } = &outcome {
            let behind = events.iter().zip(said).filter(|(_, said)| **said == Applied::Behind);
            behind.for_each(|(event, _)| self.parked(event, "BEHIND_PARKED"));
            alarm(self.schema, noted);
            if said.contains(&Applied::Now) {
                self.in_time.fetch_add(1, Ordering::Relaxed);
                self.listener.committed();
            }
        }
        Ok(outcome)
    }

    async fn apply_in(&self, tx: &mut Tx, events: &[&Heard]) -> Result<Outcome, sqlx::Error> {
        let now = self.clock.now();
        let said = match apply_all(tx, self.schema, events, now).await {
            Err(error) if is_timeout(&error) && events.len() > 1 => {
                tx.undo();
                return Ok(Outcome::Late);
            }
            said => said?,
        };
        let that = |wanted: Applied| -> Vec<&Heard> {
            events.iter().zip(&said).filter(|(_, said)| **said == wanted).map(|(event, _)| *event).collect()
        };
        let (new, behind) = (that(Applied::Now), that(Applied::Behind));
        if !new.is_empty()
            && let Err(error) = self.listener.hear(tx, &new).await
        {
            // The effects are undone with their transaction.
            tx.undo();
            return self.refused(&new, &error);
        }
        let behind: Vec<_> = behind.into_iter().map(|event| (event, "BEHIND_PARKED")).collect();
        park(tx, self.schema, &behind, now).await?;
        let twice: Vec<Suspect> =
            that(Applied::Twice).into_iter().map(|event| Suspect::event(event, Disagreement::Version)).collect();
        let noted = set_aside(tx, self.schema, &twice, now).await?;
        if said.iter().all(|said| *said == Applied::Gap) {
            // Whoever comes too early leaves nothing, were it only the row of an aggregate that there is not.
            tx.undo();
        }
        Ok(Outcome::Applied { said, noted })
    }

    /// A database that is away is nobody's poison.
    fn refused(&self, new: &[&Heard], error: &anyhow::Error) -> Result<Outcome, sqlx::Error> {
        if error.downcast_ref::<sqlx::Error>().is_some_and(|error| is_outage(error) && !is_timeout(error)) {
            return Err(sqlx::Error::PoolTimedOut);
        }
        let late = error.chain().any(|cause| cause.downcast_ref::<sqlx::Error>().is_some_and(is_timeout));
        let unreadable = error.chain().any(|cause| cause.is::<Unreadable>());
        let (schema, first, error) = (self.schema, &new[0].message_name, format!("{error:#}"));
        match new.len() {
            1 => warn!(schema, message_name = first, error, "an event was not applied"),
            events => debug!(schema, events, error, "a batch was not applied: halving it"),
        }
        Ok(match (late, unreadable) {
            (true, _) => Outcome::Late,
            (_, true) => Outcome::Unreadable,
            _ => Outcome::Refused,
        })
    }

    /// Sets messages aside that are not what they say: they touch no aggregate.
    ///
    /// # Errors
    /// The database is away: all are to come again.
    pub async fn set_aside(&self, suspects: Vec<Suspect>) -> Result<(), sqlx::Error> {
        if suspects.is_empty() {
            return Ok(());
        }
        let (schema, now) = (self.schema, self.clock.now());
        let noted = async move |mut tx: Tx| set_aside(&mut tx, schema, &suspects, now).await;
        alarm(schema, &self.db.write("set_aside", noted).await?);
        Ok(())
    }

    /// Remembers that an event must come again, or that it is to be parked: that has gone on for too long.
    async fn wait<'a>(&self, event: &'a Heard, reason: Reason, apart: &mut Apart<'a>) -> Fate {
        if reason == Reason::Gap && apart.holds(event) {
            apart.parked(event, "BEHIND_PARKED");
            return Fate::Done;
        }
        match self.waiting.lock().await.again(event, reason) {
            Verdict::Waits(refusals) => Fate::Later(refusals),
            Verdict::Parks(reason) => {
                apart.parked(event, reason);
                Fate::Done
            }
        }
    }

    /// First what cannot be read: whatever queues up behind it is listed behind it.
    async fn keep_apart(&self, Apart { parked, unreadable, .. }: Apart<'_>) -> Result<(), sqlx::Error> {
        self.set_aside(unreadable).await?;
        if !parked.is_empty() {
            let now = self.clock.now();
            self.db.write_here("park", async |mut tx| park(&mut tx, self.schema, &parked, now).await).await?;
            parked.into_iter().for_each(|(event, reason)| self.parked(event, reason));
        }
        Ok(())
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
