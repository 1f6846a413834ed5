//! What became of approved tickets: a row per approval, which is also its turn to act.

use kernel::TicketId;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// What became of one approval.
#[derive(Debug)]
pub(crate) struct TicketAction {
    pub(crate) ticket_id: TicketId,
    /// Which approval of it, from 1; each needs the one before.
    pub(crate) attempt: i64,
    /// Why nothing was done; `None` when it was.
    pub(crate) refusal: Option<&'static str>,
    pub(crate) acted_at: OffsetDateTime,
}

/// The last approval of a ticket that has been answered; 0 before the first.
pub(crate) async fn latest_attempt(connection: &mut PgConnection, ticket_id: TicketId) -> Result<i64, sqlx::Error> {
    let latest = sqlx::query_scalar!(
        "select attempt from registration.ticket_actions where ticket_id = $1 order by attempt desc limit 1",
        ticket_id.as_uuid()
    );
    Ok(latest.fetch_optional(connection).await?.unwrap_or(0))
}

/// Remembers an approval as answered; whether it was not yet.
///
/// # Errors
/// The database is away, or the approval before this one has not been answered.
pub(crate) async fn add(connection: &mut PgConnection, action: &TicketAction) -> Result<bool, sqlx::Error> {
    let added = sqlx::query!(
        "insert into registration.ticket_actions (ticket_id, attempt, refusal, acted_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        action.ticket_id.as_uuid(),
        action.attempt,
        action.refusal,
        action.acted_at
    );
    Ok(added.execute(connection).await?.rows_affected() == 1)
}
