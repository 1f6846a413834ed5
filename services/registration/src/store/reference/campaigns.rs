//! Campaigns.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::reference::campaign::Campaign;

/// The campaign in which people register now, or else the one that opened last, or else the one that opens next.
pub(crate) async fn current(
    connection: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Option<Campaign>, sqlx::Error> {
    sqlx::query_as!(
        Campaign,
        "select code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at
         from registration.campaigns
         order by (opens_at <= $1 and $1 < registration_closes_at) desc,
                  (opens_at <= $1) desc,
                  abs(extract(epoch from opens_at - $1))
         limit 1",
        now
    )
    .fetch_optional(connection)
    .await
}

/// A campaign by its code.
///
/// # Errors
/// The database is away, or there is no such campaign.
pub(crate) async fn find(connection: &mut PgConnection, code: &str) -> Result<Campaign, sqlx::Error> {
    sqlx::query_as!(
        Campaign,
        "select code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at
         from registration.campaigns where code = $1",
        code
    )
    .fetch_one(connection)
    .await
}

/// Makes a campaign or gives it other dates; its version, one more than before.
pub(crate) async fn put(connection: &mut PgConnection, campaign: &Campaign) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into registration.campaigns as kept
             (code, name, opens_at, registration_closes_at, submission_closes_at, verification_closes_at, version)
         values ($1, $2, $3, $4, $5, $6, 1)
         on conflict (code) do update
             set name = excluded.name, opens_at = excluded.opens_at,
                 registration_closes_at = excluded.registration_closes_at,
                 submission_closes_at = excluded.submission_closes_at,
                 verification_closes_at = excluded.verification_closes_at, version = kept.version + 1
         returning version",
        campaign.code,
        campaign.name,
        campaign.opens_at,
        campaign.registration_closes_at,
        campaign.submission_closes_at,
        campaign.verification_closes_at
    )
    .fetch_one(connection)
    .await
}
