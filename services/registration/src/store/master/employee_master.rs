//! An employee's row as a dossier compares with it and corrects it: columns by name, because the catalogue names them.

use std::collections::HashMap;

use kernel::EmployeeId;
use serde_json::{Map, Value as Json};
use sqlx::PgConnection;
use uuid::Uuid;

/// The row. P1 and P2: no `Debug`.
pub(crate) struct MasterRow {
    /// Texts by column; what the row leaves empty is absent. Days are `YYYY-MM-DD`.
    pub(crate) columns: HashMap<String, String>,
    /// Under the agency's data key.
    pub(crate) nik_sealed: Option<Vec<u8>>,
    /// Owner of that key.
    pub(crate) data_key_owner: Uuid,
    /// Counts the changes of the row.
    pub(crate) version: i64,
}

/// Holds an employee's row until the transaction ends.
pub(crate) async fn lock(connection: &mut PgConnection, employee: EmployeeId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select employee_id from registration.employees where employee_id = $1 for update",
        employee.as_uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

/// Texts by column, without those that are empty.
pub(crate) fn texts(columns: Json) -> HashMap<String, String> {
    let Json::Object(columns) = columns else { return HashMap::new() };
    let text = |(column, value)| match value {
        Json::String(text) if !text.is_empty() => Some((column, text)),
        _ => None,
    };
    columns.into_iter().filter_map(text).collect()
}

/// A NIK as it is kept.
pub(crate) struct KeptNik {
    /// Finds it.
    pub(crate) index: [u8; 16],
    /// Tells it, under the data key of the agency that the row names after the change.
    pub(crate) sealed: Vec<u8>,
}

/// Corrects columns of a row that the transaction holds at this version; the row counts one change, also when only
/// attributes beside it change. Columns that no dossier corrects stay as they are, whatever is asked.
///
/// # Errors
/// The database is away, the row is at another version, or a value breaks a constraint of its column.
pub(crate) async fn correct(
    connection: &mut PgConnection,
    employee: EmployeeId,
    version: i64,
    columns: &HashMap<String, String>,
    nik: Option<&KeptNik>,
) -> Result<(), sqlx::Error> {
    let columns: Map<String, Json> =
        columns.iter().map(|(column, value)| (column.clone(), Json::String(value.clone()))).collect();
    let corrected = sqlx::query!(
        "update registration.employees e
         set (old_nip, name, front_title, back_title, birth_place, birth_date, sex, religion, grade, education, agency_code,
              work_agency_code, unit_code, position_type, position, echelon, tmt_cpns, tmt_pns, legal_status)
           = (select r.old_nip, r.name, r.front_title, r.back_title, r.birth_place, r.birth_date, r.sex, r.religion, r.grade,
                     r.education, r.agency_code, r.work_agency_code, r.unit_code, r.position_type, r.position, r.echelon,
                     r.tmt_cpns, r.tmt_pns, r.legal_status
              from jsonb_populate_record(e, $3) r),
             nik_index = coalesce($4, nik_index), nik_sealed = coalesce($5, nik_sealed), version = e.version + 1
         where e.employee_id = $1 and e.version = $2",
        employee.as_uuid(),
        version,
        Json::Object(columns),
        nik.map(|nik| nik.index.as_slice()),
        nik.map(|nik| nik.sealed.as_slice())
    )
    .execute(connection)
    .await?;
    if corrected.rows_affected() == 1 { Ok(()) } else { Err(sqlx::Error::RowNotFound) }
}

/// Owner of an agency's data key.
///
/// # Errors
/// The database is away, or there is no such agency.
pub(crate) async fn data_key_owner(connection: &mut PgConnection, agency_code: &str) -> Result<Uuid, sqlx::Error> {
    sqlx::query_scalar!("select data_key_owner from registration.agencies where code = $1", agency_code)
        .fetch_one(connection)
        .await
}

/// The agency of a unit; `None` when there is no such unit.
pub(crate) async fn agency_of_unit(
    connection: &mut PgConnection,
    unit_code: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select agency_code from registration.org_units where code = $1", unit_code)
        .fetch_optional(connection)
        .await
}
