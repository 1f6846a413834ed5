//! An officer gives a dossier back.

use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, DossierId};
use serde_json::json;

use super::{
    App,
    desk::{DeskError, Officer},
};
use crate::store::reviews;

impl App {
    /// Ends the officer's claim; giving back what one does not hold is success.
    pub(crate) async fn release_dossier(&self, officer: Officer, dossier: DossierId) -> Result<(), DeskError> {
        let app = self.clone();
        self.db.write("release_dossier", async move |mut tx| app.release(&mut tx, &officer, dossier).await).await
    }

    async fn release(&self, tx: &mut Tx, officer: &Officer, dossier: DossierId) -> Result<(), DeskError> {
        let kept = officer.hold(tx, dossier).await?;
        if kept.claim.is_some_and(|claim| claim.by == officer.person.person_id) {
            reviews::set_claim(tx, dossier, None).await?;
            let by = Caller::Person(officer.person.clone());
            let deed = Deed { by: &by, action: "release_dossier", at: self.clock.now() };
            self.note(tx, &kept, deed, json!({ "stage": officer.scope.stage().as_str() })).await?;
        }
        Ok(())
    }
}
