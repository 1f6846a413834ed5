//! The last stage is done: accepted corrections become master data.

use chassis::db::Tx;
use kernel::PersonId;
use proto::verification::v1::DossierCompleted;

use super::submission_of;
use crate::{
    app::{App, dossier::settle_dossier::Completed},
    domain::dossier::settling::Decisions,
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierCompleted) -> anyhow::Result<()> {
    let (dossier_id, submission) = submission_of(event.dossier.as_ref())?;
    let decisions = Decisions {
        accepted: event.accepted_keys.iter().cloned().collect(),
        rejected: event.rejected.iter().map(|item| item.key.clone()).collect(),
    };
    let completed_by = PersonId::parse(&event.completed_by)?;
    app.settle_dossier(tx, Completed { dossier_id, submission, decisions, completed_by }).await
}
