//! Ends a reservation that will not become a registration, so that its NIP is free again.

use anyhow::Context as _;
use chassis::{events::Aggregate, uninterrupted::uninterrupted};
use kernel::RegistrationId;
use metrics::counter;

use super::App;
use crate::{domain::registration::Step, events::publish, store::registrations};

impl App {
    /// Frees a reservation unless it has been completed or freed meanwhile; says whether it did. Its number stays taken.
    ///
    /// # Errors
    /// The database is away.
    pub async fn free_reservation(&self, registration: RegistrationId) -> anyhow::Result<bool> {
        let app = self.clone();
        uninterrupted(async move { app.free(registration).await }).await
    }

    async fn free(&self, registration: RegistrationId) -> anyhow::Result<bool> {
        let mut tx = self.db.begin().await?;
        if !registrations::lock(&mut tx, registration).await? {
            return Ok(false);
        }
        let kept = registrations::load(&mut tx, registration).await?.context("a locked registration vanished")?;
        let Ok(life) = kept.registration.life.after(Step::Lapse) else { return Ok(false) };
        registrations::erase(&mut tx, registration).await?;
        let aggregate = Aggregate { id: registration.as_uuid(), version: life.version };
        publish::registration_lapsed(&self.outbox, &mut tx, aggregate).await?;
        tx.commit().await?;
        self.outbox.wake();
        counter!("epupns_reservations_freed_total").increment(1);
        Ok(true)
    }
}
