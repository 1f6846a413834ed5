//! What this service tells, and what it does with what it hears.

pub mod publish;

mod on_agencies_imported;
mod on_dossier_completed;
mod on_dossier_recalled;
mod on_dossier_returned;
mod on_dossier_submitted;
mod on_employee_data_applied;
mod on_employees_imported;
mod on_registration_confirmed;
mod on_registration_lapsed;
mod on_registration_rejected;
mod on_registration_submitted;
mod on_rehearsal_purged;
mod on_stage_completed;
mod on_ticket_action_done;
mod on_ticket_action_refused;

use anyhow::Context as _;
use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::FutureExt as _;
use kernel::{AgencyCode, EmployeeId, RegistrationId, RegistrationNumber, Stage};
use proto::{
    registration::v1::{
        AgenciesImported, DossierSubmitted, EmployeeDataApplied, EmployeeRef, EmployeesImported, RegistrationConfirmed,
        RegistrationLapsed, RegistrationRejected, RegistrationSubmitted, RehearsalPurged, TicketActionDone,
        TicketActionRefused,
    },
    verification::v1::{DossierCompleted, DossierRecalled, DossierRef, DossierReturned, StageCompleted},
};
use sqlx::PgConnection;

use crate::{
    app::App,
    store::registrations::{self, Progress, Whose},
};

/// Hears everything that registration and verification tell; what it does not know only advances its aggregate.
#[must_use]
pub fn listener(app: App) -> Listener {
    Listener::new(move |tx, event| {
        let app = app.clone();
        async move { hear(&app, tx, event).await }.boxed()
    })
}

/// Applies one event in the transaction that remembers it.
///
/// # Errors
/// The database is away, or the event contradicts what is kept here: it is tried again and then parked.
pub async fn hear(app: &App, tx: &mut Tx, event: &Heard) -> anyhow::Result<()> {
    if let Some(event) = event.decode::<TicketActionDone>()? {
        on_ticket_action_done::hear(app, tx, &event).await
    } else if let Some(event) = event.decode::<TicketActionRefused>()? {
        on_ticket_action_refused::hear(app, tx, &event).await
    } else if let Some(event) = event.decode::<RegistrationSubmitted>()? {
        on_registration_submitted::hear(tx, &event).await
    } else if let Some(event) = event.decode::<RegistrationConfirmed>()? {
        on_registration_confirmed::hear(tx, &event).await
    } else if let Some(event) = event.decode::<RegistrationRejected>()? {
        on_registration_rejected::hear(tx, &event).await
    } else if let Some(event) = event.decode::<RegistrationLapsed>()? {
        on_registration_lapsed::hear(tx, &event).await
    } else if let Some(event) = event.decode::<EmployeesImported>()? {
        on_employees_imported::hear(tx, &event).await
    } else if let Some(event) = event.decode::<AgenciesImported>()? {
        on_agencies_imported::hear(tx, event).await
    } else if let Some(event) = event.decode::<RehearsalPurged>()? {
        on_rehearsal_purged::hear(tx, &event).await
    } else {
        hear_of_dossier(tx, event).await
    }
}

async fn hear_of_dossier(tx: &mut Tx, event: &Heard) -> anyhow::Result<()> {
    if let Some(event) = event.decode::<DossierSubmitted>()? {
        on_dossier_submitted::hear(tx, &event).await
    } else if let Some(event) = event.decode::<StageCompleted>()? {
        on_stage_completed::hear(tx, &event).await
    } else if let Some(event) = event.decode::<DossierReturned>()? {
        on_dossier_returned::hear(tx, &event).await
    } else if let Some(event) = event.decode::<DossierRecalled>()? {
        on_dossier_recalled::hear(tx, &event).await
    } else if let Some(event) = event.decode::<DossierCompleted>()? {
        on_dossier_completed::hear(tx, &event).await
    } else if let Some(event) = event.decode::<EmployeeDataApplied>()? {
        on_employee_data_applied::hear(tx, &event).await
    } else {
        Ok(())
    }
}

/// A dossier that nobody decides any more.
const OVER: i16 = 3;

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

/// Verification tells where a dossier is now.
async fn keep_stage(
    connection: &mut PgConnection,
    dossier: Option<&DossierRef>,
    step: i16,
    stage: Option<Stage>,
) -> anyhow::Result<()> {
    let dossier = dossier.context("no dossier")?;
    let whose = whose(&dossier.registration_id, dossier.employee.as_ref(), None)?;
    registrations::keep(connection, &whose).await?;
    let progress = Progress { submission: i32::try_from(dossier.submission)?, step };
    Ok(registrations::keep_stage(connection, whose.registration_id, progress, stage).await?)
}
