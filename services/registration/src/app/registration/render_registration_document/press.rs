//! Typesetting takes a core for a while: as many at once as there are cores, and nobody waits long for a place.

use std::{fmt, sync::Arc, time::Duration};

use anyhow::Context as _;
use tokio::sync::Semaphore;

use super::RenderError;
use crate::documents::{CardData, DocumentError, FormData, card_pdf, form_pdf};

/// Longer, and the person is told to come again.
const WAIT: Duration = Duration::from_secs(3);

/// Where papers are printed. Cloning shares it.
#[derive(Clone)]
pub(crate) struct Press {
    places: Arc<Semaphore>,
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Press").field("free", &self.places.available_permits()).finish()
    }
}

impl Press {
    /// A press with a place per core.
    #[must_use]
    pub(crate) fn with_a_place_per_core() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { places: Arc::new(Semaphore::new(cores)) }
    }

    pub(super) async fn card(&self, data: CardData) -> Result<Vec<u8>, RenderError> {
        self.print(move || card_pdf(&data)).await
    }

    pub(super) async fn form(&self, data: FormData) -> Result<Vec<u8>, RenderError> {
        self.print(move || form_pdf(&data)).await
    }

    async fn print(
        &self,
        typeset: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
    ) -> Result<Vec<u8>, RenderError> {
        let place = tokio::time::timeout(WAIT, self.places.clone().acquire_owned()).await;
        let place = place.map_err(|_| RenderError::Busy)?.context("the press is never closed")?;
        let printed = tokio::task::spawn_blocking(move || {
            let printed = typeset();
            // Only now: a person who has left still occupies the core.
            drop(place);
            printed
        });
        Ok(printed.await.context("typesetting")?.context("typesetting")?)
    }
}
