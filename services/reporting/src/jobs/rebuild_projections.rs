//! Makes the projections anew from the history of events, beside the live ones, and puts them in their place.
//!
//! A rebuild follows the live projections: it applies what the inbox says is live, in the same order per aggregate, and
//! nothing else. So both contain the same events when they contain as many. Such a moment is made twice, by letting
//! nobody apply another event for as long as the rebuild takes to catch up, at most a second or two: once to compare
//! them, which then goes on without holding anybody up, and once to switch.

use std::{collections::HashMap, ops::Range, sync::Arc, time::Duration};

use chassis::{
    db::{Tx, is_outage, is_timeout},
    events::{Heard, as_applied, without_effect},
    jobs::Schedule,
};
use thiserror::Error;
use tokio::time::Instant;
use tracing::{info, warn};

use crate::{
    SCHEMA,
    app::{
        App,
        ports::{Replay, Whence},
        projection::Project,
    },
    store::{
        fact_projection,
        generations::{self, Look},
        rebuild_positions::{self, Alone, Key},
        rebuilds,
    },
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "rebuild_projections", every: Duration::from_secs(5) };

/// Events asked for at once.
const BATCH: usize = 256;
/// How much of bodies a transaction takes, at least one event: an import's are large.
const BATCH_BYTES: usize = 512 * 1024;
/// How long a pass goes on before it looks whether it still holds the lease.
const PASS: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(1);
/// How long events are waited for while everybody else waits.
const SHORT: Duration = Duration::from_millis(300);
/// How often everybody waits for one batch more before the rebuild gives way and tries again.
const ROUNDS: usize = 5;
/// How often an event may be refused, or nothing come although something is missing, before the rebuild is given up.
const SETBACKS: i32 = 30;
/// For how long the inbox remembers what it heard without an aggregate, at least.
const REMEMBERED: time::Duration = time::Duration::days(30);
/// Rows in a transaction when a generation is deleted, from each table.
const GARBAGE: i64 = 5_000;
/// How long a reader may go on with rows of the generation that was live when it began.
const READERS: time::Duration = time::Duration::minutes(1);

/// Whether a rebuild runs, or has left something behind.
pub(super) async fn is_due(app: &App) -> Result<bool, sqlx::Error> {
    let mut connection = app.db.read().await?;
    Ok(rebuilds::running(&mut connection).await?.is_some()
        || rebuilds::garbage(&mut connection, app.clock.now() - READERS).await?.is_some())
}

/// Goes on with the rebuild that runs, or tidies up after one; says whether there is more to do at once.
///
/// # Errors
/// The database or the stream is away: tried again.
pub(crate) async fn rebuild_projections(app: &App, project: Project) -> anyhow::Result<bool> {
    let running = rebuilds::running(&mut *app.db.read().await?).await?;
    let Some(generation) = running else { return tidy_up(app).await };
    let work = Work { app: app.clone(), project, generation };
    match go_on(app, &work).await {
        // Given up by its last setback, or ended by another process: what it left is tidied up.
        Err(error) if error.is::<Over>() => Ok(true),
        outcome => outcome,
    }
}

async fn go_on(app: &App, work: &Work) -> anyhow::Result<bool> {
    let mut replay = app.history.replay(work.begin().await?).await?;
    let until = Instant::now() + PASS;
    while Instant::now() < until {
        let events = replay.next(BATCH, PATIENCE).await?;
        let caught_up = events.len() < BATCH;
        let (refused, applied) = work.apply(events, replay.as_mut()).await?;
        if !caught_up {
            continue;
        }
        if refused {
            return Ok(false);
        }
        if !applied && work.is_behind().await? {
            // Something is live that did not come, or not yet.
            work.setback(false).await?;
            return Ok(false);
        }
        let (moment, given_back) = work.moment(replay).await?;
        replay = given_back;
        match moment {
            Moment::Missed => {}
            Moment::Seen { look, live } => {
                work.compare(look, live).await?;
                return Ok(true);
            }
            Moment::Switched { different } => {
                info!(generation = work.generation, different, "a rebuild is live");
                app.history.forget().await?;
                return Ok(true);
            }
        }
    }
    Ok(true)
}

#[derive(Clone)]
struct Work {
    app: App,
    project: Project,
    generation: i64,
}

/// What a moment was good for in which both contained the same events.
enum Moment {
    /// There was none.
    Missed,
    /// Both as they stood then, to be compared while everybody goes on.
    Seen {
        look: Look,
        live: i64,
    },
    Switched {
        different: i64,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Applied,
    /// It was in the rebuild already.
    Before,
    Later,
}

/// Another process has ended the rebuild.
#[derive(Debug, Error)]
#[error("the rebuild is over")]
struct Over;

/// Of a part, the first half last.
fn halves(part: Range<usize>) -> [Range<usize>; 2] {
    let middle = part.start + part.len() / 2;
    [middle..part.end, part.start..middle]
}

/// Parts that are small enough for a transaction, the first one last.
fn parts(events: &[Heard]) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (place, event) in events.iter().enumerate() {
        if place > start && bytes + event.payload.len() > BATCH_BYTES {
            parts.push(start..place);
            (start, bytes) = (place, 0);
        }
        bytes += event.payload.len();
    }
    if start < events.len() {
        parts.push(start..events.len());
    }
    parts.reverse();
    parts
}

impl Work {
    /// While nothing is in the rebuild, the history goes back to its start: an older rebuild may have been further.
    async fn begin(&self) -> anyhow::Result<Whence> {
        let latest = rebuilds::latest(&mut *self.app.db.read().await?).await?;
        let begun = latest.is_some_and(|latest| latest.generation == self.generation && latest.events > 0);
        Ok(if begun { Whence::Here } else { Whence::Start })
    }

    async fn is_behind(&self) -> anyhow::Result<bool> {
        Ok(rebuilds::is_behind(&mut *self.app.db.read().await?, self.generation).await?)
    }

    /// Applies what is live of these events and settles all: whether one was refused, and whether any is in the rebuild now.
    /// A refusal is no reason to leave the others: it comes again, and too much of it ends the rebuild.
    async fn apply(&self, events: Vec<Heard>, replay: &mut dyn Replay) -> anyhow::Result<(bool, bool)> {
        let mut done = vec![false; events.len()];
        let applied = self.apply_parts(events.into(), &mut done).await;
        let any = done.contains(&true);
        // Also after a failure: what is not done comes again soon, and not when its ack is overdue.
        replay.settle(done).await?;
        Ok((applied?, any))
    }

    async fn apply_parts(&self, events: Arc<[Heard]>, done: &mut [bool]) -> anyhow::Result<bool> {
        let mut refused = false;
        let mut parts = parts(&events);
        while let Some(part) = parts.pop() {
            match self.apply_together(events.clone(), part.clone()).await {
                Ok(fates) => done[part].copy_from_slice(&fates),
                // What takes too long together may be quick apart.
                Err(error) if part.len() > 1 && error.downcast_ref().is_some_and(is_timeout) => {
                    parts.extend(halves(part))
                }
                Err(error) if error.is::<Over>() || error.downcast_ref().is_some_and(is_outage) => return Err(error),
                Err(error) if part.len() == 1 => {
                    let event = &events[part.start].message_name;
                    warn!(event, error = format!("{error:#}"), "a rebuild cannot apply an event");
                    self.setback(true).await?;
                    refused = true;
                }
                Err(_) => parts.extend(halves(part)),
            }
        }
        Ok(refused)
    }

    /// All or none: which of them are in the rebuild now.
    async fn apply_together(&self, events: Arc<[Heard]>, part: Range<usize>) -> anyhow::Result<Vec<bool>> {
        let work = self.clone();
        let apply = async move |mut tx: Tx| work.apply_in(&mut tx, &events[part]).await;
        self.app.db.write("rebuild_projections", apply).await
    }

    async fn apply_in(&self, tx: &mut Tx, events: &[Heard]) -> anyhow::Result<Vec<bool>> {
        anyhow::ensure!(rebuilds::lock(tx, self.generation).await?, Over);
        // The stream keeps a body that an operator has mended since.
        let events = as_applied(tx, SCHEMA, events).await?;
        let fates = self.take(tx, &events).await?;
        let new: Vec<&Heard> =
            events.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::Applied).map(|(event, _)| event).collect();
        if !new.is_empty() {
            (self.project)(tx, self.generation, &new).await?;
            rebuilds::progress(tx, self.generation, i64::try_from(new.len())?).await?;
        }
        Ok(fates.into_iter().map(|fate| fate != Fate::Later).collect())
    }

    /// Decides about each event, and remembers those that are to be applied now.
    async fn take(&self, tx: &mut Tx, events: &[Heard]) -> anyhow::Result<Vec<Fate>> {
        let forgotten = self.app.clock.now() - REMEMBERED;
        let id = |event: &Heard| -> Alone { (event.event_id, event.source().to_owned()) };
        let alone = events.iter().filter(|event| event.aggregate.is_none());
        let alone: Vec<_> = alone.map(|event| (id(event), event.occurred_at < forgotten)).collect();
        let live = rebuild_positions::live_events(tx, &alone).await?;
        let mut new = rebuild_positions::remember(tx, self.generation, &live).await?;
        let key = |event: &Heard| -> Option<Key> { Some((event.aggregate?.id, event.source().to_owned())) };
        let keys: Vec<Key> = events.iter().filter_map(key).collect();
        let mut positions = rebuild_positions::positions(tx, self.generation, &keys).await?;
        let mut reached = HashMap::new();
        // Also where the aggregate is further by now: another event has that place.
        let without_effect = without_effect(tx, SCHEMA, events).await?;
        let fates = events.iter().zip(without_effect).map(|(event, without_effect)| {
            if without_effect {
                return Fate::Later;
            }
            let Some((aggregate, key)) = event.aggregate.zip(key(event)) else {
                return match (live.contains(&id(event)), new.remove(&id(event))) {
                    (false, _) => Fate::Later,
                    (true, true) => Fate::Applied,
                    (true, false) => Fate::Before,
                };
            };
            let Some(position) = positions.get_mut(&key) else { return Fate::Later };
            let version = aggregate.version;
            if version <= position.rebuilt {
                return Fate::Before;
            }
            // A gap, or not applied there yet, or parked: it comes again.
            if version > position.rebuilt + 1 || version > position.live {
                return Fate::Later;
            }
            position.rebuilt = version;
            reached.insert(key, version);
            Fate::Applied
        });
        let fates: Vec<Fate> = fates.collect();
        if !reached.is_empty() {
            let reached: Vec<(&Key, i64)> = reached.iter().map(|(key, version)| (key, *version)).collect();
            rebuild_positions::advance(tx, self.generation, &reached).await?;
        }
        Ok(fates)
    }

    /// Holds the live projections still, takes in what they have and the rebuild has not, and looks or switches.
    async fn moment(&self, mut replay: Box<dyn Replay>) -> anyhow::Result<(Moment, Box<dyn Replay>)> {
        let work = self.clone();
        let moment = async move |mut still: Tx| {
            let moment = work.moment_in(&mut still, replay.as_mut()).await?;
            Ok((moment, replay))
        };
        self.app.db.write("rebuild_projections_moment", moment).await
    }

    /// What is taken in here has transactions of its own on other connections: a batch that was applied is settled, and a
    /// moment that is missed must not take it back.
    async fn moment_in(&self, still: &mut Tx, replay: &mut dyn Replay) -> anyhow::Result<Moment> {
        let live = fact_projection::lock(still).await?;
        for _ in 0..ROUNDS {
            if !rebuilds::is_behind(still, self.generation).await? {
                break;
            }
            let events = replay.next(BATCH, SHORT).await?;
            self.apply(events, replay).await?;
        }
        if rebuilds::is_behind(still, self.generation).await? {
            return Ok(Moment::Missed);
        }
        let Some(different) = rebuilds::different_rows(still, self.generation).await? else {
            let look = Look::begin(self.app.db.read().await?).await?;
            return Ok(Moment::Seen { look, live });
        };
        anyhow::ensure!(rebuilds::lock(still, self.generation).await?, Over);
        fact_projection::switch(still, self.generation).await?;
        rebuilds::finish(still, self.generation, live, self.app.clock.now()).await?;
        Ok(Moment::Switched { different })
    }

    async fn compare(&self, mut look: Look, live: i64) -> anyhow::Result<()> {
        let different = look.different_rows(live, self.generation).await?;
        drop(look);
        if different > 0 {
            warn!(generation = self.generation, different, "a rebuild differs from what it will replace");
        }
        let generation = self.generation;
        let compared = async move |mut tx: Tx| rebuilds::compared(&mut tx, generation, different).await;
        Ok(self.app.db.write("rebuild_projections_compared", compared).await?)
    }

    async fn setback(&self, refused: bool) -> anyhow::Result<()> {
        let generation = self.generation;
        let setback = async move |mut tx: Tx| rebuilds::setback(&mut tx, generation, refused, SETBACKS).await;
        Ok(self.app.db.write("rebuild_projections_setback", setback).await?)
    }
}

/// Deletes some rows of a generation that nobody reads any more.
async fn tidy_up(app: &App) -> anyhow::Result<bool> {
    let garbage = rebuilds::garbage(&mut *app.db.read().await?, app.clock.now() - READERS).await?;
    let Some((rebuild, generation)) = garbage else { return Ok(false) };
    // Also after a rebuild that was given up, or whose process died before it could forget.
    app.history.forget().await?;
    app.db
        .write("rebuild_projections_garbage", async move |mut tx| {
            if generations::delete_some(&mut tx, generation, rebuild, GARBAGE).await? == 0 {
                rebuilds::cleaned(&mut tx, rebuild).await?;
            }
            Ok(true)
        })
        .await
}
