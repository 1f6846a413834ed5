//! What happens by itself: idempotent, without input, one holder at a time.

mod forget_personal_data_views;

use chassis::jobs::{Holder, look_first};
use tokio_util::sync::CancellationToken;

pub(crate) use self::forget_personal_data_views::forget_personal_data_views;
use crate::app::App;

/// All jobs, until `stop`.
pub(crate) async fn run(app: App, holder: Holder, stop: CancellationToken) {
    look_first(holder, forget_personal_data_views::SCHEDULE, stop, async |pass| {
        Ok(forget_personal_data_views::is_due(&app).await?
            && pass.goes_on().await?
            && forget_personal_data_views(&app).await?)
    })
    .await;
}
