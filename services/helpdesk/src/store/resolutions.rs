//! Every word of every officer on a ticket, append-only.

use kernel::{PersonId, TicketId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A word.
pub(crate) struct Spoken<'a> {
    /// On which ticket.
    pub(crate) ticket_id: TicketId,
    /// `answer`, `approve`, `reject`.
    pub(crate) resolution: &'static str,
    pub(crate) by: PersonId,
    /// By which command.
    pub(crate) request_id: Uuid,
    /// Keyed hash of what it said.
    pub(crate) fingerprint: [u8; 32],
    /// The note, sealed under the ticket's key.
    pub(crate) note_sealed: &'a [u8],
    pub(crate) at: OffsetDateTime,
}

/// What a person's command said on which ticket: `answer`, `approve` or `reject`, and its hash.
pub(crate) async fn find_by_request(
    connection: &mut PgConnection,
    by: PersonId,
    request_id: Uuid,
) -> Result<Option<(String, Vec<u8>)>, sqlx::Error> {
    let found = sqlx::query!(
        "select resolution, request_fingerprint from helpdesk.resolutions where resolved_by = $1 and request_id = $2",
        by.as_uuid(),
        request_id
    );
    Ok(found.fetch_optional(connection).await?.map(|row| (row.resolution, row.request_fingerprint)))
}

/// Keeps a word; false when the person's command has said another.
pub(crate) async fn append(connection: &mut PgConnection, spoken: &Spoken<'_>) -> Result<bool, sqlx::Error> {
    let kept = sqlx::query!(
        "insert into helpdesk.resolutions
            (ticket_id, resolution, resolved_by, request_id, request_fingerprint, note_sealed, resolved_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (resolved_by, request_id) do nothing",
        spoken.ticket_id.as_uuid(),
        spoken.resolution,
        spoken.by.as_uuid(),
        spoken.request_id,
        spoken.fingerprint.as_slice(),
        spoken.note_sealed,
        spoken.at
    );
    Ok(kept.execute(connection).await?.rows_affected() == 1)
}

/// The latest note on a ticket, sealed.
pub(crate) async fn latest_note(
    connection: &mut PgConnection,
    ticket: TicketId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select note_sealed from helpdesk.resolutions where ticket_id = $1 order by position desc limit 1",
        ticket.as_uuid()
    )
    .fetch_optional(connection)
    .await
}
