//! The people of the master data.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::master_data::Employee;

/// Keeps each row unless a newer version of it is kept already. No two rows are of one employee.
pub(crate) async fn put(connection: &mut PgConnection, generation: i64, rows: &[Employee]) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.employee_id).collect();
    let nips: Vec<String> = rows.iter().map(|row| row.nip.clone()).collect();
    let agencies: Vec<String> = rows.iter().map(|row| row.agency_code.clone()).collect();
    let units: Vec<String> = rows.iter().map(|row| row.unit_code.clone()).collect();
    let active: Vec<bool> = rows.iter().map(|row| row.active).collect();
    let versions: Vec<i64> = rows.iter().map(|row| row.version).collect();
    sqlx::query!(
        "insert into reporting.view_employees as e
             (generation, employee_id, nip, agency_code, unit_code, active, version)
         select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::bigint[])
             as r (employee_id, nip, agency_code, unit_code, active, version)
         order by r.employee_id
         on conflict (generation, employee_id) do update
           set nip = excluded.nip, agency_code = excluded.agency_code, unit_code = excluded.unit_code,
               active = excluded.active, version = excluded.version
           where e.version < excluded.version",
        generation,
        &ids,
        &nips,
        &agencies,
        &units,
        &active,
        &versions
    )
    .execute(connection)
    .await?;
    Ok(())
}
