//! The access log hears of whoever is shown another person's data, before the answer leaves.

use chassis::{db::Tx, wire::timestamp};
use kernel::PersonId;
use proto::registration::v1::PersonalDataViewed;
use time::Duration;
use uuid::Uuid;

use crate::{app::App, store::master::personal_data_views, tells};

/// A viewer and a subject are told of once in this time.
pub(super) const ONE_VIEW: Duration = Duration::minutes(15);

/// How many subjects one event names at most.
const EVENT_SIZE: usize = 100;

/// Tells that the viewer is shown data of the subjects. What one sees of oneself, and what was told within the last
/// quarter of an hour, is not told: a page that is looked at again costs one question.
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
    let now = app.clock.now();
    let since = now - ONE_VIEW;
    let others = subjects.iter().filter(|subject| **subject != viewer);
    let others: Vec<Uuid> = others.map(|subject| subject.as_uuid()).collect();
    if others.is_empty() {
        return Ok(());
    }
    let mut connection = app.db.read().await?;
    let untold = personal_data_views::list_untold(&mut connection, viewer, &others, field_group, since).await?;
    drop(connection);
    if untold.is_empty() {
        return Ok(());
    }
    let outbox = app.outbox.clone();
    let tell = async move |mut tx: Tx| {
        let told = personal_data_views::tell(&mut tx, viewer, &untold, field_group, since, now).await?;
        for subjects in told.chunks(EVENT_SIZE) {
            let message = PersonalDataViewed {
                viewer_id: viewer.to_string(),
                subject_ids: subjects.iter().map(ToString::to_string).collect(),
                field_group: field_group.to_owned(),
                purpose: purpose.to_owned(),
                viewed_at: Some(timestamp(now)),
            };
            tells::personal_data_viewed(&outbox, &mut tx, &message).await?;
        }
        Ok(())
    };
    app.db.write("personal_data_viewed", tell).await
}
