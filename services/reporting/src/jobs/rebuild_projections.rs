//! Makes the projections anew from the history of events, beside the live ones, and puts them in their place.
//!
//! A rebuild follows the live projections: it applies what the inbox says is live, in the same order per aggregate, and
//! nothing else. So both contain the same events when they contain as many. Such a moment is made twice, by letting
//! nobody apply another event for as long as the rebuild takes to catch up, at most a second or two: once to compare
//! them, which then goes on without holding anybody up, and once to switch.

use std::time::Duration;

use anyhow::Context as _;
use chassis::{
    db::Tx,
    events::{Heard, is_outage},
    jobs::Schedule,
    uninterrupted::uninterrupted,
};
use tokio::time::Instant;
use tracing::{info, warn};

use crate::{
    app::{App, ports::Replay, projection::Project},
    store::{fact_projection, generations, rebuild_positions, rebuilds},
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "rebuild_projections", every: Duration::from_secs(5) };

/// Events in a transaction.
const BATCH: usize = 200;
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
const REMEMBERED: time::Duration = time::Duration::days(1);
/// Rows in a transaction when a generation is deleted, from each table.
const GARBAGE: i64 = 5_000;
/// How long a reader may go on with rows of the generation that was live when it began.
const READERS: time::Duration = time::Duration::minutes(1);

/// Goes on with the rebuild that runs, or tidies up after one; says whether there is more to do at once.
///
/// # Errors
/// The database or the stream is away: tried again.
pub async fn rebuild_projections(app: &App, project: Project) -> anyhow::Result<bool> {
    let running = rebuilds::running(&mut *app.db.read().await?).await?;
    let Some(generation) = running else { return tidy_up(app).await };
    let work = Work { app: app.clone(), project, generation };
    let mut replay = app.history.replay(generation).await?;
    let until = Instant::now() + PASS;
    while Instant::now() < until {
        let events = replay.next(BATCH, PATIENCE).await?;
        let caught_up = events.len() < BATCH;
        let (done, refused) = work.apply(events).await?;
        let applied = done.contains(&true);
        replay.settle(done).await?;
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
        let (step, given_back) = work.next_step(replay).await?;
        replay = given_back;
        match step {
            Step::None => {}
            Step::Compared => return Ok(true),
            Step::Switched => {
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
enum Step {
    /// There was none.
    None,
    Compared,
    Switched,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Applied,
    /// It was in the rebuild already.
    Before,
    Later,
}

impl Work {
    async fn is_behind(&self) -> anyhow::Result<bool> {
        Ok(rebuilds::is_behind(&mut *self.app.db.read().await?, self.generation).await?)
    }

    /// Applies what is live of these events: which of them are in the rebuild now, and whether one was refused. That is no
    /// reason to leave the others: it comes again, and too much of it ends the rebuild.
    async fn apply(&self, events: Vec<Heard>) -> anyhow::Result<(Vec<bool>, bool)> {
        match self.apply_together(events.clone()).await {
            Ok(done) => return Ok((done, false)),
            Err(error) => warn!(error = format!("{error:#}"), "a batch was not applied; now one by one"),
        }
        let (mut done, mut refused) = (Vec::with_capacity(events.len()), false);
        for event in events {
            match self.apply_together(vec![event]).await {
                Ok(one) => done.extend(one),
                Err(error) if error.downcast_ref().is_some_and(is_outage) => return Err(error),
                Err(_) => {
                    self.setback(true).await?;
                    refused = true;
                    done.push(false);
                }
            }
        }
        Ok((done, refused))
    }

    /// All or none.
    async fn apply_together(&self, events: Vec<Heard>) -> anyhow::Result<Vec<bool>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let work = self.clone();
        uninterrupted(async move {
            let mut tx = work.app.db.begin().await?;
            anyhow::ensure!(rebuilds::lock(&mut tx, work.generation).await?, "the rebuild is over");
            let (mut done, mut applied) = (Vec::with_capacity(events.len()), 0);
            for event in &events {
                let fate = work.take(&mut tx, event).await.with_context(|| event.message_name.clone())?;
                applied += i64::from(fate == Fate::Applied);
                done.push(fate != Fate::Later);
            }
            if applied > 0 {
                rebuilds::progress(&mut tx, work.generation, applied).await?;
            }
            tx.commit().await?;
            Ok(done)
        })
        .await
    }

    async fn take(&self, tx: &mut Tx, event: &Heard) -> anyhow::Result<Fate> {
        let Some(aggregate) = event.aggregate else {
            let forgotten = event.occurred_at < self.app.clock.now() - REMEMBERED;
            if !rebuild_positions::is_event_live(tx, event.event_id, forgotten).await? {
                return Ok(Fate::Later);
            }
            if !rebuild_positions::remember(tx, self.generation, event.event_id).await? {
                return Ok(Fate::Before);
            }
            (self.project)(tx, self.generation, event).await?;
            return Ok(Fate::Applied);
        };
        let (source, version) = (event.source(), aggregate.version);
        let position = rebuild_positions::position(tx, self.generation, source, aggregate.id).await?;
        if version <= position {
            return Ok(Fate::Before);
        }
        // A gap, or not applied there yet, or parked: it comes again.
        if version > position + 1 || !rebuild_positions::is_live(tx, source, aggregate.id, version).await? {
            return Ok(Fate::Later);
        }
        (self.project)(tx, self.generation, event).await?;
        rebuild_positions::advance(tx, self.generation, source, aggregate.id, version).await?;
        Ok(Fate::Applied)
    }

    /// Holds the live projections still, takes in what they have and the rebuild has not, and compares or switches.
    async fn next_step(&self, mut replay: Box<dyn Replay>) -> anyhow::Result<(Step, Box<dyn Replay>)> {
        let work = self.clone();
        uninterrupted(async move {
            let mut still = work.app.db.begin().await?;
            let live = fact_projection::lock(&mut still).await?;
            for _ in 0..ROUNDS {
                if !rebuilds::is_behind(&mut still, work.generation).await? {
                    break;
                }
                let events = replay.next(BATCH, SHORT).await?;
                let done = work.apply_together(events).await?;
                replay.settle(done).await?;
            }
            if rebuilds::is_behind(&mut still, work.generation).await? {
                return Ok((Step::None, replay));
            }
            let Some(different) = rebuilds::different_rows(&mut still, work.generation).await? else {
                let mut look = work.app.db.begin().await?;
                generations::look_once(&mut look).await?;
                // From here on everybody goes on; the look stays as it is.
                drop(still);
                work.compare(look, live).await?;
                return Ok((Step::Compared, replay));
            };
            anyhow::ensure!(rebuilds::lock(&mut still, work.generation).await?, "the rebuild is over");
            fact_projection::switch(&mut still, work.generation).await?;
            rebuilds::finish(&mut still, work.generation, live, work.app.clock.now()).await?;
            still.commit().await?;
            info!(generation = work.generation, different, "a rebuild is live");
            Ok((Step::Switched, replay))
        })
        .await
    }

    async fn compare(&self, mut look: Tx, live: i64) -> anyhow::Result<()> {
        let different = generations::different_rows(&mut look, live, self.generation).await?;
        drop(look);
        if different > 0 {
            warn!(generation = self.generation, different, "a rebuild differs from what it will replace");
        }
        let mut tx = self.app.db.begin().await?;
        rebuilds::compared(&mut tx, self.generation, different).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn setback(&self, refused: bool) -> anyhow::Result<()> {
        let work = self.clone();
        uninterrupted(async move {
            let mut tx = work.app.db.begin().await?;
            rebuilds::setback(&mut tx, work.generation, refused, SETBACKS).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }
}

/// Deletes some rows of a generation that nobody reads any more.
async fn tidy_up(app: &App) -> anyhow::Result<bool> {
    let app = app.clone();
    let garbage = rebuilds::garbage(&mut *app.db.read().await?, app.clock.now() - READERS).await?;
    let Some((rebuild, generation)) = garbage else { return Ok(false) };
    // Also after a rebuild that was given up, or whose process died before it could forget.
    app.history.forget().await?;
    uninterrupted(async move {
        let mut tx = app.db.begin().await?;
        if generations::delete_some(&mut tx, generation, rebuild, GARBAGE).await? == 0 {
            rebuilds::cleaned(&mut tx, rebuild).await?;
        }
        tx.commit().await?;
        Ok(true)
    })
    .await
}
