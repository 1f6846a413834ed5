//! Which submission of the person's own waits for a decision; nothing is opened by asking.

use kernel::{DossierId, EmployeeId, Person};

use crate::{app::App, store::dossier::dossiers};

impl App {
    /// Dossier and number of the submission that waits in the current campaign; `None` when nothing is handed in.
    pub(crate) async fn find_submission(&self, person: &Person) -> anyhow::Result<Option<(DossierId, i32)>> {
        let mut connection = self.db.read().await?;
        let Some(campaign) = self.current_campaign(&mut connection).await? else { return Ok(None) };
        let employee = EmployeeId::from(person.person_id.as_uuid());
        Ok(dossiers::find_submitted(&mut connection, employee, &campaign.code).await?)
    }
}
