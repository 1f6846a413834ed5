//! What waits at an officer's desk, most urgent first, a page at a time. A text per kind of filter, so that each has the index
//! that fits it.

use kernel::{ReportNumber, TicketId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::scope::OfficerScope;

/// One line of the list.
pub(crate) struct Entry {
    pub(crate) ticket_id: Uuid,
    /// 10 digits.
    pub(crate) report_number: String,
    /// Code of its type.
    pub(crate) type_code: String,
    /// Indonesian.
    pub(crate) label_id: String,
    /// English.
    pub(crate) label_en: String,
    /// Name of its state.
    pub(crate) state: String,
    /// When it was opened.
    pub(crate) opened_at: OffsetDateTime,
    /// When an answer is due.
    pub(crate) due_at: OffsetDateTime,
    /// When it went on to BKN Pusat.
    pub(crate) escalated_at: Option<OffsetDateTime>,
    /// Who works on it, or did last.
    pub(crate) claimed_by: Option<Uuid>,
    /// Until when.
    pub(crate) claim_expires_at: Option<OffsetDateTime>,
    /// Name of the agency; its code until the agency has been heard of; empty when none is known.
    pub(crate) agency_name: String,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// This number only, decided or not.
    pub(crate) number: Option<ReportNumber>,
    /// This type only.
    pub(crate) type_code: Option<String>,
}

/// A place in the list: when an answer is due, id.
pub(crate) type Place = (OffsetDateTime, Uuid);

/// The page after a place in the list, within the officer's scope.
pub(crate) async fn list(
    connection: &mut PgConnection,
    scope: &OfficerScope,
    filter: &Filter,
    after: Place,
    limit: i64,
) -> Result<Vec<Entry>, sqlx::Error> {
    let (desk, kanreg, officer) = (scope.desk(), scope.kanreg(), scope.person.as_uuid());
    let (due_at, ticket_id) = after;
    if let Some(number) = &filter.number {
        let type_code = filter.type_code.as_deref();
        sqlx::query_file_as!(Entry, "src/store/waiting/one.sql", desk, kanreg, officer, number.as_str(), type_code)
            .fetch_all(connection)
            .await
    } else if let Some(type_code) = &filter.type_code {
        sqlx::query_file_as!(
            Entry,
            "src/store/waiting/of_type.sql",
            desk,
            kanreg,
            officer,
            due_at,
            ticket_id,
            limit,
            type_code
        )
        .fetch_all(connection)
        .await
    } else {
        sqlx::query_file_as!(Entry, "src/store/waiting/all.sql", desk, kanreg, officer, due_at, ticket_id, limit)
            .fetch_all(connection)
            .await
    }
}

/// A ticket as the list would show it, whoever asks and wherever it stands.
pub(crate) async fn find(connection: &mut PgConnection, ticket: TicketId) -> Result<Option<Entry>, sqlx::Error> {
    sqlx::query_as!(
        Entry,
        r#"select t.ticket_id, t.report_number, t.type_code, y.label_id, y.label_en, t.state, t.opened_at, t.due_at,
                  t.escalated_at, t.claimed_by, t.claim_expires_at, coalesce(a.name, t.agency_code, '') as "agency_name!"
           from helpdesk.tickets t
           join helpdesk.ticket_types y on y.code = t.type_code
           left join helpdesk.agencies a on a.code = t.agency_code
           where t.ticket_id = $1"#,
        ticket.as_uuid()
    )
    .fetch_optional(connection)
    .await
}
