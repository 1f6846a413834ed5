use crate::{app::App, pages::public::Schedule, visit::Visit};

/// The campaign's dates. A page is worth showing without them.
pub(super) async fn schedule(app: &App, visit: &Visit) -> Schedule {
    match app.campaign().await {
        Ok(Some(campaign)) => Schedule::of(campaign, app.clock.now(), visit.language),
        Ok(None) => Schedule::None,
        Err(status) => {
            tracing::warn!(code = ?status.code(), "the campaign is not known");
            Schedule::Unknown
        }
    }
}
