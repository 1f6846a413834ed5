//! Regional offices, agencies and units as imports bring them up to date: what changed comes back.

use kernel::{AgencyCode, KanregCode};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::master::{
    import::{AgencyRow, KanregRow, UnitRow},
    ticket_action::TicketAgency,
};

/// Codes of all regional offices.
pub(crate) async fn kanreg_codes(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select code from registration.kanreg").fetch_all(connection).await
}

/// Code and owner of the data key of every agency.
pub(crate) async fn agencies(connection: &mut PgConnection) -> Result<Vec<(String, Uuid)>, sqlx::Error> {
    let agencies = sqlx::query!("select code, data_key_owner from registration.agencies").fetch_all(connection).await?;
    Ok(agencies.into_iter().map(|agency| (agency.code, agency.data_key_owner)).collect())
}

/// The agency that a ticket concerns; `None` when there is no such agency.
///
/// # Errors
/// The database is away, or a code in it is none.
pub(crate) async fn ticket_agency(
    connection: &mut PgConnection,
    code: &AgencyCode,
) -> anyhow::Result<Option<TicketAgency>> {
    let agency = sqlx::query!("select kanreg_code from registration.agencies where code = $1", code.as_str());
    let Some(agency) = agency.fetch_optional(connection).await? else { return Ok(None) };
    let kanreg = agency.kanreg_code.as_deref().map(KanregCode::parse).transpose()?;
    Ok(Some(TicketAgency { code: code.clone(), kanreg }))
}

/// Code, agency and parent of every unit.
pub(crate) async fn units(connection: &mut PgConnection) -> Result<Vec<(String, String, Option<String>)>, sqlx::Error> {
    let units = sqlx::query!("select code, agency_code, parent_code from registration.org_units");
    let units = units.fetch_all(connection).await?;
    Ok(units.into_iter().map(|unit| (unit.code, unit.agency_code, unit.parent_code)).collect())
}

/// Adds or changes regional offices.
pub(crate) async fn put_kanreg(connection: &mut PgConnection, rows: &[KanregRow]) -> Result<(), sqlx::Error> {
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

/// Adds or changes agencies; code and version of those that were.
pub(crate) async fn put_agencies(
    connection: &mut PgConnection,
    rows: &[AgencyRow],
) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.as_str().to_owned()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let offices: Vec<Option<String>> =
        rows.iter().map(|row| row.kanreg.as_ref().map(|office| office.as_str().to_owned())).collect();
    let changed = sqlx::query!(
        "insert into registration.agencies as a (code, name, central, kanreg_code)
         select code, name, office is null, office from unnest($1::text[], $2::text[], $3::text[]) as r (code, name, office)
         on conflict (code) do update
           set name = excluded.name, central = excluded.central, kanreg_code = excluded.kanreg_code,
               version = a.version + 1
           where (a.name, a.kanreg_code) is distinct from (excluded.name, excluded.kanreg_code)
         returning code, version",
        &codes,
        &names,
        &offices as &[Option<String>]
    );
    Ok(changed.fetch_all(connection).await?.into_iter().map(|agency| (agency.code, agency.version)).collect())
}

/// Units below those whose parent these rows change, as the closure knows them before the rows are put: their place in the
/// tree changes with it.
pub(crate) async fn list_moved_along(
    connection: &mut PgConnection,
    rows: &[UnitRow],
) -> Result<Vec<String>, sqlx::Error> {
    let (codes, parents) = places(rows);
    sqlx::query_scalar!(
        "select distinct c.descendant_code
         from unnest($1::text[], $2::text[]) as r (code, parent_code)
         join registration.org_units u on u.code = r.code and u.parent_code is distinct from r.parent_code
         join registration.org_unit_closure c on c.ancestor_code = u.code and c.depth > 0",
        &codes,
        &parents as &[Option<String>]
    )
    .fetch_all(connection)
    .await
}

/// Adds or changes units; the codes of those that were. The closure is the caller's next step.
pub(crate) async fn put_units(connection: &mut PgConnection, rows: &[UnitRow]) -> Result<Vec<String>, sqlx::Error> {
    let (codes, parents) = places(rows);
    let agencies: Vec<String> = rows.iter().map(|row| row.agency.as_str().to_owned()).collect();
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let level_1: Vec<bool> = rows.iter().map(|row| row.level_1).collect();
    sqlx::query_scalar!(
        "insert into registration.org_units as u (code, agency_code, parent_code, name, level_1)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
         on conflict (code) do update
           set parent_code = excluded.parent_code, name = excluded.name, level_1 = excluded.level_1,
               version = u.version + 1
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

/// Counts a change of units whose own columns stay as they are.
pub(crate) async fn count_up_units(connection: &mut PgConnection, codes: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!("update registration.org_units set version = version + 1 where code = any($1)", codes)
        .execute(connection)
        .await?;
    Ok(())
}

/// A unit with its place in the tree.
#[derive(Clone, Debug)]
pub(crate) struct PlacedUnit {
    /// National code.
    pub(crate) code: String,
    pub(crate) agency_code: String,
    /// None for a root.
    pub(crate) parent_code: Option<String>,
    pub(crate) name: String,
    /// Verifies at level 1.
    pub(crate) level_1: bool,
    /// Counts its changes, those of its place included.
    pub(crate) version: i64,
    /// From the root down to the parent.
    pub(crate) ancestor_codes: Vec<String>,
}

/// These units, parents before their children.
pub(crate) async fn placed_units(
    connection: &mut PgConnection,
    codes: &[String],
) -> Result<Vec<PlacedUnit>, sqlx::Error> {
    sqlx::query_as!(
        PlacedUnit,
        r#"select u.code, u.agency_code, u.parent_code, u.name, u.level_1, u.version, above.codes as "ancestor_codes!"
           from registration.org_units u
           cross join lateral (
               select array(select c.ancestor_code from registration.org_unit_closure c
                            where c.descendant_code = u.code and c.depth > 0 order by c.depth desc) as codes) above
           where u.code = any($1)
           order by cardinality(above.codes), u.code"#,
        codes
    )
    .fetch_all(connection)
    .await
}

fn places(rows: &[UnitRow]) -> (Vec<String>, Vec<Option<String>>) {
    let place = |row: &UnitRow| (row.code.to_string(), row.parent.as_ref().map(ToString::to_string));
    rows.iter().map(place).unzip()
}

/// Makes the closure of these agencies' trees anew.
pub(crate) async fn close_trees(connection: &mut PgConnection, agencies: &[String]) -> Result<(), sqlx::Error> {
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
