//! The sealed audit chain, as far as this service tells of it.

use sqlx::PgConnection;

/// The last link of the chain: its sequence and hash; `None` while nothing is sealed.
///
/// # Errors
/// The database is away.
pub async fn head(connection: &mut PgConnection) -> Result<Option<(i64, Vec<u8>)>, sqlx::Error> {
    let head = sqlx::query!("select sequence, hash from registration.audit_seals order by sequence desc limit 1")
        .fetch_optional(connection)
        .await?;
    Ok(head.map(|head| (head.sequence, head.hash)))
}
