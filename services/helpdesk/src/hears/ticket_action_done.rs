//! What an approval asked for is done: the ticket has its answer.

use anyhow::Context as _;
use chassis::{db::Tx, wire::instant};
use kernel::TicketId;
use proto::registration::v1::TicketActionDone;

use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: TicketActionDone) -> anyhow::Result<()> {
    let ticket = TicketId::parse(&event.ticket_id)?;
    let at = event.done_at.as_ref().and_then(instant).context("no instant")?;
    app.finish_ticket(tx, ticket, event.attempt, at).await
}
