//! Chains audit entries and checks the chain.

use std::time::Duration;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info};
use uuid::Uuid;

use crate::{
    db::{Db, Tx},
    lease,
};

const GENESIS: [u8; 32] = [0; 32];
const EVERY: Duration = Duration::from_secs(5);
/// Entries sealed in one transaction.
const BATCH: u32 = 5000;
const TERM: Duration = Duration::from_secs(30);

#[derive(FromRow)]
struct Row {
    entry_id: Uuid,
    occurred_at: OffsetDateTime,
    actor: String,
    action: String,
    subject_id: Option<Uuid>,
    details: Value,
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
pub enum Broken {
    /// The first link that does not follow from the one before.
    Link(i64),
    /// So many entries have no seal and do not wait for one: somebody has struck them off the list.
    Unawaited(i64),
}

impl Row {
    /// Fields are length-prefixed, so that no two entries share a text.
    fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(previous);
        let at = self.occurred_at.unix_timestamp_nanos().to_be_bytes();
        let subject = self.subject_id.map(|id| id.to_string()).unwrap_or_default();
        let details = canonical(&self.details);
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

/// One text for one value, however the program was built: keys by their bytes, nothing between. In which order a map of
/// `serde_json` has them is a feature that any crate of the build may switch on for all.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(&String, &Value)> = map.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            let member = |(key, value): (&String, &Value)| format!("{}:{}", json!(key), canonical(value));
            format!("{{{}}}", members.into_iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

/// Chains what has no seal yet, the oldest first, at most 5,000 entries; returns how many and the new head. For a job under a
/// lease.
///
/// The chain is the order of sealing. It asks the database for nothing that belongs to one cluster, so that a schema that was
/// restored elsewhere goes on.
///
/// # Errors
/// The database is away.
pub async fn seal_entries(tx: &mut Tx, schema: &str) -> Result<(usize, Option<Head>), sqlx::Error> {
    let head = format!("select sequence, hash from {schema}.audit_seals order by sequence desc limit 1");
    let head: Option<(i64, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(head)).fetch_optional(&mut **tx).await?;
    let (mut sequence, mut hash) = head.unwrap_or_else(|| (0, GENESIS.to_vec()));
    // What a program of before has sealed meanwhile only leaves the list.
    let take = format!(
        "with taken as (
             delete from {schema}.audit_unsealed where entry_id in
                 (select entry_id from {schema}.audit_unsealed order by since, entry_id limit {BATCH})
             returning entry_id)
         select e.entry_id, e.occurred_at, e.actor, e.action, e.subject_id, e.details
         from taken join {schema}.audit_entries e using (entry_id)
         where not exists (select from {schema}.audit_seals s where s.entry_id = e.entry_id)
         order by e.occurred_at, e.entry_id"
    );
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(take)).fetch_all(&mut **tx).await?;
    let Some(first) = rows.first().map(|_| sequence + 1) else { return Ok((0, None)) };
    let mut sealed: (Vec<Uuid>, Vec<Vec<u8>>) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in &rows {
        sequence += 1;
        hash = row.hash(&hash).to_vec();
        sealed.0.push(row.entry_id);
        sealed.1.push(hash.clone());
    }
    let insert = format!(
        "insert into {schema}.audit_seals (sequence, entry_id, hash)
         select $1 + place - 1, entry_id, hash
         from unnest($2::uuid[], $3::bytea[]) with ordinality as sealed (entry_id, hash, place)"
    );
    let insert = sqlx::query(AssertSqlSafe(insert)).bind(first).bind(&sealed.0).bind(&sealed.1);
    insert.execute(&mut **tx).await?;
    Ok((rows.len(), Some(Head { sequence, hash })))
}

/// Seals every 5 s under a lease until `stop`, and tells the chain's head to the log, which lives elsewhere: a chain
/// rewritten later shows.
pub async fn seal(db: Db, schema: &'static str, holder: Uuid, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match seal_waiting(&db, schema, holder).await {
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

/// A look, which writes only where something waits and nobody else is at it.
async fn seal_waiting(db: &Db, schema: &'static str, holder: Uuid) -> Result<Option<Head>, sqlx::Error> {
    let waits = format!("select exists (select from {schema}.audit_unsealed)");
    let waits: bool = sqlx::query_scalar(AssertSqlSafe(waits)).fetch_one(&mut *db.read().await?).await?;
    if !waits {
        return Ok(None);
    }
    db.write("seal_audit", async move |mut tx| {
        let Some(_) = lease::take_in(&mut tx, schema, "seal_audit", holder, TERM).await? else { return Ok(None) };
        let (_, head) = seal_entries(&mut tx, schema).await?;
        Ok(head)
    })
    .await
}

/// Seconds that the oldest entry has waited for its seal; 0 when none waits. The database's clock judges.
///
/// # Errors
/// The database is away.
pub async fn unsealed_age(connection: &mut PgConnection, schema: &str) -> Result<f64, sqlx::Error> {
    let sql = format!(
        "select coalesce(greatest(0, extract(epoch from clock_timestamp() - min(since))), 0)::float8
         from {schema}.audit_unsealed"
    );
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
}

/// Walks the whole chain; `Err` names the first link that is changed, missing or out of place, or counts the entries that no
/// seal will ever hold.
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
            let unawaited = unawaited(connection, schema).await?;
            return Ok(if unawaited == 0 { Ok(at.unsigned_abs()) } else { Err(Broken::Unawaited(unawaited)) });
        }
        for sealed in page {
            if sealed.sequence != at + 1 || sealed.hash != sealed.row.hash(&hash) {
                return Ok(Err(Broken::Link(at + 1)));
            }
            at += 1;
            hash = sealed.hash;
        }
    }
}

async fn unawaited(connection: &mut PgConnection, schema: &str) -> Result<i64, sqlx::Error> {
    let sql = format!(
        "select count(*) from {schema}.audit_entries e
         where not exists (select from {schema}.audit_seals s where s.entry_id = e.entry_id)
           and not exists (select from {schema}.audit_unsealed u where u.entry_id = e.entry_id)"
    );
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it was computed once: whoever changes it breaks every chain that there is.
    #[test]
    fn a_link_is_the_same_in_every_build() {
        let details =
            json!({ "kind": "employees", "file_size": 9, "a": { "z": [1, { "y": null, "b": "\"\n" }], "b": true } });
        let text = r#"{"a":{"b":true,"z":[1,{"b":"\"\n","y":null}]},"file_size":9,"kind":"employees"}"#;
        assert_eq!(canonical(&details), text);
        let row = Row {
            entry_id: Uuid::from_u128(1),
            occurred_at: OffsetDateTime::UNIX_EPOCH,
            actor: "operator:alya".to_owned(),
            action: "open_import".to_owned(),
            subject_id: Some(Uuid::from_u128(2)),
            details,
        };
        assert_eq!(
            HEXLOWER.encode(&row.hash(&GENESIS)),
            "2733d3d0ff4bc2d304dc41034bd2f37e9319a20cb908023f76b9498bc4badf49"
        );
    }
}
