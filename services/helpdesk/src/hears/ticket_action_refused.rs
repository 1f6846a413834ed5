//! What an approval asked for was refused: the ticket waits for an officer again.

use anyhow::Context as _;
use chassis::{db::Tx, wire::instant};
use kernel::TicketId;
use proto::registration::v1::TicketActionRefused;

use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: TicketActionRefused) -> anyhow::Result<()> {
    let ticket = TicketId::parse(&event.ticket_id)?;
    let at = event.refused_at.as_ref().and_then(instant).context("no instant")?;
    app.reopen_ticket(tx, ticket, event.attempt, &event.reason_code, at).await
}
