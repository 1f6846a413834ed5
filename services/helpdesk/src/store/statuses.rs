//! Tickets as their writers see them.

use kernel::PersonId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// What a writer is told of a ticket.
pub(crate) struct Status {
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
    /// When it ended.
    pub(crate) resolved_at: Option<OffsetDateTime>,
    /// Until when somebody works on it.
    pub(crate) claim_expires_at: Option<OffsetDateTime>,
    /// What the officer wrote, sealed under the ticket's key; `None` while nobody has decided it.
    pub(crate) note_sealed: Option<Vec<u8>>,
}

/// A place in a person's list: time, id.
pub(crate) type Place = (OffsetDateTime, Uuid);

/// The ticket with a number.
pub(crate) async fn find(connection: &mut PgConnection, report_number: &str) -> Result<Option<Status>, sqlx::Error> {
    sqlx::query_as!(
        Status,
        r#"select t.ticket_id, t.report_number, t.type_code, y.label_id, y.label_en, t.state, t.opened_at, t.due_at,
                  t.resolved_at, t.claim_expires_at, said.note_sealed as "note_sealed?"
           from helpdesk.tickets t
           join helpdesk.ticket_types y on y.code = t.type_code
           left join lateral (select r.note_sealed from helpdesk.resolutions r where r.ticket_id = t.ticket_id
                              order by r.position desc limit 1) said on t.state <> 'open'
           where t.report_number = $1"#,
        report_number
    )
    .fetch_optional(connection)
    .await
}

/// A page of a person's own tickets, newest first.
pub(crate) async fn list_own(
    connection: &mut PgConnection,
    person: PersonId,
    before: Place,
    limit: i64,
) -> Result<Vec<Status>, sqlx::Error> {
    sqlx::query_as!(
        Status,
        r#"select t.ticket_id, t.report_number, t.type_code, y.label_id, y.label_en, t.state, t.opened_at, t.due_at,
                  t.resolved_at, t.claim_expires_at, said.note_sealed as "note_sealed?"
           from helpdesk.tickets t
           join helpdesk.ticket_types y on y.code = t.type_code
           left join lateral (select r.note_sealed from helpdesk.resolutions r where r.ticket_id = t.ticket_id
                              order by r.position desc limit 1) said on t.state <> 'open'
           where t.opened_by = $1 and (t.opened_at, t.ticket_id) < ($2, $3)
           order by t.opened_at desc, t.ticket_id desc
           limit $4"#,
        person.as_uuid(),
        before.0,
        before.1,
        limit
    )
    .fetch_all(connection)
    .await
}
