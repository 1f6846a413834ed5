//! Registrations, and the campaigns that they belong to.

use kernel::WIB;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A new registration.
pub struct Registration {
    /// Which.
    pub registration_id: Uuid,
    /// Whose.
    pub employee_id: Uuid,
    /// The campaign's code.
    pub campaign_code: String,
    /// Canonical.
    pub number: String,
    /// P1.
    pub nip: String,
    /// P1.
    pub name: String,
    /// Where the employee was.
    pub agency_code: String,
    /// Where the employee was.
    pub unit_code: String,
    /// When it was made.
    pub registered_at: OffsetDateTime,
}

/// Keeps a new registration.
///
/// # Errors
/// The database is away.
pub async fn submit(
    connection: &mut PgConnection,
    generation: i64,
    registration: &Registration,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reporting.view_registrations
             (generation, registration_id, employee_id, campaign_code, state, registration_number, nip, name,
              agency_code, unit_code, registered_at, registered_day)
         values ($1, $2, $3, $4, 'registered', $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        generation,
        registration.registration_id,
        registration.employee_id,
        registration.campaign_code,
        registration.number,
        registration.nip,
        registration.name,
        registration.agency_code,
        registration.unit_code,
        registration.registered_at,
        registration.registered_at.to_offset(WIB).date()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A registration is genuine.
///
/// # Errors
/// The database is away.
pub async fn confirm(
    connection: &mut PgConnection,
    generation: i64,
    registration_id: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.view_registrations set state = 'confirmed', decided_at = $3
         where generation = $1 and registration_id = $2 and state = 'registered'",
        generation,
        registration_id,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A registration is not genuine: who it named is forgotten.
///
/// # Errors
/// The database is away.
pub async fn reject(
    connection: &mut PgConnection,
    generation: i64,
    registration_id: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.view_registrations set state = 'rejected', nip = null, name = null, decided_at = $3
         where generation = $1 and registration_id = $2",
        generation,
        registration_id,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A reservation was never completed: nothing of it remains.
///
/// # Errors
/// The database is away.
pub async fn lapse(connection: &mut PgConnection, generation: i64, registration_id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from reporting.view_registrations where generation = $1 and registration_id = $2",
        generation,
        registration_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Brings the registrations of these people to where the master data says that they are.
///
/// # Errors
/// The database is away.
pub async fn move_to_people(
    connection: &mut PgConnection,
    generation: i64,
    people: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.view_registrations r set agency_code = e.agency_code, unit_code = e.unit_code
         from reporting.view_employees e
         where r.generation = $1 and r.employee_id = any($2)
           and e.generation = $1 and e.employee_id = r.employee_id
           and (r.agency_code, r.unit_code) is distinct from (e.agency_code, e.unit_code)",
        generation,
        people
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Somebody registered in this campaign then.
///
/// # Errors
/// The database is away.
pub async fn note_campaign(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reporting.view_campaigns as c (generation, campaign_code, first_registered_at) values ($1, $2, $3)
         on conflict (generation, campaign_code) do update set first_registered_at = excluded.first_registered_at
           where c.first_registered_at > excluded.first_registered_at",
        generation,
        campaign,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The campaign whose first registration is the latest.
///
/// # Errors
/// The database is away.
pub async fn latest_campaign(connection: &mut PgConnection, generation: i64) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select campaign_code from reporting.view_campaigns where generation = $1
         order by first_registered_at desc, campaign_code desc limit 1",
        generation
    )
    .fetch_optional(connection)
    .await
}
