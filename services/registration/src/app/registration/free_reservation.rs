//! Ends a reservation that will not become a registration, so that its NIP is free again.

use anyhow::Context as _;
use chassis::{db::Tx, events::Aggregate};
use kernel::RegistrationId;
use metrics::counter;

use crate::{app::App, domain::registration::Step, store::registration::registrations, tells};

impl App {
    /// Frees a reservation unless it has been completed or freed meanwhile; says whether it did. Its number stays taken.
    pub(crate) async fn free_reservation(&self, registration: RegistrationId) -> anyhow::Result<bool> {
        let app = self.clone();
        let freed =
            self.db.write("free_reservation", async move |mut tx| app.free(&mut tx, registration).await).await?;
        if freed {
            counter!("epupns_reservations_freed_total").increment(1);
        }
        Ok(freed)
    }

    async fn free(&self, tx: &mut Tx, registration: RegistrationId) -> anyhow::Result<bool> {
        if !registrations::lock(tx, registration).await? {
            return Ok(false);
        }
        let kept = registrations::load(tx, registration).await?.context("a locked registration vanished")?;
        let Ok(life) = kept.registration.life.after(Step::Lapse) else { return Ok(false) };
        registrations::erase(tx, registration).await?;
        let aggregate = Aggregate { id: registration.as_uuid(), version: life.version };
        tells::registration_lapsed(&self.outbox, tx, aggregate).await?;
        Ok(true)
    }
}
