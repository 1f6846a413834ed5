//! People may know who has looked at their data: a view is told before the answer leaves.

use chassis::{db::Tx, personal_data_views::View, wire::timestamp};
use kernel::PersonId;
use proto::verification::v1::PersonalDataViewed;
use uuid::Uuid;

use super::App;
use crate::{SCHEMA, tells};

/// What this service shows of people: number, NIP, name, agency, unit. The submitted values are shown by registration, which
/// tells of them itself.
const FIELD_GROUP: &str = "worklist";

impl App {
    /// Tells that the viewer is shown these people; a page that is opened again soon is told once. To be called without a
    /// connection in hand: it takes its own.
    pub(crate) async fn tell_viewed(&self, viewer: PersonId, subjects: &[Uuid]) -> anyhow::Result<()> {
        let view = View { schema: SCHEMA, viewer, field_group: FIELD_GROUP, at: self.clock.now() };
        let untold = view.untold(&self.db, subjects).await?;
        if untold.is_empty() {
            return Ok(());
        }
        let outbox = self.outbox.clone();
        let tell = async move |mut tx: Tx| {
            for subject_ids in view.keep(&mut tx, &untold).await? {
                let message = PersonalDataViewed {
                    viewer_id: viewer.to_string(),
                    subject_ids,
                    field_group: FIELD_GROUP.to_owned(),
                    purpose: "verification".to_owned(),
                    viewed_at: Some(timestamp(view.at)),
                };
                tells::personal_data_viewed(&outbox, &mut tx, &message).await?;
            }
            Ok(())
        };
        self.db.write("tell_viewed", tell).await
    }
}
