//! Employees on their way in by `COPY`: new ones straight into their table, known ones over staging.

use kernel::{Nik, Nip};
use sqlx::PgConnection;
use uuid::Uuid;

use super::copy_binary::{HEADER, RowWriter, TRAILER};
use crate::domain::master::import::EmployeeRow;

const COLUMNS: &str = "employee_id, nip, old_nip, nik_index, nik_sealed, name, front_title, back_title, birth_place, \
    birth_date, sex, religion, grade, grade_tmt, education, graduation_year, agency_code, work_agency_code, unit_code, \
    position_type, position, echelon, tmt_cpns, tmt_pns, legal_status, imported_by, flags";
const COLUMN_COUNT: i16 = 27;

/// A NIK as it is kept.
pub(crate) struct KeptNik {
    /// Finds it.
    pub(crate) index: [u8; 16],
    /// Tells it.
    pub(crate) sealed: Vec<u8>,
}

/// Appends a row as `COPY` takes it.
pub(crate) fn encode(
    buffer: &mut Vec<u8>,
    employee_id: Uuid,
    row: &EmployeeRow<'_>,
    keep: impl FnOnce(&Nik) -> KeptNik,
    import_id: Uuid,
) {
    let nik = row.nik.as_ref().map(keep);
    let mut out = RowWriter::start(buffer, COLUMN_COUNT);
    out.uuid(employee_id);
    out.text(row.nip.expose());
    out.optional(row.old_nip.as_ref(), |out, old_nip| out.text(old_nip.expose()));
    out.optional(nik.as_ref(), |out, nik| out.bytes(&nik.index));
    out.optional(nik.as_ref(), |out, nik| out.bytes(&nik.sealed));
    out.text(row.name);
    out.text(row.front_title);
    out.text(row.back_title);
    out.text(row.birth_place);
    out.date(row.birth_date);
    out.text(row.sex.as_str());
    out.text(row.religion);
    out.text(row.grade.as_str());
    out.date(row.grade_tmt);
    out.text(row.education);
    out.optional(row.graduation_year, RowWriter::smallint);
    out.text(row.agency_code);
    out.text(row.work_agency_code);
    out.text(row.unit_code);
    out.text(row.position_type.as_str());
    out.text(row.position);
    out.optional(row.echelon, RowWriter::text);
    out.date(row.tmt_cpns);
    out.optional(row.tmt_pns, RowWriter::date);
    out.text(row.legal_status.as_str());
    out.uuid(import_id);
    out.texts(&row.flags);
}

/// Which of these NIPs the table knows, and whether this very import has written or met them already.
pub(crate) async fn look(
    connection: &mut PgConnection,
    import_id: Uuid,
    nips: &[Nip],
) -> Result<Vec<(String, bool)>, sqlx::Error> {
    let nips: Vec<String> = nips.iter().map(|nip| nip.expose().to_owned()).collect();
    let known = sqlx::query!(
        r#"select e.nip, e.imported_by = $1 or s.key is not null as "met!"
           from registration.employees e
           left join registration.import_seen s on s.import_id = $1 and s.key = e.nip
           where e.nip = any($2)"#,
        import_id,
        &nips
    );
    Ok(known.fetch_all(connection).await?.into_iter().map(|row| (row.nip, row.met)).collect())
}

/// Adds employees whose NIPs the table does not know.
///
/// # Errors
/// The database is away, or a row breaks a constraint, which the parser has ruled out.
pub(crate) async fn insert(connection: &mut PgConnection, rows: &[&[u8]]) -> Result<(), sqlx::Error> {
    copy(connection, &format!("copy registration.employees ({COLUMNS}) from stdin (format binary)"), rows).await
}

/// An employee whom an import changed.
#[derive(Clone, Debug)]
pub(crate) struct Changed {
    /// The employee.
    pub(crate) employee_id: Uuid,
    /// P1; says which row it was.
    pub(crate) nip: String,
    /// Its row's, after the change.
    pub(crate) version: i64,
}

/// Brings known employees up to date; those who already are stay untouched and are not told of.
///
/// # Errors
/// As for [`insert`].
pub(crate) async fn update(connection: &mut PgConnection, rows: &[&[u8]]) -> Result<Vec<Changed>, sqlx::Error> {
    sqlx::query!("truncate registration.employee_staging").execute(&mut *connection).await?;
    copy(connection, &format!("copy registration.employee_staging ({COLUMNS}) from stdin (format binary)"), rows)
        .await?;
    // The sealed NIK differs every time; its tag tells whether the NIK does.
    sqlx::query_as!(
        Changed,
        "update registration.employees e
         set (old_nip, nik_index, nik_sealed, name, front_title, back_title, birth_place, birth_date, sex, religion, grade,
              grade_tmt, education, graduation_year, agency_code, work_agency_code, unit_code, position_type, position,
              echelon, tmt_cpns, tmt_pns, legal_status, flags, imported_by, version)
           = (s.old_nip, s.nik_index, s.nik_sealed, s.name, s.front_title, s.back_title, s.birth_place, s.birth_date,
              s.sex, s.religion, s.grade, s.grade_tmt, s.education, s.graduation_year, s.agency_code, s.work_agency_code,
              s.unit_code, s.position_type, s.position, s.echelon, s.tmt_cpns, s.tmt_pns, s.legal_status, s.flags,
              s.imported_by, e.version + 1)
         from registration.employee_staging s
         where s.nip = e.nip
           and (e.old_nip, e.nik_index, e.name, e.front_title, e.back_title, e.birth_place, e.birth_date, e.sex,
                e.religion, e.grade, e.grade_tmt, e.education, e.graduation_year, e.agency_code, e.work_agency_code,
                e.unit_code, e.position_type, e.position, e.echelon, e.tmt_cpns, e.tmt_pns, e.legal_status, e.flags)
             is distinct from
               (s.old_nip, s.nik_index, s.name, s.front_title, s.back_title, s.birth_place, s.birth_date, s.sex,
                s.religion, s.grade, s.grade_tmt, s.education, s.graduation_year, s.agency_code, s.work_agency_code,
                s.unit_code, s.position_type, s.position, s.echelon, s.tmt_cpns, s.tmt_pns, s.legal_status, s.flags)
         returning e.employee_id, e.nip, e.version"
    )
    .fetch_all(connection)
    .await
}

async fn copy(connection: &mut PgConnection, statement: &str, rows: &[&[u8]]) -> Result<(), sqlx::Error> {
    let mut data = Vec::with_capacity(HEADER.len() + rows.iter().map(|row| row.len()).sum::<usize>() + TRAILER.len());
    data.extend_from_slice(HEADER);
    for row in rows {
        data.extend_from_slice(row);
    }
    data.extend_from_slice(TRAILER);
    let mut copying = connection.copy_in_raw(statement).await?;
    copying.send(data).await?;
    copying.finish().await?;
    Ok(())
}
