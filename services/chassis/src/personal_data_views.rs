//! Who was shown whose data lately, in each owner's schema: a view is told once in its window, however often a page is opened,
//! and before the answer leaves. The access log is identity's, which hears of it.

use futures::future::BoxFuture;
use kernel::PersonId;
use sqlx::{AssertSqlSafe, PgConnection};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    db::{Db, Tx},
    events::Outbox,
    wire::{Viewed, timestamp},
};

/// A viewer and a subject are told of once in this time, for each group of fields.
const WINDOW: Duration = Duration::minutes(15);
/// How many subjects one event names at most.
const EVENT_SIZE: usize = 100;
/// How many a transaction forgets: a few hundred milliseconds.
const BATCH: u64 = 10_000;

/// Somebody is shown data of other people.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Where it is remembered.
    pub schema: &'static str,
    /// Who looks.
    pub viewer: PersonId,
    /// What of them is shown.
    pub field_group: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// Now.
    pub at: OffsetDateTime,
}

/// How an owner tells of a view, in the transaction that remembers it.
pub type TellFn = for<'a> fn(&'a Outbox, &'a mut Tx, Viewed) -> BoxFuture<'a, Result<(), sqlx::Error>>;

impl View {
    /// Remembers that these people are shown, and tells of those who were not told of within the window; nobody is told of
    /// themselves. Takes connections of its own, so the caller has none in hand.
    ///
    /// # Errors
    /// The database is away: then the answer must not leave.
    pub async fn note(self, db: &Db, outbox: &Outbox, subjects: &[Uuid], tell: TellFn) -> anyhow::Result<()> {
        let untold = self.untold(db, subjects).await?;
        if untold.is_empty() {
            return Ok(());
        }
        let outbox = outbox.clone();
        let note = async move |mut tx: Tx| {
            for subject_ids in self.keep(&mut tx, &untold).await? {
                tell(&outbox, &mut tx, self.told(subject_ids)).await?;
            }
            Ok(())
        };
        db.write("personal_data_viewed", note).await
    }

    fn told(&self, subject_ids: Vec<String>) -> Viewed {
        Viewed {
            viewer_id: self.viewer.to_string(),
            subject_ids,
            field_group: self.field_group.to_owned(),
            purpose: self.purpose.to_owned(),
            viewed_at: Some(timestamp(self.at)),
        }
    }

    /// Those of the subjects whom an event must tell of: not oneself, and nobody who was told of within the window. Takes a
    /// connection of its own; the usual answer, nobody, costs this one question.
    ///
    /// # Errors
    /// The database is away: then the answer must not leave.
    pub async fn untold(&self, db: &Db, subjects: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
        let viewer = self.viewer.as_uuid();
        let others: Vec<Uuid> = subjects.iter().copied().filter(|subject| *subject != viewer).collect();
        if others.is_empty() {
            return Ok(others);
        }
        let sql = format!(
            "select subject from unnest($3::uuid[]) subject
             where not exists (select from {}.personal_data_views v
                               where v.viewer_id = $1 and v.subject_id = subject and v.field_group = $2
                                 and v.told_at > $4)",
            self.schema
        );
        sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(viewer)
            .bind(self.field_group)
            .bind(others)
            .bind(self.at - WINDOW)
            .fetch_all(&mut *db.read().await?)
            .await
    }

    /// Remembers in the caller's transaction, which tells of it, that these people are shown now. Back come the ids of those
    /// whom nobody else has told of meanwhile, in as many parts as there must be events.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keep(
        &self,
        connection: &mut PgConnection,
        subjects: &[Uuid],
    ) -> Result<Vec<Vec<String>>, sqlx::Error> {
        // In one order, so that two pages that open at once wait for each other instead of dying.
        let sql = format!(
            "insert into {}.personal_data_views as kept (viewer_id, subject_id, field_group, told_at)
             select $1, subject, $2, $5 from unnest($3::uuid[]) subject group by subject order by subject
             on conflict (viewer_id, subject_id, field_group) do update set told_at = excluded.told_at
             where kept.told_at <= $4
             returning subject_id",
            self.schema
        );
        let told: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(self.viewer.as_uuid())
            .bind(self.field_group)
            .bind(subjects)
            .bind(self.at - WINDOW)
            .bind(self.at)
            .fetch_all(connection)
            .await?;
        Ok(told.chunks(EVENT_SIZE).map(|part| part.iter().map(Uuid::to_string).collect()).collect())
    }
}

/// Whether there is anything that would be told again anyway.
///
/// # Errors
/// The database is away.
pub async fn any_over(db: &Db, schema: &'static str, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    let sql = format!("select exists (select from {schema}.personal_data_views where told_at <= $1)");
    sqlx::query_scalar(AssertSqlSafe(sql)).bind(now - WINDOW).fetch_one(&mut *db.read().await?).await
}

/// Forgets some of what would be told again anyway; whether there may be more.
///
/// # Errors
/// The database is away.
pub async fn forget(db: &Db, schema: &'static str, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    db.write("forget_personal_data_views", async move |mut tx| {
        let sql = format!(
            "delete from {schema}.personal_data_views v
             using (select viewer_id, subject_id, field_group from {schema}.personal_data_views
                    where told_at <= $1 order by told_at limit {BATCH} for update skip locked) old
             where v.viewer_id = old.viewer_id and v.subject_id = old.subject_id and v.field_group = old.field_group"
        );
        let forgotten = sqlx::query(AssertSqlSafe(sql)).bind(now - WINDOW).execute(&mut *tx).await?;
        Ok(forgotten.rows_affected() == BATCH)
    })
    .await
}
