//! Where dossiers stand.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::standing::Dossier;

/// Keeps what is told of each unless something further is kept already: events in any order end in the same row. No two are
/// one dossier.
pub(crate) async fn advance(
    connection: &mut PgConnection,
    generation: i64,
    dossiers: &[Dossier],
) -> Result<(), sqlx::Error> {
    let of = |id: fn(&Dossier) -> Uuid| -> Vec<Uuid> { dossiers.iter().map(id).collect() };
    let text = |text: fn(&Dossier) -> String| -> Vec<String> { dossiers.iter().map(text).collect() };
    let (ids, registrations, employees) =
        (of(|row| row.dossier_id), of(|row| row.registration_id), of(|row| row.employee_id));
    let (campaigns, agencies, units) =
        (text(|row| row.campaign_code.clone()), text(|row| row.agency_code.clone()), text(|row| row.unit_code.clone()));
    let states = text(|row| row.standing.state.as_str().to_owned());
    let standings = || dossiers.iter().map(|row| row.standing);
    let submissions: Vec<i64> = standings().map(|standing| i64::from(standing.submission)).collect();
    let steps: Vec<i16> = standings().map(|standing| standing.step as i16).collect();
    let stages: Vec<Option<String>> =
        standings().map(|standing| standing.state.stage().map(|stage| stage.as_str().to_owned())).collect();
    let entered: Vec<OffsetDateTime> = standings().map(|standing| standing.entered_at).collect();
    sqlx::query!(
        "insert into reporting.view_dossiers as d
             (generation, dossier_id, registration_id, employee_id, campaign_code, submission, step, state, stage,
              stage_entered_at, agency_code, unit_code)
         select $1, r.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::smallint[], $8::text[],
                                    $9::text[], $10::timestamptz[], $11::text[], $12::text[])
             as r (dossier_id, registration_id, employee_id, campaign_code, submission, step, state, stage,
                   stage_entered_at, agency_code, unit_code)
         order by r.dossier_id
         on conflict (generation, dossier_id) do update
           set registration_id = excluded.registration_id, employee_id = excluded.employee_id,
               campaign_code = excluded.campaign_code, submission = excluded.submission, step = excluded.step,
               state = excluded.state, stage = excluded.stage, stage_entered_at = excluded.stage_entered_at,
               agency_code = excluded.agency_code, unit_code = excluded.unit_code
           where (d.submission, d.step) < (excluded.submission, excluded.step)",
        generation,
        &ids,
        &registrations,
        &employees,
        &campaigns,
        &submissions,
        &steps,
        &states,
        &stages as &[Option<String>],
        &entered,
        &agencies,
        &units
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Brings the dossiers of these people to where the master data says that they are.
pub(crate) async fn move_to_people(
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
