//! Registrations that wait for confirmation, in the order of their due times, a page at a time.

use kernel::{Nip, RegistrationNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::scope::OfficerScope;

/// One line of the verifier's list.
pub struct Waiting {
    /// Which.
    pub registration_id: Uuid,
    /// Canonical.
    pub registration_number: String,
    /// P1.
    pub nip: String,
    /// P1.
    pub front_title: String,
    /// P1.
    pub name: String,
    /// P1.
    pub back_title: String,
    /// Of the unit.
    pub unit_name: String,
    /// When it was made.
    pub registered_at: OffsetDateTime,
    /// When it is due.
    pub due_at: OffsetDateTime,
}

/// What is asked for.
#[derive(Debug, Default)]
pub struct Filter {
    /// This number only.
    pub number: Option<RegistrationNumber>,
    /// This NIP only.
    pub nip: Option<Nip>,
}

/// The page after a place in the list, within the officer's scope.
///
/// # Errors
/// The database is away.
pub async fn list(
    connection: &mut PgConnection,
    scope: &OfficerScope,
    filter: &Filter,
    after: (OffsetDateTime, Uuid),
    limit: i64,
) -> Result<Vec<Waiting>, sqlx::Error> {
    let number = filter.number.as_ref().map(RegistrationNumber::as_str);
    let nip = filter.nip.as_ref().map(Nip::expose);
    // Two texts instead of one "or": each has the index that fits it.
    if let Some(agency) = scope.agency() {
        sqlx::query_as!(
            Waiting,
            r#"select r.registration_id, r.registration_number, r.nip, e.front_title, e.name, e.back_title,
                    u.name as unit_name, r.registered_at as "registered_at!", r.due_at as "due_at!"
             from registration.registrations r
             join registration.employees e on e.employee_id = r.employee_id
             join registration.org_units u on u.code = r.unit_code
             where r.state = 'registered' and r.agency_code = $1
               and ($2::text is null or r.registration_number = $2) and ($3::text is null or r.nip = $3)
               and (r.due_at, r.registration_id) > ($4, $5)
             order by r.due_at, r.registration_id limit $6"#,
            agency,
            number,
            nip,
            after.0,
            after.1,
            limit
        )
        .fetch_all(connection)
        .await
    } else {
        sqlx::query_as!(
            Waiting,
            r#"select r.registration_id, r.registration_number, r.nip, e.front_title, e.name, e.back_title,
                    u.name as unit_name, r.registered_at as "registered_at!", r.due_at as "due_at!"
             from registration.org_unit_closure c
             join registration.registrations r on r.unit_code = c.descendant_code
             join registration.employees e on e.employee_id = r.employee_id
             join registration.org_units u on u.code = r.unit_code
             where r.state = 'registered' and c.ancestor_code = $1
               and ($2::text is null or r.registration_number = $2) and ($3::text is null or r.nip = $3)
               and (r.due_at, r.registration_id) > ($4, $5)
             order by r.due_at, r.registration_id limit $6"#,
            scope.unit(),
            number,
            nip,
            after.0,
            after.1,
            limit
        )
        .fetch_all(connection)
        .await
    }
}
