//! Which statements some work sends to the database, as sqlx logs them: a bound that no machine's speed moves.

use std::{
    fmt::{Debug, Write as _},
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::set_default,
};

/// What sqlx calls its log.
const QUERIES: &str = "sqlx::query";

/// The statements of some work, each as its beginning, and what the work gave. On a runtime of one thread.
pub(crate) async fn statements_of<T>(work: impl Future<Output = T>) -> (Vec<String>, T) {
    let log = Log::default();
    let guard = set_default(log.clone());
    let done = work.await;
    drop(guard);
    let statements = log.0.lock().unwrap().drain(..).collect();
    (statements, done)
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == QUERIES
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut summary = Summary::default();
        event.record(&mut summary);
        self.0.lock().unwrap().push(summary.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Summary(String);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "summary" {
            write!(self.0, "{value:?}").unwrap();
        }
    }
}
