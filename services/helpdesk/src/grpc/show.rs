//! Domain values and refusals as messages show them.

use chassis::{
    reason::{Refusal, internal},
    wire::timestamp,
};
use kernel::Coded as _;
use proto::helpdesk::v1 as pb;
use time::OffsetDateTime;
use tonic::{Code, Status};

use crate::{
    app::{
        desk::{DeskError, Officer},
        status::Told,
    },
    domain::ticket::State,
    store::waiting::Entry,
    wire,
};

/// A line of the list, as an officer sees it at an instant.
pub(super) fn entry(entry: Entry, officer: &Officer, at: OffsetDateTime) -> Result<pb::TicketEntry, Status> {
    let state = State::parse(&entry.state).ok_or_else(|| internal(&anyhow::anyhow!("a kept state is none")))?;
    let open = state == State::Open;
    let claimed = open && entry.claim_expires_at.is_some_and(|expires_at| at < expires_at);
    Ok(pb::TicketEntry {
        ticket_id: entry.ticket_id.to_string(),
        report_number: entry.report_number,
        type_code: entry.type_code,
        type_label_id: entry.label_id,
        type_label_en: entry.label_en,
        state: wire::state(state, claimed).into(),
        opened_at: Some(timestamp(entry.opened_at)),
        due_at: Some(timestamp(entry.due_at)),
        overdue: open && entry.due_at <= at,
        claimed_by_me: claimed && entry.claimed_by == Some(officer.person.person_id.as_uuid()),
        agency_name: entry.agency_name,
        claimed,
        escalated: entry.escalated_at.is_some(),
    })
}

/// A ticket as its writer is told of it.
pub(super) fn status(told: Told) -> pb::TicketStatus {
    let Told { row, state, claimed, note } = told;
    let awaited = state == State::Open;
    pb::TicketStatus {
        report_number: row.report_number,
        type_code: row.type_code,
        type_label_id: row.label_id,
        type_label_en: row.label_en,
        state: wire::state(state, claimed).into(),
        opened_at: Some(timestamp(row.opened_at)),
        due_at: awaited.then(|| timestamp(row.due_at)),
        note,
        resolved_at: row.resolved_at.map(timestamp),
    }
}

/// An officer does not get to a ticket.
pub(super) fn desk_refused(error: DeskError) -> Status {
    match error {
        DeskError::NotFound => ticket_not_found(),
        DeskError::Separation(error) => Refusal::new(Code::PermissionDenied, error.code(), error.to_string()).into(),
        DeskError::Internal(error) => internal(&error),
    }
}

/// Missing, elsewhere, or opened with another secret: alike.
pub(super) fn ticket_not_found() -> Status {
    Refusal::new(Code::NotFound, "TICKET_NOT_FOUND", "no such ticket").into()
}

/// Nobody decides it any more.
pub(super) fn ticket_done() -> Status {
    Refusal::new(Code::FailedPrecondition, "TICKET_DONE", "the ticket is decided already").into()
}
