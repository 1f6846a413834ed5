//! The rows of files, a page at a time in the order of an id that never changes: whoever moves between two pages is
//! neither lost nor repeated.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::{
    area::Area,
    export::{Registered, Unregistered},
};

/// A row with its place and person.
pub(crate) struct Placed<T> {
    /// After it the next page begins.
    pub(crate) place: Uuid,
    pub(crate) employee_id: Uuid,
    /// What is written.
    pub(crate) row: T,
}

struct RegisteredRow {
    registration_id: Uuid,
    employee_id: Uuid,
    number: String,
    nip: String,
    name: String,
    agency: String,
    unit: String,
    confirmed: bool,
    registered_at: OffsetDateTime,
}

/// Live registrations of a campaign in an area.
pub(crate) async fn registered(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    area: &Area,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Placed<Registered>>, sqlx::Error> {
    // Two texts instead of one "or": each has the index that fits it.
    let rows = if let Some(agency) = area.agency() {
        sqlx::query_as!(
            RegisteredRow,
            r#"select r.registration_id, r.employee_id, r.registration_number as number, r.nip as "nip!",
                    r.name as "name!", a.name as agency, coalesce(u.name, r.unit_code) as "unit!",
                    r.state = 'confirmed' as "confirmed!", r.registered_at
             from reporting.view_registrations r
             join reporting.view_agencies a on a.generation = $1 and a.code = r.agency_code
             left join reporting.view_org_units u on u.generation = $1 and u.code = r.unit_code
             where r.generation = $1 and r.campaign_code = $2 and r.state <> 'rejected' and r.agency_code = $3
               and ($4::text is null or a.kanreg_code = $4) and r.registration_id > $5
             order by r.registration_id limit $6"#,
            generation,
            campaign,
            agency,
            area.kanreg(),
            after,
            limit
        )
        .fetch_all(connection)
        .await?
    } else {
        sqlx::query_as!(
            RegisteredRow,
            r#"select r.registration_id, r.employee_id, r.registration_number as number, r.nip as "nip!",
                    r.name as "name!", a.name as agency, coalesce(u.name, r.unit_code) as "unit!",
                    r.state = 'confirmed' as "confirmed!", r.registered_at
             from reporting.view_registrations r
             join reporting.view_agencies a on a.generation = $1 and a.code = r.agency_code
             left join reporting.view_org_units u on u.generation = $1 and u.code = r.unit_code
             where r.generation = $1 and r.campaign_code = $2 and r.state <> 'rejected'
               and ($3::text is null or a.kanreg_code = $3) and left(a.code, 1) <> 'X' and r.registration_id > $4
             order by r.registration_id limit $5"#,
            generation,
            campaign,
            area.kanreg(),
            after,
            limit
        )
        .fetch_all(connection)
        .await?
    };
    Ok(rows.into_iter().map(registered_row).collect())
}

fn registered_row(row: RegisteredRow) -> Placed<Registered> {
    Placed {
        place: row.registration_id,
        employee_id: row.employee_id,
        row: Registered {
            number: row.number,
            nip: row.nip,
            name: row.name,
            agency: row.agency,
            unit: row.unit,
            confirmed: row.confirmed,
            registered_at: row.registered_at,
        },
    }
}

struct UnregisteredRow {
    employee_id: Uuid,
    nip: String,
    agency: String,
    unit: String,
}

/// Active employees in an area without a live registration in a campaign.
pub(crate) async fn unregistered(
    connection: &mut PgConnection,
    generation: i64,
    campaign: &str,
    area: &Area,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Placed<Unregistered>>, sqlx::Error> {
    let rows = if let Some(agency) = area.agency() {
        sqlx::query_as!(
            UnregisteredRow,
            r#"select e.employee_id, e.nip, a.name as agency, coalesce(u.name, e.unit_code) as "unit!"
             from reporting.view_employees e
             join reporting.view_agencies a on a.generation = $1 and a.code = e.agency_code
             left join reporting.view_org_units u on u.generation = $1 and u.code = e.unit_code
             where e.generation = $1 and e.active and e.agency_code = $3
               and ($4::text is null or a.kanreg_code = $4) and e.employee_id > $5
               and not exists (select from reporting.view_registrations r
                     where r.generation = $1 and r.employee_id = e.employee_id and r.campaign_code = $2
                       and r.state <> 'rejected')
             order by e.employee_id limit $6"#,
            generation,
            campaign,
            agency,
            area.kanreg(),
            after,
            limit
        )
        .fetch_all(connection)
        .await?
    } else {
        sqlx::query_as!(
            UnregisteredRow,
            r#"select e.employee_id, e.nip, a.name as agency, coalesce(u.name, e.unit_code) as "unit!"
             from reporting.view_employees e
             join reporting.view_agencies a on a.generation = $1 and a.code = e.agency_code
             left join reporting.view_org_units u on u.generation = $1 and u.code = e.unit_code
             where e.generation = $1 and e.active
               and ($3::text is null or a.kanreg_code = $3) and left(a.code, 1) <> 'X' and e.employee_id > $4
               and not exists (select from reporting.view_registrations r
                     where r.generation = $1 and r.employee_id = e.employee_id and r.campaign_code = $2
                       and r.state <> 'rejected')
             order by e.employee_id limit $5"#,
            generation,
            campaign,
            area.kanreg(),
            after,
            limit
        )
        .fetch_all(connection)
        .await?
    };
    let placed = |row: UnregisteredRow| Placed {
        place: row.employee_id,
        employee_id: row.employee_id,
        row: Unregistered { nip: row.nip, agency: row.agency, unit: row.unit },
    };
    Ok(rows.into_iter().map(placed).collect())
}
