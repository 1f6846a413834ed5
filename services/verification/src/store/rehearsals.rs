//! What belongs to rehearsals, in whatever table. Every statement asks for the X by itself.

use kernel::RehearsalAgency;
use sqlx::PgConnection;
use uuid::Uuid;

/// Removes the reviews of these dossiers, with everything decided in them; says how many there were.
///
/// # Errors
/// The database is away, or an officer works on one right now.
pub(crate) async fn purge_reviews(connection: &mut PgConnection, dossiers: &[Uuid]) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select verification.purge_rehearsed_reviews($1) as "gone!""#, dossiers)
        .fetch_one(connection)
        .await
}

/// Removes the copies of an agency and of its units.
pub(crate) async fn purge_agency(connection: &mut PgConnection, agency: &RehearsalAgency) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from verification.org_unit_closure c using verification.org_units u
         where u.agency_code = $1 and left(u.agency_code, 1) = 'X' and c.descendant_code = u.code",
        agency.as_str()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from verification.org_units where agency_code = $1 and left(agency_code, 1) = 'X'",
        agency.as_str()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("delete from verification.agencies where code = $1 and left(code, 1) = 'X'", agency.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
