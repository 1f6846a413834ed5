//! The access log hears of whoever is shown another person's data, before the answer leaves.

use chassis::{db::Tx, personal_data_views::View, wire::timestamp};
use kernel::PersonId;
use proto::registration::v1::PersonalDataViewed;
use uuid::Uuid;

use crate::{SCHEMA, app::App, tells};

/// Tells that the viewer is shown data of the subjects. What one sees of oneself, and what was told lately, is not told: a
/// page that is looked at again costs one question.
///
/// # Errors
/// The database is away: then the answer must not leave.
pub(crate) async fn note_views(
    app: &App,
    viewer: PersonId,
    subjects: &[PersonId],
    field_group: &'static str,
    purpose: &'static str,
) -> anyhow::Result<()> {
    let view = View { schema: SCHEMA, viewer, field_group, at: app.clock.now() };
    let subjects: Vec<Uuid> = subjects.iter().map(|subject| subject.as_uuid()).collect();
    let untold = view.untold(&app.db, &subjects).await?;
    if untold.is_empty() {
        return Ok(());
    }
    let outbox = app.outbox.clone();
    let tell = async move |mut tx: Tx| {
        for subject_ids in view.keep(&mut tx, &untold).await? {
            let message = PersonalDataViewed {
                viewer_id: viewer.to_string(),
                subject_ids,
                field_group: field_group.to_owned(),
                purpose: purpose.to_owned(),
                viewed_at: Some(timestamp(view.at)),
            };
            tells::personal_data_viewed(&outbox, &mut tx, &message).await?;
        }
        Ok(())
    };
    app.db.write("personal_data_viewed", tell).await
}
