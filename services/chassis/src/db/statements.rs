//! How many statements a write sends: counted where sqlx asks whether to log one, which it does of each.
//!
//! The question costs nothing where the answer is no, and nobody's code can forget to ask it. Functions that run statements
//! take a plain connection, so that a wrapper around it would count how often it is lent.

use std::cell::Cell;

use tokio::task_local;
use tracing::{Event, Metadata, Subscriber, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{Layer, layer::Context};

/// What sqlx calls its log.
const LOG: &str = "sqlx::query";

task_local! {
    /// Sent by the write that this task is at.
    static SENT: Cell<u64>;
}

/// Does some work of a write, and counts the statements that it sends from its own task.
pub(super) async fn counted<T>(work: impl Future<Output = T>) -> (T, u64) {
    SENT.scope(Cell::default(), async {
        let done = work.await;
        (done, SENT.with(Cell::get))
    })
    .await
}

/// Counts statements, whether they are logged or not: without it the metric stands at nothing.
#[derive(Clone, Copy, Debug)]
pub struct CountStatements;

impl<S: Subscriber> Layer<S> for CountStatements {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        // To be asked each time of what is counted; others decide about all else.
        if is_question(metadata) { Interest::sometimes() } else { Interest::always() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        if is_question(metadata) {
            SENT.try_with(|sent| sent.set(sent.get() + 1)).ok();
        }
        true
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // Where the answer is yes it is asked twice.
        if event.metadata().target() == LOG {
            SENT.try_with(|sent| sent.set(sent.get().saturating_sub(1))).ok();
        }
    }

    /// Statements are a trace; what is below another's level is not asked of this one.
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }
}

/// Whether it would be logged, as opposed to the line itself.
fn is_question(metadata: &Metadata<'_>) -> bool {
    metadata.target() == LOG && !metadata.is_event() && !metadata.is_span()
}
