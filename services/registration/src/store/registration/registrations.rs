//! Live registrations.

use anyhow::Context as _;
use kernel::{EmployeeId, Nip, PersonId, RegistrationId, RegistrationNumber, Scope};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::{
    master::employee::{Employee, full_name, may_register},
    registration::{Life, Registration, State},
};

/// A registration with the commands that made and decided it.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The registration.
    pub(crate) registration: Registration,
    /// The command that made it.
    pub(crate) request_id: Uuid,
    /// Keyed hash of that command.
    pub(crate) request_fingerprint: Vec<u8>,
    /// The officer and the command that confirmed it.
    pub(crate) decided: Option<(PersonId, Uuid)>,
}

/// The state of an employee's live registration in a campaign, and when it was reserved.
pub(crate) async fn find_live(
    connection: &mut PgConnection,
    campaign_code: &str,
    employee: EmployeeId,
) -> anyhow::Result<Option<(State, OffsetDateTime)>> {
    let row = sqlx::query!(
        "select state, reserved_at from registration.registrations where campaign_code = $1 and employee_id = $2",
        campaign_code,
        employee.as_uuid()
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((State::parse(&row.state).context("a registration's state is none")?, row.reserved_at)))
        .transpose()
}

/// How many registrations each campaign has that has any.
pub(crate) async fn count_by_campaign(connection: &mut PgConnection) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select campaign_code, count(*) as "registrations!" from registration.registrations group by campaign_code"#
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(|row| (row.campaign_code, row.registrations)).collect())
}

/// Whether anybody has registered in a campaign, or is about to.
pub(crate) async fn any_in_campaign(connection: &mut PgConnection, code: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from registration.registrations where campaign_code = $1) as "any!""#,
        code
    )
    .fetch_one(connection)
    .await
}

/// The registration that a command made.
pub(crate) async fn find_by_request(
    connection: &mut PgConnection,
    request_id: Uuid,
) -> Result<Option<RegistrationId>, sqlx::Error> {
    let id =
        sqlx::query_scalar!("select registration_id from registration.registrations where request_id = $1", request_id);
    Ok(id.fetch_optional(connection).await?.map(Into::into))
}

/// The latest completed registration of a NIP.
pub(crate) async fn find_completed_by_nip(
    connection: &mut PgConnection,
    nip: &Nip,
) -> Result<Option<RegistrationId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select registration_id from registration.registrations
         where nip = $1 and state in ('registered', 'confirmed') order by registered_at desc limit 1",
        nip.expose()
    );
    Ok(id.fetch_optional(connection).await?.map(Into::into))
}

/// Where the registration with a number stands, and when it is due.
pub(crate) async fn find_status(
    connection: &mut PgConnection,
    number: &RegistrationNumber,
) -> anyhow::Result<Option<(State, Option<OffsetDateTime>)>> {
    let row = sqlx::query!(
        "select state, due_at from registration.registrations where registration_number = $1",
        number.as_str()
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((State::parse(&row.state).context("a registration's state is none")?, row.due_at))).transpose()
}

/// Holds a registration until the transaction ends; false when there is none.
pub(crate) async fn lock(connection: &mut PgConnection, registration: RegistrationId) -> Result<bool, sqlx::Error> {
    let locked = sqlx::query_scalar!(
        "select registration_id from registration.registrations where registration_id = $1 for update",
        registration.as_uuid()
    );
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// The same, when it lies within the officer's scope; units and agencies confirm, and any other scope touches nothing.
pub(crate) async fn lock_in_scope(
    connection: &mut PgConnection,
    registration: RegistrationId,
    scope: &Scope,
) -> Result<bool, sqlx::Error> {
    let locked = sqlx::query_scalar!(
        "select r.registration_id from registration.registrations r
         where r.registration_id = $1
           and (r.agency_code = $2
                or exists (select from registration.org_unit_closure c
                           where c.ancestor_code = $3 and c.descendant_code = r.unit_code))
         for update of r",
        registration.as_uuid(),
        scope.agency(),
        scope.unit()
    );
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// A registration with the names that papers show.
pub(crate) async fn load(connection: &mut PgConnection, registration: RegistrationId) -> anyhow::Result<Option<Kept>> {
    let row = sqlx::query!(
        r#"select r.registration_id, r.registration_number, r.campaign_code, r.employee_id, r.nip, r.state, r.version,
                r.request_id, r.request_fingerprint, r.registered_at, r.due_at, r.decided_by, r.decision_request_id,
                e.front_title, e.name, e.back_title, e.legal_status,
                r.agency_code, a.name as agency_name, r.unit_code, u.name as unit_name,
                case when (e.nip, e.agency_code, e.unit_code) = (r.nip, r.agency_code, r.unit_code)
                     then e.version else 0 end as "employee_version!"
         from registration.registrations r
         join registration.employees e on e.employee_id = r.employee_id
         join registration.agencies a on a.code = r.agency_code
         join registration.org_units u on u.code = r.unit_code
         where r.registration_id = $1"#,
        registration.as_uuid()
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let employee = Employee {
        employee_id: row.employee_id.into(),
        nip: Nip::parse(&row.nip).context("a registration's NIP is none")?,
        name: full_name(&row.front_title, &row.name, &row.back_title),
        agency_code: row.agency_code,
        agency_name: row.agency_name,
        unit_code: row.unit_code,
        unit_name: row.unit_name,
        active: may_register(&row.legal_status),
        version: row.employee_version,
    };
    let state = State::parse(&row.state).context("a registration's state is none")?;
    Ok(Some(Kept {
        registration: Registration {
            registration_id: row.registration_id.into(),
            registration_number: RegistrationNumber::parse(&row.registration_number)
                .context("a registration's number is none")?,
            campaign_code: row.campaign_code,
            employee,
            life: Life { state, version: row.version },
            registered_at: row.registered_at,
            due_at: row.due_at,
        },
        request_id: row.request_id,
        request_fingerprint: row.request_fingerprint,
        decided: row.decided_by.map(PersonId::from).zip(row.decision_request_id),
    }))
}

/// An officer's confirmation of a registration that the transaction holds.
#[derive(Debug)]
pub(crate) struct Confirmation {
    pub(crate) registration_id: RegistrationId,
    /// After it.
    pub(crate) version: i64,
    pub(crate) decided_by: PersonId,
    pub(crate) decided_at: OffsetDateTime,
    pub(crate) decision_request_id: Uuid,
    /// What had been looked at.
    pub(crate) seen: &'static str,
}

/// Keeps a confirmation.
pub(crate) async fn confirm(connection: &mut PgConnection, confirmation: &Confirmation) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update registration.registrations
         set state = 'confirmed', version = $2, decided_by = $3, decided_at = $4, decision_request_id = $5, seen = $6
         where registration_id = $1",
        confirmation.registration_id.as_uuid(),
        confirmation.version,
        confirmation.decided_by.as_uuid(),
        confirmation.decided_at,
        confirmation.decision_request_id,
        confirmation.seen
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Erases a registration that the transaction holds.
pub(crate) async fn erase(connection: &mut PgConnection, registration: RegistrationId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from registration.registrations where registration_id = $1", registration.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}
