//! An employee's row as a dossier compares with it and corrects it: columns by name, because the catalogue names them.

use std::collections::HashMap;

use kernel::EmployeeId;
use serde_json::{Map, Value as Json};
use sqlx::PgConnection;
use uuid::Uuid;

/// The row. P1 and P2: no `Debug`.
pub struct MasterRow {
    /// Texts by column; what the row leaves empty is absent. Days are `YYYY-MM-DD`.
    pub columns: HashMap<String, String>,
    /// Under the agency's data key.
    pub nik_sealed: Option<Vec<u8>>,
    /// Owner of that key.
    pub data_key_owner: Uuid,
    /// Counts the changes of the row.
    pub version: i64,
}

/// Holds an employee's row until the transaction ends.
///
/// # Errors
/// The database is away.
pub async fn lock(connection: &mut PgConnection, employee: EmployeeId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select employee_id from registration.employees where employee_id = $1 for update",
        employee.as_uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

/// An employee's row.
///
/// # Errors
/// The database is away, or there is no such employee.
pub async fn load(connection: &mut PgConnection, employee: EmployeeId) -> Result<MasterRow, sqlx::Error> {
    let row = sqlx::query!(
        r#"select jsonb_strip_nulls(jsonb_build_object(
                    'old_nip', e.old_nip, 'name', e.name, 'front_title', e.front_title, 'back_title', e.back_title,
                    'birth_place', e.birth_place, 'birth_date', e.birth_date, 'sex', e.sex, 'religion', e.religion,
                    'grade', e.grade, 'grade_tmt', e.grade_tmt, 'education', e.education,
                    'graduation_year', e.graduation_year::text, 'agency_code', e.agency_code,
                    'work_agency_code', e.work_agency_code, 'unit_code', e.unit_code,
                    'parent_unit_code', u.parent_code, 'position_type', e.position_type, 'position', e.position,
                    'echelon', e.echelon, 'tmt_cpns', e.tmt_cpns, 'tmt_pns', e.tmt_pns,
                    'legal_status', e.legal_status)) as "columns!",
                e.nik_sealed, a.data_key_owner, e.version
         from registration.employees e
         join registration.org_units u on u.code = e.unit_code
         join registration.agencies a on a.code = e.agency_code
         where e.employee_id = $1"#,
        employee.as_uuid()
    )
    .fetch_one(connection)
    .await?;
    let columns = match row.columns {
        Json::Object(columns) => columns,
        _ => Map::new(),
    };
    let text = |(column, value)| match value {
        Json::String(text) if !text.is_empty() => Some((column, text)),
        _ => None,
    };
    Ok(MasterRow {
        columns: columns.into_iter().filter_map(text).collect(),
        nik_sealed: row.nik_sealed,
        data_key_owner: row.data_key_owner,
        version: row.version,
    })
}

/// A NIK as it is kept.
pub struct KeptNik {
    /// Finds it.
    pub index: [u8; 16],
    /// Tells it, under the data key of the agency that the row names after the change.
    pub sealed: Vec<u8>,
}

/// Corrects columns of a row that the transaction holds at this version; the row counts one change, also when only
/// attributes beside it change. Columns that no dossier corrects stay as they are, whatever is asked.
///
/// # Errors
/// The database is away, the row is at another version, or a value breaks a constraint of its column.
pub async fn correct(
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
pub async fn data_key_owner(connection: &mut PgConnection, agency_code: &str) -> Result<Uuid, sqlx::Error> {
    sqlx::query_scalar!("select data_key_owner from registration.agencies where code = $1", agency_code)
        .fetch_one(connection)
        .await
}

/// The agency of a unit; `None` when there is no such unit.
///
/// # Errors
/// The database is away.
pub async fn agency_of_unit(connection: &mut PgConnection, unit_code: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select agency_code from registration.org_units where code = $1", unit_code)
        .fetch_optional(connection)
        .await
}
