//! Who was shown whose data lately.

use kernel::PersonId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// Those of the subjects whom the viewer has not been shown since `since`.
pub(crate) async fn untold(
    connection: &mut PgConnection,
    viewer: PersonId,
    field_group: &str,
    subjects: &[Uuid],
    since: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select subject as "subject!" from unnest($3::uuid[]) subject
           where not exists (select from helpdesk.personal_data_views v
                             where v.viewer_id = $1 and v.subject_id = subject and v.field_group = $2
                               and v.told_at > $4)"#,
        viewer.as_uuid(),
        field_group,
        subjects,
        since
    )
    .fetch_all(connection)
    .await
}

/// Remembers that the viewer is shown these people now; those whom nobody has remembered since `since` are to be told.
pub(crate) async fn keep(
    connection: &mut PgConnection,
    viewer: PersonId,
    field_group: &str,
    subjects: &[Uuid],
    since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Uuid>, sqlx::Error> {
    // In one order, so that two pages that open at once wait for each other instead of dying.
    sqlx::query_scalar!(
        "insert into helpdesk.personal_data_views as kept (viewer_id, subject_id, field_group, told_at)
         select $1, subject, $2, $5 from unnest($3::uuid[]) subject order by subject
         on conflict (viewer_id, subject_id, field_group) do update set told_at = excluded.told_at
         where kept.told_at <= $4
         returning subject_id",
        viewer.as_uuid(),
        field_group,
        subjects,
        since,
        now
    )
    .fetch_all(connection)
    .await
}

/// Forgets at most `limit` views that were told before `before`; how many it were.
pub(crate) async fn forget(
    connection: &mut PgConnection,
    before: OffsetDateTime,
    limit: i64,
) -> Result<u64, sqlx::Error> {
    let forgotten = sqlx::query!(
        "delete from helpdesk.personal_data_views v
         using (select viewer_id, subject_id, field_group from helpdesk.personal_data_views
                where told_at <= $1 order by told_at limit $2 for update skip locked) old
         where v.viewer_id = old.viewer_id and v.subject_id = old.subject_id and v.field_group = old.field_group",
        before,
        limit
    );
    Ok(forgotten.execute(connection).await?.rows_affected())
}
