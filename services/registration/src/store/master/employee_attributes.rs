//! Master values that have no column of their own. Whoever writes holds the employee's row.

use kernel::EmployeeId;
use sqlx::PgConnection;

use super::stored_value::StoredValue;

/// Sets one.
pub(crate) async fn set(
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
