//! Tasks beside the door without which a service only looks alive.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
};

use futures::FutureExt as _;
use tokio_util::sync::CancellationToken;
use tracing::error;

/// Watches over such tasks: when one panics the process stops, and says which. A process that begins again is healthier than one
/// that nobody sees is deaf.
#[derive(Clone)]
pub(super) struct Vital {
    stop: CancellationToken,
    ended: Arc<OnceLock<&'static str>>,
}

impl Vital {
    pub(super) fn new(stop: CancellationToken) -> Self {
        Self { stop, ended: Arc::default() }
    }

    /// The task, watched.
    pub(super) fn keep<F: Future<Output = ()>>(
        &self,
        name: &'static str,
        task: F,
    ) -> impl Future<Output = ()> + use<F> {
        let Self { stop, ended } = self.clone();
        async move {
            if AssertUnwindSafe(task).catch_unwind().await.is_err() {
                error!(task = name, "a task panicked without which this service is none: it stops");
                let _ = ended.set(name);
                stop.cancel();
            }
        }
    }

    /// # Errors
    /// One has panicked.
    pub(super) fn verdict(&self) -> anyhow::Result<()> {
        self.ended.get().map_or(Ok(()), |name| Err(anyhow::anyhow!("the {name} panicked: see the log above")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_panics_stops_the_process_and_is_named() {
        let stop = CancellationToken::new();
        let vital = Vital::new(stop.clone());
        vital.keep("relay", async {}).await;
        assert!(!stop.is_cancelled(), "one that ends in peace stops nothing");
        vital.verdict().unwrap();
        vital.keep("listener", async { panic!("made up") }).await;
        assert!(stop.is_cancelled());
        assert!(vital.verdict().unwrap_err().to_string().contains("listener"));
    }
}
