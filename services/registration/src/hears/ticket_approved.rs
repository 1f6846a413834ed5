//! An officer of the helpdesk approved a ticket: what it asks for is done here, if rule and jurisdiction allow it.

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::{AgencyCode, PersonId, TicketId};
use proto::helpdesk::v1::{TicketApproved, ticket_approved::Action};

use crate::{
    app::{App, master::add_reference_value::Approval},
    domain::master::ticket_action::WantedValue,
    wire::approver_of,
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: TicketApproved) -> anyhow::Result<()> {
    // One that we do not know waits, parked, for the release that does.
    let Action::AddReferenceValue(value) = event.action.context("an approval of nothing that is known here")?;
    let officer = event.approved_by.context("an approval by nobody")?;
    let approval = Approval {
        ticket_id: TicketId::parse(&event.ticket_id)?,
        attempt: event.attempt,
        approved_by: PersonId::parse(&officer.person_id)?,
        approver: approver_of(&officer),
        agency_code: AgencyCode::parse(&value.agency_code).ok(),
        value: WantedValue { table: value.reference_table, code: value.code, label: value.label },
    };
    app.add_reference_value(tx, &approval).await
}
