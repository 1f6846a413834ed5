//! What a service does with the events that it hears.

use std::sync::Arc;

use super::envelope::Heard;
use crate::db::Tx;
use futures::{FutureExt as _, future::BoxFuture};

type HearFn = dyn for<'a> Fn(&'a mut Tx, &'a [&'a Heard]) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync;

/// What a service does with the events that it hears: one function that knows its `hears/<event>.rs`. A message that it
/// does not know is success: it only advances the aggregate.
#[derive(Clone)]
pub struct Listener {
    hear: Arc<HearFn>,
    most: usize,
    after_commit: Arc<dyn Fn() + Send + Sync>,
}

impl Listener {
    /// Wraps the service's dispatch of one event: each has a transaction of its own.
    pub fn new<F>(hear: F) -> Self
    where
        F: for<'a> Fn(&'a mut Tx, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync + 'static,
    {
        let hear = Arc::new(hear);
        Self::in_batches(1, move |tx, events| {
            let hear = hear.clone();
            async move {
                for event in events {
                    hear(&mut *tx, event).await?;
                }
                Ok(())
            }
            .boxed()
        })
    }

    /// The same of a dispatch in the rooms of a service.
    pub fn of<A>(app: A, hear: for<'a> fn(&'a A, &'a mut Tx, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>>) -> Self
    where
        A: Clone + Send + Sync + 'static,
    {
        Self::new(move |tx, event| {
            let app = app.clone();
            async move { hear(&app, tx, event).await }.boxed()
        })
    }

    /// Wraps a dispatch that takes up to `most` events, of each aggregate in order, whose effects share a transaction. It takes
    /// what is waiting, so a single event waits for no others. When it refuses, the effects of none remain and it is given
    /// the halves, down to the one event that it refuses.
    ///
    /// Two processes may do this at once: locks are to be taken in one order for a whole batch.
    pub fn in_batches<F>(most: usize, hear: F) -> Self
    where
        F: for<'a> Fn(&'a mut Tx, &'a [&'a Heard]) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync + 'static,
    {
        Self { hear: Arc::new(hear), most: most.max(1), after_commit: Arc::new(|| {}) }
    }

    /// Wakes whoever else works on what the effects left behind, once an effect is committed; nothing that takes time. The
    /// relay needs no waking: what was told has done it.
    #[must_use]
    pub fn after_commit(self, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { after_commit: Arc::new(wake), ..self }
    }

    pub(super) fn most(&self) -> usize {
        self.most
    }

    pub(super) fn hear<'a>(&'a self, tx: &'a mut Tx, events: &'a [&'a Heard]) -> BoxFuture<'a, anyhow::Result<()>> {
        (self.hear)(tx, events)
    }

    pub(super) fn committed(&self) {
        (self.after_commit)();
    }
}
