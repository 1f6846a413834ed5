//! Table `erasures`.

use kernel::AccountId;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Marks an account as erased for good, whether it existed or not.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    id: AccountId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.erasures (account_id, erased_at) values ($1, $2) on conflict do nothing",
        id.as_uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether an account was erased.
pub(crate) async fn contains(connection: &mut PgConnection, id: AccountId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from identity.erasures where account_id = $1) as "erased!""#,
        id.as_uuid()
    )
    .fetch_one(connection)
    .await
}
