//! What an approval asked for is done: the ticket has its answer.

use anyhow::{Context as _, ensure};
use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, ServiceName, TicketId};
use time::OffsetDateTime;

use super::App;
use crate::{domain::ticket::Heard, store::tickets};

impl App {
    /// Resolves a ticket whose approval, counted by `attempt`, was carried out; an older one changes nothing.
    ///
    /// # Errors
    /// There is no such ticket, or it was never approved so often; or the database is away.
    pub(crate) async fn finish_ticket(
        &self,
        tx: &mut Tx,
        ticket: TicketId,
        attempt: u32,
        at: OffsetDateTime,
    ) -> anyhow::Result<()> {
        ensure!(tickets::lock(tx, ticket).await?, "no such ticket");
        let mut kept = tickets::load(tx, ticket).await?.context("a held ticket vanished")?;
        let from = kept.ticket.state;
        if kept.ticket.done(attempt)? == Heard::Before {
            return Ok(());
        }
        let by = Caller::Service(ServiceName::Registration);
        self.keep_moved(tx, &mut kept, from, Deed { by: &by, action: "finish_ticket", at }).await
    }
}
