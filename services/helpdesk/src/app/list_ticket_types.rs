//! What tickets can be about.

use super::App;
use crate::{domain::ticket_type::TicketType, store::ticket_types};

impl App {
    /// The active types, in the order in which people choose.
    pub(crate) async fn list_ticket_types(&self) -> anyhow::Result<Vec<TicketType>> {
        let mut connection = self.db.read().await?;
        ticket_types::list(&mut connection).await
    }
}
