//! People may know who has looked at their data: a view is told before the answer leaves.

use chassis::{db::Tx, wire::timestamp};
use kernel::PersonId;
use proto::helpdesk::v1::PersonalDataViewed;
use time::Duration;
use uuid::Uuid;

use super::App;
use crate::{store::personal_data_views, tells};

/// One view per viewer, subject and group in this time.
pub(crate) const WINDOW: Duration = Duration::minutes(15);

/// What this service shows of people: what they wrote, and what was written about them.
const FIELD_GROUP: &str = "ticket";

impl App {
    /// Tells that the viewer is shown these people; a ticket that is opened again soon is told once. To be called without a
    /// connection in hand: it takes its own.
    pub(crate) async fn tell_viewed(&self, viewer: PersonId, subjects: &[Uuid]) -> anyhow::Result<()> {
        let since = self.clock.now() - WINDOW;
        let mut connection = self.db.read().await?;
        let untold = personal_data_views::untold(&mut connection, viewer, FIELD_GROUP, subjects, since).await?;
        drop(connection);
        if untold.is_empty() {
            return Ok(());
        }
        let app = self.clone();
        self.db.write("tell_viewed", async move |mut tx| app.keep_viewed(&mut tx, viewer, &untold).await).await
    }

    async fn keep_viewed(&self, tx: &mut Tx, viewer: PersonId, subjects: &[Uuid]) -> anyhow::Result<()> {
        let now = self.clock.now();
        let subjects = personal_data_views::keep(tx, viewer, FIELD_GROUP, subjects, now - WINDOW, now).await?;
        if subjects.is_empty() {
            return Ok(());
        }
        let message = PersonalDataViewed {
            viewer_id: viewer.to_string(),
            subject_ids: subjects.iter().map(Uuid::to_string).collect(),
            field_group: FIELD_GROUP.to_owned(),
            purpose: "helpdesk".to_owned(),
            viewed_at: Some(timestamp(now)),
        };
        Ok(tells::personal_data_viewed(&self.outbox, tx, &message).await?)
    }
}
