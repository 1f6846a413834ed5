//! Dossiers. The row is the lock of everything inside: fields, submissions, and the count of events.

use anyhow::Context as _;
use kernel::{DossierId, EmployeeId, Nip, RegistrationId, RegistrationNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::dossier::{Life, State};

/// A dossier without its fields.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Which.
    pub dossier_id: DossierId,
    /// Whose registration it belongs to.
    pub registration_id: RegistrationId,
    /// Canonical.
    pub registration_number: RegistrationNumber,
    /// Whose; also the person's id.
    pub employee_id: EmployeeId,
    /// P1.
    pub nip: Nip,
    /// In which campaign.
    pub campaign_code: String,
    /// What it was opened with.
    pub catalogue_version: i32,
    /// Where it stands.
    pub life: Life,
    /// When it was last handed in.
    pub submitted_at: Option<OffsetDateTime>,
}

/// The dossier of an employee in a campaign.
///
/// # Errors
/// The database is away.
pub async fn find_own(
    connection: &mut PgConnection,
    employee: EmployeeId,
    campaign_code: &str,
) -> Result<Option<DossierId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select dossier_id from registration.dossiers where employee_id = $1 and campaign_code = $2",
        employee.as_uuid(),
        campaign_code
    );
    Ok(id.fetch_optional(connection).await?.map(Into::into))
}

/// Opens a dossier with the newest catalogue, if the employee has a confirmed registration in the campaign and no dossier
/// yet. Of several at once one opens it, and the others find it when this returns.
///
/// # Errors
/// The database is away.
pub async fn open(
    connection: &mut PgConnection,
    dossier: DossierId,
    employee: EmployeeId,
    campaign_code: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into registration.dossiers
            (dossier_id, registration_id, employee_id, campaign_code, catalogue_version, state, opened_at)
         select $1, r.registration_id, r.employee_id, r.campaign_code, v.version, 'open', $4
         from registration.registrations r,
              (select version from registration.catalogue_versions where published_at <= $4
               order by version desc limit 1) v
         where r.employee_id = $2 and r.campaign_code = $3 and r.state = 'confirmed'
         on conflict do nothing",
        dossier.as_uuid(),
        employee.as_uuid(),
        campaign_code,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Holds a dossier until the transaction ends; false when there is none.
///
/// # Errors
/// The database is away.
pub async fn lock(connection: &mut PgConnection, dossier: DossierId) -> Result<bool, sqlx::Error> {
    let locked = sqlx::query_scalar!(
        "select dossier_id from registration.dossiers where dossier_id = $1 for update",
        dossier.as_uuid()
    );
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// A dossier.
///
/// # Errors
/// The database is away, or there is none.
pub async fn load(connection: &mut PgConnection, dossier: DossierId) -> anyhow::Result<Dossier> {
    let row = sqlx::query!(
        "select d.dossier_id, d.registration_id, r.registration_number, d.employee_id, e.nip, d.campaign_code,
                d.catalogue_version, d.state, d.submission, d.version, d.submitted_at
         from registration.dossiers d
         join registration.registrations r on r.registration_id = d.registration_id
         join registration.employees e on e.employee_id = d.employee_id
         where d.dossier_id = $1",
        dossier.as_uuid()
    )
    .fetch_one(connection)
    .await?;
    let state = State::parse(&row.state).context("a dossier's state is none")?;
    Ok(Dossier {
        dossier_id: row.dossier_id.into(),
        registration_id: row.registration_id.into(),
        registration_number: RegistrationNumber::parse(&row.registration_number)
            .context("a registration's number is none")?,
        employee_id: row.employee_id.into(),
        nip: Nip::parse(&row.nip).context("an employee's NIP is none")?,
        campaign_code: row.campaign_code,
        catalogue_version: row.catalogue_version,
        life: Life { state, submission: row.submission, version: row.version },
        submitted_at: row.submitted_at,
    })
}

/// Keeps the life of a dossier that the transaction holds; `submitted_at` where it has just been handed in.
///
/// # Errors
/// The database is away.
pub async fn set_life(
    connection: &mut PgConnection,
    dossier: DossierId,
    life: Life,
    submitted_at: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update registration.dossiers
         set state = $2, submission = $3, version = $4, submitted_at = coalesce($5, submitted_at)
         where dossier_id = $1",
        dossier.as_uuid(),
        life.state.as_str(),
        life.submission,
        life.version,
        submitted_at
    )
    .execute(connection)
    .await?;
    Ok(())
}
