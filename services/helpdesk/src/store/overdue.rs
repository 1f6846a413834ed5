//! Open tickets that nobody answered in time.

use kernel::TicketId;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Whether there is any that goes on.
pub(crate) async fn any(connection: &mut PgConnection, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
             select from helpdesk.tickets t
             where t.state = 'open' and t.escalated_at is null and t.desk is distinct from 'nation' and t.due_at <= $1
               and exists (select from helpdesk.ticket_types y where y.code = t.type_code and y.escalates_to is not null)
         ) as "any!""#,
        now
    )
    .fetch_one(connection)
    .await
}

/// Holds at most `limit` tickets that are due at `now` and go on by their type, until the transaction ends; what somebody else
/// holds at this moment is left for the next look.
pub(crate) async fn lock(
    connection: &mut PgConnection,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<TicketId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select t.ticket_id from helpdesk.tickets t
         where t.state = 'open' and t.escalated_at is null and t.desk is distinct from 'nation' and t.due_at <= $1
           and exists (select from helpdesk.ticket_types y where y.code = t.type_code and y.escalates_to is not null)
         order by t.due_at, t.ticket_id limit $2 for update of t skip locked",
        now,
        limit
    );
    Ok(ids.fetch_all(connection).await?.into_iter().map(Into::into).collect())
}
