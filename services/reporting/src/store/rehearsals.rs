//! What belongs to rehearsals, in whatever table. Every statement asks for the X by itself.

use kernel::RehearsalAgency;
use sqlx::PgConnection;
use uuid::Uuid;

/// Removes people from a generation of the projections, with their registrations and dossiers.
pub(crate) async fn purge_people(
    connection: &mut PgConnection,
    generation: i64,
    people: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from reporting.view_dossiers
         where generation = $1 and employee_id = any($2) and left(agency_code, 1) = 'X'",
        generation,
        people
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from reporting.view_registrations
         where generation = $1 and employee_id = any($2) and left(agency_code, 1) = 'X'",
        generation,
        people
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from reporting.view_employees
         where generation = $1 and employee_id = any($2) and left(agency_code, 1) = 'X'",
        generation,
        people
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes an agency and its units from a generation of the projections.
pub(crate) async fn purge_agency(
    connection: &mut PgConnection,
    generation: i64,
    agency: &RehearsalAgency,
) -> Result<(), sqlx::Error> {
    let code = agency.as_str();
    sqlx::query!(
        "delete from reporting.view_org_unit_closure c using reporting.view_org_units u
         where u.generation = $1 and u.agency_code = $2 and left(u.agency_code, 1) = 'X'
           and c.generation = $1 and c.descendant_code = u.code",
        generation,
        code
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from reporting.view_org_units
         where generation = $1 and agency_code = $2 and left(agency_code, 1) = 'X'",
        generation,
        code
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from reporting.view_agencies where generation = $1 and code = $2 and left(code, 1) = 'X'",
        generation,
        code
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the files that were asked for of an agency, and who stood in them.
pub(crate) async fn purge_exports(connection: &mut PgConnection, agency: &RehearsalAgency) -> Result<(), sqlx::Error> {
    // One statement sees the rows as they were, and the foreign keys are looked at when all of it is done.
    sqlx::query!(
        "with gone as (
             delete from reporting.fact_exports where agency_code = $1 and left(agency_code, 1) = 'X' returning export_id
         ), chunks as (
             delete from reporting.fact_export_chunks where export_id in (select export_id from gone)
         )
         delete from reporting.fact_export_people where export_id in (select export_id from gone)",
        agency.as_str()
    )
    .execute(connection)
    .await?;
    Ok(())
}
