//! What belongs to rehearsals, and its removal. Every statement asks for the X by itself: no mistake above reaches a real agency.

use kernel::{DossierId, EmployeeId, RegistrationId, RehearsalAgency};
use sqlx::PgConnection;
use uuid::Uuid;

/// An agency of rehearsals, and what there is of it.
pub(crate) struct Standing {
    /// Begins with X.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) people: i64,
    /// Live registrations.
    pub(crate) registrations: i64,
    /// Dossiers.
    pub(crate) dossiers: i64,
}

/// Somebody who is gone.
pub(crate) struct Purged {
    /// Who it was.
    pub(crate) employee: EmployeeId,
    /// Their live registrations.
    pub(crate) registrations: Vec<RegistrationId>,
    /// Their dossiers.
    pub(crate) dossiers: Vec<DossierId>,
}

/// The first hundred agencies, by code.
pub(crate) async fn list(connection: &mut PgConnection) -> Result<Vec<Standing>, sqlx::Error> {
    sqlx::query_as!(
        Standing,
        r#"select a.code, a.name,
             (select count(*) from registration.employees e where e.agency_code = a.code) as "people!",
             (select count(*) from registration.registrations r where r.agency_code = a.code) as "registrations!",
             (select count(*) from registration.registrations r join registration.dossiers d using (registration_id)
              where r.agency_code = a.code) as "dossiers!"
           from registration.agencies a where a.code >= 'X' and a.code < 'Y' order by a.code limit 100"#
    )
    .fetch_all(connection)
    .await
}

/// Removes some people with everything that hangs on them; says who is gone.
///
/// # Errors
/// The database is away, or somebody writes about them right now.
pub(crate) async fn purge_people(
    connection: &mut PgConnection,
    agency: &RehearsalAgency,
    at_most: u32,
) -> Result<Vec<Purged>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select person as "person!", claims as "claims!", files as "files!"
           from registration.purge_rehearsed_people($1, $2)"#,
        agency.as_str(),
        at_most.cast_signed()
    )
    .fetch_all(&mut *connection)
    .await?;
    let gone: Vec<Uuid> = rows.iter().map(|row| row.person).collect();
    sqlx::query!("delete from registration.personal_data_views where subject_id = any($1)", &gone)
        .execute(connection)
        .await?;
    let purged = rows.into_iter().map(|row| Purged {
        employee: row.person.into(),
        registrations: row.claims.into_iter().map(Into::into).collect(),
        dossiers: row.files.into_iter().map(Into::into).collect(),
    });
    Ok(purged.collect())
}

/// Removes what is left of some rejected registrations; says how many.
pub(crate) async fn purge_tombstones(
    connection: &mut PgConnection,
    agency: &RehearsalAgency,
    at_most: u32,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from registration.registration_tombstones where registration_id in (
             select registration_id from registration.registration_tombstones
             where agency_code = $1 and left(agency_code, 1) = 'X' limit $2)",
        agency.as_str(),
        i64::from(at_most)
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// How many employees the agency has.
pub(crate) async fn count_people(connection: &mut PgConnection, agency: &RehearsalAgency) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "people!" from registration.employees where agency_code = $1"#,
        agency.as_str()
    )
    .fetch_one(connection)
    .await
}

/// Removes the agency with its units, and its regional office if that looks after nobody else; false when there is none, or
/// when somebody belongs to it who is not rehearsed.
pub(crate) async fn purge_agency(connection: &mut PgConnection, agency: &RehearsalAgency) -> Result<bool, sqlx::Error> {
    let code = agency.as_str();
    let free = sqlx::query_scalar!(
        "select kanreg_code from registration.agencies a
         where a.code = $1 and left(a.code, 1) = 'X'
           and not exists (select from registration.employees e where e.agency_code = a.code)
           and not exists (select from registration.employees e where e.work_agency_code = a.code)
           and not exists (select from registration.employees e join registration.org_units u on u.code = e.unit_code
                           where u.agency_code = a.code)
           and not exists (select from registration.registrations r where r.agency_code = a.code)
           and not exists (select from registration.registrations r join registration.org_units u on u.code = r.unit_code
                           where u.agency_code = a.code)
           and not exists (select from registration.registration_tombstones t where t.agency_code = a.code)
         for update of a",
        code
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(kanreg) = free else { return Ok(false) };
    sqlx::query!(
        "delete from registration.reference_words w using registration.org_units u
         where u.agency_code = $1 and w.table_name = 'unor' and w.code = u.code",
        code
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("delete from registration.reference_words where table_name = 'instansi' and code = $1", code)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("delete from registration.org_units where agency_code = $1", code).execute(&mut *connection).await?;
    sqlx::query!(
        "with gone as (delete from registration.agencies where code = $1 and left(code, 1) = 'X' returning data_key_owner)
         delete from registration.data_keys where owner_id in (select data_key_owner from gone)",
        code
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from registration.kanreg k where k.code = $1 and left(k.code, 1) = 'X'
           and not exists (select from registration.agencies a where a.kanreg_code = k.code)",
        kanreg
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Whether there is such an agency.
pub(crate) async fn stands(connection: &mut PgConnection, agency: &RehearsalAgency) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from registration.agencies where code = $1) as "stands!""#,
        agency.as_str()
    )
    .fetch_one(connection)
    .await
}
