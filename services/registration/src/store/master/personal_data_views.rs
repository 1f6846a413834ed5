//! Who was shown whose data within the last quarter of an hour.

use kernel::PersonId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// Those of the subjects that no event since an instant tells of.
pub(crate) async fn list_untold(
    connection: &mut PgConnection,
    viewer: PersonId,
    subjects: &[Uuid],
    field_group: &str,
    since: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select subject as "subject!" from unnest($2::uuid[]) as subject
           where not exists (select from registration.personal_data_views v
                             where v.viewer_id = $1 and v.subject_id = subject and v.field_group = $3
                               and v.told_at > $4)"#,
        viewer.as_uuid(),
        subjects,
        field_group,
        since
    )
    .fetch_all(connection)
    .await
}

/// Remembers that an event tells of these subjects now; the ones that no other event since an instant tells of come back.
pub(crate) async fn tell(
    connection: &mut PgConnection,
    viewer: PersonId,
    subjects: &[Uuid],
    field_group: &str,
    since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    // In one order, so that two pages at once wait for each other and never in a circle.
    sqlx::query_scalar!(
        "insert into registration.personal_data_views as v (viewer_id, subject_id, field_group, told_at)
         select $1, subject, $3, $5 from unnest($2::uuid[]) as subject group by subject order by subject
         on conflict (viewer_id, subject_id, field_group) do update set told_at = excluded.told_at
           where v.told_at <= $4
         returning subject_id",
        viewer.as_uuid(),
        subjects,
        field_group,
        since,
        now
    )
    .fetch_all(connection)
    .await
}

/// Forgets what was told before an instant, at most 10,000 rows; says how many.
pub(crate) async fn forget(connection: &mut PgConnection, before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let forgotten = sqlx::query!(
        "delete from registration.personal_data_views where (viewer_id, subject_id, field_group) in
             (select viewer_id, subject_id, field_group from registration.personal_data_views
              where told_at <= $1 order by told_at limit 10000 for update skip locked)",
        before
    );
    Ok(forgotten.execute(connection).await?.rows_affected())
}
