//! Registrations that wait for confirmation, in the order of their due times: first which ones, then who they are.
//!
//! A text per way of asking instead of one with many "or": each walks along the index that fits it and stops at the page's
//! end, however many wait. Units and agencies confirm: any other scope touches nothing.

use kernel::{Nip, RegistrationNumber, Scope};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// When it is due.
    pub(crate) due_at: OffsetDateTime,
    pub(crate) registration_id: Uuid,
}

impl Place {
    /// Before everything.
    pub(crate) const START: Self = Self { due_at: OffsetDateTime::UNIX_EPOCH, registration_id: Uuid::nil() };
}

/// One line of the verifier's list.
pub(crate) struct Waiting {
    pub(crate) registration_id: Uuid,
    /// Whose; also the person's id.
    pub(crate) employee_id: Uuid,
    /// Canonical.
    pub(crate) registration_number: String,
    /// P1.
    pub(crate) nip: String,
    /// P1.
    pub(crate) front_title: String,
    /// P1.
    pub(crate) name: String,
    /// P1.
    pub(crate) back_title: String,
    /// Of the unit.
    pub(crate) unit_name: String,
    /// When it was made.
    pub(crate) registered_at: OffsetDateTime,
    /// When it is due.
    pub(crate) due_at: OffsetDateTime,
}

/// The one with a number, within the officer's scope.
pub(crate) async fn by_number(
    connection: &mut PgConnection,
    scope: &Scope,
    number: &RegistrationNumber,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        r#"select r.due_at as "due_at!", r.registration_id
           from registration.registrations r
           where r.registration_number = $1 and r.state = 'registered'
             and (r.agency_code = $2
                  or exists (select from registration.org_unit_closure c
                             where c.ancestor_code = $3 and c.descendant_code = r.unit_code))"#,
        number.as_str(),
        scope.agency(),
        scope.unit()
    )
    .fetch_all(connection)
    .await
}

/// Those of a NIP, one a campaign, within the officer's scope.
pub(crate) async fn by_nip(
    connection: &mut PgConnection,
    scope: &Scope,
    nip: &Nip,
    after: Place,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        r#"select r.due_at as "due_at!", r.registration_id
           from registration.registrations r
           where r.nip = $1 and r.state = 'registered'
             and (r.agency_code = $2
                  or exists (select from registration.org_unit_closure c
                             where c.ancestor_code = $3 and c.descendant_code = r.unit_code))
             and (r.due_at, r.registration_id) > ($4, $5)
           order by r.due_at, r.registration_id limit $6"#,
        nip.expose(),
        scope.agency(),
        scope.unit(),
        after.due_at,
        after.registration_id,
        limit
    )
    .fetch_all(connection)
    .await
}

/// The page after a place among all within the officer's scope.
pub(crate) async fn all(
    connection: &mut PgConnection,
    scope: &Scope,
    after: Place,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    if let Some(agency) = scope.agency() {
        return sqlx::query_as!(
            Place,
            r#"select r.due_at as "due_at!", r.registration_id
               from registration.registrations r
               where r.state = 'registered' and r.agency_code = $1 and (r.due_at, r.registration_id) > ($2, $3)
               order by r.due_at, r.registration_id limit $4"#,
            agency,
            after.due_at,
            after.registration_id,
            limit
        )
        .fetch_all(connection)
        .await;
    }
    // Each unit gives a page at most: the first page of the subtree is among them.
    sqlx::query_as!(
        Place,
        r#"select w.due_at as "due_at!", w.registration_id
           from registration.org_unit_closure c
           cross join lateral (
               select r.due_at, r.registration_id
               from registration.registrations r
               where r.state = 'registered' and r.unit_code = c.descendant_code
                 and (r.due_at, r.registration_id) > ($2, $3)
               order by r.due_at, r.registration_id limit $4) w
           where c.ancestor_code = $1
           order by w.due_at, w.registration_id limit $4"#,
        scope.unit(),
        after.due_at,
        after.registration_id,
        limit
    )
    .fetch_all(connection)
    .await
}

/// What a verifier sees of these, oldest due first. The caller has found them within the officer's scope; what has been
/// decided since is left out.
pub(crate) async fn show(connection: &mut PgConnection, page: &[Place]) -> Result<Vec<Waiting>, sqlx::Error> {
    let ids: Vec<Uuid> = page.iter().map(|place| place.registration_id).collect();
    sqlx::query_as!(
        Waiting,
        r#"select r.registration_id, r.employee_id, r.registration_number, r.nip, e.front_title, e.name, e.back_title,
                  u.name as unit_name, r.registered_at as "registered_at!", r.due_at as "due_at!"
           from registration.registrations r
           join registration.employees e on e.employee_id = r.employee_id
           join registration.org_units u on u.code = r.unit_code
           where r.registration_id = any($1) and r.state = 'registered'
           order by r.due_at, r.registration_id"#,
        &ids
    )
    .fetch_all(connection)
    .await
}
