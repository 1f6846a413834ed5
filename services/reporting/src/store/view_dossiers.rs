//! Where dossiers stand.

use kernel::Stage;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::standing::Standing;

/// A dossier as an event tells of it.
pub struct Dossier {
    /// Which.
    pub dossier_id: Uuid,
    /// Of which registration.
    pub registration_id: Uuid,
    /// Whose.
    pub employee_id: Uuid,
    /// The campaign's code.
    pub campaign_code: String,
    /// Where the employee was.
    pub agency_code: String,
    /// Where the employee was.
    pub unit_code: String,
    /// Where it stands.
    pub standing: Standing,
}

/// Keeps what is told unless something further is kept already: events in any order end in the same row.
///
/// # Errors
/// The database is away.
pub async fn advance(connection: &mut PgConnection, generation: i64, dossier: &Dossier) -> Result<(), sqlx::Error> {
    let Standing { submission, step, state, entered_at } = dossier.standing;
    sqlx::query!(
        "insert into reporting.view_dossiers as d
             (generation, dossier_id, registration_id, employee_id, campaign_code, submission, step, state, stage,
              stage_entered_at, agency_code, unit_code)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (generation, dossier_id) do update
           set registration_id = excluded.registration_id, employee_id = excluded.employee_id,
               campaign_code = excluded.campaign_code, submission = excluded.submission, step = excluded.step,
               state = excluded.state, stage = excluded.stage, stage_entered_at = excluded.stage_entered_at,
               agency_code = excluded.agency_code, unit_code = excluded.unit_code
           where (d.submission, d.step) < (excluded.submission, excluded.step)",
        generation,
        dossier.dossier_id,
        dossier.registration_id,
        dossier.employee_id,
        dossier.campaign_code,
        i64::from(submission),
        step as i16,
        state.as_str(),
        state.stage().map(Stage::as_str),
        entered_at,
        dossier.agency_code,
        dossier.unit_code
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Brings the dossiers of these people to where the master data says that they are.
///
/// # Errors
/// The database is away.
pub async fn move_to_people(
    connection: &mut PgConnection,
    generation: i64,
    people: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.view_dossiers d set agency_code = e.agency_code, unit_code = e.unit_code
         from reporting.view_employees e
         where d.generation = $1 and d.employee_id = any($2)
           and e.generation = $1 and e.employee_id = d.employee_id
           and (d.agency_code, d.unit_code) is distinct from (e.agency_code, e.unit_code)",
        generation,
        people
    )
    .execute(connection)
    .await?;
    Ok(())
}
