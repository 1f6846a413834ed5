//! What happens by itself: idempotent, without input, one holder at a time.

mod forget_personal_data_views;
mod free_unfinished_reservations;

use chassis::jobs::{Holder, repeat};
use tokio_util::sync::CancellationToken;

pub use self::{
    forget_personal_data_views::forget_personal_data_views, free_unfinished_reservations::free_unfinished_reservations,
};
use crate::app::App;

/// All jobs, until `stop`.
pub async fn run(app: App, holder: Holder, stop: CancellationToken) {
    tokio::join!(
        // It looks again by itself until nothing is left.
        repeat(holder.clone(), free_unfinished_reservations::SCHEDULE, stop.clone(), || async {
            free_unfinished_reservations(&app).await.map(|_| false)
        }),
        repeat(holder.clone(), forget_personal_data_views::SCHEDULE, stop.clone(), || async {
            forget_personal_data_views(&app).await.map(|forgotten| forgotten > 0)
        }),
    );
}
