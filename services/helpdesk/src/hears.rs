//! What this service does with what it hears: an event is parsed, and a use case called in the listener's transaction.

mod agencies_imported;
mod dossier_completed;
mod dossier_recalled;
mod dossier_returned;
mod dossier_submitted;
mod employee_data_applied;
mod employees_imported;
mod registration_confirmed;
mod registration_lapsed;
mod registration_rejected;
mod registration_submitted;
mod rehearsal_purged;
mod stage_completed;
mod ticket_action_done;
mod ticket_action_refused;

use anyhow::Context as _;
use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::FutureExt as _;
use kernel::{AgencyCode, EmployeeId, RegistrationId, RegistrationNumber};
use proto::{
    registration::v1::{
        AgenciesImported, DossierSubmitted, EmployeeDataApplied, EmployeeRef, EmployeesImported, RegistrationConfirmed,
        RegistrationLapsed, RegistrationRejected, RegistrationSubmitted, RehearsalPurged, TicketActionDone,
        TicketActionRefused,
    },
    verification::v1::{DossierCompleted, DossierRecalled, DossierRef, DossierReturned, StageCompleted},
};

use crate::{
    app::{App, follow_dossier::FollowDossier},
    domain::dossier::Place,
    store::registrations::Whose,
};

/// Hears everything that registration and verification tell; what it does not know only advances its aggregate.
#[must_use]
pub(crate) fn listener(app: App) -> Listener {
    Listener::of(app, |app, tx, event| hear(app, tx, event).boxed())
}

/// Applies one event in the transaction that remembers it.
///
/// # Errors
/// The database is away, or the event contradicts what is kept here: it is tried again and then parked.
pub(crate) async fn hear(app: &App, tx: &mut Tx, event: &Heard) -> anyhow::Result<()> {
    chassis::on!(event => hear(app, tx).await {
        TicketActionDone => ticket_action_done,
        TicketActionRefused => ticket_action_refused,
        RegistrationSubmitted => registration_submitted,
        RegistrationConfirmed => registration_confirmed,
        RegistrationRejected => registration_rejected,
        RegistrationLapsed => registration_lapsed,
        EmployeesImported => employees_imported,
        AgenciesImported => agencies_imported,
        RehearsalPurged => rehearsal_purged,
        DossierSubmitted => dossier_submitted,
        StageCompleted => stage_completed,
        DossierReturned => dossier_returned,
        DossierRecalled => dossier_recalled,
        DossierCompleted => dossier_completed,
        EmployeeDataApplied => employee_data_applied,
    });
    Ok(())
}

/// Whose registration an event is about.
fn whose(registration_id: &str, employee: Option<&EmployeeRef>, number: Option<&str>) -> anyhow::Result<Whose> {
    let employee = employee.context("no employee")?;
    Ok(Whose {
        registration_id: RegistrationId::parse(registration_id)?,
        number: number.map(RegistrationNumber::parse).transpose()?,
        employee_id: EmployeeId::parse(&employee.employee_id)?,
        agency_code: AgencyCode::parse(&employee.agency_code)?,
        agency_version: i64::try_from(employee.version)?,
    })
}

/// Where verification says that a dossier is now.
fn told(dossier: Option<&DossierRef>, place: Place) -> anyhow::Result<FollowDossier> {
    let dossier = dossier.context("no dossier")?;
    let whose = whose(&dossier.registration_id, dossier.employee.as_ref(), None)?;
    Ok(FollowDossier { whose, submission: dossier.submission, place })
}
