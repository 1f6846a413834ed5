//! Who stands behind a registration number, and which stage holds the dossier: as registration and verification tell it.

use anyhow::Context as _;
use kernel::{AgencyCode, EmployeeId, PersonId, RegistrationId, RegistrationNumber, Stage};
use sqlx::PgConnection;
use uuid::Uuid;

/// Whose registration an event is about.
#[derive(Clone, Debug)]
pub(crate) struct Whose {
    pub(crate) registration_id: RegistrationId,
    /// Its number; `None` where the event does not name it.
    pub(crate) number: Option<RegistrationNumber>,
    /// Who registered.
    pub(crate) employee_id: EmployeeId,
    /// Parent agency.
    pub(crate) agency_code: AgencyCode,
    /// Version of the employee's row that told the agency; 0 where the event is not about the row.
    pub(crate) agency_version: i64,
}

/// How far a dossier has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Progress {
    /// Number of the submission.
    pub(crate) submission: i32,
    /// 0 submitted, 1 and 2 a stage is done, 3 nobody decides it any more.
    pub(crate) step: i16,
}

/// Who is behind a number.
#[derive(Clone, Debug)]
pub(crate) struct Behind {
    pub(crate) person_id: PersonId,
    /// Parent agency.
    pub(crate) agency_code: AgencyCode,
    /// The stage that holds the dossier.
    pub(crate) stage: Option<Stage>,
}

/// Keeps whose registration it is: the number once it is known, the agency of the highest version.
pub(crate) async fn keep(connection: &mut PgConnection, whose: &Whose) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into helpdesk.registrations as kept
            (registration_id, registration_number, person_id, agency_code, agency_version)
         values ($1, $2, $3, $4, $5)
         on conflict (registration_id) do update
            set registration_number = coalesce(kept.registration_number, excluded.registration_number),
                agency_code = case when kept.agency_version < excluded.agency_version
                                   then excluded.agency_code else kept.agency_code end,
                agency_version = greatest(kept.agency_version, excluded.agency_version)",
        whose.registration_id.as_uuid(),
        whose.number.as_ref().map(RegistrationNumber::as_str),
        whose.employee_id.as_uuid(),
        whose.agency_code.as_str(),
        whose.agency_version
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps which stage holds the dossier, unless it is known to have come further.
pub(crate) async fn keep_stage(
    connection: &mut PgConnection,
    registration: RegistrationId,
    progress: Progress,
    stage: Option<Stage>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update helpdesk.registrations set submission = $2, step = $3, stage = $4
         where registration_id = $1 and (submission, step) < ($2, $3)",
        registration.as_uuid(),
        progress.submission,
        progress.step,
        stage.map(Stage::as_str)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// People belong to other agencies now; of each the highest version of their row stays.
pub(crate) async fn move_people(
    connection: &mut PgConnection,
    people: &[Uuid],
    agency_codes: &[String],
    versions: &[i64],
) -> Result<(), sqlx::Error> {
    // In one order, so that two replicas that hear at once wait for each other instead of dying.
    sqlx::query!(
        "with told as (
            select * from unnest($1::uuid[], $2::text[], $3::bigint[]) as t (person_id, agency_code, version)
         ), held as (
            select r.registration_id, t.agency_code, t.version
            from helpdesk.registrations r join told t on t.person_id = r.person_id and t.version > r.agency_version
            order by r.registration_id for update of r
         )
         update helpdesk.registrations r set agency_code = held.agency_code, agency_version = held.version
         from held where held.registration_id = r.registration_id",
        people,
        agency_codes,
        versions
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets a registration: it was rejected, or never finished.
pub(crate) async fn forget(connection: &mut PgConnection, registration: RegistrationId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from helpdesk.registrations where registration_id = $1", registration.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Who is behind a number.
pub(crate) async fn find(connection: &mut PgConnection, number: &RegistrationNumber) -> anyhow::Result<Option<Behind>> {
    let row = sqlx::query!(
        "select person_id, agency_code, stage from helpdesk.registrations where registration_number = $1",
        number.as_str()
    );
    let Some(row) = row.fetch_optional(connection).await? else { return Ok(None) };
    Ok(Some(Behind {
        person_id: row.person_id.into(),
        agency_code: AgencyCode::parse(&row.agency_code).context("a kept agency code is none")?,
        stage: row.stage.as_deref().map(Stage::parse).transpose().context("a kept stage is none")?,
    }))
}
