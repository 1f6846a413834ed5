//! An officer answers, approves or rejects. What acts is carried out by the owner of the data, who is told by event.

use anyhow::Context as _;
use chassis::{
    audit::Deed,
    db::Tx,
    vault::mac,
    wire::{self, timestamp},
};
use kernel::{Caller, TicketId};
use metrics::counter;
use proto::helpdesk::v1::{AddReferenceValue, TicketApproved, ticket_approved};
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    App,
    desk::{DeskError, Officer},
    edge::{agency_of, next_event},
    writing::seal_note,
};
use crate::{
    domain::{
        desk::Desk,
        resolution::{ReferenceValue, Resolution},
        ticket::{DecideError, State},
    },
    store::{
        resolutions::{self, Spoken},
        ticket_types,
        tickets::Kept,
    },
    tells,
};

/// What becomes of which ticket.
#[derive(Clone)]
pub(crate) struct ResolveTicket {
    /// The command.
    pub(crate) request_id: Uuid,
    pub(crate) ticket_id: TicketId,
    pub(crate) resolution: Resolution,
    /// For the writer; may be P2.
    pub(crate) note: String,
}

/// Why nothing becomes of it.
#[derive(Debug, Error)]
pub(crate) enum ResolveTicketError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Decided, not claimed, or not resolved that way.
    #[error(transparent)]
    Refused(#[from] DecideError),
    /// The same key came with another body.
    #[error("the command has said something else")]
    RequestReused,
}

impl From<sqlx::Error> for ResolveTicketError {
    fn from(error: sqlx::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl From<anyhow::Error> for ResolveTicketError {
    fn from(error: anyhow::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl App {
    /// Resolves a ticket that the officer has claimed; where it stands then. The same command sent again answers the same.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub(crate) async fn resolve_ticket(
        &self,
        officer: Officer,
        command: ResolveTicket,
    ) -> Result<State, ResolveTicketError> {
        let app = self.clone();
        let said = command.resolution.as_str();
        let resolve = async move |mut tx| app.resolve(&mut tx, &officer, &command).await;
        let (state, resolved) = self.db.write("resolve_ticket", resolve).await?;
        if let Some(type_code) = resolved {
            counter!("epupns_tickets_resolved_total", "type" => type_code, "resolution" => said).increment(1);
        }
        Ok(state)
    }

    /// Where the ticket stands, and of which type one was resolved now: of none by a command that comes again.
    async fn resolve(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        command: &ResolveTicket,
    ) -> Result<(State, Option<String>), ResolveTicketError> {
        // The row is held before the command is looked for: the same command in another task has committed by then.
        let mut kept = officer.hold(tx, command.ticket_id).await?;
        let (person, fingerprint) = (officer.person.person_id, self.resolution_fingerprint(command));
        if let Some(before) = resolutions::find_by_request(tx, person, command.request_id).await? {
            return answered(&before, &fingerprint).map(|state| (state, None));
        }
        let (from, now) = (kept.ticket.state, self.clock.now());
        kept.ticket.decide(officer.decider(), &command.resolution)?;
        let key = self.make_writing(tx, command.ticket_id).await?;
        let spoken = Spoken {
            ticket_id: command.ticket_id,
            resolution: command.resolution.as_str(),
            by: person,
            request_id: command.request_id,
            fingerprint,
            note_sealed: &seal_note(&key, &command.note),
            at: now,
        };
        if !resolutions::append(tx, &spoken).await? {
            // The same key on another ticket at the same moment.
            return Err(ResolveTicketError::RequestReused);
        }
        if let Resolution::Approve(value) = &command.resolution {
            self.tell_approved(tx, &mut kept, officer, value, now).await?;
        }
        let by = Caller::Person(officer.person.clone());
        self.keep_moved(tx, &mut kept, from, Deed { by: &by, action: "resolve_ticket", at: now }).await?;
        Ok((kept.ticket.state, Some(kept.type_code)))
    }

    async fn tell_approved(
        &self,
        tx: &mut Tx,
        kept: &mut Kept,
        officer: &Officer,
        value: &ReferenceValue,
        now: OffsetDateTime,
    ) -> Result<(), ResolveTicketError> {
        let (of, _) = ticket_types::find(tx, &kept.type_code).await?.context("a kept type vanished")?;
        // BKN Pusat adds for the nation, whichever agency asked for it.
        let national = kept.ticket.desk == Some(Desk::Nation);
        let action = AddReferenceValue {
            reference_table: of.reference_table.context("a type that adds values has no table")?,
            code: value.code.clone(),
            label: value.label.clone(),
            agency_code: if national { String::new() } else { agency_of(kept) },
        };
        let aggregate = next_event(kept);
        let message = TicketApproved {
            ticket_id: kept.ticket_id.to_string(),
            type_code: kept.type_code.clone(),
            approved_by: Some(wire::caller(&officer.person)),
            approved_at: Some(timestamp(now)),
            attempt: kept.ticket.attempt,
            action: Some(ticket_approved::Action::AddReferenceValue(action)),
        };
        Ok(tells::ticket_approved(&self.outbox, tx, aggregate, &message).await?)
    }

    /// Keyed hash of what the command says, so that a key cannot stand for two.
    fn resolution_fingerprint(&self, command: &ResolveTicket) -> [u8; 32] {
        let mut said = command.ticket_id.as_uuid().as_bytes().to_vec();
        let value = if let Resolution::Approve(value) = &command.resolution { Some(value) } else { None };
        let (code, label) = value.map_or(("", ""), |value| (value.code.as_str(), value.label.as_str()));
        for part in [command.resolution.as_str(), command.note.as_str(), code, label] {
            said.extend_from_slice(&(part.len() as u64).to_be_bytes());
            said.extend_from_slice(part.as_bytes());
        }
        mac(&self.master_key.derive("fingerprint/resolve-ticket"), &said)
    }
}

/// What the same command has brought about before; what has become of it since is told by `GetTicket`.
fn answered(before: &(String, Vec<u8>), fingerprint: &[u8; 32]) -> Result<State, ResolveTicketError> {
    let (resolution, said) = before;
    if said.as_slice() != fingerprint {
        return Err(ResolveTicketError::RequestReused);
    }
    match resolution.as_str() {
        "answer" => Ok(State::Resolved),
        "approve" => Ok(State::Approved),
        _ => Ok(State::Rejected),
    }
}
