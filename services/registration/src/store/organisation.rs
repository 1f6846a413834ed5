//! Regional offices, agencies and units as imports bring them up to date: what changed comes back.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::import::{AgencyRow, KanregRow, UnitRow};

/// Codes of all regional offices.
///
/// # Errors
/// The database is away.
pub async fn kanreg_codes(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select code from registration.kanreg").fetch_all(connection).await
}

/// Code and owner of the data key of every agency.
///
/// # Errors
/// The database is away.
pub async fn agencies(connection: &mut PgConnection) -> Result<Vec<(String, Uuid)>, sqlx::Error> {
    let agencies = sqlx::query!("select code, data_key_owner from registration.agencies").fetch_all(connection).await?;
    Ok(agencies.into_iter().map(|agency| (agency.code, agency.data_key_owner)).collect())
}

/// Code, agency and parent of every unit.
///
/// # Errors
/// The database is away.
pub async fn units(connection: &mut PgConnection) -> Result<Vec<(String, String, Option<String>)>, sqlx::Error> {
    let units = sqlx::query!("select code, agency_code, parent_code from registration.org_units");
    let units = units.fetch_all(connection).await?;
    Ok(units.into_iter().map(|unit| (unit.code, unit.agency_code, unit.parent_code)).collect())
}

/// Adds or changes regional offices.
///
/// # Errors
/// The database is away.
pub async fn put_kanreg(connection: &mut PgConnection, rows: &[KanregRow]) -> Result<(), sqlx::Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.as_str().to_owned()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let cities: Vec<String> = rows.iter().map(|row| row.city.clone()).collect();
    sqlx::query!(
        "insert into registration.kanreg as k (code, name, city)
         select * from unnest($1::text[], $2::text[], $3::text[])
         on conflict (code) do update set name = excluded.name, city = excluded.city
           where (k.name, k.city) is distinct from (excluded.name, excluded.city)",
        &codes,
        &names,
        &cities
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds or changes agencies; the codes of those that were.
///
/// # Errors
/// The database is away.
pub async fn put_agencies(connection: &mut PgConnection, rows: &[AgencyRow]) -> Result<Vec<String>, sqlx::Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.as_str().to_owned()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let offices: Vec<Option<String>> =
        rows.iter().map(|row| row.kanreg.as_ref().map(|office| office.as_str().to_owned())).collect();
    sqlx::query_scalar!(
        "insert into registration.agencies as a (code, name, central, kanreg_code)
         select code, name, office is null, office from unnest($1::text[], $2::text[], $3::text[]) as r (code, name, office)
         on conflict (code) do update
           set name = excluded.name, central = excluded.central, kanreg_code = excluded.kanreg_code
           where (a.name, a.kanreg_code) is distinct from (excluded.name, excluded.kanreg_code)
         returning code",
        &codes,
        &names,
        &offices as &[Option<String>]
    )
    .fetch_all(connection)
    .await
}

/// Adds or changes units; the codes of those that were. The closure is the caller's next step.
///
/// # Errors
/// The database is away.
pub async fn put_units(connection: &mut PgConnection, rows: &[UnitRow]) -> Result<Vec<String>, sqlx::Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.as_str().to_owned()).collect();
    let agencies: Vec<String> = rows.iter().map(|row| row.agency.as_str().to_owned()).collect();
    let parents: Vec<Option<String>> =
        rows.iter().map(|row| row.parent.as_ref().map(|parent| parent.as_str().to_owned())).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let level_1: Vec<bool> = rows.iter().map(|row| row.level_1).collect();
    sqlx::query_scalar!(
        "insert into registration.org_units as u (code, agency_code, parent_code, name, level_1)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
         on conflict (code) do update
           set parent_code = excluded.parent_code, name = excluded.name, level_1 = excluded.level_1
           where (u.parent_code, u.name, u.level_1)
             is distinct from (excluded.parent_code, excluded.name, excluded.level_1)
         returning code",
        &codes,
        &agencies,
        &parents as &[Option<String>],
        &names,
        &level_1
    )
    .fetch_all(connection)
    .await
}

/// Makes the closure of these agencies' trees anew.
///
/// # Errors
/// The database is away.
pub async fn close_trees(connection: &mut PgConnection, agencies: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from registration.org_unit_closure c using registration.org_units u
         where u.code = c.descendant_code and u.agency_code = any($1)",
        agencies
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "with recursive above (descendant_code, ancestor_code, depth) as (
             select code, code, 0 from registration.org_units where agency_code = any($1)
             union all
             select a.descendant_code, u.parent_code, a.depth + 1
             from above a join registration.org_units u on u.code = a.ancestor_code
             where u.parent_code is not null
         )
         insert into registration.org_unit_closure (ancestor_code, descendant_code, depth)
         select ancestor_code, descendant_code, depth from above",
        agencies
    )
    .execute(connection)
    .await?;
    Ok(())
}
