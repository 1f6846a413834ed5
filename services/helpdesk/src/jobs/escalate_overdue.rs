//! What nobody answered in time goes on to BKN Pusat by itself: once.

use std::time::Duration;

use anyhow::Context as _;
use chassis::{jobs::Schedule, uninterrupted::uninterrupted};
use kernel::{Caller, ServiceName};
use metrics::counter;
use serde_json::json;

use crate::{
    app::{App, edge::Deed},
    domain::desk::Desk,
    store::{overdue, tickets},
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "escalate_overdue", every: Duration::from_secs(60) };

/// How many a transaction moves: a few hundred milliseconds.
const BATCH: i64 = 200;

/// Moves some of them; whether there may be more.
///
/// # Errors
/// The database is away; what was moved stays moved.
pub async fn escalate_overdue(app: &App) -> anyhow::Result<bool> {
    let app = app.clone();
    uninterrupted(async move {
        let now = app.clock.now();
        let by = Caller::Service(ServiceName::Helpdesk);
        let mut tx = app.db.begin().await?;
        let due = overdue::lock(&mut tx, now, BATCH).await?;
        for ticket in &due {
            let mut kept = tickets::load(&mut tx, *ticket).await?.context("a held ticket vanished")?;
            let from = kept.ticket.desk.as_ref().map(Desk::to_string);
            if kept.ticket.escalate(now) {
                kept.escalated_at = Some(now);
                tickets::keep(&mut tx, &kept).await?;
                let deed = Deed { by: &by, action: "escalate_ticket", at: now };
                app.note(&mut tx, &kept, deed, json!({ "from_desk": from })).await?;
            }
        }
        tx.commit().await?;
        counter!("epupns_tickets_escalated_total").increment(due.len() as u64);
        Ok(i64::try_from(due.len())? == BATCH)
    })
    .await
}
