//! What is left of rejected registrations.

use kernel::{PersonId, RegistrationId, RegistrationNumber, Scope};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// What a tombstone says.
#[derive(Debug)]
pub(crate) struct Tombstone<'a> {
    /// Whose it is.
    pub(crate) registration_id: RegistrationId,
    /// Never used again.
    pub(crate) registration_number: &'a RegistrationNumber,
    pub(crate) campaign_code: &'a str,
    /// Keyed tag of the NIP.
    pub(crate) nip_index: [u8; 16],
    /// Within whose scope it was.
    pub(crate) agency_code: &'a str,
    /// The same.
    pub(crate) unit_code: &'a str,
    /// The command that had made the registration.
    pub(crate) request_id: Uuid,
    /// Why it was rejected.
    pub(crate) reason_code: &'a str,
    pub(crate) decided_by: PersonId,
    pub(crate) decided_at: OffsetDateTime,
    pub(crate) decision_request_id: Uuid,
    /// What had been looked at.
    pub(crate) seen: &'a str,
}

/// Who rejected a registration, and why.
#[derive(Debug)]
pub(crate) struct Rejection {
    /// Stable code.
    pub(crate) reason_code: String,
    pub(crate) decided_by: Uuid,
    pub(crate) decision_request_id: Uuid,
}

/// Sets a tombstone.
pub(crate) async fn set(connection: &mut PgConnection, tombstone: &Tombstone<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into registration.registration_tombstones
             (registration_id, registration_number, campaign_code, nip_index, agency_code, unit_code, request_id,
              reason_code, decided_by, decided_at, decision_request_id, seen)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tombstone.registration_id.as_uuid(),
        tombstone.registration_number.as_str(),
        tombstone.campaign_code,
        tombstone.nip_index.as_slice(),
        tombstone.agency_code,
        tombstone.unit_code,
        tombstone.request_id,
        tombstone.reason_code,
        tombstone.decided_by.as_uuid(),
        tombstone.decided_at,
        tombstone.decision_request_id,
        tombstone.seen
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many registrations were rejected in each campaign that has any.
pub(crate) async fn count_by_campaign(connection: &mut PgConnection) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select campaign_code, count(*) as "rejected!" from registration.registration_tombstones group by campaign_code"#
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(|row| (row.campaign_code, row.rejected)).collect())
}

/// Whether a registration was rejected in a campaign.
pub(crate) async fn any_in_campaign(connection: &mut PgConnection, code: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from registration.registration_tombstones where campaign_code = $1) as "any!""#,
        code
    )
    .fetch_one(connection)
    .await
}

/// The rejection of a registration within an officer's scope; units and agencies confirm, and any other scope touches nothing.
pub(crate) async fn find_in_scope(
    connection: &mut PgConnection,
    registration: RegistrationId,
    scope: &Scope,
) -> Result<Option<Rejection>, sqlx::Error> {
    sqlx::query_as!(
        Rejection,
        "select t.reason_code, t.decided_by, t.decision_request_id
         from registration.registration_tombstones t
         where t.registration_id = $1
           and (t.agency_code = $2
                or exists (select from registration.org_unit_closure c
                           where c.ancestor_code = $3 and c.descendant_code = t.unit_code))",
        registration.as_uuid(),
        scope.agency(),
        scope.unit()
    )
    .fetch_optional(connection)
    .await
}

/// Whether a number belonged to a registration that was rejected.
pub(crate) async fn has_number(
    connection: &mut PgConnection,
    number: &RegistrationNumber,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from registration.registration_tombstones where registration_number = $1) as "has!""#,
        number.as_str()
    )
    .fetch_one(connection)
    .await
}

/// Whether a command made a registration that was rejected since.
pub(crate) async fn has_request(connection: &mut PgConnection, request_id: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from registration.registration_tombstones where request_id = $1) as "has!""#,
        request_id
    )
    .fetch_one(connection)
    .await
}
