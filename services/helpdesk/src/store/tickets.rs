//! Tickets: one row each, which is also its lock.

use anyhow::Context as _;
use kernel::{AgencyCode, Claim, PersonId, ReportNumber, TicketId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::scope::OfficerScope;
use crate::domain::{
    desk::Desk,
    ticket::{State, Ticket},
    ticket_type::Action,
};

/// A ticket as it is kept.
pub(crate) struct Kept {
    pub(crate) ticket_id: TicketId,
    /// Its public number.
    pub(crate) report_number: ReportNumber,
    /// Code of its type.
    pub(crate) type_code: String,
    /// Where it stands.
    pub(crate) ticket: Ticket,
    /// Agency that it concerns.
    pub(crate) agency_code: Option<AgencyCode>,
    /// How many events tell of it.
    pub(crate) version: i64,
    /// When it was opened.
    pub(crate) opened_at: OffsetDateTime,
    /// When it went on.
    pub(crate) escalated_at: Option<OffsetDateTime>,
    /// When it ended.
    pub(crate) resolved_at: Option<OffsetDateTime>,
}

/// What its writer wrote, sealed under its key.
pub(crate) struct Sealed {
    pub(crate) text: Vec<u8>,
    pub(crate) answers: Vec<u8>,
}

/// The command that opened it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    /// Whose commands it is told apart from by its key.
    pub(crate) request_by: Uuid,
    /// Its key.
    pub(crate) request_id: Uuid,
    /// Keyed hash of what it said.
    pub(crate) fingerprint: [u8; 32],
}

/// The ticket that a command has opened, and the hash of what it said.
pub(crate) async fn find_by_request(
    connection: &mut PgConnection,
    opening: Opening,
) -> Result<Option<(TicketId, Vec<u8>)>, sqlx::Error> {
    let found = sqlx::query!(
        "select ticket_id, request_fingerprint from helpdesk.tickets where request_by = $1 and request_id = $2",
        opening.request_by,
        opening.request_id
    );
    let found = found.fetch_optional(connection).await?;
    Ok(found.map(|row| (row.ticket_id.into(), row.request_fingerprint)))
}

/// Keeps a new ticket; false when its command, perhaps a moment ago, has opened another.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    kept: &Kept,
    sealed: &Sealed,
    opening: Opening,
) -> anyhow::Result<bool> {
    let Kept { ticket, .. } = kept;
    let inserted = sqlx::query!(
        "insert into helpdesk.tickets
            (ticket_id, report_number, type_code, opened_by, request_by, request_id, request_fingerprint, text_sealed,
             answers_sealed, subject_id, agency_code, desk, state, attempt, version, opened_at, due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         on conflict (request_by, request_id) do nothing",
        kept.ticket_id.as_uuid(),
        kept.report_number.as_str(),
        kept.type_code,
        ticket.opened_by.map(PersonId::as_uuid),
        opening.request_by,
        opening.request_id,
        opening.fingerprint.as_slice(),
        sealed.text,
        sealed.answers,
        ticket.subject.map(PersonId::as_uuid),
        kept.agency_code.as_ref().map(AgencyCode::as_str),
        ticket.desk.as_ref().map(Desk::to_string),
        ticket.state.as_str(),
        i32::try_from(ticket.attempt)?,
        kept.version,
        kept.opened_at,
        ticket.due_at
    );
    Ok(inserted.execute(connection).await?.rows_affected() == 1)
}

/// Holds a ticket until the transaction ends; false when there is none.
pub(crate) async fn lock(connection: &mut PgConnection, ticket: TicketId) -> Result<bool, sqlx::Error> {
    let locked =
        sqlx::query_scalar!("select ticket_id from helpdesk.tickets where ticket_id = $1 for update", ticket.as_uuid());
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// The same, when it lies within the officer's jurisdiction, decided or not.
pub(crate) async fn lock_in_scope(
    connection: &mut PgConnection,
    ticket: TicketId,
    scope: &OfficerScope,
) -> Result<bool, sqlx::Error> {
    let locked = sqlx::query_scalar!(
        "select t.ticket_id from helpdesk.tickets t
         where t.ticket_id = $1
           and (t.desk = $2
                or exists (select from helpdesk.agencies a where a.kanreg_code = $3 and t.desk = 'agency:' || a.code))
         for update of t",
        ticket.as_uuid(),
        scope.desk(),
        scope.kanreg()
    );
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// A ticket.
pub(crate) async fn load(connection: &mut PgConnection, ticket: TicketId) -> anyhow::Result<Option<Kept>> {
    let row = sqlx::query!(
        "select t.report_number, t.type_code, t.opened_by, t.subject_id, t.agency_code, t.desk, t.state, t.attempt,
                t.refusal_code, t.version, t.opened_at, t.due_at, t.escalated_at, t.decided_by, t.resolved_at, t.claimed_by,
                t.claimed_account, t.claim_expires_at, y.action
         from helpdesk.tickets t join helpdesk.ticket_types y on y.code = t.type_code where t.ticket_id = $1",
        ticket.as_uuid()
    );
    let Some(row) = row.fetch_optional(connection).await? else { return Ok(None) };
    let agency = row.agency_code.map(|code| AgencyCode::parse(&code)).transpose();
    let action = row.action.map(|name| Action::parse(&name).context("a kept action is none")).transpose();
    Ok(Some(Kept {
        ticket_id: ticket,
        report_number: ReportNumber::parse(&row.report_number).context("a kept report number is none")?,
        type_code: row.type_code,
        ticket: Ticket {
            state: State::parse(&row.state).context("a kept state is none")?,
            desk: row.desk.map(|desk| Desk::parse(&desk)).transpose().context("a kept desk is none")?,
            claim: Claim::kept(row.claimed_by, row.claimed_account, row.claim_expires_at),
            opened_by: row.opened_by.map(Into::into),
            subject: row.subject_id.map(Into::into),
            action: action?,
            attempt: u32::try_from(row.attempt)?,
            refusal_code: row.refusal_code,
            decided_by: row.decided_by.map(Into::into),
            escalated: row.escalated_at.is_some(),
            due_at: row.due_at,
        },
        agency_code: agency.context("a kept agency code is none")?,
        version: row.version,
        opened_at: row.opened_at,
        escalated_at: row.escalated_at,
        resolved_at: row.resolved_at,
    }))
}

/// What its writer wrote.
pub(crate) async fn sealed(connection: &mut PgConnection, ticket: TicketId) -> Result<Sealed, sqlx::Error> {
    sqlx::query_as!(
        Sealed,
        "select text_sealed as text, answers_sealed as answers from helpdesk.tickets where ticket_id = $1",
        ticket.as_uuid()
    )
    .fetch_one(connection)
    .await
}

/// Keeps where a ticket stands that the transaction holds.
pub(crate) async fn keep(connection: &mut PgConnection, kept: &Kept) -> anyhow::Result<()> {
    let Kept { ticket, .. } = kept;
    sqlx::query!(
        "update helpdesk.tickets
         set subject_id = $2, agency_code = $3, desk = $4, state = $5, attempt = $6, refusal_code = $7, version = $8,
             escalated_at = $9, decided_by = $10, resolved_at = $11, claimed_by = $12, claimed_account = $13,
             claim_expires_at = $14
         where ticket_id = $1",
        kept.ticket_id.as_uuid(),
        ticket.subject.map(PersonId::as_uuid),
        kept.agency_code.as_ref().map(AgencyCode::as_str),
        ticket.desk.as_ref().map(Desk::to_string),
        ticket.state.as_str(),
        i32::try_from(ticket.attempt)?,
        ticket.refusal_code,
        kept.version,
        kept.escalated_at,
        ticket.decided_by.map(PersonId::as_uuid),
        kept.resolved_at,
        ticket.claim.map(|claim| claim.by.as_uuid()),
        ticket.claim.map(|claim| claim.account.as_uuid()),
        ticket.claim.map(|claim| claim.expires_at)
    )
    .execute(connection)
    .await?;
    Ok(())
}
