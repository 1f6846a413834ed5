//! What an approval asked for is done: the ticket has its answer.

use anyhow::{Context as _, ensure};
use chassis::wire::instant;
use kernel::{Caller, ServiceName, TicketId};
use proto::registration::v1::TicketActionDone;
use sqlx::PgConnection;

use crate::{
    app::{App, edge::Deed},
    domain::ticket::Heard,
    store::tickets,
};

pub(super) async fn hear(app: &App, connection: &mut PgConnection, event: &TicketActionDone) -> anyhow::Result<()> {
    let ticket = TicketId::parse(&event.ticket_id)?;
    ensure!(tickets::lock(connection, ticket).await?, "no such ticket");
    let mut kept = tickets::load(connection, ticket).await?.context("a held ticket vanished")?;
    let from = kept.ticket.state;
    if kept.ticket.done(event.attempt)? == Heard::Before {
        return Ok(());
    }
    let at = event.done_at.as_ref().and_then(instant).context("no instant")?;
    let by = Caller::Service(ServiceName::Registration);
    app.keep_moved(connection, &mut kept, from, Deed { by: &by, action: "finish_ticket", at }).await
}
