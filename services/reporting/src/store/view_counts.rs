//! How many people stand where: kept by differences, read by place.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::{
    area::Area,
    counts::{Counts, Measure},
};

/// One measure of one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Empty for what belongs to no campaign.
    pub(crate) campaign_code: String,
    /// `*` for the whole agency.
    pub(crate) unit_code: String,
    /// The agency.
    pub(crate) agency_code: String,
    /// Name of the measure.
    pub(crate) measure: String,
}

/// Stands for all units of an agency; no unit's code.
const ALL_UNITS: &str = "*";

/// Lets nobody else change these people's counts in this generation until the transaction ends.
pub(crate) async fn lock_people(
    connection: &mut PgConnection,
    generation: i64,
    people: &[Uuid],
) -> Result<(), sqlx::Error> {
    // Stripes instead of rows: a person may have no row yet, and a lock for each of 500 would fill the server's table.
    let mut stripes: Vec<i32> = people.iter().map(|person| i32::from(person.as_bytes()[15] % 64)).collect();
    stripes.sort_unstable();
    stripes.dedup();
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtext('reporting.people.' || $1::bigint), stripe) from unnest($2::integer[]) as stripe",
        generation,
        &stripes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What these people amount to, by place.
pub(crate) async fn of_people(
    connection: &mut PgConnection,
    generation: i64,
    people: &[Uuid],
) -> Result<HashMap<Cell, i64>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select campaign_code as "campaign_code!", agency_code as "agency_code!", unit_code as "unit_code!",
             measure as "measure!", count(*) as "count!"
         from (
           select '' as campaign_code, agency_code, unit_code, 'employees' as measure
           from reporting.view_employees where generation = $1 and employee_id = any($2) and active
           union all
           select r.campaign_code, r.agency_code, r.unit_code, m.measure
           from reporting.view_registrations r
           left join reporting.view_employees e on e.generation = $1 and e.employee_id = r.employee_id
           cross join lateral (values ('registered', true), ('confirmed', r.state = 'confirmed'),
                                      ('registered_active', coalesce(e.active, false))) as m (measure, holds)
           where r.generation = $1 and r.employee_id = any($2) and r.state <> 'rejected' and m.holds
           union all
           select campaign_code, agency_code, unit_code,
             case when state = 'submitted' then 'at_' || stage when state = 'final' then 'final' else 'returned' end
           from reporting.view_dossiers
           where generation = $1 and employee_id = any($2)
             and state in ('submitted', 'final', 'recalled', 'returned', 'conflict')
         ) as each group by 1, 2, 3, 4"#,
        generation,
        people
    )
    .fetch_all(connection)
    .await?;
    let cell = |unit: &str, agency: &str, campaign: &str, measure: &str| Cell {
        campaign_code: campaign.to_owned(),
        unit_code: unit.to_owned(),
        agency_code: agency.to_owned(),
        measure: measure.to_owned(),
    };
    let mut cells = HashMap::new();
    for row in rows {
        for unit in [row.unit_code.as_str(), ALL_UNITS] {
            *cells.entry(cell(unit, &row.agency_code, &row.campaign_code, &row.measure)).or_default() += row.count;
        }
    }
    Ok(cells)
}

/// Adds differences, which stand in one order for everyone; what becomes zero goes away.
pub(crate) async fn add(
    connection: &mut PgConnection,
    generation: i64,
    differences: &[(Cell, i64)],
) -> Result<(), sqlx::Error> {
    let of = |part: fn(&Cell) -> &String| differences.iter().map(|(cell, _)| part(cell).clone()).collect::<Vec<_>>();
    let campaigns = of(|cell| &cell.campaign_code);
    let units = of(|cell| &cell.unit_code);
    let agencies = of(|cell| &cell.agency_code);
    let measures = of(|cell| &cell.measure);
    let counts: Vec<i64> = differences.iter().map(|(_, count)| *count).collect();
    sqlx::query!(
        "insert into reporting.view_counts as c (generation, campaign_code, unit_code, agency_code, measure, count)
         select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
             as r (campaign_code, unit_code, agency_code, measure, count)
         order by 2, 3, 4, 5
         on conflict (generation, campaign_code, unit_code, agency_code, measure)
           do update set count = c.count + excluded.count",
        generation,
        &campaigns,
        &units,
        &agencies,
        &measures,
        &counts
    )
    .execute(&mut *connection)
    .await?;
    if counts.iter().any(|count| *count < 0) {
        sqlx::query!(
            "delete from reporting.view_counts c
             using unnest($2::text[], $3::text[], $4::text[], $5::text[])
                 as r (campaign_code, unit_code, agency_code, measure)
             where c.generation = $1 and c.campaign_code = r.campaign_code and c.unit_code = r.unit_code
               and c.agency_code = r.agency_code and c.measure = r.measure and c.count = 0",
            generation,
            &campaigns,
            &units,
            &agencies,
            &measures
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// The counts of whole agencies, by code.
pub(crate) async fn of_agencies(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    agencies: &[String],
) -> Result<HashMap<String, Counts>, sqlx::Error> {
    let rows = sqlx::query!(
        "select agency_code as code, measure, count from reporting.view_counts
         where generation = $1 and campaign_code in ('', $2) and unit_code = '*' and agency_code = any($3)",
        generation,
        campaign,
        agencies
    )
    .fetch_all(connection)
    .await?;
    Ok(by_code(rows.into_iter().map(|row| (row.code, row.measure, row.count))))
}

/// The counts of units, by code: the people of the unit itself.
pub(crate) async fn of_units(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    units: &[String],
) -> Result<HashMap<String, Counts>, sqlx::Error> {
    let rows = sqlx::query!(
        "select unit_code as code, measure, count from reporting.view_counts
         where generation = $1 and campaign_code in ('', $2) and unit_code = any($3)",
        generation,
        campaign,
        units
    )
    .fetch_all(connection)
    .await?;
    Ok(by_code(rows.into_iter().map(|row| (row.code, row.measure, row.count))))
}

/// Everything in an area; the agencies of rehearsals only where the area is one of them.
pub(crate) async fn of_area(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    area: &Area,
) -> Result<Counts, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.measure, sum(c.count)::bigint as "count!" from reporting.view_counts c
         join reporting.view_agencies a on a.generation = $1 and a.code = c.agency_code
         where c.generation = $1 and c.campaign_code in ('', $2) and c.unit_code = '*'
           and ($3::text is null or c.agency_code = $3) and ($4::text is null or a.kanreg_code = $4)
           and ($3::text is not null or left(c.agency_code, 1) <> 'X')
         group by c.measure"#,
        generation,
        campaign,
        area.agency(),
        area.kanreg()
    )
    .fetch_all(connection)
    .await?;
    Ok(together(rows.into_iter().map(|row| (row.measure, row.count))))
}

/// Everything below a unit, itself included.
pub(crate) async fn of_subtree(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    unit: &str,
) -> Result<Counts, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.measure, sum(c.count)::bigint as "count!" from reporting.view_org_unit_closure below
         join reporting.view_counts c on c.generation = $1 and c.campaign_code in ('', $2)
           and c.unit_code = below.descendant_code
         where below.generation = $1 and below.ancestor_code = $3 group by c.measure"#,
        generation,
        campaign,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(together(rows.into_iter().map(|row| (row.measure, row.count))))
}

fn by_code(rows: impl Iterator<Item = (String, String, i64)>) -> HashMap<String, Counts> {
    let mut places: HashMap<String, Counts> = HashMap::new();
    for (code, measure, count) in rows {
        if let Some(measure) = Measure::parse(&measure) {
            places.entry(code).or_default().add(measure, count);
        }
    }
    places
}

fn together(rows: impl Iterator<Item = (String, i64)>) -> Counts {
    let mut counts = Counts::default();
    for (measure, count) in rows {
        if let Some(measure) = Measure::parse(&measure) {
            counts.add(measure, count);
        }
    }
    counts
}
