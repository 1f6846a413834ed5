//! What is told: one function per event, always in the transaction of its fact, whose commit wakes the relay.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use proto::registration::v1::{
    AgenciesImported, Agency, CampaignPut, CampaignWithdrawn, DossierSubmitted, EmployeeDataApplied, EmployeeRef,
    EmployeesImported, OrgUnit, OrgUnitsImported, PersonalDataViewed, RegistrationConfirmed, RegistrationLapsed,
    RegistrationRejected, RegistrationSubmitted, RehearsalPurged, TicketActionDone, TicketActionRefused,
};

chassis::tells! {
    /// A registration was made.
    pub(crate) fn registration_submitted(aggregate, RegistrationSubmitted);

    /// A registration is genuine.
    pub(crate) fn registration_confirmed(aggregate, RegistrationConfirmed);

    /// A registration is not genuine and has been erased.
    pub(crate) fn registration_rejected(aggregate, RegistrationRejected);

    /// A campaign was opened, or its dates moved.
    pub(crate) fn campaign_put(CampaignPut);

    /// A campaign was taken back.
    pub(crate) fn campaign_withdrawn(CampaignWithdrawn);

    /// Somebody was shown personal data of others; at most 100 subjects a call.
    pub(crate) fn personal_data_viewed(PersonalDataViewed);

    /// A dossier was handed in.
    pub(crate) fn dossier_submitted(aggregate, DossierSubmitted);

    /// Accepted corrections are master data, or came back.
    pub(crate) fn employee_data_applied(aggregate, EmployeeDataApplied);

    /// Something of a rehearsal was removed; at most 200 people a call.
    pub(crate) fn rehearsal_purged(RehearsalPurged);

    /// What a ticket's approval asked for is done.
    pub(crate) fn ticket_action_done(aggregate, TicketActionDone);

    /// What a ticket's approval asked for is not done.
    pub(crate) fn ticket_action_refused(aggregate, TicketActionRefused);
}

/// A reservation ended without a registration.
pub(crate) async fn registration_lapsed(outbox: &Outbox, tx: &mut Tx, aggregate: Aggregate) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), &RegistrationLapsed { registration_id: aggregate.id.to_string() }).await
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
