//! Master values that have no column of their own. Whoever writes holds the employee's row.

use kernel::EmployeeId;
use sqlx::PgConnection;

use super::stored_value::StoredValue;

/// Every attribute of an employee, by key.
///
/// # Errors
/// The database is away.
pub async fn list(
    connection: &mut PgConnection,
    employee: EmployeeId,
) -> Result<Vec<(String, StoredValue)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select key, value, value_sealed from registration.employee_attributes where employee_id = $1",
        employee.as_uuid()
    )
    .fetch_all(connection)
    .await?;
    let value = |value, sealed| StoredValue { clear: value, sealed };
    Ok(rows.into_iter().map(|row| (row.key, value(row.value, row.value_sealed))).collect())
}

/// Sets one.
///
/// # Errors
/// The database is away.
pub async fn set(
    connection: &mut PgConnection,
    employee: EmployeeId,
    key: &str,
    value: &StoredValue,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into registration.employee_attributes (employee_id, key, value, value_sealed) values ($1, $2, $3, $4)
         on conflict (employee_id, key) do update set value = excluded.value, value_sealed = excluded.value_sealed",
        employee.as_uuid(),
        key,
        value.clear,
        value.sealed
    )
    .execute(connection)
    .await?;
    Ok(())
}
