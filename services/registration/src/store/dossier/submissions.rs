//! Submissions and their fields, frozen: rows are added, read, and never changed.

use anyhow::Context as _;
use kernel::{DossierId, EmployeeId, Stage, VerifierScope};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::store::master::stored_value::StoredValue;

/// A submission without its fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Submission {
    /// Of which dossier.
    pub(crate) dossier_id: DossierId,
    /// 1, 2, ...
    pub(crate) submission: i32,
    /// The command that made it.
    pub(crate) request_id: Uuid,
    /// The declaration that was agreed to.
    pub(crate) declaration_version: i32,
    pub(crate) submitted_at: OffsetDateTime,
    /// It carries what had come back, not the whole dossier.
    pub(crate) partial: bool,
}

/// One frozen field.
#[derive(Clone, Debug)]
pub(crate) struct FrozenField {
    pub(crate) key: String,
    /// What the master data said.
    pub(crate) database: StoredValue,
    /// Nothing for a check.
    pub(crate) correction: StoredValue,
    /// Whether it is a check.
    pub(crate) is_check: bool,
    pub(crate) marks: Vec<String>,
}

/// Adds a submission; false when its `request_id` has made another.
pub(crate) async fn add(connection: &mut PgConnection, submission: &Submission) -> Result<bool, sqlx::Error> {
    let added = sqlx::query!(
        "insert into registration.submissions
            (dossier_id, submission, request_id, declaration_version, submitted_at, partial)
         values ($1, $2, $3, $4, $5, $6) on conflict (request_id) do nothing",
        submission.dossier_id.as_uuid(),
        submission.submission,
        submission.request_id,
        submission.declaration_version,
        submission.submitted_at,
        submission.partial
    );
    Ok(added.execute(connection).await?.rows_affected() == 1)
}

/// Adds the fields of a submission, each with the stages that decide it.
pub(crate) async fn add_fields(
    connection: &mut PgConnection,
    dossier: DossierId,
    submission: i32,
    fields: &[(FrozenField, &[Stage])],
) -> Result<(), sqlx::Error> {
    let fields_of = || fields.iter().map(|(field, _)| field);
    let keys: Vec<String> = fields_of().map(|field| field.key.clone()).collect();
    let checks: Vec<bool> = fields_of().map(|field| field.is_check).collect();
    let database: Vec<Option<String>> = fields_of().map(|field| field.database.clear.clone()).collect();
    let database_sealed: Vec<Option<Vec<u8>>> = fields_of().map(|field| field.database.sealed.clone()).collect();
    let corrections: Vec<Option<String>> = fields_of().map(|field| field.correction.clear.clone()).collect();
    let corrections_sealed: Vec<Option<Vec<u8>>> = fields_of().map(|field| field.correction.sealed.clone()).collect();
    // Arrays of arrays would have to be of one length; neither marks nor stages contain commas.
    let marks: Vec<String> = fields_of().map(|field| field.marks.join(",")).collect();
    let stages: Vec<String> = fields
        .iter()
        .map(|(_, stages)| stages.iter().map(|stage| stage.as_str()).collect::<Vec<_>>().join(","))
        .collect();
    sqlx::query!(
        "insert into registration.submission_fields
            (dossier_id, submission, key, answer, database_value, database_value_sealed, correction, correction_sealed,
             marks, stages)
         select $1, $2, key, case when is_check then 'check' else 'correction' end, database_value, database_value_sealed,
                correction, correction_sealed, string_to_array(marks, ','), string_to_array(stages, ',')
         from unnest($3::text[], $4::boolean[], $5::text[], $6::bytea[], $7::text[], $8::bytea[], $9::text[], $10::text[])
             as f (key, is_check, database_value, database_value_sealed, correction, correction_sealed, marks, stages)",
        dossier.as_uuid(),
        submission,
        &keys,
        &checks,
        &database as &[Option<String>],
        &database_sealed as &[Option<Vec<u8>>],
        &corrections as &[Option<String>],
        &corrections_sealed as &[Option<Vec<u8>>],
        &marks,
        &stages
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The submission that a command made.
pub(crate) async fn find_by_request(
    connection: &mut PgConnection,
    request_id: Uuid,
) -> Result<Option<Submission>, sqlx::Error> {
    sqlx::query_as!(
        Submission,
        "select dossier_id, submission, request_id, declaration_version, submitted_at, partial
         from registration.submissions where request_id = $1",
        request_id
    )
    .fetch_optional(connection)
    .await
}

/// Whether a submission carried what had come back only.
///
/// # Errors
/// The database is away, or there is no such submission.
pub(crate) async fn is_partial(
    connection: &mut PgConnection,
    dossier: DossierId,
    submission: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        "select partial from registration.submissions where dossier_id = $1 and submission = $2",
        dossier.as_uuid(),
        submission
    )
    .fetch_one(connection)
    .await
}

/// Whose submission this is and which catalogue it was made with, when the officer may see it: within scope, and not one's own.
pub(crate) async fn find_in_scope(
    connection: &mut PgConnection,
    dossier: DossierId,
    submission: i32,
    officer: &VerifierScope,
) -> Result<Option<(EmployeeId, i32)>, sqlx::Error> {
    let found = sqlx::query!(
        "select d.employee_id, d.catalogue_version
         from registration.submissions s
         join registration.dossiers d on d.dossier_id = s.dossier_id
         join registration.employees e on e.employee_id = d.employee_id
         join registration.agencies a on a.code = e.agency_code
         where s.dossier_id = $1 and s.submission = $2 and d.employee_id <> $3
           and (exists (select from registration.org_unit_closure c
                        where c.ancestor_code = $4 and c.descendant_code = e.unit_code)
                or a.code = $5 or a.kanreg_code = $6 or (a.central and (left(a.code, 1) = 'X') = $7))",
        dossier.as_uuid(),
        submission,
        officer.person().as_uuid(),
        officer.unit(),
        officer.agency(),
        officer.kanreg(),
        officer.central()
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.map(|row| (row.employee_id.into(), row.catalogue_version)))
}

/// The fields of one submission.
pub(crate) async fn fields(
    connection: &mut PgConnection,
    dossier: DossierId,
    submission: i32,
) -> Result<Vec<FrozenField>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select key, answer = 'check' as "is_check!", database_value, database_value_sealed, correction, correction_sealed,
                marks
         from registration.submission_fields where dossier_id = $1 and submission = $2"#,
        dossier.as_uuid(),
        submission
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Row::frozen).collect())
}

/// Every field as it was last handed in.
pub(crate) async fn latest_fields(
    connection: &mut PgConnection,
    dossier: DossierId,
) -> anyhow::Result<Vec<FrozenField>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select distinct on (key) key, answer = 'check' as "is_check!", database_value, database_value_sealed, correction,
                correction_sealed, marks
         from registration.submission_fields where dossier_id = $1 order by key, submission desc"#,
        dossier.as_uuid()
    )
    .fetch_all(connection)
    .await
    .context("reading what was last submitted")?;
    Ok(rows.into_iter().map(Row::frozen).collect())
}

struct Row {
    key: String,
    is_check: bool,
    database_value: Option<String>,
    database_value_sealed: Option<Vec<u8>>,
    correction: Option<String>,
    correction_sealed: Option<Vec<u8>>,
    marks: Vec<String>,
}

impl Row {
    fn frozen(self) -> FrozenField {
        FrozenField {
            key: self.key,
            database: StoredValue { clear: self.database_value, sealed: self.database_value_sealed },
            correction: StoredValue { clear: self.correction, sealed: self.correction_sealed },
            is_check: self.is_check,
            marks: self.marks,
        }
    }
}
