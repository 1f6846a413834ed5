//! As many papers at once as there are cores, and nobody waits long for a place.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    card::{Card, card_pdf},
    error::{DocumentError, PrintError},
    form::{Form, form_pdf},
};

/// Longer, and the person is told to come again.
const WAIT: Duration = Duration::from_secs(3);

/// Where papers are printed. Cloning shares it.
#[derive(Clone)]
pub struct Press {
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
    pub fn with_a_place_per_core() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { places: Arc::new(Semaphore::new(cores)) }
    }

    /// Prints a registration card.
    ///
    /// # Errors
    /// [`PrintError::Busy`] may pass; the others are defects of ours.
    pub async fn card(&self, card: Card) -> Result<Vec<u8>, PrintError> {
        self.print(move || card_pdf(&card)).await
    }

    /// Prints a registration form.
    ///
    /// # Errors
    /// [`PrintError::Busy`] may pass; the others are defects of ours.
    pub async fn form(&self, form: Form) -> Result<Vec<u8>, PrintError> {
        self.print(move || form_pdf(&form)).await
    }

    async fn print(
        &self,
        typeset: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
    ) -> Result<Vec<u8>, PrintError> {
        let place = self.place_within(WAIT).await?;
        let printed = tokio::task::spawn_blocking(move || {
            let printed = typeset();
            // Only now: a person who has left still occupies the core.
            drop(place);
            printed
        });
        Ok(printed.await??)
    }

    async fn place_within(&self, patience: Duration) -> Result<OwnedSemaphorePermit, PrintError> {
        let place = tokio::time::timeout(patience, self.places.clone().acquire_owned()).await;
        Ok(place.map_err(|_| PrintError::Busy)?.expect("nobody closes the press"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_finds_no_place_in_time_is_told_so() {
        let press = Press { places: Arc::new(Semaphore::new(1)) };
        let taken = press.place_within(Duration::ZERO).await.unwrap();
        let refused = press.place_within(Duration::ZERO).await;
        assert!(matches!(refused, Err(PrintError::Busy)), "{refused:?}");
        drop(taken);
        assert!(press.place_within(Duration::ZERO).await.is_ok());
    }

    #[tokio::test]
    async fn a_place_is_free_again_after_a_paper_and_after_a_failure() {
        let press = Press { places: Arc::new(Semaphore::new(1)) };
        let failed = press.print(|| Err(DocumentError::Export { template: "card.typ" })).await;
        assert!(matches!(failed, Err(PrintError::Document(_))), "{failed:?}");
        assert_eq!(press.print(|| Ok(vec![1])).await.unwrap(), [1]);
    }
}
