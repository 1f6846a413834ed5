//! Chains audit entries and checks the chain.

use std::time::Duration;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info};
use uuid::Uuid;

use crate::{db::Db, lease};

const GENESIS: [u8; 32] = [0; 32];
const EVERY: Duration = Duration::from_secs(5);
const TERM: Duration = Duration::from_secs(30);

#[derive(FromRow)]
struct Row {
    entry_id: Uuid,
    occurred_at: OffsetDateTime,
    actor: String,
    action: String,
    subject_id: Option<Uuid>,
    details: serde_json::Value,
}

#[derive(FromRow)]
struct Sealed {
    sequence: i64,
    hash: Vec<u8>,
    #[sqlx(flatten)]
    row: Row,
}

/// The last link of the chain.
#[derive(Debug)]
pub struct Head {
    /// Counted from 1 without gaps.
    pub sequence: i64,
    /// SHA-256 over everything before and the entry.
    pub hash: Vec<u8>,
}

/// Where the chain does not hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first link that does not follow from the one before.
    pub sequence: i64,
}

impl Row {
    /// Fields are length-prefixed, so that no two entries share a text.
    fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(previous);
        let at = self.occurred_at.unix_timestamp_nanos().to_be_bytes();
        let subject = self.subject_id.map(|id| id.to_string()).unwrap_or_default();
        let details = self.details.to_string();
        for part in [
            self.entry_id.as_bytes().as_slice(),
            &at,
            self.actor.as_bytes(),
            self.action.as_bytes(),
            subject.as_bytes(),
            details.as_bytes(),
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// Chains what can be chained, at most 5,000 entries; returns how many and the new head. For a job under a lease.
///
/// Entries are taken in the order of their writing transactions, so that the last sealed one says where to go on.
///
/// # Errors
/// The database is away.
pub async fn seal_entries(connection: &mut PgConnection, schema: &str) -> Result<(usize, Option<Head>), sqlx::Error> {
    let head = format!(
        "select s.sequence, s.hash, e.written_by::text, e.entry_id
         from {schema}.audit_seals s join {schema}.audit_entries e using (entry_id)
         order by s.sequence desc limit 1"
    );
    let head: Option<(i64, Vec<u8>, String, Uuid)> =
        sqlx::query_as(AssertSqlSafe(head)).fetch_optional(&mut *connection).await?;
    let (mut sequence, mut hash, written_by, entry_id) =
        head.unwrap_or_else(|| (0, GENESIS.to_vec(), "0".to_owned(), Uuid::nil()));
    let open = format!(
        "select entry_id, occurred_at, actor, action, subject_id, details from {schema}.audit_entries
         where (written_by, entry_id) > ($1::xid8, $2) and written_by < pg_snapshot_xmin(pg_current_snapshot())
         order by written_by, entry_id limit 5000"
    );
    let rows: Vec<Row> =
        sqlx::query_as(AssertSqlSafe(open)).bind(written_by).bind(entry_id).fetch_all(&mut *connection).await?;
    let insert = format!("insert into {schema}.audit_seals (sequence, entry_id, hash) values ($1, $2, $3)");
    for row in &rows {
        sequence += 1;
        hash = row.hash(&hash).to_vec();
        sqlx::query(AssertSqlSafe(insert.clone()))
            .bind(sequence)
            .bind(row.entry_id)
            .bind(&hash)
            .execute(&mut *connection)
            .await?;
    }
    Ok((rows.len(), (!rows.is_empty()).then_some(Head { sequence, hash })))
}

/// Seals every 5 s under a lease until `stop`, and tells the chain's head to the log, which lives elsewhere: a chain
/// rewritten later shows.
pub async fn seal(db: Db, schema: &'static str, holder: Uuid, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let sealed = db.write("seal_audit", async move |mut tx| {
            let Some(_) = lease::take_in(&mut tx, schema, "seal_audit", holder, TERM).await? else { return Ok(None) };
            let (_, head) = seal_entries(&mut tx, schema).await?;
            Ok::<_, sqlx::Error>(head)
        });
        match sealed.await {
            Ok(Some(head)) => {
                info!(schema, sequence = head.sequence, hash = HEXLOWER.encode(&head.hash), "audit head");
            }
            Ok(None) => {}
            // The database is away, or its schema not there yet: readiness says so.
            Err(error) => debug!(schema, %error, "nothing sealed"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Seconds that the oldest entry has waited for its seal; 0 when none waits. The database's clock judges.
///
/// # Errors
/// The database is away.
pub async fn unsealed_age(connection: &mut PgConnection, schema: &str) -> Result<f64, sqlx::Error> {
    let sql = format!(
        "with head as (
             select e.written_by, e.entry_id
             from {schema}.audit_seals s join {schema}.audit_entries e using (entry_id)
             order by s.sequence desc limit 1)
         select greatest(0, extract(epoch from now() - occurred_at))::float8 from {schema}.audit_entries
         where (written_by, entry_id) > (coalesce((select written_by from head), '0'::xid8),
                                         coalesce((select entry_id from head), $1))
         order by written_by, entry_id limit 1"
    );
    let age: Option<f64> = sqlx::query_scalar(AssertSqlSafe(sql)).bind(Uuid::nil()).fetch_optional(connection).await?;
    Ok(age.unwrap_or(0.0))
}

/// Walks the whole chain; `Err` names the first link that is changed, missing or out of place.
///
/// # Errors
/// The database is away (outer).
pub async fn verify_chain(connection: &mut PgConnection, schema: &str) -> Result<Result<u64, Broken>, sqlx::Error> {
    let sql = format!(
        "select s.sequence, s.hash, e.entry_id, e.occurred_at, e.actor, e.action, e.subject_id, e.details
         from {schema}.audit_seals s join {schema}.audit_entries e using (entry_id)
         where s.sequence > $1 order by s.sequence limit 10000"
    );
    let (mut at, mut hash) = (0_i64, GENESIS.to_vec());
    loop {
        let page: Vec<Sealed> = sqlx::query_as(AssertSqlSafe(sql.clone())).bind(at).fetch_all(&mut *connection).await?;
        if page.is_empty() {
            return Ok(Ok(at.unsigned_abs()));
        }
        for sealed in page {
            if sealed.sequence != at + 1 || sealed.hash != sealed.row.hash(&hash) {
                return Ok(Err(Broken { sequence: at + 1 }));
            }
            at += 1;
            hash = sealed.hash;
        }
    }
}
