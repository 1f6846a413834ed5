//! Tickets that were taken while registration was away get their desk.

use std::time::Duration;

use anyhow::Context as _;
use chassis::{audit::Deed, db::Tx, jobs::Schedule};
use kernel::{Caller, ServiceName, TicketId};
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    app::{App, routing::Route},
    store::{ticket_types, tickets, unrouted},
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "route_waiting", every: Duration::from_secs(5) };

/// How many are looked at together.
const BATCH: i64 = 100;

/// Whether there is anything to do.
pub(super) async fn is_due(app: &App) -> Result<bool, sqlx::Error> {
    let first = unrouted::list(&mut *app.db.read().await?, (OffsetDateTime::UNIX_EPOCH, Uuid::nil()), 1).await?;
    Ok(!first.is_empty())
}

/// Finds a desk for every ticket without one; never more left to do at once.
///
/// # Errors
/// The database or registration is away; what has its desk keeps it.
pub(crate) async fn route_waiting(app: &App) -> anyhow::Result<bool> {
    let mut after = (OffsetDateTime::UNIX_EPOCH, Uuid::nil());
    let mut failed = None;
    loop {
        let page = unrouted::list(&mut *app.db.read().await?, after, BATCH).await?;
        for (ticket, opened_at) in &page {
            after = (*opened_at, ticket.as_uuid());
            // One that cannot be read keeps nobody else waiting.
            if let Err(error) = route_one(app, *ticket).await {
                failed = Some(error);
            }
        }
        if i64::try_from(page.len())? < BATCH {
            return failed.map_or(Ok(false), Err);
        }
    }
}

async fn route_one(app: &App, ticket: TicketId) -> anyhow::Result<()> {
    let mut connection = app.db.read().await?;
    let kept = tickets::load(&mut connection, ticket).await?.context("a listed ticket vanished")?;
    let (of, _) = ticket_types::find(&mut connection, &kept.type_code).await?.context("a kept type vanished")?;
    let sealed = tickets::sealed(&mut connection, ticket).await?;
    let answers = app.writing(&mut connection, ticket).await?.answers(&sealed)?;
    drop(connection);
    let route = app.route(&of, &answers).await??;
    let own = app.clone();
    app.db.write(SCHEDULE.name, async move |mut tx| keep(&own, &mut tx, ticket, route).await).await
}

async fn keep(app: &App, tx: &mut Tx, ticket: TicketId, route: Route) -> anyhow::Result<()> {
    tickets::lock(tx, ticket).await?;
    let mut kept = tickets::load(tx, ticket).await?.context("a listed ticket vanished")?;
    // It has gone on meanwhile.
    if kept.ticket.desk.is_some() {
        return Ok(());
    }
    kept.ticket.desk = Some(route.desk);
    kept.ticket.subject = route.subject;
    kept.agency_code = route.agency_code;
    tickets::keep(tx, &kept).await?;
    let by = Caller::Service(ServiceName::Helpdesk);
    let deed = Deed { by: &by, action: "route_ticket", at: app.clock.now() };
    app.note(tx, &kept, deed, json!({})).await
}
