//! Registrations that are not complete yet: rows of `registrations` in the state `reserved`.

use kernel::{RegistrationId, RegistrationNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::master::employee::Employee;

/// A number taken for an employee.
#[derive(Debug)]
pub(crate) struct Reservation<'a> {
    pub(crate) registration_id: RegistrationId,
    /// Taken before, in the same transaction.
    pub(crate) registration_number: &'a RegistrationNumber,
    pub(crate) campaign_code: &'a str,
    pub(crate) employee: &'a Employee,
    pub(crate) request_id: Uuid,
    /// Keyed hash of that command.
    pub(crate) request_fingerprint: [u8; 32],
    pub(crate) now: OffsetDateTime,
}

/// What became of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// Number and NIP are taken.
    Now,
    /// The NIP lives already, or the command has been used.
    Before,
    /// The campaign was withdrawn a moment ago. The transaction can do nothing more.
    CampaignGone,
}

/// What the database calls the reference to a campaign.
const CAMPAIGN: &str = "registrations_campaign_code_fkey";

/// Reserves.
pub(crate) async fn reserve(connection: &mut PgConnection, new: &Reservation<'_>) -> Result<Reserved, sqlx::Error> {
    let reserved = sqlx::query!(
        "insert into registration.registrations
             (registration_id, registration_number, campaign_code, employee_id, nip, agency_code, unit_code, state,
              request_id, request_fingerprint, reserved_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'reserved', $8, $9, $10)
         on conflict do nothing",
        new.registration_id.as_uuid(),
        new.registration_number.as_str(),
        new.campaign_code,
        new.employee.employee_id.as_uuid(),
        new.employee.nip.expose(),
        new.employee.agency_code,
        new.employee.unit_code,
        new.request_id,
        new.request_fingerprint.as_slice(),
        new.now
    )
    .execute(connection)
    .await;
    match reserved {
        Ok(done) if done.rows_affected() == 1 => Ok(Reserved::Now),
        Ok(_) => Ok(Reserved::Before),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some(CAMPAIGN) => Ok(Reserved::CampaignGone),
        Err(error) => Err(error),
    }
}

/// Completes a reservation that the transaction holds.
pub(crate) async fn complete(
    connection: &mut PgConnection,
    registration: RegistrationId,
    version: i64,
    registered_at: OffsetDateTime,
    due_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update registration.registrations
         set state = 'registered', version = $2, registered_at = $3, due_at = $4
         where registration_id = $1",
        registration.as_uuid(),
        version,
        registered_at,
        due_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Reservations made before an instant, oldest first, at most 500.
pub(crate) async fn list_unfinished(
    connection: &mut PgConnection,
    reserved_before: OffsetDateTime,
) -> Result<Vec<RegistrationId>, sqlx::Error> {
    let ids = sqlx::query_scalar!(
        "select registration_id from registration.registrations
         where state = 'reserved' and reserved_at < $1 order by reserved_at limit 500",
        reserved_before
    );
    Ok(ids.fetch_all(connection).await?.into_iter().map(Into::into).collect())
}
