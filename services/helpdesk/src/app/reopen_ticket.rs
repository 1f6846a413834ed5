//! What an approval asked for was refused: the ticket waits for an officer again.

use anyhow::{Context as _, ensure};
use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, ServiceName, TicketId};
use time::OffsetDateTime;

use super::App;
use crate::{domain::ticket::Heard, store::tickets};

impl App {
    /// Reopens a ticket whose approval, counted by `attempt`, was refused with a reason; an older one changes nothing.
    ///
    /// # Errors
    /// There is no such ticket, or it was never approved so often; or the database is away.
    pub(crate) async fn reopen_ticket(
        &self,
        tx: &mut Tx,
        ticket: TicketId,
        attempt: u32,
        reason_code: &str,
        at: OffsetDateTime,
    ) -> anyhow::Result<()> {
        ensure!(tickets::lock(tx, ticket).await?, "no such ticket");
        let mut kept = tickets::load(tx, ticket).await?.context("a held ticket vanished")?;
        let from = kept.ticket.state;
        if kept.ticket.refused(attempt, reason_code)? == Heard::Before {
            return Ok(());
        }
        let by = Caller::Service(ServiceName::Registration);
        self.keep_moved(tx, &mut kept, from, Deed { by: &by, action: "reopen_ticket", at }).await
    }
}
