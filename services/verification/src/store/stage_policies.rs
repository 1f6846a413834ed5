//! How long a stage may take.

use kernel::Stage;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

/// When a stage that begins at `from` should be done.
pub(crate) async fn due_at(
    connection: &mut PgConnection,
    stage: Stage,
    from: OffsetDateTime,
) -> Result<OffsetDateTime, sqlx::Error> {
    let hours = sqlx::query_scalar!("select hours from verification.stage_policies where stage = $1", stage.as_str());
    Ok(from + Duration::hours(hours.fetch_one(connection).await?.into()))
}
