//! What an approval asked for was refused: the ticket waits for an officer again.

use anyhow::{Context as _, ensure};
use chassis::{db::Tx, wire::instant};
use kernel::{Caller, ServiceName, TicketId};
use proto::registration::v1::TicketActionRefused;

use crate::{
    app::{App, edge::Deed},
    domain::ticket::Heard,
    store::tickets,
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: &TicketActionRefused) -> anyhow::Result<()> {
    let ticket = TicketId::parse(&event.ticket_id)?;
    ensure!(tickets::lock(tx, ticket).await?, "no such ticket");
    let mut kept = tickets::load(tx, ticket).await?.context("a held ticket vanished")?;
    let from = kept.ticket.state;
    if kept.ticket.refused(event.attempt, &event.reason_code)? == Heard::Before {
        return Ok(());
    }
    let at = event.refused_at.as_ref().and_then(instant).context("no instant")?;
    let by = Caller::Service(ServiceName::Registration);
    app.keep_moved(tx, &mut kept, from, Deed { by: &by, action: "reopen_ticket", at }).await
}
