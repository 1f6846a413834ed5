//! A dossier was handed in: the first stage that has anything to decide holds it.

use chassis::{db::Tx, wire::stage_of};
use proto::registration::v1::DossierSubmitted;

use super::whose;
use crate::{
    app::{App, follow_dossier::FollowDossier},
    domain::dossier::Place,
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierSubmitted) -> anyhow::Result<()> {
    let whose = whose(&event.registration_id, event.employee.as_ref(), Some(&event.registration_number))?;
    let deciding = event.items.iter().flat_map(|item| item.stages()).filter_map(stage_of);
    let place = Place::handed_in(event.submission, deciding);
    app.follow_dossier(tx, &FollowDossier { whose, submission: event.submission, place }).await
}
