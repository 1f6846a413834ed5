//! One holder at a time, fenced: what must run once per schema runs under a lease.
//!
//! The database's clock judges expiry, so that machines with different clocks agree. The fence grows with every new holder;
//! a holder that slept past its time finds its fence outgrown and changes nothing.

use std::time::Duration;

use sqlx::AssertSqlSafe;
use tokio::time::Instant;
use uuid::Uuid;

use crate::db::{Db, Tx};

/// A lease as its holder knows it.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// Grows with every change of holder.
    pub fence: i64,
}

/// A lease for work that looks often: renewed when half its term is over, so that it is not written at every look.
#[derive(Debug)]
pub struct Renewed {
    name: &'static str,
    term: Duration,
    held: Option<(Lease, Instant)>,
}

impl Renewed {
    /// Not taken yet.
    #[must_use]
    pub const fn new(name: &'static str, term: Duration) -> Self {
        Self { name, term, held: None }
    }

    /// The lease, good for another half of its term; `None` while somebody else holds it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&mut self, db: &Db, schema: &'static str, holder: Uuid) -> Result<Option<Lease>, sqlx::Error> {
        if let Some((lease, _)) = self.held.filter(|(_, since)| since.elapsed() < self.term / 2) {
            return Ok(Some(lease));
        }
        let since = Instant::now();
        let taken = take(db, schema, self.name, holder, self.term).await?;
        self.held = taken.map(|lease| (lease, since));
        Ok(taken)
    }
}

/// Takes a free or expired lease, or renews one's own; `None` while somebody else holds it.
///
/// # Errors
/// The database is away.
pub async fn take(
    db: &Db,
    schema: &'static str,
    name: &'static str,
    holder: Uuid,
    term: Duration,
) -> Result<Option<Lease>, sqlx::Error> {
    // Who stands by only looks: even an update that finds nothing writes.
    if is_anothers(db, schema, name, holder).await? {
        return Ok(None);
    }
    db.write("take_lease", move |mut tx| async move { take_in(&mut tx, schema, name, holder, term).await }).await
}

async fn is_anothers(db: &Db, schema: &str, name: &str, holder: Uuid) -> Result<bool, sqlx::Error> {
    let sql =
        format!("select exists (select from {schema}.leases where name = $1 and holder <> $2 and expires_at >= now())");
    sqlx::query_scalar(AssertSqlSafe(sql)).bind(name).bind(holder).fetch_one(&mut *db.read().await?).await
}

/// As [`take`], in the transaction of the work that it covers.
///
/// # Errors
/// The database is away.
pub async fn take_in(
    tx: &mut Tx,
    schema: &str,
    name: &str,
    holder: Uuid,
    term: Duration,
) -> Result<Option<Lease>, sqlx::Error> {
    let sql = format!(
        "insert into {schema}.leases as l (name, holder, fence, expires_at)
         values ($1, $2, 1, now() + make_interval(secs => $3))
         on conflict (name) do update
            set holder = excluded.holder, expires_at = excluded.expires_at,
                fence = l.fence + case when l.holder = excluded.holder then 0 else 1 end
            where l.holder = excluded.holder or l.expires_at < now()
         returning fence"
    );
    let fence: Option<i64> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(name)
        .bind(holder)
        .bind(term.as_secs_f64())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(fence.map(|fence| Lease { fence }))
}

/// Gives a lease back at once, so that a successor need not wait for its end.
///
/// # Errors
/// The database is away; the lease then ends by itself.
pub async fn give_back(db: &Db, schema: &'static str, name: &'static str, holder: Uuid) -> Result<(), sqlx::Error> {
    let sql = format!("update {schema}.leases set expires_at = now() where name = $1 and holder = $2");
    db.write("give_back_lease", async move |mut tx| {
        sqlx::query(AssertSqlSafe(sql)).bind(name).bind(holder).execute(&mut *tx).await?;
        Ok(())
    })
    .await
}
