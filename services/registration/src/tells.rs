//! What is told: one function per event, always in the transaction of its fact, whose commit wakes the relay.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use proto::registration::v1::{
    AgenciesImported, Agency, CampaignPut, DossierSubmitted, EmployeeDataApplied, EmployeeRef, EmployeesImported,
    OrgUnit, OrgUnitsImported, PersonalDataViewed, RegistrationConfirmed, RegistrationLapsed, RegistrationRejected,
    RegistrationSubmitted, RehearsalPurged, TicketActionDone, TicketActionRefused,
};

/// A registration was made.
pub(crate) async fn registration_submitted(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &RegistrationSubmitted,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// A registration is genuine.
pub(crate) async fn registration_confirmed(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &RegistrationConfirmed,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// A registration is not genuine and has been erased.
pub(crate) async fn registration_rejected(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &RegistrationRejected,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// A reservation ended without a registration.
pub(crate) async fn registration_lapsed(outbox: &Outbox, tx: &mut Tx, aggregate: Aggregate) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), &RegistrationLapsed { registration_id: aggregate.id.to_string() }).await
}

/// A campaign was opened, or its dates moved.
pub(crate) async fn campaign_put(outbox: &Outbox, tx: &mut Tx, message: &CampaignPut) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, message).await
}

/// An import made or changed employees; at most 500 a call.
pub(crate) async fn employees_imported(
    outbox: &Outbox,
    tx: &mut Tx,
    import_id: String,
    employees: Vec<EmployeeRef>,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, &EmployeesImported { import_id, employees }).await
}

/// An import made or changed agencies; at most 500 a call.
pub(crate) async fn agencies_imported(outbox: &Outbox, tx: &mut Tx, agencies: Vec<Agency>) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, &AgenciesImported { agencies }).await
}

/// An import made or changed org units; at most 500 a call.
pub(crate) async fn org_units_imported(outbox: &Outbox, tx: &mut Tx, units: Vec<OrgUnit>) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, &OrgUnitsImported { units }).await
}

/// Somebody was shown personal data of others; at most 100 subjects a call.
pub(crate) async fn personal_data_viewed(
    outbox: &Outbox,
    tx: &mut Tx,
    message: &PersonalDataViewed,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, message).await
}

/// A dossier was handed in.
pub(crate) async fn dossier_submitted(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &DossierSubmitted,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// Accepted corrections are master data, or came back.
pub(crate) async fn employee_data_applied(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &EmployeeDataApplied,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// Something of a rehearsal was removed; at most 200 people a call.
pub(crate) async fn rehearsal_purged(
    outbox: &Outbox,
    tx: &mut Tx,
    message: &RehearsalPurged,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, message).await
}

/// What a ticket's approval asked for is done.
pub(crate) async fn ticket_action_done(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketActionDone,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// What a ticket's approval asked for is not done.
pub(crate) async fn ticket_action_refused(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketActionRefused,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}
