//! Table `outgoing_mail`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// A mail that is due.
pub(crate) struct Due {
    /// Also its Message-ID.
    pub(crate) mail_id: Uuid,
    /// Recipient, subject, text.
    pub(crate) sealed: String,
    /// How often it was tried.
    pub(crate) attempts: i32,
    /// Since when it waits.
    pub(crate) created_at: OffsetDateTime,
}

/// Queues a mail, due at once.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    kind: &str,
    sealed: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into identity.outgoing_mail (mail_id, kind, sealed, created_at, due_at) values ($1, $2, $3, $4, $4)",
        id,
        kind,
        sealed,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What is due, the longest due first, at most 20.
pub(crate) async fn list_due(connection: &mut PgConnection, now: OffsetDateTime) -> Result<Vec<Due>, sqlx::Error> {
    sqlx::query_as!(
        Due,
        r#"select mail_id, sealed as "sealed!", attempts, created_at from identity.outgoing_mail
           where done_at is null and due_at <= $1 order by due_at limit 20"#,
        now
    )
    .fetch_all(connection)
    .await
}

/// Sent, or given up: what it said is forgotten.
pub(crate) async fn finish(connection: &mut PgConnection, id: Uuid, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.outgoing_mail set sealed = null, done_at = $2 where mail_id = $1 and done_at is null",
        id,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Not sent: to be tried again.
pub(crate) async fn postpone(
    connection: &mut PgConnection,
    id: Uuid,
    due_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update identity.outgoing_mail set attempts = attempts + 1, due_at = $2 where mail_id = $1 and done_at is null",
        id,
        due_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many wait, and since when the oldest does.
pub(crate) async fn backlog(connection: &mut PgConnection) -> Result<(i64, Option<OffsetDateTime>), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", min(created_at) as oldest from identity.outgoing_mail where done_at is null"#
    )
    .fetch_one(connection)
    .await?;
    Ok((row.count, row.oldest))
}

/// Whether anything was done before then.
pub(crate) async fn any_done(connection: &mut PgConnection, before: OffsetDateTime) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from identity.outgoing_mail where done_at < $1) as "any!""#, before)
        .fetch_one(connection)
        .await
}

/// Deletes what was done before then, the oldest first, at most `limit`; says how many.
pub(crate) async fn delete_done(
    connection: &mut PgConnection,
    before: OffsetDateTime,
    limit: i64,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from identity.outgoing_mail where mail_id in
            (select mail_id from identity.outgoing_mail where done_at < $1 order by done_at limit $2)",
        before,
        limit
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
