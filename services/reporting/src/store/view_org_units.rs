//! Units and their tree.

use sqlx::PgConnection;

use super::view_agencies::Place;
use crate::domain::{area::Area, master_data::OrgUnit};

/// Keeps each unit, and what is above it, unless a newer version of it is kept already. No two rows are of one unit.
pub(crate) async fn put(connection: &mut PgConnection, generation: i64, rows: &[OrgUnit]) -> Result<(), sqlx::Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    let agencies: Vec<String> = rows.iter().map(|row| row.agency_code.clone()).collect();
    let parents: Vec<Option<String>> = rows.iter().map(|row| row.parent_code.clone()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let level_1: Vec<bool> = rows.iter().map(|row| row.level_1).collect();
    let versions: Vec<i64> = rows.iter().map(|row| row.version).collect();
    let changed: Vec<String> = sqlx::query_scalar!(
        "insert into reporting.view_org_units as u
             (generation, code, agency_code, parent_code, name, level_1, version)
         select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::bigint[])
             as r (code, agency_code, parent_code, name, level_1, version)
         order by r.code
         on conflict (generation, code) do update
           set agency_code = excluded.agency_code, parent_code = excluded.parent_code, name = excluded.name,
               level_1 = excluded.level_1, version = excluded.version
           where u.version < excluded.version
         returning code",
        generation,
        &codes,
        &agencies,
        &parents as &[Option<String>],
        &names,
        &level_1,
        &versions
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from reporting.view_org_unit_closure where generation = $1 and descendant_code = any($2)",
        generation,
        &changed
    )
    .execute(&mut *connection)
    .await?;
    let (mut ancestors, mut descendants) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| changed.contains(&row.code)) {
        for ancestor in row.ancestor_codes.iter().chain([&row.code]) {
            ancestors.push(ancestor.clone());
            descendants.push(row.code.clone());
        }
    }
    sqlx::query!(
        "insert into reporting.view_org_unit_closure (generation, ancestor_code, descendant_code)
         select $1, r.* from unnest($2::text[], $3::text[]) as r on conflict do nothing",
        generation,
        &ancestors,
        &descendants
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Units of the one agency of an area after a code.
pub(crate) async fn page_of_agency(
    connection: &mut PgConnection,
    generation: i64,
    area: &Area,
    after: &str,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        "select u.code, u.name from reporting.view_org_units u
         join reporting.view_agencies a on (a.generation, a.code) = (u.generation, u.agency_code)
         where u.generation = $1 and u.agency_code = $2 and ($3::text is null or a.kanreg_code = $3) and u.code > $4
         order by u.code limit $5",
        generation,
        area.agency(),
        area.kanreg(),
        after,
        limit
    )
    .fetch_all(connection)
    .await
}

/// Units below one unit, itself included, of one agency, after a code.
pub(crate) async fn page_of_subtree(
    connection: &mut PgConnection,
    generation: i64,
    unit: &str,
    agency: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        "select u.code, u.name from reporting.view_org_unit_closure c
         join reporting.view_org_units u on (u.generation, u.code) = (c.generation, c.descendant_code)
         where c.generation = $1 and c.ancestor_code = $2 and u.agency_code = $3 and c.descendant_code > $4
         order by c.descendant_code limit $5",
        generation,
        unit,
        agency,
        after,
        limit
    )
    .fetch_all(connection)
    .await
}
