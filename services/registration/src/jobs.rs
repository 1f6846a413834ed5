//! What happens by itself: when, under which lease; what it is, the use case of the same name says.

mod forget_personal_data_views;
mod free_unfinished_reservations;

use chassis::jobs::{Holder, look_first};
use tokio_util::sync::CancellationToken;

pub(crate) use self::forget_personal_data_views::forget_personal_data_views;
use crate::app::App;

/// All jobs, until `stop`.
pub(crate) async fn run(app: App, holder: Holder, stop: CancellationToken) {
    tokio::join!(
        look_first(holder.clone(), free_unfinished_reservations::SCHEDULE, stop.clone(), async |pass| {
            free_unfinished_reservations::pass(&app, &pass).await
        }),
        look_first(holder, forget_personal_data_views::SCHEDULE, stop, async |pass| {
            Ok(forget_personal_data_views::is_due(&app).await?
                && pass.goes_on().await?
                && forget_personal_data_views(&app).await?)
        }),
    );
}
