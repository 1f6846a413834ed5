//! A ticket's approval adds a value to a reference table, or is refused; in the transaction that hears of it.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::Tx,
    events::Aggregate,
    wire::timestamp,
};
use kernel::{AgencyCode, PersonId, TicketId};
use metrics::counter;
use proto::registration::v1::{TicketActionDone, TicketActionRefused};
use serde_json::json;
use time::OffsetDateTime;

use crate::{
    SCHEMA,
    app::App,
    domain::master::ticket_action::{ActionRefusal, Approver, WantedValue, may_add},
    store::{
        master::{
            organisation,
            ticket_actions::{self, TicketAction},
        },
        reference::reference_values::{self, Put},
    },
    tells,
};

/// Who acts on an approval.
const ACTOR: &str = "service:registration";

/// An approval, as helpdesk told it.
#[derive(Debug)]
pub(crate) struct Approval {
    pub(crate) ticket_id: TicketId,
    /// Which approval of it, from 1.
    pub(crate) attempt: u32,
    /// Who approved.
    pub(crate) approved_by: PersonId,
    /// Their role and where it held; `None` when it is none that we know.
    pub(crate) approver: Option<Approver>,
    /// The agency that the ticket concerns; `None` for none.
    pub(crate) agency_code: Option<AgencyCode>,
    /// What is to be added.
    pub(crate) value: WantedValue,
}

impl App {
    /// Adds the value, or refuses to, once for each approval. A value that is there already is as good as added; one that was
    /// used no more can be chosen again.
    ///
    /// # Errors
    /// The database is away, or the approval before this one has not been heard.
    pub(crate) async fn add_reference_value(&self, tx: &mut Tx, approval: &Approval) -> anyhow::Result<()> {
        let attempt = i64::from(approval.attempt);
        anyhow::ensure!(attempt >= 1, "an approval that nobody counted");
        let latest = ticket_actions::latest_attempt(tx, approval.ticket_id).await?;
        if attempt <= latest {
            return Ok(());
        }
        anyhow::ensure!(attempt == latest + 1, "an approval before the one that was refused first");
        let acted_at = self.clock.now();
        let refusal = self.try_to_add(tx, approval).await?.err();
        let refusal_code = refusal.map(ActionRefusal::code);
        let action = TicketAction { ticket_id: approval.ticket_id, attempt, refusal: refusal_code, acted_at };
        if !ticket_actions::add(tx, &action).await? {
            return Ok(());
        }
        self.tell_action(tx, approval, refusal, acted_at).await?;
        self.audit_action(tx, approval, refusal, acted_at).await?;
        counter!("epupns_ticket_actions_total", "outcome" => refusal_code.unwrap_or("DONE")).increment(1);
        Ok(())
    }

    async fn try_to_add(&self, tx: &mut Tx, approval: &Approval) -> anyhow::Result<Result<(), ActionRefusal>> {
        let value = &approval.value;
        if let Err(refusal) = value.check() {
            return Ok(Err(refusal));
        }
        let agency = match &approval.agency_code {
            Some(code) => organisation::ticket_agency(tx, code).await?,
            None => None,
        };
        if !approval.approver.as_ref().is_some_and(|approver| may_add(&value.table, approver, agency.as_ref())) {
            return Ok(Err(ActionRefusal::OutsideJurisdiction));
        }
        match reference_values::add(tx, &value.table, &value.code, &value.label).await? {
            Put::Stands => Ok(Ok(())),
            Put::Taken => Ok(Err(ActionRefusal::Taken)),
        }
    }

    async fn tell_action(
        &self,
        tx: &mut Tx,
        approval: &Approval,
        refusal: Option<ActionRefusal>,
        acted_at: OffsetDateTime,
    ) -> Result<(), sqlx::Error> {
        let (ticket_id, attempt) = (approval.ticket_id.to_string(), approval.attempt);
        let aggregate = Aggregate { id: approval.ticket_id.as_uuid(), version: i64::from(attempt) };
        let at = Some(timestamp(acted_at));
        if let Some(refusal) = refusal {
            let reason_code = refusal.code().to_owned();
            let message = TicketActionRefused { ticket_id, attempt, reason_code, refused_at: at };
            tells::ticket_action_refused(&self.outbox, tx, aggregate, &message).await
        } else {
            let message = TicketActionDone { ticket_id, attempt, done_at: at };
            tells::ticket_action_done(&self.outbox, tx, aggregate, &message).await
        }
    }

    async fn audit_action(
        &self,
        tx: &mut Tx,
        approval: &Approval,
        refusal: Option<ActionRefusal>,
        acted_at: OffsetDateTime,
    ) -> anyhow::Result<()> {
        let WantedValue { table, code, label } = &approval.value;
        // What is not in form is not repeated: it may be anything.
        let value = approval.value.check().is_ok().then(|| json!({ "table": table, "code": code, "label": label }));
        let entry = Entry {
            actor: ACTOR,
            action: if refusal.is_none() { "add_reference_value" } else { "refuse_reference_value" },
            subject_id: Some(approval.ticket_id.as_uuid()),
            details: json!({
                "attempt": approval.attempt,
                "value": value,
                "agency": approval.agency_code.as_ref().map(AgencyCode::as_str),
                "approved_by": approval.approved_by.as_uuid(),
                "role": approval.approver.as_ref().map(|approver| approver.role.as_str()),
                "jurisdiction": approval.approver.as_ref().map(|approver| approver.jurisdiction.to_string()),
                "reason": refusal.map(ActionRefusal::code),
            }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), acted_at, &entry).await
    }
}
