//! Registrations, and the campaigns that they belong to.

use kernel::WIB;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::registration::Registration;

/// Keeps new registrations. No two are the same.
pub(crate) async fn submit(
    connection: &mut PgConnection,
    generation: i64,
    registrations: &[Registration],
) -> Result<(), sqlx::Error> {
    let text = |text: fn(&Registration) -> &String| -> Vec<String> {
        registrations.iter().map(|row| text(row).clone()).collect()
    };
    let ids: Vec<Uuid> = registrations.iter().map(|row| row.registration_id).collect();
    let employees: Vec<Uuid> = registrations.iter().map(|row| row.employee_id).collect();
    let campaigns = text(|row| &row.campaign_code);
    let numbers = text(|row| &row.number);
    let nips = text(|row| &row.nip);
    let names = text(|row| &row.name);
    let agencies = text(|row| &row.agency_code);
    let units = text(|row| &row.unit_code);
    let instants: Vec<OffsetDateTime> = registrations.iter().map(|row| row.registered_at).collect();
    let days: Vec<Date> = registrations.iter().map(|row| row.registered_at.to_offset(WIB).date()).collect();
    sqlx::query!(
        "insert into reporting.view_registrations
             (generation, registration_id, employee_id, campaign_code, state, registration_number, nip, name,
              agency_code, unit_code, registered_at, registered_day)
         select $1, r.id, r.employee, r.campaign, 'registered', r.number, r.nip, r.name, r.agency, r.unit, r.at, r.day
         from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                     $10::timestamptz[], $11::date[])
             as r (id, employee, campaign, number, nip, name, agency, unit, at, day)
         order by r.id on conflict do nothing",
        generation,
        &ids,
        &employees,
        &campaigns,
        &numbers,
        &nips,
        &names,
        &agencies,
        &units,
        &instants,
        &days
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Registrations are genuine, each since then.
pub(crate) async fn confirm(
    connection: &mut PgConnection,
    generation: i64,
    registrations: &[(Uuid, OffsetDateTime)],
) -> Result<(), sqlx::Error> {
    let (ids, instants): (Vec<Uuid>, Vec<OffsetDateTime>) = registrations.iter().copied().unzip();
    sqlx::query!(
        "update reporting.view_registrations v set state = 'confirmed', decided_at = r.at
         from unnest($2::uuid[], $3::timestamptz[]) as r (id, at)
         where v.generation = $1 and v.registration_id = r.id and v.state = 'registered'",
        generation,
        &ids,
        &instants
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Registrations are not genuine: who they named is forgotten.
pub(crate) async fn reject(
    connection: &mut PgConnection,
    generation: i64,
    registrations: &[(Uuid, OffsetDateTime)],
) -> Result<(), sqlx::Error> {
    let (ids, instants): (Vec<Uuid>, Vec<OffsetDateTime>) = registrations.iter().copied().unzip();
    sqlx::query!(
        "update reporting.view_registrations v set state = 'rejected', nip = null, name = null, decided_at = r.at
         from unnest($2::uuid[], $3::timestamptz[]) as r (id, at)
         where v.generation = $1 and v.registration_id = r.id",
        generation,
        &ids,
        &instants
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Reservations were never completed: nothing of them remains.
pub(crate) async fn lapse(
    connection: &mut PgConnection,
    generation: i64,
    registrations: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from reporting.view_registrations where generation = $1 and registration_id = any($2)",
        generation,
        registrations
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Brings the registrations of these people to where the master data says that they are.
pub(crate) async fn move_to_people(
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
pub(crate) async fn note_campaign(
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

/// The campaign whose first registration is the latest, of those in which anybody is registered: nothing else tells that a
/// campaign was taken back after its rehearsal was.
pub(crate) async fn latest_campaign(
    connection: &mut PgConnection,
    generation: i64,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select campaign_code from reporting.view_campaigns c where generation = $1
           and exists (select from reporting.view_registrations r
                       where r.generation = $1 and r.campaign_code = c.campaign_code and r.state <> 'rejected')
         order by first_registered_at desc, campaign_code desc limit 1",
        generation
    )
    .fetch_optional(connection)
    .await
}
