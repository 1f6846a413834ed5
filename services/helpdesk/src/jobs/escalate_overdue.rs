//! What nobody answered in time goes on to BKN Pusat by itself: once.

use std::time::Duration;

use anyhow::Context as _;
use chassis::{audit::Deed, db::Tx, jobs::Schedule};
use kernel::{Caller, ServiceName};
use metrics::counter;
use serde_json::json;

use crate::{
    app::App,
    domain::desk::Desk,
    store::{overdue, tickets},
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "escalate_overdue", every: Duration::from_secs(60) };

/// How many a transaction moves: a few hundred milliseconds.
const BATCH: i64 = 200;

/// Whether there is anything to do.
pub(super) async fn is_due(app: &App) -> Result<bool, sqlx::Error> {
    overdue::any(&mut *app.db.read().await?, app.clock.now()).await
}

/// Moves some of them; whether there may be more.
///
/// # Errors
/// The database is away; what was moved stays moved.
pub(crate) async fn escalate_overdue(app: &App) -> anyhow::Result<bool> {
    let own = app.clone();
    let moved = app.db.write(SCHEDULE.name, async move |mut tx| escalate(&own, &mut tx).await).await?;
    counter!("epupns_tickets_escalated_total").increment(moved as u64);
    Ok(i64::try_from(moved)? == BATCH)
}

async fn escalate(app: &App, tx: &mut Tx) -> anyhow::Result<usize> {
    let now = app.clock.now();
    let by = Caller::Service(ServiceName::Helpdesk);
    let due = overdue::lock(tx, now, BATCH).await?;
    for ticket in &due {
        let mut kept = tickets::load(tx, *ticket).await?.context("a held ticket vanished")?;
        let from = kept.ticket.desk.as_ref().map(Desk::to_string);
        if kept.ticket.escalate(now) {
            kept.escalated_at = Some(now);
            tickets::keep(tx, &kept).await?;
            let deed = Deed { by: &by, action: "escalate_ticket", at: now };
            app.note(tx, &kept, deed, json!({ "from_desk": from })).await?;
        }
    }
    Ok(due.len())
}
