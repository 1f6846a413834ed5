//! `EmployeeDataApplied`: corrections are master data, or came back; the employee may be somebody else's now.

use anyhow::Context as _;
use proto::{registration::v1::EmployeeDataApplied, verification::v1::DossierRef};
use sqlx::PgConnection;

use crate::{
    app::projection::{advance_dossier, employee, keep_employees},
    domain::standing::{State, Step},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &EmployeeDataApplied,
) -> anyhow::Result<()> {
    let after = employee(message.employee.as_ref().context("applied to nobody")?)?;
    if after.version > 0 {
        keep_employees(connection, generation, vec![after]).await?;
    }
    let state = if message.conflict_keys.is_empty() { State::Applied } else { State::Conflict };
    let dossier = DossierRef {
        dossier_id: message.dossier_id.clone(),
        registration_id: message.registration_id.clone(),
        employee: message.employee.clone(),
        campaign_code: message.campaign_code.clone(),
        submission: message.submission,
    };
    let at = message.applied_at.as_ref();
    advance_dossier(connection, generation, Some(&dossier), Step::Applied, state, at).await
}
