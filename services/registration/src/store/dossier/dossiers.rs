//! Dossiers. The row is the lock of everything inside: fields, submissions, and the count of events.

use anyhow::Context as _;
use kernel::{DossierId, EmployeeId, Nip, RegistrationId, RegistrationNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::dossier::{Life, State};

/// A dossier without its fields.
#[derive(Clone, Debug)]
pub(crate) struct Dossier {
    pub(crate) dossier_id: DossierId,
    /// Whose registration it belongs to.
    pub(crate) registration_id: RegistrationId,
    /// Canonical.
    pub(crate) registration_number: RegistrationNumber,
    /// Whose; also the person's id.
    pub(crate) employee_id: EmployeeId,
    /// P1.
    pub(crate) nip: Nip,
    pub(crate) campaign_code: String,
    /// What it was opened with.
    pub(crate) catalogue_version: i32,
    /// Where it stands.
    pub(crate) life: Life,
    /// When it was last handed in.
    pub(crate) submitted_at: Option<OffsetDateTime>,
}

/// The dossier of an employee in a campaign.
pub(crate) async fn find_own(
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
pub(crate) async fn open(
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

/// A dossier that the transaction holds.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) employee_id: EmployeeId,
    pub(crate) campaign_code: String,
    /// Where it stands, until the transaction changes it.
    pub(crate) life: Life,
}

/// Holds a dossier until the transaction ends; `None` when there is none.
pub(crate) async fn lock(connection: &mut PgConnection, dossier: DossierId) -> anyhow::Result<Option<Held>> {
    let row = sqlx::query!(
        "select employee_id, campaign_code, state, submission, version from registration.dossiers
         where dossier_id = $1 for update",
        dossier.as_uuid()
    );
    let Some(row) = row.fetch_optional(connection).await? else { return Ok(None) };
    let state = State::parse(&row.state).context("a dossier's state is none")?;
    Ok(Some(Held {
        employee_id: row.employee_id.into(),
        campaign_code: row.campaign_code,
        life: Life { state, submission: row.submission, version: row.version },
    }))
}

/// Dossier and number of the submission that waits for a decision, of an employee in a campaign.
pub(crate) async fn find_submitted(
    connection: &mut PgConnection,
    employee: EmployeeId,
    campaign_code: &str,
) -> Result<Option<(DossierId, i32)>, sqlx::Error> {
    let row = sqlx::query!(
        "select dossier_id, submission from registration.dossiers
         where employee_id = $1 and campaign_code = $2 and state = 'submitted'",
        employee.as_uuid(),
        campaign_code
    );
    Ok(row.fetch_optional(connection).await?.map(|row| (row.dossier_id.into(), row.submission)))
}

/// Keeps the life of a dossier that the transaction holds; `submitted_at` where it has just been handed in.
pub(crate) async fn set_life(
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
