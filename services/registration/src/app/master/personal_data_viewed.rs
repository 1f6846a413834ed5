//! The access log hears of whoever is shown another person's data, before the answer leaves.

use chassis::personal_data_views::View;
use futures::FutureExt as _;
use kernel::PersonId;
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
    let view = View { schema: SCHEMA, viewer, field_group, purpose, at: app.clock.now() };
    let subjects: Vec<Uuid> = subjects.iter().map(|subject| subject.as_uuid()).collect();
    view.note(&app.db, &app.outbox, &subjects, |outbox, tx, viewed| {
        async move { tells::personal_data_viewed(outbox, tx, &viewed.into()).await }.boxed()
    })
    .await
}
