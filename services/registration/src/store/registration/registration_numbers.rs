//! Every registration number ever drawn.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// The next place in the sequence. Places drawn by transactions that are rolled back stay empty.
pub(crate) async fn next_sequence(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select nextval('registration.registration_number_sequence') as "sequence!""#)
        .fetch_one(connection)
        .await
}

/// Takes a number for ever; false when it was ever taken before, which only a sequence set back can bring about.
pub(crate) async fn take(
    connection: &mut PgConnection,
    number: &str,
    sequence: i64,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query!(
        "insert into registration.registration_numbers (registration_number, sequence, drawn_at)
         values ($1, $2, $3) on conflict do nothing",
        number,
        sequence,
        now
    )
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() == 1)
}
