//! Table `access_log`.

use anyhow::Context as _;
use kernel::{Jurisdiction, PersonId, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// Somebody was shown something of several people at once.
pub(crate) struct Viewing<'a> {
    /// Of the event that told it.
    pub(crate) event_id: Uuid,
    pub(crate) subjects: &'a [Uuid],
    /// Who looked.
    pub(crate) viewer_id: PersonId,
    /// What they were at that time.
    pub(crate) role: Role,
    /// Where that role held.
    pub(crate) jurisdiction: &'a Jurisdiction,
    pub(crate) field_group: &'a str,
    pub(crate) purpose: &'a str,
    pub(crate) viewed_at: OffsetDateTime,
}

/// One line of a person's list.
pub(crate) struct Viewed {
    pub(crate) viewed_at: OffsetDateTime,
    /// Tells two of one instant apart.
    pub(crate) event_id: Uuid,
    /// What the viewer was.
    pub(crate) role: Role,
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) field_group: String,
    pub(crate) purpose: String,
}

struct Row {
    viewed_at: OffsetDateTime,
    event_id: Uuid,
    viewer_role: String,
    viewer_jurisdiction: String,
    field_group: String,
    purpose: String,
}

impl TryFrom<Row> for Viewed {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        Ok(Self {
            viewed_at: row.viewed_at,
            event_id: row.event_id,
            role: Role::parse(&row.viewer_role).context("access_log.viewer_role")?,
            jurisdiction: Jurisdiction::parse(&row.viewer_jurisdiction).context("access_log.viewer_jurisdiction")?,
            field_group: row.field_group,
            purpose: row.purpose,
        })
    }
}

/// Keeps a line for each of those who were shown; one that is named twice has one.
pub(crate) async fn insert(connection: &mut PgConnection, viewing: &Viewing<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.access_log
            (subject_id, viewed_at, event_id, viewer_id, viewer_role, viewer_jurisdiction, field_group, purpose)
         select subject, $2, $3, $4, $5, $6, $7, $8 from unnest($1::uuid[]) as subject
         on conflict do nothing",
        viewing.subjects,
        viewing.viewed_at,
        viewing.event_id,
        viewing.viewer_id.as_uuid(),
        viewing.role.as_str(),
        viewing.jurisdiction.to_string(),
        viewing.field_group,
        viewing.purpose
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether there is any look from before then.
pub(crate) async fn any_old(connection: &mut PgConnection, before: OffsetDateTime) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from identity.access_log where viewed_at < $1) as "any!""#, before)
        .fetch_one(connection)
        .await
}

/// Forgets lines from before an instant, the oldest first, at most `limit`; says how many.
pub(crate) async fn delete_old(
    connection: &mut PgConnection,
    before: OffsetDateTime,
    limit: i64,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from identity.access_log where (subject_id, viewed_at, event_id) in
            (select subject_id, viewed_at, event_id from identity.access_log
             where viewed_at < $1 order by viewed_at limit $2)",
        before,
        limit
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// A person's list before a place, newest first, at most `limit`; from its beginning when there is no place.
pub(crate) async fn list(
    connection: &mut PgConnection,
    subject: PersonId,
    before: Option<(OffsetDateTime, Uuid)>,
    limit: i64,
) -> anyhow::Result<Vec<Viewed>> {
    let (viewed_at, event_id) = before.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select viewed_at, event_id, viewer_role, viewer_jurisdiction, field_group, purpose
         from identity.access_log
         where subject_id = $1
           and (viewed_at, event_id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, $1))
         order by viewed_at desc, event_id desc limit $4",
        subject.as_uuid(),
        viewed_at,
        event_id,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Viewed::try_from).collect()
}
