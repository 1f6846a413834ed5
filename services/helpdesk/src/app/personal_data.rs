//! People may know who has looked at their data: a view is told before the answer leaves.

use chassis::personal_data_views::View;
use futures::FutureExt as _;
use kernel::PersonId;
use uuid::Uuid;

use super::App;
use crate::{SCHEMA, tells};

/// What this service shows of people: what they wrote, and what was written about them.
const FIELD_GROUP: &str = "ticket";

impl App {
    /// Tells that the viewer is shown these people; a ticket that is opened again soon is told once. To be called without a
    /// connection in hand: it takes its own.
    pub(crate) async fn tell_viewed(&self, viewer: PersonId, subjects: &[Uuid]) -> anyhow::Result<()> {
        let at = self.clock.now();
        let view = View { schema: SCHEMA, viewer, field_group: FIELD_GROUP, purpose: "helpdesk", at };
        view.note(&self.db, &self.outbox, subjects, |outbox, tx, viewed| {
            async move { tells::personal_data_viewed(outbox, tx, &viewed.into()).await }.boxed()
        })
        .await
    }
}
