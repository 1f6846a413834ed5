//! `DossierSubmitted`: a dossier waits for its first stage.

use proto::{registration::v1::DossierSubmitted, verification::v1::DossierRef};

use crate::{
    app::projection::{Changes, stage},
    domain::standing::{State, Step, first_stage},
};

pub(super) fn project(changes: &mut Changes, message: DossierSubmitted) -> anyhow::Result<()> {
    let stages: Result<Vec<_>, _> =
        message.items.iter().flat_map(|item| &item.stages).map(|number| stage(*number)).collect();
    let state = State::Submitted(first_stage(message.submission, stages?));
    let dossier = DossierRef {
        dossier_id: message.dossier_id.clone(),
        registration_id: message.registration_id.clone(),
        employee: message.employee.clone(),
        campaign_code: message.campaign_code.clone(),
        submission: message.submission,
    };
    let at = message.submitted_at.as_ref();
    changes.dossier(Some(&dossier), Step::Submitted, state, at)
}
