//! Tickets whose desk could not be found out yet.

use kernel::TicketId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A place in their list: time, id.
pub(crate) type Place = (OffsetDateTime, Uuid);

/// At most `limit` of them after a place, oldest first.
pub(crate) async fn list(
    connection: &mut PgConnection,
    after: Place,
    limit: i64,
) -> Result<Vec<(TicketId, OffsetDateTime)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select ticket_id, opened_at from helpdesk.tickets
         where state = 'open' and desk is null and (opened_at, ticket_id) > ($1, $2)
         order by opened_at, ticket_id limit $3",
        after.0,
        after.1,
        limit
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(|row| (row.ticket_id.into(), row.opened_at)).collect())
}
