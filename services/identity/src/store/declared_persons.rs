//! Table `declared_persons`.

use kernel::PersonId;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Column name, as bound into what is encrypted in it.
pub(crate) const NAME: &str = "declared_persons.name";

/// Keeps a person who is no employee; the name is encrypted.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    id: PersonId,
    name: &[u8],
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.declared_persons (person_id, name, created_at) values ($1, $2, $3)",
        id.as_uuid(),
        name,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
