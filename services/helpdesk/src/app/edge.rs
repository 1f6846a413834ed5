//! Every move of a ticket leaves through here: the row, the audit entry and the event of one transaction.

use chassis::{ambient::new_id, audit::Deed, db::Tx, events::Aggregate, wire::timestamp};
use kernel::{AgencyCode, PersonId};
use proto::helpdesk::v1::TicketResolved;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::App;
use crate::{
    SCHEMA,
    domain::{desk::Desk, ticket::State},
    store::tickets::{self, Kept},
    tells, wire,
};

/// The ticket's next event.
pub(crate) fn next_event(kept: &mut Kept) -> Aggregate {
    kept.version += 1;
    Aggregate { id: kept.ticket_id.as_uuid(), version: kept.version }
}

/// Code of the agency that a ticket concerns; empty when it is not known.
pub(crate) fn agency_of(kept: &Kept) -> String {
    kept.agency_code.as_ref().map(AgencyCode::to_string).unwrap_or_default()
}

impl App {
    /// Keeps a ticket that has moved, and tells when it has come to its end.
    pub(crate) async fn keep_moved(
        &self,
        tx: &mut Tx,
        kept: &mut Kept,
        from: State,
        deed: Deed<'_>,
    ) -> anyhow::Result<()> {
        let to = kept.ticket.state;
        if matches!(to, State::Resolved | State::Rejected) && from != to {
            kept.resolved_at = Some(deed.at);
            let aggregate = next_event(kept);
            let message = TicketResolved {
                ticket_id: kept.ticket_id.to_string(),
                type_code: kept.type_code.clone(),
                state: wire::state(to, false).into(),
                agency_code: agency_of(kept),
                resolved_by: kept.ticket.decided_by.map(|person: PersonId| person.to_string()).unwrap_or_default(),
                resolved_at: Some(timestamp(deed.at)),
            };
            tells::ticket_resolved(&self.outbox, tx, aggregate, &message).await?;
        }
        tickets::keep(tx, kept).await?;
        self.note(tx, kept, deed, json!({ "from": from.as_str(), "to": to.as_str() })).await
    }

    /// Appends to the audit trail what was done to a ticket; ids, codes, counts only.
    pub(crate) async fn note(
        &self,
        connection: &mut PgConnection,
        kept: &Kept,
        deed: Deed<'_>,
        mut details: Value,
    ) -> anyhow::Result<()> {
        details["type"] = json!(kept.type_code);
        details["desk"] = json!(kept.ticket.desk.as_ref().map(Desk::to_string));
        details["attempt"] = json!(kept.ticket.attempt);
        deed.append(connection, SCHEMA, new_id(&self.clock), kept.ticket_id.as_uuid(), details).await
    }
}
