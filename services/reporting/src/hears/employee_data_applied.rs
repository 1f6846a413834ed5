//! `EmployeeDataApplied`: corrections are master data, or came back; the employee may be somebody else's now.

use anyhow::Context as _;
use proto::{registration::v1::EmployeeDataApplied, verification::v1::DossierRef};

use crate::{
    app::projection::{Changes, employee},
    domain::standing::{State, Step},
};

pub(super) fn project(changes: &mut Changes, message: EmployeeDataApplied) -> anyhow::Result<()> {
    changes.employee(employee(message.employee.as_ref().context("applied to nobody")?)?);
    let state = if message.conflict_keys.is_empty() { State::Applied } else { State::Conflict };
    let dossier = DossierRef {
        dossier_id: message.dossier_id.clone(),
        registration_id: message.registration_id.clone(),
        employee: message.employee.clone(),
        campaign_code: message.campaign_code.clone(),
        submission: message.submission,
    };
    let at = message.applied_at.as_ref();
    changes.dossier(Some(&dossier), Step::Applied, state, at)
}
