//! What operators see of an owner that nothing else counts: its pool, what is parked, what is not sealed.

use std::time::Duration;

use metrics::gauge;
use sqlx::AssertSqlSafe;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::{
    audit,
    db::{Connections, Db},
};

const POOL_EVERY: Duration = Duration::from_secs(5);
const SCHEMA_EVERY: Duration = Duration::from_secs(15);

/// How much of the pool is in use; a pool without idle connections is what requests wait for.
pub(super) async fn pool(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let Connections { open, idle } = db.connections();
        gauge!("epupns_db_connections", "state" => "open").set(f64::from(open));
        gauge!("epupns_db_connections", "state" => "idle").set(f64::from(idle));
        pause(POOL_EVERY, &stop).await;
    }
}

/// What waits in the schema. Every replica says the same.
pub(super) async fn schema(db: Db, schema: &'static str, stop: CancellationToken) {
    while !stop.is_cancelled() {
        // The database is away, or its schema not there yet: readiness says so.
        if let Err(error) = look(&db, schema).await {
            debug!(schema, %error, "not looked at");
        }
        pause(SCHEMA_EVERY, &stop).await;
    }
}

async fn look(db: &Db, schema: &'static str) -> Result<(), sqlx::Error> {
    let mut connection = db.read().await?;
    let parked = format!("select count(*) from {schema}.waiting_events");
    let parked: i64 = sqlx::query_scalar(AssertSqlSafe(parked)).fetch_one(&mut *connection).await?;
    gauge!("epupns_events_parked", "schema" => schema).set(parked as f64);
    let unsealed = audit::unsealed_age(&mut connection, schema).await?;
    gauge!("epupns_audit_unsealed_age_seconds", "schema" => schema).set(unsealed);
    Ok(())
}

async fn pause(lasts: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(lasts) => {}
    }
}
