//! Agencies: names, and which of them a report is about.

use sqlx::PgConnection;

use crate::domain::{area::Area, master_data::Agency};

/// Code and name of an agency or unit.
#[derive(Clone)]
pub(crate) struct Place {
    /// Code.
    pub(crate) code: String,
    pub(crate) name: String,
}

/// Keeps each row unless a newer version of it is kept already. No two rows are of one agency.
pub(crate) async fn put(connection: &mut PgConnection, generation: i64, rows: &[Agency]) -> Result<(), sqlx::Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let central: Vec<bool> = rows.iter().map(|row| row.central).collect();
    let offices: Vec<Option<String>> = rows.iter().map(|row| row.kanreg_code.clone()).collect();
    let versions: Vec<i64> = rows.iter().map(|row| row.version).collect();
    sqlx::query!(
        "insert into reporting.view_agencies as a (generation, code, name, central, kanreg_code, version)
         select $1, r.* from unnest($2::text[], $3::text[], $4::boolean[], $5::text[], $6::bigint[])
             as r (code, name, central, kanreg_code, version)
         order by r.code
         on conflict (generation, code) do update
           set name = excluded.name, central = excluded.central, kanreg_code = excluded.kanreg_code,
               version = excluded.version
           where a.version < excluded.version",
        generation,
        &codes,
        &names,
        &central,
        &offices as &[Option<String>],
        &versions
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Agencies of an area after a code. Those of rehearsals only where the area is one of them.
pub(crate) async fn page(
    connection: &mut PgConnection,
    generation: i64,
    area: &Area,
    after: &str,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        "select code, name from reporting.view_agencies
         where generation = $1 and ($2::text is null or code = $2) and ($3::text is null or kanreg_code = $3)
           and ($2::text is not null or left(code, 1) <> 'X') and code > $4
         order by code limit $5",
        generation,
        area.agency(),
        area.kanreg(),
        after,
        limit
    )
    .fetch_all(connection)
    .await
}

/// The agency that a unit belongs to.
pub(crate) async fn of_unit(
    connection: &mut PgConnection,
    generation: i64,
    unit: &str,
) -> Result<Option<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        "select a.code, a.name from reporting.view_org_units u
         join reporting.view_agencies a on (a.generation, a.code) = (u.generation, u.agency_code)
         where u.generation = $1 and u.code = $2",
        generation,
        unit
    )
    .fetch_optional(connection)
    .await
}
