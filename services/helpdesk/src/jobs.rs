//! What happens by itself: idempotent, without input, one holder at a time.

mod escalate_overdue;
mod forget_personal_data_views;
mod route_waiting;

use chassis::jobs::{Holder, look_first};
use tokio_util::sync::CancellationToken;

pub(crate) use self::{
    escalate_overdue::escalate_overdue, forget_personal_data_views::forget_personal_data_views,
    route_waiting::route_waiting,
};
use crate::app::App;

/// All jobs, until `stop`.
pub(crate) async fn run(app: App, holder: Holder, stop: CancellationToken) {
    let (to_escalate, to_route) = (holder.clone(), holder.clone());
    futures::join!(
        look_first(to_escalate, escalate_overdue::SCHEDULE, stop.clone(), async |pass| {
            Ok(escalate_overdue::is_due(&app).await? && pass.goes_on().await? && escalate_overdue(&app).await?)
        }),
        look_first(to_route, route_waiting::SCHEDULE, stop.clone(), async |pass| {
            Ok(route_waiting::is_due(&app).await? && pass.goes_on().await? && route_waiting(&app).await?)
        }),
        look_first(holder, forget_personal_data_views::SCHEDULE, stop, async |pass| {
            Ok(forget_personal_data_views::is_due(&app).await?
                && pass.goes_on().await?
                && forget_personal_data_views(&app).await?)
        }),
    );
}
