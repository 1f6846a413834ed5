//! The officers' desk.

mod address;
mod claim;
mod confirmation_list;
mod confirmations;
mod decide;
mod home;
mod progress;
mod review;
mod stopped;
mod worklist;

use std::sync::Arc;

use axum::{Router, routing::get};

use crate::app::App;

/// The routes of the group.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/petugas", get(home::show))
        .route("/petugas/konfirmasi", get(confirmations::show).post(confirmations::act))
        // What is about to be decided is shown once; who comes back to it begins with the list.
        .route("/petugas/konfirmasi/putuskan", get(decide::start_over).post(decide::act))
        .route("/petugas/berkas", get(worklist::show).post(worklist::act))
        .route("/petugas/berkas/{id}", get(review::show).post(review::act))
        .route("/petugas/berkas/{id}/ambil", get(claim::back).post(claim::act))
        .route("/petugas/kemajuan", get(progress::show).post(progress::act))
}
